"""The summary that a supervisor signs, as text in columns for any width. Every figure comes from `report.Summary`."""

from collections.abc import Callable, Sequence
from datetime import date

from rich.cells import cell_len
from textual.content import Content

from buyback import l10n, report
from buyback.i18n import N_, _, ngettext
from buyback.report import CASH_NAMES, MONEY_NAMES, VOUCHER_NAMES, Amounts, Counted, Summary
from buyback.rules import STATUS_NAMES, counted
from buyback.store.views.behind import Figure
from buyback.store.views.totals import Span
from buyback.store.views.vouchers import VoucherSum
from buyback.tui import cells, day_lists
from buyback.tui.day_page import (
    COUNT,
    DOLLARS,
    GOOD,
    HEAD,
    MOST,
    PESOS,
    PIECES,
    STRONG,
    WRONG,
    Names,
    Page,
    line_of,
)

_WIDE = 90
"""Cells from which the conditions are written out above their figures; below, names would be cut for it."""
_BETWEEN = "   "
_STATUSES = {
    "valued": ("paid", "voucher", "owed", "none"),
    "paid": ("paid",),
    "voucher": ("voucher",),
    "owed": ("owed",),
    "no_payment": ("none",),
}
"""The drop-offs that each part of the value counts, by their status."""
_MEANS = {"paid_out": ("cash", "voucher"), "cash": ("cash",), "vouchers": ("voucher",)}
"""The payouts that each part of the cash counts, by their means."""


def title(summary: Summary, site: str, width: int) -> str:
    """The days, the site and what is counted, in one line: where it is narrow, weekdays and then the site give way."""
    counting = _("Count: {definition}").format(definition=summary.definition.name)
    for shown in (l10n.day_weekday, l10n.day):
        days = _days_named(summary.span, shown)
        room = width - cell_len(days) - cell_len(counting) - 2 * len(_BETWEEN)
        if room >= cell_len(site):
            break
    return _BETWEEN.join(filter(None, (days, cells.left(site, room).rstrip(), counting)))


def _days_named(span: Span, shown: Callable[[date], str]) -> str:
    first, last = shown(span.first), shown(span.last)
    return last if span.first == span.last else _("{first} to {last}").format(first=first, last=last)


def is_empty(summary: Summary) -> bool:
    """Nothing happened on these days that a summary tells of."""
    found = summary
    happened = (
        *(found.drop_offs, found.voids, found.moved, found.corrections, found.unaccounted),
        *(found.vouchers, found.fallen, found.not_on_shelf),
        *(found.people.one_hand, found.people.self_approved, found.people.alone),
    )
    return not (any(happened) or summary.cash.paid_out.number)


def summary_lines(summary: Summary, names: Names, width: int) -> list[Content]:
    """The whole summary in lines of `width` cells; those whose figure is made of entries are `FigureLine`."""
    page = Page(summary, names, width)
    sections = (
        _headline(page),
        day_lists.unaccounted(page),
        _counted(page, N_("By type"), summary.types, "type"),
        _counted(page, N_("By class"), summary.classes, "class"),
        _figures(page),
        _money(page),
        _cash(page),
        _vouchers(page),
        _custody(page),
        day_lists.days(page),
        day_lists.voids(page),
        day_lists.corrections(page),
        day_lists.not_in_table(page),
        day_lists.people(page),
        day_lists.rates(page),
    )
    lines = [line for section in sections if section for line in (*section, Content(""))]
    return lines[:-1]


def _headline(page: Page) -> list[Content]:
    found = page.summary
    parts = (
        ngettext("{n} drop-off", "{n} drop-offs", found.drop_offs).format(n=l10n.number(found.drop_offs)),
        ngettext("{n} piece", "{n} pieces", found.pieces).format(n=l10n.number(found.pieces)),
        ngettext("{n} firearm", "{n} firearms", found.firearms).format(n=l10n.number(found.firearms)),
    )
    first = line_of("   ".join(parts), STRONG, Figure("drop_offs") if found.drop_offs else None)
    lines = [first, *page.wrapped(found.definition.sentence)]
    if found.fallen:
        lines += page.wrapped(_(report.FALLEN), WRONG)
        for words in report.fallen_sentences(found.fallen):
            lines += page.wrapped(words, indent="  ")
        lines += page.wrapped(_(report.FALLEN_MEANS), indent="  ")
    if n := len(found.corrections):
        words = ngettext(
            "Marks corrected: {n} time; the correction stands below.",
            "Marks corrected: {n} times; the corrections stand below.",
            n,
        )
        lines += page.wrapped(words.format(n=l10n.number(n)), "bold $text-warning")
    for code in found.tables_incomplete:
        words = _("The payout table {code} is not complete: some of its amounts are not published.")
        lines += page.wrapped(words.format(code=code), "bold $text-warning")
    return lines


