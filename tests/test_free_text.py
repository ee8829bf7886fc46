"""What a person types about a weapon is taken as it is; what tells of a person, or harms a file, is refused."""

import contextlib
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyback.errors import ControlCharacters, FormulaText, PersonalData, Refusal, TextMissing, TextTooLong
from buyback.free_text import FORMULA_STARTS, NOTE_LONGEST, clean, required

WEAPONS = [
    "S&W modelo 10", "Smith & Wesson 586-2", "cacha de madera rota", "1911-A1 .45", "MAC-10", "no. 123-456-78",
    "lote 2023-11", "AK-47", "AR-15 cal. .223", "AR-15-223", ".38-SPL", "45-ACP", "22-LRF", "calibre 9x19 mm",
    "7.62x39", "5.56x45 NATO", "12-GA", "cal. 16", "Colt's Mfg. Co. Hartford, Conn. U.S.A.", "Beretta 92FS",
    "P-38 (Walther)", "G3 A3", "FN FAL 50.00", "Uzi 9 mm", "Mauser 98k, 1943", "M1 Garand 2345678", "Mendoza HM-3",
    "Obregón .45", "Trejo .22 LR", "cañón recortado", "sin percutor", "culata plegable", "oxidada; no abre el cilindro",
    "marcas: lado izquierdo del armazón", "número limado", "sólo número de parte 1234567", "fabricada en Checoslovaquia",
    "patente 2,345,678", "Pat. 4,539,889", "serie 87654321", "1234-5678", "12345 / 67890", "AB 123456", "MP-5 A3",
    "8 cartuchos útiles, 3 percutidos", "cargador de 30", "22 38 45 357 9 12", "entregada 2025-02-18 10:42",
    "18/02/2025", "18-02-2025 lote 3", "placa del fabricante ilegible", "placas de la cacha rotas", "sin placa",
    "dirección de giro: derecha", "rayas, dirección izquierda", "model name: Python", "correa de cuero", "Colt Cobra 38",
    "número de matrícula 4567", "3D-printed, PLA", "100% plástico", "c/u", "caja con 50", "peso 1,250.5 g", "20.2852",
    "Remington 870 Wingmaster", "Winchester 94 30-30", "30-06", "30-06 Springfield", ".30-30 WIN", "10 mm AUTO",
    "No. 0000012345", "escopeta dos cañones (yuxtapuestos)", "\"Made in Spain\"", "Ñuñoa", "¿original?", "revólver «Nagant»",
    "H&K P7M8", "ojiva 9mm-LUGER", "SKS tipo 56", "Thompson M1928-A1", "CZ-75-123", "BR-7", "MG-42", "M-16 A2",
    "10 mm AUTO MAG 357", "auto .45", "Auto-Ordnance 1911", "pavón azul, cal. 22 LR", "avería 3", "moto 9 mm", "carro del cerrojo 123",
]  # fmt: skip

SERIALS = [
    "A123456", "ABC-12-34", "AB-12-345", "123-ABC", "A12-BCD", "5512345678", "55 1234 5678", "SAM 911012 AB1", "22E1",
    "0001", "XXXX", "1234567890123", "B/1234", "PT-58-00123", "T1102-98A", "Nº 456", "MX 2019", "GNR12345678",
]  # fmt: skip

PEOPLE = [
    "GOML800101HDFRRR09", "goml800101hdfrrr09", "GOML 800101 HDFRRR 09", "GOML-800101-HDFRRR-09", "su CURP",
    "GOML800101MNEXXXA1", "curp:GOML800101HDFRRR09.", "(GOML800101HDFRRR09)", "GOML800101HDFRRR09",
    "GMMRLR80010109H100", "gmmrlr 80010109 h100", "IDMEX1234567890", "IDMEX 123456789", "clave de elector",
    "GOML800101AB1", "goml800101ab1", "RFC", "rfc: x", "juan@example.com", "Juan.Perez+x@correo.com.mx", "juan @ example.com",
    "juan＠example.com", "<juan@example.com>", "se llama Juan", "Nombre: Juan", "nombre : Juan", "her name", "domicilio",
    "su dirección", "Dirección: Hidalgo 5", "vive en Tepito", "lives at 5 Main", "teléfono", "telefono", "celular", "phone",
    "correo", "e-mail", "email", "GOML-800101-H-DF-RRR-09", "GOML/800101/HDFRRR09", "juan(at)gmail.com", "juan.perez en hotmail.com",
    "facebook.com/juan.perez", "Instagram", "a nombre de Juan", "calle 5 de Mayo 23", "Av Reforma 222", "pasaporte G12345",
]  # fmt: skip

