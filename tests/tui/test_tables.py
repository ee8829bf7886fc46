"""Tables and people: what is shown is what the ledger holds, and every verb by keys is the desk's verb."""

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import SETTINGS, Clerk, Run
from rate_server import RateServer, Reply, closed_port_url, frankfurter
from samples import AT, BY, SITE
from tui_story import facts

from buyback import desk, i18n, payout_table
from buyback.config import Settings
from buyback.desk import NewSite
from buyback.facts import ROLES, Fact, OperatorEnrolled, PayoutTableAdopted, RateRecorded, SiteAdded
from buyback.money import Rate
from buyback.payout_table import PayoutTable, TableMeta, changes, load_seed
from buyback.rates import MANUAL, Quoted
from buyback.store.engine import Store, open_store
from buyback.tui.screens.tables import TablesScreen
from buyback.tui.state import Session
from buyback.tui.widgets.rate_list import RateList
from buyback.tui.widgets.row_list import RowList
from buyback.tui.widgets.text_scroll import TextScroll

HEAD = "code,class,name_es,name_en,calibre,aliases,serviceable_mxn,unserviceable_mxn,unit,source\n"
GOOD = (
    HEAD
    + "revolver,handgun,Revólver,Revolver,,fajo,9000,4000,piece,annex\nsling,toy,Honda,Sling,,,10,,piece,annex\n"
)


