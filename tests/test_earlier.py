"""A figure that is smaller than an earlier report said: by how much, since when and why, on both engines."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from export_story import DAY_1, DAY_2, DAY_3
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE

from buyback import desk, errors, report
from buyback.desk import Received
from buyback.money import Money
from buyback.report import Summary
from buyback.store.engine import Store

Receive = Callable[..., Received]
SECOND, THIRD = AT + timedelta(days=1), AT + timedelta(days=2)


def summarise(
    store: Store,
    first: date = DAY_1,
    last: date = DAY_3,
    *,
    site: str = "",
    counting: str = "",
    since: int = 0,
) -> Summary:
    with store.reading() as db:
        return report.summarise(db, first, last, site=site, counting=counting, since=since)


def void(store: Store, folio: str, at: datetime, reason: str = "typed twice") -> None:
    desk.void(store, folio, reason=reason, recovered=Money(0), by=COLLEAGUE, at=at)


def figures(told: Summary) -> dict[str, int]:
    """What a report says of firearms and of each figure that there is any of."""
    return {"firearms": told.firearms} | {one.code: one.pieces for one in told.counts}


def fell(told: Summary) -> dict[str, tuple[int, int]]:
    return {one.code: (one.then, one.now) for one in told.fallen.changes}


def test_nothing_falls_where_nothing_is_voided(ledger: Store, receive: Receive) -> None:
    """A report that only grew has nothing to say, and an empty ledger has nothing either."""
    assert not summarise(ledger).fallen
    receive("revolver")
    receive("ak-47", at=SECOND)
    assert not summarise(ledger).fallen


def test_a_void_on_a_later_day_is_said(ledger: Store, receive: Receive) -> None:
    """The day that was reported with four firearms has three: which figure, since which entry, which drop-off and why."""
    receive("revolver", "grenade:2:donated")
    wrong = receive("ak-47")
    published = summarise(ledger, DAY_1, DAY_1)
    void(ledger, wrong.folio, SECOND)
    told = summarise(ledger, DAY_1, DAY_1)
    assert fell(told) == {"firearms": (4, 3), "long": (1, 0)}
    assert {one.moment.seq for one in told.fallen.changes} == {published.seq}
    assert {one.moment.day for one in told.fallen.changes} == {DAY_1}
    (gone,) = told.fallen.gone
    assert (gone.folio, gone.counts_as, gone.pieces, gone.how, gone.by, gone.reason, gone.day) == (
        wrong.folio, "long", 1, "voided", COLLEAGUE, "typed twice", DAY_2,
    )  # fmt: skip
    first, _long, left = report.fallen_sentences(told.fallen)
    assert first == (
        f"Firearms: 3 now, 4 at entry {published.seq} (18 Feb 2025): - 1 voided or returned, + 0 recorded since."
    )
    assert left == f"{wrong.folio}: Long arms 1, voided on 19 Feb 2025 by {COLLEAGUE}: typed twice"


def test_what_is_mended_on_its_own_day_was_in_no_report(ledger: Store, receive: Receive) -> None:
    """A drop-off that is typed and voided on one day is no fall, also where another one is voided later."""
    void(ledger, receive("ak-47").folio, AT)
    assert not summarise(ledger).fallen
    kept = receive("revolver")
    void(ledger, receive("ak-47", at=SECOND).folio, SECOND)
    void(ledger, kept.folio, SECOND)
    told = summarise(ledger)
    assert fell(told) == {"firearms": (1, 0), "short": (1, 0)}
    assert [one.folio for one in told.fallen.gone] == [kept.folio]


def test_what_came_since_makes_up_for_the_total_and_not_for_the_figure(
    ledger: Store, receive: Receive
) -> None:
    """The total since the beginning is as high as before, the long arms are not; and what was recorded since is counted."""
    wrong = receive("ak-47:2")
    receive("revolver")
    receive("revolver", "shotgun:as=revolver", at=SECOND, reason="no amount")
    void(ledger, wrong.folio, SECOND)
    told = summarise(ledger)
    (long,) = told.fallen.changes
    assert (long.code, long.then, long.left, long.added, long.now) == ("long", 2, 2, 1, 1)
    assert told.firearms == 3


def test_what_was_returned_later_left_the_count_too(ledger: Store, receive: Receive) -> None:
    """A giver who takes the weapon back on a later day was counted before; the report says that it was returned."""
    declined = receive("machine-gun", settlement="later")
    desk.give_back(ledger, declined.folio, by=BY, at=SECOND, reason="changed their mind")
    told = summarise(ledger)
    assert fell(told) == {"firearms": (1, 0), "long": (1, 0)}
    assert (told.fallen.gone[0].how, told.fallen.gone[0].reason) == ("returned", "changed their mind")


def test_late_paper_counts_when_it_was_typed(ledger: Store, receive: Receive) -> None:
    """A drop-off of the first day that was typed on the second is in no report of the first evening."""
    receive("revolver")
    receive("ak-47", written_at=AT, at=SECOND)
    void(ledger, receive("revolver", written_at=AT, at=SECOND).folio, SECOND)
    assert not summarise(ledger, DAY_1, DAY_1).fallen
    void(ledger, receive("revolver", written_at=AT, at=SECOND).folio, THIRD)
    assert fell(summarise(ledger, DAY_1, DAY_1)) == {"firearms": (3, 2), "short": (2, 1)}


def test_the_highest_of_several_reports_is_the_one_that_is_named(ledger: Store, receive: Receive) -> None:
    """After two falls each figure is held against the day on which it was highest, with everything that left it since."""
    first, second = receive("revolver"), receive("revolver")
    receive("revolver", at=SECOND)
    void(ledger, first.folio, SECOND, "not a revolver")
    void(ledger, second.folio, THIRD)
    told = summarise(ledger)
    assert fell(told)["firearms"] == (2, 1)
    assert {one.moment.day for one in told.fallen.changes} == {
        DAY_2
    }  # two on both evenings: the later one is named
    assert [one.folio for one in told.fallen.gone] == [second.folio]


def test_by_definition_and_by_site(ledger: Store, receive: Receive) -> None:
    """A grenade that leaves makes the national total fall and not the one without grenades; another site's is unmoved."""
    receive("revolver", site=OTHER_SITE)
    void(ledger, receive("grenade:donated").folio, SECOND)
    assert set(fell(summarise(ledger))) == {"firearms", "grenade"}
    assert set(fell(summarise(ledger, counting="without-grenades"))) == {"grenade"}
    assert set(fell(summarise(ledger, site=SITE))) == {"firearms", "grenade"}
    assert not summarise(ledger, site=OTHER_SITE).fallen
    assert not summarise(ledger, DAY_2, DAY_3).fallen


