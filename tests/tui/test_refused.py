"""What a dialog does with a refusal: it stays, says why, and the cursor is in the field that the refusal is about."""

from pathlib import Path

import pytest
from conftest import Clerk, Run, Take
from samples import AT, BY, OTHER_SITE, SITE, act

from buyback import desk
from buyback.store.engine import open_store
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field
from buyback.tui.widgets.pin_field import PinField

TELEPHONE = "55 1234 5678"
"""Refused wherever a remark is typed."""


async def go_to(clerk: Clerk, field: str) -> None:
    """Put the cursor into a field of the dialog, by the arrow key."""
    for _step in range(30):
        if clerk.app.focused is not None and clerk.app.focused.id == field:
            return
        await clerk.press("down")
    raise AssertionError(f"no key leads to {field}: {clerk.seen()}")


async def fill(clerk: Clerk, texts: dict[str, str]) -> None:
    """Type each text in its field, over what stands there."""
    for field, text in texts.items():
        await go_to(clerk, field)
        await clerk.press("end", "ctrl+u")
        await clerk.type(text)


async def refused(clerk: Clerk, dialog: str, words: str, field: str) -> None:
    """The dialog says these words, and the cursor is in this field with nothing selected that typing would overwrite."""

    def is_so() -> bool:
        screen, focused = clerk.app.screen, clerk.app.focused
        is_open = type(screen).__name__ == dialog and screen.is_ready and words in clerk.seen()  # type: ignore[attr-defined]
        return bool(is_open and focused is not None and focused.id == field)

    await clerk.until(is_so)
    focused = clerk.app.focused
    assert isinstance(focused, Field | Choice | PinField)
    assert not isinstance(focused, Field) or not focused.selected_text


async def tried(
    clerk: Clerk, dialog: str, texts: dict[str, str], words: str, field: str, *, other: str
) -> None:
    """Filled in and accepted from another field, the dialog is refused as `refused` says."""
    await clerk.until_shown(dialog)
    await fill(clerk, texts)
    await go_to(clerk, other)
    await clerk.press("enter")
    await refused(clerk, dialog, words, field)


async def newest(clerk: Clerk) -> None:
    """From the desk to the newest drop-off, whole."""
    await clerk.press("f5")
    await clerk.until(lambda: "A1-000001" in clerk.seen())
    await clerk.press("enter")
    await clerk.until_shown("DropOffDetail")


# --- an act ---------------------------------------------------------------------------------------------------------

WITNESSES = {"witness-1": "rosa", "witness-2": "tomas"}


@pytest.mark.parametrize(
    ("texts", "words", "field"),
    [
        ({"witness-1": "rosa", "witness-2": "Rosá"}, "is named twice", "witness-2"),
        ({"witness-1": "rosa", "witness-2": "tomas", "witness-4": "ROSA"}, "is named twice", "witness-4"),
        ({"witness-1": BY, "witness-2": "tomas"}, "cannot be its witness", "witness-1"),
        ({"witness-1": "rosa", "witness-3": BY}, "cannot be its witness", "witness-3"),
        ({"witness-1": "rosa", "witness-3": "x"}, "is not a name", "witness-3"),
        ({"witness-1": "rosa"}, "at least 2 witnesses", "witness-2"),
        ({"witness-2": "rosa"}, "at least 2 witnesses", "witness-1"),
        ({"witness-1": "rosa", "witness-2": "=tomas"}, "as a formula", "witness-2"),
        ({"witness-1": "rosa", "witness-3": "tomas", "witness-4": TELEPHONE}, "a telephone", "witness-4"),
        (WITNESSES | {"number": "acta@mail.mx"}, "an e-mail address", "number"),
        (WITNESSES | {"number": ""}, "Act number is empty", "number"),
        (WITNESSES | {"place": TELEPHONE}, "a telephone", "place"),
        (WITNESSES | {"detail": ""}, "Method is empty", "detail"),
        (WITNESSES | {"detail": "+ cutter"}, "as a formula", "detail"),
        (WITNESSES | {"number": "ACTA-1"}, "was already used", "number"),
    ],
)
async def test_an_act_goes_to_what_is_wrong(
    run: Run, where: str, take: Take, *, texts: dict[str, str], words: str, field: str
) -> None:
    """The witness who is named twice, who records it or who is missing, and the text that cannot be written."""
    used = take("revolver")
    take("ak-47")
    store = open_store(where)
    desk.hand_over(store, used.item_ids, act(), by=BY, at=AT)
    store.close()
    async with run() as clerk:
        await clerk.press("f3")
        await clerk.until(lambda: "AK-47" in clerk.seen())
        await clerk.press("f7")
        await tried(clerk, "ActDialog", texts, words, field, other="number" if field != "number" else "place")