@pytest.fixture(autouse=True)
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where imported tables are kept, and where files are looked for: a folder of the test's own."""
    monkeypatch.setenv("BUYBACK_TABLES", str(tmp_path / "kept"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def twin(where: str, tmp_path: Path) -> Callable[[Callable[[Store], object]], list[Fact]]:
    """What the same ledger says after a verb of the desk."""

    def after(do: Callable[[Store], object]) -> list[Fact]:
        store = open_store(str(shutil.copy(where, tmp_path / "twin.db")))
        do(store)
        store.close()
        return facts(str(tmp_path / "twin.db"))

    return after


Twin = Callable[[Callable[[Store], object]], list[Fact]]


async def go(clerk: Clerk) -> TablesScreen:
    """The screen, once it shows the ledger."""
    await clerk.press("f11")
    await clerk.until(lambda: isinstance(clerk.app.screen, TablesScreen) and clerk.app.screen.adopted)
    await clerk.pilot.pause()
    assert isinstance(clerk.app.screen, TablesScreen)
    return clerk.app.screen


async def until_said(clerk: Clerk, words: str) -> None:
    """Wait until the top screen says so; line breaks do not matter."""
    await clerk.until(lambda: words in clerk.seen())


def text_of(clerk: Clerk, which: str) -> str:
    """Everything that a scrolled text says, what is out of sight too."""
    return clerk.app.screen.query_one(which, TextScroll).text(400).plain


def session(clerk: Clerk) -> Session:
    assert clerk.app.session is not None
    return clerk.app.session


# --- the payout table -----------------------------------------------------------------------------------------------------


async def test_the_table_in_use_is_shown_whole(run: Run) -> None:
    """Code, first day, issuer, that it is not complete; every row; of the highlighted one everything with its source."""
    async with run(size=(120, 40)) as clerk:
        screen = await go(clerk)
        seen = clerk.seen()
        assert "federal-2025, in force from 6 Jan 2025, 34 types" in seen
        assert "NOT COMPLETE: some amounts are not published" in seen
        assert "Secretaría de Gobernación (Segob), Sí al Desarme, Sí a la Paz" in seen
        assert len(screen.query_one(RowList).rows) == 34
        await clerk.press("slash")
        await clerk.type("erre")
        seen = clerk.seen()
        assert "AR-15 rifle  erre" in seen
        assert "25,000.00 not published" in seen
        assert "ar-15, Military weapon, per piece" in seen
        assert "Also called: R-15, erre, erre quince, AR" in seen
        assert "Source: https://imagendelgolfo.mx/" in text_of(clerk, "#row-detail")
        await clerk.press("escape")
        assert len(screen.query_one(RowList).rows) == 34


async def test_the_arrow_keys_show_one_row_after_the_other(run: Run) -> None:
    """The text below follows the highlight, from the rows and from the search."""
    async with run() as clerk:
        await go(clerk)
        assert "ghost-gun, Home-made gun, any calibre, per piece" in clerk.seen()
        await clerk.press("down")
        assert "home-made-handgun" in clerk.seen()
        await clerk.press("slash", "down", "down")
        assert "revolver, Handgun" in clerk.seen()
        await clerk.press("enter", "down")
        assert "revolver-22, Handgun, calibre .22" in clerk.seen()


async def test_a_search_without_a_hit_says_so(run: Run) -> None:
    """Nothing found is words, not an empty box."""
    async with run() as clerk:
        await go(clerk)
        await clerk.press("slash")
        await clerk.type("zzzz")
        assert "No type is called so." in clerk.seen()


async def test_adopting_shows_what_changes_and_is_the_desks_verb(run: Run, where: str, twin: Twin) -> None:
    """A, the table, its rises and falls, Enter: the same fact as `desk.adopt_table`; the desk pays by it."""
    expected = twin(lambda store: desk.adopt_table(store, load_seed("federal-2026"), by=BY, at=AT))
    async with run(size=(120, 40)) as clerk:
        await go(clerk)
        await clerk.press("a")
        await clerk.until_shown("Choose")
        assert "federal-2026   in force from 14 Jan 2026" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("Adopt")
        assert "AK-47 rifle 25,000.00 → 32,960.00" in " ".join(clerk.seen().split())
        assert "It is not complete" in clerk.seen()
        await clerk.press("enter")
        await until_said(clerk, "federal-2026, in force from 14 Jan 2026")
        adopted = text_of(clerk, "#places")
        assert "federal-2026, adopted 18 Feb 2025 10:42 by ana: in use" in adopted
        assert "federal-2025, adopted 18 Feb 2025 10:42 by ana" in adopted
    assert facts(where) == expected
    assert isinstance(expected[-1], PayoutTableAdopted)


async def test_escape_adopts_nothing(run: Run, where: str) -> None:
    """Looking at what would change changes nothing."""
    before = facts(where)
    async with run() as clerk:
        await go(clerk)
        await clerk.press("a", "enter")
        await clerk.until_shown("Adopt")
        await clerk.press("escape")
        await clerk.until_shown("TablesScreen")
    assert facts(where) == before


async def test_a_table_in_another_currency_is_refused_in_place(run: Run, where: str, tables: Path) -> None:
    """Dollars are never paid out as pesos: the refusal stands in the dialog, and nothing is recorded."""
    before = facts(where)
    kept = tables / "kept"
    kept.mkdir()
    (kept / "county.csv").write_text(
        HEAD + "revolver,handgun,Revólver,Revolver,,,50,,piece,\n", encoding="utf-8"
    )
    (kept / "county.toml").write_text('effective_on = 2025-01-01\ncurrency = "USD"\n', encoding="utf-8")
    async with run() as clerk:
        await go(clerk)
        await clerk.press("a")
        await clerk.until_shown("Choose")
        while "county" not in highlighted(clerk):
            await clerk.press("down")
        await clerk.press("enter")
        await clerk.until_shown("Adopt")
        await clerk.press("enter")
        await until_said(clerk, "The payout table county is in USD, and ledgers pay in MXN only")
    assert facts(where) == before


async def test_an_older_table_can_be_adopted_again(run: Run, where: str) -> None:
    """A table that paid before is offered, though it came from a file that is not at hand any more."""
    store = open_store(where)
    own = PayoutTable(replace(load_seed("federal-2025").adopted, code="own", complete=True))
    desk.adopt_table(store, own, by=BY, at=AT)
    desk.adopt_table(store, load_seed("federal-2026"), by=BY, at=AT)
    store.close()
    async with run() as clerk:
        await go(clerk)
        await clerk.press("a")
        await clerk.until_shown("Choose")
        assert "own   in force from" in clerk.seen()
        while "own" not in highlighted(clerk):
            await clerk.press("down")
        await clerk.press("enter")
        await clerk.until_shown("Adopt")
        await clerk.press("enter")
        await until_said(clerk, "own, in force from")
    last = facts(where)[-1]
    assert isinstance(last, PayoutTableAdopted)
    assert last == own.adopted


def highlighted(clerk: Clerk) -> str:
    from textual.widgets import OptionList

    option = clerk.app.screen.query_one(OptionList).highlighted_option
    return str(option.prompt) if option else ""


async def test_a_file_with_a_mistake_is_refused_in_place_then_imported_and_adopted(
    run: Run, where: str, tables: Path, twin: Twin
) -> None:
    """Line and column stand in the dialog, what was typed stays, and the mended file is offered for adoption."""
    file = tables / "tabla.csv"
    file.write_text(GOOD, encoding="utf-8")
    meta = TableMeta(effective_on="2025-02-01", code="tabla", issuer="Municipio")
    table = payout_table.read_table_file(file, meta)
    expected = twin(lambda store: desk.adopt_table(store, table, by=BY, at=AT))
    file.write_text(GOOD.replace(",9000,", ",9 mil,"), encoding="utf-8")
    async with run() as clerk:
        await go(clerk)
        await clerk.press("i")
        await clerk.until_shown("ImportTable")
        await clerk.type("tabla.csv")
        await clerk.press("enter")
        await until_said(clerk, "In force from is empty; it is needed.")
        assert "tabla.csv" in clerk.seen()
        await clerk.type("2025-02-01")
        await clerk.press("down", "down")
        await clerk.type("Municipio")
        await clerk.press("enter")
        await until_said(clerk, "line 2, column serviceable_mxn")
        assert "2025-02-01" in clerk.seen()
        assert "Municipio" in clerk.seen()
        file.write_text(GOOD, encoding="utf-8")
        await clerk.press("enter")
        await clerk.until_shown("Adopt")
        assert "Revolver 8,700.00 → 9,000.00" in " ".join(clerk.seen().split())
        await clerk.press("enter")
        await until_said(clerk, "tabla, in force from 1 Feb 2025, 2 types")
    assert facts(where) == expected


async def test_a_missing_file_is_refused_in_words(run: Run) -> None:
    """No path, or one where nothing is: a sentence in the dialog."""
    async with run() as clerk:
        await go(clerk)
        await clerk.press("i", "enter")
        assert "CSV file is empty; it is needed." in clerk.seen()
        await clerk.type("~nobody-here/x.csv")
        await clerk.press("enter")
        await until_said(clerk, "~nobody-here/x.csv cannot be read: there is no such file")


# --- rates ----------------------------------------------------------------------------------------------------------------


async def test_the_rates_are_listed_with_the_one_in_use(run: Run) -> None:
    """Day, source, when and by whom it was learned; the one in use is marked with its age."""
    async with run(size=(120, 40)) as clerk:
        await go(clerk)
        seen = " ".join(clerk.seen().split())
        assert "20.2852 18 Feb 2025 in use, today" in seen
        assert "ECB, learned 18 Feb 2025 10:42, ana" in seen


async def test_fetching_records_what_the_service_says(run: Run, where: str, twin: Twin) -> None:
    """F asks the service; its answer becomes the same fact as `desk.record_rate` makes, and is in use."""
    quoted = Quoted(Rate.parse("20.3100"), date(2025, 2, 18), "127.0.0.1", AT)
    expected = twin(lambda store: desk.record_rate(store, quoted, by=BY, at=AT))
    with RateServer() as server:
        server.reply = frankfurter("2025-02-18", "20.31")
        async with run(settings=replace(SETTINGS, rate_url=server.url)) as clerk:
            await go(clerk)
            await clerk.press("f")
            await until_said(clerk, "1 USD = 20.3100 MXN of 18 Feb 2025, 127.0.0.1, is recorded.")
            await until_said(clerk, "in use, today")
            assert clerk.app.rate is not None
            assert str(clerk.app.rate.rate) == "20.3100"
    assert facts(where) == expected


async def test_an_older_answer_is_recorded_and_not_used(run: Run, where: str) -> None:
    """The service answers for Friday while a rate of today is there: both are kept, today's is used."""
    with RateServer() as server:
        server.reply = frankfurter("2025-02-14", "20.31")
        async with run(settings=replace(SETTINGS, rate_url=server.url)) as clerk:
            await go(clerk)
            await clerk.press("f")
            await until_said(clerk, "The rate in use is of a later day and stays.")
            assert clerk.app.rate is not None
            assert str(clerk.app.rate.rate) == "20.2852"
    last = facts(where)[-1]
    assert isinstance(last, RateRecorded)
    assert last.as_of == "2025-02-14"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (SETTINGS, "The rate service is switched off"),
        (replace(SETTINGS, rate_url=closed_port_url()), "it cannot be reached"),
    ],
)
async def test_a_service_that_gives_no_rate_is_said_in_words(
    run: Run, where: str, settings: Settings, words: str
) -> None:
    """The refusal stands under the rates, and nothing is recorded."""
    before = facts(where)
    async with run(settings=settings) as clerk:
        await go(clerk)
        await clerk.press("f")
        await until_said(clerk, words)
    assert facts(where) == before