PEOPLE_IN_NOTES = [
    "5512345678", "55 1234 5678", "55-1234-5678", "55.1234.5678", "55 1234-5678", "(55) 1234 5678", "(55)12345678",
    "555 123 4567", "(664) 123-4567", "55 12 34 56 78", "55-12-34-56-78", "+52 55 1234 5678", "+5215512345678",
    "52 1 55 1234 5678", "01 55 1234 5678", "044 55 1234 5678", "0445512345678", "tel 5512345678.", "5512345678,",
    "+1 415 555 2671", "1-415-555-2671", "415-555-2671", "5 5 1 2 3 4 5 6 7 8", "５５１２３４５６７８", "3312345678 y 3387654321",
    "ABC-12-34", "ABC-123-D", "abc-123-d", "A12-BCD", "123-ABD", "AB-12-345", "XY-12345", "placas ABC1234", "placa: ABC123D",
    "PLACA NO. ABC-12-34", "license plate", "SAM 911012 AB1", "SAM-911012-AB1",
    "tel5512345678", "cel5512345678", "wa5512345678", "5512-345-678", "55 123 45678", "5512 345678", "551234 5678", "placa: ABC 123 D",
    "auto ABC123D", "camioneta ABC-1234",
]  # fmt: skip


OTHER_DIGITS = ["٥٥١٢٣٤٥٦٧٨", "٥٥ ١٢٣٤ ٥٦٧٨", "۵۵۱۲۳۴۵۶۷۸", "५५-१२३४-५६७८", "৫৫১২৩৪৫৬৭৮", "𝟝𝟝𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠", "⁵⁵ ¹²³⁴ ⁵⁶⁷⁸",
    "①②③④⑤⑥⑦⑧⑨⓪".replace("①②", "⑤⑤"), "➄➄➀➁➂➃➄➅➆➇", "5\ufe0f\u20e35\ufe0f\u20e31\ufe0f\u20e32\u20e33\u20e34\u20e35\u20e36\u20e37\u20e38\u20e3",
    "5\u03365\u03361\u03362\u03363\u03364\u03365\u03366\u03367\u03368\u0336", "tel ٥٥1234٥٦٧٨"]  # fmt: skip

PARTED = [
    "55·1234·5678", "55 · 1234 · 5678", "55•1234•5678", "55–1234–5678", "55 — 1234 — 5678", "55−1234−5678", "55‑1234‑5678",
    "55_1234_5678", "55/1234/5678", "55,1234,5678", "55*1234*5678", "55|1234|5678", "55--1234--5678", "55...1234...5678",
    "55…1234…5678", "55:1234:5678", "55~1234~5678", "555·123·4567", "664/123/4567", "55·12345678", "555_1234567",
    "55·12·34·56·78", "5·5·1·2·3·4·5·6·7·8", "5/5/1/2/3/4/5/6/7/8", "5,5,1,2,3,4,5,6,7,8", "+52·55·1234·5678", "+52/55/1234/5678",
    "55・1234・5678", "55٬1234٬5678", "ABC·12·34", "ABC–12–34", "XY—12345",
]  # fmt: skip

NUMBERS = [
    "1,250,500.50 pesos", "$26,450.00 MXN", "8 700.00 + 1 045.00", "12/34567890", "55/12345678", "345, 678, 9012", "50, 1911, 1943",
    "22/38/45/32/25", "22, 38, 45, 32, 25", "2025/02/18 10:42", "18·02·2025", "2025-02-18 — 2025-03-20", "7·62×39", "5,56×45",
    "serie ٨٧٦٥٤٣٢١", "lote ٢٠٢٣-١١", "9 × 19 mm", "½ caja", "№ 123456", "123·456·78", "12345·67890", "1·234·567·890",
    "8-700-1-045", "10×50 + 20×100 + 5×200", "36° 45' 12\"", "1000×10, 500×20, 200×50", "folio A1-000123-S/1", "26.450,00",
]  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_amounts_dates_and_lists_of_numbers_are_taken(text: str) -> None:
    """Signs between digits make no telephone of money, a day, a calibre, a lot, a list or a serial."""
    assert clean(text, "note") == text


@pytest.mark.parametrize("text", WEAPONS)
def test_what_people_write_about_weapons_is_taken(text: str) -> None:
    """Makers, models, calibres, serials, patents, lots and dates are no personal data and stay as they were typed."""
    assert clean(text, "note") == text
    assert clean(text, "serial", note=False) == text


@pytest.mark.parametrize("text", SERIALS)
def test_a_serial_may_look_like_a_plate_or_a_telephone(text: str) -> None:
    """Whatever is stamped into the steel can be written down."""
    assert clean(text, "serial", note=False) == text


