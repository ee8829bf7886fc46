"""Both sides of a hand-over by the keyboard: the list that came back, and what became of what was not on it."""

from datetime import timedelta

import pytest
from conftest import Clerk, Run, Take
from samples import AT, BY, COLLEAGUE, OTHER_SITE, act
from tui_story import facts

from buyback import desk
from buyback.facts import CheckedItem, HandOverChecked, NotReceivedResolved
from buyback.fingerprints import list_hash
from buyback.store.engine import open_store
from buyback.tui.dialogs.check_list import CheckList
from buyback.tui.screens.custody import CustodyScreen
from buyback.tui.widgets.alarm import Alarm
from buyback.tui.widgets.balance import Balance

LATER = AT + timedelta(days=2)
ITEMS = ("revolver:serial=K4471", "revolver:serial=A900", "ak-47:serial=0022E1")


@pytest.fixture
def tags(where: str, take: Take) -> tuple[str, ...]:
    """Three weapons, handed over with the act E-1."""
    found = take(*ITEMS).item_ids
    store = open_store(where)
    desk.hand_over(store, found, act("E-1"), by=BY, at=AT)
    store.close()
    return found


def missed(where: str, tags: tuple[str, ...], *missing: str) -> None:
    """The receiver's list, recorded behind the app's back."""
    store = open_store(where)
    seen = [desk.Seen(tag, found=tag not in missing) for tag in tags]
    desk.check_hand_over(store, "E-1", seen, list_hash=list_hash(tags), by=BY, at=LATER)
    store.close()


async def to_list(clerk: Clerk) -> None:
    """Custody, and F12: every hand-over."""
    await clerk.press("f3")
    await clerk.until(lambda: isinstance(clerk.app.screen, CustodyScreen) and clerk.app.screen._shelf)
    await clerk.press("f12")
    await clerk.until_shown("HandOvers")


async def to_check(clerk: Clerk) -> CheckList:
    """The check of the first act of the list."""
    await to_list(clerk)
    await clerk.press("enter")
    await clerk.until_shown("CheckList")
    assert isinstance(clerk.app.screen, CheckList)
    return clerk.app.screen


async def test_a_list_checked_by_keys(run: Run, where: str, tags: tuple[str, ...]) -> None:
    """The hash, one tag scanned, one item turned to missing, one serial read again: the fact says all of it."""
    one, two, three = tags
    async with run(clock=LATER, size=(120, 40)) as clerk:
        await to_check(clerk)
        await clerk.type(list_hash(tags).upper())
        await clerk.press("tab")
        await clerk.type(one.lower())
        await clerk.press("enter")
        await clerk.until(lambda: "1 confirmed" in clerk.seen())
        await clerk.press("tab", "tab")
        await clerk.press("down", "space", "space", "down", "f9")
        await clerk.until_shown("SerialAgain")
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "Fusil AK-47" in clerk.seen())
        assert "AK-47 rifle" not in clerk.seen()
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "AK-47 rifle" in clerk.seen())
        await clerk.type("a 900")
        await clerk.press("enter")
        await clerk.until_shown("CheckList")
        assert "2 confirmed, 1 not received, 0 not yet confirmed" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("CheckDone")
        assert "serial 0022E1; read again: a 900, which is" in clerk.seen()
        assert any(line.strip(" │") == two for line in clerk.seen().splitlines())
        await clerk.press("enter")
        await clerk.until_shown("HandOvers")
        await clerk.press("escape")
        await clerk.until_shown("CustodyScreen")
        await clerk.until(lambda: f"1 item not received: {two} (for 0 days)" in clerk.seen())
    assert facts(where)[-1] == HandOverChecked(
        act="E-1",
        business_on="2025-02-20",
        list_hash=list_hash(tags),
        witnesses=(),
        items=(
            CheckedItem(one, True),
            CheckedItem(two, False),
            CheckedItem(three, True, "a 900", "read", True, (two,)),
        ),
    )


