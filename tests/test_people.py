"""People: who somebody is (a PIN), and who works here at all."""

from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pin_story import ANA, LUIS, WRONG, facts_of, kinds, place, s, unchanged
from samples import AT, BY, COLLEAGUE, SITE, take_in
from tampering import found, seal_on

from buyback import desk, errors, facts, rules
from buyback.desk import Pin
from buyback.facts import ROLES, ClockWentBack, RolesChanged
from buyback.money import Money
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store
from buyback.store.story import CHECKS
from buyback.store.views import drop_offs
from buyback.store.views.people import named, people

# --- the first PIN, and from then on ---------------------------------------------------------------------------------


def test_the_first_pin_is_a_supervisors_own(ledger: Store) -> None:
    """Neither a clerk's own nor one that a supervisor sets for somebody else may be the first."""
    desk.enrol(ledger, "eva", by=BY, at=AT, roles=("receive", "pay"))
    for alias, by in (("eva", "eva"), (COLLEAGUE, BY)):
        refusal = unchanged(
            ledger,
            errors.FirstPinIsSupervisors,
            lambda alias=alias, by=by: desk.set_pin(ledger, alias, ANA, by=by, at=AT),  # type: ignore[misc]
        )
        assert "ana, luis" in str(refusal)
    unchanged(ledger, errors.NotAllowed, lambda: desk.set_pin(ledger, BY, ANA, by="eva", at=AT))
    desk.set_pin(ledger, BY, ANA, by=BY, at=AT)
    assert take_in(ledger).status == "paid"


def test_who_has_no_pin_yet_cannot_write(ledger: Store) -> None:
    """Once there are PINs an alias alone writes nothing, until a supervisor sets a PIN and it was typed."""
    desk.set_pin(ledger, BY, ANA, by=BY, at=AT)
    refusal = unchanged(ledger, errors.PinNotSet, lambda: take_in(ledger, by=COLLEAGUE))
    assert "a supervisor sets one" in str(refusal)
    unchanged(ledger, errors.PinNotSet, lambda: desk.sign_in(ledger, COLLEAGUE, LUIS, at=AT))
    unchanged(ledger, errors.PinNotSet, lambda: desk.set_pin(ledger, COLLEAGUE, LUIS, by=COLLEAGUE, at=AT))
    desk.set_pin(ledger, COLLEAGUE, LUIS, by=BY, at=AT)
    unchanged(ledger, errors.NotSignedIn, lambda: take_in(ledger, by=COLLEAGUE))
    assert desk.sign_in(ledger, COLLEAGUE, LUIS, at=AT) == COLLEAGUE
    assert take_in(ledger, by=COLLEAGUE).status == "paid"


def test_signing_out_and_a_new_process(pins: Store) -> None:
    """A sign-in belongs to one process and ends with `sign_out`, for one operator or for all."""
    with closing(open_store(place(pins))) as other:
        unchanged(other, errors.NotSignedIn, lambda: take_in(other))
    desk.sign_in(pins, COLLEAGUE, LUIS, at=AT)
    desk.sign_out(pins, COLLEAGUE)
    unchanged(pins, errors.NotSignedIn, lambda: take_in(pins, by=COLLEAGUE))
    take_in(pins)
    desk.sign_out(pins)
    unchanged(pins, errors.NotSignedIn, lambda: take_in(pins))


def test_a_new_pin_ends_what_the_old_one_opened(pins: Store) -> None:
    """Where a supervisor sets a new PIN, somebody who signed in with the old one elsewhere writes no more."""
    with closing(open_store(place(pins))) as other:
        desk.sign_in(other, COLLEAGUE, LUIS, at=AT)
        take_in(other, by=COLLEAGUE)
        desk.set_pin(pins, COLLEAGUE, Pin("905172"), by=BY, at=AT)
        unchanged(other, errors.NotSignedIn, lambda: take_in(other, by=COLLEAGUE))
        with pytest.raises(errors.WrongPin):
            desk.sign_in(other, COLLEAGUE, LUIS, at=AT)
        desk.sign_in(other, COLLEAGUE, Pin("905172"), at=AT)
        assert desk.set_pin(other, COLLEAGUE, LUIS, by=COLLEAGUE, at=AT)
        take_in(other, by=COLLEAGUE)


