"""Entries that contradict each other, sealed as the program seals them, with tables that fit: verification tells."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from samples import AT, BY, WITNESSES, act, on_a_file, take_in
from tampering import found, seal_on

from buyback import desk, errors, facts, folios
from buyback.chain import Finding
from buyback.desk import Received
from buyback.facts import DisposedItem
from buyback.money import Money, plain_decimal
from buyback.store import ledger as log_writer
from buyback.store.engine import Store
from buyback.store.story import CHECKS
from buyback.store.views import drop_offs, log

pytestmark = on_a_file

DAY = "2025-02-18"


def _story(store: Store) -> list[Finding]:
    return [finding for finding in found(store) if finding.check in CHECKS]


def _head(store: Store) -> int:
    with store.reading() as db:
        return log.page(db, limit=1)[0].seq


def _fact(store: Store, kind: str) -> facts.Fact:
    """What the newest entry of the kind says."""
    with store.reading() as db:
        return log.entry(db, log.page(db, kind=kind, limit=1)[0].seq).fact


def _paid(drop_off: Received, more_minor: int = 0) -> facts.PaidOut:
    total = drop_off.mxn.amount_minor + more_minor
    return facts.PaidOut(drop_off.folio, total, drop_off.usd.amount_minor, DAY, "cash")


def _returned(drop_off: Received) -> facts.Returned:
    return facts.Returned(drop_off.folio, DAY, drop_off.item_ids)


def _voided(drop_off: Received, paid_minor: int = 0) -> facts.Voided:
    return facts.Voided(drop_off.folio, DAY, "mal tecleado", paid_minor, 0, drop_off.item_ids)


def _act(kind: str, drop_off: Received) -> facts.Fact:
    cuts = 2 if kind == "destroyed" else 0
    items = tuple(DisposedItem(name, cuts) for name in drop_off.item_ids)
    if kind == "destroyed":
        return facts.Destroyed("D-9", DAY, "disc cutter", "X", WITNESSES, items)
    if kind == "kept":
        return facts.Kept("K-9", DAY, "historic", "X", WITNESSES, items)
    return facts.HandedOver("H-9", DAY, "Defensa", "X", WITNESSES, items)


def _one(store: Store, *more: facts.Fact) -> str:
    """The one contradiction that the last of these entries makes."""
    seq = seal_on(store, *more)
    (finding,) = _story(store)
    assert finding.seq == seq
    return str(finding)


def test_a_folio_paid_twice_names_both_entries(ledger: Store) -> None:
    """The table of the payouts holds one row per folio, so only the entries can tell of the second."""
    drop_off = take_in(ledger, "revolver")
    before = _head(ledger)
    said = _one(ledger, _paid(drop_off))
    assert said == f"Entry {before + 1} pays {drop_off.folio}, which entry {before} paid already."


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda drop: [_returned(drop), _paid(drop)], "pays {folio}, which entry {before} returned."),
        (lambda drop: [_voided(drop), _paid(drop)], "pays {folio}, which entry {before} voided."),
        (lambda drop: [_paid(drop), _returned(drop)], "returns {folio}, which entry {before} paid."),
        (
            lambda drop: [_returned(drop), _returned(drop)],
            "returns {folio}, which entry {before} returned already.",
        ),
        (lambda drop: [_voided(drop), _returned(drop)], "returns {folio}, which entry {before} voided."),
        (lambda drop: [_returned(drop), _voided(drop)], "voids {folio}, which entry {before} returned."),
        (lambda drop: [_voided(drop), _voided(drop)], "voids {folio}, which entry {before} voided already."),
    ],
)
def test_what_is_settled_is_not_settled_again(
    ledger: Store, make: Callable[[Received], list[facts.Fact]], words: str
) -> None:
    """A drop-off is paid, returned or voided once; a void may follow a payment."""
    drop_off = take_in(ledger, "revolver", settlement="later")
    before = _head(ledger) + 1
    said = _one(ledger, *make(drop_off))
    assert said == f"Entry {before + 1} {words.format(folio=drop_off.folio, before=before)}"


def test_a_void_may_follow_a_payment(ledger: Store) -> None:
    """What the desk allows contradicts nothing: paid and voided, handed over and destroyed."""
    drop_off = take_in(ledger, "revolver")
    desk.void(ledger, drop_off.folio, reason="mal tecleado", recovered=Money(0), by=BY, at=AT)
    other = take_in(ledger, "revolver", settlement="voucher")
    desk.hand_over(ledger, other.item_ids, act("H-1"), by=BY, at=AT)
    desk.destroy(ledger, other.item_ids, act("D-1"), by=BY, at=AT)
    desk.pay(ledger, other.folio, by=BY, at=AT)
    assert found(ledger) == []


@pytest.mark.parametrize("first", ["destroyed", "kept", "handed_over"])
@pytest.mark.parametrize("second", ["destroyed", "kept", "handed_over", "voided"])
def test_custody_ends_once(ledger: Store, first: str, second: str) -> None:
    """No item is disposed of again, nor voided; only what was handed over may be destroyed or kept by another act."""
    drop_off = take_in(ledger, "revolver")
    again = _voided(drop_off, drop_off.mxn.amount_minor) if second == "voided" else _act(second, drop_off)
    seq = seal_on(ledger, _act(first, drop_off), again)
    words = {
        "destroyed": "destroyed",
        "kept": "kept for the museum",
        "handed_over": "handed over",
    }
    expected = (
        f"Entry {seq} ends the custody of {drop_off.item_ids[0]}, which entry {seq - 1} {words[first]}."
    )
    allowed = first == "handed_over" and second in ("destroyed", "kept")
    assert [str(finding) for finding in _story(ledger)] == ([] if allowed else [expected])


@pytest.mark.parametrize("kind", ["destroyed", "kept", "handed_over"])
def test_what_was_returned_or_is_owed_is_not_disposed_of(ledger: Store, kind: str) -> None:
    """What the giver took back is gone, and what is owed may still be taken back."""
    back = take_in(ledger, "revolver", settlement="later")
    drop_off = take_in(ledger, "revolver", settlement="later")
    owed = _head(ledger)
    seq = seal_on(ledger, _act(kind, drop_off))
    item = drop_off.item_ids[0]
    assert [str(finding) for finding in _story(ledger)] == [
        f"Entry {seq} ends the custody of {item}, which is owed since entry {owed}."
    ]
    seq = seal_on(ledger, _returned(back), _act(kind, back))
    said = f"Entry {seq} ends the custody of {back.item_ids[0]}, which entry {seq - 1} returned."
    assert said in map(str, _story(ledger))


def test_a_payment_of_another_amount_names_both(ledger: Store) -> None:
    """The money that left the box is the sum of the lines, in pesos and in dollars."""
    drop_off = take_in(ledger, "revolver", settlement="later")
    said = _one(ledger, _paid(drop_off, more_minor=100_00))
    assert f"of entry {_head(ledger) - 1} come to" in said
    assert drop_off.folio in said


def test_a_payment_where_nothing_is_due(ledger: Store) -> None:
    """What was donated, or received without payment, is not paid."""
    drop_off = take_in(ledger, "revolver:donated")
    assert "for which nothing is due since entry" in _one(ledger, _paid(drop_off))


def test_a_void_that_forgets_the_payment(ledger: Store) -> None:
    """The void of a paid drop-off says how much was paid."""
    drop_off = take_in(ledger, "revolver")
    assert "says that 0.00 was paid for" in _one(ledger, _voided(drop_off))


@pytest.mark.parametrize(
    ("paid_minor", "recovered_minor"), [(8_700_00, 8_700_01), (8_700_00, -1), (0, 1), (0, 10**15)]
)
def test_cash_that_came_back_of_what_was_never_paid(
    ledger: Store, paid_minor: int, recovered_minor: int
) -> None:
    """More than was paid, or less than nothing; the tables cannot hold it, so that they stay as they are."""
    drop_off = take_in(ledger, "revolver", settlement="cash" if paid_minor else "later")
    before = _head(ledger)
    void = replace(_voided(drop_off, paid_minor), recovered_minor=recovered_minor)
    said, was = plain_decimal(recovered_minor), plain_decimal(paid_minor)
    assert _one(ledger, void) == (
        f"Entry {before + 1} says that {said} came back of what was paid for {drop_off.folio}, "
        f"and by entry {before} that was {was}."
    )
    with pytest.raises(errors.LedgerDamaged, match="void_recovered"):
        log_writer.rebuild(ledger)
    with ledger.reading() as db:
        assert drop_offs.state(db, drop_off.folio).status == ("paid" if paid_minor else "owed")


def _corrected(item: str, was: facts.Marks, now: facts.Marks, status: str = "held") -> facts.MarksCorrected:
    return facts.MarksCorrected(item, DAY, status, "misread", was, now)  # type: ignore[arg-type]


READ, OTHER = (facts.Marks(serial=serial, serial_status="read") for serial in ("X1", "X2"))


def test_a_forged_past_of_the_marks_is_found(ledger: Store) -> None:
    """What a correction says that the marks were is compared with what was received, or corrected, before."""
    drop_off = take_in(ledger, "revolver:serial=X1")
    (item,) = drop_off.item_ids
    received = _head(ledger) - 1
    seq = seal_on(ledger, _corrected(item, OTHER, READ))
    said = f"Entry {seq} says what the marks of {item} were, and by entry {received} they were others."
    assert [str(finding) for finding in _story(ledger)] == [said]
    again = seal_on(ledger, _corrected(item, READ, OTHER), _corrected(item, READ, facts.Marks()))
    more = f"Entry {again} says what the marks of {item} were, and by entry {again - 1} they were others."
    assert [str(finding) for finding in _story(ledger)] == [said, more]


def test_what_the_desk_corrects_contradicts_nothing(ledger: Store) -> None:
    """Twice, before and after the weapon is destroyed, and of a line that had no marks."""
    drop_off = take_in(ledger, "revolver:serial=X1:note=x", "ak-47")
    first, second = drop_off.item_ids
    desk.correct(ledger, first, desk.NewMarks(serial="X2"), reason="misread", by=BY, at=AT)
    desk.destroy(ledger, [first], act("D-1"), by=BY, at=AT)
    filed_off = desk.NewMarks(serial_status="filed_off", make="Colt")
    for item in (first, second):
        desk.correct(ledger, item, filed_off, reason="misread", by=BY, at=AT)
    assert found(ledger) == []


@pytest.mark.parametrize("end", ["returned", "voided"])
def test_what_is_gone_is_not_corrected(ledger: Store, end: str) -> None:
    """What the giver took back, and what was an entry error, has no marks to correct any more."""
    drop_off = take_in(ledger, "revolver:serial=X1", settlement="later")
    gone = _returned(drop_off) if end == "returned" else _voided(drop_off)
    said = _one(ledger, gone, _corrected(drop_off.item_ids[0], READ, OTHER))
    assert said.endswith(f"which entry {_head(ledger) - 1} {end}.")


def test_a_correction_that_says_another_status_or_changes_nothing(ledger: Store) -> None:
    """The status that stands in a correction is where the item was; and nothing is no correction."""
    (item,) = take_in(ledger, "revolver:serial=X1").item_ids
    assert "says another status than" in _one(ledger, _corrected(item, READ, OTHER, "destroyed"))
    assert "changes none of them" in str(_story_after(ledger, _corrected(item, OTHER, OTHER))[-1])
    nobody = f"{folios.make('A1', 77)}/1"
    last = _story_after(ledger, _corrected(nobody, READ, OTHER))[-1]
    assert "which no entry before it received" in str(last)


def _story_after(store: Store, *more: facts.Fact) -> list[Finding]:
    seal_on(store, *more)
    return _story(store)


def test_a_return_that_leaves_an_item_out(ledger: Store) -> None:
    """Every item of a drop-off goes back, or none."""
    drop_off = take_in(ledger, "revolver", "ak-47", settlement="later")
    some = facts.Returned(drop_off.folio, DAY, drop_off.item_ids[:1])
    assert "does not name all the items of" in _one(ledger, some)


def _again(drop_off: facts.Fact, number: int, draft_id: str = "") -> facts.DroppedOff:
    assert isinstance(drop_off, facts.DroppedOff)
    told = {name: getattr(drop_off, name) for name in drop_off.__dataclass_fields__}
    return facts.DroppedOff(
        **told | {"folio": folios.make("A1", number), "draft_id": draft_id or told["draft_id"]}
    )


def test_a_folio_and_a_form_are_given_once_and_without_gap(ledger: Store) -> None:
    """The same folio, the same form, a number left out and a number of long ago are found."""
    first, second = take_in(ledger, "revolver").folio, take_in(ledger, "revolver").folio
    before = _fact(ledger, "DroppedOff")
    head = _head(ledger)
    seal_on(
        ledger,
        _again(before, 2, "new-1"),
        _again(before, 3),
        _again(before, 5, "new-2"),
        _again(before, 6, "x"),
    )
    assert isinstance(before, facts.DroppedOff)
    assert first != second
    assert [str(finding) for finding in _story(ledger)] == [
        f"Entry {head + 1} gives the folio {second}, which entry {head - 1} gave already.",
        f"Entry {head + 2} receives the form {before.draft_id}, which entry {head - 1} received already.",
        f"Entry {head + 3} gives the folio {folios.make('A1', 5)}, and {folios.make('A1', 4)} was the next one.",
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"mxn_per_usd": "99.0000"}, "values {folio} by a rate that entry 7 did not record."),
        ({"rate_as_of": "2025-02-17"}, "values {folio} by a rate that entry 7 did not record."),
        ({"rate_source": "manual"}, "values {folio} by a rate that entry 7 did not record."),
        ({"rate_seq": 1}, "values {folio} by a rate that entry 1 did not record."),
        ({"table": "federal-2026"}, "prices {folio} by a table that entry 4 did not adopt."),
        ({"table_seq": 99}, "prices {folio} by a table that entry 99 did not adopt."),
    ],
)
def test_a_drop_off_is_valued_by_what_the_ledger_knew(
    ledger: Store, changed: dict[str, object], said: str
) -> None:
    """The rate and the table that a drop-off names are those of the entries that it names."""
    take_in(ledger, "revolver")
    before = _again(_fact(ledger, "DroppedOff"), 2, "new-1")
    assert (before.rate_seq, before.table_seq) == (7, 4)
    told = _one(ledger, replace(before, **changed))  # type: ignore[arg-type]
    assert told.endswith(said.format(folio=before.folio))


def test_what_no_entry_received_and_what_is_added_twice(ledger: Store) -> None:
    """A payment, a return and an act over nothing, a site, an operator and an opening told again."""
    nobody = folios.make("A1", 77)
    opened, operator = _fact(ledger, "LedgerOpened"), _fact(ledger, "OperatorEnrolled")
    seal_on(
        ledger,
        facts.PaidOut(nobody, 1, 1, DAY, "cash"),
        facts.Returned(nobody, DAY, (f"{nobody}/1",)),
        facts.Destroyed("D", DAY, "x", "x", WITNESSES, (DisposedItem(f"{nobody}/1"),)),
        opened,
        operator,
        _fact(ledger, "SiteAdded"),
    )
    said = [str(finding) for finding in _story(ledger)]
    assert len(said) == 6
    assert all("which no entry before it received" in one for one in said[:3])
    assert said[3].endswith("opens the ledger, which entry 1 opened already.")
    assert all(one.endswith("added already.") for one in said[4:])


def test_a_row_made_twice_is_not_overwritten_by_a_rebuild(ledger: Store) -> None:
    """Of two payments of one folio no rebuild may choose one, although both wait for the same statement."""
    drop_off = take_in(ledger, "revolver")
    seal_on(ledger, _paid(drop_off))
    with pytest.raises(errors.LedgerDamaged, match=f"it makes payout {drop_off.folio} again"):
        log_writer.rebuild(ledger)


def test_an_entry_that_makes_a_row_twice_is_found(ledger: Store) -> None:
    """A payout table with the same row twice, and an act with the same item twice."""
    take_in(ledger, "revolver")
    adopted = _fact(ledger, "PayoutTableAdopted")
    assert isinstance(adopted, facts.PayoutTableAdopted)
    told = {name: getattr(adopted, name) for name in adopted.__dataclass_fields__}
    seq = seal_on(ledger, facts.PayoutTableAdopted(**told | {"rows": (*adopted.rows, adopted.rows[0])}))
    said = [str(finding) for finding in found(ledger) if finding.check == "unreadable"]
    assert len(said) == 1
    assert said[0].startswith(f"Entry {seq} ")
    assert "again" in said[0]
