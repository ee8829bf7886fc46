"""Entries about hand-overs that contradict each other, sealed as the program seals them: verification tells."""

import re
from collections.abc import Callable

import pytest
from samples import AT, BY, WITNESSES, act, on_a_file, take_in
from tampering import found, seal_on

from buyback import desk, facts
from buyback.facts import CheckedItem, DisposedItem, HandOverChecked, NotReceivedResolved
from buyback.fingerprints import list_hash
from buyback.store.engine import Store
from buyback.store.story import CHECKS

pytestmark = on_a_file

DAY = "2025-02-18"
Items = tuple[str, ...]


def _checked(items: Items, *missing: str, paper: str = "", number: str = "E-1") -> HandOverChecked:
    said = tuple(CheckedItem(item, item not in missing) for item in items)
    return HandOverChecked(number, DAY, paper or list_hash(items), (), said)


def _resolved(item: str, outcome: facts.Resolution, number: str = "E-1") -> NotReceivedResolved:
    approved_by = BY if outcome == "lost" else ""
    return NotReceivedResolved(number, item, DAY, outcome, "somebody said so", approved_by)


def _act(kind: type[facts.Destroyed | facts.HandedOver], item: str, number: str) -> facts.Fact:
    if kind is facts.HandedOver:
        return facts.HandedOver(number, DAY, "Defensa", "X", (), (DisposedItem(item),))
    return facts.Destroyed(number, DAY, "fire", "X", WITNESSES, (DisposedItem(item, 2),))


@pytest.fixture
def sent(ledger: Store) -> Items:
    """Two revolvers, handed over with E-1."""
    items = take_in(ledger, "revolver", "revolver").item_ids
    desk.hand_over(ledger, items, act("E-1"), by=BY, at=AT)
    return items


def _said(store: Store, *more: facts.Fact) -> list[str]:
    """What the story finds after these entries; the last one's number is N, the ones before N-1, N-2 and so on."""
    last = seal_on(store, *more)

    def number(entry: re.Match[str]) -> str:
        before = last - int(entry[1])
        return f"ntry N-{before}" if before else "ntry N"

    told = (str(finding) for finding in found(store) if finding.check in CHECKS)
    return [re.sub(r"ntry (\d+)", number, text) for text in told]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda a, b: [_checked((a, b), number="E-9")], "Entry N checks the hand-over E-9, which no entry before it made."),
        (lambda a, b: [_checked((a, b)), _checked((a, b))], "Entry N checks the hand-over E-1, which entry N-1 checked already."),
        (lambda a, b: [_checked((a,))], "Entry N checks other items of the hand-over E-1 than were sent up to entry N-1."),
        (lambda a, b: [_checked((a, b, b))], "Entry N checks other items of the hand-over E-1 than were sent up to entry N-1."),
        (lambda a, b: [_checked((a, b), paper="9f2c-11ab-03de")], "Entry N checks the hand-over E-1 by another list than that of entry N-1."),
        (lambda a, b: [_checked((a, b)), _resolved(a, "lost")], "Entry N resolves {a}, which is not among what was not received."),
        (lambda a, b: [_resolved(a, "arrived")], "Entry N resolves {a}, which is not among what was not received."),
        (lambda a, b: [_checked((a, b), a), _resolved(a, "arrived", "E-2")], "Entry N resolves {a} under another act than that of entry N-1, which missed it."),
        (lambda a, b: [_checked((a, b), a), _act(facts.Destroyed, a, "D-1")], "Entry N ends the custody of {a}, which by entry N-1 was not received."),
        (lambda a, b: [_checked((a, b), a), _resolved(a, "lost"), _act(facts.Destroyed, a, "D-1")], "Entry N ends the custody of {a}, which by entry N-1 is lost."),
        (lambda a, b: [_checked((a, b), a), _resolved(a, "still_here"), _act(facts.HandedOver, a, "E-1")], "Entry N adds to the list of the hand-over E-1, which entry N-2 checked."),
        (lambda a, b: [_act(facts.Destroyed, a, "D-1"), _checked((a, b), a), _resolved(a, "lost")], "Entry N ends the custody of {a}, which entry N-2 destroyed."),
    ],
)  # fmt: skip
def test_what_contradicts_the_other_side(
    ledger: Store, sent: Items, make: Callable[[str, str], list[facts.Fact]], words: str
) -> None:
    """A list that nobody sent, one checked twice or with other items, and what is resolved although nothing is missing."""
    assert _said(ledger, *make(*sent)) == [words.format(a=sent[0])]


def test_what_the_desk_allows_contradicts_nothing(ledger: Store, sent: Items) -> None:
    """Checked, missed, found to be here, handed over again, checked again; lost."""
    one, two = sent
    again = _act(facts.HandedOver, one, "E-2")
    assert (
        _said(
            ledger,
            _checked(sent, one, two),
            _resolved(one, "still_here"),
            _resolved(two, "lost"),
            again,
            _checked((one,), one, number="E-2"),
            _resolved(one, "arrived", "E-2"),
            _act(facts.Destroyed, one, "D-1"),
        )
        == []
    )