async def test_everything_arrived_in_few_keys(run: Run, where: str, tags: tuple[str, ...]) -> None:
    """F12, Enter, the hash, Ctrl+A, Enter."""
    async with run(clock=LATER) as clerk:
        await to_check(clerk)
        await clerk.type(list_hash(tags))
        await clerk.press("ctrl+a", "enter")
        await clerk.until_shown("CheckDone")
        assert "3 confirmed" in clerk.seen()
    checked = facts(where)[-1]
    assert isinstance(checked, HandOverChecked)
    assert all(item.found for item in checked.items)


async def test_a_tag_may_be_short(run: Run, tags: tuple[str, ...]) -> None:
    """Of a torn tag the number, its check character and the line will do; without the check character it is refused."""
    async with run(clock=LATER) as clerk:
        await to_check(clerk)
        await clerk.press("tab")
        await clerk.type("1/1")
        await clerk.press("enter")
        await clerk.until(lambda: "lacks the check character" in clerk.seen())
        await clerk.press("left", *["delete"] * 3, *["backspace"] * 3)
        await clerk.type("1-b/1")
        await clerk.press("enter")
        await clerk.until(lambda: "1 confirmed, 0 not received, 2 not yet confirmed" in clerk.seen())
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "1 confirmado" in clerk.seen())
        assert not clerk.app.screen.query_one("#refusal").display


async def test_a_refusal_loses_nothing(run: Run, where: str, tags: tuple[str, ...]) -> None:
    """Another list's hash, an item that nothing was said of, a tag of another list: said in place, marks and text stay."""
    before = len(facts(where))
    async with run(clock=LATER) as clerk:
        await to_check(clerk)
        await clerk.type("9f2c-11ab-03de")
        await clerk.press("enter")
        assert "Nothing is said of" in clerk.seen()
        await clerk.press("ctrl+a")
        await clerk.press("shift+tab", "tab", "tab", "tab")
        await clerk.press("space", "enter")
        await clerk.until(lambda: "is not the list of the hand-over E-1" in clerk.seen())
        assert "2 confirmed, 1 not received, 0 not yet confirmed" in clerk.seen()
        assert clerk.app.focused is not None
        assert clerk.app.focused.id == "hash"
        await clerk.press("tab")
        await clerk.type("A1-000001-B/9")
        await clerk.press("enter")
        assert "A1-000001-B/9 is not in the list" in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("HandOvers")
        await clerk.press("enter")
        await clerk.until_shown("CheckList")
        assert "2 confirmed, 1 not received" in clerk.seen()
        assert "9f2c-11ab-03de" in clerk.seen()
    assert len(facts(where)) == before


async def test_what_is_missing_is_on_every_board(run: Run, where: str, tags: tuple[str, ...]) -> None:
    """At the start, on Custody, on Day whatever the day, and in the item's own words; with its days."""
    missed(where, tags, tags[1])
    async with run(clock=LATER + timedelta(days=5), notifications=True) as clerk:
        await clerk.until(lambda: f"1 item not received: {tags[1]} (for 5 days)" in clerk.said())
    async with run(clock=LATER + timedelta(days=5)) as clerk:
        await clerk.press("f3")
        await clerk.until(lambda: "(for 5 days)" in clerk.seen())
        await clerk.press("left", "left")
        await clerk.until(lambda: clerk.app.screen.query_one(Balance).value == "kept")
        await clerk.press("right")
        await clerk.until(lambda: tags[1] in clerk.seen())
        await clerk.press("down")
        await clerk.until(lambda: "not received since" in clerk.seen())
        await clerk.press("f4")
        await clerk.until(lambda: "Not received" in clerk.seen())
        (line,) = [line for line in clerk.seen().splitlines()[:-1] if tags[1] in line]
        assert line.split()[-1] == "5"
        assert "sent with E-1 to Defensa, since 20 Feb 2025" in clerk.seen()


async def test_nothing_missing_says_nothing(run: Run, tags: tuple[str, ...]) -> None:
    """A hand-over that waits is no alarm yet."""
    async with run(clock=LATER, notifications=True) as clerk:
        await clerk.press("f3")
        await clerk.until(lambda: isinstance(clerk.app.screen, CustodyScreen) and clerk.app.screen._shelf)
        assert not clerk.app.screen.query_one(Alarm).display
        assert "not received" not in clerk.said()