def test_every_earlier_report_can_be_made_again(ledger: Store, receive: Receive) -> None:
    """Held against any entry, every figure is what the summary said when the log ended with it, and the sum comes out."""
    said: dict[int, dict[str, int]] = {}

    def report_now() -> None:
        told = summarise(ledger)
        said[told.seq] = figures(told)

    one = receive("revolver", "pen-gun:2", "cartridge:250:donated")
    report_now()
    two = receive("ak-47", "grenade:3:donated", site=OTHER_SITE)
    report_now()
    three = receive("machine-gun", settlement="later", at=SECOND)
    report_now()
    void(ledger, one.folio, SECOND)
    report_now()
    receive("ghost-gun", written_at=AT, at=SECOND)
    report_now()
    desk.give_back(ledger, three.folio, by=BY, at=THIRD)
    report_now()
    desk.destroy(ledger, [two.item_ids[0]], report_act(), by=BY, at=THIRD)
    report_now()
    void_again = receive("war-toy:4", at=THIRD)
    void(ledger, void_again.folio, THIRD)
    report_now()
    for seq, then in said.items():
        told = summarise(ledger, since=seq)
        assert told.against is not None
        assert {one.code: one.then for one in told.against.changes if one.then} == {
            k: n for k, n in then.items() if n
        }
        assert all(one.now == one.then - one.left + one.added for one in told.against.changes)
        assert {one.code: one.now for one in told.against.changes if one.now} == figures(told)
    assert len(said) == 8


def report_act() -> desk.Act:
    return desk.Act("ACTA-1", "", ("rosa", "tomas"))


def test_an_entry_that_the_log_does_not_have(ledger: Store) -> None:
    """The refusal names the last entry."""
    last = summarise(ledger).seq
    with pytest.raises(errors.NoSuchEntry, match=f"no entry {last + 1}; it ends with entry {last}"):
        summarise(ledger, since=last + 1)
    told = summarise(ledger, since=last)
    assert told.against is not None
    assert [(one.code, one.then, one.now) for one in told.against.changes] == [("firearms", 0, 0)]


def test_many_days_of_voids_are_held_against_each_other(ledger: Store, receive: Receive) -> None:
    """More falls than one reading takes at once: the first evening, when all were there, is the highest."""
    taken = [receive("revolver") for _number in range(55)]
    for number, one in enumerate(taken):
        void(ledger, one.folio, AT + timedelta(days=number + 1))
    with ledger.reading() as db:
        told = report.summarise(db, DAY_1, DAY_1 + timedelta(days=60))
    assert fell(told) == {"firearms": (55, 0), "short": (55, 0)}
    assert {one.moment.day for one in told.fallen.changes} == {DAY_1}
    assert len(told.fallen.gone) == 55
