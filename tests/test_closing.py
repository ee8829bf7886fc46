"""The close of a day: what it needs, what it seals, what a closed day refuses, and the paper the next morning."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import frictionless
import pytest
from export_story import export, rows, total
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, dump, order, take_in
from tampering import force, found

from buyback import chain, desk, errors, report
from buyback.denominations import parse
from buyback.desk import Approval, ClosedDay, NewMarks, Pin, Seen, forms
from buyback.errors import Refusal
from buyback.facts import DayClosed
from buyback.fingerprints import list_hash
from buyback.money import USD, Money
from buyback.report import Line, Reconciliation
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store
from buyback.store.views import close as view
from buyback.store.views import log
from buyback.store.views.totals import Span

DAY = date(2025, 2, 18)
NEXT = AT + timedelta(days=1)
HOUR = timedelta(hours=1)
FLOAT = Money(50_000_00)
CLERK = "marta"


@pytest.fixture
def till(ledger: Store) -> Store:
    """A site with its float of 50,000 pesos in the box."""
    desk.give_float(ledger, SITE, FLOAT, by=BY, at=AT, notes=parse("500x100"))
    return ledger


def count(store: Store, notes: str = "500x100", **more: Any) -> desk.CashDone:
    return desk.count_cash(store, more.pop("site", SITE), parse(notes), **{"by": BY, "at": AT} | more)


def differ(store: Store, **more: Any) -> desk.CashDone:
    return desk.record_difference(store, SITE, **{"reason": "se contó dos veces", "by": BY, "at": AT} | more)


def close(store: Store, day: date | None = None, **more: Any) -> ClosedDay:
    return desk.close_day(store, more.pop("site", SITE), day, **{"by": BY, "at": AT} | more)


def closed(store: Store, at: datetime = AT, notes: str = "500x100") -> ClosedDay:
    """The day counted to the centavo and closed."""
    count(store, notes, at=at)
    return close(store, at=at)


def reconciled(store: Store, day: date = DAY, *, site: str = SITE, now: datetime = AT) -> Reconciliation:
    with store.reading() as db:
        return report.reconcile(db, site, day, now=now)


def line(found: Reconciliation, name: str) -> Line:
    return next(one for one in found.lines if one.name == name)


def figures(found: Reconciliation) -> dict[str, object]:
    """The figures that are not nothing, by name."""
    zeros = (0, Money(0))
    return {one.name: one.figure for one in found.lines if one.figure not in zeros}


def open_days(store: Store, site: str = SITE) -> tuple[date, ...]:
    with store.reading() as db:
        return view.open_days(db, site)


def refused(store: Store, verb: Callable[[], object], refusal: type[Refusal], said: str = "") -> None:
    """The verb is refused with this sentence, and the log has at most a clock that went back more."""
    before = checks.head(store).seq
    with pytest.raises(Refusal) as caught:
        verb()
    assert type(caught.value) is refusal, caught.value
    assert said in str(caught.value), str(caught.value)
    with store.reading() as db:
        more = [log.entry(db, seq).fact for seq in range(before + 1, checks.head(store).seq + 1)]
    assert more == [step for step in store.clock_steps if step in more]


# --- what is sealed -----------------------------------------------------------------------------------------------------


def test_a_close_seals_the_day_and_the_end_of_the_log(till: Store) -> None:
    """Its totals are the day's; the entry before it is named; the entry itself is the checkpoint on the paper."""
    gun = take_in(till, "revolver")
    take_in(till, "ak-47", settlement="later")
    take_in(till, "pistol-9mm", settlement="voucher")
    wrong = take_in(till, "ghost-gun")
    desk.void(till, wrong.folio, reason="otro tipo", recovered=Money(1_000_00), by=BY, at=AT)
    back = take_in(till, "revolver", settlement="later")
    desk.give_back(till, back.folio, by=BY, at=AT)
    desk.destroy(till, gun.item_ids, act(), by=BY, at=AT)
    desk.top_up(till, SITE, Money(500_00), by=BY, at=AT)
    desk.return_cash(till, SITE, Money(200_00), by=BY, at=AT)
    count(till, "1000x41,100x4,50x1,20x2,5x1")
    differ(till)
    counting = count(till, "1000x41,500x1")
    differ(till)
    before = checks.head(till)
    done = close(till)
    sealed = done.close
    assert (sealed.drop_offs, sealed.items) == (3, 3)
    assert sealed.valued == Money(8_700_00 + 25_000_00 + 10_350_00)
    assert sealed.usd == Money(428_88 + 1_232_43 + 510_22, USD)
    assert (sealed.carried, sealed.floated, sealed.topped_up) == (Money(0), FLOAT, Money(500_00))
    assert (sealed.paid, sealed.paid_without_float) == (Money(8_700_00 + 1_045_00), Money(0))
    assert (sealed.returned, sealed.recovered) == (Money(200_00), Money(1_000_00))
    assert sealed.differences == Money(-60_00 + 5_00)  # all of the day, not only that of the newest count
    came = sealed.carried + sealed.floated + sealed.topped_up + sealed.recovered + sealed.differences
    assert sealed.expected == came - sealed.paid - sealed.returned == Money(41_500_00)
    assert sealed.vouchers == Money(10_350_00)
    assert (sealed.held, sealed.open_vouchers, sealed.open_forms) == (2, 1, 0)
    assert (sealed.count_seq, sealed.counted) == (counting.seq, Money(41_500_00))
    assert (sealed.count_expected, sealed.difference) == (Money(41_495_00), Money(5_00))
    assert sealed.before == before
    assert done.checkpoint == checks.head(till) == sealed.checkpoint
    assert (sealed.closed_by, sealed.approved_by, sealed.day) == (BY, BY, DAY)
    with till.reading() as db:
        fact = log.entry(db, sealed.checkpoint.seq).fact
        assert view.closes(db, Span(DAY, DAY)) == (sealed,)
        assert view.last_close(db, OTHER_SITE) is None
    assert isinstance(fact, DayClosed)
    assert (fact.checkpoint_seq, fact.checkpoint_digest) == (before.seq, before.digest)
    assert found(till) == []


