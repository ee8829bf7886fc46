"""A summary as text, JSON and CSV."""

import csv
import io
from typing import Any

from buyback import l10n, report, rules
from buyback.cli import audits, boxes, closing, counted, hand_overs, samples, vouchers
from buyback.cli.output import Table, paragraph
from buyback.cli.shapes import correction_json, line_name, rate_text, total_json
from buyback.describe import changes, why_outside
from buyback.i18n import _, ngettext
from buyback.report import CASH_NAMES, DEED_NAMES, MONEY_NAMES, Amounts, Counted, Summary, WhoDidWhat
from buyback.report.audit import Unanswered


def as_csv(found: Summary) -> str:
    """The report's long rows (RFC 4180), without the last line end."""
    rows = report.as_rows(found)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().removesuffix("\n").removesuffix("\r") + "\r"


def as_json(found: Summary, audit: Unanswered) -> dict[str, Any]:
    return {
        "first": found.span.first.isoformat(),
        "last": found.span.last.isoformat(),
        "site": found.span.site,
        "entry": found.seq,
        "drop_offs": found.drop_offs,
        "pieces": found.pieces,
        "firearms": _firearms_json(found),
        "fallen": counted.earlier_json(found.fallen.changes, found.fallen.gone),
        "since": found.against
        and {"entry": found.against.moment.seq, "date": found.against.moment.day.isoformat()}
        | counted.earlier_json(found.against.changes, found.against.gone),
        "figures": [_counted(one) for one in found.counts],
        "classes": [_counted(one) for one in found.classes],
        "types": [_counted(one) for one in found.types],
        "money": {name: _amounts(getattr(found.money, name)) for name in MONEY_NAMES},
        "cash": {name: _amounts(getattr(found.cash, name)) for name in CASH_NAMES}
        | {
            "recovered_mxn": str(found.cash.recovered),
            "not_recovered_mxn": str(found.cash.not_recovered),
            "net_mxn": str(found.cash.net),
        },
        "custody": {name: getattr(found.custody, name) for name in report.CUSTODY}
        | {"difference": found.custody.difference},
        "unaccounted": hand_overs.unaccounted_json(found.unaccounted),
        "not_on_shelf": [samples.not_found_json(one) for one in found.not_on_shelf],
        "moved": [{"kind": one.kind, "items": one.items, "pieces": one.pieces} for one in found.moved],
        "voids": [_void(one) for one in found.voids],
        "not_in_table": [_not_in_table(one) for one in found.not_in_table],
        "corrections": [correction_json(one) for one in found.corrections],
        "rates": [
            {
                "mxn_per_usd": str(one.rate),
                "as_of": one.as_of.isoformat(),
                "source": one.source,
                "drop_offs": one.drop_offs,
            }
            for one in found.rates
        ],
        "days": [
            {
                "date": one.day.isoformat(),
                "drop_offs": one.drop_offs,
                "pieces": one.pieces,
                "valued_mxn": str(one.valued),
                "paid_mxn": str(one.paid),
            }
            for one in found.days
        ],
        "tables_incomplete": list(found.tables_incomplete),
        "cash_boxes": boxes.report_json(found.boxes),
        "vouchers": vouchers.report_json(found.vouchers),
        "closes": closing.closes_json(found.closes),
        "unanswered_findings": audits.unanswered_json(audit),
    } | _people_json(found.people)


def _firearms_json(found: Summary) -> dict[str, Any]:
    """The total of firearms, and what the definition that was chosen counts as one."""
    by = found.definition
    return {
        "total": found.firearms,
        "definition": by.code,
        "counts": list(by.counts),
        "name": by.name,
        "sentence": by.sentence,
        "source": by.source,
        "told_together": [{"table": one.table, "drop_offs": one.drop_offs} for one in found.together],
    }


def _people_json(people: WhoDidWhat) -> dict[str, Any]:
    return {
        "pins": people.pins,
        "did": [
            {"operator": one.alias, "deed": one.deed, "number": one.number}
            | ({"mxn": str(one.mxn)} if one.deed == "paid" else {})
            for one in people.did
        ],
        "one_hand": [
            {"operator": one.alias, "items": one.items, "first": list(one.first)} for one in people.one_hand
        ],
        "self_approved": [
            {"operator": one.alias, "what": one.what, "about": one.about} for one in people.self_approved
        ],
        "alone": [
            {"operator": one.alias, "what": one.what, "about": one.about, "date": one.day.isoformat()}
            for one in people.alone
        ],
    }


