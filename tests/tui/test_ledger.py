"""The ledger by the keyboard: drop-offs and their story, the log, its check, and the files that leave."""

import hashlib
import sqlite3
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import SETTINGS, Clerk, Run, Take, both_engines
from samples import AT, BY, OTHER_SITE, SITE, act, take_in
from textual import events
from textual.widgets import Static
from tui_story import facts

from buyback import desk
from buyback.desk import NewMarks
from buyback.facts import PaidOut, Returned, Voided
from buyback.store.engine import open_store
from buyback.store.views import setup
from buyback.tui.screens.ledger import LedgerScreen
from buyback.tui.widgets.field import Field


def screen(clerk: Clerk) -> LedgerScreen:
    found = clerk.app.screen
    assert isinstance(found, LedgerScreen)
    return found


def folios(clerk: Clerk) -> list[str]:
    return [brief.folio for brief in screen(clerk).briefs]


async def look(clerk: Clerk, drop_offs: int) -> None:
    """Go to the ledger and wait until so many drop-offs are listed."""
    await clerk.press("f5")
    await clerk.until(
        lambda: isinstance(clerk.app.screen, LedgerScreen) and len(screen(clerk).briefs) == drop_offs
    )
    await clerk.pilot.pause()


async def clear(clerk: Clerk) -> None:
    await clerk.press("end", "ctrl+u")


async def test_the_search_finds_a_folio_and_a_serial_by_their_beginnings(run: Run, take: Take) -> None:
    """Typing narrows the list: a folio's start, or a serial's, written with or without its dashes."""
    first, second = take("revolver:serial=MX-12-34"), take("ak-47:serial=ZZ9")
    async with run() as clerk:
        await look(clerk, 2)
        await clerk.type("mx12")
        await clerk.until(lambda: folios(clerk) == [first.folio])
        await clerk.press("escape")
        await clerk.until(lambda: len(folios(clerk)) == 2)
        await clerk.type(second.folio[:9].lower())
        await clerk.until(lambda: folios(clerk) == [second.folio])
        await clerk.type("nothing")
        await clerk.until(lambda: "No drop-off fits" in clerk.seen())


async def test_half_a_receipt_finds_its_drop_off(run: Run, take: Take) -> None:
    """The number with or without zeros or check character; Enter shows it, and a wrong check character is said."""
    first, second = take("revolver"), take("ak-47:serial=001")
    async with run() as clerk:
        await look(clerk, 2)
        for typed in ("1", "000001", f"1-{first.folio[-1].lower()}"):
            await clerk.type(typed)
            await clerk.press("enter")
            await clerk.until_shown("DropOffDetail")
            assert clerk.app.screen.whole.folio == first.folio  # type: ignore[attr-defined]
            await clerk.press("escape", "escape")
            await clerk.until(lambda: len(folios(clerk)) == 2)
        await clerk.type("001")
        await clerk.until(lambda: folios(clerk) == [first.folio, second.folio])
        await clerk.type("-a")
        await clerk.press("enter")
        await clerk.until(lambda: "is mistyped" in clerk.said())
        await clerk.press("escape", "2", "enter")
        await clerk.until_shown("DropOffDetail")
        assert clerk.app.screen.whole.folio == second.folio  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Search:
    """What is typed, what the screen says that it understood, and the places of the drop-offs that are listed."""

    typed: str
    said: str
    listed: tuple[int, ...]


