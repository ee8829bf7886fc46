"""Days, months, spans and amounts, known by what they look like."""

import re
from datetime import date, timedelta

from buyback import l10n
from buyback.errors import BadAmount, Refusal
from buyback.tui.searching.folded import folded
from buyback.tui.typed_time import parse_day

_LAST_DAY = "9000"
"""Later days are typing errors, and the day after the last of all is none."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}", re.ASCII)
_BOUND = re.compile(r"(?P<sign>>=|<=|>|<|=|\$)(?P<amount>.+)")
_MONTH = re.compile(
    r"(?:(?P<day>\d{1,2}) (?:de )?)?(?P<month>[^\W\d_]+)\.?(?:,? (?:de )?(?P<year>\d{4}))?", re.ASCII
)
_SHORTEST_ALONE = 4
"""A month without a year is its whole name: "may" and "mar" may be the beginning of a serial."""

Days = tuple[date | None, date]
Amounts = tuple[int | None, int | None, bool]
"""The least and the most, centavos, and whether these are left out."""


def shaped(text: str, today: date) -> dict[str, Days | Amounts] | None:
    """A day, a month, a span of days, or an amount; None for anything else."""
    if " " in text:
        return None
    first, dots, last = text.partition("..")
    if not dots:
        days = _days(text)
        return {"days": days} if days else amount(text)
    begin, end = _days(first), _days(last)
    if (begin or not first) and (end or not last) and (begin or end):
        return {"days": (begin[0] if begin else None, end[1] if end else today)}
    return _amounts(first, last)


def _days(text: str) -> tuple[date, date] | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        if "/" in text:
            day, month, year = text.split("/")
            text = f"{year}-{month:0>2}-{day:0>2}"
        if text > _LAST_DAY:
            return None
        if len(text) == len("2025-02"):
            return whole_month(parse_day(f"{text}-01"))
        return parse_day(text), parse_day(text)
    except Refusal:
        return None


def whole_month(first: date) -> tuple[date, date]:
    """The first and the last day of the month that begins then."""
    return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def month(text: str, today: date, *, is_named: bool = False) -> tuple[date, date] | None:
    """ "February 2025", "feb 2025", "18 de febrero de 2025", "febrero": its first and last day; None for anything else.

    Without a year it is the last one that has begun. `is_named`: a word before it says that it is one.
    """
    found = _MONTH.fullmatch(folded(text))
    number = l10n.months().get(found["month"]) if found else None
    if found is None or number is None:
        return None
    is_alone = not (found["day"] or found["year"] or is_named)
    if is_alone and len(found["month"]) < _SHORTEST_ALONE:
        return None
    try:
        year = int(found["year"]) if found["year"] else today.year
        day = date(year, number, int(found["day"] or 1))
        if not found["year"] and day > today:
            day = day.replace(year=year - 1)
    except ValueError:
        return None
    if f"{day}" > _LAST_DAY:
        return None
    return (day, day) if found["day"] else whole_month(day)


def amount(text: str) -> dict[str, Days | Amounts] | None:
    """ ">8000", "<=500", "$8,700": what a total is held against; with a "$" or "=" it is just that."""
    found = _BOUND.fullmatch(text)
    if found is None:
        return None
    try:
        minor = l10n.parse_amount(found["amount"]).amount_minor
    except BadAmount:
        return None
    sign = found["sign"]
    least = None if sign in ("<", "<=") else minor
    most = None if sign in (">", ">=") else minor
    return {"amount": (least, most, sign in ("<", ">"))}


def _amounts(first: str, last: str) -> dict[str, Days | Amounts] | None:
    try:
        least, most = (l10n.parse_amount(part).amount_minor for part in (first, last))
    except BadAmount:
        return None
    return {"amount": (least, most, False)}
