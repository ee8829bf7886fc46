"""What a person reads and types: no float, no ambiguous currency, no guess."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyback import l10n
from buyback.errors import BadAmount
from buyback.i18n import set_language
from buyback.money import USD, Money, Rate, grouped_decimal

LANGUAGES = ["es", "en"]
MEXICO_CITY = ZoneInfo("America/Mexico_City")
TIJUANA = ZoneInfo("America/Tijuana")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def said(lang: str, show: Callable[..., str], *values: object) -> str:
    """What `show` makes of the values in this language."""
    set_language(lang)
    return show(*values)


# --- money and numbers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_money_names_its_currency(lang: str) -> None:
    """Pesos and dollars cannot be taken for each other, and Mexico and the United States both write 1,234.50."""
    assert said(lang, l10n.money, Money(2_500_000)) == "$25,000.00 MXN"
    assert said(lang, l10n.money, Money(123_243, USD)) == "1,232.43 USD"
    assert said(lang, l10n.money, Money(-870_050)) == "-$8,700.50 MXN"
    assert said(lang, l10n.money, Money(5)) == "$0.05 MXN"
    assert said(lang, l10n.money, Money(0)) == "$0.00 MXN"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_amount_for_a_column(lang: str) -> None:
    """An amount without its currency is grouped and has two decimals; a negative one keeps its sign below one peso."""
    assert [said(lang, l10n.amount, minor) for minor in (2_500_000, 99, -1, 100_000_000)] == [
        "25,000.00",
        "0.99",
        "-0.01",
        "1,000,000.00",
    ]


@given(minor=st.integers(-(2**63), 2**63), lang=st.sampled_from(LANGUAGES))
def test_amount_is_exact(minor: int, lang: str) -> None:
    """The digits shown are the digits held, for every amount that a database can hold."""
    shown = said(lang, l10n.amount, minor)
    assert int(shown.replace(",", "").replace(".", "")) == minor


@given(minor=st.integers(-(2**63), 2**63), lang=st.sampled_from(LANGUAGES))
def test_a_refusal_writes_an_amount_as_the_screen_does(minor: int, lang: str) -> None:
    """Pure code knows no language and needs none for it: both write 8,700.00."""
    assert grouped_decimal(minor) == said(lang, l10n.amount, minor)


def test_numbers_rates_and_shares() -> None:
    """Whole numbers are grouped, a rate shows four decimals and both currencies, a share one decimal."""
    assert said("es", l10n.number, 561_000) == "561,000"
    assert said("es", l10n.rate, Rate(20_2852)) == "1 USD = 20.2852 MXN"
    assert said("en", l10n.rate, Rate(20_0000)) == "1 USD = 20.0000 MXN"
    assert [said("es", l10n.percent, part, 800) for part in (100, 1, 800, 0)] == [
        "12.5%",
        "0.1%",
        "100.0%",
        "0.0%",
    ]
    assert said("es", l10n.percent, 5, 0) == "–"


# --- days and times ---------------------------------------------------------------------------------------------------


def test_day_in_both_languages() -> None:
    """A day is written day first in both languages, so that it cannot be read as another."""
    tuesday = date(2025, 2, 18)
    assert (said("es", l10n.day, tuesday), said("en", l10n.day, tuesday)) == ("18 feb 2025", "18 Feb 2025")
    assert (said("es", l10n.day_weekday, tuesday), said("en", l10n.day_weekday, tuesday)) == (
        "mar 18 feb 2025",
        "Tue 18 Feb 2025",
    )
    assert said("es", l10n.day_long, tuesday) == "martes 18 de febrero de 2025"
    assert said("en", l10n.day_long, tuesday) == "Tuesday 18 February 2025"


@given(on=st.dates(date(2000, 1, 1), date(2099, 12, 31)), lang=st.sampled_from(LANGUAGES))
def test_day_fits_its_column(on: date, lang: str) -> None:
    """A day takes at most 12 characters and names its day of the month and its year."""
    shown = said(lang, l10n.day, on)
    assert len(shown) <= 12
    assert shown.split()[0] == str(on.day)
    assert shown.split()[-1] == str(on.year)


def test_time_at_the_site() -> None:
    """A time is shown at the site's own clock, 24 hours, with the site's own day around midnight."""
    at = datetime(2025, 2, 19, 6, 42, tzinfo=UTC)
    assert (l10n.clock(at, MEXICO_CITY), l10n.clock(at, TIJUANA)) == ("00:42", "22:42")
    assert said("es", l10n.moment, at, MEXICO_CITY) == "19 feb 2025 00:42"
    assert said("en", l10n.moment, at, TIJUANA) == "18 Feb 2025 22:42"


def test_time_without_a_zone_is_a_bug() -> None:
    """A naive time is never guessed to be anyone's."""
    for show in (l10n.clock, l10n.moment):
        with pytest.raises(ValueError, match="aware"):
            show(datetime(2025, 2, 18, 10, 42), MEXICO_CITY)  # noqa: DTZ001


