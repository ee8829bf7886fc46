"""A case: what an audit found of one thing, and the entries behind it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, overload

from buyback.folios import item_id
from buyback.money import Money
from buyback.rules import MOST_LISTED
from buyback.store.views.totals import Span

Said = str | int | Money | date


class Link(NamedTuple):
    """An entry behind a case; the drop-off and the item that it speaks of, empty where it speaks of none."""

    seq: int
    folio: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Links(Sequence[Link]):
    """Entries behind a case, up to MOST_LISTED. Each is put together when it is looked at: of most cases the first few are.

    Numbers of entries, folios and lines stand side by side; a line is 0 where no item is meant.
    """

    seqs: tuple[int, ...]
    folios: tuple[str, ...]
    lines: tuple[int, ...]

    @classmethod
    def of(cls, seqs: Sequence[int], folios: Sequence[str], lines: Sequence[int]) -> "Links":
        """The first of them."""
        return cls(tuple(seqs[:MOST_LISTED]), tuple(folios[:MOST_LISTED]), tuple(lines[:MOST_LISTED]))

    def __len__(self) -> int:
        return len(self.seqs)

    @overload
    def __getitem__(self, place: int) -> Link: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Link, ...]: ...

    def __getitem__(self, place: int | slice) -> Link | tuple[Link, ...]:
        if isinstance(place, slice):
            parts = zip(self.seqs[place], self.folios[place], self.lines[place], strict=True)
            return tuple(_link(*part) for part in parts)
        return _link(self.seqs[place], self.folios[place], self.lines[place])

    def __iter__(self) -> Iterator[Link]:
        return iter(self[:])


def _link(seq: int, folio: str, line: int) -> Link:
    return Link(seq, folio, item_id(folio, line) if line else "")


@dataclass(frozen=True, slots=True)
class Case:
    """What was found of one thing. `about` tells it from others of its kind; `said` is what a sentence says of it, with
    a site by its name.

    It rests on `number` entries or items since the day `since`, the newest in the entry `last_seq`; `links` are the first.
    """

    about: tuple[str, ...]
    since: date
    number: int
    last_seq: int
    links: Links
    said: dict[str, Said] = field(default_factory=dict)


@dataclass(slots=True)
class Gathered:
    """A case while its rows come in."""

    about: tuple[str, ...]
    since: str = "9999-12-31"
    number: int = 0
    last_seq: int = 0
    seqs: list[int] = field(default_factory=list)
    folios: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def add(self, day: str, seq: int, folio: str = "", line: int = 0) -> None:
        self.since = min(self.since, day)
        self.number += 1
        self.last_seq = max(self.last_seq, seq)
        if self.number <= MOST_LISTED:
            self.seqs.append(seq)
            self.folios.append(folio)
            self.lines.append(line)

    def extend(
        self, days: Sequence[str], seqs: Sequence[int], folios: Sequence[str], lines: Sequence[int]
    ) -> None:
        """Add many at once."""
        self.since = min(self.since, *days)
        self.number += len(seqs)
        self.last_seq = max(self.last_seq, *seqs)
        if len(self.seqs) < MOST_LISTED:
            self.seqs += seqs
            self.folios += folios
            self.lines += lines

    def case(self, **said: Said) -> Case:
        since = date.fromisoformat(self.since)
        links = Links.of(self.seqs, self.folios, self.lines)
        return Case(self.about, since, self.number, self.last_seq, links, said)


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
