"""A case: what an audit found of one thing, and the entries behind it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from buyback.folios import item_id
from buyback.money import Money
from buyback.rules import MOST_LISTED
from buyback.store.views.totals import Span

Said = str | int | Money | date


@dataclass(frozen=True, slots=True)
class Link:
    """An entry behind a case; the drop-off and the item that it speaks of, empty where it speaks of none."""

    seq: int
    folio: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What was found of one thing. `about` tells it from others of its kind; `said` is what a sentence says of it.

    It rests on `number` entries or items since the day `since`, the newest in the entry `last_seq`; `links` are the first.
    """

    about: tuple[str, ...]
    since: date
    number: int
    last_seq: int
    links: tuple[Link, ...]
    said: dict[str, Said] = field(default_factory=dict)


@dataclass(slots=True)
class Gathered:
    """A case while its rows come in."""

    about: tuple[str, ...]
    since: str = "9999-12-31"
    number: int = 0
    last_seq: int = 0
    links: list[Link] = field(default_factory=list)

    def add(self, day: str, seq: int, folio: str = "", line: int = 0) -> None:
        self.since = min(self.since, day)
        self.number += 1
        self.last_seq = max(self.last_seq, seq)
        if len(self.links) < MOST_LISTED:
            self.links.append(Link(seq, folio, item_id(folio, line) if line else ""))

    def case(self, **said: Said) -> Case:
        since = date.fromisoformat(self.since)
        return Case(self.about, since, self.number, self.last_seq, tuple(self.links), said)


def gather(rows: Iterable[tuple[tuple[str, ...], str, int, str, int]]) -> list[Gathered]:
    """Rows of what they are about, day, entry, folio and line, put together by what they are about; in their order."""
    found: dict[tuple[str, ...], Gathered] = {}
    for about, day, seq, folio, line in rows:
        one = found.get(about)
        if one is None:
            one = found[about] = Gathered(about)
        one.add(day, seq, folio, line)
    return list(found.values())


def touches(days: Iterable[str], sites: Iterable[str], span: Span) -> bool:
    """Whether anything of what lies apart in time belongs to the span."""
    first, last = span.first.isoformat(), span.last.isoformat()
    return any(
        first <= day <= last and span.site in ("", site) for day, site in zip(days, sites, strict=True)
    )
