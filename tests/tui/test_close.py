"""The close of a day by keys: what hinders it is said, the sums are the report's, and what is sealed is the desk's."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from close_story import DAY_BEFORE, TODAY, YESTERDAY, close, count, held, notes_of, work
from conftest import SETTINGS, Clerk, Run, both_engines
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, open_sample, take_in
from tui_story import facts

from buyback import desk, i18n, report
from buyback.facts import DayClosed
from buyback.money import Money
from buyback.report import Reconciliation
from buyback.report.closing_words import figure_text
from buyback.rules import Pin
from buyback.store.engine import Store, open_store
from buyback.tui.screens.close import CloseScreen
from buyback.tui.widgets.close_lines import CloseLines
from buyback.tui.widgets.key_line import KeyLine

ANA, LUIS = Pin("739104"), Pin("582047")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    i18n.set_language("en")


@pytest.fixture
def opened(ledger_url: str) -> Iterator[Store]:
    """The ledger of the test on either engine, to do something behind the app's back; a float and a day's work."""
    store = open_store(ledger_url)
    work(store, TODAY, opens=True)
    yield store
    store.close()


def reconciled(where: str, day: date = TODAY) -> Reconciliation:
    store = open_store(where)
    with store.reading() as db:
        found = report.reconcile(db, SITE, day, now=AT)
    store.close()
    return found


async def to_close(clerk: Clerk, day: date = TODAY) -> CloseScreen:
    """Go to the close of the day by keys; the day is the one that is offered."""
    await clerk.press("f4")
    await clerk.until_shown("DayScreen")
    await clerk.until(lambda: clerk.app.screen.data is not None)  # type: ignore[attr-defined]
    await clerk.press("f8")
    return await shown(clerk, day)


async def shown(clerk: Clerk, day: date) -> CloseScreen:
    """The screen, once it shows the day."""

    def is_it() -> bool:
        screen = clerk.app.screen
        return isinstance(screen, CloseScreen) and screen.data is not None and screen.data.found.day == day

    await clerk.until(is_it)
    await clerk.pilot.pause()
    screen = clerk.app.screen
    assert isinstance(screen, CloseScreen)
    return screen


async def count_by_keys(clerk: Clerk, hundreds: int) -> None:
    """C, so many notes of 100, F8 seals, Enter goes on."""
    await clerk.press("c")
    await clerk.until_shown("Count")
    await clerk.press("down", "down", "down")
    await clerk.type(str(hundreds))
    await clerk.press("f8")
    await clerk.until_shown("Counted")
    await clerk.press("enter")


# --- what the screen shows ----------------------------------------------------------------------------------------------


@both_engines
async def test_every_line_stands_with_its_figures(run: Run, opened: Store, ledger_url: str) -> None:
    """At 120 x 40 the three sums stand whole on one screen: label, figure, expectation and difference of every line."""
    take_in(opened, "ak-47", settlement="later", draft_id="later")
    count(opened, AT, less=2)
    found = reconciled(ledger_url)
    assert [line.name for line in found.uneven] == ["differences"]
    async with run((120, 40), at=ledger_url) as clerk:
        await to_close(clerk)
        lines = clerk.seen().splitlines()
    for line in found.lines:
        row = next(row for row in lines if row.strip().removeprefix(f"{line.sign} ").startswith(line.label))
        words = row.removeprefix(" ").split()
        assert figure_text(line.figure) in words, row
        if line.expected is not None:
            assert figure_text(line.expected) in words, row
        assert ("! " in row) is not line.is_even, row
    assert "! -200.00" in next(row for row in lines if "+ Differences" in row)


async def test_a_day_that_was_closed_with_a_later_one_is_closed(
    run: Run, opened: Store, ledger_url: str
) -> None:
    """A day without work before the last close takes no entries either, and there is nothing to close or to count."""
    close(opened, TODAY, at=AT)
    async with run(at=ledger_url) as clerk:
        screen = await to_close(clerk)
        await clerk.press("left")
        await shown(clerk, YESTERDAY)
        assert clerk.seen().splitlines()[2].rstrip().endswith("closed")
        assert "cannot be closed again" in clerk.seen()
        assert screen.check_action("close", ()) is False


async def test_a_small_screen_leaves_out_what_is_0(run: Run, opened: Store, ledger_url: str) -> None:
    """At 80 x 24 all three sums are seen at once without the lines that are 0; Z shows those, and leaves them out again."""
    count(opened, AT)
    async with run(at=ledger_url) as clerk:
        await to_close(clerk)
        for words in (
            "Items",
            "Money",
            "Papers",
            "= Held at the end",
            "= Should hold",
            "Counted",
            "= Vouchers open",
        ):
            assert words in clerk.seen()
        assert "- Left: kept for the museum" not in clerk.seen()
        assert "lines that are 0 too" in clerk.seen()
        await clerk.press("z")
        await clerk.until(lambda: "- Left: kept for the museum" in clerk.seen())
        await clerk.press("z")
        await clerk.until(lambda: "- Left: kept for the museum" not in clerk.seen())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "Counts that did not fit, redone"), ("es", "Conteos descuadrados, repetidos")],
)
async def test_a_count_that_was_made_again_stands_in_the_close(
    run: Run, opened: Store, ledger_url: str, *, size: tuple[int, int], language: str, label: str
) -> None:
    """The line stands whole with what the count was off and no red, and leads to the entry of the count."""
    missing = Money(held(opened).amount_minor - 2_000_00)
    first = desk.count_cash(opened, SITE, notes_of(missing), by=BY, at=AT)
    count(opened, AT)
    async with run(size, at=ledger_url, settings=replace(SETTINGS, language=language)) as clerk:
        await to_close(clerk)
        row = next(row for row in clerk.seen().splitlines() if label in row)
    said = row.partition(label)[2].split()
    assert said[:2] == ["1", "-$2,000.00" if size == (80, 24) else "-$2,000.00;"]
    assert "!" not in row
    assert (said[-1] == str(first.seq)) is (size == (120, 40))


@both_engines
async def test_what_is_behind_a_difference_leads_to_its_story(
    run: Run, opened: Store, ledger_url: str
) -> None:
    """The folio stands below its red line; Enter lists all of them, and Enter there shows the drop-off whole."""
    wrong = take_in(opened, "revolver", draft_id="wrong")
    desk.void(opened, wrong.folio, reason="entered twice", recovered=Money(8_000_00), by=BY, at=AT)
    count(opened, AT)
    async with run(at=ledger_url) as clerk:
        screen = await to_close(clerk)
        line = screen.query_one(CloseLines).line
        assert line is not None
        assert (line.name, line.behind) == ("not_recovered", (wrong.folio,))
        assert "! +700.00" in clerk.seen()
        rows = clerk.seen().splitlines()
        row = next(number for number, row in enumerate(rows) if "! +700.00" in row)
        assert wrong.folio in " ".join(rows[row : row + 2])
        await clerk.press("enter")
        await clerk.until_shown("CloseBehind")
        assert f"{wrong.folio}   Revolver" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        assert "entered twice" in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("CloseBehind")
        await clerk.press("escape")
        await shown(clerk, TODAY)


async def test_an_entry_behind_a_line_is_shown_whole(run: Run, opened: Store, ledger_url: str) -> None:
    """Behind what was counted stands the entry of the count."""
    count(opened, AT)
    async with run(at=ledger_url) as clerk:
        screen = await to_close(clerk)
        while screen.query_one(CloseLines).line.name != "counted":  # type: ignore[union-attr]
            await clerk.press("down")
        await clerk.press("enter")
        await clerk.until_shown("CloseBehind")
        assert "ana: counted at" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("EntryDetail")
        assert "cash counted" in clerk.seen()


async def test_a_number_of_nobody_has_no_story(run: Run, ledger_url: str) -> None:
    """A blank form that is still out is listed; Enter says that nothing was recorded with it, and the list stays."""
    store = open_store(ledger_url)
    work(store, TODAY, opens=True)
    folio = desk.reserve(store, SITE, 1, by=BY, at=AT).folios[0]
    store.close()
    async with run((120, 40), at=ledger_url, notifications=True) as clerk:
        screen = await to_close(clerk)
        await clerk.press("end")
        assert screen.query_one(CloseLines).line.name == "forms_out"  # type: ignore[union-attr]
        await clerk.press("enter")
        await clerk.until_shown("CloseBehind")
        await clerk.press("enter")
        await clerk.until(lambda: f"{folio} is a blank form" in clerk.said())
        await clerk.until_shown("CloseBehind")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_keys_are_whole(
    run: Run, opened: Store, ledger_url: str, language: str, size: tuple[int, int]
) -> None:
    """With the most keys that there can be, and on the Day screen too, the last line is not cut in either language."""
    work(opened, YESTERDAY)
    desk.count_cash(opened, SITE, (), by=BY, at=AT)
    async with run(size, at=ledger_url, settings=replace(SETTINGS, language=language)) as clerk:
        screen = await to_close(clerk, YESTERDAY)
        await clerk.until(lambda: screen.data.found.count.standing == "open")  # type: ignore[union-attr]
        assert "…" not in clerk.seen().splitlines()[size[1] - 1]
        assert screen.query_one(KeyLine).visible
        await clerk.press("escape")
        await clerk.until_shown("DayScreen")
        last = clerk.seen().splitlines()[size[1] - 1]
        assert {"en": "F8 Close day", "es": "F8 Cierre"}[language] in last
        assert "…" not in last


# --- what hinders -------------------------------------------------------------------------------------------------------


async def test_without_a_count_it_is_refused_with_the_reason_and_the_key(
    run: Run, opened: Store, ledger_url: str
) -> None:
    """The sentence stands on top with the key that counts; F8 says it again and seals nothing."""
    before = len(facts(ledger_url))
    async with run(at=ledger_url, notifications=True) as clerk:
        await to_close(clerk)
        assert "The cash box is not counted yet. C counts it here and now." in clerk.seen()
        await clerk.press("f8")
        await clerk.until(lambda: "The cash box is not counted yet." in clerk.said())
        assert type(clerk.app.screen).__name__ == "CloseScreen"
    assert len(facts(ledger_url)) == before


async def test_a_day_is_not_closed_by_the_count_of_another(run: Run, opened: Store, ledger_url: str) -> None:
    """Although no cash moved since: F8 says so, C counts, and then only the signature is missing."""
    work(opened, YESTERDAY)
    close(opened, YESTERDAY)
    async with run((120, 40), at=ledger_url) as clerk:
        await to_close(clerk)
        said = "The cash box was last counted on 17 February 2025 16:42, before this day. C counts it here and now."
        assert said in clerk.seen()
        await clerk.press("f8")
        await clerk.until(lambda: said in clerk.said())
        assert isinstance(clerk.app.screen, CloseScreen)
        await clerk.press("c")
        await clerk.until_shown("Count")
        await clerk.press("escape")
        count(opened, AT)
        await clerk.app.refresh_session()
        await clerk.until(lambda: "It is counted; F8 closes it" in clerk.seen())


async def test_what_hinders_is_told_with_its_key(run: Run, opened: Store, ledger_url: str) -> None:
    """No float: the till. A count before the last payment: C. A difference that nobody recorded: D. An open day: O."""
    async with run((120, 40), at=ledger_url) as clerk:
        count(opened, AT)
        take_in(opened, "revolver", draft_id="after the count")
        await clerk.app.refresh_session()
        await to_close(clerk)
        assert "after the count of 18 February 2025 10:42" in clerk.seen()
        assert "C counts the box again." in clerk.seen()
        desk.count_cash(opened, SITE, notes_of(Money(50_000_00)), by=BY, at=AT)
        await clerk.app.refresh_session()
        await clerk.until(lambda: "D records it; C counts again." in clerk.seen())
        work(opened, YESTERDAY)
        await clerk.app.refresh_session()
        said = "17 February 2025 is still open, and days are closed in their order. O goes to it."
        await clerk.until(lambda: said in clerk.seen())
        await clerk.press("o")
        await shown(clerk, YESTERDAY)
    async with run((120, 40), at=ledger_url, site=OTHER_SITE) as clerk:
        await to_close(clerk)
        assert "F6 goes to the till; F records it there." in clerk.seen()


async def test_days_are_stepped_through_never_past_today(run: Run, opened: Store, ledger_url: str) -> None:
    """Left and right are the days before and after; T is today, and right of it there is nothing."""
    async with run(at=ledger_url) as clerk:
        screen = await to_close(clerk)
        await clerk.press("right")
        assert screen.day == TODAY
        await clerk.press("left", "left")
        await shown(clerk, DAY_BEFORE)
        await clerk.press("right")
        await shown(clerk, YESTERDAY)
        await clerk.press("t")
        await shown(clerk, TODAY)
        assert screen.day == TODAY


# --- closing ------------------------------------------------------------------------------------------------------------


@both_engines
async def test_a_close_by_keys_is_the_one_that_the_desk_makes(
    run: Run, ledger_url: str, tmp_path: Path
) -> None:
    """Count, difference and close by keys end in the very digest that the desk's verbs give on a twin of the ledger."""
    twin_file = str(tmp_path / "twin.db")
    for where in (ledger_url, twin_file):
        store = open_store(where) if where == ledger_url else open_sample(where)
        work(store, TODAY, opens=True)
        hundreds = held(store).amount_minor // 100_00
        store.close()
    async with run(at=ledger_url) as clerk:
        await to_close(clerk)
        await count_by_keys(clerk, hundreds - 2)
        await clerk.until_shown("Difference")
        await clerk.type("two notes")
        await clerk.press("enter")
        await clerk.until(lambda: "F8 closes it" in clerk.seen())
        await clerk.press("f8")
        await clerk.until_shown("CloseDay")
        assert "2 drop-offs, 2 items" in clerk.seen()
        assert "difference -200.00" in clerk.seen()
        assert (
            "After this nobody is received or paid at Basílica de Guadalupe until tomorrow." in clerk.seen()
        )
        assert "ana signs as supervisor." in clerk.seen()
        assert not clerk.app.screen.query_one("#approver").display
        await clerk.press("enter")
        await clerk.until_shown("CloseDone")
        seen = clerk.seen()
        await clerk.press("escape")
        screen = await shown(clerk, TODAY)
        assert "Closed on 18 Feb 2025 10:42 by ana, who signs as supervisor." in clerk.seen()
        assert screen.check_action("close", ()) is False
        assert screen.check_action("count", ()) is False
    twin = open_store(twin_file)
    desk.count_cash(twin, SITE, notes_of(Money((hundreds - 2) * 100_00)), by=BY, at=AT)
    desk.record_difference(twin, SITE, reason="two notes", by=BY, at=AT)
    done = desk.close_day(twin, SITE, by=BY, at=AT)
    twin.close()
    last = facts(ledger_url)[-1]
    assert isinstance(last, DayClosed)
    assert last == facts(twin_file)[-1]
    assert last.counted_minor - last.count_expected_minor == -200_00
    found = reconciled(ledger_url).close
    assert found is not None
    assert found.checkpoint == done.checkpoint
    digest = done.checkpoint.digest
    for group in (digest[start : start + 4] for start in range(0, 16, 4)):
        assert " ".join(group) in seen
    assert digest[16:20] in seen


