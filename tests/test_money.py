"""Money never loses a centavo, and every rounding is to the nearest cent, ties to the even one."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from buyback.money import USD, Money, Rate, divide_half_even, plain_decimal, total

minor = st.integers(-(10**14), 10**14)
pesos = st.integers(0, 10**12).map(Money)
rates = st.integers(Rate.LOWEST_E4, Rate.HIGHEST_E4).map(Rate)


@given(st.lists(minor))
def test_a_sum_is_exactly_its_parts(parts: list[int]) -> None:
    """However many amounts are added, in whatever order, the total is theirs to the centavo."""
    added = total(map(Money, parts))
    assert added == Money(sum(parts)) == total(map(Money, reversed(parts)))
    back = added
    for part in parts:
        back -= Money(part)
    assert back == Money(0)


@given(minor, st.integers(0, 100_000))
def test_pieces_times_an_amount_is_that_many_additions(unit: int, pieces: int) -> None:
    """A line's amount is the table's amount times the pieces, and so is the sum of that many lines."""
    assert (Money(unit) * pieces).amount_minor == unit * pieces
    if pieces <= 99:
        assert Money(unit) * pieces == total([Money(unit)] * pieces)


@given(st.integers(), st.integers(1, 10**12))
@example(1, 2)
@example(3, 2)
@example(5, 2)
@example(-1, 2)
@example(-3, 2)
def test_division_rounds_half_even(numerator: int, denominator: int) -> None:
    """The quotient is never further than a half, and exactly at a half it is even."""
    found = divide_half_even(numerator, denominator)
    error = abs(Fraction(numerator, denominator) - found)
    assert error <= Fraction(1, 2)
    assert error < Fraction(1, 2) or found % 2 == 0


@pytest.mark.parametrize(
    ("centavos", "e4", "cents"),
    [
        (1, 2_0000, 0),  # half a cent goes down to the even 0
        (3, 2_0000, 2),  # one and a half goes up to the even 2
        (5, 2_0000, 2),  # two and a half goes down to the even 2
        (7, 2_0000, 4),
        (870000, 202852, 42888),
        (2500000, 202852, 123243),
        (2645000, 202852, 130391),
    ],
)
def test_ties_go_to_the_even_cent(centavos: int, e4: int, cents: int) -> None:
    """Known conversions, ties among them, and the three of the programme's announcement."""
    assert Rate(e4).dollars(Money(centavos)) == Money(cents, USD)


@given(pesos, rates)
def test_a_conversion_is_off_by_half_a_cent_at_most(amount: Money, rate: Rate) -> None:
    """Dollars are pesos by the rate to the nearest cent, and the same as exact decimal arithmetic gives."""
    cents = rate.dollars(amount).amount_minor
    exact = Fraction(amount.amount_minor * 10_000, rate.mxn_per_usd_e4)
    assert abs(exact - cents) <= Fraction(1, 2)
    with localcontext() as context:
        context.prec = 60
        quotient = Decimal(str(amount)) / Decimal(str(rate))
        assert quotient.quantize(Decimal("0.01"), ROUND_HALF_EVEN) == Decimal(plain_decimal(cents))


@given(st.lists(pesos, max_size=99), rates)
def test_lines_convert_and_totals_add(lines: list[Money], rate: Rate) -> None:
    """A total in dollars is the sum of its lines' dollars, at most half a cent per line off the converted total."""
    by_line = total((rate.dollars(line) for line in lines), USD)
    at_once = rate.dollars(total(lines))
    assert 2 * abs(by_line.amount_minor - at_once.amount_minor) <= len(lines) + 1


@given(st.integers(0, 10**15 - 1))
def test_an_amount_is_read_as_it_is_written(amount_minor: int) -> None:
    """What a file or JSON says of an amount is read back as that amount, and has two decimals."""
    text = str(Money(amount_minor))
    assert Money.parse(text) == Money(amount_minor)
    assert text == f"{Decimal(amount_minor) / 100:.2f}"


@given(st.integers(1, 10**14))
def test_a_negative_amount_says_so_once(amount_minor: int) -> None:
    """A difference below zero has one sign in front, below one peso too."""
    assert str(Money(-amount_minor)) == f"-{Money(amount_minor)}"


@given(rates)
def test_a_rate_is_read_as_it_is_written(rate: Rate) -> None:
    """A rate has four decimals and is read back as itself."""
    assert Rate.parse(str(rate)) == rate
    assert len(str(rate).partition(".")[2]) == 4


@pytest.mark.parametrize(
    ("text", "amount_minor"),
    [("8700", 870000), ("8700.5", 870050), ("8700.50", 870050), ("0.01", 1), ("007", 700)],
)
def test_amounts_that_people_type(text: str, amount_minor: int) -> None:
    """Whole pesos, one decimal and two decimals are amounts."""
    assert Money.parse(text).amount_minor == amount_minor


@pytest.mark.parametrize(
    "text",
    ["", " ", "1,000", "1.000,00", "1.234.5", "8700.505", ".5", "5.", "-1", "+1", "1e3", "0x10", "1_000", "NaN", "inf",
     "$5", "5 MXN", "٣", "１", "½", "5\n", " 5", "1" * 14],
)  # fmt: skip
def test_what_is_no_amount(text: str) -> None:
    """Commas, signs, exponents, blanks, other scripts' digits and a third decimal are refused, not guessed."""
    with pytest.raises(ValueError, match=r".*"):
        Money.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "0.9999",
        "100",
        "1000",
        "20.28521",
        "20,2852",
        "-20",
        "+20",
        "2e1",
        "veinte",
        "٢٠",
        "20 ",
        "nan",
        "20.",
    ],
)
def test_what_is_no_rate(text: str) -> None:
    """A rate is from 1 to 99.9999 with at most four decimals; a peso rate of 0, 1000 or a comma is a typing error."""
    with pytest.raises(ValueError, match=r".*"):
        Rate.parse(text)


@pytest.mark.parametrize("text", ["1", "99.9999", "20.3", "20.2852"])
def test_the_edges_of_a_rate(text: str) -> None:
    """The lowest and the highest rate are rates."""
    assert Decimal(str(Rate.parse(text))) == Decimal(text)


@pytest.mark.parametrize("wrong", [1.0, Decimal(1), "1", True, None])
def test_no_float_ever_becomes_money(wrong: object) -> None:
    """Money and rates are whole numbers of their smallest unit; anything else is a bug that shows at once."""
    with pytest.raises(TypeError):
        Money(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Rate(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(1) * wrong  # type: ignore[operator]


def test_two_currencies_never_add() -> None:
    """Pesos and dollars do not add, subtract or convert the wrong way."""
    with pytest.raises(ValueError, match="do not add"):
        Money(1) + Money(1, USD)
    with pytest.raises(ValueError, match="do not add"):
        Money(1) - Money(1, USD)
    with pytest.raises(ValueError, match="do not add"):
        total([Money(1, USD)])
    with pytest.raises(ValueError, match="converts MXN"):
        Rate.parse("20").dollars(Money(1, USD))
