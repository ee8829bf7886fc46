"""Blank forms on paper, in files and on the command line's printer: two on a page, each with its folio, and nobody's name."""

from pathlib import Path

import pytest
from export_story import export, rows
from paper_story import PAPERS, codes, pdf_of, pictures, speaking, text_of
from samples import AT, BY, OTHER_SITE, SITE, take_in

from buyback import desk, errors
from buyback.desk import NewSite
from buyback.export.paper import making
from buyback.export.paper.making import Made
from buyback.store.engine import Store


def forms(store: Store, *folios: str) -> Made:
    with store.reading() as db:
        return making.forms_of(db, folios)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(("paper", "pages"), [("letter", 2), ("a4", 2), ("80mm", 3)])
def test_forms_on_every_paper(store: Store, paper: str, pages: int, language: str) -> None:
    """Two forms on a page, one on a piece of a roll; a scanner reads the folio of each, on the form and on its stub."""
    folios = desk.reserve(store, SITE, 3, by=BY, at=AT).folios
    with speaking(language):
        made = forms(store, *folios)
        reader, data = pdf_of(made, paper), making.as_pdf(made, paper).data
    assert made.folios == folios
    assert len(reader.pages) == pages
    read = [codes(picture) for picture in pictures(data)]
    assert sorted(folio for found in read for folio in found) == sorted([*folios, *folios])
    assert {len(found) for found in read} == ({2} if paper == "80mm" else {2, 4})
    words = text_of(reader)
    assert all(words.count(folio) == 2 for folio in folios)
    asked = {
        "en": ("Drop-off on paper", "serviceable", "Serial", "cash now", "voucher", "Received by (alias)"),
        "es": ("Canje en papel", "inutilizable", "Matrícula", "vale", "Recibió (alias)", "Día", "Basílica"),
    }
    assert all(one in words for one in asked[language])


def test_a_form_asks_nothing_about_the_person(store: Store) -> None:
    """No line for a name, and a sentence that says so, in both languages."""
    folio, *_ = desk.reserve(store, SITE, 1, by=BY, at=AT).folios
    for language, says in (("en", "Write nothing about the person"), ("es", "No escriba nada de la persona")):
        with speaking(language):
            made = forms(store, folio)
            plain = making.as_text(made).data.decode()
            assert says in text_of(pdf_of(made, "letter"))
        assert says in " ".join(plain.split())
        assert not any(word in plain for word in ("Name", "Nombre", "CURP", "Tel", "Domicilio"))


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_forms_as_text(store: Store, language: str, ascii_only: bool) -> None:
    """Forty columns for a ticket printer, boxes and lines to write on; without accents where it knows none."""
    folios = desk.reserve(store, SITE, 2, by=BY, at=AT).folios
    with speaking(language):
        text = making.as_text(forms(store, *folios), ascii_only=ascii_only).data.decode()
    lines = text.splitlines()
    assert max(map(len, lines)) == 40
    assert all(text.count(folio) == 2 for folio in folios)
    assert text.isascii() or not ascii_only
    assert (
        lines.count(next(line for line in lines if line.startswith("[ ]"))) == 8
    )  # four items on each of two
    assert sum(line.endswith("____") for line in lines) > 40


@pytest.mark.parametrize("paper", PAPERS)
def test_the_same_forms_are_the_same_file(store: Store, paper: str) -> None:
    """Printed again, a form is not another one: the file's moment is that of its reservation."""
    folio, *_ = desk.reserve(store, SITE, 2, by=BY, at=AT).folios
    first = making.as_pdf(forms(store, folio), paper).data
    assert making.as_pdf(forms(store, folio), paper).data == first


def test_two_hundred_forms_are_a_hundred_pages(store: Store) -> None:
    """The most that are reserved at once, in one file; a folio that is named twice is printed once."""
    folios = desk.reserve(store, SITE, 200, by=BY, at=AT).folios
    reader = pdf_of(forms(store, *folios, folios[0]), "letter")
    assert len(reader.pages) == 100
    assert folios[-1] in reader.pages[99].extract_text()


def test_only_a_form_that_is_out_is_printed(store: Store) -> None:
    """What is typed in, came back, or is no form is not put on paper once more."""
    first, second, third = desk.reserve(store, SITE, 3, by=BY, at=AT).folios
    take_in(store, folio=first, written_at=AT)
    desk.return_forms(store, [second], "manchado", by=BY, at=AT)
    taken = take_in(store).folio
    for folio, refusal in (
        (first, errors.FormTypedIn),
        (second, errors.FormNotUsed),
        (taken, errors.NotAForm),
    ):
        with pytest.raises(refusal):
            forms(store, third, folio)


# --- files --------------------------------------------------------------------------------------------------------------


def test_the_files_have_every_form_whatever_the_span(ledger: Store, tmp_path: Path) -> None:
    """forms.csv is whole, also beside the drop-offs of one site: its folios and theirs are one sequence."""
    forms = desk.reserve(ledger, SITE, 3, by=BY, at=AT).folios
    take_in(ledger, folio=forms[1], written_at=AT)
    desk.return_forms(ledger, forms[:1], "manchado, mojado", by=BY, at=AT)
    taken = take_in(ledger).folio
    for number, site in enumerate(("", OTHER_SITE)):
        folder = tmp_path / f"export-{number}"
        export(ledger, folder, site=site)
        found = rows(folder, "forms")
        assert [(row["folio"], row["state"], row["reason"]) for row in found] == [
            (forms[0], "returned", "manchado, mojado"),
            (forms[1], "typed_in", ""),
            (forms[2], "out", ""),
        ]
        assert {row["site"] for row in found} == {SITE}
    typed = {row["folio"]: row["form_entry"] for row in rows(tmp_path / "export-0", "drop_offs")}
    assert typed == {forms[1]: found[1]["entry"], taken: "0"}
    assert rows(tmp_path / "export-1", "drop_offs") == []


def test_a_long_name_of_a_site_stands_there_whole(store: Store) -> None:
    """Nothing of it is cut off, on the form and on its stub, and nothing runs over the edge."""
    name = " ".join(f"Parroquia{number:02d}" for number in range(15))
    site = NewSite(
        "largo", name=name, municipality="Dolores Hidalgo Cuna de la Independencia", state="Guanajuato"
    )
    desk.add_site(store, site, by=BY, at=AT)
    made = forms(store, *desk.reserve(store, "largo", 2, by=BY, at=AT).folios)
    words = text_of(pdf_of(made, "letter"))
    assert all(words.count(word) == 4 for word in (*name.split(), "Guanajuato"))
    (picture,) = pictures(making.as_pdf(made, "letter").data, dots_per_inch=72)
    picture.paste(255, (12, 12, picture.width - 12, picture.height - 12))
    assert picture.getextrema()[0] >= 250
