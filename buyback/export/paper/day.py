"""The sheet of a day: what the summary says, to be read before anybody signs; and the act of one that is closed.

The sheet of one site has the three reconciliations as they stand, and what is to be done before the day can be closed. The
sheet of all sites says of each whether its day is closed: each is signed on its own act.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from buyback import l10n, report
from buyback.export.paper import day_close, day_lists, words
from buyback.export.paper.document import (
    NO_BREAK,
    Banner,
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Sum,
    Table,
    Title,
)
from buyback.i18n import _, language
from buyback.money import Money
from buyback.rates import source_name
from buyback.report import (
    BOX_NAMES,
    CASH_NAMES,
    COUNT_STATES,
    MONEY_NAMES,
    TAKEN,
    Amounts,
    Reconciliation,
    Summary,
    box_words,
)
from buyback.report.audit import Unanswered
from buyback.report.audit.waiting import how_many, where_to_answer
from buyback.store.views.acts import ActBrief
from buyback.store.views.cash import CashDay
from buyback.store.views.close import Close
from buyback.store.views.setup import LedgerInfo, Site


@dataclass(frozen=True, slots=True)
class DayOf:
    """What a paper of a day is made of. `site` is None for all; `at` is when the ledger's last entry was made.

    `unanswered` are the findings of the audit, as they stand on the day's evening, that nobody has answered.
    `days` are the reconciliations of the sites that worked on the day or closed it. `signature` is that of the close's
    checkpoint, None where the ledger had no key then.
    """

    summary: Summary
    unanswered: Unanswered
    acts: tuple[ActBrief, ...]
    info: LedgerInfo
    site: Site | None
    days: tuple[Reconciliation, ...]
    zone: ZoneInfo
    at: datetime
    signature: day_close.Signature | None = None

    @property
    def is_closed(self) -> bool:
        """Whether every site's day is closed."""
        return bool(self.days) and all(one.close is not None for one in self.days)

    @property
    def head(self) -> str:
        """Where the log stands by now."""
        entry, when = l10n.number(self.info.head.seq), l10n.moment(self.at, self.zone)
        return _("entry {seq}, {when}").format(seq=entry, when=when)


def day_paper(of: DayOf) -> Document:
    """The act of the day where one site's is meant and closed, else a sheet that nobody signs."""
    if of.site is not None and of.days and of.days[0].close is not None:
        return _act(of, of.days[0], of.days[0].close)
    return _sheet(of)


def _sheet(of: DayOf) -> Document:
    found = of.summary
    title = _("Day sheet, {day}").format(day=l10n.day_weekday(found.span.last))
    corrections = l10n.number(len(found.corrections))
    corrected = [(_("Marks corrected"), corrections)] if found.corrections else []
    under = words.where(of.site) if of.site else _("All sites")
    blocks: tuple[Block, ...] = (
        *([] if of.is_closed else [Banner(_("THE DAY IS NOT CLOSED"))]),
        Title(_("Day sheet"), over=of.info.programme, under=under),
        Facts(
            (
                (_("Day"), l10n.day_long(found.span.last)),
                (_("Drop-offs"), l10n.number(found.drop_offs)),
                *corrected,
                (_("Ledger"), of.info.code),
                (_("The log stands at"), of.head),
            )
        ),
        *(day_close.reconciled(of.days[0]) if of.site and of.days else day_close.sites(of.days)),
        *_lists(of, with_boxes=of.site is None),
        Note(_not_signed(of), is_small=True),
    )
    return Document(title, language(), of.at, of.info.programme, title, blocks)


def _not_signed(of: DayOf) -> str:
    if of.is_closed:
        return _("Not signed: each site's day is signed on its own act.")
    return _("Not signed: a day is signed when it is closed, with its cash counted.")


def _act(of: DayOf, day: Reconciliation, close: Close) -> Document:
    title = _("Act of the day, {day}").format(day=l10n.day_weekday(day.day))
    later = _("The lists that follow are as the ledger stands now: {head}.").format(head=of.head)
    blocks: tuple[Block, ...] = (
        Title(_("Act of the day"), over=of.info.programme, under=words.where(day.site)),
        Facts(
            (
                (_("Day"), l10n.day_long(day.day)),
                (_("Closed"), f"{l10n.moment(close.closed_at, of.zone)}, {close.closed_by}"),
                (_("Supervisor"), close.signed_by),
                (_("Ledger"), of.info.code),
                (_("Entry"), l10n.number(close.checkpoint.seq)),
            )
        ),
        *day_close.sealed(day, close),
        *day_close.reconciled(day),
        *([Note(later, is_small=True)] if of.info.head.seq > close.checkpoint.seq else []),
        *_lists(of, with_boxes=False),
        *day_close.signed(day, close, of.signature),
    )
    running = f"{title}  ·  {close.checkpoint.brief}"
    return Document(title, language(), close.closed_at, of.info.programme, running, blocks)


