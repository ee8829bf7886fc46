"""The cash boxes as text and JSON: the formula with its parts, counts, notes and coins, how long the cash lasts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from buyback import chain, denominations, l10n
from buyback.cli.output import Table, paragraph
from buyback.facts import Denomination
from buyback.i18n import _
from buyback.money import Money, plain_decimal
from buyback.report import BOX_NAMES, COUNT_STATES, TAKEN, CashReport, box_words, plain_parts
from buyback.rules import Box, Pace
from buyback.store.engine import Db
from buyback.store.views import cash, setup
from buyback.store.views.cash import CashDay, CashEntry, NotesInBox
from buyback.store.views.setup import Site


@dataclass(frozen=True, slots=True)
class Shown:
    """One site's box with everything that `cash show` prints; `box` is None where it has had no float."""

    site: Site
    day: date
    box: Box | None
    notes: NotesInBox | None
    pace: Pace | None
    entries: tuple[CashEntry, ...]


def look(db: Db, site: Site, day: date) -> Shown:
    """The box of a site, and what moved and was counted since its float."""
    box = cash.box(db, site.code)
    if box is None:
        return Shown(site, day, None, None, None, ())
    entries = cash.entries(db, site.code, after=box.float_seq - 1)
    return Shown(site, day, box, cash.notes_in(db, box), cash.pace(db, box, day), entries)


# --- JSON -------------------------------------------------------------------------------------------------------------


def shown_json(found: Shown) -> dict[str, Any]:
    about = {"site": found.site.code, "business_date": found.day.isoformat(), "kept": found.box is not None}
    if found.box is None or found.notes is None:
        return about
    notes, lasts = found.notes, found.pace
    return (
        about
        | box_json(found.box)
        | {
            "notes": None if notes.notes is None else pieces_json(notes.notes),
            "notes_since_entry": notes.since_seq,
            "pace": None if lasts is None else {"drop_offs": lasts.drop_offs, "minutes": lasts.minutes},
            "entries": [_entry_json(entry) for entry in found.entries],
        }
    )


def box_json(box: Box) -> dict[str, Any]:
    """The formula and its parts, and the newest count as far as there is one."""
    counted = {
        "entry": box.count_seq,
        "at": box.count_at,
        "counted_mxn": plain_decimal(box.counted_minor),
        "expected_mxn": plain_decimal(box.count_expected_minor),
        "difference_mxn": plain_decimal(box.difference_minor),
        "open": bool(box.open_minor),
    }
    return {
        "float_mxn": plain_decimal(box.float_minor),
        "float_at": box.float_at,
        "top_ups_mxn": plain_decimal(box.topped_up_minor),
        "advanced_mxn": plain_decimal(box.advanced_minor),
        "paid_mxn": plain_decimal(box.paid_minor),
        "returned_mxn": plain_decimal(box.returned_minor),
        "recovered_mxn": plain_decimal(box.recovered_minor),
        "differences_mxn": plain_decimal(box.differences_minor),
        "expected_mxn": plain_decimal(box.expected_minor),
        "at_hand_mxn": plain_decimal(box.at_hand_minor),
        "count": counted if box.count_seq else None,
    }


def pieces_json(notes: Iterable[Denomination]) -> list[dict[str, Any]]:
    return [
        {
            "piece": denominations.code_of(each),
            "form": each.form,
            "value_mxn": plain_decimal(each.value_minor),
            "number": each.number,
        }
        for each in notes
    ]


def _entry_json(entry: CashEntry) -> dict[str, Any]:
    return {
        "entry": entry.seq,
        "kind": entry.kind,
        "business_date": entry.business_on.isoformat(),
        "at": chain.utc_text(entry.recorded_at),
        "by": entry.recorded_by,
        "mxn": str(entry.amount),
        "expected_mxn": str(entry.expected),
        "notes": pieces_json(entry.notes),
        "reason": entry.reason,
        "approved_by": entry.approved_by,
    }


def report_json(found: CashReport) -> dict[str, Any]:
    """The boxes of a summary: what was advanced and what was paid are two figures."""
    return {
        "advanced_mxn": str(found.advanced),
        "paid_mxn": str(found.paid),
        "returned_mxn": str(found.returned),
        "boxes": [_day_json(box) for box in found.boxes],
        "replaced_counts": [
            {
                "site": one.site,
                "date": one.day.isoformat(),
                "entry": one.seq,
                "difference_mxn": str(one.more),
            }
            for one in found.replaced
        ],
        "without_float": [{"site": site, "paid_mxn": str(paid)} for site, paid in found.without_float],
    }


def _day_json(box: CashDay) -> dict[str, Any]:
    parts = {f"{name}_mxn": str(amount) for name, amount in plain_parts(box)}
    about = {"site": box.site, "date": box.day.isoformat(), "advanced_mxn": str(box.advanced)}
    return about | parts | {"count": box.count}


def without_float(db: Db, folio: str) -> str:
    """That no cash box accounts for the payment of the drop-off; "" where one does, or nothing was paid."""
    code = cash.paid_at(db, folio)
    if not code or cash.box(db, code) is not None:
        return ""
    words = _(
        "No float is recorded at {site}, so no cash box accounts for this payment; record it with buyback cash float."
    )
    return words.format(site=setup.site(db, code).name)


