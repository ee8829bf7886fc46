"""The words on the screens: whole at 80 columns, of one number and gender, in the language of the reader."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import SETTINGS, Clerk, Run, Take
from samples import AT, BY, act
from textual.binding import Binding
from textual.widgets import OptionList

from buyback import desk, errors, i18n
from buyback.facts import Denomination
from buyback.payout_table import load
from buyback.report import box_words
from buyback.store.engine import open_store
from buyback.tui import cells, keys

SPANISH = replace(SETTINGS, language="es")
IN = {"en": SETTINGS, "es": SPANISH}


@pytest.fixture
def english() -> Iterator[None]:
    """Whatever the test shows, the next one begins in English."""
    yield
    i18n.set_language("en")


async def custody(clerk: Clerk) -> None:
    """Go to the custody screen and wait for its list."""
    await clerk.press("f3")
    await clerk.until(lambda: "A1-00000" in clerk.seen())


# --- keys ---------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("key", "english_name", "spanish_name"),
    [
        ("space", "Space", "Espacio"),
        ("delete", "Del", "Supr"),
        ("backspace", "Backspace", "Retroceso"),
        ("pagedown", "PgDn", "Av Pág"),
        ("home", "Home", "Inicio"),
        ("escape", "Esc", "Esc"),
        ("shift+tab", "Shift+Tab", "Mayús+Tab"),
        ("f12", "F12", "F12"),
        ("ctrl+a", "Ctrl+A", "Ctrl+A"),
        ("c", "C", "C"),
        ("plus", "", ""),
    ],
)
def test_keys_are_called_as_they_are_printed(key: str, english_name: str, spanish_name: str) -> None:
    """By the words on a keyboard of the language, letters by their capital; signs need none."""
    binding = Binding(key, "x")
    for language, name in (("en", english_name), ("es", spanish_name)):
        i18n.set_language(language)
        assert keys.printed(binding) == name


async def test_the_footer_calls_keys_by_their_spanish_names(run: Run, take: Take) -> None:
    """Supr takes a line off, Espacio marks an item."""
    take("revolver")
    async with run(settings=SPANISH) as clerk:
        await clerk.press("r", "e", "v", "enter", "tab")
        assert "Supr Quitar" in clerk.seen()
        await custody(clerk)
        assert "Espacio Marcar" in clerk.seen()


# --- what is cut --------------------------------------------------------------------------------------------------------


IN_CUSTODY = {
    "en": ("folio, tag or serial", "this site   all sites", "any age"),
    "es": ("folio, etiqueta o matrícula", "este módulo", "cualquier fecha"),
}
IN_LEDGER = {
    "en": ("folio, tag, serial, type, site, person, day, status, amount: any words", "by:luis serial:AK"),
    "es": ("folio, etiqueta, matrícula, tipo, módulo, persona, día, estado o monto", "por:luis matrícula:AK"),
}


@pytest.mark.parametrize("language", IN)
async def test_filters_are_whole_at_80_columns(run: Run, take: Take, language: str) -> None:
    """No hint and no choice of the lists is cut."""
    take("revolver")
    async with run(settings=IN[language]) as clerk:
        await custody(clerk)
        assert not [words for words in IN_CUSTODY[language] if words not in clerk.seen()]
        await clerk.press("f5")
        await clerk.until(lambda: "A1-000001-B" in clerk.seen())
        assert not [words for words in IN_LEDGER[language] if words not in clerk.seen()]


@pytest.mark.parametrize(("language", "last"), [("en", "Ctrl+F Forms"), ("es", "F12 Exportar")])
async def test_every_key_of_the_ledger_is_whole_at_80_columns(run: Run, language: str, last: str) -> None:
    """The line ends with its last key, not with a sign that there are more."""
    async with run(settings=IN[language]) as clerk:
        await clerk.press("f5")
        await clerk.until(lambda: last in clerk.seen().splitlines()[23])
        assert clerk.seen().splitlines()[23].rstrip().endswith(last)


# --- the balance --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "size"), [("en", (80, 24)), ("es", (80, 24)), ("es", (120, 40))])
async def test_the_balance_agrees_with_its_figures(
    run: Run, take: Take, where: str, language: str, size: tuple[int, int]
) -> None:
    """One is destruido and two are entregados; every figure ends where its word does, and no sign touches one."""
    one = take("revolver")
    take("grenade:donated", "grenade:donated", "ak-47")
    store = open_store(where)
    desk.destroy(store, one.item_ids, act("ACTA-1"), by=BY, at=AT)
    desk.hand_over(store, ["A1-000002-9/1", "A1-000002-9/2"], act("E-1"), by=BY, at=AT)
    store.close()
    words = {
        "en": ("received", "destroyed", "kept", "handed over", "held", "returned"),
        "es": ("recibidos", "destruido", "en acervo", "entregados", "en resguardo", "devueltos"),
    }[language]
    async with run(size, settings=IN[language]) as clerk:
        await custody(clerk)
        lines = clerk.seen().splitlines()
        above = next(index for index, line in enumerate(lines) if words[0] in line)
        heads, figures = lines[above], lines[above + 1]
        assert figures.split() == ["4", "=", "1", "+", "0", "+", "2", "+", "1", "+", "0"]
        ends = [heads.index(f" {word}") + len(word) for word in words]
        assert [figures[end] for end in ends] == ["4", "1", "0", "2", "1", "0"]


# --- how many of what ---------------------------------------------------------------------------------------------------


async def test_lists_of_drop_offs_say_how_many_pieces(run: Run, take: Take) -> None:
    """Seven toys are 7 ×; of several lines, those of one type are added up."""
    take("war-toy:7")
    take("revolver", "revolver", "cartridge:1250:donated")
    async with run((120, 40)) as clerk:
        prompts = [str(option.prompt) for option in clerk.app.query_one("#today-list", OptionList).options]
        assert " 7 × War toy " in prompts[1]
        assert " 3 items: 2 × Revolver, 1,250 × Cartridge " in prompts[0]
        await clerk.press("f5")
        await clerk.until(lambda: "7 × War toy" in clerk.seen())


async def test_a_donated_item_is_not_called_paid(run: Run, take: Take) -> None:
    """Cartridges of a drop-off that was paid were given for nothing, and nobody looked for their serial."""
    take("ak-47", "cartridge:250:donated")
    async with run(settings=SPANISH) as clerk:
        await custody(clerk)
        row = next(line for line in clerk.seen().splitlines() if "A1-000001-B/2" in line)
        assert row.rstrip().endswith("donación")
        await clerk.type("A1-000001-B/2")
        await clerk.press("enter", "enter")
        await clerk.until_shown("ItemDetail")
        assert "donación, sin pago" in clerk.seen()
        assert "Su canje pagado" in " ".join(clerk.seen().split())
        assert "no se buscó" not in clerk.seen()


async def test_a_void_says_what_came_back(run: Run, take: Take) -> None:
    """The message names what was recovered of what had been paid."""
    folio = take("revolver").folio
    async with run(notifications=True) as clerk:
        await clerk.press("shift+tab", "enter")
        await clerk.until(lambda: folio in clerk.seen() and "V  Void" in clerk.seen())
        await clerk.press("v")
        await clerk.until_shown("Void")
        await clerk.type("twice")
        await clerk.press("down")
        await clerk.type("5,000.50")
        await clerk.press("enter")
        await clerk.until(lambda: "came back" in clerk.said())
        assert f"{folio}: voided, $5,000.50 MXN of $8,700.00 MXN came back" in clerk.said()


# --- what comes from files ----------------------------------------------------------------------------------------------


async def test_our_own_words_of_the_seeds_are_spanish_on_a_spanish_screen(run: Run) -> None:
    """How firmly an amount is known, where the table was published, and what kind of place a site is."""
    async with run((120, 40), settings=SPANISH) as clerk:
        await clerk.press("f11")
        await clerk.until(lambda: "certeza alta" in clerk.seen())
        assert "confidence" not in clerk.seen()
        await clerk.until(lambda: "basilica-guadalupe, iglesia" in clerk.seen())
        text = " ".join(str(clerk.app.screen.query_one("#places Static").render()).split())  # type: ignore[attr-defined]
        assert "Fuente: Anexo de los lineamientos" in text
        assert "church" not in text


async def test_a_table_that_is_not_in_force_yet_warns_before_it_is_adopted(run: Run) -> None:
    """On 18 February 2025 the table of January 2026 pays at once if it is adopted, and the dialog says so."""
    assert load("federal-2026").adopted.effective_on > AT.date().isoformat()
    async with run() as clerk:
        await clerk.press("f11", "a")
        await clerk.until_shown("Choose")
        await clerk.press("enter")
        await clerk.until_shown("Adopt")
        assert "That day has not come. Adopted now, it pays from now on." in clerk.seen()


def test_a_note_is_not_parted_from_its_number() -> None:
    """Lines break between the notes and never inside one; a longer line than the place stays whole."""
    notes = [Denomination(50_000, 17, "note"), Denomination(5_000, 1, "note"), Denomination(2_000, 2, "coin")]
    said = box_words.pieces(notes)
    assert cells.wrapped(f"Hand out: {said}", 20) == ["Hand out: 17 × 500,", "1 × 50,", "2 × 20 (coin)"]
    assert cells.wrapped(f"Hand out: {said}", 22) == ["Hand out: 17 × 500,", "1 × 50, 2 × 20 (coin)"]
    assert cells.wrapped(said, 3) == ["17 × 500,", "1 × 50,", "2 × 20 (coin)"]


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (errors.WrongPin(alias="ana", tries=1), "El NIP no es el de ana (1 equivocado); intente de nuevo."),
        (
            errors.WrongPin(alias="ana", tries=2),
            "El NIP no es el de ana (2 equivocados seguidos); intente de nuevo.",
        ),
        (errors.TextMissing(field="The PIN"), "El NIP no puede quedar en blanco."),
        (errors.TextMissing(field="reason"), "Motivo no puede quedar en blanco."),
    ],
)
def test_refusals_are_sentences_in_spanish(english: None, refusal: errors.Refusal, said: str) -> None:
    """One wrong try is one; a refusal begins with a capital letter, and it is no label with a colon."""
    i18n.set_language("es")
    assert str(refusal) == said
