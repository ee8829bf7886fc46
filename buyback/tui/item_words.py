"""An item in words: for lists, and for the dialogs that show one whole."""

from collections.abc import Iterable

from buyback import l10n
from buyback.describe import changes
from buyback.i18n import N_, _, ngettext
from buyback.rules import (
    ARRIVAL_NAMES,
    CONDITION_NAMES,
    RESOLUTION_NAMES,
    SERIAL_STATUS_NAMES,
    STATUS_NAMES,
    standing,
)
from buyback.store.views.arrivals import Told
from buyback.store.views.corrections import Correction
from buyback.store.views.drop_offs import Disposal, ItemView
from buyback.store.views.lists import Brief

VALUE_NAMES = {
    "historic": N_("historic"),
    "cultural": N_("cultural"),
    "scientific": N_("scientific"),
    "artistic": N_("artistic"),
}

MARK_LABELS = {
    "make": N_("Make"),
    "model": N_("Model"),
    "calibre": N_("Calibre"),
    "country": N_("Country"),
    "marks": N_("Place of the marks"),
    "note": N_("Note"),
}


def numbered(quantity: int, name: str) -> str:
    """ "Revolver", or "250 × Cartridge"."""
    return name if quantity == 1 else f"{l10n.number(quantity)} × {name}"


def named(item: ItemView) -> str:
    """How many pieces of what."""
    return numbered(item.quantity, item.name)


def brought(brief: Brief) -> str:
    """What a drop-off is of: "Revolver", or "5 items: 2 × Revolver, 250 × Cartridge"."""
    pieces: dict[str, int] = {}
    for name, quantity in zip(brief.types, brief.quantities, strict=True):
        pieces[name] = pieces.get(name, 0) + quantity
    names = ", ".join(numbered(quantity, name) for name, quantity in pieces.items())
    if brief.lines == 1:
        return names
    words = ngettext("{n} item: {names}", "{n} items: {names}", brief.lines)
    return words.format(n=l10n.number(brief.lines), names=names)


def serial(item: ItemView) -> str:
    """The serial, or why there is none; "" where nobody looked."""
    if item.serial:
        return item.serial
    return "" if item.serial_status in ("not_asked", "read") else _(SERIAL_STATUS_NAMES[item.serial_status])


def times(corrections: int) -> str:
    """How often the marks were corrected; "" for never."""
    words = ngettext("{n} time", "{n} times", corrections)
    return words.format(n=l10n.number(corrections)) if corrections else ""


def maker(item: ItemView) -> str:
    """Make and model."""
    return " ".join(filter(None, (item.make, item.model)))


def brief(item: ItemView) -> str:
    """What it is, in one line: name, condition, make and model, serial."""
    number = _("serial {serial}").format(serial=item.serial) if item.serial else ""
    if not item.serial and item.serial_status not in ("not_asked", "read"):
        number = _("serial: {status}").format(status=_(SERIAL_STATUS_NAMES[item.serial_status]))
    return ", ".join(filter(None, (named(item), _(CONDITION_NAMES[item.condition]), maker(item), number)))


def payment(item: ItemView) -> str:
    """How its drop-off stands; of a donated item only where that still holds it here."""
    return _("donated") if item.donated and item.settled != "owed" else _(STATUS_NAMES[item.settled])


def cuts(item: ItemView) -> str:
    """How many cuts destroy it."""
    return ngettext("{n} cut", "{n} cuts", item.cuts).format(n=item.cuts) if item.cuts else _("not cut")


def amount(item: ItemView) -> list[str]:
    """What it pays, and how it was valued where the table did not say."""
    value = l10n.money(item.amount) + (f"   =   {l10n.money(item.usd)}" if item.amount.amount_minor else "")
    if item.donated:
        return [_("donated, nothing paid")]
    return [value, *([_("valued as {name}").format(name=item.valued_as_name)] if item.valued_as else [])]


def pairs(item: ItemView) -> list[tuple[str, str]]:
    """Everything that is known of the item itself, as name and value; what is empty is left out.

    Nobody looks for the serial of what is not cut up: cartridges, explosives, toys.
    """
    found = [
        (_("Type"), f"{named(item)} ({item.type_code})"),
        (_("Condition"), _(CONDITION_NAMES[item.condition])),
        (_("Amount"), ", ".join(amount(item))),
        (_("Serial"), serial(item) or (_(SERIAL_STATUS_NAMES[item.serial_status]) if item.cuts else "")),
        *((_(label), getattr(item, name)) for name, label in MARK_LABELS.items()),
        (_("Marks corrected"), times(item.corrections)),
        (_("Status"), since(item)),
    ]
    return [(label, text) for label, text in found if text]


def since(item: ItemView) -> str:
    """Where it is, how its hand-over stands, and since when."""
    day = item.arrival_on if item.arrival == "not_received" else item.status_on
    status = standing(item.status, item.arrival)
    return _("{status}, since {day}").format(status=status, day=l10n.day(day or item.status_on))


def custody_story(moves: Iterable[Disposal], arrivals: Iterable[Told]) -> list[str]:
    """What acts did to an item and what its receiver said, one line each, in the order of the log."""
    lines = [(move.seq, told(move)) for move in moves] + [(one.seq, arrived(one)) for one in arrivals]
    return [line for _seq, line in sorted(lines)]


def arrived(one: Told) -> str:
    """What was told of it after it was handed over, in one line."""
    kind = {**ARRIVAL_NAMES, **RESOLUTION_NAMES}[one.kind]
    parts = (
        _("act {act}").format(act=one.act),
        l10n.day(one.business_on),
        read_again(one) if one.differs else "",
        one.reason,
        _("approved by {alias}").format(alias=one.approved_by) if one.approved_by else "",
    )
    return f"{_(kind)}: " + ", ".join(filter(None, parts))


def read_again(one: Told) -> str:
    """The serial that its receiver read, and whose it is."""
    found = one.serial or _(SERIAL_STATUS_NAMES[one.serial_status])
    if not one.belongs_to:
        return _("read again: {serial}").format(serial=found)
    return _("read again: {serial}, which is {items}").format(serial=found, items=", ".join(one.belongs_to))


def corrected(correction: Correction) -> str:
    """What a correction changed, when, by whom and why, in one line."""
    words = _("corrected on {day} by {by}: {changes}; {reason}")
    return words.format(
        day=l10n.day(correction.business_on),
        by=correction.corrected_by,
        changes=changes(correction.was, correction.now),
        reason=correction.reason,
    )


def told(move: Disposal) -> str:
    """What an act did, in one line."""
    detail = _(VALUE_NAMES.get(move.method, move.method))
    parts = (
        _("act {act}").format(act=move.act) if move.act else "",
        l10n.day(move.business_on),
        detail if move.kind == "kept" else ", ".join(filter(None, (detail, move.receiver))),
        move.place,
        _before(move.witnesses),
        ngettext("{n} cut", "{n} cuts", move.cuts).format(n=move.cuts) if move.cuts else "",
    )
    return f"{_(STATUS_NAMES[move.kind])}: " + ", ".join(filter(None, parts))


def _before(witnesses: str) -> str:
    """How many witnesses there were, and who; "" for none."""
    n = len(witnesses.split("; ")) if witnesses else 0
    words = ngettext("{n} witness: {names}", "{n} witnesses: {names}", n)
    return words.format(n=n, names=witnesses) if n else ""