SEARCHES = (
    Search("owed", "owed", (1,)),
    Search("status:owed", "owed", (1,)),
    Search("morelia", "Catedral de Morelia", (2,)),
    Search("site:catedral-morelia", "Catedral de Morelia", (2,)),
    Search("luis", "by luis", (3,)),
    Search("by:luis", "by luis", (3,)),
    Search("2025-02-15", "Sat 15 Feb 2025", (0,)),
    Search("15/02/2025", "Sat 15 Feb 2025", (0,)),
    Search("2025-02-10..2025-02-16", "10 Feb 2025 to 16 Feb 2025", (0,)),
    Search("2025-02", "1 Feb 2025 to 28 Feb 2025", (3, 2, 1, 0)),
    Search("febrero 2025", "1 Feb 2025 to 28 Feb 2025", (3, 2, 1, 0)),
    Search("Febrero de 2025", "1 Feb 2025 to 28 Feb 2025", (3, 2, 1, 0)),
    Search("february 2025", "1 Feb 2025 to 28 Feb 2025", (3, 2, 1, 0)),
    Search("feb. 2025 luis", "1 Feb 2025 to 28 Feb 2025, by luis", (3,)),
    Search("month:feb", "1 Feb 2025 to 28 Feb 2025", (3, 2, 1, 0)),
    Search("día:febrero", "1 Feb 2025 to 28 Feb 2025", (3, 2, 1, 0)),
    Search("febrero", "1 Feb 2025 to 28 Feb 2025", (3, 2, 1, 0)),
    Search("diciembre", "1 Dec 2024 to 31 Dec 2024", ()),
    Search("15 de febrero de 2025", "Sat 15 Feb 2025", (0,)),
    Search('day:"31 feb 2025"', "nothing here is called “31 feb 2025”", ()),
    Search("today", "Tue 18 Feb 2025", (3, 2, 1)),
    Search("hoy", "Tue 18 Feb 2025", (3, 2, 1)),
    Search("week", "12 Feb 2025 to 18 Feb 2025", (3, 2, 1, 0)),
    Search("cuerno de chivo", "with AK-47 rifle", (2,)),
    Search("type:ak", "with AK-47 rifle", (2,)),
    Search(">8700", "more than $8,700.00 MXN", (2,)),
    Search("$8,700", "$8,700.00 MXN", (1, 0)),
    Search("300..400", "$300.00 MXN to $400.00 MXN", (3,)),
    Search("destroyed", "destroyed", (0,)),
    Search("destruidas", "destroyed", (0,)),
    Search("destruction", "destruction", (0,)),
    Search("kept", "kept for the museum", (3,)),
    Search("Museum", "kept for the museum", (3,)),
    Search("status:kept", "kept for the museum", (3,)),
    Search("en acervo", "kept for the museum", (3,)),
    Search("kind:payout", "payout", (3, 2, 0)),
    Search("marks corrected", "marks corrected", (2,)),
    Search(
        "revolver owed today ana",
        "with Revolver, Revolver .22 and 1 more, owed, Tue 18 Feb 2025, by ana",
        (1,),
    ),
    Search("revolver luis", "with Revolver, Revolver .22 and 1 more, by luis", ()),
    Search("serial:zz", "folio or serial zz", ()),
    Search("serial:zz9", "folio or serial zz9", (2,)),
    Search("morelia zz9", "Catedral de Morelia, folio or serial zz9", (2,)),
    Search('"ZZ 9"', "folio or serial ZZ 9", (2,)),
    Search("by:nobody", "nothing here is called “nobody”", ()),
    Search("day:2025-02-31", "nothing here is called “2025-02-31”", ()),
    Search("operator enrolled", "not here: operator enrolled", (3, 2, 1, 0)),
)