def _lists(of: DayOf, *, with_boxes: bool) -> Iterator[Block]:
    """What the audit finds, what was taken in and what became of it. The box of one site stands in its reconciliation."""
    found = of.summary
    yield from _audit(of.unanswered)
    yield from _taken_in(found)
    if found.fallen:
        yield Heading(_(report.FALLEN))
        yield Note("\n".join((*report.fallen_sentences(found.fallen), _(report.FALLEN_MEANS))))
    yield Heading(_("By payment"))
    yield _money(found)
    yield from _rates(found)
    if with_boxes:
        yield from _boxes(found)
    yield from day_lists.custody(found)
    yield from day_lists.acts(of.acts)
    yield from day_lists.exceptions(found)
    yield from day_lists.people(found)


def _audit(found: Unanswered) -> Iterator[Block]:
    """How many findings of the day nobody answered, and where that is done; that there are none is said too."""
    yield Heading(_("Audit"))
    yield Note(how_many(found))
    if found:
        yield Note("\n".join(where_to_answer(found)), is_small=True)


def _taken_in(found: Summary) -> Iterator[Block]:
    """By type, by the figures that are kept apart, and the total of firearms with what it counts right below it."""
    yield Heading(_("Taken in"))
    if not found.types:
        yield Note(_("Nothing was taken in."))
        return
    columns = (
        Column(_("Type"), 42, "lead"),
        Column(_("Serv."), 11, is_figure=True, is_told=True),
        Column(_("Unserv."), 13, is_figure=True, is_told=True),
        Column(_("Pesos"), 20, "end", is_figure=True),
        Column(_("Dollars"), 18, is_figure=True, is_told=True),
    )
    rows = (
        (one.name, l10n.number(one.serviceable), l10n.number(one.unserviceable), *both(one.mxn, one.usd))
        for one in found.types
    )
    valued = found.money.valued
    yield Table(columns, tuple(rows), (_("Total"), "", "", *both(valued.mxn, valued.usd)))
    yield Facts(tuple((report.count_name(one.code), l10n.number(one.pieces)) for one in found.counts))
    said = (found.definition.sentence, *report.together_sentences(found.definition, found.together))
    yield Sum(_("Firearms"), l10n.number(found.firearms), " ".join(said))


def both(mxn: Money, usd: Money) -> tuple[str, str]:
    return l10n.amount(mxn.amount_minor), l10n.amount(usd.amount_minor)


def _money(found: Summary) -> Table:
    columns = (
        Column("", 42, "lead"),
        Column(_("Number"), 14, is_figure=True, is_told=True),
        Column(_("Pesos"), 20, "end", is_figure=True),
        Column(_("Dollars"), 18, is_figure=True, is_told=True),
    )
    rows = [_amounts(code, name, getattr(found.money, code)) for code, name in MONEY_NAMES.items()]
    rows += [_amounts(code, name, getattr(found.cash, code)) for code, name in CASH_NAMES.items()]
    if found.voids:
        recovered = l10n.amount(found.cash.recovered.amount_minor)
        rows.append((_("Came back through voids"), l10n.number(len(found.voids)), recovered, ""))
    return Table(columns, tuple(rows))


def _amounts(code: str, name: str, amounts: Amounts) -> tuple[str, ...]:
    """A sum, or one of its parts, which stand below it further in."""
    inset = "" if code in ("valued", "paid_out") else NO_BREAK * 3
    return inset + _(name), l10n.number(amounts.number), *both(amounts.mxn, amounts.usd)


def _boxes(found: Summary) -> Iterator[Block]:
    """Each cash box as the formula, with its count; what was paid where no float was recorded is said, not hidden."""
    for box in found.boxes.boxes:
        yield Heading(_("Cash box, {site}").format(site=box.site))
        yield Table((Column("", 60, "lead"), Column(_("Pesos"), 30, "end", is_figure=True)), *_formula(box))
        if box.counted is None:
            yield Note(_("The cash was not counted on this day."))
        else:
            counted = _("Counted ({state})").format(state=_(COUNT_STATES[box.count]))
            yield Facts(
                (
                    (_("Should have held when counted"), l10n.money(box.count_expected)),
                    (counted, l10n.money(box.counted)),
                    (_("Counted less expected"), l10n.money(box.difference)),
                )
            )
    for one in found.boxes.replaced:
        yield Note(box_words.replaced_sentence(one))
    for site, paid in found.boxes.without_float:
        words = _("No float recorded at {site}: {amount} were paid that no cash box accounts for.")
        yield Note(words.format(site=site, amount=l10n.money(paid)))


def _formula(box: CashDay) -> tuple[tuple[tuple[str, str], ...], tuple[str, str]]:
    """The parts of what the box should hold, those taken away below zero; and what they come to."""
    *parts, whole = (
        (_(words), l10n.amount((-1 if name in TAKEN else 1) * getattr(box, name).amount_minor))
        for name, words in BOX_NAMES.items()
    )
    return tuple(parts), whole


def _rates(found: Summary) -> Iterator[Block]:
    told = (f"{l10n.rate(one.rate)}, {source_name(one.source)}, {l10n.day(one.as_of)}" for one in found.rates)
    if found.rates:
        yield Note("\n".join(told), is_small=True)