def test_a_rebuild_gives_the_same_closes(till: Store) -> None:
    """Closed days and compared papers are made from the log and nothing else."""
    done = closed(till)
    desk.compare_close(till, SITE, str(done.checkpoint), by=BY, at=NEXT)
    before = dump(till)
    assert before["close"]
    assert before["close_comparison"]
    force(till, "DELETE FROM close", "DELETE FROM close_comparison")
    assert any("close" in str(one) for one in found(till))
    log_writer.rebuild(till)
    assert dump(till) == before


def test_the_clock_that_went_back_stands_before_the_close(till: Store) -> None:
    """The entry that the close names as the one before it is the one that says so."""
    count(till)
    done = close(till, at=AT - HOUR / 2)
    assert done.close.before.seq == done.checkpoint.seq - 1
    assert found(till) == []


def test_a_day_on_which_nobody_came_is_counted_too(till: Store) -> None:
    """The count of the evening before says nothing of what lies in the box now, although no cash moved since."""
    closed(till)
    said = "was last counted on 18 February 2025 10:42, before the day that is to be closed; count it, and then close"
    refused(till, lambda: close(till, at=NEXT), errors.CloseCountEarlier, said)
    open_ = reconciled(till, NEXT.date(), now=NEXT)
    assert open_.count.standing == "earlier"
    assert (line(open_, "counted").figure, line(open_, "counted").is_even) == (None, False)
    done = closed(till, at=NEXT)
    assert done.close.day == NEXT.date()
    assert figures(done.reconciliation) == {
        "carried": FLOAT, "expected": FLOAT, "counted": FLOAT,
    }  # fmt: skip
    assert (done.close.carried, done.close.floated, done.close.expected) == (FLOAT, Money(0), FLOAT)


def test_a_count_of_a_later_day_closes_an_earlier_one_too(till: Store) -> None:
    """One count in the morning is enough for the days that were left open; and for none after it."""
    take_in(till)
    desk.top_up(till, SITE, Money(1_00), by=BY, at=NEXT)
    later = NEXT + timedelta(days=1)
    count(till, "500x82,100x3,1x1", at=NEXT)
    assert close(till, at=later).close.day == DAY
    assert close(till, at=later).close.day == NEXT.date()
    refused(till, lambda: close(till, at=later), errors.CloseCountEarlier)


def test_the_days_of_a_box_follow_each_other_whatever_the_clock_said(till: Store) -> None:
    """Each is carried over from the one before, also where an entry came late into the earlier one; so they are sealed."""
    take_in(till, "ghost-gun", at=NEXT)
    desk.top_up(till, SITE, Money(1_000_00), by=BY, at=NEXT)
    take_in(till, at=AT)  # the clock went back
    count(till, "500x82,200x1,50x1,5x1", at=NEXT)
    done = [close(till, at=NEXT).close for _day in range(2)]
    for day in done:
        came = day.carried + day.floated + day.topped_up + day.recovered + day.differences
        assert came - day.paid - day.returned == day.expected
    assert [(day.carried, day.expected) for day in done] == [
        (Money(0), Money(41_300_00)),
        (Money(41_300_00), Money(41_255_00)),
    ]
    assert found(till) == []
    before = dump(till)
    log_writer.rebuild(till)
    assert dump(till) == before


# --- what it needs --------------------------------------------------------------------------------------------------------


def test_it_needs_a_float(ledger: Store) -> None:
    """A box of which nobody said what was in it cannot be reconciled."""
    take_in(ledger)
    refused(ledger, lambda: close(ledger), errors.NoFloat)
    assert type(reconciled(ledger).hindrance) is errors.NoFloat


def test_it_needs_a_count(till: Store) -> None:
    refused(till, lambda: close(till), errors.CloseUncounted, "was not counted since its float")


def test_it_needs_a_count_after_the_last_movement(till: Store) -> None:
    """Whatever moves cash makes a count old; what moves none does not."""
    count(till)
    take_in(till, "ak-47", settlement="later")
    assert reconciled(till).hindrance is None
    paid = take_in(till, at=AT + HOUR)
    said = "Cash of Basílica de Guadalupe moved on 18 February 2025 11:42, after the count of 18 February 2025 10:42"
    refused(till, lambda: close(till, at=AT + HOUR), errors.CloseCountOld, said)
    count(till, "500x82,100x3", at=AT + HOUR)
    assert reconciled(till).hindrance is None
    desk.void(till, paid.folio, reason="error", recovered=Money(8_700_00), by=BY, at=AT + HOUR)
    assert type(reconciled(till).hindrance) is errors.CloseCountOld
    desk.top_up(till, SITE, Money(1_00), by=BY, at=AT + HOUR)
    assert type(reconciled(till).hindrance) is errors.CloseCountOld
    count(till, "500x100,1x1", at=AT + 2 * HOUR)
    assert close(till, at=AT + 2 * HOUR).close.counted == Money(50_001_00)


def test_its_difference_has_to_be_recorded(till: Store) -> None:
    """A difference that nobody recorded would never be explained; another count that fits is as good."""
    count(till, "500x99")
    said = "The count of 18 February 2025 10:42 at Basílica de Guadalupe differs by -500.00 pesos"
    refused(till, lambda: close(till), errors.CloseCountOpen, said)
    assert line(reconciled(till), "counted").difference == Money(-500_00)
    count(till)
    assert close(till).close.difference == Money(0)