@both_engines
async def test_the_search_line_filters_by_anything(run: Run, ledger_url: str) -> None:
    """A status, site, person, day, type, amount or kind of entry, in either language and together: the list is what fits,
    and the line below says how the words were understood.
    """
    store = open_store(ledger_url)
    taken = [
        take_in(store, "revolver", at=AT - timedelta(days=3)),
        take_in(store, "revolver", settlement="later"),
        take_in(store, "ak-47:serial=ZZ9", site=OTHER_SITE),
        take_in(store, "pen-gun", by="luis"),
    ]
    desk.destroy(store, taken[0].item_ids, act("ACTA-9"), by="luis", at=AT)
    desk.keep(store, taken[3].item_ids, act("M-1"), value="historic", by="luis", at=AT)
    desk.correct(store, taken[2].item_ids[0], NewMarks(make="Norinco"), reason="read again", by=BY, at=AT)
    store.close()
    async with run(size=(120, 40), at=ledger_url) as clerk:
        await look(clerk, 4)
        for search in SEARCHES:
            wanted = [taken[place].folio for place in search.listed]
            clerk.app.screen.query_one("#words", Field).value = search.typed
            await clerk.until(lambda said=search.said: said in clerk.seen().splitlines()[6])  # type: ignore[misc]
            await clerk.until(lambda wanted=wanted: folios(clerk) == wanted)  # type: ignore[misc]
            line = clerk.seen().splitlines()[6].strip()
            assert line == search.said, search


async def test_nothing_that_is_typed_is_too_large(run: Run, take: Take) -> None:
    """The last days that there are, numbers of many digits, quotation marks without end: each lists something or nothing."""
    received = take("revolver")
    async with run() as clerk:
        await look(clerk, 1)
        for typed in (
            "9999-12", "9999-12-31", "2025-01-01..9999-12-31", "..", ">9999999999999", "$1..$2",
            "9" * 30, f"{received.folio}/{'9' * 30}", f"1/{'9' * 30}", '"', "by:", 'by:"', "serial:", "٣", "%", "_", "::",
        ):  # fmt: skip
            for part in ("f7", "f7"):
                clerk.app.screen.query_one("#words", Field).value = typed
                await clerk.press(part, "enter")
                await clerk.pilot.pause(0.05)
                while type(clerk.app.screen).__name__ != "LedgerScreen":
                    await clerk.press("escape")
                    await clerk.pilot.pause(0.05)
        clerk.app.screen.query_one("#words", Field).value = ""
        await clerk.until(lambda: folios(clerk) == [received.folio])


async def test_the_log_is_filtered_by_the_same_words(run: Run, where: str, take: Take) -> None:
    """A folio or serial is the life of it, a person what they wrote, a status its kind of entry, days those of the site."""
    first = take("revolver:serial=KK1", at=AT - timedelta(days=1))
    take("ak-47", settlement="later", by="luis")

    def kinds(clerk: Clerk) -> list[str]:
        return [sealed.kind for sealed in screen(clerk).entries]

    async with run(size=(120, 40)) as clerk:
        await look(clerk, 2)
        await clerk.press("f7")
        for typed, wanted in (
            (first.folio, ["PaidOut", "DroppedOff"]),
            (first.item_ids[0], ["PaidOut", "DroppedOff"]),
            ("serial:kk1", ["PaidOut", "DroppedOff"]),
            ("luis", ["DroppedOff"]),
            ("paid", ["PaidOut"]),
            ("2025-02-17", ["PaidOut", "DroppedOff", "ClockWentBack"]),
            ("2025-02-17 paid ana", ["PaidOut"]),
            ("by:nobody", []),
        ):
            clerk.app.screen.query_one("#words", Field).value = typed
            await clerk.until(lambda wanted=wanted: kinds(clerk) == wanted)  # type: ignore[misc]
        clerk.app.screen.query_one("#words", Field).value = "revolver ana"
        await clerk.until(lambda: "by ana, not here: with Revolver" in clerk.seen())


