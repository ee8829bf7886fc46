"""What a second person has to approve, and how that is proven."""

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pin_story import ANA, LUIS, WRONG, facts_of, kinds, place, unchanged
from samples import AT, BY, COLLEAGUE, order, take_in
from tampering import found

from buyback import desk, errors, rates
from buyback.desk import Approval, Pin
from buyback.rules import Occasion
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store
from buyback.store.views import drop_offs
from buyback.store.views.people import setting


def dear(store: Store, settlement: Any = "cash", **more: Any) -> desk.Order:
    """Two machine guns, 52,900 pesos: above the step."""
    return order(store, "machine-gun", "machine-gun", settlement=settlement, **more)


def by_hand() -> rates.Quoted:
    return rates.manual("20.5", date(2025, 2, 18), "boletín del banco", AT)


def with_approval(asked: desk.Order, approval: Approval | None) -> desk.Order:
    return replace(asked, approval=approval)


def void(store: Store, folio: str, approval: Approval | None = None) -> desk.Settled:
    return desk.void(store, folio, reason="error", recovered=None, by=BY, at=AT, approval=approval)


def test_what_needs_a_second_person(pins: Store) -> None:
    """A void, a value, an amount above the step and a manual rate; each says what it is and who can, and writes nothing."""
    owed = take_in(pins, settlement="later").folio
    dear_later = desk.receive(pins, dear(pins, "later"), by=BY, at=AT).folio
    valued = order(pins, "shotgun:as=revolver", reason="como revólver")
    for verb, what in (
        (lambda: void(pins, owed), "a void"),
        (lambda: desk.receive(pins, valued, by=BY, at=AT), "valued as another row"),
        (lambda: desk.receive(pins, dear(pins), by=BY, at=AT), "above 50,000.00 pesos"),
        (lambda: desk.receive(pins, dear(pins, "voucher"), by=BY, at=AT), "above 50,000.00 pesos"),
        (lambda: desk.pay(pins, dear_later, by=BY, at=AT), "above 50,000.00 pesos"),
        (lambda: desk.record_rate(pins, by_hand(), by=BY, at=AT), "a rate that a person sets"),
    ):
        refusal = unchanged(pins, errors.ApprovalNeeded, verb)
        assert what in str(refusal)
        assert "from: luis" in str(refusal)


def test_an_approval_is_recorded_with_what_it_approved(pins: Store) -> None:
    """The supervisor's alias stands in the fact and in its table."""

    def approval(occasion: Occasion) -> Approval:
        return desk.approve(pins, COLLEAGUE, LUIS, occasion, at=AT)

    owed = take_in(pins, settlement="later").folio
    void(pins, owed, approval("void"))
    valued = order(pins, "shotgun:as=revolver", reason="como revólver")
    desk.receive(pins, with_approval(valued, approval("valued-as")), by=BY, at=AT)
    cash = desk.receive(pins, with_approval(dear(pins), approval("amount")), by=BY, at=AT).folio
    later = desk.receive(pins, dear(pins, "later"), by=BY, at=AT).folio
    desk.pay(pins, later, by=BY, at=AT, approval=approval("amount"))
    desk.record_rate(pins, by_hand(), by=BY, at=AT, approval=approval("manual-rate"))
    assert [fact.approved_by for fact in facts_of(pins, "Voided")] == [COLLEAGUE]
    assert [fact.approved_by for fact in facts_of(pins, "DroppedOff")] == ["", COLLEAGUE, COLLEAGUE, ""]
    assert [fact.approved_by for fact in facts_of(pins, "PaidOut")] == ["", "", COLLEAGUE]
    assert [fact.approved_by for fact in facts_of(pins, "RateRecorded")] == ["", COLLEAGUE]
    with pins.reading() as db:
        assert drop_offs.whole(db, cash).approved_by == COLLEAGUE
        for table, key in (("payout", later), ("void", owed)):
            asked = f"SELECT approved_by FROM {table} WHERE folio = '{key}'"
            assert db.connection.exec_driver_sql(asked).scalar() == COLLEAGUE
        newest = "SELECT approved_by FROM rate ORDER BY seq DESC LIMIT 1"
        assert db.connection.exec_driver_sql(newest).scalar() == COLLEAGUE
    assert found(pins) == []


def test_an_approval_counts_once_and_only_if_it_was_given(pins: Store) -> None:
    """A name alone approves nothing; a refused act leaves the approval; the act that is done uses it up."""
    one, two = (take_in(pins, settlement="later").folio for _number in range(2))
    unchanged(pins, errors.ApprovalNotGiven, lambda: void(pins, one, Approval(COLLEAGUE)))
    given = desk.approve(pins, COLLEAGUE, LUIS, "void", at=AT)
    paid = take_in(pins).folio
    unchanged(pins, errors.RecoveredMissing, lambda: void(pins, paid, given))
    assert void(pins, one, given).status == "voided"
    unchanged(pins, errors.ApprovalNotGiven, lambda: void(pins, two, given))
    with closing(open_store(place(pins))) as other:
        elsewhere = desk.approve(other, COLLEAGUE, LUIS, "void", at=AT)
    unchanged(pins, errors.ApprovalNotGiven, lambda: void(pins, two, elsewhere))