def test_days_are_closed_in_their_order(till: Store) -> None:
    """An earlier day on which the site worked comes first, and is named; a day without entries stops nothing."""
    take_in(till)
    take_in(till, at=NEXT)
    later = NEXT + timedelta(days=5)
    count(till, "500x65,100x1", at=later)
    assert open_days(till) == (DAY, NEXT.date())
    refused(
        till,
        lambda: close(till, NEXT.date(), at=later),
        errors.EarlierDayOpen,
        "18 February 2025 is still open at Basílica de Guadalupe",
    )
    refused(till, lambda: close(till, later.date(), at=later), errors.EarlierDayOpen, "18 February 2025")
    assert close(till, at=later).close.day == DAY  # the oldest open day, unless one is named
    assert close(till, at=later).close.day == NEXT.date()
    assert open_days(till) == ()
    assert close(till, at=later).close.day == later.date()


def test_a_day_is_closed_once(till: Store) -> None:
    """Again, or a day before it: refused, with when and by whom."""
    closed(till)
    said = (
        "18 February 2025 at Basílica de Guadalupe cannot be closed again: it is closed up to 18 February 2025 "
        "since 18 February 2025 10:42, signed by ana."
    )
    refused(till, lambda: close(till, DAY), errors.ClosedAlready, said)
    refused(till, lambda: close(till, DAY - timedelta(days=3)), errors.ClosedAlready)
    refused(till, lambda: close(till), errors.ClosedAlready)


def test_a_day_that_has_not_come_is_not_closed(till: Store) -> None:
    count(till)
    refused(till, lambda: close(till, DAY + timedelta(days=1)), errors.InTheFuture)


def test_the_sites_close_by_themselves(till: Store) -> None:
    """Each has its own box, its own count and its own days."""
    closed(till)
    take_in(till, site=OTHER_SITE)
    refused(till, lambda: close(till, site=OTHER_SITE), errors.NoFloat)
    assert open_days(till, OTHER_SITE) == (DAY,)
    refused(till, lambda: close(till, site="nirgendwo"), errors.UnknownSite)
    refused(till, lambda: close(till, site=""), errors.SiteNotNamed)


# --- who signs --------------------------------------------------------------------------------------------------------


@pytest.fixture
def staffed(till: Store) -> Store:
    """Beside the supervisors there is a paymaster, and the day is counted."""
    desk.enrol(till, CLERK, by=BY, at=AT, roles=("pay",))
    count(till)
    return till


def test_a_paymaster_needs_a_supervisor(staffed: Store) -> None:
    """Who closes and who signs are both in the entry."""
    refused(staffed, lambda: close(staffed, by=CLERK), errors.ApprovalNeeded, "the close of a day")
    refused(
        staffed,
        lambda: close(staffed, by=CLERK, approval=Approval(CLERK)),
        errors.ApproverNoSupervisor,
    )
    done = close(staffed, by=CLERK, approval=Approval(COLLEAGUE))
    assert (done.close.closed_by, done.close.signed_by) == (CLERK, COLLEAGUE)
    assert found(staffed) == []


def test_only_who_pays_or_supervises_closes(till: Store) -> None:
    desk.enrol(till, CLERK, by=BY, at=AT, roles=("receive", "custody"))
    count(till)
    refused(till, lambda: close(till, by=CLERK, approval=Approval(BY)), errors.NotAllowed)


def test_with_pins_the_signature_is_a_pin(staffed: Store) -> None:
    """A supervisor who signed in signs by closing; a paymaster's word that one agreed is not enough."""
    pins = {BY: Pin("739104"), CLERK: Pin("582047")}
    for alias, pin in pins.items():
        desk.set_pin(staffed, alias, pin, by=BY, at=AT)
        desk.sign_in(staffed, alias, pin, at=AT)
    fake = Approval(BY)
    refused(staffed, lambda: close(staffed, by=CLERK, approval=fake), errors.ApprovalNotGiven)
    given = desk.approve(staffed, BY, pins[BY], "close", at=AT)
    assert close(staffed, by=CLERK, approval=given).close.signed_by == BY
    count(staffed, at=NEXT)
    refused(
        staffed,
        lambda: close(staffed, NEXT.date(), by=CLERK, approval=given, at=NEXT),
        errors.ApprovalNotGiven,
    )
    own = closed(staffed, at=NEXT)
    assert (own.close.closed_by, own.close.signed_by) == (BY, BY)
    assert found(staffed) == []  # a supervisor who closes signs: nobody else has to


# --- a closed day takes no more entries ---------------------------------------------------------------------------------


def sent(store: Store) -> tuple[str, str]:
    """A hand-over that nobody checked yet: its act's number and its only tag."""
    (tag,) = take_in(store, "revolver").item_ids
    desk.hand_over(store, [tag], act("H-1"), by=BY, at=AT)
    return "H-1", tag


def missing(store: Store) -> str:
    """A tag that its receiver did not get."""
    number, tag = sent(store)
    desk.check_hand_over(store, number, [Seen(tag, found=False)], list_hash=list_hash([tag]), by=BY, at=AT)
    return tag


def prepared(store: Store) -> dict[str, str]:
    """What the verbs need, made while the day is open."""
    return {
        "owed": take_in(store, "ghost-gun", settlement="later").folio,
        "tag": take_in(store, "revolver", "revolver").item_ids[0],
        "wrong": take_in(store, "ghost-gun").folio,
        "missing": missing(store),
        "form": forms.reserve(store, SITE, 2, by=BY, at=AT).folios[0],
    }


