"""The cells of a payout table: what each may hold, and the words that say why it may not."""

import re
import unicodedata

from buyback.errors import Refusal
from buyback.free_text import clean
from buyback.i18n import N_, _
from buyback.money import Money

COLUMNS = (
    "code",
    "class",
    "name_es",
    "name_en",
    "calibre",
    "aliases",
    "serviceable_mxn",
    "unserviceable_mxn",
    "unit",
    "source",
)
"""The columns of a payout table; a file has exactly these, in any order."""

UNITS = (N_("piece"), N_("lot"), N_("kilo"))
"""The units of the programme. Any other lower-case word is a unit too: other programmes pay by box or by belt."""

ANY_CALIBRE = N_("any")
"""The calibre of a row that pays the same whatever the calibre; an empty calibre is one that the row does not give."""

LARGEST_AMOUNT_MINOR = 10_000_000_00
"""Ten million pesos, in centavos: an amount above it is a slip of the hand."""

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_LONGEST_CODE = 32
_LONGEST_NAME = 100
_LONGEST_CALIBRE = 60
_LONGEST_ALIASES = 300
_LONGEST_UNIT = 20
_LONGEST_SOURCE = 1000
_LONGEST_CELL = 2000
_FORMULA_STARTS = "=+-@"


class CellProblem(ValueError):
    """What is wrong with a cell, as the end of a sentence without its full stop."""


def is_code(text: str) -> bool:
    """Whether `text` has the form of a code: lower-case words, digits and hyphens, 1 to 32 characters."""
    return len(text) <= _LONGEST_CODE and _CODE.fullmatch(text) is not None


def code(text: str) -> str:
    """The code of a type or class; blanks around it are dropped."""
    written = plain(text, _LONGEST_CELL)
    if not written:
        raise CellProblem(_("the code is empty"))
    if not is_code(written):
        problem = _(
            "“{text}” is not a code; use 1 to 32 lower-case letters (a to z), digits and hyphens, like ak-47"
        )
        raise CellProblem(problem.format(text=clipped(written)))
    return written


def name(text: str) -> str:
    """A name; it is never empty."""
    checked = plain(text, _LONGEST_NAME)
    if not checked:
        raise CellProblem(_("the name is empty"))
    return checked


def calibre(text: str) -> str:
    """The calibre in the words of the annex; empty where it gives none."""
    return plain(text, _LONGEST_CALIBRE)


def source(text: str) -> str:
    """Where the amount was published: an address or words; an imported table may leave it empty."""
    return plain(text, _LONGEST_SOURCE)


def aliases(text: str) -> tuple[str, ...]:
    """What people call it, separated by `|`, each once; empty parts are dropped."""
    parts = (plain(part, _LONGEST_NAME) for part in plain(text, _LONGEST_ALIASES).split("|"))
    return tuple(dict.fromkeys(part for part in parts if part))


def unit(text: str) -> str:
    """One lower-case word: piece, lot, kilo, or another programme's own; blanks around it are dropped."""
    written = plain(text, _LONGEST_CELL)
    if not (written.isalpha() and written.islower() and len(written) <= _LONGEST_UNIT):
        problem = _("“{text}” is not a unit; write one lower-case word: piece, lot, kilo or another")
        raise CellProblem(problem.format(text=clipped(written)))
    return written


def amount_minor(text: str) -> int | None:
    """Centavos; None where the cell is empty, which means not published and is not zero."""
    _printable(text)
    written = text.strip()
    if not written:
        return None
    try:
        minor = Money.parse(written).amount_minor
    except ValueError:
        raise CellProblem(_amount_problem(written)) from None
    if minor > LARGEST_AMOUNT_MINOR:
        raise CellProblem(_too_large(written))
    return minor


def _amount_problem(written: str) -> str:
    """Why `written`, which is not a plain amount, is refused."""
    if re.fullmatch(r"[-−]\s*[\d.,]+", written):
        return _("“{text}” is negative; an amount is zero or more").format(text=clipped(written))
    if re.fullmatch(r"\d+\.\d{3,}", written, re.ASCII):
        return _("“{text}” has more than two decimals; pesos have two").format(text=clipped(written))
    if re.fullmatch(r"\d{8,}(\.\d*)?", written, re.ASCII):
        return _too_large(written)
    problem = _(
        "“{text}” is not an amount; write pesos with a point and no commas, like 8700 or 8700.50, "
        "and leave the cell empty where no amount is published"
    )
    return problem.format(text=clipped(written))


def _too_large(written: str) -> str:
    return _("“{text}” is more than 10,000,000 pesos; check it").format(text=clipped(written))


def plain(text: str, longest: int) -> str:
    """The text with its blanks collapsed, once it can be printed and no spreadsheet would run it as a formula."""
    _printable(text)
    joined = " ".join(text.split())
    first = unicodedata.normalize("NFKC", joined[:1])
    if first and first in _FORMULA_STARTS:
        problem = _(
            "it begins with “{first}”, which a spreadsheet would run as a formula; begin with a letter or a digit"
        )
        raise CellProblem(problem.format(first=first))
    if len(joined) > longest:
        problem = _("it is {length} characters long and may have {longest}; shorten it")
        raise CellProblem(problem.format(length=len(joined), longest=longest))
    try:
        return clean(joined, N_("text"), longest=longest, note=False)
    except Refusal as refusal:
        raise CellProblem(str(refusal).rstrip(".")) from refusal


def _printable(text: str) -> None:
    """Refuse what a screen or a receipt cannot show: controls, new lines, marks that turn the reading direction."""
    for character in text:
        if not character.isprintable() and unicodedata.category(character) != "Zs":
            problem = _("it holds the character U+{number:04X}, which cannot be printed; type it again")
            raise CellProblem(problem.format(number=ord(character)))


def clipped(text: str) -> str:
    """As much of a text as a sentence can quote, without what a screen cannot show."""
    shown = "".join(c if c.isprintable() else "�" for c in text[:41])
    return shown if len(shown) <= 40 else shown[:39] + "…"