async def test_an_act_over_two_sites_goes_to_the_place(run: Run, take: Take) -> None:
    """Items of two sites and no place: the place is where the cursor is."""
    take("revolver")
    take("revolver", site=OTHER_SITE)
    async with run() as clerk:
        await clerk.press("f3", "ctrl+s")
        await clerk.until(lambda: clerk.seen().count("Revolver") >= 2)
        await clerk.press("ctrl+a", "f7")
        await tried(
            clerk, "ActDialog", {**WITNESSES, "place": ""}, "are of several sites", "place", other="number"
        )


async def test_a_hand_over_goes_to_the_receiver(run: Run, take: Take) -> None:
    """Who takes the items is a text of its own."""
    take("cartridge:50:donated")
    async with run() as clerk:
        await clerk.press("f3")
        await clerk.until(lambda: "Cartridge" in clerk.seen())
        await clerk.press("f8")
        await tried(
            clerk, "ActDialog", {"detail": "=Defensa"}, "receiver begins with", "detail", other="number"
        )


# --- the first minute, sites, operators, tables ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "words", "field"),
    [
        ({}, "Alias is empty", "operator"),
        ({"operator": "ana lópez"}, "is not a code for an operator", "operator"),
        ({"operator": "=ana"}, "as a formula", "operator"),
        ({"operator": "rosa", "ledger": "a-1"}, "is not a code for the ledger", "ledger"),
        ({"site": "", "operator": "rosa"}, "is not a code for the site", "site-name"),
        ({"site": "", "site-name": f"Atrio {TELEPHONE}", "operator": "rosa"}, "a telephone", "site-name"),
    ],
)
async def test_the_set_up_goes_to_what_is_wrong(
    run: Run, tmp_path: Path, texts: dict[str, str], words: str, field: str
) -> None:
    """Nobody's alias is proposed, so an Enter without a look asks for it; the rest as it is refused."""
    where = tmp_path / "l.db"
    async with run(at=str(where), operator="", site="", idle=False) as clerk:
        await clerk.until_shown("SetUp")
        if texts.pop("site", None) is not None:
            await go_to(clerk, "site")
            await clerk.press("left")  # round the end: another site
        await tried(clerk, "SetUp", texts, words, field, other="table")
    assert not where.exists()


