"""The reconciliation of a site's day: items, money and papers, each as a sum that must come out.

    items    held before + received + came back - destroyed - kept - handed over - returned - voided = held
    money    carried + float + top-ups - paid - returned + recovered + differences = expected, against what was counted
    papers   folios without a gap; vouchers and blank forms: out before + given out - come back = out

No reconciliation of what was acquired, paid for and destroyed is the first finding of such programmes' auditors (ANAO
1997). Screens, the command line, the day's act and JSON show this one object.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from buyback import rules
from buyback.errors import Refusal
from buyback.i18n import N_
from buyback.money import Money, total
from buyback.report.cash import BOX_NAMES, TAKEN
from buyback.report.line import Line
from buyback.rules import DayCount
from buyback.store.engine import Db
from buyback.store.views import balance, cash, forms, setup
from buyback.store.views import close as view
from buyback.store.views.balance import DayTotals, Flow
from buyback.store.views.cash import CashDay
from buyback.store.views.close import Close, Comparison
from buyback.store.views.setup import Site
from buyback.store.views.totals import EVER, NEVER, Span

GROUPS = {"items": N_("Items"), "money": N_("Money"), "papers": N_("Papers")}
"""The three reconciliations, by the names of their fields."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A site's day, reconciled: as it stands, or (`close` given) as it was when it was closed.

    `hindrance` is what closing would be refused for now, None where only the supervisor's signature is missing.
    `earlier` are open days before it; `compared` is the last comparison of its signed paper. `box` is the day of the cash
    box, `paid_without_float` what was paid while there was none.
    """

    site: Site
    day: date
    items: tuple[Line, ...]
    money: tuple[Line, ...]
    papers: tuple[Line, ...]
    totals: DayTotals
    box: CashDay
    paid_without_float: Money
    count: DayCount
    close: Close | None
    compared: Comparison | None
    earlier: tuple[date, ...]
    hindrance: Refusal | None

    @property
    def groups(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The three, each with its title, a message for `_()`."""
        return tuple((title, getattr(self, name)) for name, title in GROUPS.items())

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.items, *self.money, *self.papers)

    @property
    def uneven(self) -> tuple[Line, ...]:
        """The lines with a difference, or where it cannot be told."""
        return tuple(line for line in self.lines if not line.is_even)

    @property
    def is_even(self) -> bool:
        """Whether all three come out. A day may be closed although one does not: it is signed with its differences."""
        return not self.uneven

    @property
    def held(self) -> int:
        return _whole(self.items, "held")

    @property
    def open_vouchers(self) -> int:
        return _whole(self.papers, "vouchers_open")

    @property
    def unpaid(self) -> int:
        return _whole(self.papers, "unpaid")

    @property
    def open_forms(self) -> int:
        return _whole(self.papers, "forms_out")


def reconcile(db: Db, site: str, day: date, *, now: datetime) -> Reconciliation:
    """The reconciliation of the site's day; UnknownSite, SiteNotNamed as `setup.site` says.

    It begins where the last closed day before it ends, so that what happens on a day without work is in the next one.
    """
    where = setup.site(db, site)
    close = view.close_of(db, where.code, day)
    before = view.last_close(db, where.code, before=day)
    earlier = view.open_days(db, where.code, before=day)
    ends = [before.day] if before else []
    after = max([*ends, *earlier[-1:]], default=EVER)
    start = before if before is not None and before.day == after else None
    count = (
        view.sealed_count(db, close)
        if close
        else view.day_count(db, where.code, day, after=after, before=before)
    )
    of_day = _box(db, where.code, day)
    without_float = total(amount for _at, amount in cash.paid_without_float(db, Span(day, day, where.code)))
    last = view.last_close(db, where.code)
    hindrance = None
    try:
        rules.check_close(
            where.place,
            day,
            today=where.business_date(now),
            last=last.closed if last else None,
            earlier=earlier,
            is_kept=cash.box(db, where.code) is not None,
            count=count,
        )
    except Refusal as found:
        hindrance = found
    return Reconciliation(
        site=where,
        day=day,
        items=_items(db, where.code, day, after=after, start=start, close=close),
        money=_money(db, of_day, count, without_float, after=after),
        papers=_papers(db, where.code, day, after=after, start=start, close=close),
        totals=balance.totals(db, where.code, day),
        box=of_day,
        paid_without_float=without_float,
        count=count,
        close=close,
        compared=view.last_comparison(db, close) if close else None,
        earlier=earlier,
        hindrance=hindrance,
    )


# --- items ------------------------------------------------------------------------------------------------------------