def test_age() -> None:
    """An age is said as people say it; one of a thousand days is grouped, and a day to come is not called past."""
    ages = [l10n.age_days(days) for days in (0, 1, 2, 30, 1200, -1, -3)]
    assert ages == [
        "today",
        "yesterday",
        "2 days ago",
        "30 days ago",
        "1,200 days ago",
        "in 1 day",
        "in 3 days",
    ]


def test_unknown_language_is_a_bug() -> None:
    """Another language is not silently shown as one of the two."""
    with pytest.raises(KeyError):
        set_language("fr")


# --- typed ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("8700", 870_000),
        ("8,700", 870_000),
        ("8,700.50", 870_050),
        ("8,700.5", 870_050),
        ("$8,700.00", 870_000),
        (" $ 8,700.00 MXN ", 870_000),
        ("8700 mxn", 870_000),
        ("0", 0),
        ("1,234,567.89", 123_456_789),
        ("9999999999999", 999_999_999_999_900),
    ],
)
def test_typed_amount(text: str, minor: int) -> None:
    """What people in Mexico type for an amount of pesos is read as what they mean, to the centavo."""
    assert l10n.parse_amount(text) == Money(minor)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "$",
        "8.700,50",
        "8.700",
        "8,70",
        "8700,50",
        "0,700",
        "87,00",
        "8,7000",
        "8,700,50",
        "1234,567",
        ",700",
        "8700.",
        ".50",
        "8700.505",
        "8 700",
        "-8700",
        "+8700",
        "1e3",
        "8,700 USD",
        "8'700",
        "８７００",
        "٨٧",
        "10000000000000",
        "ten",
        "8700\n8700",
    ],
)
def test_typed_amount_is_never_guessed(text: str) -> None:
    """What could be read two ways, or is no amount of pesos, is refused, and the refusal repeats what was typed."""
    with pytest.raises(BadAmount) as refused:
        l10n.parse_amount(text)
    assert refused.value.values["text"] == text


@given(minor=st.integers(0, 10**15 - 1), lang=st.sampled_from(LANGUAGES))
def test_what_is_shown_can_be_typed_back(minor: int, lang: str) -> None:
    """Every amount of pesos that the program shows is read back as the same amount, with and without its currency."""
    assert l10n.parse_amount(said(lang, l10n.money, Money(minor))) == Money(minor)
    assert l10n.parse_amount(said(lang, l10n.amount, minor)) == Money(minor)
    assert l10n.parse_amount(str(Money(minor))) == Money(minor)


@given(text=st.text("0123456789,.$ ", max_size=12))
def test_typed_amount_has_one_reading(text: str) -> None:
    """Whatever is accepted has a comma only before three digits, a point only before one or two, and the same digits."""
    try:
        found = l10n.parse_amount(text)
    except BadAmount:
        return
    units, point, minor = text.strip().lstrip("$ ").partition(".")
    assert all(len(group) == 3 for group in units.split(",")[1:])
    assert len(minor) <= 2
    assert bool(point) == bool(minor)
    assert found.amount_minor == int(units.replace(",", "") + minor.ljust(2, "0"))


def test_ages_and_days_agree() -> None:
    """A day shown and its neighbour's differ, across a change of the clocks too."""
    first = date(2025, 4, 5)
    assert len({said("es", l10n.day, first + timedelta(days=n)) for n in range(4)}) == 4
