"""A supervisor approves by a PIN of their own, in the dialog that needs it, and only where it is needed."""

from datetime import timedelta

import pytest
from conftest import PINS, Clerk, Run, both_engines
from samples import AT, BY, COLLEAGUE, SITE, take_in
from tui_story import facts

from buyback import desk
from buyback.desk import Act, Pin
from buyback.facts import DroppedOff, Fact, NotReceivedResolved, PinRefused, RateRecorded, Voided
from buyback.fingerprints import list_hash
from buyback.store.engine import open_store
from buyback.tui.widgets.approval import Approver

WRONG = "604829175538"


def of(where: str, kind: type[Fact]) -> list[Fact]:
    """The facts of this kind, oldest first."""
    return [fact for fact in facts(where) if isinstance(fact, kind)]


def prepare(where: str, *items: str) -> str:
    """A drop-off that is owed, received by ana; its folio."""
    store = open_store(where)
    desk.sign_in(store, BY, Pin(PINS[BY]), at=AT)
    folio = take_in(store, *items, settlement="later").folio
    store.close()
    return folio


def asks(clerk: Clerk) -> bool:
    """Whether the open dialog asks for a supervisor."""
    return bool(clerk.app.screen.query_one(Approver).display)


async def open_void(clerk: Clerk) -> None:
    """The void of the newest drop-off, from the list of today."""
    await clerk.press("shift+tab", "enter")
    await clerk.until_shown("DropOffDetail")
    await clerk.press("v")
    await clerk.until_shown("Void")


async def receive(clerk: Clerk) -> None:
    await clerk.press("enter")
    await clerk.until_shown("Receipt")
    await clerk.pilot.pause(0.5)
    await clerk.press("enter")
    await clerk.until_shown("DeskScreen")


# --- voids --------------------------------------------------------------------------------------------------------------------


@both_engines
async def test_a_void_by_a_supervisors_pin(run: Run, pinned: str) -> None:
    """An empty PIN and a wrong one are refused in place with the cursor there and the reason kept; the right one voids."""
    folio = prepare(pinned, "revolver")
    async with run(at=pinned, idle=False) as clerk:
        await clerk.sign_in()
        await open_void(clerk)
        assert asks(clerk)
        assert "A supervisor approves it: a void." in clerk.seen()
        await clerk.type("typed twice")
        await clerk.press("enter")
        assert "The PIN is empty; it is needed." in clerk.seen()
        assert clerk.at_field == "approver-pin"
        await clerk.type(WRONG)
        await clerk.press("enter")
        await clerk.until(lambda: "The PIN is not that of luis (1 wrong in a row)" in clerk.seen())
        assert clerk.at_field == "approver-pin"
        assert "typed twice" in clerk.seen()
        assert "●" not in clerk.seen()
        await clerk.type(PINS[COLLEAGUE])
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        assert clerk.app.session is not None
        assert not clerk.app.session.store.approvals
    [voided] = of(pinned, Voided)
    assert isinstance(voided, Voided)
    assert (voided.folio, voided.reason, voided.approved_by) == (folio, "typed twice", COLLEAGUE)
    assert of(pinned, PinRefused) == [PinRefused(COLLEAGUE, 1)]


@pytest.mark.parametrize("key", ["tab", "down"])
async def test_the_cursor_passes_by_an_approver_who_is_the_only_one(
    run: Run, pinned_file: str, key: str
) -> None:
    """From the reason one key leads to the PIN: there is nothing to choose between, and no digit is swallowed."""
    prepare(pinned_file, "revolver")
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await open_void(clerk)
        await clerk.type("typed twice")
        await clerk.press(key)
        assert clerk.at_field == "approver-pin"
        await clerk.type(PINS[COLLEAGUE])
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
    assert of(pinned_file, Voided)


async def test_nobody_approves_what_they_do_themselves(run: Run, pinned_file: str) -> None:
    """The choice offers the other supervisors and nobody else."""
    prepare(pinned_file, "revolver")
    async with run(at=pinned_file, operator=COLLEAGUE, idle=False) as clerk:
        await clerk.sign_in(COLLEAGUE)
        await open_void(clerk)
        assert clerk.app.screen.query_one(Approver).approvers.aliases == (BY,)


