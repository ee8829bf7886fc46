"""The summary that a supervisor signs, as text in columns for any width. Every figure comes from `report.Summary`."""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len
from textual.content import Content

from buyback import l10n, report
from buyback.describe import changes
from buyback.i18n import N_, _, language, ngettext
from buyback.rates import source_name
from buyback.report import CASH_NAMES, DEED_NAMES, MONEY_NAMES, VOUCHER_NAMES, Amounts, Counted, Summary
from buyback.rules import STATUS_NAMES, counted
from buyback.store.views.totals import Span
from buyback.store.views.vouchers import VoucherSum
from buyback.tui import cells, item_words

Names = dict[str, tuple[str, str]]
"""The Spanish and the English name of every type."""

_COUNT, _PIECES, _PESOS, _DOLLARS = 9, 9, 15, 14
_WIDE = 90
"""Cells from which the conditions are written out above their figures; below, names would be cut for it."""
_HEAD, _STRONG, _WRONG, _GOOD = "bold $text-primary", "bold", "bold $text-error", "$text-success"

_MOST = 400
"""Rows of one list; a campaign may have more, and the command line prints them all."""
_BETWEEN = "   "


@dataclass(frozen=True, slots=True)
class _Page:
    """What every section needs to write itself."""

    summary: Summary
    names: Names
    width: int

    def name(self, code: str) -> str:
        """A type's name in the current language."""
        spanish, english = self.names.get(code, (code, code))
        return spanish if language() == "es" else english

    def wrapped(self, text: str, style: str = "", indent: str = "") -> list[Content]:
        """The text in as many lines as it needs."""
        lines = textwrap.wrap(text, max(20, self.width), initial_indent=indent, subsequent_indent=indent)
        return [Content.styled(line, style) for line in lines]

    def row(self, name: str, figures: Iterable[tuple[str, int]], style: str = "") -> Content:
        """A name, and figures in columns at the right edge; the name gives way where it is narrow."""
        right = "".join(cells.right(text, width) for text, width in figures)
        return Content.styled(cells.spread(name, right, self.width), style)


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


def summary_text(summary: Summary, names: Names, width: int) -> Content:
    """The whole summary in lines of `width` cells."""
    page = _Page(summary, names, width)
    sections = (
        _headline(page),
        _unaccounted(page),
        _counted(page, N_("By type"), summary.types),
        _counted(page, N_("By class"), summary.classes),
        _figures(page),
        _money(page),
        _cash(page),
        _vouchers(page),
        _custody(page),
        _days(page),
        _voids(page),
        _corrections(page),
        _not_in_table(page),
        _people(page),
        _rates(page),
    )
    lines = [line for section in sections if section for line in (*section, Content(""))]
    return Content("\n").join(lines[:-1])


def _headline(page: _Page) -> list[Content]:
    found = page.summary
    parts = (
        ngettext("{n} drop-off", "{n} drop-offs", found.drop_offs).format(n=l10n.number(found.drop_offs)),
        ngettext("{n} piece", "{n} pieces", found.pieces).format(n=l10n.number(found.pieces)),
        ngettext("{n} firearm", "{n} firearms", found.firearms).format(n=l10n.number(found.firearms)),
    )
    lines = [Content.styled("   ".join(parts), _STRONG), *page.wrapped(found.definition.sentence)]
    if found.fallen:
        lines += page.wrapped(_(report.FALLEN), _WRONG)
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


def _counted(page: _Page, title: str, group: Sequence[Counted]) -> list[Content]:
    if not group:
        return []
    heads = ((_("serviceable"), _COUNT + 4), (_("unserviceable"), _COUNT + 6))
    is_wide = page.width >= _WIDE
    narrow = ((_("serv."), _COUNT), (_("unserv."), _COUNT))
    counts = heads if is_wide else narrow
    rest = ((_("pesos"), _PESOS), (_("dollars"), _DOLLARS))
    widths = [width for _text, width in counts]
    lines = [page.row(_(title), (*counts, *rest), _HEAD)]
    lines += [_counted_row(page, one.name, (one,), widths) for one in group]
    return [*lines, _counted_row(page, _("Total"), group, widths, _STRONG)]