async def test_what_voids_brought_back_stands_beside_what_was_paid(run: Run, ledger_url: str) -> None:
    """Paid less recovered is what is valued: the last look before the close shows all three."""
    store = open_store(ledger_url)
    work(store, TODAY, opens=True)
    folio = take_in(store, "pistol-9mm").folio
    desk.void(store, folio, reason="typed twice", recovered=Money(10_350_00), by=BY, at=AT)
    count(store, AT)
    store.close()
    async with run(at=ledger_url) as clerk:
        await to_close(clerk)
        await clerk.press("f8")
        await clerk.until_shown("CloseDay")
        lines = [" ".join(line.split()) for line in clerk.seen().splitlines()]
        at = next(number for number, line in enumerate(lines) if "Paid out $19,050.00 MXN" in line)
        assert "By the table $19,050.00 MXN" in lines[at - 1]
        assert "Recovered by voids $10,350.00 MXN" in lines[at + 1]


async def test_a_paymaster_closes_with_a_supervisors_pin(run: Run, ledger_url: str) -> None:
    """Whoever is no supervisor needs one in the dialog: a wrong PIN is refused in place, and the right one signs."""
    store = open_store(ledger_url)
    work(store, TODAY, opens=True)
    count(store, AT)
    desk.set_pin(store, BY, ANA, by=BY, at=AT)
    desk.sign_in(store, BY, ANA, at=AT)
    desk.set_pin(store, COLLEAGUE, LUIS, by=BY, at=AT)
    desk.sign_in(store, COLLEAGUE, LUIS, at=AT)
    desk.change_roles(store, BY, ("pay",), reason="one role each", by=COLLEAGUE, at=AT)
    store.close()
    async with run(at=ledger_url, idle=False) as clerk:
        await clerk.until_shown("SignIn")
        await clerk.type("739104")
        await clerk.press("enter")
        await clerk.idle()
        await to_close(clerk)
        await clerk.press("f8")
        await clerk.until_shown("CloseDay")
        await clerk.type("264890")
        await clerk.press("enter")
        await clerk.until(lambda: clerk.app.focused is not None and clerk.app.focused.id == "approver-pin")
        await clerk.until(lambda: bool(clerk.app.screen.refusal))  # type: ignore[attr-defined]
        assert not any(isinstance(fact, DayClosed) for fact in facts(ledger_url))
        await clerk.type("582047")
        await clerk.press("enter")
        await clerk.until_shown("CloseDone")
    last = facts(ledger_url)[-1]
    assert isinstance(last, DayClosed)
    assert last.approved_by == COLLEAGUE


