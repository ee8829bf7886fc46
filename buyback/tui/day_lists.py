"""The lists of a summary: what is missing, day by day, what was voided and corrected, who did what, by which rates."""

from textual.content import Content

from buyback import l10n, report
from buyback.describe import changes
from buyback.i18n import _
from buyback.rates import source_name
from buyback.report import DEED_NAMES
from buyback.rules import STATUS_NAMES
from buyback.store.views.behind import Figure
from buyback.tui import item_words
from buyback.tui.day_page import COUNT, HEAD, MOST, PESOS, PIECES, STRONG, WRONG, Page


def unaccounted(page: Page) -> list[Content]:
    """What was not received and what is lost, whenever it was taken in; serials that were read otherwise."""
    found = page.summary.unaccounted
    lines: list[Content] = []
    for title, group in ((_("Not received"), found.not_received), (_("Lost"), found.lost)):
        lines += [page.row(title, ((_("days"), COUNT),), WRONG)] if group else []
        for one in group[:MOST]:
            name = f"{one.item.id}  {page.name(one.item.type_code)}"
            behind = Figure("entry", str(one.seq))
            lines.append(page.row(name, ((l10n.number(found.days(one)), COUNT),), STRONG, behind))
            words = _("sent with {act} to {receiver}, since {day}")
            said = words.format(act=one.act, receiver=one.receiver, day=l10n.day(one.since))
            lines += page.wrapped("; ".join(filter(None, (said, one.reason))), indent="  ")
        lines += page.left_out(len(group))
    if found.differing:
        lines.append(Content.styled(_("Serials that are not those of the ledger"), WRONG))
    for told in found.differing[:MOST]:
        said = f"{told.item}  {item_words.read_again(told)}"
        lines += page.wrapped(said, behind=Figure("entry", str(told.seq)))
    if page.summary.not_on_shelf:
        lines.append(Content.styled(_(report.NOT_ON_SHELF), WRONG))
    for away in page.summary.not_on_shelf[:MOST]:
        behind = Figure("entry", str(away.sample_seq))
        lines += page.wrapped(report.not_found_sentence(away), behind=behind)
    return lines + page.left_out(len(found.differing))


def days(page: Page) -> list[Content]:
    days = page.summary.days
    if len(days) < 2:
        return []
    heads = ((_("drop-offs"), COUNT + 2), (_("pieces"), PIECES), (_("valued"), PESOS), (_("paid"), PESOS))
    lines = [page.row(_("By day"), heads, HEAD)]
    for day in days[-MOST:]:
        figures = (
            (l10n.number(day.drop_offs), COUNT + 2),
            (l10n.number(day.pieces), PIECES),
            (l10n.amount(day.valued.amount_minor), PESOS),
            (l10n.amount(day.paid.amount_minor), PESOS),
        )
        behind = Figure("day", day.day.isoformat())
        lines.append(page.row(l10n.day_weekday(day.day), figures, behind=behind))
    return lines + page.left_out(len(days))


def voids(page: Page) -> list[Content]:
    if not page.summary.voids:
        return []
    heads = ((_("paid"), PESOS), (_("came back"), PESOS))
    lines = [page.row(_("Voided on these days"), heads, HEAD)]
    for void in page.summary.voids[:MOST]:
        figures = (
            (l10n.amount(void.paid.amount_minor), PESOS),
            (l10n.amount(void.recovered.amount_minor), PESOS),
        )
        behind = Figure("entry", str(void.seq))
        lines.append(page.row(f"{void.folio}  {void.voided_by}", figures, behind=behind))
        lines += page.wrapped(void.reason, indent="  ")
    return lines + page.left_out(len(page.summary.voids))


def corrections(page: Page) -> list[Content]:
    if not page.summary.corrections:
        return []
    lines = [Content.styled(_("Marks corrected on these days"), HEAD)]
    for one in page.summary.corrections[:MOST]:
        said = f"{one.item}  {one.corrected_by}  {_(STATUS_NAMES[one.status])}"
        lines += page.wrapped(said, behind=Figure("entry", str(one.seq)))
        lines += page.wrapped(f"{changes(one.was, one.now)}; {one.reason}", indent="  ")
    return lines + page.left_out(len(page.summary.corrections))


def not_in_table(page: Page) -> list[Content]:
    if not page.summary.not_in_table:
        return []
    lines = [page.row(_("Not in the table"), ((_("pesos"), PESOS),), HEAD)]
    for one in page.summary.not_in_table[:MOST]:
        what = item_words.numbered(one.quantity, page.name(one.type_code))
        pesos = (l10n.amount(one.mxn.amount_minor), PESOS)
        behind = Figure("folio", one.item.partition("/")[0])
        lines.append(page.row(f"{one.item}  {what}", (pesos,), behind=behind))
        how = (
            _("donated, taken in by {by}").format(by=one.received_by)
            if one.donated
            else _("valued as {name}, taken in by {by}, approved by {supervisor}").format(
                name=page.name(one.valued_as), by=one.received_by, supervisor=one.approved_by or "–"
            )
        )
        lines += page.wrapped(f"{how}: {one.reason}" if one.reason else how, indent="  ")
    return lines + page.left_out(len(page.summary.not_in_table))


def people(page: Page) -> list[Content]:
    """Who did what, and under it what one person did alone that should take several."""
    found, last = page.summary.people, ""
    concerns = report.concerns(found)
    if not (found.did or concerns):
        return []
    lines = [page.row(_("Who did what"), ((_("number"), COUNT), (_("pesos"), PESOS)), HEAD)]
    for one in found.did:
        if one.alias != last:
            lines.append(Content.styled(one.alias, STRONG))
        last = one.alias
        pesos = l10n.amount(one.mxn.amount_minor) if one.deed == "paid" else ""
        figures = ((l10n.number(one.number), COUNT), (pesos, PESOS))
        behind = Figure(f"did_{one.deed}", one.alias)
        lines.append(page.row("  " + _(DEED_NAMES[one.deed]), figures, behind=behind))
    for words in concerns:
        lines += page.wrapped(words, "bold $text-warning")
    return lines


def rates(page: Page) -> list[Content]:
    if not page.summary.rates:
        return []
    lines = [page.row(_("Rates used"), ((_("drop-offs"), COUNT + 2),), HEAD)]
    for used in page.summary.rates:
        name = f"{l10n.rate(used.rate)}   {source_name(used.source)}, {l10n.day(used.as_of)}"
        behind = Figure("rate", str(used.rate), used.as_of.isoformat(), used.source)
        lines.append(page.row(name, ((l10n.number(used.drop_offs), COUNT + 2),), behind=behind))
    return lines
