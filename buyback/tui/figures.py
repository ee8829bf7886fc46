"""The figures that a screen shows, each with the entries that it is made of. Pure; the words are of the current language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from buyback import l10n
from buyback.i18n import N_, _
from buyback.money import Money, total
from buyback.report.cash import BOX_NAMES
from buyback.store.views.behind import Figure
from buyback.store.views.custody import StatusCount
from buyback.store.views.totals import EVER, NEVER, Span
from buyback.tui.till_text import TillData
from buyback.tui.widgets.balance import label

_IN_CUSTODY = ("destroyed", "kept", "handed_over", "held", "returned", "lost")
_PAID = ("cash", "voucher")
_MOVED = ("float", "top_up", "return")


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it stands on the screen: what it is called, how much it is, and which entries of which days make it."""

    name: str
    amount: str
    figure: Figure
    span: Span


def of_custody(counts: Iterable[StatusCount], site: str) -> Iterator[Shown]:
    """What was received at the site, or (empty) anywhere, and what became of it; nothing that is zero."""
    items = {count.status: count.items for count in counts if count.status != "voided"}
    always = Span(EVER, NEVER, site)
    if items:
        yield Shown(_("received"), l10n.number(sum(items.values())), Figure("received"), always)
    for status in _IN_CUSTODY:
        if status in items:
            n = items[status]
            yield Shown(label(status, n), l10n.number(n), Figure("custody", status), always)


def of_till(data: TillData, site: str) -> Iterator[Shown]:
    """What the till of a site shows, in the order of the day; nothing that no entry has made yet."""
    box, today, always = data.box, Span(data.day, data.day, site), Span(EVER, NEVER, site)
    paid = [-move.amount.amount_minor for move in data.moves if move.kind in _PAID]
    moved = [move.amount.amount_minor for move in data.moves if move.kind in _MOVED]
    if box is not None:
        yield _pesos(N_("Float"), box.float_minor, Figure("box_floated", str(box.float_seq)), always)
    if paid:
        yield _pesos(N_("Paid out today"), sum(paid), Figure("cash", *_PAID), today)
    if moved:
        yield _pesos(N_("Float, top-ups and returns today"), sum(moved), Figure("cash_moved"), today)
    if box is not None and box.count_seq:
        yield _pesos(N_("Last count"), box.counted_minor, Figure("entry", str(box.count_seq)), always)
    if data.vouchers:
        promised = total(voucher.amount for voucher in data.vouchers)
        everywhere = Span(EVER, NEVER)
        yield _pesos(N_("Open vouchers"), promised.amount_minor, Figure("vouchers_still_open"), everywhere)
    if box is not None:
        expected = Figure("box_expected", str(box.float_seq))
        yield _pesos(BOX_NAMES["expected"], box.expected_minor, expected, always)


def _pesos(name: str, amount_minor: int, figure: Figure, span: Span) -> Shown:
    return Shown(_(name), l10n.money(Money(amount_minor)), figure, span)