def test_an_approval_is_good_for_what_was_approved_only(pins: Store) -> None:
    """A rate that was approved is no void, a void no payment, a value no amount; the refused act leaves the approval."""

    def approval(*occasions: Occasion) -> Approval:
        return desk.approve(pins, COLLEAGUE, LUIS, *occasions, at=AT)

    owed = take_in(pins, settlement="later").folio
    dear_later = desk.receive(pins, dear(pins, "later"), by=BY, at=AT).folio
    rate, gone, value, nothing = approval("manual-rate"), approval("void"), approval("valued-as"), approval()
    for verb, what in (
        (lambda: void(pins, owed, rate), "a void"),
        (lambda: void(pins, owed, nothing), "a void"),
        (lambda: desk.pay(pins, dear_later, by=BY, at=AT, approval=gone), "an amount above 50,000.00 pesos"),
        (
            lambda: desk.receive(pins, with_approval(dear(pins), value), by=BY, at=AT),
            "an amount above 50,000",
        ),
        (lambda: desk.record_rate(pins, by_hand(), by=BY, at=AT, approval=gone), "a rate that a person sets"),
    ):
        refusal = unchanged(pins, errors.ApprovalForOther, verb)
        assert f"luis approved something else, and not this ({what}" in str(refusal)
    desk.record_rate(pins, by_hand(), by=BY, at=AT, approval=rate)
    void(pins, owed, gone)


def test_whoever_approves_the_amount_approves_all_of_the_visit(pins: Store) -> None:
    """The last look before it is paid shows what each line is valued as: one approval does for both, for one visit."""
    asked = order(pins, *["shotgun:as=machine-gun"] * 2, reason="como ametralladora")
    given = desk.approve(pins, COLLEAGUE, LUIS, "amount", at=AT)
    desk.receive(pins, with_approval(asked, given), by=BY, at=AT)
    again = order(pins, *["shotgun:as=machine-gun"] * 2, reason="como ametralladora")
    unchanged(
        pins,
        errors.ApprovalNotGiven,
        lambda: desk.receive(pins, with_approval(again, given), by=BY, at=AT),
    )


@pytest.mark.parametrize("coded", [True, False])
def test_a_voucher_paid_without_its_code_after_its_last_day(pins: Store, coded: bool) -> None:
    """Whoever approves that it is paid without a code sees that it has expired; not the other way round."""
    code = Pin("4711") if coded else None
    folio = desk.receive(
        pins, replace(order(pins, "revolver", settlement="voucher"), code=code), by=BY, at=AT
    ).folio
    late = AT + timedelta(days=40)
    expired = desk.approve(pins, COLLEAGUE, LUIS, "voucher-expired", at=late)

    def pay(approval: Approval) -> desk.Settled:
        return desk.pay(pins, folio, by=BY, at=late, approval=approval)

    unchanged(pins, errors.ApprovalForOther, lambda: pay(expired))
    occasion: Occasion = "voucher-code" if coded else "voucher-uncoded"
    assert pay(desk.approve(pins, COLLEAGUE, LUIS, occasion, at=late)).status == "paid"


def test_an_approval_by_a_pin_that_was_replaced_counts_no_more(pins: Store) -> None:
    """A PIN is set anew because somebody else knows the old one: what it approved and was not used is void."""
    folio = take_in(pins, settlement="later").folio
    given = desk.approve(pins, COLLEAGUE, LUIS, "void", at=AT)
    desk.set_pin(pins, COLLEAGUE, Pin("604829"), by=BY, at=AT)
    unchanged(pins, errors.ApprovalNotGiven, lambda: void(pins, folio, given))


def test_nobody_approves_what_they_do_themselves(pins: Store) -> None:
    """With PINs it takes another supervisor, for a supervisor too."""
    owed = take_in(pins, settlement="later").folio
    own = desk.approve(pins, BY, ANA, "void", at=AT)
    refusal = unchanged(pins, errors.ApprovedByOneself, lambda: void(pins, owed, own))
    assert "another supervisor has to: luis" in str(refusal)


def test_a_site_of_one_person_approves_with_the_pin_again(pins: Store) -> None:
    """Where nobody else works, one's own approval counts, given by the PIN once more."""
    desk.revoke(pins, COLLEAGUE, reason="se fue", by=BY, at=AT)
    owed = take_in(pins, settlement="later").folio
    refusal = unchanged(pins, errors.ApprovalNeeded, lambda: void(pins, owed))
    assert "from: ana" in str(refusal)
    void(pins, owed, desk.approve(pins, BY, ANA, "void", at=AT))
    assert [fact.approved_by for fact in facts_of(pins, "Voided")] == [BY]
    assert found(pins) == []