def _counted(one: Counted) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "items": one.items,
        "pieces": one.pieces,
        "serviceable": one.serviceable,
        "unserviceable": one.unserviceable,
    } | total_json(one.mxn, one.usd)


def _amounts(amounts: Amounts) -> dict[str, Any]:
    return {"number": amounts.number} | total_json(amounts.mxn, amounts.usd)


def _void(one: Any) -> dict[str, str]:
    return {
        "folio": one.folio,
        "business_date": one.business_on.isoformat(),
        "by": one.voided_by,
        "reason": one.reason,
        "paid_mxn": str(one.paid),
        "recovered_mxn": str(one.recovered),
    }


def _not_in_table(one: Any) -> dict[str, Any]:
    return {
        "item": one.item,
        "type": one.type_code,
        "quantity": one.quantity,
        "valued_as": one.valued_as,
        "donated": one.donated,
        "mxn": str(one.mxn),
        "by": one.received_by,
        "approved_by": one.approved_by,
        "reason": one.reason,
    }


# --- text -------------------------------------------------------------------------------------------------------------


def as_text(found: Summary, audit: Unanswered) -> tuple[str | Table, ...]:
    """The parts of the printed summary, those that are empty left out."""
    parts: list[str | Table] = [
        _heading(found),
        *counted.fallen_text(found),
        *audits.unanswered_text(audit),
        _kinds(found, _("Type"), found.types) if found.types else _("Nothing was taken in."),
        *([_kinds(found, _("Class"), found.classes)] if found.types else []),
        _figures(found),
        *counted.against_text(found),
        _under(_("Money"), _money(found)),
        *([_under(_("Cash box"), held)] if (held := boxes.report_text(found.boxes)) else []),
        *([_under(_("Vouchers"), vouchers.report_text(found.vouchers))] if found.vouchers else []),
        *([_under(_("Closed"), closing.closes_table(found.closes))] if found.closes else []),
        _under(_("Custody"), _custody(found)),
        *hand_overs.unaccounted_text(found.unaccounted),
        *samples.not_found_text(found.not_on_shelf),
    ]
    if found.custody.difference:
        n = found.custody.difference
        words = ngettext(
            "{n} item is not accounted for; run buyback verify.",
            "{n} items are not accounted for; run buyback verify.",
            n,
        )
        parts.append(words.format(n=l10n.number(n)))
    if len(found.days) > 1:
        parts.append(_under(_("Days"), _days(found)))
    if found.voids:
        parts.append(_under(_("Voided"), _voids(found)))
    if found.corrections:
        parts.append(_under(_("Marks corrected"), _corrections(found)))
    if found.not_in_table:
        parts.append(_under(_("Not in the table"), _outside(found)))
    if found.people.did or report.concerns(found.people):
        parts.append(_under(_("Who did what"), _people(found.people)))
    if found.rates:
        used = [rate_text(one.rate, one.as_of, one.source) for one in found.rates]
        parts.append("\n".join(used))
    return tuple(parts)


def _under(title: str, what: str | Table) -> str:
    return f"{title}\n{what}"


def _heading(found: Summary) -> str:
    days = l10n.day_weekday(found.span.first)
    if found.span.last != found.span.first:
        days = _("{first} to {last}").format(first=days, last=l10n.day_weekday(found.span.last))
    number = _("Drop-offs: {n}").format(n=l10n.number(found.drop_offs))
    if found.corrections:
        number += "\n" + _("Marks corrected: {n}").format(n=l10n.number(len(found.corrections)))
    where = found.span.site or _("All sites")
    return f"{where}, {days}\n{number}\n{counted.as_of(found)}"


def _kinds(found: Summary, head: str, group: tuple[Counted, ...]) -> Table:
    """By type or by class; the pieces are not added up, as guns and cartridges make no common number."""
    rows = [
        (
            one.name,
            l10n.number(one.serviceable),
            l10n.number(one.unserviceable),
            l10n.amount(one.mxn.amount_minor),
            l10n.amount(one.usd.amount_minor),
        )
        for one in group
    ]
    heads = ("~" + head, ">" + _("Serv."), ">" + _("Unserv."), ">" + _("Pesos"), ">" + _("Dollars"))
    valued = found.money.valued
    total = (
        _("Total"),
        "",
        "",
        l10n.amount(valued.mxn.amount_minor),
        l10n.amount(valued.usd.amount_minor),
    )
    return Table(heads, rows, total)


