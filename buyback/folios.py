"""Folios: `{ledger}-{number:06d}-{check}`, with a check character by ISO 7064 MOD 37,36; items are `{folio}/{line}`.

A person may leave out what the open ledger knows, its code and the leading zeros: `123-S` is A1-000123-S. The check
character covers both, so it still catches a slip. A number without it is enough to look, never to act.
"""

import re

from stdnum.iso7064 import mod_37_36

from buyback.errors import BadFolio, BadItemId, FolioWithoutCheck, MistypedFolio

_FEWEST_DIGITS, _MOST_DIGITS = 6, 9
_LARGEST = 10**_MOST_DIGITS - 1

_FOLIO = re.compile(r"([A-Z0-9]{2,8})-([0-9]{6,9})-([A-Z0-9])")
_SHORT = re.compile(r"([0-9]{1,9})(?:-([A-Z0-9]))?")
_ITEM = re.compile(r"(.+)/([1-9][0-9]{0,2})")


def make(ledger: str, number: int) -> str:
    """The folio of the ledger's drop-off with this number (from 1)."""
    digits = f"{number:06d}"
    return f"{ledger}-{digits}-{mod_37_36.calc_check_digit(ledger + digits)}"


def number_of(folio: str) -> int:
    """The running number of a folio as it is written in the ledger; ValueError or IndexError for what is none."""
    return int(folio.split("-")[1])


def parse(text: str, ledger: str = "", *, needs_check: bool = True) -> str:
    """The folio as it is written in the ledger, from what a person typed: case and blanks are forgiven.

    With the code of the open ledger, its own folios may be short. BadFolio where it has not the form of one,
    FolioWithoutCheck where it needs a check character and has none, MistypedFolio where that does not fit.
    """
    folio = "".join(text.split()).upper()
    short = _SHORT.fullmatch(folio) or _SHORT.fullmatch(folio.removeprefix(f"{ledger}-"))
    if ledger and short is not None and int(short[1]):
        return _whole(ledger, int(short[1]), short[2], folio, needs_check=needs_check)
    found = _FOLIO.fullmatch(folio)
    if found is None:
        raise BadFolio(text=text[:40])
    if not mod_37_36.is_valid("".join(found.groups())):
        raise MistypedFolio(text=folio)
    return folio


def _whole(ledger: str, number: int, check: str | None, typed: str, *, needs_check: bool) -> str:
    """The folio with this number, if the check character that was typed is its own."""
    folio = make(ledger, number)
    if check is None and needs_check:
        raise FolioWithoutCheck(text=typed)
    if check not in (None, folio[-1]):
        raise MistypedFolio(text=f"{folio[:-1]}{check}")
    return folio


def sought(words: str, ledger: str) -> str | None:
    """The one folio that these words of a search name, by its number alone too; None where they name none."""
    try:
        return parse(words.strip().removesuffix("-"), ledger, needs_check=False)
    except (BadFolio, MistypedFolio):
        return None


def spans(words: str, ledger: str) -> tuple[tuple[int, int], ...]:
    """The first and last numbers of the ledger's folios that begin with these words, the highest numbers first."""
    head = f"{ledger}-"
    words = "".join(words.split()).upper()
    digits = words.removeprefix(head)
    if head.startswith(words):
        return ((1, _LARGEST),) if words else ()
    if digits == words or not (digits.isdecimal() and digits.isascii()):
        return ()
    widths = range(_FEWEST_DIGITS, 1 + (_FEWEST_DIGITS if digits[0] == "0" else _MOST_DIGITS))
    return tuple(
        (int(digits.ljust(width, "0")), int(digits.ljust(width, "9")))
        for width in reversed(widths)
        if len(digits) <= width
    )


def item_id(folio: str, line: int) -> str:
    """The name of one line of a drop-off, `A1-000123-S/1`: what its tag says."""
    return f"{folio}/{line}"


def parse_item(text: str, ledger: str = "", *, needs_check: bool = True) -> tuple[str, int]:
    """The folio and the line number of an item's name, whose folio `parse` reads; BadItemId, or its refusals."""
    found = _ITEM.fullmatch("".join(text.split()))
    if found is None:
        raise BadItemId(text=text[:40])
    return parse(found[1], ledger, needs_check=needs_check), int(found[2])