INTO: dict[str, Callable[[Store, dict[str, str]], object]] = {
    "receive": lambda store, _of: take_in(store, settlement="later"),
    "receive and pay": lambda store, _of: take_in(store),
    "voucher": lambda store, _of: take_in(store, settlement="voucher"),
    "pay": lambda store, of: desk.pay(store, of["owed"], by=BY, at=AT),
    "return": lambda store, of: desk.give_back(store, of["owed"], by=BY, at=AT),
    "void": lambda store, of: desk.void(store, of["wrong"], reason="error", recovered=Money(0), by=BY, at=AT),
    "void elsewhere": lambda store, of: desk.void(
        store, of["wrong"], reason="error", recovered=Money(0), by=BY, at=AT, site=OTHER_SITE
    ),
    "destroy": lambda store, of: desk.destroy(store, [of["tag"]], act("D-1"), by=BY, at=AT),
    "keep": lambda store, of: desk.keep(store, [of["tag"]], act("K-1"), value="historic", by=BY, at=AT),
    "hand over": lambda store, of: desk.hand_over(store, [of["tag"]], act("H-2"), by=BY, at=AT),
    "resolve": lambda store, of: desk.resolve_not_received(
        store, of["missing"], "still_here", reason="estaba en la caja", by=BY, at=AT
    ),
    "correct": lambda store, of: desk.correct(
        store, of["tag"], NewMarks(make="Colt"), reason="mal leída", by=BY, at=AT
    ),
    "top up": lambda store, _of: desk.top_up(store, SITE, Money(1_00), by=BY, at=AT),
    "return cash": lambda store, _of: desk.return_cash(store, SITE, Money(1_00), by=BY, at=AT),
    "count": lambda store, _of: count(store),
    "reserve": lambda store, _of: forms.reserve(store, SITE, 1, by=BY, at=AT),
    "give forms back": lambda store, of: forms.return_forms(store, [of["form"]], "mojada", by=BY, at=AT),
}


@pytest.mark.parametrize("verb", INTO)
def test_nothing_is_booked_to_a_closed_day(till: Store, verb: str) -> None:
    """Wherever it comes from; and on the next day it goes on."""
    of = prepared(till)
    count(till, "500x10")
    differ(till)
    close(till)
    said = "Basílica de Guadalupe is closed up to 18 February 2025 (on 18 February 2025 10:42, signed by ana)"
    refused(till, lambda: INTO[verb](till, of), errors.DayIsClosed, said)
    assert found(till) == []


def test_the_check_of_a_hand_over_waits_for_the_next_day(till: Store) -> None:
    """What a receiver says belongs to a day of the site whose items they are."""
    number, tag = sent(till)
    closed(till, notes="500x82,100x3")
    check: Callable[[datetime], object] = lambda at: desk.check_hand_over(  # noqa: E731
        till, number, [Seen(tag)], list_hash=list_hash([tag]), by=BY, at=at
    )
    refused(till, lambda: check(AT), errors.DayIsClosed)
    check(NEXT)


def test_a_difference_of_a_closed_day_is_not_recorded_later(till: Store) -> None:
    """Nor is a float given on it: the box is counted, and that is that."""
    closed(till)
    refused(till, lambda: count(till, "500x99"), errors.DayIsClosed)
    desk.return_cash(till, SITE, FLOAT, by=BY, at=NEXT)
    refused(till, lambda: desk.give_float(till, SITE, FLOAT, by=BY, at=AT), errors.DayIsClosed)


def test_another_site_and_the_next_day_go_on(till: Store) -> None:
    """A close binds its own site, and no day after it."""
    owed = take_in(till, "ghost-gun", settlement="later")
    closed(till)
    take_in(till, site=OTHER_SITE)
    desk.pay(till, owed.folio, by=BY, at=AT, site=OTHER_SITE)  # the other box pays, on its own open day
    take_in(till, at=NEXT)
    assert open_days(till) == (NEXT.date(),)
    assert found(till) == []


def test_a_clock_that_was_set_back_into_a_closed_day(till: Store) -> None:
    """Is no way into it, and is told."""
    closed(till)
    take_in(till, at=NEXT)
    refused(till, lambda: take_in(till, at=AT), errors.DayIsClosed)
    assert [step.now for step in till.clock_steps] == [chain.utc_text(AT)]


def test_late_paper_goes_to_the_open_day(till: Store) -> None:
    """What was written on a closed day is booked to today and says when it happened; of an open day, to that day."""
    closed(till)
    written = AT - HOUR
    late = take_in(till, written_at=written, at=NEXT)
    assert late.business_on == NEXT.date()
    with till.reading() as db:
        fact = log.entry(db, checks.head(till).seq - 1).fact
    assert getattr(fact, "written_at", None) == chain.utc_text(written)
    second = take_in(till, written_at=NEXT + HOUR, at=NEXT + timedelta(days=1))
    assert second.business_on == NEXT.date()
    refused(till, lambda: take_in(till, written_at=written, at=AT + HOUR), errors.DayIsClosed)
    assert found(till) == []


def test_the_same_form_of_late_paper_answers_as_before(till: Store) -> None:
    """A retry of it after another close is the first drop-off again."""
    closed(till)
    asked = order(till, "ghost-gun", written_at=AT - HOUR, settlement="later", draft_id="papel-1")
    first = desk.receive(till, asked, by=BY, at=NEXT)
    closed(till, at=NEXT)
    again = desk.receive(till, asked, by=BY, at=NEXT + timedelta(days=1))
    assert (again.folio, again.business_on, again.repeated) == (first.folio, NEXT.date(), True)


# --- the count of a day that was left open -------------------------------------------------------------------------------


def test_a_day_left_open_is_counted_the_next_morning(till: Store) -> None:
    """Before any cash moves; a difference that is found then is shown with the day that it belongs to."""
    take_in(till)
    count(till, "500x82,200x1", at=NEXT)
    refused(till, lambda: close(till, at=NEXT), errors.CloseCountOpen)
    recorded = differ(till, at=NEXT)
    done = close(till, at=NEXT)
    assert (done.close.day, done.close.difference) == (DAY, Money(-100_00))
    later = line(done.reconciliation, "recorded_later")
    assert (later.figure, later.behind, later.is_even) == (Money(-100_00), (str(recorded.seq),), False)
    assert line(done.reconciliation, "expected").figure == Money(41_300_00)
    assert line(done.reconciliation, "counted").figure == Money(41_200_00)
    assert open_days(till) == (NEXT.date(),)  # the difference is money of the next day's box
    close(till, at=NEXT)
    assert found(till) == []