# --- what was taken in ------------------------------------------------------------------------------------------------


def _counted(page: Page, title: str, group: Sequence[Counted], of: str) -> list[Content]:
    if not group:
        return []
    heads = ((_("serviceable"), COUNT + 4), (_("unserviceable"), COUNT + 6))
    is_wide = page.width >= _WIDE
    narrow = ((_("serv."), COUNT), (_("unserv."), COUNT))
    counts = heads if is_wide else narrow
    rest = ((_("pesos"), PESOS), (_("dollars"), DOLLARS))
    widths = [width for _text, width in counts]
    lines = [page.row(_(title), (*counts, *rest), HEAD)]
    lines += [_counted_row(page, one.name, (one,), widths, of=of) for one in group]
    return [*lines, _counted_row(page, _("Total"), group, widths)]


def _counted_row(
    page: Page, name: str, group: Sequence[Counted], widths: Sequence[int], *, of: str = ""
) -> Content:
    """A row of one thing, whose figure is `of` its code; without that it is the total."""
    behind = Figure(of, group[0].code) if of else Figure("drop_offs")
    figures = (
        (l10n.number(sum(one.serviceable for one in group)), widths[0]),
        (l10n.number(sum(one.unserviceable for one in group)), widths[1]),
        (l10n.amount(sum(one.mxn.amount_minor for one in group)), PESOS),
        (l10n.amount(sum(one.usd.amount_minor for one in group)), DOLLARS),
    )
    return page.row(name, figures, "" if of else STRONG, behind)


def _figures(page: Page) -> list[Content]:
    """The figures that are kept apart, the total of firearms, and right under it what that total counts."""
    found = page.summary
    if not found.counts:
        return []
    lines = [page.row(_("Figures"), ((_("pieces"), PIECES),), HEAD)]
    lines += [
        page.row(
            report.count_name(one.code),
            ((l10n.number(one.pieces), PIECES),),
            behind=Figure("count", one.code) if one.pieces else None,
        )
        for one in found.counts
    ]
    total = _("Firearms, {definition}").format(definition=found.definition.name)
    behind = Figure("count", *found.definition.counts) if found.firearms else None
    lines.append(page.row(total, ((l10n.number(found.firearms), PIECES),), STRONG, behind))
    said = (found.definition.sentence, *report.together_sentences(found.definition, found.together))
    return [*lines, *(line for words in said for line in page.wrapped(words))]


# --- money ------------------------------------------------------------------------------------------------------------


def _amounts(page: Page, name: str, amounts: Amounts, behind: Figure, style: str = "") -> Content:
    figures = (
        (l10n.number(amounts.number), COUNT),
        (l10n.amount(amounts.mxn.amount_minor), PESOS),
        (l10n.amount(amounts.usd.amount_minor), DOLLARS),
    )
    return page.row(name, figures, style, behind if amounts.number else None)


def _money_heads(page: Page, title: str, what: str) -> Content:
    return page.row(title, ((what, COUNT + 2), (_("pesos"), PESOS), (_("dollars"), DOLLARS)), HEAD)


def _money(page: Page) -> list[Content]:
    rows = [
        _amounts(
            page,
            _signed(name, words),
            getattr(page.summary.money, name),
            Figure("settled", *_STATUSES[name]),
            STRONG if name == "valued" else "",
        )
        for name, words in MONEY_NAMES.items()
    ]
    return [_money_heads(page, _("Value of these drop-offs"), _("drop-offs")), *rows]


