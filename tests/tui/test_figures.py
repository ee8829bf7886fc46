"""The figures of Till and Custody lead to their entries: one key lists the figures, Enter the entries of one."""

from datetime import timedelta

import pytest
from conftest import Run, both_engines
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, take_in
from textual.widgets import OptionList

from buyback import denominations, desk, facts, l10n
from buyback.money import Money
from buyback.store.engine import Db, open_store
from buyback.store.views import behind, custody, log, setup
from buyback.tui import figures, till_text
from buyback.tui.figures import Shown

YESTERDAY = AT - timedelta(days=1)
NOTHING = "There is no figure yet: nothing was paid and there is no float."


def work(where: str) -> None:
    """Two days: a float, payouts, vouchers, a void, a top-up, a return, a count; items destroyed, kept, handed over."""
    store = open_store(where)
    desk.give_float(store, SITE, Money(80_000_00), by=BY, at=YESTERDAY)
    tags = take_in(store, "revolver", "pistol-9mm", "revolver", "revolver", at=YESTERDAY).item_ids
    take_in(store, "revolver", settlement="voucher", at=YESTERDAY, site=OTHER_SITE)
    take_in(store, "pistol-9mm", settlement="voucher", at=YESTERDAY)
    owed = take_in(store, "pistol-9mm", settlement="later", at=YESTERDAY)
    wrong = take_in(store, "revolver", at=YESTERDAY)
    desk.void(store, wrong.folio, reason="twice", recovered=Money(8_000_00), by=COLLEAGUE, at=YESTERDAY)
    desk.top_up(store, SITE, Money(10_000_00), by=BY, at=AT)
    take_in(store, "revolver")
    desk.pay(store, owed.folio, by=BY, at=AT)
    desk.return_cash(store, SITE, Money(2_000_00), by=BY, at=AT)
    desk.count_cash(store, SITE, denominations.parse("500x40"), by=BY, at=AT)
    desk.destroy(store, tags[:1], act("A-1"), by=BY, at=AT)
    desk.keep(store, tags[1:2], act("K-1"), value="historic", by=BY, at=AT)
    desk.hand_over(store, tags[2:3], act("E-1"), by=BY, at=AT)
    store.close()


def said(db: Db, one: Shown) -> list[facts.Fact]:
    """What the entries of a figure say."""
    return [log.entry(db, seq).fact for seq in behind.entries(db, one.figure, one.span, limit=100)]


def pesos_of(found: list[facts.Fact]) -> int:
    """What the entries come to in centavos: floats and top-ups come in, payouts and returns go out."""
    minor = 0
    for fact in found:
        match fact:
            case facts.CashMoved(kind="return") | facts.PaidOut():
                minor -= fact.amount_minor
            case facts.CashMoved():
                minor += fact.amount_minor
            case facts.Voided():
                minor += fact.recovered_minor
    return minor


@both_engines
def test_each_figure_of_the_till_is_what_its_entries_come_to(ledger_url: str) -> None:
    """Float, paid today, moved today, the last count, the vouchers of all sites, what should be there; in that order."""
    work(ledger_url)
    store = open_store(ledger_url)
    with store.reading() as db:
        site = next(one for one in setup.sites(db) if one.code == SITE)
        shown = list(figures.of_till(till_text.read(db, site=site, day=AT.date()), SITE))
        told = {one.name: said(db, one) for one in shown}
    store.close()
    amounts = {one.name: one.amount for one in shown}
    assert [*amounts] == [
        "Float",
        "Paid out today",
        "Float, top-ups and returns today",
        "Last count",
        "Open vouchers",
        "Should hold",
    ]
    assert amounts["Float"] == l10n.money(Money(pesos_of(told["Float"]))) == "$80,000.00 MXN"
    assert amounts["Paid out today"] == l10n.money(Money(-pesos_of(told["Paid out today"])))
    assert len(told["Paid out today"]) == 2
    moved = told["Float, top-ups and returns today"]
    assert amounts["Float, top-ups and returns today"] == l10n.money(Money(pesos_of(moved)))
    assert sorted(fact.kind for fact in moved if isinstance(fact, facts.CashMoved)) == ["return", "top_up"]
    assert [type(fact).__name__ for fact in told["Last count"]] == ["CashCounted"]
    assert amounts["Last count"] == "$20,000.00 MXN"
    assert len(told["Open vouchers"]) == 2
    assert amounts["Should hold"] == l10n.money(Money(pesos_of(told["Should hold"])))