def test_the_count_of_the_evening_holds_although_cash_moved_since(till: Store) -> None:
    """Nobody has to count again because the paymaster began to work before the supervisor came."""
    take_in(till)
    evening = count(till, "500x82,100x3")
    take_in(till, at=NEXT)
    done = close(till, at=NEXT)
    assert (done.close.day, done.close.count_seq) == (DAY, evening.seq)
    assert found(till) == []


def test_a_count_of_the_next_day_stands_for_one_that_was_forgotten(till: Store) -> None:
    """It counts what the box holds by then, and says so."""
    take_in(till)
    take_in(till, at=NEXT)
    count(till, "500x65,100x1", at=NEXT)
    done = close(till, at=NEXT)
    assert (done.close.count_expected, done.close.counted) == (Money(32_600_00), Money(32_600_00))
    assert (done.close.day, done.close.expected) == (DAY, Money(41_300_00))
    assert line(done.reconciliation, "expected").figure == Money(41_300_00)
    assert close(till, at=NEXT).close.day == NEXT.date()
    assert found(till) == []


def test_a_later_count_does_not_change_what_was_sealed(till: Store) -> None:
    """The act of a closed day is the same whenever it is looked at."""
    take_in(till)
    done = closed(till, notes="500x82,100x3")
    count(till, "500x10", at=NEXT)
    differ(till, at=NEXT)
    take_in(till, "ghost-gun", at=NEXT)
    later = reconciled(till, now=NEXT)
    assert replace(later, hindrance=None) == replace(done.reconciliation, hindrance=None)
    assert type(later.hindrance) is errors.ClosedAlready


# --- the three sums -------------------------------------------------------------------------------------------------------


def test_the_items_come_out(till: Store) -> None:
    """Held before + received + came back - all that left = held at the end, day by day, as the act before ended."""
    tags = [take_in(till, "ghost-gun").item_ids[0] for _number in range(6)]
    desk.destroy(till, tags[:1], act("D-1"), by=BY, at=AT)
    desk.hand_over(till, tags[1:4], act("H-1"), by=BY, at=AT)
    done = closed(till, notes="1000x43,50x14,20cx1,10x1")
    assert {name: figures(done.reconciliation)[name] for name in ("received", "left_destroyed", "left_handed_over", "held")} == {
        "received": 6, "left_destroyed": 1, "left_handed_over": 3, "held": 2,
    }  # fmt: skip
    seen = [Seen(tags[1]), Seen(tags[2], found=False), Seen(tags[3], found=False)]
    desk.check_hand_over(till, "H-1", seen, list_hash=list_hash(tags[1:4]), by=BY, at=NEXT)
    desk.resolve_not_received(till, tags[2], "still_here", reason="seguía en la caja", by=BY, at=NEXT)
    desk.destroy(till, tags[1:2], act("D-2"), by=BY, at=NEXT)  # it had left before, so nothing leaves again
    desk.keep(till, tags[4:5], act("K-1"), value="historic", by=BY, at=NEXT)
    found_next = reconciled(till, NEXT.date(), now=NEXT)
    assert {name: figure for name, figure in figures(found_next).items() if isinstance(figure, int)} == {
        "held_before": 2, "came_back": 1, "left_kept": 1, "held": 2, "not_received": 1,
    }  # fmt: skip
    assert line(found_next, "came_back").behind == (tags[2],)
    assert (line(found_next, "not_received").behind, line(found_next, "not_received").is_even) == (
        (tags[3],),
        False,
    )
    assert line(found_next, "held").is_even
    desk.resolve_not_received(
        till, tags[3], "lost", reason="nadie la vio", by=BY, at=NEXT, approval=Approval(BY)
    )
    after = reconciled(till, NEXT.date(), now=NEXT)
    assert [one.name for one in after.items if not one.is_even] == ["lost"]
    assert [
        one.name for one in reconciled(till).items if not one.is_even
    ] == []  # the first day's act is as it was


def test_what_was_missing_stays_on_the_act_of_its_day(till: Store) -> None:
    """It was missing when the day was signed, whatever became of it since."""
    tag = missing(till)
    done = closed(till, notes="500x82,100x3")
    desk.resolve_not_received(till, tag, "arrived", reason="llegó con la siguiente", by=BY, at=NEXT)
    assert line(reconciled(till, now=NEXT), "not_received").behind == (tag,)
    assert reconciled(till, now=NEXT).items == done.reconciliation.items
    assert reconciled(till, NEXT.date(), now=NEXT).items[-1].name == "held"


def test_returns_and_voids_are_named(till: Store) -> None:
    """What is rare is looked at one by one."""
    back = take_in(till, "revolver", settlement="later")
    desk.give_back(till, back.folio, by=BY, at=AT)
    wrong = take_in(till, "ghost-gun")
    desk.void(till, wrong.folio, reason="error", recovered=Money(1_000_00), by=BY, at=AT)
    got = reconciled(till)
    assert line(got, "returned").behind == back.item_ids
    assert line(got, "voided").behind == wrong.item_ids
    assert line(got, "recovered").behind == (wrong.folio,)
    lost = line(got, "not_recovered")
    assert (lost.figure, lost.behind, lost.is_even) == (Money(45_00), (wrong.folio,), False)


def test_an_item_whose_row_was_changed_is_found(till: Store) -> None:
    """Somebody who makes a destroyed revolver a held one again makes one too much, and its tag is named."""
    (tag,) = take_in(till).item_ids
    take_in(till)
    desk.destroy(till, [tag], act(), by=BY, at=AT)
    assert reconciled(till).items[-1].is_even
    force(till, f"UPDATE item SET status = 'held' WHERE folio = '{tag[:-2]}'")
    held = line(reconciled(till), "held")
    assert (held.figure, held.expected, held.difference, held.behind) == (2, 1, 1, (tag,))


