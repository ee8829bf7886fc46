"""The cash box of a site: what goes in and out, which notes are in it, and how long it lasts."""

from datetime import date, timedelta

import pytest
from boxes import DAY, FLOAT, NEXT_DAY, box, count, day, differ, give_float, notes
from samples import AT, BY, OTHER_SITE, SITE, dump, take_in
from sqlalchemy import text

from buyback import desk
from buyback.denominations import parse
from buyback.facts import PaidOut, Voided
from buyback.money import Money
from buyback.store import checks
from buyback.store import ledger as log_writer
from buyback.store.engine import Store
from buyback.store.views import cash, log
from buyback.store.views.totals import Span

# --- the formula -----------------------------------------------------------------------------------------------------


def test_what_the_box_should_hold_is_one_sum(ledger: Store) -> None:
    """Float + top-ups - paid - returned + recovered + differences, each part by itself, to the centavo."""
    give_float(ledger)
    desk.top_up(ledger, SITE, Money(10_000_00), by=BY, at=AT)
    wrong = take_in(ledger, "revolver")
    take_in(ledger, "ghost-gun")
    desk.void(ledger, wrong.folio, reason="otro tipo", recovered=Money(8_000_50), by=BY, at=AT)
    desk.return_cash(ledger, SITE, Money(1_000_00), by=BY, at=AT)
    count(ledger, "1000x58,0.50x3")
    differ(ledger)
    found = box(ledger)
    assert (found.float_minor, found.topped_up_minor, found.advanced_minor) == (
        50_000_00,
        10_000_00,
        60_000_00,
    )
    assert (found.paid_minor, found.returned_minor, found.recovered_minor) == (9_745_00, 1_000_00, 8_000_50)
    assert found.count_expected_minor == 60_000_00 - 9_745_00 + 8_000_50 - 1_000_00
    assert found.differences_minor == 58_001_50 - found.count_expected_minor
    assert found.expected_minor == 58_001_50


def test_nothing_is_checked_before_the_first_float(ledger: Store) -> None:
    """A site that keeps no cash box pays as ever; what it paid is in no box, and is told apart."""
    take_in(ledger, "ak-47")
    with ledger.reading() as db:
        assert cash.box(db, SITE) is None
        assert cash.days(db, Span(DAY, DAY)) == ()
    give_float(ledger)
    take_in(ledger, "revolver")
    assert box(ledger).paid_minor == 8_700_00
    with ledger.reading() as db:
        assert cash.paid_without_float(db, Span(DAY, DAY)) == ((SITE, Money(25_000_00)),)
        assert cash.paid_without_float(db, Span(DAY, DAY, OTHER_SITE)) == ()


def test_every_site_has_its_own_box(ledger: Store) -> None:
    """A folio of one site that another pays leaves the other's box; a void brings cash back to the box that paid."""
    give_float(ledger)
    give_float(ledger, "1000x20", site=OTHER_SITE)
    owed = take_in(ledger, "revolver", settlement="later")
    desk.pay(ledger, owed.folio, by=BY, at=AT, site=OTHER_SITE)
    assert (box(ledger).expected_minor, box(ledger, OTHER_SITE).expected_minor) == (50_000_00, 11_300_00)
    desk.void(ledger, owed.folio, reason="error", recovered=Money(8_700_00), by=BY, at=AT)
    assert (box(ledger).expected_minor, box(ledger, OTHER_SITE).expected_minor) == (50_000_00, 20_000_00)
    with ledger.reading() as db:
        paid = log.entry(db, log.page(db, kind="PaidOut", limit=1)[0].seq).fact
        voided = log.entry(db, log.page(db, kind="Voided", limit=1)[0].seq).fact
    assert isinstance(paid, PaidOut)
    assert isinstance(voided, Voided)
    assert (paid.site, voided.site) == (OTHER_SITE, OTHER_SITE)
    other = take_in(ledger, "ghost-gun")
    desk.void(ledger, other.folio, reason="error", recovered=Money(1_045_00), by=BY, at=AT, site=OTHER_SITE)
    assert (box(ledger).expected_minor, box(ledger, OTHER_SITE).expected_minor) == (48_955_00, 21_045_00)