async def test_a_supervisor_whom_another_terminal_enrolled_can_approve_at_once(run: Run, pinned: str) -> None:
    """The dialog reads who works here when it opens."""
    prepare(pinned, "revolver")
    async with run(at=pinned, idle=False) as clerk:
        await clerk.sign_in()
        store = open_store(pinned)
        desk.sign_in(store, BY, Pin(PINS[BY]), at=AT)
        desk.enrol(store, "nora", by=BY, at=AT, roles=["supervise"])
        store.close()
        await open_void(clerk)
        assert clerk.app.screen.query_one(Approver).approvers.aliases == (COLLEAGUE, "nora")


async def test_where_nobody_else_is_a_supervisor(run: Run, pinned_file: str) -> None:
    """It says so, and Enter does not go on; where one person works alone they approve it with their own PIN."""
    prepare(pinned_file, "revolver")
    store = open_store(pinned_file)
    desk.sign_in(store, BY, Pin(PINS[BY]), at=AT)
    desk.revoke(store, COLLEAGUE, reason="left", by=BY, at=AT)
    store.close()
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await open_void(clerk)
        assert "This needs a supervisor, and nobody else who works here is one" in clerk.seen()
        await clerk.type("typed twice")
        await clerk.press("enter")
        await clerk.until(lambda: "approval of a second supervisor (a void), and ana is" in clerk.seen())
        await clerk.press("escape")
    store = open_store(pinned_file)
    desk.sign_in(store, BY, Pin(PINS[BY]), at=AT)
    for alias in ("eva", "tom"):
        desk.revoke(store, alias, reason="left", by=BY, at=AT)
    store.close()
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await open_void(clerk)
        await clerk.type("typed twice")
        await clerk.press("enter")
        await clerk.type(PINS[BY])
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
    assert len(of(pinned_file, Voided)) == 1


async def test_without_pins_a_supervisor_is_asked_for_nothing(run: Run, where: str) -> None:
    """Whoever supervises voids and sets a rate as ever; somebody who does not names a supervisor, without a PIN."""
    store = open_store(where)
    take_in(store, "revolver", settlement="later")
    take_in(store, "revolver", settlement="later")
    desk.enrol(store, "eva", by=BY, at=AT, roles=["receive"])
    store.close()
    async with run() as clerk:
        await open_void(clerk)
        assert not asks(clerk)
        await clerk.type("typed twice")
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
    async with run(operator="eva") as clerk:
        await clerk.press("shift+tab", "down", "enter")
        await clerk.until_shown("DropOffDetail")
        await clerk.press("v")
        await clerk.until_shown("Void")
        assert asks(clerk)
        await clerk.type("typed twice")
        await clerk.press("down", "right", "enter")
        await clerk.until_shown("DropOffDetail")
    assert [fact.approved_by for fact in of(where, Voided) if isinstance(fact, Voided)] == [BY, COLLEAGUE]


# --- a rate by hand, an item that is lost ---------------------------------------------------------------------------------


async def test_a_rate_by_hand(run: Run, pinned_file: str) -> None:
    """Approved in the same dialog; what was typed is there after a wrong PIN."""
    async with run(at=pinned_file, operator="eva", idle=False) as clerk:
        await clerk.sign_in("eva")
        await clerk.press("f10")
        await clerk.until_shown("RateDialog")
        await clerk.type("20.1")
        await clerk.press("down")
        await clerk.type("Banxico")
        await clerk.press("down", "right", "down")
        await clerk.type(WRONG)
        await clerk.press("enter")
        await clerk.until(lambda: "The PIN is not that of luis" in clerk.seen())
        assert "20.1" in clerk.seen()
        await clerk.type(PINS[COLLEAGUE])
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
    last = of(pinned_file, RateRecorded)[-1]
    assert isinstance(last, RateRecorded)
    assert (last.mxn_per_usd, last.approved_by) == ("20.1000", COLLEAGUE)


