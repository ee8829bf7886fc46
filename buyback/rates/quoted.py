"""A rate with its day and its source, and the reading that every source shares."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

from buyback.facts import MANUAL
from buyback.i18n import N_, _
from buyback.money import Rate

ECB = "ECB"
"""The source of the bundled European Central Bank history, and only of it."""

SOURCE_NAMES = {ECB: N_("ECB"), MANUAL: N_("by hand")}
"""The sources whose name is the program's own word; any other is written as it calls itself."""

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A rate as a source gave it: the day it is of, who says so, and when it was learned (aware, kept as UTC)."""

    rate: Rate
    as_of: date
    source: str
    learned_at: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        if self.learned_at.utcoffset() is None:
            raise ValueError(f"a rate is learned at an aware time, not {self.learned_at!r}")
        object.__setattr__(self, "learned_at", self.learned_at.astimezone(UTC))

    def age_days(self, today: date) -> int:
        """Days from the rate's own day to `today`: 0 for a rate of today, negative for one of a later day."""
        return (today - self.as_of).days


def source_name(source: str) -> str:
    """The source of a rate for a person to read, in the current language; files and JSON have it as it is recorded."""
    return _(SOURCE_NAMES.get(source, "")) or source


def to_rate(value: Decimal) -> Rate:
    """An exact number as a rate, half-even to four decimals; ValueError outside 1 to 99.9999."""
    if not 0 < value < 1000:
        raise ValueError(str(value))
    return Rate(int(value.quantize(Decimal("0.0001"), ROUND_HALF_EVEN).scaleb(4)))


def iso_day(text: str) -> date | None:
    """A day written 2025-02-18; None for any other form, those that `date.fromisoformat` also takes included."""
    try:
        return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


def excerpt(value: object) -> str:
    """What a stranger sent, short and printable, fit for one sentence on a terminal."""
    return "".join(character if character.isprintable() else "?" for character in str(value)[:40])