async def test_the_keys_answer_while_the_service_hangs(run: Run, where: str) -> None:
    """Whoever asked a service that hangs types on at the desk; each key is shown in far less than the deadline."""
    with RateServer() as server:
        server.reply = Reply(delay_s=20.0)
        async with run(settings=replace(SETTINGS, rate_url=server.url, rate_deadline_s=6.0)) as clerk:
            screen = await go(clerk)
            started_s = time.perf_counter()
            await clerk.press("f")
            await clerk.until(lambda: server.asked)
            await until_said(clerk, "Asking the rate service")
            slowest_s = 0.0
            await clerk.press("f2")
            for typed, key in (("c", "c"), ("cu", "u"), ("cue", "e"), ("cuer", "r")):
                pressed_s = time.perf_counter()
                await clerk.press(key)
                assert typed in clerk.seen()
                slowest_s = max(slowest_s, time.perf_counter() - pressed_s)
            assert "cuerno" in clerk.seen()
            assert screen.is_learning
            assert time.perf_counter() - started_s < 6.0
            assert slowest_s < 1.0
            print(f"slowest key while the service hangs: {slowest_s * 1000:.0f} ms")
            await clerk.until(lambda: not screen.is_learning, tries=2000)
            await clerk.press("f11")
            await until_said(clerk, "it did not answer within 6 s")


