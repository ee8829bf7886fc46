"""A hand-over has two sides: the list that was sent, and what its receiver says of it, item by item."""

import contextlib
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, dump, take_in
from tampering import found

from buyback import desk, errors, facts, report
from buyback.desk import Approval, Checked, Seen
from buyback.facts import Resolution
from buyback.fingerprints import list_hash
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store
from buyback.store.views import acts, arrivals, custody, hand_overs, log
from buyback.store.views.custody import Shelf
from buyback.store.views.drop_offs import ItemView

LATER, MUCH_LATER = AT + timedelta(days=2), AT + timedelta(days=9)
SERIALS = ("K4471", "0022E1", "B 0099")


def sent(store: Store, number: str = "E-1", *, site: str = SITE) -> tuple[str, ...]:
    """Three revolvers with serials and 250 cartridges, handed over with one act; their tags."""
    items = [f"revolver:serial={serial}" for serial in SERIALS]
    tags = take_in(store, *items, "cartridge:250:donated", site=site).item_ids
    desk.hand_over(store, tags, act(number), by=BY, at=AT)
    return tags


def check(store: Store, tags: tuple[str, ...], *seen: Seen, number: str = "E-1", paper: str = "") -> Checked:
    """What the receiver says of these items; the others were found."""
    said = {one.item: one for one in seen}
    everything = [said.get(tag, Seen(tag)) for tag in tags]
    return desk.check_hand_over(
        store, number, everything, list_hash=paper or list_hash(tags), by=COLLEAGUE, at=LATER
    )


def resolve(
    store: Store, tag: str, outcome: Resolution, reason: str = "by telephone", **more: Approval
) -> desk.Resolved:
    return desk.resolve_not_received(store, tag, outcome, reason=reason, by=BY, at=MUCH_LATER, **more)


def item(store: Store, tag: str) -> ItemView:
    folio, _slash, line = tag.rpartition("/")
    with store.reading() as db:
        return custody.item(db, folio, int(line))


def stands(store: Store, tag: str) -> tuple[str, str, date | None]:
    now = item(store, tag)
    return now.status, now.arrival, now.arrival_on


def hand_over(store: Store, number: str = "E-1") -> hand_overs.HandOver:
    with store.reading() as db:
        return next(one for one in hand_overs.hand_overs(db) if one.act == number)


def shelf(store: Store, status: custody.ShelfStatus) -> list[str]:
    with store.reading() as db:
        return [one.id for one in custody.shelf(db, Shelf(date(2025, 3, 1), status))]


def entries(store: Store) -> int:
    with store.reading() as db:
        return log.page(db, limit=1)[0].seq


@pytest.fixture
def tags(ledger: Store) -> tuple[str, ...]:
    """What was handed over with the act E-1."""
    return sent(ledger)


# --- the list that was sent -------------------------------------------------------------------------------------------


def test_what_was_sent_waits_for_its_receiver(ledger: Store, tags: tuple[str, ...]) -> None:
    """Until the signed list is back, every item of it is handed over and not yet confirmed, since the day it left."""
    assert {stands(ledger, tag) for tag in tags} == {("handed_over", "sent", date(2025, 2, 18))}
    now = hand_over(ledger)
    assert (now.items, now.not_confirmed, now.is_open, now.checked_on) == (4, 4, True, None)
    assert shelf(ledger, "not_confirmed") == list(tags)
    assert shelf(ledger, "not_received") == []


def test_everything_arrived(ledger: Store, tags: tuple[str, ...]) -> None:
    """A list on which all was found is closed: nothing of it is open, and its items may be destroyed elsewhere."""
    done = check(ledger, tags)
    assert (done.business_on, len(done.confirmed), done.not_received) == (date(2025, 2, 20), 4, ())
    assert {stands(ledger, tag) for tag in tags} == {("handed_over", "confirmed", date(2025, 2, 20))}
    now = hand_over(ledger)
    assert (now.confirmed, now.is_open, now.checked_on, now.checked_by) == (
        4,
        False,
        date(2025, 2, 20),
        COLLEAGUE,
    )
    desk.destroy(ledger, tags, act("DEF-1"), by=BY, at=LATER)
    assert hand_over(ledger).confirmed == 4
    assert found(ledger) == []