async def test_an_item_that_is_lost(run: Run, pinned_file: str) -> None:
    """Only that outcome asks for a supervisor."""
    store = open_store(pinned_file)
    desk.sign_in(store, BY, Pin(PINS[BY]), at=AT)
    items = take_in(store, "grenade:donated").item_ids
    desk.hand_over(store, items, Act("E-1", "Campo", ()), by=BY, at=AT)
    seen = [desk.Seen(items[0], found=False)]
    desk.check_hand_over(store, "E-1", seen, list_hash=list_hash(items), by=BY, at=AT)
    store.close()
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await clerk.press("f3")
        await clerk.until(lambda: items[0] in clerk.seen())
        await clerk.press("f12")
        await clerk.until_shown("HandOvers")
        await clerk.press("enter")
        await clerk.until_shown("Resolve")
        assert not asks(clerk)
        await clerk.press("left")
        assert asks(clerk)
        await clerk.press("down")
        await clerk.type("reported")
        await clerk.press("down")
        await clerk.type(PINS[COLLEAGUE])
        await clerk.press("enter")
        await clerk.until(lambda: of(pinned_file, NotReceivedResolved))
    [resolved] = of(pinned_file, NotReceivedResolved)
    assert isinstance(resolved, NotReceivedResolved)
    assert (resolved.outcome, resolved.approved_by) == ("lost", COLLEAGUE)


# --- valued as another row --------------------------------------------------------------------------------------------------


async def value(clerk: Clerk, digits: str) -> None:
    """Value the handgun that was just made unserviceable as the highlighted row, approved with this PIN."""
    await clerk.until_shown("Value")
    await clerk.press("down", "tab")
    await clerk.type("same length")
    await clerk.press("enter")
    assert clerk.at_field == "approver-pin"
    await clerk.type(digits)
    await clerk.press("enter")


async def test_a_value_is_approved_where_it_is_decided(run: Run, pinned: str) -> None:
    """The PIN is asked once, with the item on the table; a wrong one keeps the row; the drop-off names who approved."""
    async with run(at=pinned, operator="eva", idle=False) as clerk:
        await clerk.sign_in("eva")
        await clerk.type("home-made hand")
        await clerk.press("enter", "f7")
        await value(clerk, WRONG)
        await clerk.until(lambda: "The PIN is not that of ana" in clerk.seen())
        await clerk.type(PINS[BY])
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        assert "valued as Ghost gun" in clerk.seen()
        await clerk.press("f8")
        await clerk.until_shown("Payment")
        assert not asks(clerk)
        await receive(clerk)
        assert clerk.app.session is not None
        assert not clerk.app.session.store.approvals
    [fact] = of(pinned, DroppedOff)
    assert isinstance(fact, DroppedOff)
    assert (fact.approved_by, fact.reason, fact.lines[0].valued_as) == (BY, "same length", "ghost-gun")


async def test_an_approval_is_for_what_was_approved(run: Run, pinned_file: str) -> None:
    """One piece more of the same was not approved: the payment asks once, for all of it."""
    async with run(at=pinned_file, operator="eva", idle=False) as clerk:
        await clerk.sign_in("eva")
        await clerk.type("home-made hand")
        await clerk.press("enter", "f7")
        await value(clerk, PINS[BY])
        await clerk.until_shown("DeskScreen")
        await clerk.press("plus", "f8")
        await clerk.until_shown("Payment")
        assert asks(clerk)
        assert "an item valued as another row" in clerk.seen()
        await clerk.press("enter")
        assert clerk.at_field == "approver-pin"
        await clerk.type(PINS[BY])
        await receive(clerk)
    [fact] = of(pinned_file, DroppedOff)
    assert isinstance(fact, DroppedOff)
    assert (fact.approved_by, len(fact.lines)) == (BY, 2)


