"""PDFs as others see them: text, fonts, pages and pictures, read by programs that are not ours."""

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from paper_story import (
    LONG_PLACE,
    LONG_WITNESS,
    PAPERS,
    codes,
    every_document,
    fonts,
    large_act,
    pdf_of,
    pictures,
    play,
    speaking,
    text_of,
)
from pypdf import PdfReader
from samples import AT, take_in

from buyback.export.paper import making
from buyback.export.paper.document import Document, Label, Labels, Note
from buyback.export.paper.making import Made
from buyback.store.engine import Store, open_store

ROOT = Path(__file__).parent.parent
WHITE = 250


def act_of(store: Store, number: str) -> Made:
    with store.reading() as db:
        return making.act_of(db, number)


# --- what is in the file ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
def test_every_document_is_drawn_on_every_paper(store: Store, paper: str) -> None:
    """In Spanish with its accents; nothing runs over an edge that a printer leaves white; every font is inside."""
    folios = play(store)
    with speaking("es"):
        documents = every_document(store, folios)
        for name, made in documents.items():
            drawn = making.as_pdf(made, paper)
            reader = PdfReader(io.BytesIO(drawn.data))
            assert len(reader.pages) == drawn.pages
            assert all("/FontFile2" in descriptor for descriptor in fonts(reader).values()), name
            edge = 4 if paper == "80mm" else 12  # points; the roll's printer has its own margins
            for picture in pictures(drawn.data, dots_per_inch=72):
                width, height = picture.size
                inside = (edge, edge, width - edge, height - edge)
                picture.paste(255, inside)
                assert picture.getextrema()[0] >= WHITE, name
    receipt = text_of(pdf_of(documents["receipt paid"], paper))
    for word in (
        "Sí al Desarme, Sí a la Paz",
        folios["paid"],
        "Fusil AK-47",
        "útil",
        "Código de comprobación",
    ):
        assert word in receipt
    assert documents["receipt paid"].check_code in receipt.replace("−", "-")


@pytest.mark.parametrize(("language", "tag"), [("es", "es-MX"), ("en", "en-US")])
def test_title_language_and_archive_form(store: Store, language: str, tag: str) -> None:
    """The file says what it is, in which language, of which moment; and that it is PDF/A, with its colours."""
    folio = take_in(store).folio
    with speaking(language), store.reading() as db:
        reader = pdf_of(making.receipt_of(db, folio), "letter")
    root = reader.root_object
    assert root["/Lang"] == tag
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    about = reader.xmp_metadata
    assert about is not None
    assert about.dc_title == {"x-default": f"{'Recibo' if language == 'es' else 'Receipt'} {folio}"}
    assert about.dc_creator == ["Sí al Desarme, Sí a la Paz"]
    assert about.xmp_create_date == AT.replace(tzinfo=None)
    assert (about.pdfaid_part, about.pdfaid_conformance) == ("2", "U")
    (intent,) = root["/OutputIntents"]  # type: ignore[misc]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert not {"/JavaScript", "/AcroForm", "/EmbeddedFiles"} & set(
        root.keys() | root.get("/Names", {}).keys()
    )  # type: ignore[attr-defined]


def test_a_title_is_no_markup(store: Store) -> None:
    """An act's number that looks like XML is the act's number in the file's description too."""
    play(store)
    made = act_of(store, "ACTA-1")
    odd = replace(made, document=replace(made.document, title='<b>&"1"', author="A & B"))
    about = pdf_of(odd, "letter").xmp_metadata
    assert about is not None
    assert about.dc_title == {"x-default": '<b>&"1"'}
    assert about.dc_creator == ["A & B"]


def test_the_same_ledger_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    """Two processes, with other hashes of texts and at other times, make the same file."""
    play(store)
    command = [sys.executable, "-m", "buyback", "print", "act", "ACTA-1", "--ledger", store.where, "--out"]
    for number in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": number, "TZ": f"UTC+{number}", "HOME": str(tmp_path)}
        environment["BUYBACK_CONFIG"] = str(tmp_path / "none.toml")
        subprocess.run([*command, str(tmp_path / f"{number}.pdf")], cwd=ROOT, env=environment, check=True)
    one, two = ((tmp_path / f"{number}.pdf").read_bytes() for number in ("1", "2"))
    assert one == two


def test_a_character_that_no_font_has_is_not_lost() -> None:
    """It is written as its number, in the text and in what the picture shows."""
    document = Document("t", "en", AT, "a", "", (Note("ñ 銃 ✂"),))
    assert text_of(pdf_of(Made(document, "t"), "letter")) == "ñ [U+9283] [U+2702]"


# --- pages ----------------------------------------------------------------------------------------------------------------


def test_an_act_of_two_hundred_items(store: Store) -> None:
    """Each tag stands on it once, the heads on every page of the list, and each page says which of how many it is."""
    tags = large_act(store, 200)
    made = act_of(store, "GRANDE")
    reader = pdf_of(made, "letter")
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    listed = [tag for page in pages for tag in re.findall(r"(A1-\d{6}-\w/\d+) AK-47", page)]
    assert listed == sorted(tags, key=lambda tag: (tag.split("/")[0], int(tag.split("/")[1])))
    assert len(pages) == 7
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of 7" in page
        assert made.list_hash in page
        assert ("Tag Type and condition" in page) == (" AK-47 " in page)


def test_nobody_signs_a_page_on_which_nothing_else_stands(store: Store) -> None:
    """However long the list, the hash and the count stand on the page with the signatures."""
    for items in (25, 28, 31):
        with open_copy(store) as copy:
            large_act(copy, items)
            last = pdf_of(act_of(copy, "GRANDE"), "letter").pages[-1].extract_text()
        assert "Hash of the list" in last
        assert "Responsible for the site" in last
        assert f"{items} items" in last


