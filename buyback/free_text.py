"""What a person types freely: kept to the weapon, printable, and harmless in a spreadsheet.

No personal data of a giver is recorded, ever (the programme is anonymous; DOF 2025-01-06). A pattern cannot know
every name, but it can refuse the documents and addresses by which a person is found.
"""

import re
import unicodedata

from buyback.errors import ControlCharacters, FormulaText, PersonalData, TextMissing, TextTooLong
from buyback.i18n import N_, _

NOTE_LONGEST = 200
SHORT_LONGEST = 60

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Characters at the start of a cell that spreadsheet programs take for a formula (OWASP, CSV Injection)."""

_DOCUMENTS = (
    (re.compile(r"\b[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d\b"), N_("a CURP")),
    (re.compile(r"\b[A-Z]{6}\d{8}[HM]\d{3}\b"), N_("a voter's key (clave de elector)")),
    (re.compile(r"\bIDMEX\d{6,}\b"), N_("the number of a voter's card")),
    (re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}"), N_("an e-mail address")),
)
_IN_NOTES = (
    (re.compile(r"\b[A-ZÑ&]{3,4}[ -]?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?[A-Z0-9]{3}\b"), N_("an RFC")),
    (re.compile(r"(?<![\w.])(?:\+?52[ .-]?)?(?:1[ .-]?)?\(?\d{2,3}\)?(?:[ .-]?\d){7,8}(?![\w.])"), N_("a telephone number")),
    (re.compile(r"\b(?:[A-Z]{3}-\d{2,3}-(?:\d{2}|[A-Z])|[A-Z]\d{2}-[A-Z]{3}|[A-Z]{2}-\d{2}-?\d{3}|\d{2,3}-[A-Z]{3})\b"),
     N_("a car's plate")),
    (re.compile(r"\b(?:SE LLAMA|NOMBRE ?:|NAME ?:|DOMICILIO|DIRECCI[OÓ]N|HOME ADDRESS|CURP|RFC|CLAVE DE ELECTOR|TEL[EÉ]FONO"
                r"|CELULAR|PHONE|CORREO|E-?MAIL|PLACAS?)\b"),
     N_("something about a person")),
)  # fmt: skip


def clean(text: str, field: str, *, longest: int = NOTE_LONGEST, note: bool = True) -> str:
    """The text trimmed, its blanks single, in Unicode form C; or a refusal that names the field.

    `note`: also refuse what could be part of a serial but not of a remark (plates, telephone numbers, an RFC).
    """
    text = " ".join(unicodedata.normalize("NFC", text).split(" ")).strip(" ")
    for position, character in enumerate(text, start=1):
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            raise ControlCharacters(field=_(field), position=position)
    text = " ".join(text.split())
    if text.startswith(FORMULA_STARTS):
        raise FormulaText(field=_(field), first=text[0])
    if len(text) > longest:
        raise TextTooLong(field=_(field), length=len(text), most=longest)
    _refuse_personal_data(text, field, note)
    return text


def required(text: str, field: str, *, longest: int = NOTE_LONGEST, note: bool = True) -> str:
    """As `clean`, and not empty."""
    text = clean(text, field, longest=longest, note=note)
    if not text:
        raise TextMissing(field=_(field))
    return text


def _refuse_personal_data(text: str, field: str, note: bool) -> None:
    upper = text.upper()
    for pattern, what in _DOCUMENTS + (_IN_NOTES if note else ()):
        found = pattern.search(upper)
        if found:
            raise PersonalData(found=text[found.start() : found.end()], field=_(field), what=_(what))