def _cash(page: Page) -> list[Content]:
    cash = page.summary.cash
    lines = [_money_heads(page, _("Cash on these days"), _("payouts"))]
    lines += [
        _amounts(
            page,
            _signed(name, words),
            getattr(cash, name),
            Figure("cash", *_MEANS[name]),
            STRONG if name == "paid_out" else "",
        )
        for name, words in CASH_NAMES.items()
    ]
    voids = Figure("voids")
    if page.summary.voids:
        lines += [
            page.pesos(_("- came back through voids"), cash.recovered.amount_minor, behind=voids),
            page.pesos(_("Cash that is gone after voids"), cash.net.amount_minor, STRONG, Figure("gone")),
            page.pesos(
                _("of it paid for voided drop-offs and lost"), cash.not_recovered.amount_minor, behind=voids
            ),
        ]
    words = _("This is money paid. Money advanced to the site is another figure and is not in it.")
    return [*lines, *page.wrapped(words)]


def _signed(name: str, words: str) -> str:
    """The words with the sign by which the part enters its sum."""
    sign = {"valued": "", "paid_out": "", "paid": "= ", "cash": "= "}.get(name, "+ ")
    return sign + _(words)


def _vouchers(page: Page) -> list[Content]:
    """What was promised and paid, and who is owed what until when: a voucher past its last day stands out."""
    found = page.summary.vouchers
    if not found:
        return []
    heads = ((_("number"), COUNT), (_("pesos"), PESOS), ("", DOLLARS))
    lines = [page.row(_("Vouchers"), heads, HEAD)]
    for name, words in VOUCHER_NAMES.items():
        one: VoucherSum = getattr(found, name)
        if name == "expired" and not one.number:
            continue
        figures = ((l10n.number(one.number), COUNT), (l10n.amount(one.mxn.amount_minor), PESOS))
        is_bad = name == "expired"
        inset = "  " if is_bad else ""
        today = page.summary.vouchers.today.isoformat()
        behind = Figure(f"vouchers_{name}", today) if one.number else None
        lines.append(page.row(inset + _(words), (*figures, ("", DOLLARS)), WRONG if is_bad else "", behind))
    for voucher in found.open[:MOST]:
        words = _("expired on {day}") if found.is_expired(voucher) else _("good until {day}")
        until = words.format(day=l10n.day(voucher.expires_on))
        style = WRONG if found.is_expired(voucher) else ""
        behind = Figure("entry", str(voucher.seq))
        lines.append(page.pesos(f"{voucher.folio}  {until}", voucher.amount.amount_minor, style, behind))
    return lines + page.left_out(len(found.open))


def _custody(page: Page) -> list[Content]:
    custody = page.summary.custody
    parts = " + ".join(counted(status, number) for status, number in custody.parts)
    words = ngettext("{n} item received = {parts}", "{n} items received = {parts}", custody.received)
    words = words.format(n=l10n.number(custody.received), parts=parts)
    received = Figure("received") if custody.received else None
    lines = [Content.styled(_("Custody now, in items (without voids)"), HEAD)]
    lines += page.wrapped(words, behind=received)
    for status, number in custody.parts:
        if number:
            name = "  " + _(STATUS_NAMES[status])
            lines.append(page.row(name, ((l10n.number(number), PIECES),), behind=Figure("custody", status)))
    if custody.difference:
        wrong = _("Difference {n}: items are not accounted for. Ctrl+B checks the ledger.")
        lines += page.wrapped(wrong.format(n=l10n.number(custody.difference)), WRONG)
    else:
        lines += page.wrapped(_("Difference 0: every item is accounted for."), GOOD)
    if custody.handed_over:
        of_them = ", ".join(counted(name, number) for name, number in custody.handed_over_parts)
        lines += page.wrapped(_("Of what is handed over: {parts}.").format(parts=of_them))
    for moved in page.summary.moved:
        pieces = ngettext("{n} piece", "{n} pieces", moved.pieces).format(n=l10n.number(moved.pieces))
        words = _("On these days: {moved}, {pieces}")
        said = words.format(moved=counted(moved.kind, moved.items), pieces=pieces)
        lines += page.wrapped(said, behind=Figure("moved", moved.kind))
    return lines