async def test_whoever_may_not_close_is_told_before_anything_is_asked(run: Run, ledger_url: str) -> None:
    """A clerk who receives sees the sums, and F8 names the roles that close."""
    store = open_store(ledger_url)
    work(store, TODAY, opens=True)
    count(store, AT)
    desk.change_roles(store, BY, ("receive",), reason="one role each", by=COLLEAGUE, at=AT)
    store.close()
    async with run(at=ledger_url, notifications=True) as clerk:
        await to_close(clerk)
        await clerk.press("f8")
        await clerk.until(lambda: "ana may not close" in clerk.said())
        assert type(clerk.app.screen).__name__ == "CloseScreen"


async def test_closing_leads_to_the_print_and_the_signature(run: Run, where: str, tmp_path: Path) -> None:
    """Enter prints the day's act, which has the checkpoint; then Enter says that it is signed. Escape puts either off."""
    store = open_store(where)
    work(store, TODAY, opens=True)
    count(store, AT)
    store.close()
    settings = replace(SETTINGS, print_folder=str(tmp_path), sheet_paper="text")
    async with run(settings=settings, notifications=True) as clerk:
        await to_close(clerk)
        await clerk.press("f8")
        await clerk.until_shown("CloseDay")
        await clerk.press("enter")
        await clerk.until_shown("CloseDone")
        assert "✓ closed    2. print the day's act" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("PrintOut")
        await clerk.press("enter")
        await clerk.until(lambda: "✓ print the day's act" in clerk.seen())
        await clerk.until(lambda: "It is signed" in clerk.seen())
        await clerk.press("enter")
        await shown(clerk, TODAY)
        assert "not printed yet" not in clerk.said()
    found = reconciled(where).close
    assert found is not None
    printed = next(tmp_path.glob("day-2025-02-18*.txt")).read_text(encoding="utf-8")
    assert found.checkpoint.digest[:4] in printed