async def test_a_table_that_cannot_be_used_is_chosen_otherwise(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table at hand whose file is damaged is refused in the set-up, with the keys on the choice of tables."""
    monkeypatch.setenv("BUYBACK_TABLES", str(tmp_path))
    (tmp_path / "own.csv").write_text("code\n", encoding="utf-8")
    (tmp_path / "own.toml").write_text("effective_on = 2025-01-01\n", encoding="utf-8")
    async with run(at=str(tmp_path / "l.db"), operator="", site="", idle=False) as clerk:
        await clerk.until_shown("SetUp")
        await go_to(clerk, "table")
        await clerk.press("left")
        assert clerk.app.screen.query_one("#table", Choice).value == "own"
        await fill(clerk, {"operator": "rosa"})
        await clerk.press("enter")
        await refused(clerk, "SetUp", "own.csv", "table")


@pytest.mark.parametrize(
    ("texts", "words", "field"),
    [
        ({}, "is not a code for the site", "name"),
        ({"code": "x y"}, "is not a code for the site", "code"),
        ({"code": SITE}, "is already in this ledger", "code"),
        ({"code": "plaza"}, "Site name is empty", "name"),
        ({"name": "Basilica Guadalupe"}, "is already in this ledger", "name"),
        ({"name": "=Plaza", "code": "plaza"}, "site name begins with", "name"),
        ({"name": "Plaza", "venue": TELEPHONE}, "a telephone", "venue"),
        ({"name": "Plaza", "municipality": "=x"}, "municipality begins with", "municipality"),
        ({"name": "Plaza", "state": "=x"}, "state begins with", "state"),
        ({"name": "Plaza", "timezone": "Mexico"}, "is not a time zone", "timezone"),
    ],
)
async def test_a_new_site_goes_to_what_is_wrong(
    run: Run, texts: dict[str, str], words: str, field: str
) -> None:
    """Each text of a site is a field of its own; a code that was not typed comes from the name."""
    async with run() as clerk:
        await clerk.press("f11", "n")
        await clerk.until_shown("NewSiteDialog")
        await clerk.press("left")  # round the end: another site
        await tried(
            clerk, "NewSiteDialog", texts, words, field, other="state" if field != "state" else "name"
        )


@pytest.mark.parametrize(
    ("alias", "words"),
    [("", "is not a code for an operator"), ("ANA", "is already in this ledger"), ("=ana", "as a formula")],
)
async def test_a_new_operator_stays_at_the_alias(run: Run, alias: str, words: str) -> None:
    """There is one field, and the cursor is in it again."""
    async with run() as clerk:
        await clerk.press("f11", "o")
        await clerk.until_shown("Operators")
        await clerk.press("n")
        await clerk.until_shown("NewOperator")
        await clerk.type(alias)
        await clerk.press("enter")
        await refused(clerk, "NewOperator", words, "alias")


@pytest.mark.parametrize(
    ("texts", "words", "field"),
    [
        ({}, "CSV file is empty", "path"),
        ({"path": "none.csv"}, "cannot be read", "path"),
        ({"path": "own.csv"}, "In force from is empty", "effective-on"),
        ({"path": "own.csv", "effective-on": "2025-13-01"}, "is not a date", "effective-on"),
        ({"path": "own.csv", "effective-on": "2025-01-01", "code": "OWN"}, "is not a code", "code"),
        ({"path": "own.csv", "effective-on": "2025-01-01", "issuer": "a\u200bb"}, "issuer", "issuer"),
        ({"path": "bad.csv", "effective-on": "2025-01-01"}, "line 2, column", "path"),
        (
            {"path": "own.csv", "effective-on": "2025-01-01", "code": "federal-2025"},
            "There is already",
            "code",
        ),
    ],
)
async def test_an_import_goes_to_what_is_wrong(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    texts: dict[str, str],
    words: str,
    field: str,
) -> None:
    """The file, or what is typed of it."""
    monkeypatch.setenv("BUYBACK_TABLES", str(tmp_path / "kept"))
    monkeypatch.chdir(tmp_path)
    head = "code,class,name_es,name_en,calibre,aliases,serviceable_mxn,unserviceable_mxn,unit,source\n"
    (tmp_path / "own.csv").write_text(f"{head}revolver,handgun,R,R,,,9000,4000,piece,\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text(f"{head}revolver,handgun,R,R,,,9 mil,,piece,\n", encoding="utf-8")
    async with run() as clerk:
        await clerk.press("f11", "i")
        await clerk.until_shown("ImportTable")
        await fill(clerk, {name: text for name, text in texts.items() if text.isprintable()})
        for name, text in texts.items():
            if not text.isprintable():  # pasted, since no key types it
                clerk.app.screen.query_one(f"#{name}", Field).value = text
        await go_to(clerk, "complete")
        await clerk.press("enter")
        await refused(clerk, "ImportTable", words, field)


# --- days, files, checkpoints ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "words", "field"),
    [
        ({"first": "2025-02-30"}, "is not a date", "first"),
        ({"last": "18/02/2025"}, "is not a date", "last"),
        ({"first": "", "last": "x"}, "is not a date", "last"),
        ({"first": "x", "last": ""}, "is not a date", "first"),
        ({"last": "2025-02-19"}, "is in the future", "last"),
        ({"first": "2025-02-18", "last": "2025-02-17"}, "the first day comes first", "first"),
    ],
)
async def test_two_days_go_to_the_one_that_is_wrong(
    run: Run, texts: dict[str, str], words: str, field: str
) -> None:
    """Each of the two days of the summary."""
    async with run() as clerk:
        await clerk.press("f4", "b")
        await tried(clerk, "Span", texts, words, field, other="first" if field == "last" else "last")


@pytest.mark.parametrize(
    ("texts", "words", "field"),
    [
        ({"folder": ""}, "Folder is empty", "folder"),
        ({"folder": "full"}, "is not empty", "folder"),
        ({"folder": "full/file.txt/x"}, "cannot be written", "folder"),
        ({"folder": "unplugged/x"}, "there is no folder", "folder"),
        ({"first": "2025"}, "is not a date", "first"),
        ({"last": "2025-02-31"}, "is not a date", "last"),
        ({"first": "2025-02-18", "last": "2025-02-17"}, "the first day comes first", "first"),
    ],
)
async def test_an_export_goes_to_what_is_wrong(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    texts: dict[str, str],
    words: str,
    field: str,
) -> None:
    """The folder, or one of its days."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file.txt").write_text("here")
    async with run() as clerk:
        await clerk.press("f5", "f12")
        await tried(clerk, "ExportDialog", {"folder": "new"} | texts, words, field, other="of-site")