@both_engines
async def test_a_tag_shows_the_whole_life_of_one_item(run: Run, ledger_url: str) -> None:
    """Taken in, paid, corrected, drawn and found on the shelf, destroyed before two witnesses, and what the audit finds: each
    with the number of its entry, which Enter shows as it was sealed; nothing of the other item.
    """
    store = open_store(ledger_url)
    received = take_in(store, "ak-47:serial=MX1", "revolver:serial=R2")
    item, other = received.item_ids
    take_in(store, "ak-47:serial=MX-1")
    desk.correct(store, item, NewMarks(make="Norinco"), reason="read again", by=BY, at=AT)
    sample = desk.draw_sample(store, 3, 7, by=BY, at=AT)
    desk.check_sample(store, sample.seq, (), (item,), note="not on the shelf", by=BY, at=AT)
    desk.check_sample(store, sample.seq, (item, other), (), by=BY, at=AT)
    desk.answer_finding(store, "serial-twice:MX1", note="two weapons, compared", by=BY, at=AT)
    desk.destroy(store, (item, other), act("ACTA-9"), by="luis", at=AT)
    store.close()
    async with run(size=(120, 40), at=ledger_url) as clerk:
        await look(clerk, 2)
        await clerk.type(f"{item[3:9].lstrip('0')}-{item[10]}/1")
        await clerk.press("enter")
        await clerk.until_shown("ItemDetail")
        await clerk.until(lambda: "Finding, answered" in clerk.seen())
        shown = " ".join(clerk.seen().split())
        for words in (
            "8 18 Feb 2025 10:42 ana drop-off", "9 18 Feb 2025 10:42 ana payout",
            "12 18 Feb 2025 10:42 ana corrected on 18 Feb 2025 by ana: make – → Norinco",
            "13 18 Feb 2025 10:42 ana sample drawn: 3 items drawn of 3", "14 18 Feb 2025 10:42 ana sample checked",
            "15 18 Feb 2025 10:42 ana sample checked", "17 18 Feb 2025 10:42 luis destroyed: act ACTA-9",
            "2 witnesses: rosa; tomas, 3 cuts", "Finding, answered: The serial MX1 is on 2 items",
        ):  # fmt: skip
            assert words in shown, words
        assert "MX-1" not in shown
        await clerk.press("e", "down", "down", "enter")
        await clerk.until_shown("EntryDetail")
        assert "Entry 12 of A1" in clerk.seen()
        sealed = str(clerk.app.screen.query_one("#entry-sealed", Static).content)
        assert hashlib.sha256(
            f"{clerk.app.screen.sealed.previous}\n{sealed}".encode()
        ).hexdigest() in "".join(  # type: ignore[attr-defined]
            clerk.seen().split()
        )
        await clerk.press("escape", "e", "up", "enter")
        await clerk.until_shown("FindingDetail")
        assert "two weapons, compared (ana" in " ".join(clerk.seen().split())
        await clerk.press("escape")
        await clerk.until_shown("ItemDetail")
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")


async def test_a_drop_off_is_shown_whole_with_its_history(run: Run, where: str, take: Take) -> None:
    """Marks, money, the rate with its source and day, the table, the act with its witnesses, and every entry."""
    received = take(
        "ak-47:serial=MX 12:make=Norinco:country=China",
        "cartridge:30:donated",
        written_at=AT - timedelta(hours=1),
    )
    store = open_store(where)
    desk.destroy(store, received.item_ids[:1], act("ACTA-9"), by="luis", at=AT)
    store.close()
    async with run(size=(120, 40)) as clerk:
        await look(clerk, 1)
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        for words in (
            "AK-47", "Norinco", "serial MX 12", "Country: China", "30 × Cartridge", "donated",
            "$25,000.00 MXN = 1,232.43 USD", "20.2852 MXN, ECB, 18 Feb 2025", "federal-2025", "18 Feb 2025 09:42",
            "act ACTA-9", "2 witnesses: rosa; tomas", "3 cuts", "drop-off", "payout", "destruction", "luis",
        ):  # fmt: skip
            assert words in " ".join(clerk.seen().split()), words


async def test_an_entry_is_shown_as_it_was_sealed(run: Run, take: Take) -> None:
    """From a drop-off's history, and from the log: indented JSON, both digests, and that they fit."""
    take("revolver")
    async with run(size=(120, 40)) as clerk:
        await look(clerk, 1)
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        await clerk.press("e", "enter")
        await clerk.until_shown("EntryDetail")
        assert '"kind": "DroppedOff"' in clerk.app.screen.query_one("#entry-body").render().plain  # type: ignore[attr-defined]
        assert "fits: SHA-256" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        await clerk.press("enter")
        await clerk.until_shown("LedgerScreen")