@pytest.mark.parametrize("has_key", [True, False])
async def test_a_close_by_keys_is_signed(run: Run, tmp_path: Path, has_key: bool) -> None:
    """The ledger's key signs it into the folder of the settings, and the printed act carries that; where the key is gone the
    day is closed all the same, a message says what was not done, and the act does too.
    """
    where, folder = str(tmp_path / "signing.db"), tmp_path / "notes"
    folder.mkdir()
    store = open_sample(where, signs=True)
    work(store, TODAY, opens=True)
    count(store, AT)
    store.close()
    if not has_key:
        next(tmp_path.glob("signing.db.*.key")).unlink()
    settings = replace(
        SETTINGS, print_folder=str(tmp_path), sheet_paper="text", checkpoint_folder=str(folder)
    )
    async with run(at=where, settings=settings, notifications=True) as clerk:
        await to_close(clerk)
        await clerk.press("f8")
        await clerk.until_shown("CloseDay")
        await clerk.press("enter")
        await clerk.until_shown("CloseDone")
        assert ("Nothing is signed: the ledger's key" in clerk.said()) is not has_key
        await clerk.press("enter")
        await clerk.until_shown("PrintOut")
        await clerk.press("enter")
        await clerk.until(lambda: "✓ print the day's act" in clerk.seen())
    found = reconciled(where).close
    assert found is not None
    assert [path.name for path in folder.iterdir()] == has_key * [
        f"A1-{found.checkpoint.seq}-{found.checkpoint.digest[:8]}.txt"
    ]
    printed = " ".join(next(tmp_path.glob("day-*.txt")).read_text(encoding="utf-8").split())
    assert ("Signed by the ledger's key" in printed) is has_key
    assert ("has not signed this checkpoint" in printed) is not has_key


