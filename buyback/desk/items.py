"""What a clerk asks for, checked: the ITEM of the command line, and the texts of any item."""

from dataclasses import replace
from typing import Any

from buyback import errors
from buyback.facts import SERIAL_STATUSES, Condition, SerialStatus
from buyback.free_text import NOTE_LONGEST, SHORT_LONGEST, clean
from buyback.i18n import N_
from buyback.rules import LARGEST_QUANTITY, Item

FIELDS = {
    "make": N_("make"),
    "model": N_("model"),
    "calibre": N_("calibre"),
    "serial": N_("serial"),
    "country": N_("country"),
    "marks": N_("place of the marks"),
    "note": N_("note"),
}
"""The texts of an item, by the name that the command line gives them."""

_CONDITIONS: dict[str, Condition] = {
    "u": "unserviceable",
    "unserviceable": "unserviceable",
    "inutilizable": "unserviceable",
    "serviceable": "serviceable",
    "util": "serviceable",
    "útil": "serviceable",
}


def parse_item(text: str) -> Item:
    """The item written as CODE[:QTY][:unserviceable|:u][:serial=S][:make=M]...[:donated|:as=CODE].

    BadItem or BadQuantity where it is not one; the texts are checked by `cleaned`.
    """
    code, *parts = (part.strip() for part in text.split(":"))
    if not code:
        raise errors.BadItem(text=text[:80], part="CODE")
    item = Item(type_code=code.lower())
    seen: set[str] = set()
    for part in parts:
        name, item = _with_part(item, part, text)
        if name in seen:
            raise errors.BadItem(text=text[:80], part=part[:40])
        seen.add(name)
    return item


def _with_part(item: Item, part: str, text: str) -> tuple[str, Item]:
    """The name of what the part says, and the item with it."""
    name, equals, value = part.partition("=")
    name = name.strip().lower()
    if equals and not value.strip():
        raise errors.BadItem(text=text[:80], part=f"“{part[:40]}”")
    if equals and name in FIELDS:
        return name, _with_texts(item, {name: value})
    if equals and name == "as":
        return name, replace(item, valued_as=value.strip().lower())
    if equals and name == "serial-status":
        return "serial", replace(item, serial_status=parse_serial_status(value.strip()))
    if not equals and name in _CONDITIONS:
        return "condition", replace(item, condition=_CONDITIONS[name])
    if not equals and name == "donated":
        return name, replace(item, donated=True)
    if not equals and name[:1] in "+-.0123456789":
        return "quantity", replace(item, quantity=parse_quantity(part))
    raise errors.BadItem(text=text[:80], part=f"“{part[:40]}”")


def _with_texts(item: Item, texts: dict[str, Any]) -> Item:
    return replace(item, **texts)


def parse_serial_status(text: str) -> SerialStatus:
    """What was found instead of a serial; "read" goes without saying where one is given, and lies where none is.

    BadChoice for anything else.
    """
    without = [status for status in SERIAL_STATUSES if status != "read"]
    for status in without:
        if status == text.replace("-", "_"):
            return status
    raise errors.BadChoice(text=text[:40], allowed=", ".join(without))


def parse_quantity(text: str) -> int:
    """The whole number from 1 to the largest quantity that a line may have; BadQuantity for anything else."""
    text = text.strip()
    if not (text.isdecimal() and text.isascii() and len(text) <= 9 and 1 <= int(text) <= LARGEST_QUANTITY):
        raise errors.BadQuantity(text=text[:40], most=LARGEST_QUANTITY)
    return int(text)


def cleaned(item: Item) -> Item:
    """The item with every text trimmed and checked, as `cleaned_text` does."""
    return _with_texts(item, {name: cleaned_text(name, getattr(item, name)) for name in FIELDS})


def cleaned_text(name: str, text: str) -> str:
    """The field's text trimmed and checked; a serial may look like a plate or a telephone, nothing else may."""
    longest = NOTE_LONGEST if name == "note" else SHORT_LONGEST
    return clean(text, FIELDS[name], longest=longest, note=name != "serial")