async def test_the_log_lists_every_entry_and_goes_to_a_number(run: Run, where: str, take: Take) -> None:
    """F7 shows the log, the newest first; a typed number leads to that entry, a kind to its entries."""
    take("revolver")
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("f7")
        await clerk.until(lambda: len(screen(clerk).entries) == len(facts(where)))
        seqs = [sealed.seq for sealed in screen(clerk).entries]
        assert seqs == sorted(seqs, reverse=True)
        await clerk.type("2")
        await clerk.until(lambda: screen(clerk).entries[0].seq == 2)
        await clerk.press("enter")
        await clerk.until_shown("EntryDetail")
        assert "Entry 2 of A1" in clerk.seen()
        await clerk.press("enter")
        await clerk.until_shown("LedgerScreen")
        await clerk.press("escape")
        await clerk.type("ledger opened")
        await clerk.until(lambda: [sealed.kind for sealed in screen(clerk).entries] == ["LedgerOpened"])


@dataclass(frozen=True)
class Deed:
    """A letter in a drop-off's dialog, the dialog that it opens, what is typed there, and the fact."""

    key: str
    dialog: str
    typed: str
    fact: type


DEEDS = (
    Deed("p", "Pay", "", PaidOut),
    Deed("r", "GiveBack", "", Returned),
    Deed("v", "Void", "twice", Voided),
)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.dialog)
async def test_paying_returning_voiding_are_the_desks(
    run: Run, where: str, tmp_path: Path, take: Take, deed: Deed
) -> None:
    """From the drop-off: the fact is the very one of the desk's verb, and the drop-off is shown as it then stands."""
    folio = take("revolver", settlement="later").folio
    twin = tmp_path / "twin.db"
    twin.write_bytes(Path(where).read_bytes())
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        await clerk.press(deed.key)
        await clerk.until_shown(deed.dialog)
        await clerk.type(deed.typed)
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        assert clerk.app.screen.whole.status != "owed"  # type: ignore[attr-defined]
    store = open_store(str(twin))
    if deed.fact is PaidOut:
        desk.pay(store, folio, by=BY, at=AT)
    elif deed.fact is Returned:
        desk.give_back(store, folio, by=BY, at=AT)
    else:
        desk.void(store, folio, reason="twice", recovered=None, by=BY, at=AT)
    store.close()
    assert facts(where) == facts(str(twin))
    assert isinstance(facts(where)[-1], deed.fact)


async def test_the_box_of_the_session_s_site_pays(run: Run, where: str, take: Take) -> None:
    """What another site owes is paid here, out of the box that is here."""
    take("revolver", settlement="later", site=OTHER_SITE)
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        await clerk.press("p")
        await clerk.until_shown("Pay")
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
    paid = facts(where)[-1]
    assert isinstance(paid, PaidOut)
    assert paid.site == SITE


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Enter Close P Pay R Return V Void C Correct I Print"),
        ("es", "Enter Cerrar P Pagar R Devolver V Anular C Corregir I Imprimir"),
    ],
)
async def test_every_key_of_a_drop_off_is_whole_at_80_columns(
    run: Run, take: Take, language: str, words: str
) -> None:
    """One that is owed has all of them."""
    take("revolver", settlement="later")
    async with run(settings=replace(SETTINGS, language=language)) as clerk:
        await look(clerk, 1)
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        assert words in [" ".join(line.strip(" ┃│").split()) for line in clerk.seen().splitlines()]


