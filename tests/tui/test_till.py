"""The till by the keyboard: what it shows of the cash box, and what float, top-up and return write."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Clerk, Run, both_engines
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, open_sample, take_in
from test_refused import fill, go_to, refused
from textual.widgets import Static
from tui_story import facts

from buyback import denominations, desk
from buyback.cli.main import main
from buyback.facts import CashMoved
from buyback.money import Money
from buyback.store.engine import Store, open_store
from buyback.tui.screens.till import TillScreen
from buyback.tui.widgets.page_table import PageTable

NOTES = denominations.parse("500x90,200x20,100x10")
FLOAT = Money(50_000_00)

Prepare = Callable[[Callable[[Store], object]], None]


@pytest.fixture
def prepare(ledger_url: str) -> Prepare:
    """`prepare(lambda store: ...)` on the test's ledger, behind the app's back."""

    def prepared(work: Callable[[Store], object]) -> None:
        store = open_store(ledger_url)
        work(store)
        store.close()

    return prepared


@pytest.fixture
def twin(tmp_path: Path) -> Callable[..., str]:
    """`twin(words, ...)`: the same ledger, on which the command line did this; where it is."""

    def made(*commands: tuple[str, ...]) -> str:
        where = str(tmp_path / "twin.db")
        open_sample(where).close()
        for words in commands:
            asked = [*words, "--ledger", where, "--operator", BY, "--lang", "en"]
            assert main(asked, clock=lambda: AT) == 0
        return where

    return made


def float_it(store: Store) -> None:
    """The float of the site, with its notes."""
    desk.give_float(store, SITE, FLOAT, by=BY, at=AT, notes=NOTES)


def told(clerk: Clerk, part: str) -> str:
    """What a part of the screen says, whole, however it is wrapped beside the others."""
    return str(clerk.app.screen.query_one(f"#{part}", Static).render())


# --- what is shown ------------------------------------------------------------------------------------------------------


async def test_a_till_without_a_float_says_what_to_do_first(run: Run) -> None:
    """Nothing is claimed about the box; what needs a float is refused before anything is typed."""
    async with run() as clerk:
        await clerk.press("f6")
        await clerk.until(lambda: "No float yet" in clerk.seen())
        assert "press F and record it as the float" in clerk.seen()
        for key in ("t", "r", "c", "d"):
            await clerk.press(key)
            await clerk.until(lambda: "has no float yet" in clerk.said())
            assert isinstance(clerk.app.screen, TillScreen)


@both_engines
async def test_the_formula_is_shown_with_its_parts(run: Run, ledger_url: str, prepare: Prepare) -> None:
    """Float + top-ups - paid - returned + recovered + differences = what the box should hold, to the centavo."""

    def work(store: Store) -> None:
        float_it(store)
        desk.top_up(store, SITE, Money(10_000_50), by=BY, at=AT)
        for minutes in (40, 30, 20, 10):
            folio = take_in(store, "revolver", at=AT - timedelta(minutes=minutes)).folio
        desk.void(store, folio, reason="typed twice", recovered=Money(8_000_00), by=BY, at=AT)
        desk.return_cash(store, SITE, Money(1_000_00), by=BY, at=AT)
        desk.count_cash(store, SITE, denominations.parse("500x60"), by=BY, at=AT)

    prepare(work)
    async with run(at=ledger_url) as clerk:
        await clerk.press("f6")
        await clerk.until(lambda: "Should hold" in clerk.seen())
        lines = [" ".join(line.split()[:8]) for line in clerk.seen().splitlines()]
        for part in (
            "Float 50,000.00",
            "+ Top-ups 10,000.50",
            "- Paid out 34,800.00",
            "- Returned to the organiser 1,000.00",
            "+ Came back through voids 8,000.00",
            "+ Differences 0.00",
            "= Should hold 32,200.50",
        ):
            assert any(line.startswith(part) for line in lines), (part, lines)
        assert "$2,200.50 MXN are missing. D records it" in told(clerk, "last-count")
        assert clerk.app.screen.query_one("#last-count").has_class("refusal")
        assert "Cash for about 3 more drop-offs" in told(clerk, "lasts")


async def test_an_open_difference_is_told_until_it_is_recorded(
    run: Run, prepare: Prepare, ledger_url: str
) -> None:
    """Red with what to do; once it is recorded, it is said that it is."""

    def work(store: Store) -> None:
        float_it(store)
        desk.count_cash(store, SITE, denominations.parse("500x101"), by=BY, at=AT)

    prepare(work)
    async with run((120, 40), at=ledger_url) as clerk:
        await clerk.press("f6")
        await clerk.until(lambda: "$500.00 MXN are too much." in told(clerk, "last-count"))
        count = clerk.app.screen.query_one("#last-count")
        assert count.has_class("refusal")
        prepare(lambda store: desk.record_difference(store, SITE, reason="a gift", by=BY, at=AT))
        await clerk.app.refresh_session()
        await clerk.until(lambda: "That difference is recorded." in told(clerk, "last-count"))
        assert not count.has_class("refusal")


@both_engines
async def test_the_movements_of_the_day_lead_to_what_is_behind_them(
    run: Run, prepare: Prepare, ledger_url: str
) -> None:
    """Each with what the box should hold after it; a payout opens its drop-off, a float its entry. Yesterday's are not there."""

    def work(store: Store) -> None:
        desk.give_float(store, SITE, FLOAT, by=BY, at=AT - timedelta(days=1), notes=NOTES)
        desk.top_up(store, SITE, Money(2_000_00), by=COLLEAGUE, at=AT, reason="receipt 17")
        desk.give_float(store, OTHER_SITE, Money(1_00), by=BY, at=AT)
        take_in(store, "revolver")

    prepare(work)
    async with run(at=ledger_url, idle=False) as clerk:
        await clerk.until_shown("CloseOpen")  # of yesterday
        await clerk.press("escape", "f6")
        await clerk.until_shown("TillScreen")
        table = clerk.app.screen.query_one("#moves", PageTable)
        await clerk.until(lambda: len(table.lines) == 2)
        assert [(line.texts["amount"], line.texts["expected"]) for line in table.lines] == [
            ("-8,700.00", "43,300.00"),
            ("2,000.00", "52,000.00"),
        ]
        assert table.lines[1].texts["what"] == "top-up: receipt 17"
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        await clerk.press("escape")
        await clerk.until_shown("TillScreen")
        await clerk.press("down", "enter")
        await clerk.until_shown("EntryDetail")
        assert "receipt 17" in clerk.seen()


