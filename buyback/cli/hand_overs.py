"""Hand-overs as text and JSON: every act with its two sides, and what is not accounted for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from buyback import l10n
from buyback.cli.output import Table, paragraph
from buyback.facts import CheckedItem
from buyback.i18n import _, ngettext
from buyback.report import Unaccounted
from buyback.store.views.hand_overs import COUNTED, HandOver, Missing


def act_json(one: HandOver, today: date) -> dict[str, Any]:
    """One act: how many items stand where, since when something is missing, and who checked it when."""
    return {
        "act": one.act,
        "sent_on": one.sent_on.isoformat(),
        "receiver": one.receiver,
        "place": one.place,
        **{name: getattr(one, name) for name in COUNTED},
        "checked_on": one.checked_on.isoformat() if one.checked_on else "",
        "checked_by": one.checked_by,
        "serials_differ": one.differs,
        "not_received_since": one.since.isoformat() if one.since else "",
        "days": open_days(one, today),
        "open": one.is_open,
    }


def open_days(one: HandOver, today: date) -> int:
    """For how many days something of it is missing, or else its receiver's word is waited for; 0 for a closed one."""
    if not one.is_open:
        return 0
    return max(0, (today - (one.since or one.sent_on)).days)


def acts_table(found: Sequence[HandOver], today: date) -> Table:
    """The acts, each with where its items stand; the days run for what is open."""
    rows = [
        (
            one.act,
            l10n.day(one.sent_on),
            l10n.number(one.items),
            ", ".join(one.standing),
            str(open_days(one, today)) if one.is_open else "",
            one.receiver,
        )
        for one in found
    ]
    heads = (_("Act"), _("Sent"), ">" + _("Items"), "~" + _("Of them"), ">" + _("Days"), "~" + _("Receiver"))
    return Table(heads, rows)


# --- what is not accounted for ----------------------------------------------------------------------------------------


def missing_json(one: Missing, days: int) -> dict[str, Any]:
    """One item that was not received or is lost."""
    return {
        "item": one.item.id,
        "type": one.item.type_code,
        "name": one.item.name,
        "serial": one.item.serial,
        "site": one.item.site,
        "act": one.act,
        "receiver": one.receiver,
        "sent_on": one.sent_on.isoformat(),
        "since": one.since.isoformat(),
        "days": days,
        "reason": one.reason,
        "approved_by": one.approved_by,
    }


def unaccounted_json(found: Unaccounted) -> dict[str, Any]:
    return {
        "not_received": [missing_json(one, found.days(one)) for one in found.not_received],
        "lost": [missing_json(one, found.days(one)) for one in found.lost],
        "serials_differ": [
            {
                "item": one.item,
                "act": one.act,
                "serial": one.serial,
                "serial_status": one.serial_status,
                "belongs_to": list(one.belongs_to),
            }
            for one in found.differing
        ],
    }


def unaccounted_text(found: Unaccounted) -> list[str]:
    """A part for what was not received, one for what is lost, one for serials that differ; none where there is nothing."""
    parts = []
    if found.not_received:
        parts.append(f"{_('Not received')}\n{_missing(found, found.not_received)}")
    if found.lost:
        parts.append(f"{_('Lost')}\n{_missing(found, found.lost)}")
    if found.differing:
        said = [paragraph(differs(one.item, one.serial, one.belongs_to)) for one in found.differing]
        parts.append("\n".join((_("Serials that are not those of the ledger"), *said)))
    return parts


def _missing(found: Unaccounted, group: Sequence[Missing]) -> Table:
    rows = [
        (
            one.item.id,
            one.item.name,
            one.item.serial,
            one.act,
            l10n.day(one.since),
            str(found.days(one)),
            one.reason,
        )
        for one in group
    ]
    heads = (_("Tag"), "~" + _("Type"), "~" + _("Serial"), _("Act"), _("Since"), ">" + _("Days"))
    if not any(one.reason for one in group):
        return Table(heads, [row[:-1] for row in rows])
    return Table((*heads, "~" + _("Reason")), rows)


def differs(item: str, serial: str, belongs_to: Sequence[str]) -> str:
    """What is wrong with a serial that was read again: "A1-000001-B/1: K4471 was read; that is A1-000007-0/1"."""
    read = _("{item}: {serial} was read again, and the ledger has another serial for it.")
    none = _("{item}: no such serial as the ledger has was found on it.")
    said = (read if serial else none).format(item=item, serial=serial)
    if not belongs_to:
        return said
    return said + " " + _("That is {items}.").format(items=", ".join(belongs_to))


def checked_text(items: Sequence[CheckedItem]) -> list[str]:
    """How many arrived, which did not, and every serial that differs."""
    found = sum(item.found for item in items)
    missing = [item.item for item in items if not item.found]
    words = ngettext("{n} item confirmed", "{n} items confirmed", found).format(n=l10n.number(found))
    if missing:
        lacking = ngettext("{n} not received: {items}", "{n} not received: {items}", len(missing))
        words += ", " + lacking.format(n=l10n.number(len(missing)), items=", ".join(missing))
    said = [differs(item.item, item.serial, item.belongs_to) for item in items if item.differs]
    return [paragraph(f"{words}."), *map(paragraph, said)]