async def test_only_what_the_rules_allow_is_offered(run: Run, take: Take) -> None:
    """A paid drop-off is not paid or returned again; its letters say why."""
    take("revolver")
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("enter")
        await clerk.until_shown("DropOffDetail")
        assert "P Pay" not in " ".join(clerk.seen().split())
        assert "V Void" in " ".join(clerk.seen().split())
        for key in ("p", "r"):
            await clerk.press(key)
            await clerk.until_shown("DropOffDetail")
            said = str(clerk.app.screen.refusal)  # type: ignore[attr-defined]
            assert "A1-000001-B" in said
            assert said[:50] in " ".join(clerk.seen().replace("│", " ").split())


async def test_a_long_list_arrives_in_pages(run: Run, take: Take) -> None:
    """A hundred drop-offs are read at first, the rest as the cursor comes near the end."""
    for _number in range(105):
        take("revolver")
    async with run() as clerk:
        await look(clerk, 100)
        await clerk.press(*["pagedown"] * 6)
        await clerk.until(lambda: len(screen(clerk).briefs) == 105)
        assert len(set(folios(clerk))) == 105


async def test_checking_finds_nothing_in_a_sound_ledger(run: Run, take: Take) -> None:
    """F8 says what was checked, and how many entries there are."""
    take("revolver")
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("f8")
        await clerk.until_shown("Findings")
        assert "The ledger A1 is intact: 9 entries." in clerk.seen()


async def test_checking_finds_what_was_changed(run: Run, where: str, take: Take) -> None:
    """An amount that was changed in the file is found in the entry and in its table, each in words."""
    folio = take("revolver").folio
    with sqlite3.connect(where) as file:
        file.execute("DROP TRIGGER entry_no_update")
        file.execute("UPDATE entry SET body = replace(body, '870000', '970000') WHERE kind = 'PaidOut'")
        file.execute("UPDATE drop_off SET received_by = 'luis'")
    file.close()
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("f8")
        await clerk.until_shown("Findings")
        assert "Entry 9 was changed: its digest does not fit." in clerk.seen()
        assert f"The table drop_off, row {folio}: received_by is not what the log says." in " ".join(
            clerk.seen().split()
        )
        assert clerk.app.chain.is_broken


async def test_a_checkpoint_is_shown_whole_and_compared(run: Run, where: str, take: Take) -> None:
    """All 64 digits are on the screen in groups; typed again with their blanks they are compared and fit."""
    take("revolver")
    store = open_store(where)
    with store.reading() as db:
        head = setup.ledger_info(db).head
    store.close()
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("f9")
        await clerk.until_shown("CheckpointDialog")
        assert head.digest in "".join(clerk.seen().split())
        groups = " ".join(head.digest[start : start + 8] for start in range(0, 64, 8))
        await clerk.type(f"a1:{head.seq}: {groups}")
        await clerk.press("enter")
        await clerk.until_shown("Findings")
        said = f"The checkpoint {head.brief} is in this ledger: nothing up to it was changed or cut."
        assert said in " ".join(clerk.seen().split())


async def test_the_checkpoint_of_a_signed_act_is_taken_as_it_is_printed(
    run: Run, where: str, take: Take
) -> None:
    """Ledger, number and four groups, pasted from two lines, are compared like a whole checkpoint."""
    take("revolver")
    store = open_store(where)
    with store.reading() as db:
        head = setup.ledger_info(db).head
    store.close()
    letters = [head.digest[start : start + 4] for start in range(0, 16, 4)]
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("f9")
        await clerk.until_shown("CheckpointDialog")
        clerk.app.screen.query_one("#typed").post_message(
            events.Paste(f"{head.ledger} {head.seq}\n{' '.join(letters).upper()}\n")
        )
        await clerk.pilot.pause()
        await clerk.press("enter")
        await clerk.until_shown("Findings")
        assert f"The checkpoint {head.brief} is in this ledger" in " ".join(clerk.seen().split())


