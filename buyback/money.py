"""Money and rates as integers. Every rounding is named where it happens; no float ever enters.

Money   an integer number of minor units (centavos, cents) of one ISO 4217 currency
Rate    pesos per dollar with four decimals, as Banco de México publishes its FIX
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

MXN = "MXN"
USD = "USD"

_RATE_SCALE = 10_000
_PLAIN_AMOUNT = re.compile(r"(?P<units>\d{1,13})(?:\.(?P<minor>\d{1,2}))?")
_RATE = re.compile(r"(?P<units>\d{1,4})(?:\.(?P<parts>\d{1,4}))?")


def divide_half_even(numerator: int, denominator: int) -> int:
    """numerator / denominator rounded to the nearest integer, ties to the even one (IEEE 754 roundTiesToEven)."""
    quotient, rest = divmod(numerator, denominator)
    twice = 2 * rest
    if twice > denominator or (twice == denominator and quotient % 2):
        return quotient + 1
    return quotient


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount in minor units. Amounts of two currencies never add."""

    amount_minor: int
    currency: str = MXN

    def __post_init__(self) -> None:
        if type(self.amount_minor) is not int:
            raise TypeError(f"money is a whole number of minor units, not {self.amount_minor!r}")

    def __add__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    def __mul__(self, pieces: int) -> "Money":
        if type(pieces) is not int:
            raise TypeError(f"money is multiplied by whole pieces, not {pieces!r}")
        return Money(self.amount_minor * pieces, self.currency)

    def __str__(self) -> str:
        """Plain decimal with two places and no grouping, "8700.00": the form of files and JSON."""
        return plain_decimal(self.amount_minor)

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add")

    @classmethod
    def parse(cls, text: str, currency: str = MXN) -> "Money":
        """The amount written as "8700", "8700.5" or "8700.50"; ValueError for anything else, commas too."""
        found = _PLAIN_AMOUNT.fullmatch(text)
        if found is None or not text.isascii():
            raise ValueError(text)
        return cls(int(found["units"]) * 100 + int((found["minor"] or "").ljust(2, "0")), currency)


def plain_decimal(amount_minor: int) -> str:
    """Minor units as a decimal with two places: 870000 is "8700.00"."""
    sign = "-" if amount_minor < 0 else ""
    units, minor = divmod(abs(amount_minor), 100)
    return f"{sign}{units}.{minor:02d}"


def grouped_decimal(amount_minor: int) -> str:
    """As `plain_decimal` with commas between thousands, "8,700.00": for sentences; both languages write it so."""
    sign = "-" if amount_minor < 0 else ""
    units, minor = divmod(abs(amount_minor), 100)
    return f"{sign}{units:,}.{minor:02d}"


def total(amounts: Iterable[Money], currency: str = MXN) -> Money:
    """The sum of amounts of one currency; zero of it where there are none."""
    return sum(amounts, Money(0, currency))


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """Pesos for one dollar, in ten-thousandths of a peso: 20.2852 is Rate(202852)."""

    mxn_per_usd_e4: int

    LOWEST_E4: ClassVar[int] = 1_0000
    HIGHEST_E4: ClassVar[int] = 99_9999

    def __post_init__(self) -> None:
        if type(self.mxn_per_usd_e4) is not int:
            raise TypeError(f"a rate is a whole number of ten-thousandths, not {self.mxn_per_usd_e4!r}")
        if not self.LOWEST_E4 <= self.mxn_per_usd_e4 <= self.HIGHEST_E4:
            raise ValueError(str(self.mxn_per_usd_e4))

    def __str__(self) -> str:
        """Four decimals, "20.2852"."""
        units, parts = divmod(self.mxn_per_usd_e4, _RATE_SCALE)
        return f"{units}.{parts:04d}"

    @classmethod
    def parse(cls, text: str) -> "Rate":
        """The rate written as "20", "20.3" or "20.2852"; ValueError for anything else or outside 1 to 99.9999."""
        found = _RATE.fullmatch(text)
        if found is None or not text.isascii():
            raise ValueError(text)
        return cls(int(found["units"]) * _RATE_SCALE + int((found["parts"] or "").ljust(4, "0")))

    def dollars(self, pesos: Money) -> Money:
        """Pesos divided by the rate, to the cent, half-even. Lines are converted; totals add lines."""
        if pesos.currency != MXN:
            raise ValueError(f"the rate converts {MXN}, not {pesos.currency}")
        return Money(divide_half_even(pesos.amount_minor * _RATE_SCALE, self.mxn_per_usd_e4), USD)
