"""The people of a ledger by keys: what is listed is what the log says, and every verb is the desk's."""

import pytest
from conftest import PINS, Clerk, Run, both_engines
from samples import AT, BY, COLLEAGUE
from tui_story import facts

from buyback import desk
from buyback.desk import Pin
from buyback.facts import ROLES, OperatorEnrolled, OperatorRevoked, PinSet, RolesChanged
from buyback.store.engine import open_store
from buyback.tui.screens.tables import TablesScreen
from buyback.tui.widgets.pin_field import PinField

NEW, WRONG = "604829175538", "918273640519"


async def operators(clerk: Clerk) -> None:
    """The list of operators, from the screen of tables."""
    await clerk.app.switch_mode("tables")
    await clerk.until(lambda: isinstance(clerk.app.screen, TablesScreen) and clerk.app.screen.adopted)
    await clerk.press("o")
    await clerk.until_shown("Operators")


async def fill(clerk: Clerk, *texts: str) -> None:
    """Type into one field after the other, from where the cursor is."""
    for number, text in enumerate(texts):
        if number:
            await clerk.press("down")
        await clerk.type(text)


def refusal(clerk: Clerk) -> str:
    return clerk.app.screen.query_one("#refusal").render().plain  # type: ignore[attr-defined, no-any-return]


