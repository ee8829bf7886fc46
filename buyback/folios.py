"""Folios: `{ledger}-{number:06d}-{check}`, with a check character by ISO 7064 MOD 37,36; items are `{folio}/{line}`."""

import re

from stdnum.iso7064 import mod_37_36

from buyback.errors import BadFolio, BadItemId, MistypedFolio

_FOLIO = re.compile(r"([A-Z0-9]{2,8})-([0-9]{6,9})-([A-Z0-9])")
_ITEM = re.compile(r"(.+)/([1-9][0-9]{0,2})")


def make(ledger: str, number: int) -> str:
    """The folio of the ledger's drop-off with this number (from 1)."""
    digits = f"{number:06d}"
    return f"{ledger}-{digits}-{mod_37_36.calc_check_digit(ledger + digits)}"


def parse(text: str) -> str:
    """The folio as it is written in the ledger, from what a person typed: case and blanks are forgiven.

    BadFolio where it has not the form of one, MistypedFolio where its check character does not fit.
    """
    folio = "".join(text.split()).upper()
    found = _FOLIO.fullmatch(folio)
    if found is None or not folio.isascii():
        raise BadFolio(text=text[:40])
    if not mod_37_36.is_valid("".join(found.groups())):
        raise MistypedFolio(text=folio)
    return folio


def item_id(folio: str, line: int) -> str:
    """The name of one line of a drop-off, `A1-000123-K/1`: what its tag says."""
    return f"{folio}/{line}"


def parse_item(text: str) -> tuple[str, int]:
    """The folio and the line number of an item's name; BadItemId, or the refusals of `parse`."""
    found = _ITEM.fullmatch("".join(text.split()))
    if found is None:
        raise BadItemId(text=text[:40])
    return parse(found[1]), int(found[2])
