"""One drop-off whole: its items, its money, and everything that happened to it."""

import json
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from buyback import chain, l10n, rules
from buyback.chain import Sealed
from buyback.cli.output import Table, pairs
from buyback.cli.shapes import (
    both,
    correction_json,
    line_name,
    promise_json,
    rate_json,
    rate_text,
    total_json,
)
from buyback.cli.vouchers import code_standing
from buyback.describe import describe, kind_name
from buyback.fact_json import Undecodable
from buyback.i18n import _
from buyback.rules import CONDITION_NAMES, STATUS_NAMES, Voucher
from buyback.store.engine import Db
from buyback.store.views import log
from buyback.store.views.drop_offs import ItemView, Whole
from buyback.store.views.setup import Site

_MARKS = ("make", "model", "calibre", "serial", "country", "marks", "note")


def history(db: Db, found: Whole) -> tuple[Sealed, ...]:
    """The entries that tell the drop-off's story, the first one first."""
    return tuple(row for seq in found.entries if (row := log.sealed(db, seq)) is not None)


def entry_json(row: Sealed) -> dict[str, Any]:
    """An entry of the log: its body as it was sealed, and what it was sealed with; the text of one that says nothing."""
    try:
        chain.open_body(row.body)
    except Undecodable:
        return row._asdict()
    body: dict[str, Any] = json.loads(row.body)
    return body | {"previous": row.previous, "digest": row.digest}


def entries_table(rows: Sequence[Sealed], zone: ZoneInfo) -> Table:
    """Number, local time, kind, operator and a short description of each entry; one that says nothing is told so."""
    cells = []
    for row in rows:
        try:
            entry = chain.open_body(row.body)
            by, said = entry.by, describe(entry.fact)
        except Undecodable:
            by, said = "?", _("cannot be read")
        cells.append((str(row.seq), _when(row.at, zone), kind_name(row.kind), by, said))
    return Table((">" + _("No."), _("Time"), _("Kind"), _("By"), "~" + _("What")), cells)


def _when(at: str, zone: ZoneInfo) -> str:
    try:
        return l10n.moment(chain.parse_utc(at), zone)
    except ValueError:
        return at


def item_json(item: ItemView) -> dict[str, Any]:
    """One item as it is now."""
    return {
        "item": item.id,
        "site": item.site,
        "business_date": item.business_on.isoformat(),
        "type": item.type_code,
        "name": item.name,
        "class": item.class_code,
        "condition": item.condition,
        "quantity": item.quantity,
        "unit": item.unit,
        "mxn": str(item.amount),
        "usd": str(item.usd),
        "valued_as": item.valued_as,
        "donated": item.donated,
        "serial_status": item.serial_status,
        "status": item.status,
        "since": item.status_on.isoformat(),
        "arrival": item.arrival,
        "arrival_since": item.arrival_on.isoformat() if item.arrival_on else "",
        "corrections": item.corrections,
    } | {name: getattr(item, name) for name in _MARKS}


def as_json(found: Whole, told: Sequence[Sealed], voucher: Voucher | None) -> dict[str, Any]:
    return {
        "folio": found.folio,
        "check_code": found.check_code,
        "status": found.status,
        "site": found.site,
        "business_date": found.business_on.isoformat(),
        "received_at": chain.utc_text(found.received_at),
        "written_at": chain.utc_text(found.written_at) if found.written_at else "",
        "received_by": found.received_by,
        "settlement": found.settlement,
        "settled_on": found.settled_on.isoformat() if found.settled_on else "",
        "settled_by": found.settled_by,
        "reason": found.reason,
        "approved_by": found.approved_by,
        "status_reason": found.status_reason,
        "recovered_mxn": str(found.recovered) if found.recovered is not None else "",
        "total": total_json(found.total, found.usd),
        "rate": rate_json(found.rate, found.rate_as_of, found.rate_source),
        "table": found.table_code,
        "voucher": promise_json(voucher) if voucher else None,
        "items": [item_json(item) for item in found.items],
        "corrections": [correction_json(one) for one in found.corrections],
        "history": [entry_json(row) for row in told],
    }


def as_text(
    found: Whole, site: Site, told: Sequence[Sealed], voucher: Voucher | None
) -> tuple[str | Table, ...]:
    zone = ZoneInfo(site.timezone)
    status = _(STATUS_NAMES[found.status])
    if found.settled_on:
        status += f", {l10n.day(found.settled_on)}, {found.settled_by}"
    facts = [
        (_("Folio"), found.folio),
        (_("Check code"), found.check_code),
        (_("Site"), f"{site.name}, {l10n.day_weekday(found.business_on)}"),
        (_("Received"), f"{l10n.moment(found.received_at, zone)}, {found.received_by}"),
        (_("On paper"), l10n.moment(found.written_at, zone) if found.written_at else ""),
        (_("Status"), status),
        (_("Voucher"), _promise(voucher) if voucher else ""),
        (_("Approved by"), found.approved_by),
        (_("Reason"), "; ".join(text for text in (found.reason, found.status_reason) if text)),
        (_("Came back"), l10n.money(found.recovered) if found.recovered is not None else ""),
        (_("Total"), both(found.total, found.usd)),
        (_("Rate"), rate_text(found.rate, found.rate_as_of, found.rate_source, on=found.business_on)),
        (_("Payout table"), found.table_code),
    ]
    return pairs(facts), _items(found.items), entries_table(told, zone)


def _promise(voucher: Voucher) -> str:
    until = _("good until {day}").format(day=l10n.day(voucher.expires_on))
    return f"{until}, {code_standing(voucher)}"


def _items(items: Sequence[ItemView]) -> Table:
    rows = [
        (
            item.id,
            line_name(item.name, item.valued_as_name, item.donated) + _marks(item),
            _(CONDITION_NAMES[item.condition]),
            l10n.number(item.quantity),
            l10n.amount(item.amount.amount_minor),
            rules.standing(item.status, item.arrival),
        )
        for item in items
    ]
    heads = (_("Tag"), "~" + _("Type"), _("Condition"), ">" + _("Qty"), ">" + _("Pesos"), "~" + _("Status"))
    return Table(heads, rows)


def _marks(item: ItemView) -> str:
    told = [getattr(item, name) for name in _MARKS if getattr(item, name)]
    told += [_("corrected")] if item.corrections else []
    return f" ({', '.join(told)})" if told else ""