async def test_a_print_that_is_put_off_is_said(run: Run, where: str) -> None:
    """Escape after the close says how the act is printed later; I on the close screen asks for it."""
    store = open_store(where)
    work(store, TODAY, opens=True)
    count(store, AT)
    store.close()
    async with run(notifications=True) as clerk:
        await to_close(clerk)
        await clerk.press("f8")
        await clerk.until_shown("CloseDay")
        await clerk.press("enter")
        await clerk.until_shown("CloseDone")
        await clerk.press("escape")
        await clerk.until(lambda: "is not printed yet" in clerk.said())
        await clerk.press("i")
        await clerk.until_shown("PrintOut")
        assert "act of 18 Feb 2025" in clerk.seen()


# --- a closed day ---------------------------------------------------------------------------------------------------------


async def test_a_closed_day_refuses_a_drop_off_and_says_what_to_do(
    run: Run, opened: Store, ledger_url: str
) -> None:
    """Before a note is named for handing out; what was typed stays, and the refusal names who closed the day."""
    close(opened, TODAY, at=AT)
    before = len(facts(ledger_url))
    async with run(at=ledger_url, notifications=True) as clerk:
        await clerk.type("ak")
        await clerk.press("enter", "f8")
        await clerk.until(lambda: "record it on the next business day." in clerk.said())
        assert "is closed up to 18 February 2025" in clerk.said()
        assert "signed by ana" in clerk.said()
        assert type(clerk.app.screen).__name__ == "DeskScreen"
        assert "AK-47" in clerk.seen()
    assert len(facts(ledger_url)) == before