async def test_the_bank_history_is_recorded_once(run: Run, where: str, twin: Twin) -> None:
    """E takes the ECB's rate of the day without network; a rate that the ledger has already is not added again."""
    tomorrow = AT + timedelta(days=1)
    quoted = Quoted(Rate.parse("20.3138"), date(2025, 2, 19), "ECB", tomorrow)
    expected = twin(lambda store: desk.record_rate(store, quoted, by=BY, at=tomorrow))
    async with run() as clerk:
        await go(clerk)
        await clerk.press("e")
        await until_said(clerk, "was recorded before; nothing was added.")
        clerk.app.clock = lambda: tomorrow
        await clerk.press("e")
        await until_said(clerk, "1 USD = 20.3138 MXN of 19 Feb 2025, ECB, is recorded.")
        assert clerk.app.rate is not None
        assert clerk.app.rate.as_of == date(2025, 2, 19)
    assert facts(where) == expected


async def test_a_rate_by_hand_keeps_its_reason(run: Run, where: str, twin: Twin) -> None:
    """H asks for rate and reason; a refusal keeps what was typed; the fact is the desk's."""
    quoted = Quoted(Rate.parse("20.5"), date(2025, 2, 18), MANUAL, AT, "FIX by telephone")
    expected = twin(lambda store: desk.record_rate(store, quoted, by=BY, at=AT))
    async with run() as clerk:
        await go(clerk)
        await clerk.press("r", "h")
        await clerk.until_shown("RateDialog")
        await clerk.type("20.5")
        await clerk.press("enter")
        assert "needs a reason" in clerk.seen()
        await clerk.type("FIX by telephone")
        await clerk.press("enter")
        await until_said(clerk, "by hand")
        await until_said(clerk, "learned 18 Feb 2025 10:42, ana, FIX by telephone")
    assert facts(where) == expected