LEFT: dict[Flow, tuple[str, str]] = {
    "destroyed": ("left_destroyed", N_("Left: destroyed here")),
    "kept": ("left_kept", N_("Left: kept for the museum")),
    "handed_over": ("left_handed_over", N_("Left: handed over")),
    "returned": ("returned", N_("Returned to the giver")),
    "voided": ("voided", N_("Undone by a void")),
}
"""How items leave a site's custody: the name and the words of the line. Where they are now is another figure, of what
was handed over: that may be destroyed, kept or lost since.
"""
_NAMED: tuple[Flow, ...] = ("returned", "voided")
"""What is rare enough to be looked at one by one."""


def _items(
    db: Db, site: str, day: date, *, after: date, start: Close | None, close: Close | None
) -> tuple[Line, ...]:
    moved = balance.flows(db, site, after=after, last=day)
    begins = start.held if start else 0 if after == EVER else None
    end = close.held if close else _held(db, site, day, None if begins is None else begins + moved.net)
    first = end - moved.net if begins is None else begins
    expected = first + moved.net
    strays = () if end == expected else balance.stray(db, site, day)
    back, lost = moved.tags.get("came_back", ()), moved.tags.get("lost", ())
    missing = balance.not_received(db, site, day)
    lines = [
        Line("held_before", N_("Held before"), first, "+"),
        Line("received", N_("Taken in"), moved.received, "+"),
        *(
            [Line("came_back", N_("Came back, never left"), len(back), "+", of="items", behind=back)]
            if back
            else []
        ),
    ]
    for flow, (name, label) in LEFT.items():
        tags = moved.tags.get(flow, ()) if flow in _NAMED else ()
        lines.append(Line(name, label, moved.number(flow), "-", of="items" if tags else "", behind=tags))
    lines.append(Line("held", N_("Held at the end"), end, "=", expected, end - expected, "items", strays))
    for name, label, tags in (
        ("not_received", N_("Items not received"), missing),
        ("lost", N_("Items lost"), lost),
    ):
        if tags:
            lines.append(Line(name, label, len(tags), difference=len(tags), of="items", behind=tags))
    return tuple(lines)


def _held(db: Db, site: str, day: date, told: int | None) -> int:
    """How many items were held at the end of an open day: those that are held now, where nothing moved since.

    After a later movement what the entries tell is as good, and where they tell nothing it is reckoned back from now.
    """
    later = balance.moved_after(db, site, day)
    if later and told is not None:
        return told
    held = balance.held(db, site)
    return held - balance.flows(db, site, after=day, last=NEVER).net if later else held


# --- money ------------------------------------------------------------------------------------------------------------

_PLAIN = {"floated": "float", "topped_up": "top_ups"}


def _money(db: Db, box: CashDay, count: DayCount, without_float: Money, *, after: date) -> tuple[Line, ...]:
    site, day = box.site, box.day
    lines = [*_box_lines(db, site, day, box), _counted(count)]
    again = cash.replaced_counts(db, Span(after + timedelta(days=1), day, site))
    if again:
        label, off = N_("Counts that did not fit, redone"), tuple(one.more for one in again)
        entries = tuple(str(one.seq) for one in again)
        lines.append(Line("replaced_counts", label, len(again), of="entries", behind=entries, detail=off))
    if count.recorded_on is not None and count.recorded_on > day:
        more = Money(count.difference_minor)
        entry = (str(count.recorded_seq),)
        label = N_("Difference, recorded later")
        lines.append(Line("recorded_later", label, more, difference=more, of="entries", behind=entry))
    missing = balance.not_recovered(db, site, day)
    if missing:
        amount = total(each for _folio, each in missing)
        folios = tuple(folio for folio, _each in missing)
        label = N_("Voided and not brought back")
        lines.append(Line("not_recovered", label, amount, difference=amount, of="folios", behind=folios))
    if without_float.amount_minor:
        label = N_("Paid before there was a float")
        lines.append(Line("paid_without_float", label, without_float, difference=without_float))
    return tuple(lines)


def _box(db: Db, site: str, day: date) -> CashDay:
    """The cash box on the day; one in which nothing is and nothing moved, where there is none."""
    found = cash.days(db, Span(day, day, site))
    return found[0] if found else CashDay.resting(site, day, Money(0))


