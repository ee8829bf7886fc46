"""What is typed on the command line, parsed once: each function gives a value or a refusal that says what to type."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from buyback.errors import BadChoice, BadCode, BadDate, BadNumber, BadSpan, BadTime, TooEarly
from buyback.i18n import N_
from buyback.rules import EARLIEST_YEAR

T = TypeVar("T", bound=str)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_DRAFT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def day(text: str) -> date:
    """A date written 2025-02-18; BadDate for anything else, TooEarly for one of which there is no buyback to tell."""
    try:
        found = date.fromisoformat(text.strip()) if _DAY.fullmatch(text.strip()) else None
    except ValueError:
        found = None
    if found is None:
        raise BadDate(text=text[:40])
    if found.year < EARLIEST_YEAR:
        raise TooEarly(when=found.isoformat(), year=EARLIEST_YEAR)
    return found


def days(first: str | None, last: str | None) -> tuple[date, date]:
    """The days from one to another, without an end where none is named; BadSpan where the last is before the first."""
    begin, end = day(first) if first else date.min, day(last) if last else date.max
    if end < begin:
        raise BadSpan(first=begin.isoformat(), last=end.isoformat())
    return begin, end


def moment(text: str, timezone: str) -> datetime:
    """A time written 2025-02-18T10:42, of the zone where it has none of its own, as UTC.

    BadTime for anything else, and for a year before 2000, which no paper of a buyback bears.
    """
    try:
        if _MOMENT.fullmatch(text.strip()):
            written = datetime.fromisoformat(text.strip())
            if written.year >= EARLIEST_YEAR:
                local = written if written.tzinfo else written.replace(tzinfo=ZoneInfo(timezone))
                return local.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise BadTime(text=text[:40])


def whole(text: str, field: str, *, least: int, most: int) -> int:
    """A whole number from `least` to `most`; BadNumber for anything else."""
    typed = text.strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 12 and least <= int(typed) <= most):
        raise BadNumber(text=text[:40], field=field, least=least, most=most)
    return int(typed)


def choice(text: str, allowed: Sequence[T]) -> T:
    """One of the words, a hyphen for an underscore and capitals forgiven; BadChoice names them."""
    typed = text.strip().lower()
    for word in allowed:
        if typed in (word.lower(), word.lower().replace("_", "-")):
            return word
    raise BadChoice(text=text[:40], allowed=", ".join(word.replace("_", "-") for word in allowed))


LARGEST_ENTRY = 999_999_999


def entry(text: str, field: str) -> int:
    """The number of an entry of the log; BadNumber for anything else."""
    return whole(text, field, least=1, most=LARGEST_ENTRY)


def definition(text: str | None) -> str:
    """The code of a counting definition, the first one where none is named; BadChoice names them."""
    from buyback.report import definitions

    codes = [found.code for found in definitions()]
    return choice(text, codes) if text else codes[0]


def draft_id(text: str) -> str:
    """The name of a form, made by whoever retries; BadCode for what is not letters, digits, dots and dashes."""
    if not _DRAFT_ID.fullmatch(text):
        allowed = N_("up to 64 letters, digits, dots and dashes")
        raise BadCode(text=text[:40], field="--draft-id", allowed=allowed)
    return text
