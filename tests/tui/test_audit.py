"""The audit by the keyboard: findings and their answers, the audit pack, and shelf samples."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import PINS, SETTINGS, Clerk, Run, both_engines
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, take_in
from textual.widgets import Static
from tui_story import facts

from buyback import desk, rules
from buyback.desk import Pin
from buyback.facts import FindingAnswered, SampleChecked, SampledItem, SampleDrawn
from buyback.report.audit import audited
from buyback.store import checks
from buyback.store.engine import open_store
from buyback.store.views import samples
from buyback.store.views.totals import EVER, NEVER, Span
from buyback.tui.screens.audit import AuditScreen
from buyback.tui.widgets.field import Field
from buyback.tui.widgets.page_table import PageTable

LATER = AT + timedelta(days=40)


def found_wrong(where: str) -> tuple[str, str]:
    """A serial that is on two items, and a void after payment; the folios."""
    store = open_store(where)
    first, second = take_in(store, "revolver:serial=K1"), take_in(store, "ak-47:serial=K-1")
    gone = take_in(store, "pen-gun")
    desk.void(store, gone.folio, reason="twice", recovered=gone.mxn, by=BY, at=AT)
    store.close()
    return first.folio, second.folio


def screen(clerk: Clerk) -> AuditScreen:
    found = clerk.app.screen
    assert isinstance(found, AuditScreen)
    return found


def keys(clerk: Clerk) -> list[str]:
    """The findings that are listed."""
    table = screen(clerk).query_one("#findings-table", PageTable)
    return [line.key for line in table.lines]


async def look(clerk: Clerk) -> None:
    """Go to the audit and wait until it has looked."""
    await clerk.press("f5")
    await clerk.until_shown("LedgerScreen")
    await clerk.press("ctrl+a")
    await clerk.until_shown("AuditScreen")
    await clerk.until(lambda: screen(clerk).found is not None)
    await clerk.pilot.pause()


@both_engines
async def test_every_finding_leads_to_its_entries_in_two_keys(run: Run, ledger_url: str) -> None:
    """The list is that of `buyback audit`, each says what it means; Enter lists its entries, and Enter shows one sealed."""
    first, _second = found_wrong(ledger_url)
    store = open_store(ledger_url)
    with store.reading() as db:
        expected = audited(db, Span(EVER, NEVER), AT.date())
        seq = samples_seq(db, first)
    store.close()
    async with run(at=ledger_url) as clerk:
        await look(clerk)
        assert keys(clerk) == [one.key for one in expected.findings] == ["serial-twice:K1", keys(clerk)[1]]
        assert "2 findings: 2 open, 0 answered." in clerk.seen()
        assert "The serial K1 is on 2 items" in clerk.seen()
        assert "Serials repeat, but the same weapon" in " ".join(clerk.seen().split())
        await clerk.press("enter")
        await clerk.until_shown("FindingDetail")
        assert first in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("EntryDetail")
        assert f"Entry {seq} of A1" in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("FindingDetail")
        await clerk.press("escape")
        await clerk.until_shown("AuditScreen")
        await clerk.press("escape")
        await clerk.until_shown("LedgerScreen")


def samples_seq(db: object, folio: str) -> int:
    """The entry that recorded a drop-off."""
    from buyback.store.views import drop_offs

    return drop_offs.sealed_by(db, folio)  # type: ignore[arg-type]


@both_engines
async def test_an_answer_is_the_desks_and_the_finding_stays(run: Run, ledger_url: str) -> None:
    """A takes a note, which is refused where it names a telephone and kept; the fact is sealed, and the finding is listed
    with its note among those that are answered, and is open again when a third weapon has the serial.
    """
    found_wrong(ledger_url)
    async with run(at=ledger_url) as clerk:
        await look(clerk)
        await clerk.press("a")
        await clerk.until_shown("AnswerNote")
        await clerk.press("enter")
        assert str(clerk.app.screen.query_one("#refusal", Static).content)
        await clerk.type("call 55 1234 5678")
        await clerk.press("enter")
        await clerk.until(lambda: "looks like" in clerk.seen())
        clerk.app.screen.query_one("#note", Field).value = "two weapons, compared"
        await clerk.press("enter")
        await clerk.until_shown("AuditScreen")
        await clerk.until(lambda: "2 findings: 1 open, 1 answered." in clerk.seen())
        assert [key.split(":")[0] for key in keys(clerk)] == ["void-after-payment"]
        await clerk.press("right")
        await clerk.until(lambda: keys(clerk) == ["serial-twice:K1"])
        assert "two weapons, compared" in clerk.seen()
        await clerk.press("o")
        await clerk.until(lambda: len(keys(clerk)) == 2)
        store = open_store(ledger_url)
        take_in(store, "revolver:serial=k1")
        store.close()
        await clerk.press("u")
        await clerk.until(lambda: "2 findings: 2 open, 0 answered." in clerk.seen())
        assert "it is open again" in clerk.seen()
    fact = next(one for one in facts(ledger_url) if isinstance(one, FindingAnswered))
    assert (fact.finding, fact.note) == ("serial-twice:K1", "two weapons, compared")


async def test_who_may_not_answer_is_told_before_anything_is_typed(run: Run, where: str) -> None:
    """Rights are those of the desk: a clerk reads the audit and answers nothing, draws nothing."""
    found_wrong(where)
    store = open_store(where)
    desk.enrol(store, "eva", by=BY, at=AT, roles=["receive", "pay"])
    store.close()
    async with run(operator="eva") as clerk:
        await look(clerk)
        await clerk.press("a")
        await clerk.until(lambda: "eva may not answer a finding of the audit" in clerk.said())
        await clerk.until_shown("AuditScreen")
        await clerk.press("m")
        await clerk.until_shown("Samples")
        await clerk.press("d")
        await clerk.until(lambda: "eva may not draw a shelf sample" in clerk.said())


async def test_days_and_sites_narrow_the_audit(run: Run, where: str) -> None:
    """S looks at this site alone, B at the days between two dates, T at all days again."""
    store = open_store(where)
    take_in(store, "revolver:serial=K1", at=AT - timedelta(days=3))
    take_in(store, "revolver:serial=K1", at=AT - timedelta(days=3))
    other = take_in(store, "pen-gun", site=OTHER_SITE)
    desk.void(store, other.folio, reason="twice", recovered=other.mxn, by=BY, at=AT)
    store.close()
    async with run() as clerk:
        await look(clerk)
        await clerk.until(lambda: "day-open" in " ".join(keys(clerk)))
        everything = keys(clerk)
        await clerk.press("s")
        await clerk.until(lambda: 0 < len(keys(clerk)) < len(everything))
        await clerk.press("b")
        await clerk.until_shown("Span")
        clerk.app.screen.query_one("#first", Field).value = "2025-02-18"
        clerk.app.screen.query_one("#last", Field).value = "2025-02-18"
        await clerk.press("enter")
        await clerk.until_shown("AuditScreen")
        await clerk.until(lambda: not keys(clerk) or "serial-twice:K1" not in keys(clerk))
        await clerk.press("t", "s")
        await clerk.until(lambda: keys(clerk) == everything)


async def test_an_audit_that_finds_nothing_says_so(run: Run) -> None:
    """An empty list has words, and its keys do no harm."""
    async with run() as clerk:
        await look(clerk)
        assert "The audit found nothing on these days." in clerk.seen()
        await clerk.press("a", "enter", "down", "o", "left")
        await clerk.until_shown("AuditScreen")


async def test_the_audit_pack_is_written_and_checks_itself(run: Run, where: str, tmp_path: Path) -> None:
    """P asks for a folder, refuses one that is not empty in place, writes the pack and says where; the script in it, which
    is not ours to load, finds the chain whole.
    """
    found_wrong(where)
    full, fresh = tmp_path / "full", tmp_path / "pack"
    full.mkdir()
    (full / "note.txt").write_text("mine")
    async with run(size=(120, 40)) as clerk:
        await look(clerk)
        await clerk.press("p")
        await clerk.until_shown("PackDialog")
        clerk.app.screen.query_one("#folder", Field).value = str(full)
        await clerk.press("enter")
        await clerk.until(lambda: "is not empty" in " ".join(clerk.seen().split()))
        await clerk.until_shown("PackDialog")
        clerk.app.screen.query_one("#folder", Field).value = str(fresh)
        await clerk.press("enter")
        await clerk.until_shown("ExportDone")
        assert "The audit pack is written" in clerk.seen()
        assert "VERIFY.txt" in clerk.seen()
        assert str(fresh) in "".join(clerk.seen().split())
        await clerk.press("enter")
        await clerk.until_shown("AuditScreen")
    sums = (fresh / "SHA256SUMS").read_text().splitlines()
    for digest, name in (line.split("  ") for line in sums):
        assert hashlib.sha256((fresh / name).read_bytes()).hexdigest() == digest
    checked = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=fresh, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@both_engines
async def test_a_sample_is_drawn_looked_for_and_told(run: Run, ledger_url: str) -> None:
    """D draws by a seed, which is the desk's draw; tags are scanned or walked through, the rest is found at once; what was
    not found can be found later, and the result says how much may be missing.
    """
    store = open_store(ledger_url)
    tags = [take_in(store, "revolver", "ak-47").item_ids for _number in range(3)]
    take_in(store, "revolver", site=OTHER_SITE)
    store.close()
    async with run(at=ledger_url) as clerk:
        await look(clerk)
        await clerk.press("m")
        await clerk.until_shown("Samples")
        assert "No sample was drawn yet" in clerk.seen()
        await clerk.press("d")
        await clerk.until_shown("DrawSample")
        clerk.app.screen.query_one("#number", Field).value = "0"
        await clerk.press("enter")
        assert "is not a number for how many" in clerk.seen()
        clerk.app.screen.query_one("#number", Field).value = "6"
        clerk.app.screen.query_one("#seed", Field).value = "4711"
        await clerk.press("enter")
        await clerk.until_shown("Samples")
        drawn = next(one for one in facts(ledger_url) if isinstance(one, SampleDrawn))
        assert (drawn.site, drawn.seed, drawn.population) == (SITE, 4711, 6)
        assert sorted(drawn.items) == sorted(tag for pair in tags for tag in pair)
        assert "6 not looked for yet" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("SampleCheck")
        await clerk.press("enter")
        await clerk.until(lambda: "Nothing is said of any item" in " ".join(clerk.seen().split()))
        first, second = drawn.items[0], drawn.items[1]
        await clerk.type(first)
        await clerk.press("enter", "tab", "tab", "down", "space", "space")
        assert "1 found, 1 not found, 4 not looked for yet" in clerk.seen()
        clerk.app.screen.query_one("#note", Field).value = "shelf is empty"
        await clerk.press("enter")
        await clerk.until_shown("SampleResult")
        assert "How sure that is will be said" in clerk.seen()
        await clerk.press("c")
        await clerk.until_shown("SampleCheck")
        await clerk.press("ctrl+a", "enter")
        await clerk.until_shown("SampleResult")
        assert "shelf is empty" in clerk.seen()
        assert "With 95 % confidence at most" in clerk.seen()
        await clerk.press("c")
        await clerk.until_shown("SampleCheck")
        await clerk.type(second)
        await clerk.press("enter", "enter")
        await clerk.until_shown("SampleResult")
        assert "6 found." in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("Samples")
        await clerk.press("escape")
        await clerk.until_shown("AuditScreen")
    checked = [one for one in facts(ledger_url) if isinstance(one, SampleChecked)]
    assert checked[0].items == (SampledItem(first, True), SampledItem(second, False))
    assert checked[0].note == "shelf is empty"
    assert [len(one.items) for one in checked] == [2, 4, 1]
    store = open_store(ledger_url)
    with store.reading() as db:
        assert not samples.not_found(db)
    store.close()


async def test_a_finding_changes_its_language_with_the_rest(run: Run, where: str) -> None:
    """Its sentence was made in words: Ctrl+L says it anew, on the finding and on the note that answers it."""
    found_wrong(where)
    in_english, in_spanish = "The serial K1 is on 2 items", "La matrícula K1 está en 2 artículos"
    async with run() as clerk:
        await look(clerk)
        await clerk.press("enter")
        for dialog, key in (("FindingDetail", "a"), ("AnswerNote", "")):
            await clerk.until_shown(dialog)
            for ours, theirs in ((in_spanish, in_english), (in_english, in_spanish)):
                await clerk.press("ctrl+l")
                await clerk.until(lambda words=ours: words in clerk.seen())
                assert theirs not in clerk.seen()
            if key:
                await clerk.press(key)


async def test_the_list_of_a_sample_is_printed(run: Run, where: str, tmp_path: Path) -> None:
    """I in the list of samples writes the sheet with its seed and every tag."""
    store = open_store(where)
    (tag,) = take_in(store, "revolver").item_ids
    desk.draw_sample(store, 1, 99, by=BY, at=AT)
    store.close()
    async with run(settings=replace(SETTINGS, print_folder=str(tmp_path), sheet_paper="text")) as clerk:
        await look(clerk)
        await clerk.press("m")
        await clerk.until_shown("Samples")
        await clerk.press("i")
        await clerk.until_shown("PrintOut")
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "muestra 10" in clerk.seen())
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "sample 10" in clerk.seen())
        await clerk.press("enter")
        await clerk.until_shown("Samples")
    (sheet,) = [path for path in tmp_path.iterdir() if path.suffix == ".txt"]
    assert tag in sheet.read_text()
    assert "99" in sheet.read_text()


@pytest.mark.parametrize("pinned_one", [COLLEAGUE])
async def test_an_answer_in_a_ledger_with_pins(run: Run, pinned: str, pinned_one: str) -> None:
    """Who is signed in answers; nobody is asked twice."""
    store = open_store(pinned)
    desk.sign_in(store, BY, Pin(PINS[BY]), at=AT)
    take_in(store, "revolver:serial=K1")
    take_in(store, "revolver:serial=K1")
    store.close()
    async with run(at=pinned, operator=pinned_one, idle=False) as clerk:
        await clerk.sign_in(pinned_one)
        await look(clerk)
        await clerk.press("a")
        await clerk.until_shown("AnswerNote")
        await clerk.type("compared")
        await clerk.press("enter")
        await clerk.until(lambda: "1 answered" in clerk.seen())
    assert isinstance(facts(pinned)[-1], FindingAnswered)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "A Answer  O Open or all  P Audit pack  M Samples  Esc Ledger"),
        ("es", "A Responder  O Abiertos o todos  P Expediente  M Muestras  Esc Libro"),
    ],
)
async def test_every_key_of_the_audit_is_whole_at_80_columns(
    run: Run, where: str, language: str, words: str
) -> None:
    """The line of keys ends with the way back."""
    found_wrong(where)
    async with run(settings=replace(SETTINGS, language=language)) as clerk:
        await look(clerk)
        await clerk.until(lambda: words in clerk.seen())


async def test_the_findings_change_their_language_with_the_app(run: Run, where: str) -> None:
    """Sentences are made anew in the other language, and the cursor stays where it was."""
    found_wrong(where)
    async with run() as clerk:
        await look(clerk)
        await clerk.press("down")
        said = str(screen(clerk).query_one("#finding-said", Static).content)
        await clerk.press("ctrl+l")
        await clerk.until(lambda: str(screen(clerk).query_one("#finding-said", Static).content) != said)
        assert screen(clerk).current is not None
        assert screen(clerk).current.look == "void-after-payment"  # type: ignore[union-attr]


async def test_acts_before_are_told_with_the_item(run: Run, where: str) -> None:
    """From a finding's entry the way back leads to the finding, with the cursor on the same entry."""
    first, second = found_wrong(where)
    store = open_store(where)
    desk.destroy(store, [f"{first}/1"], act(), by="luis", at=LATER)
    store.close()
    async with run(clock=LATER) as clerk:
        await look(clerk)
        await clerk.press("enter")
        await clerk.until_shown("FindingDetail")
        await clerk.press("down", "enter")
        await clerk.until_shown("EntryDetail")
        assert second in clerk.seen()
        await clerk.press("escape")
        await clerk.until_shown("FindingDetail")
        await clerk.press("enter")
        await clerk.until_shown("EntryDetail")
        assert second in clerk.seen()


@both_engines
async def test_who_loosened_a_threshold_is_listed_and_the_thresholds_stand_below(
    run: Run, ledger_url: str
) -> None:
    """The change is a finding with its entry, and the last line has the thresholds as they are now."""
    store = open_store(ledger_url)
    desk.change_setting(store, rules.MANY_VOIDS, "50", by=BY, at=AT)
    seq = checks.head(store).seq
    store.close()
    async with run(at=ledger_url) as clerk:
        await look(clerk)
        assert keys(clerk) == [f"loosened:{seq}"]
        seen = " ".join(clerk.seen().split())
        assert "ana changed many-voids from 3 to 50 (audit: who voided this many drop-offs is named)." in seen
        assert "Thresholds: held-days 30," in seen
        assert "many-voids 50," in seen
        await clerk.press("enter")
        await clerk.until_shown("FindingDetail")
        await clerk.press("enter")
        await clerk.until_shown("EntryDetail")
        assert f"Entry {seq} of A1" in clerk.seen()