@pytest.mark.parametrize("text", PEOPLE)
@pytest.mark.parametrize("around", ["{}", "la trajo {}", "{}, fin", "x/{}/y"])
def test_what_tells_of_a_person_is_refused_in_every_field(text: str, around: str) -> None:
    """Documents, addresses and the words that lead to them are refused, in a serial as documents and e-mail at least."""
    with pytest.raises(PersonalData) as refused:
        clean(around.format(text), "note")
    assert "{" not in str(refused.value)
    if "@" in unicodedata.normalize("NFKC", text) or sum(map(str.isdigit, text)) > 6:
        with pytest.raises(PersonalData):
            clean(around.format(text), "serial", note=False)


@pytest.mark.parametrize("text", PEOPLE_IN_NOTES + OTHER_DIGITS + PARTED)
@pytest.mark.parametrize("around", ["{}", "la trajo {}", "{} fin", "({})"])
def test_telephones_and_plates_are_refused_in_notes(text: str, around: str) -> None:
    """However people group the digits, whatever parts them and in whatever script, with or without a prefix."""
    with pytest.raises((PersonalData, FormulaText)):
        clean(around.format(text), "note")


INVISIBLE = ["\x00", "\x07", "\x1b[31m", "\t", "\n", "\r", "\x7f", "\x85", "\u200b", "\u200d", "\u200e", "\u202e", "\u2066",
             "\ufeff", "\u2028", "\u2029", "\ue000", "\udc80", "\uffff", "\u00ad", "\U000e0041"]  # fmt: skip


@pytest.mark.parametrize("character", INVISIBLE)
@pytest.mark.parametrize("around", ["{}abc", "ab{}c", "abc{}"])
def test_characters_that_cannot_be_printed_are_refused(character: str, around: str) -> None:
    """Controls, bidirectional overrides, zero widths, private and unassigned characters are named by their place."""
    with pytest.raises(ControlCharacters) as refused:
        clean(around.format(character), "note")
    assert refused.value.values["position"] == around.index("{") + 1


FORMULAS = ["=1+1", "+52", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "  =1", "\u00a0=1", "＝1", "＋1", "－1", "＠x", "﹢1", "﹦1", "﹣1", "﹫x",
            "\u3000＝1"]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_refused(text: str) -> None:
    """No text begins with a formula's first character, wide forms and blanks before it included."""
    with pytest.raises(FormulaText):
        clean(text, "note")
    with pytest.raises(FormulaText):
        clean(text, "serial", note=False)


@pytest.mark.parametrize("text", ["", " ", "  \u00a0 \u3000 "])
def test_an_empty_text_is_empty_unless_it_is_needed(text: str) -> None:
    """Blanks alone are nothing, and nothing is refused only where something must stand."""
    assert clean(text, "note") == ""
    with pytest.raises(TextMissing):
        required(text, "note")


def test_a_text_has_its_length() -> None:
    """As many characters as fit are taken, one more is refused with both numbers."""
    assert len(clean("ñ" * NOTE_LONGEST, "note")) == NOTE_LONGEST
    assert len(clean("n\u0303" * NOTE_LONGEST, "note")) == NOTE_LONGEST
    with pytest.raises(TextTooLong) as refused:
        clean("x" * (NOTE_LONGEST + 1), "note")
    assert refused.value.values["length"] == NOTE_LONGEST + 1


def test_blanks_are_single_and_letters_composed() -> None:
    """The same words typed with more blanks, other blanks or decomposed accents are the same text."""
    assert clean("  Revo\u0301lver \u00a0 del   22 ", "note") == "Revólver del 22"


@given(st.text(max_size=80), st.booleans())
def test_whatever_comes_out_is_clean(text: str, note: bool) -> None:
    """Any text is refused, or comes out printable, composed, trimmed, no formula, and the same when cleaned again."""
    try:
        out = clean(text, "note", note=note)
    except Refusal:
        return
    assert out == clean(out, "note", note=note) == out.strip()
    assert unicodedata.is_normalized("NFC", out)
    assert not out.startswith(FORMULA_STARTS)
    assert out.isprintable() or any(unicodedata.category(character) == "Zs" for character in out)
    assert "  " not in out


@pytest.mark.parametrize("unit", ["1 ", "12-", "1.", "A1", "55 ", "ABC-", "a@", "@.", "(1", "PLACA ", "x.y@"])
def test_no_text_takes_long_to_look_at(unit: str) -> None:
    """The longest text of any kind is looked at at once: no pattern goes back and forth for ever."""
    began = time.perf_counter()
    for _ in range(20):
        with contextlib.suppress(Refusal):
            clean((unit * NOTE_LONGEST)[:NOTE_LONGEST], "note")
    assert time.perf_counter() - began < 1.0