# --- text -------------------------------------------------------------------------------------------------------------


def shown_text(found: Shown) -> tuple[str | Table, ...]:
    """The formula, the newest count, the notes, how long it lasts, and the list behind it."""
    title = f"{found.site.name}, {l10n.day_weekday(found.day)}"
    if found.box is None or found.notes is None:
        unknown = _("No float was recorded here, so nothing about the cash is known or checked.")
        return (f"{title}\n{unknown}",)
    zone = ZoneInfo(found.site.timezone)
    said = (
        _count_sentence(found.box, zone) if found.box.count_seq else "",
        box_words.notes_sentence(found.notes),
        box_words.lasts_sentence(found.pace),
    )
    return (
        f"{title}\n{_formula(found.box)}",
        "\n".join(paragraph(text) for text in said if text),
        _entries(found.entries, zone),
    )


def _formula(box: Box) -> Table:
    rows = [
        (words, l10n.amount(-amount_minor if sign == "-" else amount_minor))
        for sign, words, amount_minor in box_words.formula(box)
    ]
    return Table(("", ">"), rows)


def _count_sentence(box: Box, zone: ZoneInfo) -> str:
    when = l10n.moment(chain.parse_utc(box.count_at), zone)
    counted = l10n.money(Money(box.counted_minor))
    said = _("Last count, {when}: {counted}.").format(when=when, counted=counted)
    return f"{said} {box_words.difference_sentence(box)}"


def _entries(entries: Sequence[CashEntry], zone: ZoneInfo) -> Table:
    rows = [
        (
            l10n.moment(entry.recorded_at, zone),
            _(box_words.CASH_KIND_NAMES[entry.kind]),
            l10n.amount(entry.amount.amount_minor),
            l10n.amount(entry.expected.amount_minor),
            entry.recorded_by,
            entry.reason,
        )
        for entry in entries
    ]
    heads = (_("Time"), "~" + _("What"), ">" + _("Pesos"), ">" + _("Should hold"), _("By"), "~" + _("Reason"))
    return Table(heads, rows)


def report_text(found: CashReport) -> str:
    """The boxes of a summary, site by site: one day as the formula, several as two tables; and what no box explains."""
    parts: list[str | Table] = []
    for site in dict.fromkeys(box.site for box in found.boxes):
        days = [box for box in found.boxes if box.site == site]
        parts += [_one_day(days[0])] if len(days) == 1 else [site, _in_and_out(days), _held(days)]
    if len(found.boxes) > 1:
        words = _("Advanced: {advanced}. Paid out: {paid}. Returned to the organiser: {returned}.")
        sums = {name: l10n.money(getattr(found, name)) for name in ("advanced", "paid", "returned")}
        parts.append(paragraph(words.format(**sums)))
    parts += [paragraph(box_words.replaced_sentence(one)) for one in found.replaced]
    for site, paid in found.without_float:
        words = _("No float recorded at {site}: {amount} were paid that no cash box accounts for.")
        parts.append(paragraph(words.format(site=site, amount=l10n.money(paid))))
    return "\n".join(str(part) for part in parts)


def _one_day(box: CashDay) -> Table:
    rows = [
        (_(words), l10n.amount(-_minor(box, name) if name in TAKEN else _minor(box, name)))
        for name, words in BOX_NAMES.items()
    ]
    if box.counted is not None:
        counted = _("Counted ({state})").format(state=_(COUNT_STATES[box.count]))
        rows += [
            (_("Should have held when counted"), l10n.amount(box.count_expected.amount_minor)),
            (counted, l10n.amount(box.counted.amount_minor)),
            (_("Counted less expected"), l10n.amount(box.difference.amount_minor)),
        ]
    rows.append((_("Advanced (float and top-ups)"), l10n.amount(box.advanced.amount_minor)))
    return Table((box.site, ">" + _("Pesos")), rows)


def _minor(box: CashDay, name: str) -> int:
    amount: Money = getattr(box, name)
    return amount.amount_minor


def _in_and_out(days: Sequence[CashDay]) -> Table:
    names = ("carried", "floated", "topped_up", "paid", "returned")
    rows = [(l10n.day_short(box.day), *(l10n.amount(_minor(box, name)) for name in names)) for box in days]
    heads = (">" + _("Carried"), ">" + _("Float"), ">" + _("Top-ups"), ">" + _("Paid"), ">" + _("Returned"))
    return Table((_("Day"), *heads), rows)


def _held(days: Sequence[CashDay]) -> Table:
    names = ("recovered", "differences", "expected")
    rows = [
        (
            l10n.day_short(box.day),
            *(l10n.amount(_minor(box, name)) for name in names),
            "" if box.counted is None else l10n.amount(box.counted.amount_minor),
            _(COUNT_STATES[box.count]),
        )
        for box in days
    ]
    heads = (">" + _("Came back"), ">" + _("Differences"), ">" + _("Should hold"), ">" + _("Counted"))
    return Table((_("Day"), *heads, "~" + _("The count")), rows)
