"""What is printed of a ledger, and how tests read it: text and pictures by programs that are not ours."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from samples import AT, BY, COLLEAGUE, SITE, act, take_in

from buyback import desk, i18n
from buyback.export.paper import making
from buyback.export.paper.making import Made
from buyback.money import Money
from buyback.store.engine import Store
from buyback.store.views import forms

LONG_PLACE = "Atrio de la Parroquia de Santa María de Guadalupe, S. R."
LONG_WITNESS = "Representante de la Comisión de los Derechos Humanos"
PAPERS = ("letter", "a4", "80mm")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """The language in which documents are made."""
    before = i18n.language()
    i18n.set_language(language)
    try:
        yield
    finally:
        i18n.set_language(before)


def play(store: Store) -> dict[str, str]:
    """Every way in which a drop-off stands, acts of every kind; the folios by how they stand."""
    paid = take_in(
        store,
        "ak-47:serial=K4471:make=Norinco:model=Type 56:calibre=7.62x39",
        "cartridge:250:donated",
        "revolver:u:donated:serial-status=filed-off",
    )
    owed = take_in(store, "revolver", settlement="later")
    voucher = take_in(store, "revolver-22", settlement="voucher")
    redeemed = take_in(store, "revolver-22", settlement="voucher")
    donated = take_in(store, "cartridge:10:donated")
    unpaid = take_in(store, "revolver", settlement="none")
    returned = take_in(store, "machine-gun", settlement="later")
    voided = take_in(store, "pistol-9mm")
    desk.pay(store, redeemed.folio, by=BY, at=AT)
    desk.give_back(store, returned.folio, by=BY, at=AT)
    desk.void(store, voided.folio, reason="typed twice", recovered=Money(10_350_00), by=BY, at=AT)
    signed = act("ACTA-1", LONG_PLACE, (LONG_WITNESS, "Observador; CNDH"))
    desk.destroy(store, [paid.item_ids[0]], signed, by=BY, at=AT)
    desk.destroy(store, [paid.item_ids[2]], signed, by=COLLEAGUE, at=AT)
    desk.hand_over(store, [paid.item_ids[1]], act("DEF-1"), by=BY, at=AT)
    desk.keep(store, [voucher.item_ids[0]], act("MUS 1/2025", witnesses=()), value="historic", by=BY, at=AT)
    desk.reserve(store, SITE, 3, by=BY, at=AT)
    return {
        "paid": paid.folio,
        "owed": owed.folio,
        "voucher": voucher.folio,
        "redeemed": redeemed.folio,
        "donated": donated.folio,
        "unpaid": unpaid.folio,
        "returned": returned.folio,
        "voided": voided.folio,
    }


def every_document(store: Store, folios: dict[str, str]) -> dict[str, Made]:
    """One of each kind, and a receipt for each way in which a drop-off stands."""
    with store.reading() as db:
        receipts = {f"receipt {name}": making.receipt_of(db, folio) for name, folio in folios.items()}
        return receipts | {
            "copy": making.receipt_of(db, folios["paid"], is_copy=True),
            "tags": making.tags_of(db, list(folios.values())),
            "act": making.act_of(db, "ACTA-1"),
            "kept": making.act_of(db, "MUS 1/2025"),
            "hand-over": making.hand_over_of(db, "DEF-1"),
            "day": making.day_of(db, AT.date()),
            "forms": making.forms_of(db, [form.folio for form in forms.listed(db, state="out")]),
        }


def large_act(store: Store, items: int) -> list[str]:
    """An act of so many rifles, the last two digits of each serial its own; their tags."""
    tags: list[str] = []
    while len(tags) < items:
        wanted = min(20, items - len(tags))
        rifles = [f"ak-47:serial=S{len(tags) + n:04d}" for n in range(wanted)]
        tags += take_in(store, *rifles, approved_by=COLLEAGUE).item_ids
    desk.destroy(store, tags, act("GRANDE"), by=BY, at=AT)
    return tags


# --- PDF ----------------------------------------------------------------------------------------------------------------


def pdf_of(made: Made, paper: str) -> PdfReader:
    return PdfReader(io.BytesIO(making.as_pdf(made, paper).data))


def text_of(reader: PdfReader) -> str:
    """The words of every page, single blanks between them."""
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def pictures(data: bytes, *, dots_per_inch: int = 144) -> list[Image.Image]:
    """The pages as a printer sees them, in grey."""
    found = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=dots_per_inch / 72).to_pil().convert("L") for page in found]
    finally:
        found.close()


def codes(picture: Image.Image) -> list[str]:
    """What a scanner reads off a page: square codes alone, as it takes rows of small type for bars now and then."""
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


def fonts(reader: PdfReader) -> dict[str, Any]:
    """The descriptor of every font that the pages name."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            (kind,) = font.get_object()["/DescendantFonts"]
            descriptor = kind.get_object()["/FontDescriptor"].get_object()
            found[descriptor["/FontName"]] = descriptor
    return found