def open_copy(store: Store) -> "_Copy":
    return _Copy(store.where)


class _Copy:
    """Another copy of the ledger, so that each act is the first one."""

    def __init__(self, where: str) -> None:
        self.path = Path(where)

    def __enter__(self) -> Store:
        copy = self.path.with_name(f"{os.urandom(4).hex()}.db")
        copy.write_bytes(self.path.read_bytes())
        self.store = open_store(str(copy))
        return self.store

    def __exit__(self, *_problem: object) -> None:
        self.store.close()


def test_a_roll_is_as_long_as_what_stands_on_it(store: Store) -> None:
    """80 mm wide, its length fits: the last ink is near its end; more items make it longer."""
    lengths = []
    for items in (1, 6):
        folio = take_in(store, *["cartridge:5:donated"] * items).folio
        with store.reading() as db:
            drawn = making.as_pdf(making.receipt_of(db, folio), "80mm")
        (picture,) = pictures(drawn.data, dots_per_inch=72)
        assert picture.width == 227
        _left, _top, _right, bottom = picture.point(lambda level: 255 if level < WHITE else 0).getbbox()
        assert 15 <= picture.height - bottom <= 45
        lengths.append(picture.height)
    assert lengths[1] - lengths[0] == 5 * 26


def test_a_roll_longer_than_printers_take_is_cut_into_pieces(store: Store) -> None:
    """An act of 360 items on a roll is two pieces, none longer than three metres, with every tag on one of them."""
    tags = large_act(store, 360)
    reader = pdf_of(act_of(store, "GRANDE"), "80mm")
    assert [float(page.mediabox.height) <= 9000 for page in reader.pages] == [True, True]
    assert set(re.findall(r"A1-\d{6}-\w/\d+", text_of(reader))) == set(tags)


# --- tags and codes ---------------------------------------------------------------------------------------------------------


def test_tags_on_a_page_to_be_cut_out(store: Store) -> None:
    """Three by eight on a page; each code says the name that stands beside it, and a scanner reads every one."""
    tags = [tag for _visit in range(3) for tag in take_in(store, *["cartridge:5:donated"] * 10).item_ids]
    with store.reading() as db:
        made = making.tags_of(db, tags)
    for paper in ("letter", "a4"):
        drawn = making.as_pdf(made, paper)
        assert drawn.pages == 2
        texts = [re.findall(r"A1-\d{6}-\w/\d+", page.extract_text()) for page in pdf_of(made, paper).pages]
        assert texts == [tags[:24], tags[24:]]
        scanned = [codes(picture) for picture in pictures(drawn.data, dots_per_inch=200)]
        assert [sorted(page) for page in scanned] == [sorted(tags[:24]), sorted(tags[24:])]


def test_a_tag_on_each_label_of_a_roll(store: Store) -> None:
    """One piece per item, its code and its name on it."""
    tags = take_in(store, "ak-47:serial=K4471", "cartridge:5:donated").item_ids
    with store.reading() as db:
        made = making.tags_of(db, tags)
    drawn = making.as_pdf(made, "80mm")
    assert [codes(picture) for picture in pictures(drawn.data, dots_per_inch=200)] == [[tag] for tag in tags]
    assert [
        tag in page.extract_text() for tag, page in zip(tags, pdf_of(made, "80mm").pages, strict=True)
    ] == [True] * 2


@pytest.mark.parametrize("paper", PAPERS)
def test_a_tag_with_all_that_can_be_told_fits_its_label(paper: str) -> None:
    """The longest texts that a ledger takes are all on the label, and the label's neighbour is not touched."""
    longest = ["Marca " * 10, "Modelo " * 8, "Calibre " * 7, "S" * 60, "Matrícula " * 6]
    lines = ("250 × Carabina semiautomática de fabricación desconocida", "inutilizable", *longest)
    label = Label("ABCDEFGH-123456789-K/99", tuple(line.strip() for line in lines), "ABCDEFGH-123456789-K/99")
    made = Made(Document("t", "es", AT, "a", "", (Labels((label, label)),)), "t")
    reader = pdf_of(made, paper)
    first = reader.pages[0].extract_text()
    said = "".join(first.split())
    for line in lines:
        assert "".join(line.split()) in said
    (picture, *_more) = pictures(making.as_pdf(made, paper).data, dots_per_inch=200)
    assert codes(picture) == ["ABCDEFGH-123456789-K/99"] * (1 if paper == "80mm" else 2)
    if paper != "80mm":
        width, height = picture.size
        below = picture.crop((0, (24 + (height * 72 // 200 - 48) // 8 + 3) * 200 // 72, width, height))
        assert below.getextrema()[0] >= WHITE


@pytest.mark.parametrize("paper", PAPERS)
def test_receipts_and_acts_are_scanned(store: Store, paper: str) -> None:
    """A receipt's code is its folio; an act's is the ledger, the act, how many items, and the hash of its list."""
    folios = play(store)
    documents = every_document(store, folios)
    act = documents["act"]
    for made, said in ((documents["receipt paid"], folios["paid"]), (act, f"A1:ACTA-1:2:{act.list_hash}")):
        found = [code for picture in pictures(making.as_pdf(made, paper).data) for code in codes(picture)]
        assert found == [said]


def test_long_names_are_whole(store: Store) -> None:
    """A place and a witness as long as they may be stand on the act with every word, on every paper."""
    play(store)
    made = act_of(store, "ACTA-1")
    for paper in PAPERS:
        said = text_of(pdf_of(made, paper))
        assert LONG_WITNESS in said
        assert LONG_PLACE in said
