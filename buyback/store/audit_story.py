"""What the log tells of answers to findings of the audit, and where it contradicts itself: an answer to nothing.

The desk answers only what the audit finds. What it found then cannot be found again from the log alone, but on which
entries each kind of finding rests can be told. Whoever seals entries by hand is refused nothing, so verification walks
over it again. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from buyback import facts, rules
from buyback.chain import Entry
from buyback.i18n import N_
from buyback.store.contradiction import Contradiction

_NO_FINDING = N_("Entry {seq} answers {name}, which is the key of no finding.")
_NOT_BEFORE = N_("Entry {seq} answers {name} as it rests on entry {before}, which is not before it.")
_OTHER_KIND = N_(
    "Entry {seq} answers {name} as it rests on entry {before}, and no finding of that kind rests on a {kind}."
)
_NUMBERS = {kind: number for number, kind in enumerate(facts.KINDS, start=1)}
_NAMES = dict(zip(_NUMBERS.values(), _NUMBERS, strict=True))


@dataclass(slots=True)
class AuditStory:
    """The kind of each entry so far, a byte each: there may be millions. The first has the number 1."""

    _kinds: bytearray = field(default_factory=lambda: bytearray(1))

    def told(self, entry: Entry) -> Iterator[Contradiction]:
        """Go on with an entry."""
        if isinstance(entry.fact, facts.FindingAnswered):
            yield from self._answered(entry.seq, entry.fact)
        if entry.seq == len(self._kinds):  # gaps are told by another check
            self._kinds.append(_NUMBERS[entry.kind])

    def _answered(self, seq: int, fact: facts.FindingAnswered) -> Iterator[Contradiction]:
        look = rules.look_of(fact.finding)
        if look is None:
            yield Contradiction(_NO_FINDING, fact.finding)
            return
        if not 0 < fact.last_seq < seq:
            yield Contradiction(_NOT_BEFORE, fact.finding, fact.last_seq)
            return
        known = self._kinds[fact.last_seq] if fact.last_seq < len(self._kinds) else 0
        kinds = rules.LOOKS[look].kinds
        if known and kinds and _NAMES[known] not in kinds:
            yield Contradiction(_OTHER_KIND, fact.finding, fact.last_seq, {"kind": _NAMES[known]})