@pytest.mark.parametrize("key", ["f", "t", "r", "c", "d"])
async def test_the_till_of_a_closed_day_refuses_before_anything_is_typed(
    run: Run, opened: Store, ledger_url: str, key: str
) -> None:
    """No note is counted in vain: the key says at once that the day is closed, and what to do."""
    close(opened, TODAY, at=AT)
    async with run(at=ledger_url, notifications=True) as clerk:
        await clerk.press("f6")
        await clerk.until(lambda: "100,000.00" in clerk.seen())
        await clerk.press(key)
        await clerk.until(lambda: "record it on the next business day" in clerk.said())
        assert type(clerk.app.screen).__name__ == "TillScreen"


async def test_the_close_stays_where_it_is_left(run: Run, opened: Store, ledger_url: str) -> None:
    """Another mode and back shows the close again as it stands by then; Escape goes to the Day screen."""
    async with run(at=ledger_url) as clerk:
        await to_close(clerk)
        await clerk.press("f2")
        await clerk.until_shown("DeskScreen")
        await clerk.type("revolver")
        await clerk.press("enter", "f8")
        await clerk.until_shown("Payment")
        await clerk.press("enter")
        await clerk.until_shown("Receipt")
        await clerk.pilot.pause(0.5)
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        await clerk.press("f4")
        screen = await shown(clerk, TODAY)
        await clerk.until(lambda: screen.data.found.totals.drop_offs == 3)  # type: ignore[union-attr]
        await clerk.press("escape")
        await clerk.until_shown("DayScreen")
        assert not any(isinstance(one, CloseScreen) for one in clerk.app.mode_screens)