# --- sites and operators ----------------------------------------------------------------------------------------------------


async def test_a_known_site_is_added_by_choosing_it(run: Run, where: str, twin: Twin) -> None:
    """N, the first that is not here yet, Enter: the same fact as `desk.add_site`."""
    here = {fact.code for fact in facts(where) if isinstance(fact, SiteAdded)}
    known = next(site for site in desk.known_sites() if site.code not in here)
    expected = twin(lambda store: desk.add_site(store, known, by=BY, at=AT))
    async with run() as clerk:
        await go(clerk)
        await clerk.press("n", "enter")
        await clerk.until(lambda: known.code in {site.code for site in session(clerk).sites})
        await clerk.press("s")
        await until_said(clerk, known.name)
    assert facts(where) == expected


async def test_another_site_is_described_and_mended(run: Run, where: str, twin: Twin) -> None:
    """A wrong time zone is refused in place; the code is made from the name."""
    new = NewSite("plaza-benito-juarez", "Plaza Benito Juárez", state="Oaxaca")
    expected = twin(lambda store: desk.add_site(store, new, by=BY, at=AT))
    async with run() as clerk:
        await go(clerk)
        await clerk.press("n")
        await clerk.until_shown("NewSiteDialog")
        await clerk.press("left", "down")
        await clerk.type("Plaza Benito Juárez")
        await clerk.press("down", "down", "down", "down")
        await clerk.type("Oaxaca")
        await clerk.press("down")
        await clerk.type("Mexico")
        await clerk.press("x", "enter")
        await until_said(clerk, "“Mexicox” is not a time zone")
        assert "Plaza Benito Juárez" in clerk.seen()
        while clerk.app.focused is None or clerk.app.focused.id != "timezone":
            await clerk.press("down")
        await clerk.press("end", "ctrl+u")
        await clerk.type("America/Mexico_City")
        await clerk.press("enter")
        await clerk.until(lambda: "plaza-benito-juarez" in {site.code for site in session(clerk).sites})
    assert facts(where) == expected


async def test_an_operator_is_enrolled_by_alias(run: Run, where: str, twin: Twin) -> None:
    """A full name is refused in place; one word is enrolled as `desk.enrol` does."""
    expected = twin(lambda store: desk.enrol(store, "rosa", by=BY, at=AT, roles=ROLES))
    async with run() as clerk:
        await go(clerk)
        await clerk.press("o")
        await clerk.until_shown("Operators")
        await clerk.press("n")
        await clerk.until_shown("NewOperator")
        await clerk.type("rosa luz")
        await clerk.press("enter")
        assert "“rosa luz” is not a code for an operator" in clerk.seen()
        await clerk.press(*["backspace"] * 4, "enter")
        await clerk.until(lambda: "rosa" in session(clerk).operators)
        await clerk.until_shown("Operators")
        await clerk.press("escape")
        await clerk.until_shown("TablesScreen")
        await clerk.press("s")
        await until_said(clerk, "ana (you): every role luis: every role rosa: every role")
    assert facts(where) == expected
    assert isinstance(expected[-1], OperatorEnrolled)