# --- the list -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_who_works_here_and_as_what(run: Run, pinned_file: str, size: tuple[int, int]) -> None:
    """Roles, PIN or none, revoked; who works now is marked; the panel beside the tables says the same."""
    store = open_store(pinned_file)
    desk.sign_in(store, BY, Pin(PINS[BY]), at=AT)
    desk.revoke(store, COLLEAGUE, reason="left", by=BY, at=AT)
    store.close()
    async with run(size, at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await operators(clerk)
        rows = [" ".join(line.strip(" │").split()) for line in clerk.seen().splitlines()]
        for row in (
            "ana (you) every role PIN set",
            "luis every role revoked",
            "eva receive, pay PIN set",
            "tom custody no PIN yet",
        ):
            assert any(row in shown for shown in rows), row
        await clerk.press("escape")
        await clerk.until_shown("TablesScreen")
        text = clerk.app.screen.query_one("#places").text(400).plain  # type: ignore[attr-defined]
        assert "ana (you): every role, PIN set" in text
        assert "luis: revoked" in text
        assert "tom: custody, no PIN yet" in text


# --- enrolling ------------------------------------------------------------------------------------------------------------


@both_engines
async def test_enrolling_with_roles_and_a_first_pin(run: Run, pinned: str) -> None:
    """The person types the PIN twice, unseen, and can sign in at once; two that differ are both forgotten."""
    async with run(at=pinned, idle=False) as clerk:
        await clerk.sign_in()
        await operators(clerk)
        await clerk.press("n")
        await clerk.until_shown("NewOperator")
        await clerk.type("rosa")
        await clerk.press("down", "right", "down", "down", "left", "down", "down", "down")
        for first, again in ((NEW, WRONG), ("", NEW), (NEW, "")):
            await fill(clerk, first, again)
            await clerk.press("enter")
            assert refusal(clerk).startswith("The two PINs are not the same")
            assert clerk.at_field == "pin"
            assert not any(field.length for field in clerk.app.screen.query(PinField))
        await fill(clerk, NEW, NEW)
        await clerk.press("enter")
        await clerk.until_shown("Operators")
        await clerk.until(lambda: "rosa" in clerk.seen())
        await clerk.press("escape")
        await clerk.press("ctrl+o")
        await clerk.until_shown("Choose")
        await clerk.press("end", "enter")
        await clerk.until_shown("SignIn")
        await clerk.type(NEW)
        await clerk.press("enter")
        await clerk.until(lambda: clerk.app.session is not None and clerk.app.session.operator == "rosa")
    assert facts(pinned)[-2:] == [OperatorEnrolled("rosa", ("custody",)), PinSet("rosa")]


async def test_enrolling_needs_a_role(run: Run, pinned_file: str) -> None:
    """None at all is refused in place; without a PIN the operator is enrolled, and it is said what is missing."""
    async with run(at=pinned_file, idle=False, notifications=True) as clerk:
        await clerk.sign_in()
        await operators(clerk)
        await clerk.press("n")
        await clerk.until_shown("NewOperator")
        await clerk.type("rosa")
        await clerk.press("down", "right", "enter")
        assert refusal(clerk).startswith("No role is named")
        assert clerk.at_field == "role-receive"
        await clerk.press("left", "enter")
        await clerk.until_shown("Operators")
        assert "rosa has no PIN yet: P sets one." in clerk.said()
    assert facts(pinned_file)[-1] == OperatorEnrolled("rosa", ("receive",))


async def test_enrolling_without_pins(run: Run, where: str) -> None:
    """In a ledger for training there is no PIN to type, and everybody has every role unless it is taken away."""
    async with run() as clerk:
        await operators(clerk)
        await clerk.press("n")
        await clerk.until_shown("NewOperator")
        assert not clerk.app.screen.query(PinField)
        await clerk.type("rosa")
        await clerk.press("enter")
        await clerk.until_shown("Operators")
    assert facts(where)[-1] == OperatorEnrolled("rosa", ROLES)


async def test_a_clerk_may_not_enrol(run: Run, pinned_file: str) -> None:
    """It is refused in place, in words, and what was typed stays."""
    async with run(at=pinned_file, operator="eva", idle=False) as clerk:
        await clerk.sign_in("eva")
        await operators(clerk)
        await clerk.press("n")
        await clerk.until_shown("NewOperator")
        await clerk.type("rosa")
        await clerk.press("enter")
        await clerk.until(lambda: "eva may not enrol an operator" in clerk.seen())
        assert "rosa" in clerk.seen()


# --- roles and revoking -----------------------------------------------------------------------------------------------------


async def test_changing_roles(run: Run, pinned: str) -> None:
    """With a reason; exactly the same ones are refused, and so is none who supervises."""
    async with run(at=pinned, idle=False) as clerk:
        await clerk.sign_in()
        await operators(clerk)
        await clerk.press("down", "down", "r")
        await clerk.until_shown("ChangeRoles")
        await clerk.press("enter")
        assert refusal(clerk) == "Reason is empty; it is needed."
        await clerk.type("this week")
        await clerk.press("enter")
        await clerk.until(lambda: "eva has exactly these roles already" in clerk.seen())
        await clerk.press("down", "down", "left", "enter")
        await clerk.until_shown("Operators")
        await clerk.until(lambda: "receive, pay, custody" in clerk.seen())
    assert facts(pinned)[-1] == RolesChanged("eva", ("receive", "pay", "custody"), "this week")


async def test_the_last_supervisor_stays_one(run: Run, pinned_file: str) -> None:
    """Neither roles nor revoking leave a ledger without anybody who supervises: refused in place."""
    store = open_store(pinned_file)
    desk.sign_in(store, BY, Pin(PINS[BY]), at=AT)
    desk.revoke(store, COLLEAGUE, reason="left", by=BY, at=AT)
    store.close()
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await operators(clerk)
        await clerk.press("v")
        await clerk.until_shown("Revoke")
        await clerk.type("leaving")
        await clerk.press("enter")
        await clerk.until(lambda: "ana is the last supervisor who can work here" in clerk.seen())
        await clerk.press("escape")
        await clerk.until_shown("Operators")
        await clerk.press("enter")
        await clerk.until_shown("ChangeRoles")
        await clerk.press("down", "down", "down", "right", "down", "down")
        await clerk.type("less")
        await clerk.press("enter")
        await clerk.until(lambda: "ana is the last supervisor who can work here" in clerk.seen())
        assert clerk.at_field == "role-supervise"


@both_engines
async def test_revoking(run: Run, pinned: str) -> None:
    """With a reason; they stay listed, and nothing more can be done to them."""
    async with run(at=pinned, idle=False, notifications=True) as clerk:
        await clerk.sign_in()
        await operators(clerk)
        await clerk.press("down", "down", "v")
        await clerk.until_shown("Revoke")
        await clerk.type("left the site")
        await clerk.press("enter")
        await clerk.until_shown("Operators")
        await clerk.until(lambda: "revoked" in clerk.seen())
        await clerk.press("p")
        await clerk.until(lambda: "eva works here no more." in clerk.said())
        await clerk.until_shown("Operators")
    assert facts(pinned)[-1] == OperatorRevoked("eva", "left the site")


async def test_revoking_oneself_ends_ones_work(run: Run, pinned_file: str) -> None:
    """The terminal is locked until somebody else signs in."""
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await operators(clerk)
        await clerk.press("v")
        await clerk.until_shown("Revoke")
        await clerk.type("leaving")
        await clerk.press("enter")
        await clerk.until_shown("Choose")
        assert clerk.app.lock.is_on
        assert "ana" not in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("Choose")
        await clerk.press("enter")
        await clerk.sign_in(COLLEAGUE)
        assert clerk.app.session is not None
        assert clerk.app.session.operator == COLLEAGUE


# --- PINs -----------------------------------------------------------------------------------------------------------------------


async def test_changing_ones_own_pin(run: Run, pinned: str) -> None:
    """The present one first; afterwards the new one signs in, and the work goes on without another."""
    async with run(at=pinned, operator="eva", idle=False) as clerk:
        await clerk.sign_in("eva")
        await operators(clerk)
        await clerk.press("p")
        await clerk.until_shown("SetPin")
        await fill(clerk, WRONG, NEW, NEW)
        await clerk.press("enter")
        await clerk.until(lambda: "The PIN is not that of eva" in clerk.seen())
        assert clerk.at_field == "own"
        await fill(clerk, PINS["eva"], NEW, NEW)
        await clerk.press("enter")
        await clerk.until_shown("Operators")
        await clerk.press("escape")
        await clerk.press("f2")
        await clerk.until_shown("DeskScreen")
        await clerk.type("rev")
        await clerk.press("enter", "f8")
        await clerk.until_shown("Payment")
        await clerk.press("enter")
        await clerk.until_shown("Receipt")
    store = open_store(pinned)
    desk.sign_in(store, "eva", Pin(NEW), at=AT)
    store.close()


async def test_a_supervisor_sets_anothers(run: Run, pinned: str) -> None:
    """Their own PIN first, then the new one twice; a clerk may not."""
    async with run(at=pinned, idle=False, notifications=True) as clerk:
        await clerk.sign_in()
        await operators(clerk)
        await clerk.press("end", "p")
        await clerk.until_shown("SetPin")
        assert "ana types the PIN of ana first; then tom types the new one twice" in clerk.seen()
        assert "Your PIN" not in clerk.seen()
        await fill(clerk, PINS[BY], "4321", "4321")
        await clerk.press("enter")
        assert refusal(clerk).startswith("That PIN is guessed at once")
        assert clerk.at_field == "pin"
        await clerk.press("ctrl+u")
        await clerk.type(NEW)
        await clerk.press("down", "ctrl+u")
        await clerk.type(NEW)
        await clerk.press("enter")
        await clerk.until_shown("Operators")
        assert "The PIN of tom is set." in clerk.said()
    assert facts(pinned)[-1] == PinSet("tom")
    async with run(at=pinned, operator="eva", idle=False) as clerk:
        await clerk.sign_in("eva")
        await operators(clerk)
        await clerk.press("up", "p")
        await clerk.until_shown("SetPin")
        await fill(clerk, PINS["eva"], WRONG, WRONG)
        await clerk.press("enter")
        await clerk.until(lambda: "eva may not set another operator's PIN" in clerk.seen())


async def test_the_first_pin_of_a_ledger(run: Run, where: str) -> None:
    """A supervisor's own, and it says what follows; for somebody else it is refused."""
    async with run() as clerk:
        await operators(clerk)
        await clerk.press("down", "p")
        await clerk.until_shown("SetPin")
        await fill(clerk, NEW, NEW)
        await clerk.press("enter")
        await clerk.until(lambda: "the first one is a supervisor's own" in clerk.seen())
        await clerk.press("escape")
        await clerk.until_shown("Operators")
        await clerk.press("up", "p")
        await clerk.until_shown("SetPin")
        assert "This is the first PIN of the ledger." in clerk.seen()
        await fill(clerk, NEW, NEW)
        await clerk.press("enter")
        await clerk.until_shown("Operators")
        await clerk.until(lambda: "no PIN yet" in clerk.seen())
        assert "no PINs" not in clerk.seen()
    assert facts(where)[-1] == PinSet(BY)
