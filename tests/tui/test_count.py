"""Counting the box: blind, sealed first, compared afterwards; a difference has a reason and a supervisor."""

from pathlib import Path

import pytest
from conftest import PINS, Clerk, Run, both_engines
from samples import AT, BY, COLLEAGUE, SITE, open_sample, take_in
from test_refused import fill, go_to, refused
from test_till import told
from tui_story import facts

from buyback import denominations, desk
from buyback.cli.main import main
from buyback.facts import CashCounted, CashDiffered
from buyback.money import Money
from buyback.rules import Pin
from buyback.store.engine import Store, open_store
from buyback.tui.widgets.field import Field

EXPECTED = "41,300.00"
"""What the box should hold: the float of 50,000 less a revolver."""


@pytest.fixture
def till(ledger_url: str) -> str:
    """A ledger whose box has a float, of which a revolver was paid; `eva` pays and supervises nobody."""
    store = open_store(ledger_url)
    begin(store)
    desk.enrol(store, "eva", by=BY, at=AT, roles=("pay",))
    store.close()
    return ledger_url


def begin(store: Store) -> None:
    desk.give_float(store, SITE, Money(50_000_00), by=BY, at=AT)
    take_in(store, "revolver", draft_id="before the count")


async def begin_count(clerk: Clerk) -> None:
    await clerk.press("f6")
    await clerk.until(lambda: EXPECTED in clerk.seen())
    await clerk.press("c")
    await clerk.until_shown("Count")


def typed(clerk: Clerk) -> dict[str, str]:
    """What stands in the form, by field."""
    return {field.id or "": field.value for field in clerk.app.screen.query(Field)}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_count_is_blind(run: Run, till: str, size: tuple[int, int]) -> None:
    """Nothing is filled in, and no figure of what should be there is to be seen anywhere on the screen."""
    async with run(size, at=till) as clerk:
        await begin_count(clerk)
        assert set(typed(clerk).values()) == {""}
        assert len(typed(clerk)) == 12
        for figure in (EXPECTED, "50,000", "8,700", "41,3", "Should hold"):
            assert figure not in clerk.seen()
        await fill(clerk, {"piece-500": "83"})
        assert "41,500.00" in clerk.seen()
        assert "200.00" not in clerk.seen().replace("41,500.00", "")


async def test_no_message_tells_what_should_be_there(run: Run, sqlite_url: str) -> None:
    """What popped up with the last float is gone when the count begins right after it; what is serious stays."""
    async with run(at=sqlite_url, notifications=True) as clerk:
        await clerk.press("f6", "f")
        await clerk.until_shown("GiveFloat")
        await clerk.type("41300")
        await clerk.press("enter")
        await clerk.until(lambda: "should hold $41,300.00 MXN" in clerk.seen())
        clerk.app.notify("somebody wrote into the file", title="The log was changed", severity="error")
        await clerk.press("c")
        await clerk.until_shown("Count")
        await clerk.until(lambda: "somebody wrote into the file" in clerk.seen())
        assert "41,3" not in clerk.seen()


@both_engines
async def test_a_count_and_its_difference_are_what_the_command_line_writes(
    run: Run, till: str, tmp_path: Path
) -> None:
    """Sealed first; then what was expected is shown, and Enter leads to the difference, which needs a reason."""
    async with run(at=till) as clerk:
        await begin_count(clerk)
        await fill(clerk, {"piece-1000": "40", "piece-20": "3", "piece-20c": "2", "piece-0-50": "1"})
        assert "40,100.50" not in clerk.seen()  # it stands there in large figures
        await clerk.press("f8")
        await clerk.until_shown("Counted")
        sealed = facts(till)[-1]
        assert isinstance(sealed, CashCounted)
        assert sealed.counted_minor == 40_100_50
        assert "It should have held $41,300.00 MXN: $1,199.50 MXN are missing." in clerk.seen()
        assert "2 × 20 (coin)" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("Difference")
        await clerk.press("enter")
        await refused(clerk, "Difference", "Reason is empty", "reason")
        await clerk.type("paid 17 notes for 14")
        await clerk.press("enter")
        await clerk.until(lambda: "should hold $40,100.50 MXN" in clerk.said())
        await clerk.until(lambda: "That difference is recorded." in told(clerk, "last-count"))
    where = str(tmp_path / "twin.db")
    store = open_sample(where)
    begin(store)
    desk.enrol(store, "eva", by=BY, at=AT, roles=("pay",))
    store.close()
    for words in (
        ("cash", "count", "1000x40,20x3,20cx2,0.50x1", "--site", SITE),
        ("cash", "difference", "--reason", "paid 17 notes for 14", "--site", SITE),
    ):
        assert main([*words, "--ledger", where, "--operator", BY, "--lang", "en"], clock=lambda: AT) == 0
    assert facts(till) == facts(where)