def test_a_pin_is_set_by_its_operator_or_by_a_supervisor(pins: Store) -> None:
    """Nobody else can, whatever role they have."""
    desk.enrol(pins, "eva", by=BY, at=AT, roles=("receive", "pay", "custody", "audit"))
    desk.set_pin(pins, "eva", WRONG, by=BY, at=AT)
    desk.sign_in(pins, "eva", WRONG, at=AT)
    refusal = unchanged(
        pins, errors.NotAllowed, lambda: desk.set_pin(pins, BY, Pin("905172"), by="eva", at=AT)
    )
    assert "set another operator's PIN" in str(refusal)
    desk.set_pin(pins, "eva", Pin("905172"), by="eva", at=AT)
    assert kinds(pins, 1) == ["PinSet"]


@pytest.mark.parametrize(
    "digits", ["", "123", "1" * 13, "12a4", "12 34", "１２３５", "-1234", "0x12", "12.4"]
)
def test_what_is_no_pin(digits: str) -> None:
    """A PIN is four to twelve digits as a keyboard has them."""
    with pytest.raises(errors.BadPin):
        rules.check_pin(Pin(digits))


@pytest.mark.parametrize(
    "digits", ["0000", "999999", "1234", "4321", "7890", "0987", "901234", "210987654321"]
)
def test_what_is_guessed_at_once(digits: str) -> None:
    """All digits alike, or a run up or down, around zero too."""
    with pytest.raises(errors.WeakPin):
        rules.check_pin(Pin(digits))


@given(st.from_regex(r"[0-9]{4,12}", fullmatch=True))
def test_every_other_pin_will_do(digits: str) -> None:
    """What is neither alike nor a run is accepted, and nothing shows it."""
    if digits not in "0123456789" * 3 and digits not in "9876543210" * 3 and len(set(digits)) > 1:
        rules.check_pin(Pin(digits))
    assert digits not in f"{Pin(digits)!r} {Pin(digits)}"


def test_a_weak_pin_is_not_set(ledger: Store) -> None:
    """Neither with a new ledger nor later."""
    unchanged(ledger, errors.WeakPin, lambda: desk.set_pin(ledger, BY, Pin("1234"), by=BY, at=AT))
    with ledger.reading() as db:
        assert not people(db).have_pins


# --- who works here --------------------------------------------------------------------------------------------------


def test_a_revoked_operator_does_nothing_more(pins: Store) -> None:
    """Not with the PIN, not while signed in, not as an approver; the alias stays used and what was done stays."""
    desk.sign_in(pins, COLLEAGUE, LUIS, at=AT)
    folio = take_in(pins, by=COLLEAGUE).folio
    with closing(open_store(place(pins))) as other:
        desk.sign_in(other, COLLEAGUE, LUIS, at=AT)
        desk.revoke(pins, COLLEAGUE, reason="terminó su comisión", by=BY, at=AT)
        unchanged(other, errors.RevokedOperator, lambda: take_in(other, by=COLLEAGUE))
    unchanged(pins, errors.RevokedOperator, lambda: take_in(pins, by=COLLEAGUE))
    unchanged(pins, errors.RevokedOperator, lambda: desk.sign_in(pins, COLLEAGUE, LUIS, at=AT))
    unchanged(pins, errors.RevokedOperator, lambda: desk.set_pin(pins, COLLEAGUE, LUIS, by=BY, at=AT))
    unchanged(pins, errors.AlreadyThere, lambda: desk.enrol(pins, "LUIS", by=BY, at=AT, roles=("pay",)))
    unchanged(
        pins,
        errors.RevokedOperator,
        lambda: desk.change_roles(pins, COLLEAGUE, ("pay",), reason="vuelve", by=BY, at=AT),
    )
    with pins.reading() as db:
        known = people(db)
        assert drop_offs.whole(db, folio).received_by == COLLEAGUE
        assert [one.alias for one in known.active] == [BY]
        assert named(db, known, "").alias == BY
    assert found(pins) == []


