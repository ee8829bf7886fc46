"""The close of a day as text and JSON: its three reconciliations, what was sealed, and papers that were compared."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from buyback import chain, l10n
from buyback.cli import audits
from buyback.cli.output import Table, paragraph
from buyback.errors import Refusal
from buyback.i18n import _
from buyback.money import Money
from buyback.report import Figure, Line, Reconciliation
from buyback.report.audit import Unanswered
from buyback.report.closing_words import (
    UNEVEN,
    agreeing,
    closed_text,
    figure_text,
    grouped,
    label_text,
    remark,
    standing,
)
from buyback.rules import DayCount
from buyback.store.views.close import Close

if TYPE_CHECKING:
    from buyback.desk import ClosedDay, Compared


def text(found: Reconciliation, unanswered: Unanswered) -> tuple[str | Table, ...]:
    """The day, its three reconciliations one below the other, the audit, how it stands; of a closed day the checkpoint."""
    title = f"{found.site.name}, {l10n.day_weekday(found.day)}"
    first, *others = (_group(_(name), lines) for name, lines in found.groups)
    checkpoint = [_checkpoint(found.close)] if found.close else []
    audit = audits.unanswered_text(unanswered)
    return (f"{title}\n\n{first}", *others, *audit, paragraph(standing(found)), *checkpoint)


def signed_text(done: "ClosedDay") -> tuple[str, ...]:
    """By which key the close was signed, and where that is kept; nothing where it was not."""
    if done.signed is None:
        return ()
    words = _("Signed by the ledger's key {key}: {file}")
    return (words.format(key=done.signed.key.brief, file=done.signed.file),)


def signed_json(done: "ClosedDay") -> dict[str, Any] | None:
    if done.signed is None:
        return None
    return {"key": str(done.signed.key), "file": str(done.signed.file), "note": str(done.signed.note)}


def _group(title: str, lines: tuple[Line, ...]) -> Table:
    rows = [
        (label_text(line), figure_text(line.figure), "" if line.is_even else UNEVEN, remark(line))
        for line in lines
    ]
    return Table((title, ">", "", "~"), rows)


def _checkpoint(close: Close) -> str:
    """What is to be kept on paper, in groups that a person can type."""
    said = close.checkpoint
    head = _("Checkpoint {ledger} {seq}").format(ledger=said.ledger, seq=said.seq)
    groups = grouped(said.digest)
    return f"{head}\n  {' '.join(groups[:8])}\n  {' '.join(groups[8:])}\n{said}"


def as_json(found: Reconciliation, hindrance: Refusal | None, unanswered: Unanswered) -> dict[str, Any]:
    """`hindrance` is why the day could not be closed; None where it can be, or where that was just done."""
    return {
        "site": found.site.code,
        "date": found.day.isoformat(),
        "closed": close_json(found.close) if found.close else None,
        "even": found.is_even,
        "hindrance": None if hindrance is None else str(hindrance),
        "earlier_open_days": [day.isoformat() for day in found.earlier],
        "count": _count_json(found.count),
        "items": list(_lines_json(found.items)),
        "money": list(_lines_json(found.money)),
        "papers": list(_lines_json(found.papers)),
        "totals": {
            "drop_offs": found.totals.drop_offs,
            "items": found.totals.items,
            "valued_mxn": str(found.totals.valued),
            "valued_usd": str(found.totals.usd),
            "paid_mxn": str(found.totals.paid),
            "vouchers_mxn": str(found.totals.vouchers),
        },
        "compared": {
            "at": chain.utc_text(found.compared.compared_at),
            "by": found.compared.compared_by,
            "agrees": found.compared.agrees,
        }
        if found.compared
        else None,
        "unanswered_findings": audits.unanswered_json(unanswered),
    }


def _lines_json(lines: tuple[Line, ...]) -> Iterator[dict[str, Any]]:
    for line in lines:
        yield {
            "name": line.name,
            "sign": line.sign,
            "figure": _plain(line.figure),
            "expected": _plain(line.expected),
            "difference": _plain(line.difference),
            "even": line.is_even,
            "of": line.of,
            "behind": list(line.behind),
            "detail": ", ".join(map(str, line.detail))
            if isinstance(line.detail, tuple)
            else str(line.detail),
        }


def _plain(figure: Figure | None) -> int | str | None:
    """A count as a number, an amount as a text with two decimals."""
    return str(figure) if isinstance(figure, Money) else figure


def _count_json(count: DayCount) -> dict[str, Any]:
    return {
        "standing": count.standing,
        "entry": count.seq,
        "at": chain.utc_text(count.at) if count.at else "",
        "counted_mxn": str(Money(count.counted_minor)),
        "expected_mxn": str(Money(count.expected_minor)),
        "difference_mxn": str(Money(count.difference_minor)),
        "open_mxn": str(Money(count.open_minor)),
    }


def close_json(close: Close) -> dict[str, Any]:
    """What was sealed when the day was closed."""
    return {
        "entry": close.checkpoint.seq,
        "at": chain.utc_text(close.closed_at),
        "by": close.closed_by,
        "signed_by": close.approved_by,
        "checkpoint": str(close.checkpoint),
        "counted_mxn": str(close.counted),
        "count_expected_mxn": str(close.count_expected),
        "difference_mxn": str(close.difference),
        "carried_mxn": str(close.carried),
        "float_mxn": str(close.floated),
        "top_ups_mxn": str(close.topped_up),
        "paid_mxn": str(close.paid),
        "returned_mxn": str(close.returned),
        "recovered_mxn": str(close.recovered),
        "differences_mxn": str(close.differences),
        "expected_mxn": str(close.expected),
        "paid_without_float_mxn": str(close.paid_without_float),
        "drop_offs": close.drop_offs,
        "items": close.items,
        "valued_mxn": str(close.valued),
        "valued_usd": str(close.usd),
        "vouchers_mxn": str(close.vouchers),
        "held": close.held,
        "open_vouchers": close.open_vouchers,
        "open_forms": close.open_forms,
    }


def closes_json(found: Sequence[Close]) -> list[dict[str, Any]]:
    """The closed days of a summary."""
    return [{"site": one.site, "date": one.day.isoformat()} | close_json(one) for one in found]


def closes_table(found: Sequence[Close]) -> Table:
    """The closed days of a summary, each with the beginning of its checkpoint."""
    rows = [
        (
            l10n.day_short(one.day),
            one.site,
            l10n.amount(one.counted.amount_minor),
            l10n.amount(one.difference.amount_minor),
            one.signed_by,
            one.checkpoint.brief,
        )
        for one in found
    ]
    heads = (
        _("Day"),
        "~" + _("Site"),
        ">" + _("Counted"),
        ">" + _("Difference"),
        _("Signed by"),
        _("Checkpoint"),
    )
    return Table(heads, rows)


def compared_json(done: "Compared") -> dict[str, Any]:
    return {
        "site": done.site.code,
        "closed_on": done.closed_on.isoformat(),
        "agrees": done.agrees,
        "paper": str(done.says),
        "checkpoint": str(done.close.checkpoint),
        "found": done.found,
        "entry": done.seq,
    }


def compared_text(done: "Compared") -> str:
    """What the paper and the ledger say; where they do not agree, both."""
    if done.agrees:
        return f"{paragraph(agreeing(done.closed_on, done.site))}\n{closed_text(done.close)}"
    rows = [
        (_("Paper"), str(done.says)),
        (_("Ledger, that entry"), f"{done.says.ledger}:{done.says.seq}:{done.found}" if done.found else "-"),
        (_("Ledger, the close"), str(done.close.checkpoint)),
    ]
    return f"{l10n.day_weekday(done.closed_on)}, {done.site.name}\n{Table(('', ''), rows)}"