def _counted_row(
    page: _Page, name: str, group: Sequence[Counted], widths: Sequence[int], style: str = ""
) -> Content:
    figures = (
        (l10n.number(sum(one.serviceable for one in group)), widths[0]),
        (l10n.number(sum(one.unserviceable for one in group)), widths[1]),
        (l10n.amount(sum(one.mxn.amount_minor for one in group)), _PESOS),
        (l10n.amount(sum(one.usd.amount_minor for one in group)), _DOLLARS),
    )
    return page.row(name, figures, style)


def _figures(page: _Page) -> list[Content]:
    """The figures that are kept apart, the total of firearms, and right under it what that total counts."""
    found = page.summary
    if not found.counts:
        return []
    lines = [page.row(_("Figures"), ((_("pieces"), _PIECES),), _HEAD)]
    lines += [
        page.row(report.count_name(one.code), ((l10n.number(one.pieces), _PIECES),)) for one in found.counts
    ]
    total = _("Firearms, {definition}").format(definition=found.definition.name)
    lines.append(page.row(total, ((l10n.number(found.firearms), _PIECES),), _STRONG))
    said = (found.definition.sentence, *report.together_sentences(found.definition, found.together))
    return [*lines, *(line for words in said for line in page.wrapped(words))]


# --- money ------------------------------------------------------------------------------------------------------------


def _amounts(page: _Page, name: str, amounts: Amounts, style: str = "") -> Content:
    figures = (
        (l10n.number(amounts.number), _COUNT),
        (l10n.amount(amounts.mxn.amount_minor), _PESOS),
        (l10n.amount(amounts.usd.amount_minor), _DOLLARS),
    )
    return page.row(name, figures, style)


def _money_heads(page: _Page, title: str, what: str) -> Content:
    return page.row(title, ((what, _COUNT + 2), (_("pesos"), _PESOS), (_("dollars"), _DOLLARS)), _HEAD)


def _money(page: _Page) -> list[Content]:
    rows = [
        _amounts(
            page, _signed(name, words), getattr(page.summary.money, name), _STRONG if name == "valued" else ""
        )
        for name, words in MONEY_NAMES.items()
    ]
    return [_money_heads(page, _("Value of these drop-offs"), _("drop-offs")), *rows]


def _cash(page: _Page) -> list[Content]:
    cash = page.summary.cash
    lines = [_money_heads(page, _("Cash on these days"), _("payouts"))]
    lines += [
        _amounts(page, _signed(name, words), getattr(cash, name), _STRONG if name == "paid_out" else "")
        for name, words in CASH_NAMES.items()
    ]
    if page.summary.voids:
        lines += [
            _pesos(page, _("- came back through voids"), cash.recovered.amount_minor),
            _pesos(page, _("Cash that is gone after voids"), cash.net.amount_minor, _STRONG),
            _pesos(page, _("of it paid for voided drop-offs and lost"), cash.not_recovered.amount_minor),
        ]
    words = _("This is money paid. Money advanced to the site is another figure and is not in it.")
    return [*lines, *page.wrapped(words)]


def _signed(name: str, words: str) -> str:
    """The words with the sign by which the part enters its sum."""
    sign = {"valued": "", "paid_out": "", "paid": "= ", "cash": "= "}.get(name, "+ ")
    return sign + _(words)


def _pesos(page: _Page, name: str, amount_minor: int, style: str = "") -> Content:
    return page.row(name, ((l10n.amount(amount_minor), _PESOS), ("", _DOLLARS)), style)