async def test_an_approval_outlives_a_refusal_and_a_long_wait(run: Run, pinned_file: str) -> None:
    """A drop-off that is refused once, and received an hour later, needs no second PIN."""
    async with run(at=pinned_file, operator="eva", idle=False) as clerk:
        await clerk.sign_in("eva")
        await clerk.type("home-made hand")
        await clerk.press("enter", "f7")
        await value(clerk, PINS[BY])
        await clerk.until_shown("DeskScreen")
        await clerk.press("f8")
        await clerk.until_shown("Payment")
        await clerk.press("down")
        await clerk.type("2025-02-19 10:00")
        await clerk.press("enter")
        await clerk.until(lambda: "2025-02-19" in clerk.app.screen.query_one("#refusal").render().plain)  # type: ignore[attr-defined]
        await clerk.press("ctrl+u")
        clerk.app.clock = lambda: AT + timedelta(hours=1)
        assert not asks(clerk)
        await receive(clerk)
    [fact] = of(pinned_file, DroppedOff)
    assert isinstance(fact, DroppedOff)
    assert fact.approved_by == BY


@pytest.mark.parametrize("what", ["revoked", "taken over"])
async def test_an_approval_that_does_not_stand_any_more(run: Run, pinned_file: str, what: str) -> None:
    """The supervisor was revoked, or works at this terminal now: the payment asks another one."""
    async with run(at=pinned_file, operator="eva", idle=False) as clerk:
        await clerk.sign_in("eva")
        await clerk.type("home-made hand")
        await clerk.press("enter", "f7")
        await value(clerk, PINS[BY])
        await clerk.until_shown("DeskScreen")
        if what == "revoked":
            elsewhere = open_store(pinned_file)
            desk.sign_in(elsewhere, COLLEAGUE, Pin(PINS[COLLEAGUE]), at=AT)
            desk.revoke(elsewhere, BY, reason="left", by=COLLEAGUE, at=AT)
            elsewhere.close()
            await clerk.app.refresh_session()
        else:
            await clerk.press("ctrl+o")
            await clerk.until_shown("Choose")
            await clerk.press("up", "up", "enter")
            await clerk.sign_in(BY)
        await clerk.press("f8")
        await clerk.until_shown("Payment")
        assert asks(clerk)
        assert clerk.app.screen.query_one(Approver).approvers.aliases == (COLLEAGUE,)
        await clerk.press("enter")
        await clerk.type(PINS[COLLEAGUE])
        await receive(clerk)
    [fact] = of(pinned_file, DroppedOff)
    assert isinstance(fact, DroppedOff)
    assert (fact.approved_by, fact.site) == (COLLEAGUE, SITE)


# --- what is left of a PIN --------------------------------------------------------------------------------------------------


async def test_going_back_forgets_the_pin(run: Run, pinned_file: str) -> None:
    """The reason is there again, the PIN is not; nor is it in what the app remembers."""
    prepare(pinned_file, "revolver")
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await open_void(clerk)
        await clerk.type("typed twice")
        await clerk.press("down")
        await clerk.type(PINS[COLLEAGUE])
        assert "●" in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("DropOffDetail")
        assert PINS[COLLEAGUE] not in repr(clerk.app.unfinished)
        await clerk.press("v")
        await clerk.until_shown("Void")
        assert "typed twice" in clerk.seen()
        assert "●" not in clerk.seen()


async def test_another_supervisors_pin_is_not_that_of_the_one_before(run: Run, pinned_file: str) -> None:
    """The choice of who approves is kept after a wrong PIN, and its wait is theirs alone."""
    prepare(pinned_file, "revolver")
    async with run(at=pinned_file, operator="eva", idle=False) as clerk:
        await clerk.sign_in("eva")
        await open_void(clerk)
        await clerk.type("typed twice")
        await clerk.press("down", "right", "down")
        await clerk.type(PINS[BY])
        await clerk.press("enter")
        await clerk.until(lambda: "The PIN is not that of luis" in clerk.seen())
        await clerk.type(PINS[COLLEAGUE])
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
    [voided] = of(pinned_file, Voided)
    assert isinstance(voided, Voided)
    assert voided.approved_by == COLLEAGUE
