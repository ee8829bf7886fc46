"""What the log tells of the cash boxes, and where it contradicts itself: more paid than there was, counts that do not fit."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from buyback import facts, rules
from buyback.denominations import worth_minor
from buyback.i18n import N_
from buyback.money import plain_decimal
from buyback.rules import Box
from buyback.store.contradiction import Contradiction

_NO_FLOAT = N_("Entry {seq} moves or counts the cash of {name}, which had no float yet.")
_FLOAT_TWICE = N_(
    "Entry {seq} gives {name} a float, and {held} should still have been there since the one of entry {before}."
)
_OVERDRAWN = N_("Entry {seq} pays {amount} out of the cash box of {name}, which held {held}.")
_RETURNED = N_("Entry {seq} returns {amount} out of the cash box of {name}, which held {held}.")
_NO_AMOUNT = N_("Entry {seq} moves {amount} in the cash box of {name}, which is no amount of cash.")
_OTHER_NOTES = N_(
    "Entry {seq} says {amount} of the cash box of {name}, and its notes and coins come to {total}."
)
_NO_BOX = N_("Entry {seq} pays and names no cash box, and that of {name} has its float since entry {before}.")
_NO_COUNT = N_(
    "Entry {seq} records a difference of the cash box of {name}, and no count before it is the newest one."
)
_OTHER_DIFFERENCE = N_(
    "Entry {seq} records that {amount} were counted and {total} expected at {name}; by the count of entry {before} "
    "it is {counted} and {expected}."
)
_DIFFERED_TWICE = N_("Entry {seq} records the difference at {name} that entry {before} recorded already.")


@dataclass(slots=True)
class CashBoxes:
    """The boxes as the entries so far make them, by site."""

    _boxes: dict[str, Box] = field(default_factory=dict)

    def box(self, site: str) -> Box | None:
        """The box of a site; None as long as it has had no float."""
        return self._boxes.get(site)

    def told(self, seq: int, fact: facts.Fact, drop_off_site: str = "") -> Iterator[Contradiction]:
        """Go on with an entry; `drop_off_site` is that of the drop-off which it pays, where that is known."""
        site = rules.box_site(fact)
        box = self._boxes.get(site or drop_off_site)
        if not site:
            if isinstance(fact, facts.PaidOut) and box is not None:
                yield Contradiction(_NO_BOX, box.site, box.float_seq)
            return
        match fact:
            case facts.PaidOut():
                yield from _paid(fact, box)
            case facts.CashMoved():
                yield from _moved(fact, box)
            case facts.CashCounted():
                yield from _counted(fact, box)
            case facts.CashDiffered():
                yield from _differed(fact, box)
        after = rules.box_after(box, fact, seq=seq, at="")
        if after is not None:
            self._boxes[site] = after


def _paid(fact: facts.PaidOut, box: Box | None) -> Iterator[Contradiction]:
    if box is not None and fact.amount_minor > box.at_hand_minor:
        yield Contradiction(_OVERDRAWN, fact.site, 0, _said(amount=fact.amount_minor, held=box.at_hand_minor))


def _moved(fact: facts.CashMoved, box: Box | None) -> Iterator[Contradiction]:
    least_minor = 0 if fact.kind == "float" else 1
    if fact.amount_minor < least_minor:
        yield Contradiction(_NO_AMOUNT, fact.site, 0, _said(amount=fact.amount_minor))
    if fact.notes:
        yield from _notes(fact.site, fact.notes, fact.amount_minor)
    if fact.kind == "float":
        if box is not None and box.expected_minor:
            yield Contradiction(_FLOAT_TWICE, fact.site, box.float_seq, _said(held=box.expected_minor))
    elif box is None:
        yield Contradiction(_NO_FLOAT, fact.site)
    elif fact.kind == "return" and fact.amount_minor > box.at_hand_minor:
        yield Contradiction(_RETURNED, fact.site, 0, _said(amount=fact.amount_minor, held=box.at_hand_minor))


def _counted(fact: facts.CashCounted, box: Box | None) -> Iterator[Contradiction]:
    if box is None:
        yield Contradiction(_NO_FLOAT, fact.site)
    yield from _notes(fact.site, fact.notes, fact.counted_minor)


def _differed(fact: facts.CashDiffered, box: Box | None) -> Iterator[Contradiction]:
    if box is None or not box.count_seq or box.count_seq != fact.count_seq:
        yield Contradiction(_NO_COUNT, fact.site)
    elif box.difference_seq:
        yield Contradiction(_DIFFERED_TWICE, fact.site, box.difference_seq)
    elif (fact.counted_minor, fact.expected_minor) != (box.counted_minor, box.count_expected_minor):
        said = _said(
            amount=fact.counted_minor,
            total=fact.expected_minor,
            counted=box.counted_minor,
            expected=box.count_expected_minor,
        )
        yield Contradiction(_OTHER_DIFFERENCE, fact.site, box.count_seq, said)


def _notes(site: str, notes: tuple[facts.Denomination, ...], amount_minor: int) -> Iterator[Contradiction]:
    """Notes and coins come to the amount, and there is at least one piece of each."""
    total_minor = worth_minor(notes)
    if total_minor != amount_minor or any(min(each.number, each.value_minor) < 1 for each in notes):
        yield Contradiction(_OTHER_NOTES, site, 0, _said(amount=amount_minor, total=total_minor))


def _said(**amounts_minor: int) -> dict[str, str]:
    return {name: plain_decimal(minor) for name, minor in amounts_minor.items()}