@both_engines
def test_each_figure_of_custody_leads_to_the_entries_of_its_items(ledger_url: str) -> None:
    """What was received, and what became of it; what was voided is neither, and what is zero is not listed."""
    work(ledger_url)
    store = open_store(ledger_url)
    with store.reading() as db:
        here = list(figures.of_custody(custody.counts(db, site=SITE), SITE))
        everywhere = list(figures.of_custody(custody.counts(db), ""))
        kinds = {one.name: {type(fact).__name__ for fact in said(db, one)} for one in here}
        numbers = len(said(db, here[0])), len(said(db, everywhere[0]))
    store.close()
    assert {one.name: one.amount for one in here} == {
        "received": "7",
        "destroyed": "1",
        "kept": "1",
        "handed over": "1",
        "held": "4",
    }
    assert everywhere[0].amount == "8"
    assert numbers == (4, 5)
    assert kinds == {
        "received": {"DroppedOff"},
        "destroyed": {"Destroyed"},
        "kept": {"Kept"},
        "handed over": {"HandedOver"},
        "held": {"DroppedOff"},
    }


async def test_the_entries_behind_a_figure_of_the_till_in_two_keys(run: Run, where: str) -> None:
    """E and Enter list the entries of the float; going back leads to the figures, the cursor where it was."""
    work(where)
    async with run() as clerk:
        await clerk.press("f6")
        await clerk.until(lambda: "80,000.00" in clerk.seen())
        await clerk.press("e", "enter")
        await clerk.until_shown("EntriesBehind")
        assert "Float $80,000.00 MXN" in clerk.seen()
        assert [sealed.kind for sealed in clerk.app.screen.told] == ["CashMoved"]  # type: ignore[attr-defined]
        await clerk.press("escape")
        await clerk.until_shown("Figures")
        await clerk.press("down", "enter")
        await clerk.until_shown("EntriesBehind")
        assert [sealed.kind for sealed in clerk.app.screen.told] == ["PaidOut"] * 2  # type: ignore[attr-defined]
        await clerk.press("escape")
        await clerk.until_shown("Figures")
        assert clerk.app.screen.query_one(OptionList).highlighted == 1
        await clerk.press("escape")
        await clerk.until_shown("TillScreen")


async def test_the_entries_behind_a_figure_of_custody_in_two_keys(run: Run, where: str) -> None:
    """Ctrl+E and Enter, from the search line and whatever is typed in it."""
    work(where)
    async with run() as clerk:
        await clerk.press("f3")
        await clerk.until(lambda: "held" in clerk.seen() and clerk.at_field == "search")
        await clerk.press("1", "ctrl+e")
        await clerk.until_shown("Figures")
        lines = [" ".join(line.split()) for line in clerk.seen().splitlines()]
        assert any("received 7" in line for line in lines), lines
        await clerk.press("down", "enter")
        await clerk.until_shown("EntriesBehind")
        assert [sealed.kind for sealed in clerk.app.screen.told] == ["Destroyed"]  # type: ignore[attr-defined]
        await clerk.press("escape", "escape")
        await clerk.until_shown("CustodyScreen")


@pytest.mark.parametrize(
    ("keys", "words"), [(("f6", "e"), NOTHING), (("f3", "ctrl+e"), "nothing was taken in")]
)
async def test_where_nothing_happened_there_is_no_figure(run: Run, keys: tuple[str, str], words: str) -> None:
    """It is said, and no empty list is opened."""
    async with run() as clerk:
        screen, key = keys
        await clerk.press(screen)
        await clerk.until(lambda: getattr(clerk.app.screen, "data", None) or clerk.at_field == "search")
        await clerk.pilot.pause(0.2)
        await clerk.press(key)
        await clerk.until(lambda: words in clerk.said())
        assert len(clerk.app.screen_stack) == 1