def _box_lines(db: Db, site: str, day: date, box: CashDay) -> list[Line]:
    lines = []
    for part, label in BOX_NAMES.items():
        name, amount = _PLAIN.get(part, part), getattr(box, part)
        line = Line(name, label, amount, "-" if part in TAKEN else "+", difference=Money(0))
        if part == "paid":
            others = balance.paid_otherwise(db, site, day)
            more = total(each for _folio, each in others)
            folios = tuple(folio for folio, _each in others)
            line = Line(name, label, amount, "-", amount - more, more, "folios" if folios else "", folios)
        elif part == "recovered" and amount.amount_minor:
            line = Line(
                name,
                label,
                amount,
                "+",
                difference=Money(0),
                of="folios",
                behind=balance.recovered(db, site, day),
            )
        elif part == "differences":
            entries = tuple(map(str, balance.recorded_differences(db, site, day)))
            line = Line(
                name, label, amount, "+", difference=amount, of="entries" if entries else "", behind=entries
            )
        elif part == "expected":
            line = Line(name, label, amount, "=", difference=Money(0))
        lines.append(line)
    return lines


def _counted(count: DayCount) -> Line:
    label = N_("Counted")
    if count.standing in ("none", "old", "earlier"):
        return Line("counted", label, None, difference=None)
    counted, open_ = Money(count.counted_minor), Money(count.open_minor)
    entry = (str(count.seq),)
    return Line("counted", label, counted, "", counted - open_, open_, "entries", entry)


# --- papers -----------------------------------------------------------------------------------------------------------


def _papers(
    db: Db, site: str, day: date, *, after: date, start: Close | None, close: Close | None
) -> tuple[Line, ...]:
    run = balance.folio_run(db, site, day)
    detail = f"{run.first} - {run.last}" if run.number > 1 else run.first
    missing = Line(
        "folios",
        N_("Folios"),
        run.number,
        "",
        None,
        len(run.missing),
        "folios" if run.missing else "",
        run.missing,
        detail,
    )
    unpaid = balance.unpaid(db, site, day, close)
    owed = Line("unpaid", N_("Not paid yet"), len(unpaid), of="folios" if unpaid else "", behind=unpaid)
    return (
        missing,
        owed,
        *_vouchers(db, site, day, after=after, start=start, close=close),
        *_forms(db, site, day),
    )


def _vouchers(
    db: Db, site: str, day: date, *, after: date, start: Close | None, close: Close | None
) -> tuple[Line, ...]:
    listed = balance.vouchers(db, site, day, after=after, before=start, close=close)
    known = sum(not one.is_new for one in listed)
    first = start.open_vouchers if start else known
    given = tuple(one.folio for one in listed if one.is_new)
    paid, withdrawn = (
        tuple(one.folio for one in listed if one.ended == how) for how in ("paid", "withdrawn")
    )
    still = [one for one in listed if not one.ended]
    end = close.open_vouchers if close else sum(one.fits for one in still)
    expected = first + len(given) - len(paid) - len(withdrawn)
    expired = tuple(one.folio for one in still if one.is_expired)
    worth, label = total(one.amount for one in still), N_("Vouchers voided or returned")
    lines = [
        Line("vouchers_before", N_("Vouchers open before"), first, "+", known, first - known),
        _listed("vouchers_given", N_("Vouchers given out"), "+", given),
        _listed("vouchers_paid", N_("Vouchers paid"), "-", paid),
        *([_listed("vouchers_withdrawn", label, "-", withdrawn)] if withdrawn else []),
        Line(
            "vouchers_open",
            N_("Vouchers open"),
            end,
            "=",
            expected,
            end - expected,
            "folios" if still else "",
            tuple(one.folio for one in still),
            worth if still else "",
        ),
        *([_listed("vouchers_expired", N_("of them expired"), "", expired)] if expired else []),
    ]
    return tuple(lines)


def _forms(db: Db, site: str, day: date) -> tuple[Line, ...]:
    found = forms.of_day(db, site, day)
    expected = len(found.carried) + len(found.reserved) - len(found.typed_in) - len(found.returned)
    end = len(found.out)
    return (
        Line("forms_before", N_("Blank forms out before"), len(found.carried), "+"),
        Line("forms_reserved", N_("Blank forms given out"), len(found.reserved), "+"),
        Line("forms_typed_in", N_("Blank forms typed in"), len(found.typed_in), "-"),
        _listed("forms_returned", N_("Blank forms returned unused"), "-", found.returned),
        Line(
            "forms_out",
            N_("Blank forms still out"),
            end,
            "=",
            expected,
            end - expected,
            "folios" if found.out else "",
            found.out,
        ),
    )


def _listed(name: str, label: str, sign: Literal["", "+", "-"], folios: Sequence[str]) -> Line:
    return Line(name, label, len(folios), sign, of="folios" if folios else "", behind=tuple(folios))


def _whole(lines: Sequence[Line], name: str) -> int:
    figure = next(line.figure for line in lines if line.name == name)
    assert isinstance(figure, int)
    return figure