def test_not_received_is_a_state_with_its_own_clock(ledger: Store, tags: tuple[str, ...]) -> None:
    """What was not found is missing from the day of the check on, stays in what was handed over, and is listed."""
    done = check(ledger, tags, Seen(tags[1], found=False))
    assert [one.item for one in done.not_received] == [tags[1]]
    assert stands(ledger, tags[1]) == ("handed_over", "not_received", date(2025, 2, 20))
    assert item(ledger, tags[1]).status_on == date(2025, 2, 18)
    with ledger.reading() as db:
        (missing,) = hand_overs.not_received(db)
        assert hand_overs.not_received(db, site=OTHER_SITE) == ()
        counts = {count.status: count for count in custody.counts(db)}
    assert (missing.item.id, missing.act, missing.receiver) == (tags[1], "E-1", desk.DEFENSA)
    assert (missing.sent_on, missing.since) == (date(2025, 2, 18), date(2025, 2, 20))
    handed_over = counts["handed_over"]
    assert (handed_over.items, handed_over.not_confirmed, handed_over.not_received) == (4, 0, 1)
    now = hand_over(ledger)
    assert (now.confirmed, now.not_received, now.since, now.is_open) == (3, 1, date(2025, 2, 20), True)


def test_a_list_of_two_sites_is_one_list(ledger: Store) -> None:
    """One truck takes what two sites have; each site sees its own missing items."""
    here = take_in(ledger, "revolver").item_ids
    there = take_in(ledger, "revolver", site=OTHER_SITE).item_ids
    desk.hand_over(ledger, here + there, act("E-7", place="Campo Militar"), by=BY, at=AT)
    check(ledger, here + there, Seen(there[0], found=False), number="E-7")
    with ledger.reading() as db:
        assert [one.item.id for one in hand_overs.not_received(db, site=OTHER_SITE)] == list(there)
        assert hand_overs.not_received(db, site=SITE) == ()
        (own,) = hand_overs.hand_overs(db, site=SITE)
    assert (own.items, own.not_received) == (1, 0)


# --- the serial, read again -------------------------------------------------------------------------------------------


def test_the_same_serial_written_otherwise_is_the_same(ledger: Store, tags: tuple[str, ...]) -> None:
    """Blanks, dashes and capitals make no other serial; what was read is kept as it was read."""
    done = check(ledger, tags, Seen(tags[2], serial="b-0099"), Seen(tags[0], serial="K4471"))
    assert done.differing == ()
    assert [one.serial for one in done.items] == ["K4471", "", "b-0099", ""]


def test_a_serial_that_belongs_to_another_tag_is_named(ledger: Store, tags: tuple[str, ...]) -> None:
    """A tag on another weapon (auditors' finding 10): recorded with the tag that the serial belongs to, nothing stops."""
    other = take_in(ledger, "revolver:serial=Z-900").item_ids[0]
    done = check(ledger, tags, Seen(tags[0], serial="z900"), Seen(tags[1], found=False))
    (differing,) = done.differing
    assert (differing.item, differing.found, differing.serial) == (tags[0], True, "z900")
    assert differing.belongs_to == (other,)
    assert stands(ledger, tags[0])[1] == "confirmed"
    assert hand_over(ledger).differs == 1
    with ledger.reading() as db:
        (told,) = [one for one in arrivals.of_drop_off(db, tags[0].rpartition("/")[0]) if one.item == tags[0]]
    assert (told.kind, told.serial, told.differs, told.belongs_to) == ("confirmed", "z900", True, (other,))