def test_the_money_comes_out(till: Store) -> None:
    """Every part of the formula, what was counted, and the entry behind the difference."""
    desk.top_up(till, SITE, Money(1_000_00), by=BY, at=AT)
    wrong = take_in(till)
    desk.void(till, wrong.folio, reason="error", recovered=Money(8_700_00), by=BY, at=AT)
    take_in(till)
    desk.return_cash(till, SITE, Money(300_00), by=BY, at=AT)
    counting = count(till, "1000x42,100x1")
    opened = reconciled(till)
    assert [one.name for one in opened.uneven] == ["counted"]
    assert (line(opened, "counted").expected, line(opened, "counted").difference) == (
        Money(42_000_00),
        Money(100_00),
    )
    recorded = differ(till)
    found_now = reconciled(till)
    money = {one.name: (one.sign, one.figure) for one in found_now.money}
    assert money == {
        "carried": ("+", Money(0)),
        "float": ("+", FLOAT),
        "top_ups": ("+", Money(1_000_00)),
        "paid": ("-", Money(17_400_00)),
        "returned": ("-", Money(300_00)),
        "recovered": ("+", Money(8_700_00)),
        "differences": ("+", Money(100_00)),
        "expected": ("=", Money(42_100_00)),
        "counted": ("", Money(42_100_00)),
    }
    signed = {"+": 1, "-": -1}
    parts = sum(signed[sign] * figure.amount_minor for sign, figure in money.values() if sign in signed)  # type: ignore[union-attr]
    assert Money(parts) == money["expected"][1]
    assert line(found_now, "counted").behind == (str(counting.seq),)
    assert [one.name for one in found_now.uneven] == ["differences"]
    assert line(found_now, "differences").behind == (str(recorded.seq),)


def test_a_count_that_was_made_again_is_told(till: Store) -> None:
    """A recount is no fault and hides nothing: what did not fit is told with its amount, also once the day is closed."""
    first = count(till, "500x95,100x4,50x1")
    assert "replaced_counts" not in figures(reconciled(till))
    second = count(till, "500x100,50x1")
    count(till)
    told = line(reconciled(till), "replaced_counts")
    assert (told.figure, told.of, told.is_even) == (2, "entries", True)
    assert told.behind == (str(first.seq), str(second.seq))
    assert told.detail == (Money(-2_050_00), Money(50_00))
    assert reconciled(till).is_even
    close(till)
    count(till, "500x1", at=NEXT)
    count(till, at=NEXT)
    assert line(reconciled(till, now=NEXT), "replaced_counts") == told
    next_day = line(reconciled(till, NEXT.date(), now=NEXT), "replaced_counts")
    assert (next_day.figure, next_day.detail) == (1, (Money(-49_500_00),))


def test_a_difference_that_was_recorded_is_told_once(till: Store) -> None:
    """What has an entry of its own, or still stands open, is no count that was made again; nor is one that fitted."""
    count(till)
    count(till, "500x99")
    differ(till)
    count(till, "500x99")
    count(till, "500x98")
    assert "replaced_counts" not in figures(reconciled(till))


def test_a_count_on_a_day_without_work_is_told_with_the_next_day(till: Store) -> None:
    """A count alone makes no day that is closed, so what it found must not fall between two closes."""
    closed(till)
    count(till, "500x97", at=NEXT)
    later = NEXT + timedelta(days=1)
    count(till, at=later)
    told = line(reconciled(till, later.date(), now=later), "replaced_counts")
    assert told.detail == (Money(-1_500_00),)


def test_a_payment_of_another_amount_is_named(till: Store) -> None:
    """What left the box for a folio is what its items come to, or the folio stands behind the difference."""
    folio = take_in(till).folio
    force(till, f"UPDATE drop_off SET total_minor = 870000 - 50 WHERE folio = '{folio}'")
    paid = line(reconciled(till), "paid")
    assert (paid.difference, paid.behind) == (Money(50), (folio,))


def test_what_was_paid_before_the_float_is_said(ledger: Store) -> None:
    take_in(ledger)
    desk.give_float(ledger, SITE, FLOAT, by=BY, at=AT)
    early = line(reconciled(ledger), "paid_without_float")
    assert (early.figure, early.is_even) == (Money(8_700_00), False)


def test_the_papers_come_out(till: Store) -> None:
    """Folios without a gap, other sites' between them; vouchers and forms out before + given - come back = out."""
    first = take_in(till, settlement="later")
    take_in(till, site=OTHER_SITE)
    promised = take_in(till, settlement="voucher")
    blank = forms.reserve(till, SITE, 3, by=BY, at=AT).folios
    last = take_in(till)
    forms.return_forms(till, blank[:1], "mojada", by=BY, at=AT)
    done = closed(till, notes="500x82,100x3")
    papers = {one.name: one.figure for one in done.reconciliation.papers if one.figure}
    assert papers == {
        "folios": 3, "unpaid": 1, "vouchers_given": 1, "vouchers_open": 1,
        "forms_reserved": 3, "forms_returned": 1, "forms_out": 2,
    }  # fmt: skip
    assert line(done.reconciliation, "folios").detail == f"{first.folio} - {last.folio}"
    assert line(done.reconciliation, "unpaid").behind == (first.folio,)
    assert line(done.reconciliation, "vouchers_open").behind == (promised.folio,)
    assert line(done.reconciliation, "vouchers_open").detail == Money(8_700_00)
    assert line(done.reconciliation, "forms_out").behind == blank[1:]
    assert (done.close.open_vouchers, done.close.open_forms) == (1, 2)
    desk.receive(
        till, replace(order(till, "revolver", written_at=NEXT), folio=blank[1]), by=BY, at=NEXT + HOUR
    )
    desk.pay(till, promised.folio, by=BY, at=NEXT, approval=Approval(BY))
    second = reconciled(till, NEXT.date(), now=NEXT + HOUR)
    assert {one.name: one.figure for one in second.papers if one.figure} == {
        "vouchers_before": 1, "vouchers_paid": 1, "forms_before": 2, "forms_typed_in": 1, "forms_out": 1,
    }  # fmt: skip
    assert reconciled(till, now=NEXT).papers == done.reconciliation.papers