async def test_enter_goes_on_and_does_not_seal(run: Run, till: str) -> None:
    """A number and Enter, as on an adding machine, twelve times; only the last one seals."""
    before = len(facts(till))
    async with run(at=till) as clerk:
        await begin_count(clerk)
        for digit in "41000000600":
            await clerk.press(digit, "enter")
            assert type(clerk.app.screen).__name__ == "Count"
        assert len(facts(till)) == before
        await clerk.press("1", "enter")
        await clerk.until_shown("Counted")
    last = facts(till)[-1]
    assert isinstance(last, CashCounted)
    assert denominations.written(last.notes) == "1000x4,500x1,5x6,0.50x1"


@pytest.mark.parametrize(
    ("texts", "words", "field"),
    [
        ({}, "Nothing is typed yet", "piece-1000"),
        ({"piece-50": "-3"}, "is not how many pieces of 50", "piece-50"),
        ({"piece-100": "1.5"}, "is not how many pieces of 100", "piece-100"),
        ({"piece-1": "20001"}, "from 0 to 20000", "piece-1"),
        ({"piece-20c": "dos"}, "is not how many pieces of 20c", "piece-20c"),
    ],
)
async def test_what_is_no_count_is_refused_in_its_field(
    run: Run, sqlite_url: str, texts: dict[str, str], words: str, field: str
) -> None:
    """An empty form, a negative number, half a note, more than any box holds: nothing is sealed."""
    store = open_store(sqlite_url)
    begin(store)
    store.close()
    before = facts(sqlite_url)
    async with run(at=sqlite_url) as clerk:
        await begin_count(clerk)
        await fill(clerk, texts)
        await go_to(clerk, "piece-2")
        await clerk.press("f8")
        await refused(clerk, "Count", words, field)
    assert facts(sqlite_url) == before


async def test_an_empty_box_is_counted_with_a_zero(run: Run, till: str) -> None:
    """One typed 0 says that nothing is there."""
    async with run(at=till) as clerk:
        await begin_count(clerk)
        await clerk.press("0", "f8")
        await clerk.until_shown("Counted")
    last = facts(till)[-1]
    assert isinstance(last, CashCounted)
    assert (last.counted_minor, last.notes) == (0, ())


async def test_what_was_typed_comes_back_while_nothing_has_moved(run: Run, till: str) -> None:
    """Going back loses nothing; but once something was paid, the half-typed count is of another box."""
    async with run(at=till) as clerk:
        await begin_count(clerk)
        await fill(clerk, {"piece-500": "80"})
        await clerk.press("escape")
        await clerk.until_shown("TillScreen")
        await clerk.press("c")
        await clerk.until_shown("Count")
        assert typed(clerk)["piece-500"] == "80"
        await clerk.press("escape")
        await clerk.until_shown("TillScreen")
        store = open_store(till)
        take_in(store, "revolver")
        store.close()
        await clerk.press("c")
        await clerk.until_shown("Count")
        assert set(typed(clerk).values()) == {""}


async def test_counting_again_begins_with_an_empty_form(run: Run, till: str) -> None:
    """C after a count that was wrong: both counts stay in the log, and the last one that fits needs no difference."""
    async with run(at=till) as clerk:
        await begin_count(clerk)
        await fill(clerk, {"piece-500": "80"})
        await clerk.press("f8")
        await clerk.until_shown("Counted")
        await clerk.press("c")
        await clerk.until_shown("Count")
        assert set(typed(clerk).values()) == {""}
        await fill(clerk, {"piece-500": "82", "piece-200": "1", "piece-100": "1"})
        await clerk.press("f8")
        await clerk.until_shown("Counted")
        assert "the count fits" in clerk.seen()
        assert "Record the difference" not in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("TillScreen")
    counts = [fact.counted_minor for fact in facts(till) if isinstance(fact, CashCounted)]
    assert counts == [40_000_00, 41_300_00]


async def test_a_difference_that_is_left_open_can_be_recorded_later(run: Run, till: str) -> None:
    """Escape leaves it on the board; D comes back to it, and a second time there is none to record."""
    async with run(at=till) as clerk:
        await begin_count(clerk)
        await clerk.press("0", "f8")
        await clerk.until_shown("Counted")
        await clerk.press("escape")
        await clerk.until_shown("TillScreen")
        await clerk.until(lambda: "D records it" in told(clerk, "last-count"))
        await clerk.press("d")
        await clerk.until_shown("Difference")
        await clerk.type("stolen")
        await clerk.press("enter")
        await clerk.until(lambda: "That difference is recorded." in told(clerk, "last-count"))
        await clerk.press("d")
        await clerk.until(lambda: "is recorded already" in clerk.said())


