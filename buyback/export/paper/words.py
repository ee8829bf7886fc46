"""Words that several documents share."""

from collections import Counter
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from buyback import l10n
from buyback.facts import SerialStatus
from buyback.i18n import N_, _
from buyback.report import COUNT_NAMES
from buyback.rules import CONDITION_NAMES
from buyback.store.views.drop_offs import ItemView, Whole
from buyback.store.views.setup import Site

_NO_SERIAL: dict[SerialStatus, str] = {
    "none": N_("has none"),
    "filed_off": N_("filed off"),
    "part_only": N_("part number only"),
}


def named(item: ItemView) -> str:
    """ "Revolver", or "250 × Cartridge"."""
    return item.name if item.quantity == 1 else f"{l10n.number(item.quantity)} × {item.name}"


def condition(item: ItemView) -> str:
    """serviceable or unserviceable, in words."""
    return _(CONDITION_NAMES[item.condition])


def maker(item: ItemView) -> str:
    """Make, model and calibre."""
    return " ".join(filter(None, (item.make, item.model, item.calibre)))


def serial(item: ItemView) -> str:
    """The serial, or why there is none; "" where nobody looked."""
    return item.serial or _(_NO_SERIAL.get(item.serial_status, ""))


def where(site: Site) -> str:
    """The site's name, with its municipality and state."""
    return ", ".join(dict.fromkeys(filter(None, (site.name, site.municipality, site.state))))


def when(whole: Whole, site: Site) -> str:
    """The day and the local time of a visit, by the paper on which it was first written where there was one."""
    zone = ZoneInfo(site.timezone)
    at = whole.written_at or whole.received_at
    return f"{l10n.day_long(whole.business_on)}, {l10n.clock(at, zone)}"


def by_figure(items: Iterable[ItemView]) -> tuple[tuple[str, str], ...]:
    """How many pieces of each figure that reports keep apart, in their order."""
    pieces: Counter[str] = Counter()
    for item in items:
        pieces[item.counts_as] += item.quantity
    return tuple((_(name), l10n.number(pieces[code])) for code, name in COUNT_NAMES.items() if pieces[code])
