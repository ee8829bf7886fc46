"""The statuses and settlements, in words."""

from typing import Literal, TypeAlias

from buyback.facts import SerialStatus
from buyback.i18n import N_, _, ngettext

DropOffStatus: TypeAlias = Literal["owed", "voucher", "paid", "none", "returned", "voided"]
ItemStatus: TypeAlias = Literal["held", "destroyed", "kept", "handed_over", "returned", "lost", "voided"]
Arrival: TypeAlias = Literal["none", "sent", "confirmed", "not_received"]
Disposal: TypeAlias = Literal["destroyed", "kept", "handed_over"]

DROP_OFF_STATUSES: tuple[DropOffStatus, ...] = ("owed", "voucher", "paid", "none", "returned", "voided")
ITEM_STATUSES: tuple[ItemStatus, ...] = (
    "held",
    "destroyed",
    "kept",
    "handed_over",
    "returned",
    "lost",
    "voided",
)
ARRIVALS: tuple[Arrival, ...] = ("none", "sent", "confirmed", "not_received")
"""Where the last hand-over of an item stands; `none` for what never left, or came back, or is lost."""

STATUS_NAMES = {
    "owed": N_("owed"),
    "voucher": N_("voucher"),
    "paid": N_("paid"),
    "none": N_("no payment"),
    "returned": N_("returned"),
    "voided": N_("voided"),
    "held": N_("held"),
    "destroyed": N_("destroyed"),
    "kept": N_("kept for the museum"),
    "handed_over": N_("handed over"),
    "lost": N_("lost"),
}
ARRIVAL_NAMES = {
    "sent": N_("not yet confirmed"),
    "confirmed": N_("confirmed"),
    "not_received": N_("not received"),
}
RESOLUTION_NAMES = {
    "arrived": N_("it arrived later"),
    "still_here": N_("it never left"),
    "lost": N_("it is lost"),
}
CONDITION_NAMES = {"serviceable": N_("serviceable"), "unserviceable": N_("unserviceable")}
SETTLEMENT_NAMES = {
    "cash": N_("cash now"),
    "voucher": N_("voucher"),
    "later": N_("pay later"),
    "none": N_("no payment"),
}


def counted(status: str, n: int) -> str:
    """So many items of a status, or of those that were handed over, in the current language: "3 destroyed"."""
    words = {
        "held": ngettext("{n} held", "{n} held", n),
        "destroyed": ngettext("{n} destroyed", "{n} destroyed", n),
        "kept": ngettext("{n} kept", "{n} kept", n),
        "handed_over": ngettext("{n} handed over", "{n} handed over", n),
        "returned": ngettext("{n} returned", "{n} returned", n),
        "lost": ngettext("{n} lost", "{n} lost", n),
        "voided": ngettext("{n} voided", "{n} voided", n),
        "sent": ngettext("{n} not yet confirmed", "{n} not yet confirmed", n),
        "confirmed": ngettext("{n} confirmed", "{n} confirmed", n),
        "not_received": ngettext("{n} not received", "{n} not received", n),
        "still_here": ngettext("{n} held again", "{n} held again", n),
        "differs": ngettext("{n} serial differs", "{n} serials differ", n),
        "ended": ngettext("{n} destroyed or kept", "{n} destroyed or kept", n),
    }
    return words[status].format(n=f"{n:,}")


def standing(status: ItemStatus, arrival: Arrival) -> str:
    """An item's status, and where it matters how its hand-over stands: "handed over, not received"."""
    if arrival == "not_received" or (status == "handed_over" and arrival != "none"):
        return f"{_(STATUS_NAMES[status])}, {_(ARRIVAL_NAMES[arrival])}"
    return _(STATUS_NAMES[status])


MARK_NAMES = {
    "serial": N_("serial"),
    "make": N_("make"),
    "model": N_("model"),
    "calibre": N_("calibre"),
    "country": N_("country"),
    "marks": N_("place of the marks"),
}
SERIAL_STATUS_NAMES: dict[SerialStatus, str] = {
    "not_asked": N_("not looked for"),
    "read": N_("read"),
    "none": N_("has none"),
    "filed_off": N_("filed off"),
    "part_only": N_("part number only"),
}

VALUE_NAMES = {
    "historic": N_("for its historic value"),
    "cultural": N_("for its cultural value"),
    "scientific": N_("for its scientific value"),
    "artistic": N_("for its artistic value"),
}