def _figures(found: Summary) -> str:
    """The figures that are kept apart, the total of firearms, and right under it what that total counts."""
    rows = [(report.count_name(one.code), l10n.number(one.pieces)) for one in found.counts]
    table = Table((_("Figure"), ">" + _("Pieces")), rows, (_("Firearms"), l10n.number(found.firearms)))
    said = (found.definition.sentence, *report.together_sentences(found.definition, found.together))
    return "\n".join((str(table), *map(paragraph, said)))


def _money(found: Summary) -> Table:
    rows = [_money_row(name, words, getattr(found.money, name)) for name, words in MONEY_NAMES.items()]
    rows += [_money_row(name, words, getattr(found.cash, name)) for name, words in CASH_NAMES.items()]
    if found.voids:
        rows.append((_("Came back through voids"), "", l10n.amount(found.cash.recovered.amount_minor), ""))
    return Table(("~", ">" + _("Number"), ">" + _("Pesos"), ">" + _("Dollars")), rows)


def _money_row(name: str, words: str, amounts: Amounts) -> tuple[str, str, str, str]:
    part = "" if name in ("valued", "paid_out") else "  "
    return (
        part + _(words),
        l10n.number(amounts.number),
        l10n.amount(amounts.mxn.amount_minor),
        l10n.amount(amounts.usd.amount_minor),
    )


def _custody(found: Summary) -> str:
    held = found.custody
    parts = " + ".join(rules.counted(status, number) for status, number in held.parts)
    words = ngettext("{n} item received = {parts}", "{n} items received = {parts}", held.received)
    lines = [paragraph(words.format(n=l10n.number(held.received), parts=parts))]
    if held.handed_over:
        of_them = ", ".join(rules.counted(name, number) for name, number in held.handed_over_parts)
        lines.append(paragraph(_("Of what is handed over: {parts}.").format(parts=of_them)))
    return "\n".join(lines)


def _days(found: Summary) -> Table:
    rows = [
        (
            l10n.day_weekday(one.day),
            l10n.number(one.drop_offs),
            l10n.number(one.pieces),
            l10n.amount(one.valued.amount_minor),
            l10n.amount(one.paid.amount_minor),
        )
        for one in found.days
    ]
    heads = (_("Day"), ">" + _("Drop-offs"), ">" + _("Pieces"), ">" + _("Pesos"), ">" + _("Paid"))
    return Table(heads, rows)


def _voids(found: Summary) -> Table:
    rows = [
        (
            one.folio,
            one.voided_by,
            l10n.amount(one.paid.amount_minor),
            l10n.amount(one.recovered.amount_minor),
            one.reason,
        )
        for one in found.voids
    ]
    heads = (_("Folio"), _("By"), ">" + _("Paid"), ">" + _("Came back"), "~" + _("Reason"))
    return Table(heads, rows)


def _corrections(found: Summary) -> Table:
    rows = [
        (
            one.item,
            one.corrected_by,
            _(rules.STATUS_NAMES[one.status]),
            changes(one.was, one.now),
            one.reason,
        )
        for one in found.corrections
    ]
    heads = (_("Tag"), _("By"), "~" + _("Status"), "~" + _("Corrected"), "~" + _("Reason"))
    return Table(heads, rows)


def _people(people: WhoDidWhat) -> str:
    """What everybody did, and under it what should not have been one person's."""
    rows, last = [], ""
    for one in people.did:
        pesos = l10n.amount(one.mxn.amount_minor) if one.deed == "paid" else ""
        rows.append(
            ("" if one.alias == last else one.alias, _(DEED_NAMES[one.deed]), l10n.number(one.number), pesos)
        )
        last = one.alias
    table = Table((_("Operator"), "~" + _("Deed"), ">" + _("Number"), ">" + _("Pesos")), rows)
    said = [paragraph(text) for text in report.concerns(people)]
    return "\n".join([*([str(table)] if rows else []), *said])


def _outside(found: Summary) -> Table:
    rows = [
        (
            one.item,
            line_name(one.name, one.valued_as_name, one.donated),
            l10n.number(one.quantity),
            l10n.amount(one.mxn.amount_minor),
            one.received_by,
            one.approved_by,
            why_outside(one.reason, donated=one.donated),
        )
        for one in found.not_in_table
    ]
    heads = (
        _("Tag"),
        "~" + _("Type"),
        ">" + _("Qty"),
        ">" + _("Pesos"),
        _("Took in"),
        _("Approved"),
        "~" + _("Reason"),
    )
    return Table(heads, rows)