def test_a_folio_that_is_gone_is_named(till: Store) -> None:
    """The numbers between the day's first and last are all somebody's."""
    folios = [take_in(till, "ghost-gun", settlement="later").folio for _number in range(3)]
    assert line(reconciled(till), "folios").is_even
    force(
        till,
        f"DELETE FROM item WHERE folio = '{folios[1]}'",
        f"DELETE FROM drop_off WHERE folio = '{folios[1]}'",
    )
    gap = line(reconciled(till), "folios")
    assert (gap.figure, gap.difference, gap.behind) == (2, 1, (folios[1],))


def test_a_voucher_that_another_site_pays_after_the_close(till: Store) -> None:
    """The promise was open when its site was signed; that it was kept belongs to the site's next day."""
    promised = take_in(till, "ghost-gun", settlement="voucher")
    done = closed(till)
    desk.pay(till, promised.folio, by=BY, at=AT, site=OTHER_SITE, approval=Approval(BY))
    assert reconciled(till).papers == done.reconciliation.papers
    after = reconciled(till, NEXT.date(), now=NEXT)
    assert [line(after, f"vouchers_{name}").figure for name in ("before", "paid", "open")] == [1, 1, 0]
    assert after.papers[2].is_even
    assert all(one.is_even for one in after.papers)


def test_a_voucher_whose_drop_off_was_undone(till: Store) -> None:
    """Voided, or given back to somebody who thought better of it: the promise is withdrawn, on the day when that happened."""
    first, second = (take_in(till, "ghost-gun", settlement="voucher").folio for _number in range(2))
    desk.void(till, first, reason="error", recovered=Money(0), by=BY, at=AT)
    done = closed(till)
    assert line(done.reconciliation, "vouchers_withdrawn").behind == (first,)
    assert (line(done.reconciliation, "vouchers_open").behind, done.close.open_vouchers) == ((second,), 1)
    desk.give_back(till, second, by=BY, at=NEXT)
    after = reconciled(till, NEXT.date(), now=NEXT)
    assert line(after, "vouchers_withdrawn").behind == (second,)
    assert line(after, "vouchers_open").figure == 0
    assert all(one.is_even for one in after.papers)
    closed(till, at=NEXT)
    assert found(till) == []


def test_a_clock_that_was_a_day_ahead(till: Store) -> None:
    """What it dated later than its end comes out all the same, over both days."""
    promised = take_in(till, "ghost-gun", settlement="voucher", at=NEXT)
    desk.void(till, promised.folio, reason="error", recovered=Money(0), by=BY, at=AT)
    blank = forms.reserve(till, SITE, 1, by=BY, at=NEXT).folios
    forms.return_forms(till, blank, "mojada", by=BY, at=AT)
    first = closed(till)
    second = closed(till, at=NEXT)
    assert {done.close.open_forms for done in (first, second)} == {0}
    assert (first.close.held, first.close.open_vouchers) == (-1, 0)
    assert (second.close.held, second.close.open_vouchers) == (0, 0)
    assert line(second.reconciliation, "vouchers_withdrawn").behind == (promised.folio,)
    sums = (one for done in (first, second) for one in done.reconciliation.lines if one.name != "forms_out")
    assert all(one.is_even for one in sums)
    assert found(till) == []


def test_an_expired_voucher_is_named(till: Store) -> None:
    promised = take_in(till, "ghost-gun", settlement="voucher")
    closed(till)
    late = AT + timedelta(days=400)
    found_late = reconciled(till, late.date(), now=late)
    assert line(found_late, "vouchers_expired").behind == (promised.folio,)


def test_acts_on_a_day_without_work_are_in_the_next_one(till: Store) -> None:
    """Items wait in custody on Sundays too: what happens to them is in the act of the next day, and opens none itself."""
    (tag,) = take_in(till).item_ids
    take_in(till)
    closed(till, notes="500x65,100x1")
    desk.destroy(till, [tag], act(), by=BY, at=NEXT)
    assert open_days(till) == ()
    second = reconciled(till, (NEXT + timedelta(days=2)).date(), now=NEXT + timedelta(days=2))
    assert {one.name: one.figure for one in second.items if one.figure} == {
        "held_before": 2, "left_destroyed": 1, "held": 1,
    }  # fmt: skip


# --- the next morning -----------------------------------------------------------------------------------------------------


def typed(done: ClosedDay) -> str:
    """The checkpoint as somebody types it off the paper: groups, capitals, a line break, the first four groups only."""
    digest = done.checkpoint.digest.upper()
    return f" a1 {done.checkpoint.seq}\n{digest[:4]} {digest[4:8]}-{digest[8:12]}  {digest[12:16]} "


@pytest.mark.parametrize("way", [lambda done: str(done.checkpoint), typed])
def test_the_paper_agrees(till: Store, way: Callable[[ClosedDay], str]) -> None:
    """Scanned or typed: yesterday is still yesterday, and it is recorded who found so."""
    done = closed(till)
    compared = desk.compare_close(till, SITE, way(done), by=COLLEAGUE, at=NEXT)
    assert (compared.agrees, compared.closed_on, compared.close) == (True, DAY, done.close)
    with till.reading() as db:
        last = view.last_comparison(db, done.close)
    assert last is not None
    assert (last.seq, last.agrees, last.compared_by) == (compared.seq, True, COLLEAGUE)
    assert found(till) == []