@pytest.mark.parametrize(
    ("item", "seen", "differs"),
    [
        ("revolver:serial=K1", Seen("", serial="K2"), True),
        ("revolver:serial=K1", Seen("", serial_status="filed_off"), True),
        ("revolver:serial-status=none", Seen("", serial="K2"), True),
        ("revolver:serial-status=none", Seen("", serial_status="filed_off"), True),
        ("revolver:serial-status=none", Seen("", serial_status="none"), False),
        ("revolver", Seen("", serial="K2"), False),
        ("revolver", Seen("", serial="OTHER-1"), True),
        ("revolver:serial=K1", Seen(""), False),
    ],
)
def test_when_a_serial_differs(ledger: Store, item: str, seen: Seen, differs: bool) -> None:
    """Another serial, or one where none was; what nobody looked for before is news, unless another tag carries it."""
    take_in(ledger, "ak-47:serial=other1")
    tags = take_in(ledger, item).item_ids
    desk.hand_over(ledger, tags, act("E-9"), by=BY, at=AT)
    again = Seen(tags[0], True, seen.serial, seen.serial_status)
    assert check(ledger, tags, again, number="E-9").items[0].differs is differs


# --- what became of it ------------------------------------------------------------------------------------------------


def test_it_arrived_later(ledger: Store, tags: tuple[str, ...]) -> None:
    """What arrives later is confirmed from that day on, and its history says that it was missed."""
    check(ledger, tags, Seen(tags[1], found=False))
    done = resolve(ledger, tags[1], "arrived", "on the second truck")
    assert (done.act, done.item.arrival, done.approved_by) == ("E-1", "confirmed", "")
    assert stands(ledger, tags[1]) == ("handed_over", "confirmed", date(2025, 2, 27))
    now = hand_over(ledger)
    assert (now.confirmed, now.not_received, now.since, now.is_open) == (4, 0, None, False)
    with ledger.reading() as db:
        told = [one.kind for one in arrivals.of_drop_off(db, done.item.folio) if one.item == tags[1]]
        assert hand_overs.not_received(db) == ()
    assert told == ["not_received", "arrived"]


def test_it_never_left(ledger: Store, tags: tuple[str, ...]) -> None:
    """What is still here is held again from that day on, and may go with another hand-over or be destroyed here."""
    check(ledger, tags, Seen(tags[1], found=False))
    resolve(ledger, tags[1], "still_here", "stood behind the door")
    assert stands(ledger, tags[1]) == ("held", "none", None)
    assert item(ledger, tags[1]).status_on == date(2025, 2, 27)
    now = hand_over(ledger)
    assert (now.items, now.confirmed, now.still_here, now.is_open) == (4, 3, 1, False)
    desk.hand_over(ledger, [tags[1]], act("E-2"), by=BY, at=MUCH_LATER)
    assert stands(ledger, tags[1]) == ("handed_over", "sent", date(2025, 2, 27))
    assert (hand_over(ledger).still_here, hand_over(ledger, "E-2").not_confirmed) == (1, 1)
    assert found(ledger) == []


def test_it_is_lost(ledger: Store, tags: tuple[str, ...]) -> None:
    """Lost is a status of its own, approved by a supervisor, and no act touches the item again."""
    check(ledger, tags, Seen(tags[1], found=False))
    done = resolve(ledger, tags[1], "lost", "reported to the prosecutor", approval=Approval(COLLEAGUE))
    assert (done.approved_by, done.item.status) == (COLLEAGUE, "lost")
    assert stands(ledger, tags[1]) == ("lost", "none", None)
    with ledger.reading() as db:
        (lost,) = hand_overs.lost(db)
    assert (lost.item.id, lost.act, lost.since) == (tags[1], "E-1", date(2025, 2, 27))
    assert (lost.reason, lost.approved_by) == ("reported to the prosecutor", COLLEAGUE)
    assert (hand_over(ledger).lost, hand_over(ledger).is_open) == (1, False)
    with pytest.raises(errors.NotHeld, match="is lost"):
        desk.destroy(ledger, [tags[1]], act("D-1"), by=BY, at=MUCH_LATER)
    with pytest.raises(errors.NotHeld, match="is lost"):
        desk.hand_over(ledger, [tags[1]], act("E-2"), by=BY, at=MUCH_LATER)