def test_a_day_goes_on_from_the_one_before(ledger: Store) -> None:
    """Each day has its own movements, begins with what the day before left, and adds up by itself."""
    give_float(ledger)
    take_in(ledger, "revolver")
    desk.return_cash(ledger, SITE, Money(41_300_00), by=BY, at=NEXT_DAY)
    give_float(ledger, "1000x30", at=NEXT_DAY)
    take_in(ledger, "ak-47", at=NEXT_DAY)
    first, second = day(ledger), day(ledger, NEXT_DAY.date())
    assert (first.carried, first.floated, first.paid, first.expected) == (
        Money(0), Money(50_000_00), Money(8_700_00), Money(41_300_00),
    )  # fmt: skip
    assert (second.carried, second.floated, second.paid, second.returned, second.expected) == (
        Money(41_300_00), Money(30_000_00), Money(25_000_00), Money(41_300_00), Money(5_000_00),
    )  # fmt: skip
    assert (second.advanced, second.counted, second.count) == (Money(30_000_00), None, "none")


def test_a_box_that_rests_is_still_there(ledger: Store) -> None:
    """A day on which nothing moved shows what the box carries; an empty box is not shown."""
    give_float(ledger)
    later = date(2025, 3, 1)
    resting = day(ledger, later)
    assert (resting.day, resting.carried, resting.expected, resting.advanced) == (
        later, Money(50_000_00), Money(50_000_00), Money(0),
    )  # fmt: skip
    desk.return_cash(ledger, SITE, Money(50_000_00), by=BY, at=AT)
    with ledger.reading() as db:
        assert cash.days(db, Span(later, later)) == ()
        assert cash.days(db, Span(date(2025, 1, 1), date(2025, 1, 31))) == ()


def test_a_rebuild_gives_the_same_boxes(ledger: Store) -> None:
    """Boxes, days, movements and pieces are made from the log alone, whatever became of the tables."""
    give_float(ledger)
    take_in(ledger, "revolver")
    count(ledger, "500x80")
    differ(ledger)
    give_float(ledger, "1000x1,20cx7", site=OTHER_SITE, at=NEXT_DAY)
    before = dump(ledger)
    assert all(before[name] for name in ("cash", "cash_box", "cash_day", "cash_piece"))
    with ledger.transaction() as db:
        for name in ("cash_piece", "cash_day", "cash", "cash_box"):
            db.connection.execute(text(f"DELETE FROM {name}"))
    log_writer.rebuild(ledger)
    assert dump(ledger) == before
    assert list(checks.verify(ledger)) == []


def test_both_engines_keep_the_same_boxes(sqlite_url: str, postgres_url: str) -> None:
    """The same cash on SQLite and on PostgreSQL gives the same rows, byte for byte."""
    from contextlib import closing

    from buyback.store.engine import open_store

    rows = []
    for where in (sqlite_url, postgres_url):
        with closing(open_store(where)) as store:
            give_float(store)
            take_in(store, "revolver", draft_id="d-1")
            count(store, "500x80,20cx1")
            differ(store)
            rows.append(dump(store))
    assert rows[0] == rows[1]


# --- the notes in the box --------------------------------------------------------------------------------------------


def test_the_notes_follow_floats_top_ups_payouts_and_returns(ledger: Store) -> None:
    """What was brought by notes and coins, less what the program proposed for each payout."""
    give_float(ledger)
    assert notes(ledger) == FLOAT
    with ledger.reading() as db:
        found = cash.box(db, SITE)
        assert found is not None
        proposed = cash.notes_in(db, found).proposal(Money(8_700_00))
    assert proposed == parse("500x17,200x1")
    take_in(ledger, "revolver")
    assert notes(ledger) == "500x63,200x39,100x20"
    desk.top_up(ledger, SITE, Money(1_000_00), by=BY, at=AT, notes=parse("50x20"))
    desk.return_cash(ledger, SITE, Money(2_000_00), by=BY, at=AT, notes=parse("100x20"))
    assert notes(ledger) == "500x63,200x39,50x20"


def test_the_notes_are_those_of_the_last_count(ledger: Store) -> None:
    """A count tells what is there, whatever was thought; recording its difference changes no note."""
    give_float(ledger, "1000x20")
    count(ledger, "500x39,200x2")
    differ(ledger)
    assert notes(ledger) == "500x39,200x2"
    take_in(ledger, "revolver")
    assert notes(ledger) == "500x22,200x1"


