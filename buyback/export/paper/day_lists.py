"""The lists of the day's sheet: where the items are, the acts, what is out of the ordinary, and who did what."""

from collections.abc import Iterator, Sequence

from buyback import l10n, report, rules
from buyback.describe import changes, why_outside
from buyback.export.paper.document import Banner, Block, Column, Facts, Heading, Note, Table
from buyback.i18n import _, ngettext
from buyback.money import Money
from buyback.report import DEED_NAMES, Summary
from buyback.rules import STATUS_NAMES
from buyback.store.views.acts import ActBrief
from buyback.store.views.hand_overs import Missing
from buyback.store.views.totals import NotInTable


def custody(found: Summary) -> Iterator[Block]:
    """What was received is the sum of what follows it; then what left on the day, and what is not accounted for."""
    held = found.custody
    yield Heading(_("Custody"))
    words = _("Where the items of this day's drop-offs are now; without those of drop-offs that were voided.")
    yield Note(words, is_small=True)
    parts = [(_begun(_(STATUS_NAMES[name])), l10n.number(number)) for name, number in held.parts]
    yield Facts(((_("Items received"), l10n.number(held.received)), *parts))
    if held.difference:
        words = ngettext(
            "{n} item is not accounted for; run buyback verify.",
            "{n} items are not accounted for; run buyback verify.",
            held.difference,
        )
        yield Banner(words.format(n=l10n.number(held.difference)))
    if held.handed_over:
        of_them = ", ".join(rules.counted(name, number) for name, number in held.handed_over_parts)
        yield Note(_("Of what is handed over: {parts}.").format(parts=of_them))
    if found.moved:
        moved = ", ".join(rules.counted(one.kind, one.items) for one in found.moved)
        yield Note(_("On this day, whenever it came in: {moved}.").format(moved=moved))
    for title, group in (
        (_("Not received"), found.unaccounted.not_received),
        (_("Lost"), found.unaccounted.lost),
    ):
        yield from _missing(title, group)
    if found.not_on_shelf:
        yield Heading(_(report.NOT_ON_SHELF))
        yield Note("\n".join(map(report.not_found_sentence, found.not_on_shelf)))


def _begun(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]


def _missing(title: str, group: Sequence[Missing]) -> Iterator[Block]:
    if not group:
        return
    yield Heading(title)
    columns = (
        Column(_("Tag"), 27, "lead", is_code=True),
        Column(_("Type"), 32),
        Column(_("Serial"), 18, is_told=True),
        Column(_("Act"), 18, is_told=True),
        Column(_("Since"), 18, is_told=True),
    )
    rows = ((one.item.id, one.item.name, one.item.serial, one.act, l10n.day(one.since)) for one in group)
    yield Table(columns, tuple(rows))


def acts(listed: Sequence[ActBrief]) -> Iterator[Block]:
    """Each act of the day with the hash of its list, as its paper and the file have it."""
    if not listed:
        return
    yield Heading(_("Acts"))
    columns = (
        Column(_("Act"), 30, "lead"),
        Column(_("What"), 30),
        Column(_("Hash of the list"), 26, is_code=True),
        Column(_("Items"), 12, is_figure=True, is_told=True),
    )
    rows = ((one.number, _(STATUS_NAMES[one.kind]), one.list_hash, l10n.number(one.items)) for one in listed)
    yield Table(columns, tuple(rows))


def exceptions(found: Summary) -> Iterator[Block]:
    """What was voided, which marks were corrected, and what the table does not price."""
    if found.voids:
        yield Heading(_("Voided"))
        columns = (
            Column(_("Folio"), 24, "lead", is_code=True),
            Column(_("By"), 14),
            Column(_("Reason"), 36),
            Column(_("Paid"), 18, is_figure=True, is_told=True),
            Column(_("Came back"), 18, is_figure=True, is_told=True),
        )
        rows = (
            (one.folio, one.voided_by, one.reason, _pesos(one.paid), _pesos(one.recovered))
            for one in found.voids
        )
        yield Table(columns, tuple(rows))
    yield from _corrections(found)
    if found.not_in_table:
        yield Heading(_("Not in the table"))
        outside = (
            Column(_("Tag"), 26, "lead", is_code=True),
            Column(_("Type"), 40),
            Column(_("Took in"), 16, is_told=True),
            Column(_("Approved"), 16, is_told=True),
            Column(_("Reason"), 28),
            Column(_("Pesos"), 18, "end", is_figure=True),
        )
        yield Table(outside, tuple(_outside(one) for one in found.not_in_table))


def _corrections(found: Summary) -> Iterator[Block]:
    """Old and new beside each other: that is how a tag would move to another gun."""
    if not found.corrections:
        return
    yield Heading(_("Marks corrected"))
    columns = (
        Column(_("Tag"), 26, "lead", is_code=True),
        Column(_("By"), 14),
        Column(_("Status"), 16),
        Column(_("Corrected"), 40),
        Column(_("Reason"), 30),
    )
    rows = (
        (
            one.item,
            one.corrected_by,
            _(STATUS_NAMES[one.status]),
            changes(one.was, one.now, arrow=">"),  # the paper's font has no arrow
            one.reason,
        )
        for one in found.corrections
    )
    yield Table(columns, tuple(rows))


def _outside(one: NotInTable) -> tuple[str, ...]:
    name = one.name if one.quantity == 1 else f"{l10n.number(one.quantity)} × {one.name}"
    valued = _("{name}, valued as {other}").format(name=name, other=one.valued_as_name)
    what = valued if one.valued_as else _("{name}, donated").format(name=name)
    return (
        one.item,
        what,
        one.received_by,
        one.approved_by,
        why_outside(one.reason, donated=one.donated),
        "" if one.donated else _pesos(one.mxn),
    )


def people(found: Summary) -> Iterator[Block]:
    """Who did what, and what one person did alone that takes several."""
    concerns = report.concerns(found.people)
    if not (found.people.did or concerns):
        return
    yield Heading(_("Who did what"))
    columns = (
        Column(_("Operator"), 24, "lead"),
        Column(_("Deed"), 30, "lead"),
        Column(_("Number"), 14, is_figure=True, is_told=True),
        Column(_("Pesos"), 20, "end", is_figure=True),
    )
    rows = (
        (
            one.alias,
            _(DEED_NAMES[one.deed]),
            l10n.number(one.number),
            _pesos(one.mxn) if one.deed == "paid" else "",
        )
        for one in found.people.did
    )
    yield Table(columns, tuple(rows))
    for words in concerns:
        yield Note(words)


def _pesos(amount: Money) -> str:
    return l10n.amount(amount.amount_minor)