def test_lost_needs_a_supervisor(ledger: Store, tags: tuple[str, ...]) -> None:
    """Who has the custody alone cannot write a weapon off; that it arrived, they can say."""
    desk.enrol(ledger, "beto", roles=("custody",), by=BY, at=AT)
    check(ledger, tags, Seen(tags[1], found=False), Seen(tags[2], found=False))
    more = {"reason": "who knows", "by": "beto", "at": MUCH_LATER}
    with pytest.raises(errors.ApprovalNeeded, match="an item that is lost"):
        desk.resolve_not_received(ledger, tags[1], "lost", **more)
    assert stands(ledger, tags[1])[1] == "not_received"
    desk.resolve_not_received(ledger, tags[1], "lost", approval=Approval(BY), **more)
    desk.resolve_not_received(ledger, tags[2], "arrived", **more)
    assert [stands(ledger, tag)[0] for tag in tags[1:3]] == ["lost", "handed_over"]


def test_only_custody_checks(ledger: Store, tags: tuple[str, ...]) -> None:
    """Whoever pays does not say what arrived."""
    desk.enrol(ledger, "carmen", roles=("pay",), by=BY, at=AT)
    said = [Seen(tag) for tag in tags]
    with pytest.raises(errors.NotAllowed):
        desk.check_hand_over(ledger, "E-1", said, list_hash=list_hash(tags), by="carmen", at=LATER)


def test_what_is_missing_is_not_destroyed_elsewhere(ledger: Store, tags: tuple[str, ...]) -> None:
    """A paper that says it was destroyed contradicts the one that says it never came: that is settled first."""
    check(ledger, tags, Seen(tags[1], found=False))
    before = entries(ledger)
    with pytest.raises(errors.NotReceivedYet, match="2025-02-20") as refused:
        desk.destroy(ledger, tags, act("DEF-1"), by=BY, at=MUCH_LATER)
    assert refused.value.exit_code == 1
    assert entries(ledger) == before
    resolve(ledger, tags[1], "arrived")
    desk.destroy(ledger, tags, act("DEF-1"), by=BY, at=MUCH_LATER)


def test_what_was_destroyed_before_the_list_came_back(ledger: Store, tags: tuple[str, ...]) -> None:
    """Two papers that contradict each other are both recorded; then only its arrival can be."""
    desk.destroy(ledger, tags[:2], act("DEF-1"), by=BY, at=AT)
    assert (hand_over(ledger).ended, hand_over(ledger).not_confirmed) == (2, 2)
    check(ledger, tags, Seen(tags[1], found=False))
    assert stands(ledger, tags[1]) == ("destroyed", "not_received", date(2025, 2, 20))
    assert shelf(ledger, "not_received") == [tags[1]]
    for outcome in ("still_here", "lost"):
        with pytest.raises(errors.DisposedOf, match="is destroyed"):
            resolve(ledger, tags[1], outcome)  # type: ignore[arg-type]
    resolve(ledger, tags[1], "arrived", "the list was wrong")
    assert stands(ledger, tags[1])[:2] == ("destroyed", "confirmed")
    assert found(ledger) == []


# --- bad input --------------------------------------------------------------------------------------------------------