async def test_a_long_day_is_listed_to_its_end(run: Run, prepare: Prepare, ledger_url: str) -> None:
    """Ctrl+End leads through every page to the first movement of the day."""

    def work(store: Store) -> None:
        desk.give_float(store, SITE, Money(1_00), by=BY, at=AT)
        for _number in range(130):
            desk.top_up(store, SITE, Money(1_00), by=BY, at=AT)

    prepare(work)
    async with run(at=ledger_url) as clerk:
        await clerk.press("f6")
        table = clerk.app.screen.query_one("#moves", PageTable)
        await clerk.until(lambda: len(table.lines) == 100)
        await clerk.press("ctrl+end")
        await clerk.until(lambda: len(table.lines) == 131)
        await clerk.press("ctrl+end")
        await clerk.until(lambda: table.lines[table.cursor_row].texts["what"] == "float")


async def test_a_payment_before_the_first_float_has_no_figure(
    run: Run, prepare: Prepare, ledger_url: str
) -> None:
    """Nobody knows what was in the box then, and the list does not make one up."""

    def work(store: Store) -> None:
        take_in(store, "revolver")
        float_it(store)

    prepare(work)
    async with run(at=ledger_url) as clerk:
        await clerk.press("f6")
        table = clerk.app.screen.query_one("#moves", PageTable)
        await clerk.until(lambda: len(table.lines) == 2)
        assert [line.texts["expected"] for line in table.lines] == ["50,000.00", "–"]


async def test_the_desk_says_for_how_many_more_the_cash_lasts(
    run: Run, prepare: Prepare, ledger_url: str
) -> None:
    """From three payments on; without a float nothing is said."""

    def work(store: Store) -> None:
        float_it(store)
        for minutes in (30, 20, 10):
            take_in(store, "revolver", at=AT - timedelta(minutes=minutes))

    prepare(work)
    async with run(at=ledger_url) as clerk:
        await clerk.until(lambda: "3 drop-offs, 26,100.00 paid of 26,100.00; cash for 2 more" in clerk.seen())


