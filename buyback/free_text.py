"""What a person types freely: kept to the weapon, printable, and harmless in a spreadsheet.

No personal data of a giver is recorded, ever (the programme is anonymous; DOF 2025-01-06). A pattern cannot know
every name, but it can refuse the documents and addresses by which a person is found.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from buyback.errors import ControlCharacters, FormulaText, NoWords, PersonalData, TextMissing, TextTooLong
from buyback.i18n import N_

REASON = N_("reason")
"""What refusals call a text that says why, whatever it is about."""

NOTE_LONGEST = 200
SHORT_LONGEST = 60

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Characters at the start of a cell that spreadsheet programs take for a formula (OWASP, CSV Injection)."""

_CURP = "[ ./-]?".join((r"[A-Z][AEIOUX][A-Z]{2}", r"\d{6}", "[HMX]", "[A-Z]{2}", "[A-Z]{3}", r"[A-Z0-9]\d"))
_VOTER_KEY = r"[A-Z]{6}[ .-]?\d{8}[ .-]?[HM]\d{3}"
_DAY = r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_RFC_OF_A_PERSON = rf"[A-Z][AEIOUX][A-Z]{{2}}{_DAY}[A-Z0-9]{{3}}"
_RFC = rf"[A-ZÑ&]{{3,4}}[ .-]?{_DAY}[ .-]?[A-Z0-9]{{3}}"

_PLAIN, _ANY = "[ .-]", r"(?: ?[.-] ?| |[^\w\s]{1,3})"
_TEN_DIGITS = {
    _PLAIN: ("10", "2 8", "3 7", "4 6", "6 4", "2 3 5", "4 3 3", "2 2 2 2 2"),
    _ANY: ("2 4 4", "3 3 4", "2 4 2 2", "3 3 2 2", "1 1 1 1 1 1 1 1 1 1"),
}
"""How people group a number: those of Mexico and its neighbours have ten digits, and 0 or 1 is not the first.

Where the groups alone tell a number, anything may part them; two groups, or five alike, are also a lot or a list of calibres.
"""
_TELEPHONE = r"(?:TEL|CEL|MOV|PH|WA|WHATS)?(?:(?:\+|00)?52{0}?(?:1{0}?)?|\+?1{0}?|01{0}?|04[45]{0}?)?(?=[2-9])(?:{1})".format(
    _ANY,
    "|".join(
        between.join(rf"\d{{{size}}}" for size in groups.split())
        for between, found in _TEN_DIGITS.items()
        for groups in found
    ),
)

_CARTRIDGES = "ACP|AUT|CAL|COL|GAP|LCR|LRF|MAG|MKT|REM|SIG|SPC|SPL|WIN|WMR|WSM"  # 38-SPL is no plate
_WEAPONS = "AK|AR|CZ|FN|HK|KG|MG|MP|PM|SP|SW|UZ|VZ"  # nor is AR-15-223
_PLATE = "|".join(
    (
        r"[A-Z]{3}-\d{2,3}-(?:\d{2}|[A-Z])",
        r"[A-Z]\d{2}-[A-Z]{3}",
        rf"(?!(?:{_WEAPONS})-)[A-Z]{{2}}-\d{{2}}-?\d{{3}}",
        rf"\d{{2,3}}-(?!{_CARTRIDGES})[A-Z]{{3}}",
        r"PLACAS?(?: N[OÚU]M?(?:ERO)?\.?)?[ :#]+(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9-]{5,}",
        rf"(?:PLACAS?|AUTO|COCHE|CARRO|CAMIONETA|MOTO|TAXI|CAR|TRUCK)[ :#]+(?!{_CARTRIDGES})[A-Z]{{3}}[ -]?\d{{3,4}}[ -]?[A-Z]?",
        r"LICEN[CS]E PLATES?",
    )
)
_WORDS = "|".join(
    (
        r"SE LLAMA|NOMBRE ?:|(?:HIS|HER) NAME|(?<!MODEL )(?<!BRAND )(?<!MAKER )NAME ?:|A NOMBRE DE",
        r"(?:CALLE|AVENIDA|AV\.?|COLONIA|COL\.) [A-ZÁÉÍÓÚÑ0-9 .]{3,40}\d",
        r"DOMICILIO|(?:SU )?DIRECCI[OÓ]N ?:|SU DIRECCI[OÓ]N|VIVE EN|LIVES (?:AT|IN)|HOME ADDRESS",
        r"CURP|RFC|CLAVE DE ELECTOR|TEL[EÉ]FONO|CELULAR|PHONE|CORREO|E-?MAIL|PASAPORTE|PASSPORT",
    )
)