async def test_text_of_the_ledger_is_never_markup(run: Run, where: str) -> None:
    """A site's name with brackets is shown as it was typed, however long it is."""
    store = open_store(where)
    long = "Atrio [bold]del[/] Templo " + "de San Pedro y San Pablo " * 3
    desk.add_site(store, NewSite("atrio", long.strip()), by=BY, at=AT)
    store.close()
    async with run() as clerk:
        await go(clerk)
        await clerk.press("s")
        assert "Atrio [bold]del[/] Templo" in clerk.seen()


# --- the screen ---------------------------------------------------------------------------------------------------------------


async def test_at_80x24_each_part_is_a_key_away(run: Run) -> None:
    """T, R and S show one part at a time, and the footer shows that part's keys."""
    async with run(size=(80, 24)) as clerk:
        await go(clerk)
        assert "Ghost gun" in clerk.seen()
        assert "Adopt another" in clerk.seen()
        await clerk.press("r")
        assert clerk.app.focused is clerk.app.screen.query_one(RateList)
        assert "Ghost gun" not in clerk.seen()
        assert "Fetch now" in clerk.seen()
        assert "Adopt another" not in clerk.seen()
        await clerk.press("s")
        assert "Operators" in clerk.seen()
        assert "New site" in clerk.seen()
        await clerk.press("t")
        assert "Ghost gun" in clerk.seen()


async def test_the_language_changes_while_it_is_shown(run: Run) -> None:
    """Rows, amounts and ages follow the language at once."""
    async with run(size=(120, 40)) as clerk:
        await go(clerk)
        assert "Revolver .22" in clerk.seen()
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "Revólver .22" in clerk.seen())
        assert "hoy" in clerk.seen()
        assert "no publicado" in clerk.seen()
    i18n.set_language("en")


async def test_another_operator_is_shown_at_once(run: Run) -> None:
    """Who is working is marked among the operators, whoever it is."""
    async with run(operator="luis", site=SITE) as clerk:
        await go(clerk)
        await clerk.press("s")
        assert "ana: every role luis (you): every role" in clerk.seen()


# --- pure ---------------------------------------------------------------------------------------------------------------------


def test_changes_tell_what_rises_falls_appears_and_vanishes() -> None:
    """Each type that differs stands under one heading, the one that matters most to whoever pays by it."""
    before = load_seed("federal-2025")

    def changed(**amounts: int | None) -> PayoutTable:
        rows = [replace(row, **amounts) if row.code == "machine-gun" else row for row in before.rows]
        return PayoutTable(replace(before.adopted, rows=tuple(rows)))

    def kind(after: PayoutTable) -> list[str]:
        return [change.kind for change in changes(before, after)]

    assert kind(before) == []
    assert kind(changed(serviceable_minor=30_000_00)) == ["rises"]
    assert kind(changed(unserviceable_minor=1_00)) == ["falls"]
    assert kind(changed(unserviceable_minor=None)) == ["withdrawn"]
    assert kind(changed(serviceable_minor=1_00, unserviceable_minor=None)) == ["withdrawn"]
    assert [change.kind for change in changes(changed(unserviceable_minor=None), before)] == ["published"]
    assert kind(changed(serviceable_minor=30_000_00, unserviceable_minor=1_00)) == ["mixed"]
    assert kind(changed(name_en="Machine gun")) == ["other"]  # type: ignore[arg-type]
    assert kind(changed(source="another page")) == []  # type: ignore[arg-type]
    shorter = PayoutTable(replace(before.adopted, rows=before.rows[1:]))
    assert kind(shorter) == ["vanishes"]
    assert [change.kind for change in changes(shorter, before)] == ["appears"]
    assert {change.kind for change in changes(before, load_seed("federal-2026"))} >= {"rises"}
