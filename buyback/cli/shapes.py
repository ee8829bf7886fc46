"""What goes out of the ledger, as JSON objects and as rows of tables. Money in JSON is a string with two decimals."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from buyback import l10n
from buyback.cli.output import Table
from buyback.facts import Line
from buyback.i18n import _
from buyback.money import Money, Rate, plain_decimal
from buyback.payout_table import PayoutTable
from buyback.rates import source_name
from buyback.rules import CONDITION_NAMES, row_name

if TYPE_CHECKING:
    from buyback.desk import Corrected
    from buyback.rules import Voucher
    from buyback.store.views.corrections import Correction


def rate_json(rate: Rate, as_of: date, source: str) -> dict[str, str]:
    return {"mxn_per_usd": str(rate), "as_of": as_of.isoformat(), "source": source}


def rate_text(rate: Rate, as_of: date, source: str, on: date | None = None) -> str:
    """ "1 USD = 20.2852 MXN, ECB, 18 Feb 2025"; for another day `on`, which of the two the rate is of."""
    if on in (None, as_of):
        return f"{l10n.rate(rate)}, {source_name(source)}, {l10n.day(as_of)}"
    return _("{rate}, {source}, of {as_of} for {on}").format(
        rate=l10n.rate(rate),
        source=source_name(source),
        as_of=l10n.day_weekday(as_of),
        on=l10n.day_weekday(on or as_of),
    )


def total_json(mxn: Money, usd: Money) -> dict[str, str]:
    return {"mxn": str(mxn), "usd": str(usd)}


def promise_json(voucher: "Voucher") -> dict[str, Any]:
    """What a voucher promises, until when, and whether it has a code."""
    return {
        "mxn": str(voucher.amount),
        "expires_on": voucher.expires_on.isoformat(),
        "coded": voucher.coded,
    }


def both(mxn: Money, usd: Money) -> str:
    """ "$8,700.00 MXN (428.88 USD)"."""
    return f"{l10n.money(mxn)} ({l10n.money(usd)})"


def line_json(line: Line, table: PayoutTable) -> dict[str, Any]:
    """One line of a quote or a drop-off."""
    return {
        "type": line.type_code,
        "name": row_name(table.row(line.type_code)),
        "class": line.class_code,
        "condition": line.condition,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_mxn": plain_decimal(line.unit_amount_minor),
        "mxn": plain_decimal(line.amount_minor),
        "usd": plain_decimal(line.usd_cents),
        "valued_as": line.valued_as,
        "donated": line.donated,
    } | {
        name: getattr(line, name)
        for name in ("make", "model", "calibre", "serial", "serial_status", "country", "marks", "note")
    }


def correction_json(one: "Correction | Corrected") -> dict[str, Any]:
    """A correction: every mark as it was and as it is now."""
    return {
        "item": one.item,
        "business_date": one.business_on.isoformat(),
        "by": one.corrected_by,
        "status": one.status,
        "reason": one.reason,
        "was": asdict(one.was),
        "now": asdict(one.now),
    }


def lines_table(lines: Sequence[Line], table: PayoutTable, tags: Iterable[str] = ()) -> Table:
    """The lines with their sums; `tags` adds the column that tells which tag goes on which piece."""
    rows = []
    for line in lines:
        row = [
            line_name(row_name(table.row(line.type_code)), _valued_as(line, table), line.donated),
            _(CONDITION_NAMES[line.condition]),
            l10n.number(line.quantity),
            l10n.amount(line.amount_minor),
            l10n.amount(line.usd_cents),
        ]
        rows.append(row)
    heads = ["~" + _("Type"), _("Condition"), ">" + _("Qty"), ">" + _("Pesos"), ">" + _("Dollars")]
    total = [
        _("Total"),
        "",
        "",
        l10n.amount(sum(line.amount_minor for line in lines)),
        l10n.amount(sum(line.usd_cents for line in lines)),
    ]
    tags = list(tags)
    if not tags:
        return Table(heads, rows, total)
    return Table([_("Tag"), *heads], [[tag, *row] for tag, row in zip(tags, rows, strict=True)], ["", *total])


def _valued_as(line: Line, table: PayoutTable) -> str:
    return row_name(table.row(line.valued_as)) if line.valued_as else ""


def line_name(name: str, valued_as: str, donated: bool) -> str:
    """The type's name, and how an item that the table does not price was taken; both names are for a person."""
    if valued_as:
        return _("{name}, valued as {other}").format(name=name, other=valued_as)
    return _("{name}, donated").format(name=name) if donated else name