# --- float, top-up, return ------------------------------------------------------------------------------------------------


@both_engines
async def test_float_top_up_and_return_write_what_the_command_line_writes(
    run: Run, ledger_url: str, twin: Callable[..., str]
) -> None:
    """By keys with their notes and reasons; the till then shows what the box should hold."""
    async with run(at=ledger_url) as clerk:
        await clerk.press("f6", "f")
        await clerk.until_shown("GiveFloat")
        await clerk.type("50,000")
        await clerk.press("down")
        await clerk.type("receipt 16")
        await go_to(clerk, "piece-500")
        await clerk.press("9", "0", "enter", "2", "0", "enter", "1", "0")
        assert "if you count them: $50,000.00 MXN" in clerk.seen()
        await clerk.press("f8")
        await clerk.until(lambda: "the cash box should hold $50,000.00 MXN" in clerk.said())
        await clerk.press("t")
        await clerk.until_shown("TopUp")
        await clerk.type("20.50")
        await clerk.press("enter")
        await clerk.until(lambda: "the cash box should hold $50,020.50 MXN" in clerk.said())
        await clerk.press("r")
        await clerk.until_shown("ReturnCash")
        await fill(clerk, {"amount": "1000", "reason": "end of the day", "piece-500": "2"})
        await go_to(clerk, "amount")
        await clerk.press("enter")
        await clerk.until(lambda: "the cash box should hold $49,020.50 MXN" in clerk.said())
        await clerk.until(lambda: "49,020.50" in clerk.seen())
    other = twin(
        (
            "cash",
            "float",
            "50000",
            "--notes",
            "500x90,200x20,100x10",
            "--reason",
            "receipt 16",
            "--site",
            SITE,
        ),
        ("cash", "top-up", "20.50", "--site", SITE),
        ("cash", "return", "1000", "--notes", "500x2", "--reason", "end of the day", "--site", SITE),
    )
    assert facts(ledger_url) == facts(other)
    assert [type(fact) for fact in facts(ledger_url)[-3:]] == [CashMoved] * 3


@pytest.mark.parametrize(
    ("key", "dialog", "texts", "words", "field"),
    [
        ("t", "TopUp", {"amount": ""}, "is not an amount", "amount"),
        ("t", "TopUp", {"amount": "8.700,50"}, "is not an amount", "amount"),
        ("t", "TopUp", {"amount": "-5"}, "is not an amount", "amount"),
        ("t", "TopUp", {"amount": "0"}, "cannot be moved", "amount"),
        ("t", "TopUp", {"amount": "999999999999"}, "cannot be moved", "amount"),
        ("t", "TopUp", {"amount": "10.20"}, "cannot be made of coins", "amount"),
        ("t", "TopUp", {"amount": "1000", "piece-500": "1"}, "come to 500.00", "amount"),
        ("t", "TopUp", {"amount": "1000", "piece-500": "x"}, "is not how many pieces of 500", "piece-500"),
        ("t", "TopUp", {"amount": "1000", "piece-20c": "-1"}, "is not how many pieces of 20c", "piece-20c"),
        ("t", "TopUp", {"amount": "1000", "reason": "=x"}, "as a formula", "reason"),
        ("r", "ReturnCash", {"amount": "60000"}, "cannot go back", "amount"),
        ("r", "ReturnCash", {"amount": "1000", "piece-0-50": "99999"}, "pieces of 0.50", "piece-0-50"),
    ],
)
async def test_what_cannot_be_moved_is_refused_in_its_field(
    run: Run,
    prepare: Prepare,
    sqlite_url: str,
    *,
    key: str,
    dialog: str,
    texts: dict[str, str],
    words: str,
    field: str,
) -> None:
    """The amount, a note or coin, or the reason; nothing is recorded and nothing typed is lost."""
    store = open_store(sqlite_url)
    float_it(store)
    store.close()
    before = facts(sqlite_url)
    async with run(at=sqlite_url) as clerk:
        await clerk.press("f6")
        await clerk.until(lambda: "Should hold" in clerk.seen())
        await clerk.press(key)
        await clerk.until_shown(dialog)
        await fill(clerk, texts)
        await go_to(clerk, "amount" if field == "reason" else "reason")
        await clerk.press("f8")
        await refused(clerk, dialog, words, field)
    assert facts(sqlite_url) == before