def test_the_last_supervisor_stays(ledger: Store) -> None:
    """Nobody takes the last one's role, not themselves and not another; with a second one it is allowed."""
    desk.change_roles(ledger, COLLEAGUE, ("receive",), reason="recibe", by=BY, at=AT)
    for verb in (
        lambda: desk.revoke(ledger, BY, reason="me voy", by=BY, at=AT),
        lambda: desk.change_roles(ledger, BY, ("receive", "pay"), reason="menos", by=BY, at=AT),
    ):
        assert "last supervisor" in str(unchanged(ledger, errors.LastSupervisor, verb))
    desk.enrol(ledger, "elena", by=BY, at=AT, roles=("supervise",))
    desk.change_roles(ledger, BY, ("receive", "pay"), reason="menos", by="elena", at=AT)
    unchanged(
        ledger,
        errors.LastSupervisor,
        lambda: desk.revoke(ledger, "elena", reason="se va", by="elena", at=AT),
    )
    unchanged(ledger, errors.NotAllowed, lambda: desk.revoke(ledger, "elena", reason="fuera", by=BY, at=AT))


def test_a_supervisor_without_a_pin_is_none_where_there_are_pins(ledger: Store) -> None:
    """They could not sign in and nobody could set their PIN, so the ledger would be closed for ever."""
    desk.set_pin(ledger, BY, ANA, by=BY, at=AT)
    unchanged(ledger, errors.LastSupervisor, lambda: desk.revoke(ledger, BY, reason="me voy", by=BY, at=AT))
    desk.set_pin(ledger, COLLEAGUE, LUIS, by=BY, at=AT)
    desk.revoke(ledger, BY, reason="me voy", by=BY, at=AT)
    desk.sign_in(ledger, COLLEAGUE, LUIS, at=AT)
    assert take_in(ledger, by=COLLEAGUE).status == "paid"


def test_roles_are_given_and_taken(ledger: Store) -> None:
    """An operator has exactly the roles of the last change, in the table's order, each once; after a rebuild too."""
    desk.enrol(ledger, "eva", by=BY, at=AT, roles=("pay", "receive", "pay"))

    def roles() -> tuple[str, ...]:
        with ledger.reading() as db:
            return people(db).named("eva").roles

    assert roles() == ("receive", "pay")
    desk.change_roles(ledger, "eva", ("audit", "custody"), reason="cambia", by=BY, at=AT)
    assert roles() == ("custody", "audit")
    log_writer.rebuild(ledger)
    assert roles() == ("custody", "audit")
    assert facts_of(ledger, "RolesChanged") == [RolesChanged("eva", ("custody", "audit"), "cambia")]
    for wrong, refusal in ((("boss",), errors.BadChoice), ((), errors.RolesMissing),
                           (("audit", "custody"), errors.SameRoles)):  # fmt: skip
        unchanged(
            ledger,
            refusal,
            lambda wrong=wrong: desk.change_roles(ledger, "eva", wrong, reason="otra", by=BY, at=AT),  # type: ignore[misc]
        )
    unchanged(
        ledger, errors.TextMissing, lambda: desk.change_roles(ledger, "eva", ROLES, reason=" ", by=BY, at=AT)
    )


def test_with_pins_an_operator_is_enrolled_with_roles(pins: Store) -> None:
    """Every role by default is for training; where there are PINs it is said who may do what."""
    unchanged(pins, errors.RolesMissing, lambda: desk.enrol(pins, "eva", by=BY, at=AT))
    desk.enrol(pins, "eva", by=BY, at=AT, roles=("receive",))


