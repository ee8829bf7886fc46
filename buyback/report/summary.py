"""Summaries: the same rows feed the command line, the app and the files.

    items      what was taken in (voided entries left out, returned ones apart), by type, class and figure
    money      what that was valued at, and how much of it is paid, on voucher, owed or without payment
    cash       what left the cash box on these days, whenever the weapon came, and what voids brought back
    vouchers   what was promised on paper and paid on these days, and who is still owed what
    boxes      what the cash box of each site began with, what came and went, what it should hold, what was counted
    closes     the days of these that are closed, each with its checkpoint
    custody    received = destroyed + kept + handed over + held + returned (+ lost), as the ledger stands now
    shelf      what a sample did not find, on every summary until somebody finds it
    marks      what was corrected on these days, plain to see: a tag can be moved to another gun that way

A total is never printed without the definition by which it counts (auditors' finding 19: published totals do not
say what they count).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from buyback import errors, l10n
from buyback.facts import COUNTS
from buyback.i18n import N_, _, language, ngettext
from buyback.money import USD, Money, total
from buyback.report.cash import CashReport, cash_report
from buyback.report.counting import COUNT_NAMES, Definition, count_name, definition
from buyback.report.earlier import Against, Earlier, against, fallen
from buyback.report.hand_overs import Unaccounted, unaccounted
from buyback.report.people import WhoDidWhat, who_did_what
from buyback.report.vouchers import VoucherReport, voucher_report
from buyback.rules import Arrival, ItemStatus
from buyback.store.engine import Db
from buyback.store.views import close, corrections, samples, setup, totals
from buyback.store.views.close import Close
from buyback.store.views.corrections import Correction
from buyback.store.views.samples import NotFound
from buyback.store.views.totals import (
    DayTotal,
    ItemTotal,
    Moved,
    NotInTable,
    RateUsed,
    Span,
    ToldTogether,
    Void,
)

MONEY_NAMES = {
    "valued": N_("Taken in, by the table"),
    "paid": N_("paid"),
    "voucher": N_("on voucher"),
    "owed": N_("owed"),
    "no_payment": N_("no payment"),
}
"""The parts of MoneyTotals in words; the first is the sum of the others."""
CASH_NAMES = {
    "paid_out": N_("Left the cash box"),
    "cash": N_("in cash"),
    "vouchers": N_("for vouchers"),
}
"""The parts of CashTotals in words; the first is the sum of the others."""


CUSTODY = (
    "received",
    "destroyed",
    "kept",
    "handed_over",
    "held",
    "returned",
    "lost",
    "not_confirmed",
    "not_received",
)
"""The figures of Custody; the first is the sum of the next six, and the last two are parts of what is handed over."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Lines and pieces of one type, class or figure, and what they were valued at."""

    code: str
    name_es: str
    name_en: str
    items: int
    serviceable: int
    unserviceable: int
    mxn: Money
    usd: Money

    @property
    def pieces(self) -> int:
        return self.serviceable + self.unserviceable

    @property
    def name(self) -> str:
        """The name in the current language."""
        return self.name_es if language() == "es" else self.name_en


@dataclass(frozen=True, slots=True)
class Amounts:
    """An amount in pesos and in dollars, and of how many drop-offs or payouts."""

    number: int
    mxn: Money
    usd: Money

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(self.number + other.number, self.mxn + other.mxn, self.usd + other.usd)


NOTHING = Amounts(0, Money(0), Money(0, USD))


@dataclass(frozen=True, slots=True)
class MoneyTotals:
    """What was taken in is worth `valued` = `paid` + `voucher` + `owed` + `no_payment`, by the drop-offs' status now."""

    valued: Amounts
    paid: Amounts
    voucher: Amounts
    owed: Amounts
    no_payment: Amounts


@dataclass(frozen=True, slots=True)
class CashTotals:
    """What left the box on these days: `paid_out` = `cash` + `vouchers`; of what voids undid, `recovered` came back."""

    paid_out: Amounts
    cash: Amounts
    vouchers: Amounts
    recovered: Money
    not_recovered: Money

    @property
    def net(self) -> Money:
        return self.paid_out.mxn - self.recovered