def _vouchers(page: _Page) -> list[Content]:
    """What was promised and paid, and who is owed what until when: a voucher past its last day stands out."""
    found = page.summary.vouchers
    if not found:
        return []
    heads = ((_("number"), _COUNT), (_("pesos"), _PESOS), ("", _DOLLARS))
    lines = [page.row(_("Vouchers"), heads, _HEAD)]
    for name, words in VOUCHER_NAMES.items():
        one: VoucherSum = getattr(found, name)
        if name == "expired" and not one.number:
            continue
        figures = ((l10n.number(one.number), _COUNT), (l10n.amount(one.mxn.amount_minor), _PESOS))
        is_bad = name == "expired"
        inset = "  " if is_bad else ""
        lines.append(page.row(inset + _(words), (*figures, ("", _DOLLARS)), _WRONG if is_bad else ""))
    for voucher in found.open[:_MOST]:
        words = _("expired on {day}") if found.is_expired(voucher) else _("good until {day}")
        until = words.format(day=l10n.day(voucher.expires_on))
        style = _WRONG if found.is_expired(voucher) else ""
        lines.append(_pesos(page, f"{voucher.folio}  {until}", voucher.amount.amount_minor, style))
    return lines + _left_out(page, len(found.open))


# --- custody, corrections, sources --------------------------------------------------------------------------------------


def _custody(page: _Page) -> list[Content]:
    custody = page.summary.custody
    parts = " + ".join(counted(status, number) for status, number in custody.parts)
    words = ngettext("{n} item received = {parts}", "{n} items received = {parts}", custody.received)
    words = words.format(n=l10n.number(custody.received), parts=parts)
    lines = [Content.styled(_("Custody now, in items (without voids)"), _HEAD), *page.wrapped(words)]
    if custody.difference:
        wrong = _("Difference {n}: items are not accounted for. Ctrl+B checks the ledger.")
        lines += page.wrapped(wrong.format(n=l10n.number(custody.difference)), _WRONG)
    else:
        lines += page.wrapped(_("Difference 0: every item is accounted for."), _GOOD)
    if custody.handed_over:
        of_them = ", ".join(counted(name, number) for name, number in custody.handed_over_parts)
        lines += page.wrapped(_("Of what is handed over: {parts}.").format(parts=of_them))
    for moved in page.summary.moved:
        pieces = ngettext("{n} piece", "{n} pieces", moved.pieces).format(n=l10n.number(moved.pieces))
        words = _("On these days: {moved}, {pieces}")
        lines += page.wrapped(words.format(moved=counted(moved.kind, moved.items), pieces=pieces))
    return lines


def _unaccounted(page: _Page) -> list[Content]:
    """What was not received and what is lost, whenever it was taken in; serials that were read otherwise."""
    found = page.summary.unaccounted
    lines: list[Content] = []
    for title, group in ((_("Not received"), found.not_received), (_("Lost"), found.lost)):
        lines += [page.row(title, ((_("days"), _COUNT),), _WRONG)] if group else []
        for one in group[:_MOST]:
            name = f"{one.item.id}  {page.name(one.item.type_code)}"
            lines.append(page.row(name, ((l10n.number(found.days(one)), _COUNT),), _STRONG))
            words = _("sent with {act} to {receiver}, since {day}")
            said = words.format(act=one.act, receiver=one.receiver, day=l10n.day(one.since))
            lines += page.wrapped("; ".join(filter(None, (said, one.reason))), indent="  ")
        lines += _left_out(page, len(group))
    if found.differing:
        lines.append(Content.styled(_("Serials that are not those of the ledger"), _WRONG))
    for told in found.differing[:_MOST]:
        lines += page.wrapped(f"{told.item}  {item_words.read_again(told)}")
    if page.summary.not_on_shelf:
        lines.append(Content.styled(_(report.NOT_ON_SHELF), _WRONG))
    for away in page.summary.not_on_shelf[:_MOST]:
        lines += page.wrapped(report.not_found_sentence(away))
    return lines + _left_out(page, len(found.differing))


def _days(page: _Page) -> list[Content]:
    days = page.summary.days
    if len(days) < 2:
        return []
    heads = ((_("drop-offs"), _COUNT + 2), (_("pieces"), _PIECES), (_("valued"), _PESOS), (_("paid"), _PESOS))
    lines = [page.row(_("By day"), heads, _HEAD)]
    for day in days[-_MOST:]:
        figures = (
            (l10n.number(day.drop_offs), _COUNT + 2),
            (l10n.number(day.pieces), _PIECES),
            (l10n.amount(day.valued.amount_minor), _PESOS),
            (l10n.amount(day.paid.amount_minor), _PESOS),
        )
        lines.append(page.row(l10n.day_weekday(day.day), figures))
    return lines + _left_out(page, len(days))