def test_a_new_ledger_with_a_pin(tmp_path: Any) -> None:
    """The first operator's PIN is set with the ledger: they are signed in here and nowhere else."""
    from samples import SITE, TABLE

    from buyback.payout_table import load_seed

    made = {"code": "A1", "site": desk.NewSite(SITE), "operator": BY, "table": load_seed(TABLE), "at": AT}
    with pytest.raises(errors.WeakPin):
        desk.open_ledger(str(tmp_path / "weak.db"), **made, pin=Pin("1111"))
    assert not (tmp_path / "weak.db").exists()
    with closing(desk.open_ledger(str(tmp_path / "new.db"), **made, pin=ANA)) as store:
        desk.add_site(store, desk.NewSite("x", "X"), by=BY, at=AT)
    with closing(open_store(str(tmp_path / "new.db"))) as store:
        unchanged(
            store, errors.NotSignedIn, lambda: desk.add_site(store, desk.NewSite("y", "Y"), by=BY, at=AT)
        )
        desk.sign_in(store, BY, ANA, at=AT)
        assert found(store) == []


# --- the clock -------------------------------------------------------------------------------------------------------


def test_a_clock_that_went_back_is_recorded_before_what_was_done(ledger: Store) -> None:
    """Once, with both times, under whoever wrote; what follows at the new time says nothing more."""
    take_in(ledger)
    back = AT - timedelta(hours=2)
    assert take_in(ledger, at=back).status == "paid"
    assert kinds(ledger, 3) == ["PaidOut", "DroppedOff", "ClockWentBack"]
    step = ClockWentBack("2025-02-18T16:42:05.123Z", "2025-02-18T14:42:05.123Z")
    assert facts_of(ledger, "ClockWentBack") == [step]
    assert ledger.clock_steps == [step]
    take_in(ledger, at=back)
    assert facts_of(ledger, "ClockWentBack") == [step]
    assert found(ledger) == []


@pytest.mark.parametrize(("back_s", "said"), [(0.001, 0), (59.999, 0), (60, 1), (86400, 1)])
def test_a_minute_is_what_counts(ledger: Store, back_s: float, said: int) -> None:
    """A computer that asks the network for the time sets its clock back by seconds; that is no step."""
    desk.enrol(ledger, "eva", by=BY, at=AT - s(back_s))
    assert len(facts_of(ledger, "ClockWentBack")) == len(ledger.clock_steps) == said


def test_a_refused_verb_says_nothing_of_the_clock(ledger: Store) -> None:
    """What is not recorded is not said to be."""
    unchanged(ledger, errors.AlreadyThere, lambda: desk.enrol(ledger, BY, by=BY, at=AT - timedelta(hours=1)))
    assert ledger.clock_steps == []


def test_a_clock_set_back_into_a_closed_day_is_recorded(ledger: Store) -> None:
    """The verb is refused, as that day takes nothing more, and the log has what is wrong; a day typed wrong is no step."""
    tomorrow = AT + timedelta(days=1)
    desk.give_float(ledger, SITE, Money(0), by=BY, at=AT)
    desk.count_cash(ledger, SITE, (), by=BY, at=AT)
    desk.close_day(ledger, SITE, by=BY, at=AT)
    top_up = partial(desk.top_up, ledger, SITE, Money(100_00), by=BY)
    unchanged(ledger, errors.DayIsClosed, lambda: top_up(at=AT))
    top_up(at=tomorrow)
    for _again in range(2):
        with pytest.raises(errors.DayIsClosed):
            top_up(at=AT)
    assert kinds(ledger, 2) == ["ClockWentBack", "CashMoved"]
    assert [step.now for step in ledger.clock_steps] == ["2025-02-18T16:42:05.123Z"]
    assert found(ledger) == []


def test_an_entry_that_hides_a_step_of_the_clock_is_found(ledger: Store) -> None:
    """Whoever seals an entry by hand with an earlier time is found, unless the log says that the clock went back."""
    desk.enrol(ledger, "eva", by=BY, at=AT + timedelta(minutes=1))
    seal_on(ledger, facts.PinRefused(BY, 1))
    said = [str(finding) for finding in found(ledger) if finding.check in CHECKS]
    assert len(said) == 1
    assert "nothing says that the clock went back" in said[0]