async def test_a_second_float_is_refused_before_anything_is_typed(
    run: Run, prepare: Prepare, ledger_url: str
) -> None:
    """While the box holds the first one; the refusal says when it was given and what to do instead."""
    prepare(float_it)
    before = facts(ledger_url)
    async with run(at=ledger_url) as clerk:
        await clerk.press("f6")
        await clerk.until(lambda: "Should hold" in clerk.seen())
        await clerk.press("f")
        await clerk.until(lambda: "has its float since" in clerk.said())
        assert isinstance(clerk.app.screen, TillScreen)
    assert facts(ledger_url) == before


async def test_who_may_not_is_told_before_anything_is_typed(
    run: Run, prepare: Prepare, ledger_url: str
) -> None:
    """Somebody who only receives looks at the till, and touches nothing of it."""

    def work(store: Store) -> None:
        float_it(store)
        desk.enrol(store, "eva", by=BY, at=AT, roles=("receive",))

    prepare(work)
    async with run(at=ledger_url, operator="eva") as clerk:
        await clerk.press("f6")
        await clerk.until(lambda: "Should hold" in clerk.seen())
        for key, words in (("t", "eva may not"), ("c", "count the cash box"), ("d", "post a difference")):
            await clerk.press(key)
            await clerk.until(lambda words=words: words in clerk.said())  # type: ignore[misc]
            assert isinstance(clerk.app.screen, TillScreen)


async def test_the_newest_movement_is_on_the_screen(run: Run, prepare: Prepare, ledger_url: str) -> None:
    """After each one the list stands at its top; somebody else's does not move who looks at an older one."""

    def work(store: Store) -> None:
        desk.give_float(store, SITE, Money(1_00), by=BY, at=AT)
        for _number in range(30):
            desk.top_up(store, SITE, Money(1_00), by=BY, at=AT)

    prepare(work)
    async with run(at=ledger_url) as clerk:
        await clerk.press("f6")
        table = clerk.app.screen.query_one("#moves", PageTable)
        await clerk.until(lambda: len(table.lines) == 31)
        await clerk.press("end", "pagedown", "pagedown")
        assert table.cursor_row > 5
        before = table.current
        prepare(lambda store: desk.top_up(store, SITE, Money(2_00), by=COLLEAGUE, at=AT))
        await clerk.app.refresh_session()
        await clerk.until(lambda: len(table.lines) == 32)
        assert table.current == before
        await clerk.press("t")
        await clerk.until_shown("TopUp")
        await fill(clerk, {"amount": "77"})
        await clerk.press("f8")
        await clerk.until_shown("TillScreen")
        await clerk.until(lambda: len(table.lines) == 33)
        await clerk.until(lambda: table.cursor_row == 0)
        await clerk.until(lambda: "77.00" in clerk.seen())


@both_engines
async def test_the_parts_of_the_box_lead_to_their_entries(
    run: Run, prepare: Prepare, ledger_url: str
) -> None:
    """B goes to the formula; up chooses a part, Enter lists its entries, Enter shows one; nothing before the float."""

    def work(store: Store) -> None:
        take_in(store, "revolver", at=AT - timedelta(hours=1))
        float_it(store)
        take_in(store, "ak-47")

    prepare(work)
    async with run(at=ledger_url) as clerk:
        await clerk.press("f6")
        await clerk.until(lambda: "50,000.00" in clerk.seen())
        await clerk.press("b", "up", "up", "up", "up", "enter")
        await clerk.until_shown("EntriesBehind")
        assert "Paid out" in clerk.seen()
        assert [sealed.kind for sealed in clerk.app.screen.told] == ["PaidOut"]  # type: ignore[attr-defined]
        await clerk.press("enter")
        await clerk.until_shown("EntryDetail")
        assert "$25,000.00 MXN" in clerk.seen()
        await clerk.press("escape", "escape")
        await clerk.until_shown("TillScreen")
        await clerk.press("down", "down", "down", "down", "enter")
        await clerk.until_shown("EntriesBehind")
        kinds = [sealed.kind for sealed in clerk.app.screen.told]  # type: ignore[attr-defined]
        assert kinds == ["PaidOut", "CashMoved"]