def test_the_paper_is_the_list(ledger: Store, tags: tuple[str, ...]) -> None:
    """Another paper's hash is refused, and the refusal does not tell the right one; how it is spaced is no matter."""
    other = list_hash(tags[:3])
    with pytest.raises(errors.ListDiffers, match=other) as refused:
        check(ledger, tags, paper=other)
    assert list_hash(tags) not in str(refused.value)
    assert "(4 items)" in str(refused.value)
    for wrong in ("-", "9f2c", "9f2c-11ab-03dg", "９f2c-11ab-03de", "9f2c-11ab-03de-00"):
        with pytest.raises(errors.BadListHash):
            desk.check_hand_over(ledger, "E-1", [Seen(tag) for tag in tags], list_hash=wrong, by=BY, at=LATER)
    with pytest.raises(errors.TextMissing, match="The hash of the list is empty"):
        desk.check_hand_over(ledger, "E-1", [Seen(tag) for tag in tags], list_hash=" ", by=BY, at=LATER)
    check(ledger, tags, paper=list_hash(tags).upper().replace("-", " "))


@pytest.mark.parametrize(
    ("number", "refusal"),
    [("E-99", errors.UnknownAct), ("D-1", errors.NotAHandOver), (" ", errors.TextMissing)],
)
def test_only_a_hand_over_is_checked(
    ledger: Store, tags: tuple[str, ...], number: str, refusal: type[errors.Refusal]
) -> None:
    """An act that there is not, and one of destruction, have no receiver."""
    cut = take_in(ledger, "ak-47").item_ids
    desk.destroy(ledger, cut, act("D-1"), by=BY, at=AT)
    with pytest.raises(refusal):
        check(ledger, tags, number=number)


def test_a_list_is_checked_once(ledger: Store, tags: tuple[str, ...]) -> None:
    """A second check is refused with the day and the name of the first."""
    check(ledger, tags)
    with pytest.raises(errors.AlreadyChecked, match=f"2025-02-20 by {COLLEAGUE}"):
        check(ledger, tags)


def test_a_checked_list_takes_nothing_more(ledger: Store, tags: tuple[str, ...]) -> None:
    """An act goes on through its day only until its receiver has the list."""
    more = take_in(ledger, "revolver", "revolver").item_ids
    desk.hand_over(ledger, more[:1], act("E-1"), by=BY, at=AT)
    everything = [Seen(tag) for tag in (*tags, more[0])]
    desk.check_hand_over(ledger, "E-1", everything, list_hash=list_hash((*tags, more[0])), by=BY, at=AT)
    with pytest.raises(errors.HandOverClosed, match="E-1 was checked"):
        desk.hand_over(ledger, more[1:], act("E-1"), by=BY, at=AT)


def test_every_item_is_answered_for_and_no_other(ledger: Store, tags: tuple[str, ...]) -> None:
    """An item left out, one of another act, one named twice and one that is none are refused; nothing is recorded."""
    other = take_in(ledger, "revolver").item_ids[0]
    before = entries(ledger)
    for said, refusal in (
        (tags[:3], errors.NotChecked),
        ((*tags, other), errors.NotInHandOver),
        ((*tags, tags[0].lower()), errors.ItemTwice),
        ((*tags, "A1-000001"), errors.BadItemId),
        ((), errors.NotChecked),
    ):
        with pytest.raises(refusal):
            desk.check_hand_over(
                ledger, "E-1", [Seen(tag) for tag in said], list_hash=list_hash(tags), by=BY, at=LATER
            )
    assert entries(ledger) == before


def test_what_was_not_received_was_not_read(ledger: Store, tags: tuple[str, ...]) -> None:
    """An item cannot be missing and have its serial read; a serial that is said to be read is one."""
    with pytest.raises(errors.MissingAndRead):
        check(ledger, tags, Seen(tags[0], found=False, serial="K4471"))
    with pytest.raises(errors.TextMissing, match="Serial"):
        check(ledger, tags, Seen(tags[0], serial_status="read"))
    with pytest.raises(errors.ControlCharacters):
        check(ledger, tags, Seen(tags[0], serial="K\x1b[31m"))