def test_only_a_supervisor_approves(pins: Store) -> None:
    """A clerk's PIN, a stranger, one who was revoked and a wrong PIN approve nothing; the wrong PIN is recorded."""
    desk.enrol(pins, "eva", by=BY, at=AT, roles=("receive", "pay"))
    desk.set_pin(pins, "eva", WRONG, by=BY, at=AT)
    unchanged(
        pins,
        errors.ApproverNoSupervisor,
        lambda: desk.approve(pins, "eva", WRONG, "void", at=AT),
        "ana, luis",
    )
    unchanged(pins, errors.UnknownOperator, lambda: desk.approve(pins, "nobody", WRONG, "void", at=AT))
    unchanged(pins, errors.ApprovalNotGiven, lambda: desk.approve(pins, COLLEAGUE, None, "void", at=AT))
    with pytest.raises(errors.WrongPin):
        desk.approve(pins, COLLEAGUE, WRONG, "void", at=AT)
    assert kinds(pins, 1) == ["PinRefused"]
    desk.revoke(pins, COLLEAGUE, reason="se fue", by=BY, at=AT)
    unchanged(pins, errors.RevokedOperator, lambda: desk.approve(pins, COLLEAGUE, LUIS, "void", at=AT))


def test_approving_signs_nobody_in(pins: Store) -> None:
    """The supervisor who leans over to approve does not leave their alias open at the clerk's desk."""
    desk.approve(pins, COLLEAGUE, LUIS, "void", at=AT)
    unchanged(pins, errors.NotSignedIn, lambda: take_in(pins, by=COLLEAGUE))


def test_without_pins_the_alias_is_the_approval(ledger: Store) -> None:
    """For training: a supervisor approves what they do by doing it, or is named; a clerk cannot and need not be."""
    desk.enrol(ledger, "eva", by=BY, at=AT, roles=("receive", "pay"))
    mine, theirs, eva = (take_in(ledger, settlement="later").folio for _number in range(3))
    void(ledger, mine)
    void(ledger, theirs, Approval(COLLEAGUE))
    refusals = {
        None: errors.ApprovalNeeded,
        "eva": errors.ApproverNoSupervisor,
        "nobody": errors.UnknownOperator,
    }
    for alias, refusal in refusals.items():
        given = Approval(alias) if alias else None
        unchanged(
            ledger,
            refusal,
            lambda given=given: desk.void(  # type: ignore[misc]
                ledger, eva, reason="error", recovered=None, by="eva", at=AT, approval=given
            ),
        )
    assert desk.approve(ledger, BY, None, "void", at=AT).alias == BY
    assert [fact.approved_by for fact in facts_of(ledger, "Voided")] == [BY, COLLEAGUE]


def test_the_step_is_a_setting_of_the_ledger(pins: Store) -> None:
    """Above it a payment is approved, at it or below it is not; whoever sets it supervises."""
    with pins.reading() as db:
        assert setting(db, "approval_step_minor") == 50_000_00
    desk.change_setting(pins, "approval_step_minor", "869999", by=BY, at=AT)
    unchanged(pins, errors.ApprovalNeeded, lambda: take_in(pins), "8,699.99")
    desk.change_setting(pins, "approval_step_minor", "870000", by=BY, at=AT)
    assert take_in(pins).status == "paid"
    log_writer.rebuild(pins)
    with pins.reading() as db:
        assert setting(db, "approval_step_minor") == 8700_00
    for value in ("-1", "x", "", "1.5", "٣", str(10**15), "1000000001"):
        unchanged(
            pins,
            errors.BadStep,
            lambda value=value: desk.change_setting(pins, "approval_step_minor", value, by=BY, at=AT),  # type: ignore[misc]
        )
    unchanged(pins, errors.BadChoice, lambda: desk.change_setting(pins, "colour", "1", by=BY, at=AT))


def test_the_only_supervisor_is_told_to_enrol_another(pins: Store) -> None:
    """Where others work and none of them supervises, nobody can approve, and the refusal says what to do."""
    desk.enrol(pins, "eva", by=BY, at=AT, roles=("receive", "pay"))
    desk.revoke(pins, COLLEAGUE, reason="se fue", by=BY, at=AT)
    owed = take_in(pins, settlement="later").folio
    for approval in (None, desk.approve(pins, BY, ANA, "void", at=AT)):
        refusal = unchanged(
            pins,
            errors.NoSecondSupervisor,
            lambda approval=approval: void(pins, owed, approval),  # type: ignore[misc]
        )
        assert "ana is the only one here; enrol another supervisor first" in str(refusal)
        assert ": -" not in str(refusal)