def _voids(page: _Page) -> list[Content]:
    if not page.summary.voids:
        return []
    heads = ((_("paid"), _PESOS), (_("came back"), _PESOS))
    lines = [page.row(_("Voided on these days"), heads, _HEAD)]
    for void in page.summary.voids[:_MOST]:
        figures = (
            (l10n.amount(void.paid.amount_minor), _PESOS),
            (l10n.amount(void.recovered.amount_minor), _PESOS),
        )
        lines.append(page.row(f"{void.folio}  {void.voided_by}", figures))
        lines += page.wrapped(void.reason, indent="  ")
    return lines + _left_out(page, len(page.summary.voids))


def _corrections(page: _Page) -> list[Content]:
    if not page.summary.corrections:
        return []
    lines = [Content.styled(_("Marks corrected on these days"), _HEAD)]
    for one in page.summary.corrections[:_MOST]:
        lines += page.wrapped(f"{one.item}  {one.corrected_by}  {_(STATUS_NAMES[one.status])}")
        lines += page.wrapped(f"{changes(one.was, one.now)}; {one.reason}", indent="  ")
    return lines + _left_out(page, len(page.summary.corrections))


def _not_in_table(page: _Page) -> list[Content]:
    if not page.summary.not_in_table:
        return []
    lines = [page.row(_("Not in the table"), ((_("pesos"), _PESOS),), _HEAD)]
    for one in page.summary.not_in_table[:_MOST]:
        what = item_words.numbered(one.quantity, page.name(one.type_code))
        lines.append(page.row(f"{one.item}  {what}", ((l10n.amount(one.mxn.amount_minor), _PESOS),)))
        how = (
            _("donated, taken in by {by}")
            if one.donated
            else _("valued as {name} by {by}").replace("{name}", page.name(one.valued_as))
        ).replace("{by}", one.approved_by or one.received_by)
        lines += page.wrapped(f"{how}: {one.reason}" if one.reason else how, indent="  ")
    return lines + _left_out(page, len(page.summary.not_in_table))


def _people(page: _Page) -> list[Content]:
    """Who did what, and under it what one person did alone that should take several."""
    found, last = page.summary.people, ""
    concerns = report.concerns(found)
    if not (found.did or concerns):
        return []
    lines = [page.row(_("Who did what"), ((_("number"), _COUNT), (_("pesos"), _PESOS)), _HEAD)]
    for one in found.did:
        if one.alias != last:
            lines.append(Content.styled(one.alias, _STRONG))
        last = one.alias
        pesos = l10n.amount(one.mxn.amount_minor) if one.deed == "paid" else ""
        figures = ((l10n.number(one.number), _COUNT), (pesos, _PESOS))
        lines.append(page.row("  " + _(DEED_NAMES[one.deed]), figures))
    for words in concerns:
        lines += page.wrapped(words, "bold $text-warning")
    return lines


def _rates(page: _Page) -> list[Content]:
    if not page.summary.rates:
        return []
    lines = [page.row(_("Rates used"), ((_("drop-offs"), _COUNT + 2),), _HEAD)]
    for used in page.summary.rates:
        name = f"{l10n.rate(used.rate)}   {source_name(used.source)}, {l10n.day(used.as_of)}"
        lines.append(page.row(name, ((l10n.number(used.drop_offs), _COUNT + 2),)))
    return lines


def _left_out(page: _Page, rows: int) -> list[Content]:
    left = rows - _MOST
    words = ngettext(
        "{n} more is not shown here; buyback summary prints them all.",
        "{n} more are not shown here; buyback summary prints them all.",
        left,
    )
    return page.wrapped(words.format(n=l10n.number(left))) if left > 0 else []
