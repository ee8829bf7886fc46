"""Money, dates and numbers for a person to read, in Mexican Spanish or in English, and amounts as a person types them.

The language is that of messages; both write 1,234.50. Files and JSON do not pass through here: they have `str(Money)`
and ISO dates. Babel is loaded by the first call.
"""

import os
import re
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from buyback.errors import BadAmount
from buyback.i18n import LANGUAGES, _, language, ngettext
from buyback.money import MXN, Money, Rate, divide_half_even

if TYPE_CHECKING:
    from babel import Locale

_LOCALES = {"es": "es_MX", "en": "en_US"}
_DAY_LONG = {"es": "EEEE d 'de' MMMM 'de' y", "en": "EEEE d MMMM y"}
_SHORTEST_MONTH = 3  # in both languages together they tell all months apart
_TYPED_AMOUNT = re.compile(
    r"\$? ?(?P<amount>(?:\d{1,13}|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d{1,2})?)(?: ?MXN)?", re.ASCII | re.IGNORECASE
)


@cache
def _locale(lang: str) -> "Locale":
    from babel import Locale

    return Locale.parse(_LOCALES[lang])


def _decimal(value: Decimal | int, pattern: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, pattern, locale=_locale(language()))


def _date(value: date, pattern: str) -> str:
    said: str = _dates().format_date(value, pattern, locale=_locale(language()))
    return said


@cache
def _dates() -> Any:
    """babel.dates. It looks for this computer's own zone when it is loaded, and stops at a TZ that is none.

    That zone is nowhere used: days and times are those of a site.
    """
    named = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    try:
        from babel import dates
    finally:
        if named is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = named
    return dates


# --- money and numbers ------------------------------------------------------------------------------------------------


def money(value: Money) -> str:
    """An amount that cannot be taken for another currency: "$8,700.00 MXN", "1,232.43 USD"."""
    sign, figures = _signed(value.amount_minor)
    return f"{sign}{'$' if value.currency == MXN else ''}{figures} {value.currency}"


def amount(amount_minor: int) -> str:
    """Minor units with two decimals, grouped: 2500000 is "25,000.00". For columns whose head names the currency."""
    return "".join(_signed(amount_minor))


def _signed(amount_minor: int) -> tuple[str, str]:
    """The sign apart, as less than one peso may be owed back and has none in its whole part."""
    units, minor = divmod(abs(amount_minor), 100)
    return ("-" if amount_minor < 0 else ""), f"{number(units)}.{minor:02d}"


def rate(value: Rate) -> str:
    """What one dollar costs: "1 USD = 20.2852 MXN"."""
    pesos = _decimal(Decimal(value.mxn_per_usd_e4).scaleb(-4), "#,##0.0000")
    return f"1 USD = {pesos} MXN"


def number(value: int) -> str:
    """A whole number, grouped: "561,000"."""
    return _decimal(value, "#,##0")


def percent(part: int, whole: int) -> str:
    """The share of `whole` with one decimal, half-even: "12.5%"; "–" where there is nothing to share."""
    if whole == 0:
        return "–"
    return _decimal(Decimal(divide_half_even(part * 1000, whole)).scaleb(-1), "#,##0.0") + "%"


# --- days and times ---------------------------------------------------------------------------------------------------


def day(value: date) -> str:
    """A day for a column: "18 feb 2025", "18 Feb 2025"."""
    return _date(value, "d MMM y")


def day_short(value: date) -> str:
    """A day under an axis, where the year is plain: "18 feb", "18 Feb"."""
    return _date(value, "d MMM")


def day_weekday(value: date) -> str:
    """A day for a heading: "mar 18 feb 2025", "Tue 18 Feb 2025"."""
    return _date(value, "EEE d MMM y")


def day_long(value: date) -> str:
    """A day for a printed page: "martes 18 de febrero de 2025", "Tuesday 18 February 2025"."""
    return _date(value, _DAY_LONG[language()])


def clock(value: datetime, zone: tzinfo) -> str:
    """The time of day in `zone`, 24 hours, "10:42"; ValueError for a time without a zone of its own."""
    return f"{_local(value, zone):%H:%M}"


def moment(value: datetime, zone: tzinfo) -> str:
    """A day and time in `zone`: "18 feb 2025 10:42"; ValueError for a time without a zone of its own."""
    local = _local(value, zone)
    return f"{day(local.date())} {local:%H:%M}"


@cache
def months() -> Mapping[str, int]:
    """The number of each month, by its name in either language in small letters, and by what that begins with."""
    found: dict[str, int] = {}
    for lang in LANGUAGES:
        for number, name in _dates().get_month_names("wide", locale=_locale(lang)).items():
            found |= {name.casefold()[:length]: number for length in range(_SHORTEST_MONTH, len(name) + 1)}
    return found


def _local(value: datetime, zone: tzinfo) -> datetime:
    if value.utcoffset() is None:
        raise ValueError(f"a time is aware, and {value!r} is not")
    return value.astimezone(zone)


def age_days(days: int) -> str:
    """How long ago, in the language of messages: "today", "yesterday", "3 days ago"; "in 2 days" for a negative age."""
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 0:
        return ngettext("in {n} day", "in {n} days", -days).format(n=number(-days))
    return ngettext("{n} day ago", "{n} days ago", days).format(n=number(days))


# --- typed ------------------------------------------------------------------------------------------------------------


def parse_amount(text: str) -> Money:
    """The pesos that a person typed: "8700", "8,700", "8,700.50", "$8,700.00", "$8,700.00 MXN".

    A point is for centavos, commas stand between thousands and nowhere else. BadAmount for what could be read two
    ways ("8.700,50", "8,70", "0,700", "8.700"), a sign, another currency, more than two decimals or thirteen digits.
    """
    found = _TYPED_AMOUNT.fullmatch(text.strip())
    if found is None:
        raise BadAmount(text=text)
    try:
        return Money.parse(found["amount"].replace(",", ""))
    except ValueError as problem:
        raise BadAmount(text=text) from problem