@pytest.mark.parametrize(
    ("typed", "words"), [("A1:7", "is not a checkpoint"), ("B2:7:" + "0" * 64, "has no ledger")]
)
async def test_a_checkpoint_stays_in_its_field(run: Run, typed: str, words: str) -> None:
    """One that cannot be read, and one of another ledger."""
    async with run() as clerk:
        await clerk.press("f5", "f9")
        await clerk.until_shown("CheckpointDialog")
        await clerk.type(typed)
        await clerk.press("enter")
        await refused(clerk, "CheckpointDialog", words, "typed")


# --- the desk -------------------------------------------------------------------------------------------------------


async def test_a_quantity_stays_in_its_field(run: Run) -> None:
    """No pieces at all are no quantity."""
    async with run() as clerk:
        await clerk.type("cartridge")
        await clerk.press("enter")
        await clerk.until_shown("Quantity")
        await fill(clerk, {"quantity": "0"})
        await clerk.press("enter")
        await refused(clerk, "Quantity", "is not a quantity", "quantity")


@pytest.mark.parametrize(
    ("texts", "words", "field"),
    [
        ({"rate": "20,5", "reason": "Banxico"}, "is not a rate", "rate"),
        ({"rate": "20.5", "reason": ""}, "needs a reason", "reason"),
        ({"rate": "20.5", "reason": TELEPHONE}, "a telephone", "reason"),
    ],
)
async def test_a_rate_goes_to_what_is_wrong(run: Run, texts: dict[str, str], words: str, field: str) -> None:
    """The rate, or where it was read."""
    async with run() as clerk:
        await clerk.press("f10")
        await tried(clerk, "RateDialog", texts, words, field, other="rate" if field == "reason" else "reason")


async def test_a_value_goes_to_the_search_or_to_the_reason(run: Run) -> None:
    """No row chosen: the search; a row without a reason, or with one that cannot be written: the reason."""
    async with run() as clerk:
        await clerk.type("shotgun")
        await clerk.press("enter")
        await clerk.until_shown("Value")
        await clerk.press("tab", "tab", "enter")
        await refused(clerk, "Value", "Nothing is chosen yet", "words")
        await clerk.press("down", "enter")
        await refused(clerk, "Value", "needs a reason", "reason")
        await clerk.type("=x")
        await clerk.press("shift+tab", "enter")
        await refused(clerk, "Value", "as a formula", "reason")


@pytest.mark.parametrize(
    ("texts", "words", "field"),
    [
        ({"reason": "", "recovered": "0"}, "Reason is empty", "reason"),
        ({"reason": "=x", "recovered": "0"}, "as a formula", "reason"),
        ({"reason": "entered twice", "recovered": "x"}, "is not an amount", "recovered"),
        ({"reason": "entered twice", "recovered": ""}, "say how much of it came back", "recovered"),
        ({"reason": "entered twice", "recovered": "9999"}, "cannot have come back", "recovered"),
    ],
)
async def test_a_void_goes_to_what_is_wrong(
    run: Run, take: Take, texts: dict[str, str], words: str, field: str
) -> None:
    """The reason, or the cash that came back."""
    take("revolver")
    async with run() as clerk:
        await newest(clerk)
        await clerk.press("v")
        await tried(
            clerk, "Void", texts, words, field, other="reason" if field == "recovered" else "recovered"
        )


async def test_a_return_stays_at_its_reason(run: Run, take: Take) -> None:
    """What cannot be written stays there to be mended."""
    take("revolver", settlement="later")
    async with run() as clerk:
        await newest(clerk)
        await clerk.press("r")
        await clerk.until_shown("GiveBack")
        await clerk.type("=x")
        await clerk.press("enter")
        await refused(clerk, "GiveBack", "as a formula", "reason")


async def test_a_refusal_is_said_in_the_language_of_the_moment(run: Run) -> None:
    """Ctrl+L shows the refusal, the name of its field included, in the other language."""
    async with run() as clerk:
        await clerk.press("f10")
        await clerk.until_shown("RateDialog")
        await fill(clerk, {"rate": "20.5", "reason": "=x"})
        await clerk.press("enter")
        await refused(clerk, "RateDialog", "reason begins with", "reason")
        await clerk.press("ctrl+l")
        await refused(clerk, "RateDialog", "motivo: empieza", "reason")