_ANYWHERE = (
    (_CURP, N_("a CURP")),
    (_VOTER_KEY, N_("a voter's key (clave de elector)")),
    (
        r"IDMEX ?\d{6,}|(?:INE|IFE|CIC|OCR)(?: N[OÚU]M?\.?)?[ :#.-]*\d{9,13}",
        N_("the number of a voter's card"),
    ),
    (_RFC_OF_A_PERSON, N_("an RFC")),
    (r"[^\s@]+ ?@ ?[^\s@]+\.[^\s@]{2,}", N_("an e-mail address")),
    (r"[^\s@]*(?:GMAIL|HOTMAIL|OUTLOOK|YAHOO|ICLOUD)\.[A-Z.]{2,6}", N_("an e-mail address")),
    (
        r"(?:[A-Z]+\.)?(?:FACEBOOK|INSTAGRAM|TIKTOK|TWITTER)(?:\.COM)?(?:/\S*)?",
        N_("something about a person"),
    ),
)
_IN_NOTES = (
    (_RFC, N_("an RFC")),
    (_TELEPHONE, N_("a telephone number")),
    (_PLATE, N_("a car's plate")),
    (_WORDS, N_("something about a person")),
)
_HINT = re.compile(
    r"[@()]|[A-Za-z]{2}[ .:#_/-]*\d{6}|[^\x00-\x7f]|GMAIL|HOTMAIL|OUTLOOK|YAHOO|ICLOUD|FACEBOOK|INSTAGRAM|TIKTOK|TWITTER",
    re.IGNORECASE,
)
"""What a text has in it if one of `_ANYWHERE` is: an at sign, letters before six digits once brackets are taken away, or a
service by which people write to each other.
"""
_MOMENT = r"(?:19|20)\d{2}-\d{2}-\d{2}(?:[ T]\d{1,2}:\d{2})?|\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}"


def clean(text: str, field: str, *, longest: int = NOTE_LONGEST, note: bool = True, number: int = 0) -> str:
    """The text trimmed, its blanks single, in Unicode form C; or a refusal that names the field.

    `field` is a message of the catalogue, and `number` tells which of several such fields it is, from 1.
    A reason is said in words: digits alone are refused, so that no PIN typed into the wrong field is sealed.
    `note`: also refuse what could be part of a serial but not of a remark (plates, telephone numbers, a firm's RFC).
    """
    named: dict[str, str | int] = {"field": field, "number": number}
    text = unicodedata.normalize("NFC", text).strip(" ")
    if not text:
        return ""
    for position, character in enumerate(text, start=1):
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            raise ControlCharacters(position=position, **named)
    text = " ".join(text.split())
    if unicodedata.normalize("NFKC", text[:1]).startswith(FORMULA_STARTS):
        raise FormulaText(first=text[0], **named)
    if len(text) > longest:
        raise TextTooLong(length=len(text), most=longest, **named)
    _refuse_personal_data(text, named, note)
    if field == REASON and not any(map(str.isalpha, text)):
        raise NoWords(**named)
    return text


def required(
    text: str, field: str, *, longest: int = NOTE_LONGEST, note: bool = True, number: int = 0
) -> str:
    """As `clean`, and not empty."""
    text = clean(text, field, longest=longest, note=note, number=number)
    if not text:
        raise TextMissing(field=field, number=number)
    return text


def _refuse_personal_data(text: str, named: dict[str, str | int], note: bool) -> None:
    found = personal_data(text, note=note)
    if found is not None:
        raise PersonalData(found=found.words, what=found.what, **named)


class Personal(NamedTuple):
    """Words that tell of a person, and what they look like (a message of the catalogue)."""

    words: str
    what: str


def hints_at_person(text: str) -> bool:
    """Whether it is worth looking for documents and addresses in the text, or in texts with line feeds between them."""
    return _HINT.search(text) is not None


def personal_data(text: str, *, note: bool = True) -> Personal | None:
    """What of the text looks like personal data, if anything does; `note` as for `clean`.

    Looked at is the text as `_plain` makes it, without dates, which are no telephones.
    """
    if not (note or hints_at_person(text)):
        return None
    plain = _compiled(_MOMENT).sub("/", _plain(text))
    for pattern, what in _ANYWHERE + (_IN_NOTES if note else ()):
        found = _compiled(pattern).search(plain)
        if found:
            return Personal(found[0], what)
    return None


def _plain(text: str) -> str:
    """The text in capitals, wide letters as plain ones, digits of any script as 0 to 9, dashes and dots of any kind as a
    hyphen, without brackets and without marks over what has none of its own.
    """
    return "".join(map(_plain_character, unicodedata.normalize("NFKC", text))).upper()


def _plain_character(character: str) -> str:
    if character.isascii():
        return "" if character in "()" else "-" if character == "_" else character
    digit, kind = unicodedata.digit(character, None), unicodedata.category(character)
    if digit is not None:
        return str(digit)
    if kind in ("Mn", "Me"):
        return ""
    return "-" if kind in ("Pd", "Pc") or character in _HYPHENS else character


_HYPHENS = "·•‣∙⋅‧・●⁃−˗۔⸱"
"""What parts digits like a hyphen and is none to Unicode: dots in the middle of the line, minus signs."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern standing alone: no letter, digit or decimal part goes on before or after it."""
    return re.compile(rf"(?<![^\W_])(?<!\d[.,])(?:{pattern})(?![^\W_])(?![.,]\d)")