def test_nothing_is_resolved_that_is_not_missing(ledger: Store, tags: tuple[str, ...]) -> None:
    """Held, destroyed, confirmed, unknown, resolved already: each is refused, and nothing is recorded."""
    held = take_in(ledger, "revolver").item_ids[0]
    cut = take_in(ledger, "ak-47").item_ids
    desk.destroy(ledger, cut, act("D-1"), by=BY, at=AT)
    check(ledger, tags, Seen(tags[1], found=False))
    resolve(ledger, tags[1], "still_here")
    before = entries(ledger)
    for tag in (held, cut[0], tags[0], tags[1]):
        for outcome in facts.RESOLUTIONS:
            with pytest.raises(errors.NothingToResolve, match=tag):
                resolve(ledger, tag, outcome)
    for wrong, refusal in (("A1-000777-", errors.BadItemId), (f"{tags[0][:-1]}9", errors.UnknownItem)):
        with pytest.raises(refusal):
            resolve(ledger, wrong, "arrived")
    with pytest.raises(errors.BadChoice):
        resolve(ledger, tags[1], "eaten")  # type: ignore[arg-type]
    with pytest.raises(errors.TextMissing):
        resolve(ledger, tags[1], "arrived", " ")
    assert entries(ledger) == before


# --- the log ----------------------------------------------------------------------------------------------------------


def test_a_rebuild_gives_the_same_rows(ledger: Store, tags: tuple[str, ...]) -> None:
    """Check and resolutions are in the log, so that the tables made anew are the same, and verification finds nothing."""
    check(ledger, tags, Seen(tags[0], found=False), Seen(tags[1], found=False), Seen(tags[2], serial="X1"))
    resolve(ledger, tags[0], "lost")
    resolve(ledger, tags[1], "still_here")
    before = dump(ledger)
    log_writer.rebuild(ledger)
    assert dump(ledger) == before
    assert found(ledger) == []


# --- reports ----------------------------------------------------------------------------------------------------------


def test_who_checked_and_who_wrote_off(ledger: Store, tags: tuple[str, ...]) -> None:
    """The report names who answered for how many items, and who approved their own write-off."""
    check(ledger, tags, Seen(tags[1], found=False))
    resolve(ledger, tags[1], "lost")
    with ledger.reading() as db:
        told = report.summarise(db, date(2025, 2, 20), date(2025, 2, 27))
    did = {(one.alias, one.deed): one.number for one in told.people.did}
    assert (did[COLLEAGUE, "checked"], did[BY, "resolved"], did[BY, "approved"]) == (4, 1, 1)
    (own,) = told.people.self_approved
    assert (own.alias, own.what, own.about) == (BY, "lost", tags[1].partition("/")[0])


def test_a_site_is_told_of_its_own(ledger: Store) -> None:
    """The board of a site has what is missing of that site, whatever the days; the balance stays at zero."""
    here = take_in(ledger, "revolver").item_ids
    there = take_in(ledger, "revolver", site=OTHER_SITE).item_ids
    desk.hand_over(ledger, here + there, act("E-7", place="Campo Militar"), by=BY, at=AT)
    check(ledger, here + there, Seen(here[0], found=False), Seen(there[0], found=False), number="E-7")
    with ledger.reading() as db:
        for site, own in ((SITE, here), (OTHER_SITE, there)):
            told = report.summarise(db, date(2025, 2, 1), date(2025, 2, 1), site=site, today=date(2025, 3, 1))
            assert [one.item.id for one in told.unaccounted.not_received] == list(own)
            assert [told.unaccounted.days(one) for one in told.unaccounted.not_received] == [9]
        whole = report.summarise(db, date(2025, 2, 18), date(2025, 2, 18))
    custody_now = whole.custody
    assert (custody_now.handed_over, custody_now.not_received, custody_now.difference) == (2, 2, 0)


