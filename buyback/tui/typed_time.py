"""A day, or a date and time, as a person types it at a site."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from buyback.errors import BadDate, BadTime, TooEarly
from buyback.rules import EARLIEST_YEAR

_TYPED = re.compile(r"(?:(?P<day>\d{4}-\d{2}-\d{2})[T ]+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})", re.ASCII)


def parse_moment(text: str, today: date, zone: ZoneInfo) -> datetime:
    """ "10:42" is today at the site, "2025-02-18 10:42" another day; BadTime for anything else, and before 2000."""
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        raise BadTime(text=text[:40])
    try:
        day = date.fromisoformat(found["day"]) if found["day"] else today
        at = time(int(found["hour"]), int(found["minute"]))
        moment = datetime.combine(day, at, zone).astimezone(UTC)
    except (ValueError, OverflowError) as problem:  # the last hours of the year 9999 are no time in UTC
        raise BadTime(text=text[:40]) from problem
    if day.year < EARLIEST_YEAR:
        raise BadTime(text=text[:40])
    return moment


def parse_day(text: str, field: str = "") -> date:
    """ "2025-02-18"; BadDate or TooEarly, which name the field, for anything else."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as problem:
        raise BadDate(text=text[:40], field=field) from problem
    if day.year < EARLIEST_YEAR:
        raise TooEarly(when=day.isoformat(), year=EARLIEST_YEAR, field=field)
    return day