@dataclass(frozen=True, slots=True)
class Custody:
    """Items (lines, each with its own tag) that were received on these days, by where they are now.

    Of what is handed over, `not_confirmed` waits for its receiver's word and `not_received` did not arrive.
    """

    received: int
    destroyed: int
    kept: int
    handed_over: int
    held: int
    returned: int
    lost: int
    not_confirmed: int
    not_received: int

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """What `received` is the sum of, by status; what is lost only where anything is."""
        names = ("destroyed", "kept", "handed_over", "held", "returned", *(["lost"] if self.lost else []))
        return tuple((name, getattr(self, name)) for name in names)

    @property
    def handed_over_parts(self) -> tuple[tuple[str, int], ...]:
        """What `handed_over` is the sum of, without what there is none of."""
        confirmed = self.handed_over - self.not_confirmed - self.not_received
        found = (("confirmed", confirmed), ("sent", self.not_confirmed), ("not_received", self.not_received))
        return tuple((name, number) for name, number in found if number)

    @property
    def difference(self) -> int:
        """Received minus everything accounted for: zero, or the ledger is wrong."""
        return self.received - sum(number for _status, number in self.parts)


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that a supervisor reads of some days at one site, or (site empty) at all, as of the entry `seq`.

    `together` are the tables that did not tell apart what the definition does. `fallen` is what was reported higher before,
    `against` how it stood at an entry that was asked for.
    """

    span: Span
    seq: int
    drop_offs: int
    types: tuple[Counted, ...]
    classes: tuple[Counted, ...]
    counts: tuple[Counted, ...]
    definition: Definition
    firearms: int
    together: tuple[ToldTogether, ...]
    fallen: Earlier
    against: Against | None
    pieces: int
    money: MoneyTotals
    cash: CashTotals
    custody: Custody
    unaccounted: Unaccounted
    not_on_shelf: tuple[NotFound, ...]
    voids: tuple[Void, ...]
    not_in_table: tuple[NotInTable, ...]
    corrections: tuple[Correction, ...]
    moved: tuple[Moved, ...]
    rates: tuple[RateUsed, ...]
    days: tuple[DayTotal, ...]
    people: WhoDidWhat
    boxes: CashReport
    vouchers: VoucherReport
    closes: tuple[Close, ...]
    tables_incomplete: tuple[str, ...] = field(default=())


def summarise(
    db: Db,
    first: date,
    last: date,
    *,
    site: str = "",
    counting: str = "",
    today: date | None = None,
    since: int = 0,
) -> Summary:
    """The summary of the business days from first to last; BadSpan where there is none, UnknownSite for a wrong one.

    `today` is the day up to which clocks run (since when something is missing); the last day unless given. `since` is the
    entry that the figures are held against, if there is one; NoSuchEntry.
    """
    if last < first:
        raise errors.BadSpan(first=first.isoformat(), last=last.isoformat())
    span = Span(first, last, setup.site(db, site).code if site else "")
    by = definition(counting)
    everything = totals.items(db, span)
    taken = tuple(row for row in everything if row.status not in ("voided", "returned"))
    type_names, class_names = totals.type_names(db), totals.class_names(db)
    counts = _counted(
        taken, "counts_as", {code: (_(name), name) for code, name in COUNT_NAMES.items()}, COUNTS
    )
    pieces = {row.code: row.pieces for row in counts}
    statuses: dict[str, Amounts] = {
        row.status: Amounts(row.drop_offs, row.mxn, row.usd) for row in totals.statuses(db, span)
    }
    return Summary(
        span=span,
        seq=setup.ledger_info(db).head.seq,
        drop_offs=sum(
            found.number for status, found in statuses.items() if status not in ("voided", "returned")
        ),
        types=_counted(taken, "type_code", type_names, tuple(type_names)),
        classes=_counted(taken, "class_code", class_names, tuple(class_names)),
        counts=counts,
        definition=by,
        firearms=by.total(pieces),
        together=told_together(db, span, by),
        fallen=fallen(db, span, by, pieces),
        against=against(db, span, by, pieces, since) if since else None,
        pieces=sum(pieces.values()),
        money=_money(statuses),
        cash=_cash(db, span),
        custody=_custody(everything),
        unaccounted=unaccounted(db, span, today or last),
        not_on_shelf=samples.not_found(db, span.site),
        voids=totals.voids(db, span),
        not_in_table=totals.not_in_table(db, span),
        corrections=corrections.within(db, span),
        moved=totals.moved(db, span),
        rates=totals.rates_used(db, span),
        days=totals.days(db, span),
        people=who_did_what(db, span),
        boxes=cash_report(db, span),
        vouchers=voucher_report(db, span, today or last),
        closes=close.closes(db, span),
        tables_incomplete=totals.incomplete_tables(db, span),
    )


def _counted(
    rows: Iterable[ItemTotal], by: str, names: dict[str, tuple[str, str]], order: tuple[str, ...]
) -> tuple[Counted, ...]:
    groups: dict[str, list[ItemTotal]] = {}
    for row in rows:
        groups.setdefault(getattr(row, by), []).append(row)
    return tuple(
        Counted(
            code,
            *names.get(code, (code, code)),
            items=sum(row.items for row in groups[code]),
            serviceable=sum(row.pieces for row in groups[code] if row.condition == "serviceable"),
            unserviceable=sum(row.pieces for row in groups[code] if row.condition == "unserviceable"),
            mxn=total(row.mxn for row in groups[code]),
            usd=total((row.usd for row in groups[code]), USD),
        )
        for code in sorted(groups, key=lambda code: order.index(code) if code in order else len(order))
    )


def _money(statuses: dict[str, Amounts]) -> MoneyTotals:
    paid, voucher, owed, no_payment = (
        statuses.get(name, NOTHING) for name in ("paid", "voucher", "owed", "none")
    )
    return MoneyTotals(paid + voucher + owed + no_payment, paid, voucher, owed, no_payment)


def _cash(db: Db, span: Span) -> CashTotals:
    means = {row.means: Amounts(row.payouts, row.mxn, row.usd) for row in totals.paid(db, span)}
    cash, vouchers = means.get("cash", NOTHING), means.get("voucher", NOTHING)
    undone = totals.voids(db, span)
    recovered = total(void.recovered for void in undone)
    return CashTotals(
        cash + vouchers, cash, vouchers, recovered, total(void.paid for void in undone) - recovered
    )


def _custody(rows: tuple[ItemTotal, ...]) -> Custody:
    def items(status: ItemStatus, *arrivals: Arrival) -> int:
        found = (row for row in rows if row.status == status and (not arrivals or row.arrival in arrivals))
        return sum(row.items for row in found)

    return Custody(
        received=sum(row.items for row in rows if row.status != "voided"),
        destroyed=items("destroyed"),
        kept=items("kept"),
        handed_over=items("handed_over"),
        held=items("held"),
        returned=items("returned"),
        lost=items("lost"),
        not_confirmed=items("handed_over", "sent"),
        not_received=items("handed_over", "not_received"),
    )


def told_together(db: Db, span: Span, by: Definition) -> tuple[ToldTogether, ...]:
    """The tables of these days that did not tell apart what the definition does."""
    return tuple(one for figure in by.apart for one in totals.told_together(db, span, figure))


def together_sentences(by: Definition, tables: Iterable[ToldTogether]) -> tuple[str, ...]:
    """What the definition tells apart and a payout table did not, so that the total may hold it, by table."""
    figures = ", ".join(map(count_name, by.apart))
    return tuple(
        ngettext(
            "The payout table {table}, by which {n} drop-off was taken in, does not keep apart: {figures}. "
            "The total may hold some.",
            "The payout table {table}, by which {n} drop-offs were taken in, does not keep apart: {figures}. "
            "The total may hold some.",
            one.drop_offs,
        ).format(table=one.table, n=l10n.number(one.drop_offs), figures=figures)
        for one in tables
    )