async def test_lost_by_keys(run: Run, where: str, tags: tuple[str, ...]) -> None:
    """On top of the list stands what is missing; lost is approved, and has its own column in the balance for ever."""
    missed(where, tags, tags[1])
    async with run(clock=LATER + timedelta(days=5)) as clerk:
        await to_list(clerk)
        assert "not received for 5 days" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("Resolve")
        assert "Approved by" not in clerk.seen()
        await clerk.press("left")
        await clerk.until(lambda: "Approved by" in clerk.seen())
        await clerk.press("enter")
        await clerk.until(lambda: "Reason is empty" in clerk.seen())
        assert clerk.app.focused is not None
        assert clerk.app.focused.id == "reason"
        await clerk.type("reported")
        await clerk.press("enter")
        await clerk.until_shown("HandOvers")
        assert "1 lost, 2 confirmed" in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("CustodyScreen")
        balance = clerk.app.screen.query_one(Balance)
        await clerk.until(lambda: balance.numbers.get("lost") == 1)
        assert not clerk.app.screen.query_one(Alarm).display
        heads = clerk.seen().splitlines()[2]
        assert heads.split()[-1] == "lost"
        await clerk.press("right", "right")
        await clerk.until(lambda: balance.value == "lost" and tags[1] in clerk.seen())
    assert facts(where)[-1] == NotReceivedResolved("E-1", tags[1], "2025-02-25", "lost", "reported", "luis")


async def test_lost_stays_a_column_while_it_is_chosen(run: Run, where: str, tags: tuple[str, ...]) -> None:
    """At a site that lost nothing too: it lists nothing, and the next status can be chosen."""
    missed(where, tags, tags[1])
    store = open_store(where)
    desk.resolve_not_received(store, tags[1], "lost", reason="reported", by=COLLEAGUE, at=LATER)
    store.close()
    async with run(clock=LATER, site=OTHER_SITE) as clerk:
        await clerk.press("f3", "ctrl+s")
        balance = clerk.app.screen.query_one(Balance)
        await clerk.until(lambda: balance.numbers.get("lost") == 1)
        await clerk.press("right", "right")
        await clerk.until(lambda: tags[1] in clerk.seen())
        await clerk.press("ctrl+s")
        await clerk.until(lambda: not balance.numbers.get("lost"))
        assert "lost" in clerk.seen().splitlines()[2]
        await clerk.press("right")
        await clerk.until(lambda: balance.value == "destroyed" and "lost" not in clerk.seen().splitlines()[2])


async def test_it_never_left(run: Run, where: str, tags: tuple[str, ...]) -> None:
    """What is found here is held again, and its story says so."""
    missed(where, tags, tags[1])
    async with run(clock=LATER + timedelta(days=1), size=(120, 40)) as clerk:
        await to_list(clerk)
        await clerk.press("enter")
        await clerk.until_shown("Resolve")
        await clerk.press("right", "down")
        await clerk.type("behind the door")
        await clerk.press("enter")
        await clerk.until_shown("HandOvers")
        await clerk.press("escape")
        await clerk.until_shown("CustodyScreen")
        await clerk.until(lambda: clerk.app.screen.query_one(Balance).numbers.get("held") == 1)
        await clerk.until(lambda: tags[1] in clerk.seen())
        await clerk.press("enter")
        await clerk.until_shown("ItemDetail")
        seen = clerk.seen()
        for words in ("handed over: act E-1", "not received: act E-1", "it never left: act E-1"):
            assert words in seen, words
    assert facts(where)[-1] == NotReceivedResolved(
        "E-1", tags[1], "2025-02-21", "still_here", "behind the door"
    )


async def test_nothing_was_handed_over(run: Run) -> None:
    """F12 with nothing to list says so and opens nothing."""
    async with run(notifications=True) as clerk:
        await clerk.press("f3")
        await clerk.until(lambda: isinstance(clerk.app.screen, CustodyScreen) and clerk.app.screen._shelf)
        await clerk.press("f12")
        await clerk.until(lambda: "Nothing was handed over from this site yet. Ctrl+S" in clerk.said())
        assert isinstance(clerk.app.screen, CustodyScreen)