def test_a_paper_that_does_not_agree_is_recorded(till: Store) -> None:
    """With what the log has at that number; the next comparison may set it right."""
    done = closed(till)
    digest = done.checkpoint.digest
    wrong = f"A1:{done.checkpoint.seq}:{digest[:-1]}{'0' if digest[-1] != '0' else '1'}"
    compared = desk.compare_close(till, SITE, wrong, by=BY, at=NEXT)
    assert (compared.agrees, str(compared.says), compared.found) == (False, wrong, digest)
    cut = desk.compare_close(till, SITE, f"A1:9999:{digest}", by=BY, at=NEXT)
    assert (cut.agrees, cut.found) == (False, "")
    other = desk.compare_close(till, SITE, f"A1:{done.checkpoint.seq - 1}:{digest}", by=BY, at=NEXT)
    assert (other.agrees, other.found) == (False, done.close.before.digest)
    assert desk.compare_close(till, SITE, str(done.checkpoint), by=BY, at=NEXT).agrees
    assert reconciled(till, now=NEXT).compared is not None
    assert found(till) == []


def test_what_says_nothing_is_refused_and_not_recorded(till: Store) -> None:
    """A slip that shows at once, and the true paper of another day, site or ledger."""
    other = till
    paper: Callable[[str], object] = lambda text: desk.compare_close(till, SITE, text, by=BY, at=NEXT)  # noqa: E731
    refused(
        till,
        lambda: paper("A1:5:" + "0" * 64),
        errors.NothingClosed,
        "No day of Basílica de Guadalupe is closed",
    )
    first = closed(till)
    for text in (
        "",
        "A1",
        f"A1:5:{'0' * 15}",
        f"A1:5:{'0' * 65}",
        f"A1:5:{'g' * 16}",
        "5 0000 0000 0000 0000",
    ):
        refused(till, lambda text=text: paper(text), errors.BadPaper, "A1 1204 9f2c")  # type: ignore[misc]
    refused(till, lambda: paper(f"B7:5:{first.checkpoint.digest}"), errors.CheckpointElsewhere)
    desk.give_float(other, OTHER_SITE, FLOAT, by=BY, at=AT)
    count(other, site=OTHER_SITE)
    elsewhere = close(other, site=OTHER_SITE)
    refused(
        till,
        lambda: paper(str(elsewhere.checkpoint)),
        errors.PaperOfOtherSite,
        "a paper of Catedral de Morelia, and this is Basílica de Guadalupe",
    )
    closed(till, at=NEXT)
    refused(till, lambda: paper(typed(first)), errors.PaperOfEarlierDay, "the paper of 18 February 2025")
    refused(
        till,
        lambda: desk.compare_close(till, SITE, typed(first), by="nadie", at=NEXT),
        errors.UnknownOperator,
    )


def test_a_history_that_was_rewritten_is_found(till: Store) -> None:
    """Whoever seals the log anew, every digest fitting, makes another entry than the one on the paper."""
    done = closed(till)
    with till.reading() as db:
        row = log.sealed(db, done.checkpoint.seq)
    assert row is not None
    body = row.body.replace('"drop_offs":0', '"drop_offs":1')
    force(
        till,
        f"UPDATE entry SET body = '{body}', digest = '{chain.digest_of(row.previous, body)}' WHERE seq = {row.seq}",
        f"UPDATE ledger SET head_digest = '{chain.digest_of(row.previous, body)}'",
        "UPDATE close SET drop_offs = 1",
    )
    compared = desk.compare_close(till, SITE, str(done.checkpoint), by=BY, at=NEXT)
    assert not compared.agrees
    assert compared.found == chain.digest_of(row.previous, body)


# --- the files --------------------------------------------------------------------------------------------------------


def test_the_files_say_what_was_sealed(till: Store, tmp_path: Path) -> None:
    """closes.csv has the checkpoint and the sealed totals, comparisons.csv the mornings; the description fits both."""
    gun = take_in(till)
    counting = count(till, "500x82,200x1")
    differ(till)
    done = close(till)
    desk.compare_close(till, SITE, str(done.checkpoint), by=COLLEAGUE, at=NEXT)
    export(till, tmp_path / "out")
    (sealed,) = rows(tmp_path / "out", "closes")
    assert f"{sealed['ledger']}:{sealed['entry']}:{sealed['digest']}" == str(done.checkpoint)
    assert f"A1:{sealed['checkpoint_entry']}:{sealed['checkpoint_digest']}" == str(done.close.before)
    assert {name: sealed[name] for name in ("site", "business_on", "closed_by", "approved_by", "count_entry")} == {
        "site": SITE, "business_on": "2025-02-18", "closed_by": BY, "approved_by": BY, "count_entry": str(counting.seq),
    }  # fmt: skip
    amounts = {
        "carried": "0.00", "float": "50000.00", "top_ups": "0.00", "paid": "8700.00", "returned": "0.00",
        "recovered": "0.00", "differences": "-100.00", "expected": "41200.00", "count_expected": "41300.00",
        "counted": "41200.00", "paid_without_float": "0.00", "valued": "8700.00", "vouchers": "0.00",
    }  # fmt: skip
    assert {name: sealed[f"{name}_mxn"] for name in amounts} == amounts
    assert sealed["valued_usd"] == "428.88"
    (box,) = rows(tmp_path / "out", "cash_days")
    assert {name: sealed[name] for name in box if name in sealed} == {
        name: value for name, value in box.items() if name in sealed
    }
    numbers = ("drop_offs", "items", "held", "open_vouchers", "open_forms")
    assert [sealed[name] for name in numbers] == ["1", "1", "1", "0", "0"]
    paid = [row for row in rows(tmp_path / "out", "payouts") if row["business_on"] == sealed["business_on"]]
    assert ([row["folio"] for row in paid], total(paid, "amount_mxn")) == ([gun.folio], done.close.paid)
    (compared,) = rows(tmp_path / "out", "comparisons")
    assert (compared["agrees"], compared["compared_by"], compared["close_entry"]) == (
        "true",
        COLLEAGUE,
        sealed["entry"],
    )
    checked = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert checked.valid, checked.flatten(["type", "note"])