async def test_a_supervisor_approves_the_difference(run: Run, till: str) -> None:
    """In the same dialog, where whoever counted supervises nobody."""
    async with run(at=till, operator="eva") as clerk:
        await begin_count(clerk)
        await clerk.press("0", "f8")
        await clerk.until_shown("Counted")
        await clerk.press("enter")
        await clerk.until_shown("Difference")
        assert "a difference in the cash box" in clerk.seen()
        await fill(clerk, {"reason": "stolen"})
        await go_to(clerk, "approver-alias")
        await clerk.press("right", "enter")
        await clerk.until(lambda: isinstance(facts(till)[-1], CashDiffered))
    last = facts(till)[-1]
    assert isinstance(last, CashDiffered)
    assert last.approved_by == "luis"


async def test_a_supervisors_pin_approves_the_difference(run: Run, pinned: str) -> None:
    """A wrong one is refused in place and recorded, with the reason still there; the right one is kept nowhere."""
    store = open_store(pinned)
    desk.sign_in(store, BY, desk.Pin(PINS[BY]), at=AT)
    desk.give_float(store, SITE, Money(50_000_00), by=BY, at=AT)
    store.close()
    async with run(at=pinned, operator="eva", idle=False) as clerk:
        await clerk.sign_in("eva")
        await clerk.press("f6")
        await clerk.until(lambda: "50,000.00" in clerk.seen())
        await clerk.press("c")
        await clerk.until_shown("Count")
        await clerk.press("0", "f8")
        await clerk.until_shown("Counted")
        await clerk.press("enter")
        await clerk.until_shown("Difference")
        await fill(clerk, {"reason": "stolen"})
        await go_to(clerk, "approver-pin")
        await clerk.type(PINS["eva"])
        await clerk.press("enter")
        await refused(clerk, "Difference", "The PIN is not that of ana", "approver-pin")
        assert clerk.app.screen.query_one("#reason", Field).value == "stolen"
        await clerk.type(PINS[BY])
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(facts(pinned)[-1], CashDiffered))
        assert PINS[BY] not in str(clerk.app.unfinished)
    last = facts(pinned)[-1]
    assert isinstance(last, CashDiffered)
    assert last.approved_by == BY


async def test_a_half_typed_count_is_for_nobody_else(run: Run, till: str) -> None:
    """Whoever opens the count next begins with an empty form, and whoever typed it finds it again."""
    async with run(at=till) as clerk:
        await begin_count(clerk)
        await fill(clerk, {"piece-500": "80"})
        await clerk.press("escape")
        await clerk.until_shown("TillScreen")
        for alias, found in (("eva", ""), (BY, "80")):
            await clerk.press("ctrl+o")
            await clerk.until_shown("Choose")
            await clerk.press(*(["end"] if alias == "eva" else ["home"]), "enter")
            await clerk.until(lambda alias=alias: clerk.app.session.operator == alias)  # type: ignore[misc]
            await clerk.until_shown("TillScreen")
            await clerk.press("c")
            await clerk.until_shown("Count")
            assert typed(clerk)["piece-500"] == found
            await clerk.press("escape")
            await clerk.until_shown("TillScreen")


async def test_a_count_that_is_open_while_another_takes_over_is_emptied(run: Run, pinned_file: str) -> None:
    """The terminal is locked over a half-typed count: who unlocks it as somebody else does not see the figures."""
    store = open_store(pinned_file)
    desk.sign_in(store, BY, Pin(PINS[BY]), at=AT)
    desk.give_float(store, SITE, Money(50_000_00), by=BY, at=AT)
    store.close()
    async with run(at=pinned_file, idle=False) as clerk:
        await clerk.sign_in()
        await clerk.press("f6")
        await clerk.until(lambda: "50,000.00" in clerk.seen())
        await clerk.press("c")
        await clerk.until_shown("Count")
        await fill(clerk, {"piece-500": "80"})
        await clerk.press("ctrl+k")
        await clerk.until_shown("SignIn")
        await clerk.press("escape")
        await clerk.until_shown("Choose")
        await clerk.press("down", "enter")
        await clerk.sign_in(COLLEAGUE)
        await clerk.until_shown("Count")
        assert set(typed(clerk).values()) == {""}