@pytest.mark.parametrize("what", ["float", "top-up", "return", "void", "payout", "return of other notes"])
def test_the_notes_are_unknown_after_what_nobody_wrote_down(ledger: Store, what: str) -> None:
    """No guess: after such a movement the notes are unknown, and the payment stays possible, until the next count."""
    if what == "float":
        desk.give_float(ledger, SITE, Money(20_000_00), by=BY, at=AT)
    else:
        give_float(ledger, "1000x20")
    if what == "top-up":
        desk.top_up(ledger, SITE, Money(1_000_00), by=BY, at=AT)
    elif what == "return":
        desk.return_cash(ledger, SITE, Money(1_000_00), by=BY, at=AT)
    elif what == "return of other notes":
        desk.return_cash(ledger, SITE, Money(1_000_00), by=BY, at=AT, notes=parse("500x2"))
    elif what == "void":
        wrong = take_in(ledger, "ghost-gun", "pistol-9mm")
        count(ledger, "1000x11")
        desk.void(ledger, wrong.folio, reason="error", recovered=Money(100_00), by=BY, at=AT)
    elif what == "payout":
        with ledger.reading() as db:
            found = cash.box(db, SITE)
            assert found is not None
            assert cash.notes_in(db, found).proposal(Money(8_700_00)) is None
        take_in(ledger, "revolver")
    assert notes(ledger) is None
    take_in(ledger, "ghost-gun")
    assert notes(ledger) is None
    count(ledger, "1000x2")
    assert notes(ledger) == "1000x2"


def test_an_empty_box_has_no_notes(ledger: Store) -> None:
    """After a return of everything, written down or not, there is nothing in it, and that is known."""
    give_float(ledger, "1000x20")
    desk.return_cash(ledger, SITE, Money(20_000_00), by=BY, at=AT)
    assert notes(ledger) == "0"


def test_after_many_payouts_nobody_knows_the_notes(ledger: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The estimate ends after so many payouts, so that it never takes long; the next count begins it anew."""
    monkeypatch.setattr(cash, "MOST_PAYOUTS", 3)
    give_float(ledger, "100x200,20x100,5x100")
    for _visit in range(3):
        take_in(ledger, "ghost-gun")
    assert notes(ledger) is not None
    take_in(ledger, "ghost-gun")
    assert notes(ledger) is None


# --- the pace --------------------------------------------------------------------------------------------------------


def lasts(store: Store, on: date = DAY) -> tuple[int, int | None] | None:
    with store.reading() as db:
        found = cash.box(db, SITE)
        assert found is not None
        told = cash.pace(db, found, on)
    return None if told is None else (told.drop_offs, told.minutes)


def test_the_pace_is_told_after_three_payouts(ledger: Store) -> None:
    """Mean amount and mean time between the day's payouts, nothing before three, nothing of another day."""
    give_float(ledger, "1000x100")
    for minutes in (0, 10):
        take_in(ledger, "revolver", at=AT + timedelta(minutes=minutes))
        assert lasts(ledger) is None
    take_in(ledger, "ak-47", at=AT + timedelta(minutes=40))
    take_in(ledger, "ak-47:donated", at=AT + timedelta(minutes=50))
    mean = (8_700 * 2 + 25_000) / 3
    assert lasts(ledger) == (int((100_000 - 42_400) / mean), round(20 * int((100_000 - 42_400) / mean)))
    assert lasts(ledger, NEXT_DAY.date()) is None


def test_the_pace_of_what_was_on_paper_is_that_of_the_day(ledger: Store) -> None:
    """Visits typed in the evening happened when they were written down; a voided one did not happen."""
    give_float(ledger, "1000x100")
    evening = AT + timedelta(hours=7)
    for hours in (0, 1, 2):
        written_at = AT + timedelta(hours=hours)
        take_in(ledger, "revolver", written_at=written_at, at=evening)
    wrong = take_in(ledger, "machine-gun", at=evening)
    desk.void(ledger, wrong.folio, reason="error", recovered=Money(26_450_00), by=BY, at=evening)
    assert lasts(ledger) == (8, 480)


def test_no_minutes_where_all_came_at_once(ledger: Store) -> None:
    """Payouts of one moment tell for how many drop-offs, not for how long."""
    give_float(ledger, "1000x30")
    for _visit in range(3):
        take_in(ledger, "revolver")
    assert lasts(ledger) == (0, None)