STEPS = ("take", "send", "check", "miss", "arrived", "still_here", "lost", "destroy")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=14))
def test_whatever_happens_every_item_is_in_one_place(
    sample_file: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    """Any order of hand-overs, checks and findings, refused or not, keeps the balance at zero and the ledger intact."""
    path = shutil.copy(sample_file, tmp_path_factory.mktemp("steps") / "ledger.db")
    store = open_store(str(path))
    try:
        for number, step in enumerate(["take", "send", "miss", *steps]):
            with contextlib.suppress(errors.Refusal):
                _step(store, step, number)
            with store.reading() as db:
                told = report.summarise(db, date(2025, 2, 18), date(2025, 2, 18))
                stands = hand_overs.hand_overs(db)
            assert told.custody.difference == 0
            missing = sum(one.not_received for one in stands)
            assert len(told.unaccounted.not_received) == missing
            assert len(told.unaccounted.lost) == told.custody.lost == sum(one.lost for one in stands)
            for one in stands:
                parts = (
                    one.confirmed,
                    one.not_confirmed,
                    one.not_received,
                    one.still_here,
                    one.lost,
                    one.ended,
                )
                assert one.items == sum(parts)
        assert found(store) == []
    finally:
        store.close()


def _step(store: Store, step: str, number: int) -> None:
    """Do one thing to the first item or act that it could be done to; the desk may refuse."""
    with store.reading() as db:
        held = custody.shelf(db, Shelf(date(2025, 3, 1), "held"))
        out = custody.shelf(db, Shelf(date(2025, 3, 1), "handed_over"))
        missing = hand_overs.not_received(db)
        waiting = [one.act for one in hand_overs.hand_overs(db) if one.checked_on is None]
        listed = [found.item.id for found in acts.act(db, waiting[0]).items] if waiting else []
    if step == "take":
        take_in(store, "revolver", "revolver")
    elif step == "send":
        desk.hand_over(store, [one.id for one in held], act(f"E-{number}"), by=BY, at=AT)
    elif step == "destroy":
        desk.destroy(store, [one.id for one in out[:1]], act(f"D-{number}"), by=BY, at=AT)
    elif step in ("check", "miss"):
        said = [Seen(tag, step == "check" or place > 0) for place, tag in enumerate(listed)]
        paper = list_hash(listed)
        desk.check_hand_over(store, (waiting or ["-"])[0], said, list_hash=paper, by=BY, at=AT)
    elif missing:
        resolve(store, missing[0].item.id, step)  # type: ignore[arg-type]


# --- people -----------------------------------------------------------------------------------------------------------


def test_with_pins_both_sides_are_proven(ledger: Store, tags: tuple[str, ...]) -> None:
    """Nobody checks a list or writes an item off under another's alias, and lost takes a second person's PIN."""
    pins = {BY: desk.Pin("4917"), COLLEAGUE: desk.Pin("8264")}
    desk.set_pin(ledger, BY, pins[BY], by=BY, at=AT)
    desk.sign_in(ledger, BY, pins[BY], at=AT)
    desk.set_pin(ledger, COLLEAGUE, pins[COLLEAGUE], by=BY, at=AT)
    with pytest.raises(errors.NotSignedIn):
        check(ledger, tags, Seen(tags[1], found=False))
    desk.sign_in(ledger, COLLEAGUE, pins[COLLEAGUE], at=AT)
    check(ledger, tags, Seen(tags[1], found=False))
    for approval, refusal in (
        (None, errors.ApprovalNeeded),
        (Approval(COLLEAGUE), errors.ApprovalNotGiven),
        (desk.approve(ledger, BY, pins[BY], "lost", at=AT), errors.ApprovedByOneself),
    ):
        with pytest.raises(refusal):
            resolve(ledger, tags[1], "lost", **({"approval": approval} if approval else {}))
    approval = desk.approve(ledger, COLLEAGUE, pins[COLLEAGUE], "lost", at=AT)
    assert resolve(ledger, tags[1], "lost", approval=approval).approved_by == COLLEAGUE
