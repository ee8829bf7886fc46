"""daily.csv: one row per business day and site, whose columns add up to the summary of the same days."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from buyback.facts import COUNTS
from buyback.report import COUNT_NAMES, Definition, definitions
from buyback.store.views.export import Column, DayFigure, File, Reference, Rows

_TAKEN_IN = frozenset(("held", "destroyed", "kept", "handed_over", "lost"))
_VALUED = frozenset(("owed", "voucher", "paid", "none"))


@dataclass(slots=True)
class _Day:
    """What one row adds up."""

    pieces: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    arrivals: dict[str, int] = field(default_factory=dict)
    drop_offs: int = 0
    valued_minor: int = 0
    valued_cents: int = 0
    payouts: int = 0
    paid_minor: int = 0
    paid_cents: int = 0
    vouchers: int = 0
    vouchers_minor: int = 0
    voids: int = 0
    recovered_minor: int = 0
    corrections: int = 0

    def add(self, figure: DayFigure) -> None:
        """Count one figure in, as the summary counts: what was voided or returned is not taken in."""
        if figure.subject == "item":
            self.items[figure.status] = self.items.get(figure.status, 0) + figure.number
            if figure.status in _TAKEN_IN:
                self.pieces[figure.code] = self.pieces.get(figure.code, 0) + figure.pieces
        elif figure.subject == "arrival":
            self.arrivals[figure.code] = figure.number
        elif figure.subject == "drop_off":
            self.drop_offs += figure.number if figure.status not in ("voided", "returned") else 0
            if figure.status in _VALUED:
                self.valued_minor += figure.amount_minor
                self.valued_cents += figure.usd_cents
        elif figure.subject == "payout":
            self.payouts += figure.number
            self.paid_minor += figure.amount_minor
            self.paid_cents += figure.usd_cents
        elif figure.subject == "voucher":
            self.vouchers += figure.number
            self.vouchers_minor += figure.amount_minor
        elif figure.subject == "correction":
            self.corrections += figure.number
        else:
            self.voids += figure.number
            self.recovered_minor += figure.amount_minor


_Measure: TypeAlias = tuple[Column, Callable[[_Day], int]]


def _whole(name: str, comment: str, of: Callable[[_Day], int]) -> _Measure:
    return Column(name, "whole", comment), of


def _money(name: str, comment: str, of: Callable[[_Day], int]) -> _Measure:
    return Column(name, "money", comment), of


def _firearms(by: Definition) -> _Measure:
    name = f"firearms_{by.code.replace('-', '_')}"
    return _whole(name, by.sentence_en, lambda day: by.total(day.pieces))


def _figure(code: str) -> _Measure:
    comment = f"{COUNT_NAMES[code]}: pieces taken in on this day, neither voided nor returned."
    return _whole(f"{code.replace('-', '_')}_pieces", comment, lambda day: day.pieces.get(code, 0))


def _custody(status: str) -> _Measure:
    comment = f"Items of this day that are {status.replace('_', ' ')} now."
    return _whole(f"items_{status}", comment, lambda day: day.items.get(status, 0))


_TAKEN: tuple[_Measure, ...] = (
    _whole(
        "drop_offs", "Drop-offs taken in on this day, neither voided nor returned.", lambda day: day.drop_offs
    ),
    _whole(
        "pieces",
        "Pieces of all kinds taken in on this day, neither voided nor returned.",
        lambda day: sum(day.pieces.values()),
    ),
)
_REST: tuple[_Measure, ...] = (
    *(_figure(code) for code in COUNTS),
    _money(
        "valued_mxn",
        "Centavos that this day's drop-offs were valued at, neither voided nor returned.",
        lambda day: day.valued_minor,
    ),
    _money(
        "valued_usd",
        "US cents that this day's drop-offs were valued at, neither voided nor returned.",
        lambda day: day.valued_cents,
    ),
    _whole("payouts", "Payouts on this day, whenever the items came in.", lambda day: day.payouts),
    _money(
        "paid_mxn",
        "Centavos that left the cash box on this day, whenever the items came in, later voids included.",
        lambda day: day.paid_minor,
    ),
    _money(
        "paid_usd", "US cents of these payouts, as the drop-offs were valued.", lambda day: day.paid_cents
    ),
    _whole("vouchers", "Vouchers given out on this day, whatever became of them.", lambda day: day.vouchers),
    _money("vouchers_mxn", "Centavos that these vouchers promise.", lambda day: day.vouchers_minor),
    _whole("voids", "Drop-offs voided on this day, whenever they were received.", lambda day: day.voids),
    _money("recovered_mxn", "Centavos that came back through these voids.", lambda day: day.recovered_minor),
    _whole(
        "corrections",
        "Corrections of marks made on this day, whenever the items came in.",
        lambda day: day.corrections,
    ),
    _whole(
        "items_received",
        "Items (lines) received on this day, without voided ones: the sum of the next six columns.",
        lambda day: sum(number for status, number in day.items.items() if status != "voided"),
    ),
    *(_custody(status) for status in ("destroyed", "kept", "handed_over", "held", "returned", "lost")),
    _whole(
        "items_not_confirmed",
        "Items of this day that are handed over now and not yet confirmed by their receiver.",
        lambda day: day.arrivals.get("sent", 0),
    ),
    _whole(
        "items_not_received",
        "Items of this day that are handed over now and were not received.",
        lambda day: day.arrivals.get("not_received", 0),
    ),
)


def _measures() -> tuple[_Measure, ...]:
    """The columns after the day and the site; a total of firearms for every counting definition."""
    return (*_TAKEN, *map(_firearms, definitions()), *_REST)


def file() -> File:
    """What the file is."""
    return File(
        "daily",
        "Days",
        "One business day at one site. Its columns add up to the program's summary of the same days.",
        (
            Column("ledger", "text", "Ledger."),
            Column("business_on", "day", "The site's local day."),
            Column("site", "text", "Site that took in, promised, paid, voided or corrected."),
            *(column for column, _of in _measures()),
        ),
        ("ledger", "business_on", "site"),
        (Reference(("ledger", "site"), "sites", ("ledger", "site")),),
    )


def rows(ledger: str, figures: Iterable[DayFigure]) -> Rows:
    """The rows, the first day first; a day is there when anything was taken in, promised, paid, voided or corrected on it."""
    days: dict[tuple[date, str], _Day] = {}
    measures = _measures()
    for figure in figures:
        days.setdefault((figure.day, figure.site), _Day()).add(figure)
    return [
        (ledger, day.isoformat(), site, *(of(days[day, site]) for _column, of in measures))
        for day, site in sorted(days)
    ]
