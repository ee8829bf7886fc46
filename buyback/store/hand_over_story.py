"""What the log tells of hand-overs, and where it contradicts itself: the list that was sent against what arrived."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from buyback import facts
from buyback.fingerprints import list_hash
from buyback.i18n import N_
from buyback.store.contradiction import Contradiction

_CLOSED = N_("Entry {seq} adds to the list of the hand-over {name}, which entry {before} checked.")
_NEVER_SENT = N_("Entry {seq} checks the hand-over {name}, which no entry before it made.")
_CHECKED_TWICE = N_("Entry {seq} checks the hand-over {name}, which entry {before} checked already.")
_OTHER_ITEMS = N_(
    "Entry {seq} checks other items of the hand-over {name} than were sent up to entry {before}."
)
_OTHER_LIST = N_("Entry {seq} checks the hand-over {name} by another list than that of entry {before}.")
_NOT_MISSING = N_("Entry {seq} resolves {name}, which is not among what was not received.")
_OTHER_ACT = N_("Entry {seq} resolves {name} under another act than that of entry {before}, which missed it.")
_MISSING = N_("Entry {seq} ends the custody of {name}, which by entry {before} was not received.")


@dataclass(slots=True)
class _List:
    """One hand-over: the entry that last sent something with it, its items, and the entry that checked it, else 0."""

    seq: int
    items: set[str] = field(default_factory=set)
    checked: int = 0


@dataclass(slots=True)
class HandOvers:
    """The lists that were sent, by their act, and what did not arrive: for each item the act and the entry that says so."""

    _lists: dict[str, _List] = field(default_factory=dict)
    _missing: dict[str, tuple[str, int]] = field(default_factory=dict)

    def told(self, seq: int, fact: facts.Fact) -> Iterator[Contradiction]:
        """Go on with the next entry."""
        match fact:
            case facts.HandedOver():
                yield from self._sent(seq, fact)
            case facts.Destroyed() | facts.Kept():
                yield from self._ended(fact)
            case facts.HandOverChecked():
                yield from self._checked(seq, fact)
            case facts.NotReceivedResolved():
                yield from self._resolved(fact)

    def is_missing(self, item: str) -> bool:
        """Whether the receiver did not get it, and nobody has found out yet what became of it."""
        return item in self._missing

    def _sent(self, seq: int, fact: facts.HandedOver) -> Iterator[Contradiction]:
        known = self._lists.setdefault(fact.act, _List(seq))
        if known.checked:
            yield Contradiction(_CLOSED, fact.act, known.checked)
        known.items |= {part.item for part in fact.items}
        known.seq = seq

    def _ended(self, fact: facts.Destroyed | facts.Kept) -> Iterator[Contradiction]:
        for part in fact.items if self._missing else ():
            if part.item in self._missing:
                yield Contradiction(_MISSING, part.item, self._missing[part.item][1])

    def _checked(self, seq: int, fact: facts.HandOverChecked) -> Iterator[Contradiction]:
        known = self._lists.get(fact.act)
        if known is None:
            yield Contradiction(_NEVER_SENT, fact.act)
            return
        if known.checked:
            yield Contradiction(_CHECKED_TWICE, fact.act, known.checked)
            return
        names = [part.item for part in fact.items]
        if sorted(names) != sorted(known.items):
            yield Contradiction(_OTHER_ITEMS, fact.act, known.seq)
        elif fact.list_hash != list_hash(names):
            yield Contradiction(_OTHER_LIST, fact.act, known.seq)
        known.checked = seq
        self._missing |= {part.item: (fact.act, seq) for part in fact.items if not part.found}

    def _resolved(self, fact: facts.NotReceivedResolved) -> Iterator[Contradiction]:
        act, before = self._missing.pop(fact.item, ("", 0))
        if not before:
            yield Contradiction(_NOT_MISSING, fact.item)
        elif act != fact.act:
            yield Contradiction(_OTHER_ACT, fact.item, before)
