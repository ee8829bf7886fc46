"""Entries of folios and forms that contradict each other, sealed as the program seals them: verification tells."""

from dataclasses import replace

import pytest
from samples import AT, BY, OTHER_SITE, SITE, take_in
from tampering import found, seal_on

from buyback import desk, errors, facts
from buyback.facts import DroppedOff, FoliosReserved, FormsReturned
from buyback.folios import make
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store
from buyback.store.story import CHECKS
from buyback.store.views import drop_offs, forms

DAY, DAY_BEFORE = "2025-02-18", "2025-02-17"
ONE, TWO, THREE, FOUR, FIVE = (make("A1", number) for number in range(1, 6))


@pytest.fixture
def packet(ledger: Store) -> Store:
    """Folio 1 is a drop-off, 2 to 4 are forms: 3 was typed in, 4 came back."""
    take_in(ledger)
    desk.reserve(ledger, SITE, 3, by=BY, at=AT)
    take_in(ledger, folio=THREE, written_at=AT)
    desk.return_forms(ledger, [FOUR], "manchado", by=BY, at=AT)
    return ledger


@pytest.fixture
def typed(packet: Store) -> DroppedOff:
    """What was typed in from form 3, to be sealed again with another folio."""
    with packet.reading() as db:
        return drop_offs.sealed(db, THREE)


def told(store: Store, *more: facts.Fact) -> list[str]:
    """What the story of the log contradicts after these entries; the rebuilt tables follow the log all the same."""
    seal_on(store, *more)
    said = [str(finding) for finding in found(store) if finding.check in CHECKS]
    try:
        log_writer.rebuild(store)
    except errors.LedgerRefusal:  # one folio for two drop-offs makes no tables at all
        return said
    assert {finding.check for finding in found(store)} <= set(CHECKS)
    return said


def again(fact: DroppedOff, folio: str, **more: object) -> DroppedOff:
    return replace(fact, folio=folio, draft_id=f"again-{folio}", **more)


def test_what_the_desk_records_contradicts_nothing(packet: Store) -> None:
    """Reserved, typed in, returned, and the next one."""
    assert take_in(packet).folio == FIVE
    assert found(packet) == []


def test_a_form_typed_in_twice(packet: Store, typed: DroppedOff) -> None:
    """The second entry for one folio is named with the first."""
    seq = checks.head(packet).seq + 1
    assert told(packet, again(typed, THREE)) == [
        f"Entry {seq} gives the folio {THREE}, which entry {seq - 3} gave already."
    ]


def test_typed_in_without_being_reserved(packet: Store, typed: DroppedOff) -> None:
    """A folio that was on no form, whatever entry it names."""
    seq = checks.head(packet).seq + 1
    assert told(packet, again(typed, FIVE)) == [
        f"Entry {seq} types in the form {FIVE}, which no entry before it reserved."
    ]


def test_a_reserved_folio_given_to_another_drop_off(packet: Store, typed: DroppedOff) -> None:
    """A drop-off that says nothing of a form has the folio that is on one."""
    seq = checks.head(packet).seq + 1
    assert told(packet, again(typed, TWO, form_seq=None)) == [
        f"Entry {seq} gives the folio {TWO}, which entry {typed.form_seq} reserved for a blank form."
    ]
    with packet.reading() as db:
        assert [form.folio for form in forms.listed(db, state="out")] == [TWO]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            {"form_seq": 1},
            f"types in the form {TWO} and does not name entry {{reserved}}, which reserved it.",
        ),
        (
            {"site": OTHER_SITE},
            f"types in the form {TWO} at another site than entry {{reserved}} reserved it for.",
        ),
        ({"written_at": ""}, f"types in the form {TWO} and does not say when it was written."),
        (
            {"business_on": DAY_BEFORE},
            f"types in the form {TWO} for {DAY_BEFORE}, and entry {{reserved}} reserved it later.",
        ),
    ],
)
def test_a_form_typed_in_otherwise(
    packet: Store, typed: DroppedOff, more: dict[str, object], says: str
) -> None:
    """From another reservation, at another site, without its time, or for a day before there was such a form."""
    assert told(packet, again(typed, TWO, **more))[0].endswith(says.format(reserved=typed.form_seq))


def test_typed_in_after_it_came_back(packet: Store, typed: DroppedOff) -> None:
    """A form of which somebody said that nothing was written on it."""
    seq = checks.head(packet).seq + 1
    assert told(packet, again(typed, FOUR)) == [
        f"Entry {seq} types in the form {FOUR}, which by entry {seq - 1} came back unused."
    ]


def test_returned_after_it_was_typed_in_or_twice(packet: Store) -> None:
    """Cash was paid on the one, and the other is counted once."""
    seq = checks.head(packet).seq + 1
    assert told(packet, FormsReturned(SITE, DAY, (THREE, FOUR), "en blanco")) == [
        f"Entry {seq} returns the form {THREE}, which entry {seq - 3} typed in.",
        f"Entry {seq} returns the form {FOUR}, which entry {seq - 1} returned already.",
    ]


def test_returned_without_being_reserved_or_at_another_site(packet: Store) -> None:
    """A folio of a drop-off is no form, and a form is returned where it was reserved."""
    seq = checks.head(packet).seq + 1
    assert told(packet, FormsReturned(OTHER_SITE, DAY, (ONE, TWO), "en blanco")) == [
        f"Entry {seq} returns the form {ONE}, which no entry before it reserved.",
        f"Entry {seq} returns the form {TWO} at another site than entry {seq - 4} reserved it for.",
    ]


def test_folios_reserved_twice(packet: Store) -> None:
    """Those of a drop-off and of a form are named, each with the entry that gave it out first."""
    said = told(packet, FoliosReserved(SITE, DAY, (ONE, TWO, FIVE)))
    seq = checks.head(packet).seq
    assert [words.removeprefix(f"Entry {seq} gives the folio ") for words in said] == [
        f"{ONE}, which entry {seq - 6} gave already.",
        f"{TWO}, which entry {seq - 4} gave already.",
    ]


def test_a_gap_that_a_reservation_leaves(packet: Store) -> None:
    """A number that was left out is missing from the papers of some day; it is said once."""
    seq = checks.head(packet).seq + 1
    six, seven, eight = (make("A1", number) for number in (6, 7, 8))
    assert told(packet, FoliosReserved(SITE, DAY, (six, seven)), FoliosReserved(SITE, DAY, (eight,))) == [
        f"Entry {seq} gives the folio {six}, and {FIVE} was the next one."
    ]


@pytest.mark.parametrize("folio", ["", "A1", "A1-x-Y", f"A1-{'9' * 20}-Y"])
def test_a_folio_that_is_none(packet: Store, folio: str) -> None:
    """What has no number makes no row: the entry cannot be read, and nothing breaks off."""
    seq = seal_on(packet, FoliosReserved(SITE, DAY, (folio,)))
    assert [finding.seq for finding in found(packet) if finding.check == "unreadable"] == [seq]