async def test_another_language_is_shown_at_once(run: Run, opened: Store, ledger_url: str) -> None:
    """Ctrl+L shows heads, lines and sentences in Spanish."""
    count(opened, AT)
    async with run((120, 40), at=ledger_url) as clerk:
        await to_close(clerk)
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "= Debe haber" in clerk.seen())
        assert "Dinero" in clerk.seen()
        assert "F8 lo cierra" in clerk.seen()
        await clerk.press("f8")
        await clerk.until_shown("CloseDay")
        assert "ana firma como supervisor." in clerk.seen()
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "ana signs as supervisor." in clerk.seen())


async def test_another_site_shows_its_own_day(run: Run, opened: Store, ledger_url: str) -> None:
    """Changing the site on the close shows the day that is to be closed there, not the one that was shown here."""
    work(opened, YESTERDAY, opens=True, site=OTHER_SITE)
    async with run(at=ledger_url) as clerk:
        screen = await to_close(clerk)
        await clerk.press("ctrl+g")
        await clerk.until_shown("Choose")
        await clerk.press("down", "enter")
        await clerk.until_shown("CloseOpen")
        await clerk.press("escape")
        await shown(clerk, YESTERDAY)
        assert screen.site.code == OTHER_SITE


async def test_the_day_screen_prints_its_day(run: Run, opened: Store, ledger_url: str) -> None:
    """I prints the act of the day that is shown, a sheet that says so while it is open."""
    async with run(at=ledger_url) as clerk:
        await clerk.press("f4")
        await clerk.until_shown("DayScreen")
        await clerk.until(lambda: clerk.app.screen.data is not None)  # type: ignore[attr-defined]
        await clerk.press("i")
        await clerk.until_shown("PrintOut")
        assert "act of 18 Feb 2025" in clerk.seen()


# --- the audit of the day -------------------------------------------------------------------------------------------------


@both_engines
async def test_findings_that_nobody_answered_are_said_and_u_lists_them(
    run: Run, opened: Store, ledger_url: str
) -> None:
    """The close and the day's summary say how many findings of which kind are open, and a close is not hindered; U lists
    them, and once they are answered neither says so any more."""
    for _number in range(2):
        take_in(opened, "revolver:serial=GEMELO", settlement="later")
    count(opened, AT)
    said = "1 finding of the audit is not answered: the same serial twice (1). U lists them."
    async with run((120, 40), at=ledger_url) as clerk:
        await to_close(clerk)
        assert said in clerk.seen()
        assert "It is counted; F8 closes it" in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("DayScreen")
        assert said in clerk.seen()
        await clerk.press("u")
        await clerk.until_shown("AuditScreen")
        await clerk.until(lambda: clerk.app.screen.found is not None)  # type: ignore[attr-defined]
        span = clerk.app.screen.span  # type: ignore[attr-defined]
        assert (span.first, span.last, span.site) == (TODAY, TODAY, SITE)
        assert "The same serial twice" in clerk.seen()
        await clerk.press("a")
        await clerk.until_shown("AnswerNote")
        await clerk.type("dos marcas")
        await clerk.press("enter")
        await clerk.until_shown("AuditScreen")
        await clerk.press("f4")
        await clerk.until_shown("DayScreen")
        await clerk.until(lambda: "of the audit" not in clerk.seen())
        await clerk.press("u")
        assert clerk.app.screen.__class__.__name__ == "DayScreen"


async def test_u_goes_from_the_close_to_the_audit_that_is_open_already(
    run: Run, opened: Store, ledger_url: str
) -> None:
    """An audit that stands on the ledger is taken to the day of the close; there are not two of them."""
    for _number in range(2):
        take_in(opened, "revolver:serial=GEMELO", settlement="later")
    async with run((120, 40), at=ledger_url) as clerk:
        await clerk.press("f5")
        await clerk.until_shown("LedgerScreen")
        await clerk.press("ctrl+a")
        await clerk.until_shown("AuditScreen")
        await to_close(clerk)
        await clerk.press("u")
        await clerk.until_shown("AuditScreen")
        await clerk.until(lambda: clerk.app.screen.span.first == TODAY)  # type: ignore[attr-defined]
        await clerk.press("escape")
        await clerk.until_shown("LedgerScreen")