async def test_a_checkpoint_that_does_not_fit_is_a_finding(run: Run, take: Take) -> None:
    """What cannot be read, or is of another ledger, is refused in the dialog; another history is found."""
    take("revolver")
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("f9")
        await clerk.until_shown("CheckpointDialog")
        await clerk.type("A1:7:xyz")
        await clerk.press("enter")
        assert "is not a checkpoint" in clerk.seen()
        await clear(clerk)
        await clerk.type(f"B2:7:{'0' * 64}")
        await clerk.press("enter")
        await clerk.until(lambda: "no ledger “B2”" in clerk.seen())
        await clerk.until_shown("CheckpointDialog")
        assert clerk.app.screen.query_one("#typed", Field).value.startswith("B2:7:")
        await clear(clerk)
        await clerk.type(f"A1:99:{'0' * 64}")
        await clerk.press("enter")
        await clerk.until_shown("Findings")
        assert "the log was cut" in " ".join(clerk.seen().split())


async def test_export_by_keys_writes_a_folder(run: Run, tmp_path: Path, take: Take) -> None:
    """A folder that is not empty is refused in the dialog with its name kept; a new one is written, and its sums fit."""
    take("revolver")
    full, fresh = tmp_path / "full", tmp_path / "fresh"
    full.mkdir()
    (full / "note.txt").write_text("mine")
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("f12")
        await clerk.until_shown("ExportDialog")
        await clear(clerk)
        clerk.app.screen.query_one("#folder", Field).insert_text_at_cursor(str(full))
        await clerk.press("enter")
        await clerk.until(lambda: "is not empty" in " ".join(clerk.seen().split()))
        await clerk.until_shown("ExportDialog")
        assert clerk.app.screen.query_one("#folder", Field).value == str(full)
        clerk.app.screen.query_one("#folder", Field).value = str(fresh)
        await clerk.press("enter")
        await clerk.until_shown("ExportDone")
        assert "drop_offs.csv" in clerk.seen()
    assert [path.name for path in full.iterdir()] == ["note.txt"]
    sums = (fresh / "SHA256SUMS").read_text().splitlines()
    for digest, name in (line.split("  ") for line in sums):
        assert hashlib.sha256((fresh / name).read_bytes()).hexdigest() == digest


async def test_an_export_of_impossible_days_is_refused_in_place(run: Run, tmp_path: Path) -> None:
    """A day that is none, and a span that ends before it begins; nothing is written."""
    async with run() as clerk:
        await look(clerk, 0)
        await clerk.press("f12")
        await clerk.until_shown("ExportDialog")
        clerk.app.screen.query_one("#folder", Field).value = str(tmp_path / "new")
        clerk.app.screen.query_one("#first", Field).value = "18/02/2025"
        await clerk.press("enter")
        assert "is not a date" in clerk.seen()
        clerk.app.screen.query_one("#first", Field).value = "2025-02-18"
        clerk.app.screen.query_one("#last", Field).value = "2025-02-01"
        await clerk.press("enter")
        await clerk.until(lambda: "the first day comes first" in " ".join(clerk.seen().split()))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_empty_ledger_says_what_to_do(run: Run, size: tuple[int, int]) -> None:
    """No drop-off yet: the screen says where they come from; Enter does no harm."""
    async with run(size) as clerk:
        await look(clerk, 0)
        assert "There is no drop-off yet" in clerk.seen()
        await clerk.press("enter", "up", "pagedown", "f7")
        await clerk.until(lambda: len(screen(clerk).entries) == 7)


async def test_the_language_is_switched_while_it_runs(run: Run, take: Take) -> None:
    """Heads and statuses are shown again in Spanish, in either list."""
    take("revolver")
    async with run() as clerk:
        await look(clerk, 1)
        await clerk.press("ctrl+l")
        await clerk.until(lambda: "pagado" in clerk.seen())
        await clerk.press("f7", "ctrl+l")
        await clerk.until(lambda: "operator enrolled" in clerk.seen())
