"""Sums over days and sites, as the reports need them. A span includes its first and its last business day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from buyback.facts import Condition
from buyback.folios import item_id
from buyback.i18n import language
from buyback.money import USD, Money, Rate
from buyback.rules import Arrival, DropOffStatus, ItemStatus
from buyback.store.engine import Db
from buyback.store.fitting import OfRow
from buyback.store.statements import text

EVER, NEVER = date.min, date.max
"""A day before and a day after every other one, where a span of days is open."""


@dataclass(frozen=True, slots=True)
class Span:
    """Business days from first to last, at one site or (empty) at all."""

    first: date
    last: date
    site: str = ""

    @property
    def is_endless(self) -> bool:
        """Whether every day belongs to it."""
        return (self.first, self.last) == (EVER, NEVER)

    def values(self, db: Db) -> dict[str, Any]:
        return {
            "ledger": db.ledger,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "site": self.site,
        }


@dataclass(frozen=True, slots=True)
class ItemTotal(OfRow):
    """What was taken in of one type and condition, by what became of it, and where its hand-over stands."""

    type_code: str
    class_code: str
    counts_as: str
    condition: Condition
    status: ItemStatus
    arrival: Arrival
    items: int
    pieces: int
    mxn: Money
    usd: Money


@dataclass(frozen=True, slots=True)
class StatusTotal(OfRow):
    """Drop-offs taken in, by what became of their payment."""

    status: DropOffStatus
    drop_offs: int
    mxn: Money
    usd: Money


@dataclass(frozen=True, slots=True)
class Paid(OfRow):
    """Cash paid out on the span's days, whenever the item was taken in; by means."""

    means: str
    payouts: int
    mxn: Money
    usd: Money


@dataclass(frozen=True, slots=True)
class Void(OfRow):
    """A drop-off voided on the span's days."""

    folio: str
    business_on: date
    voided_by: str
    reason: str
    paid: Money
    recovered: Money
    seq: int


@dataclass(frozen=True, slots=True)
class NotInTable(OfRow):
    """An item that was donated, or that the table does not price and was valued as another row: who approved it, why.

    A drop-off has one reason: where another of its items is valued as another row, it is not that of a donation.

    Names are in the current language.
    """

    item: str
    type_code: str
    name: str
    quantity: int
    valued_as: str
    valued_as_name: str
    donated: bool
    mxn: Money
    received_by: str
    approved_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Moved(OfRow):
    """Items whose custody ended on the span's days, by kind."""

    kind: str
    items: int
    pieces: int


@dataclass(frozen=True, slots=True)
class RateUsed(OfRow):
    """A rate that drop-offs of the span were valued by, and how many were."""

    rate: Rate
    as_of: date
    source: str
    drop_offs: int


@dataclass(frozen=True, slots=True)
class ToldTogether(OfRow):
    """A payout table that did not keep a figure apart when it was adopted, and how many drop-offs it priced."""

    table: str
    drop_offs: int


@dataclass(frozen=True, slots=True)
class DayTotal(OfRow):
    """One business day: what was taken in and what was paid."""

    day: date
    drop_offs: int
    pieces: int
    valued: Money
    paid: Money


WITHIN = "ledger = :ledger AND business_on BETWEEN :first AND :last AND (:site = '' OR site = :site)"
PAID_AT = "CASE WHEN p.site = '' THEN d.site ELSE p.site END"
VOIDED_AT = "CASE WHEN v.site = '' THEN d.site ELSE v.site END"
"""Whose cash box a payout left, or to which a void brought cash back; older entries leave it to the drop-off."""
WITHIN_ITEM = (
    "i.ledger = :ledger AND i.business_on BETWEEN :first AND :last AND (:site = '' OR i.site = :site)"
)
STAYED = "i.status NOT IN ('returned', 'voided')"
"""The items of a span, and those that did not leave again as if they had never come."""
OUTSIDE = "(i.donated = 1 OR i.valued_as <> '') AND i.status <> 'voided'"


def items(db: Db, span: Span) -> tuple[ItemTotal, ...]:
    """Everything taken in, voided drop-offs too (their status says so)."""
    found = db.connection.execute(
        text(
            "SELECT type_code, class_code, counts_as, condition, status, arrival, count(*) AS items, sum(quantity) AS pieces,"
            f" sum(amount_minor) AS minor, sum(usd_cents) AS cents FROM item WHERE {WITHIN}"
            " GROUP BY type_code, class_code, counts_as, condition, status, arrival"
            " ORDER BY type_code, condition, status, arrival"
        ),
        span.values(db),
    )
    return tuple(
        ItemTotal(
            row.type_code,
            row.class_code,
            row.counts_as,
            row.condition,
            row.status,
            row.arrival,
            row.items,
            int(row.pieces),
            Money(int(row.minor)),
            Money(int(row.cents), USD),
        )
        for row in found
    )


def statuses(db: Db, span: Span) -> tuple[StatusTotal, ...]:
    """Drop-offs taken in, by status."""
    found = db.connection.execute(
        text(
            "SELECT status, count(*) AS n, sum(total_minor) AS minor, sum(total_cents) AS cents"
            f" FROM drop_off WHERE {WITHIN} GROUP BY status ORDER BY status"
        ),
        span.values(db),
    )
    return tuple(
        StatusTotal(row.status, row.n, Money(int(row.minor)), Money(int(row.cents), USD)) for row in found
    )


def paid(db: Db, span: Span) -> tuple[Paid, ...]:
    """Cash that left the box on these days, voided payments too; what came back is in `voids`."""
    found = db.connection.execute(
        text(
            "SELECT p.means, count(*) AS n, sum(p.amount_minor) AS minor, sum(p.usd_cents) AS cents"
            " FROM payout p JOIN drop_off d ON d.folio = p.folio WHERE p.ledger = :ledger"
            f" AND p.business_on BETWEEN :first AND :last AND (:site = '' OR {PAID_AT} = :site)"
            " GROUP BY p.means ORDER BY p.means"
        ),
        span.values(db),
    )
    return tuple(Paid(row.means, row.n, Money(int(row.minor)), Money(int(row.cents), USD)) for row in found)


def voids(db: Db, span: Span) -> tuple[Void, ...]:
    """Voids of these days, in the order of the log."""
    found = db.connection.execute(
        text(
            "SELECT v.folio, v.business_on, v.voided_by, v.reason, v.paid_minor, v.recovered_minor, v.seq"
            " FROM void v JOIN drop_off d ON d.folio = v.folio WHERE v.ledger = :ledger"
            f" AND v.business_on BETWEEN :first AND :last AND (:site = '' OR {VOIDED_AT} = :site) ORDER BY v.seq"
        ),
        span.values(db),
    )
    return tuple(
        Void(
            row.folio,
            date.fromisoformat(row.business_on),
            row.voided_by,
            row.reason,
            Money(row.paid_minor),
            Money(row.recovered_minor),
            row.seq,
        )
        for row in found
    )


def not_in_table(db: Db, span: Span) -> tuple[NotInTable, ...]:
    """Items taken in on these days that were donated or valued as another row, unless voided."""
    names, spoken = type_names(db), 0 if language() == "es" else 1
    found = db.connection.execute(
        text(
            "SELECT i.folio, i.line, i.type_code, i.quantity, i.valued_as, i.donated, i.amount_minor,"
            " d.received_by, d.approved_by, CASE WHEN i.valued_as <> '' OR NOT EXISTS"
            " (SELECT 1 FROM item o WHERE o.folio = i.folio AND o.valued_as <> '') THEN d.reason ELSE '' END AS reason"
            " FROM item i JOIN drop_off d ON d.folio = i.folio"
            f" WHERE {WITHIN_ITEM} AND {OUTSIDE} ORDER BY i.folio, i.line"
        ),
        span.values(db),
    )
    return tuple(
        NotInTable(
            item_id(row.folio, row.line),
            row.type_code,
            names[row.type_code][spoken],
            row.quantity,
            row.valued_as,
            names[row.valued_as][spoken] if row.valued_as else "",
            bool(row.donated),
            Money(row.amount_minor),
            row.received_by,
            row.approved_by if row.valued_as else "",
            row.reason,
        )
        for row in found
    )


def moved(db: Db, span: Span) -> tuple[Moved, ...]:
    """Items whose custody ended or moved on these days, whenever they were taken in."""
    found = db.connection.execute(
        text(
            "SELECT x.kind, count(*) AS items, sum(i.quantity) AS pieces FROM disposal x"
            " JOIN item i ON i.folio = x.folio AND i.line = x.line WHERE x.ledger = :ledger"
            " AND x.business_on BETWEEN :first AND :last AND (:site = '' OR i.site = :site)"
            " GROUP BY x.kind ORDER BY x.kind"
        ),
        span.values(db),
    )
    return tuple(Moved(row.kind, row.items, int(row.pieces)) for row in found)


def rates_used(db: Db, span: Span) -> tuple[RateUsed, ...]:
    """The rates that the span's drop-offs were valued by."""
    found = db.connection.execute(
        text(
            f"SELECT mxn_per_usd, rate_as_of, rate_source, count(*) AS n FROM drop_off WHERE {WITHIN}"
            " GROUP BY mxn_per_usd, rate_as_of, rate_source ORDER BY rate_as_of, rate_source, mxn_per_usd"
        ),
        span.values(db),
    )
    return tuple(
        RateUsed(Rate.parse(row.mxn_per_usd), date.fromisoformat(row.rate_as_of), row.rate_source, row.n)
        for row in found
    )


def incomplete_tables(db: Db, span: Span) -> tuple[str, ...]:
    """The tables that priced the span's drop-offs and do not hold every row of their annex."""
    found = db.connection.scalars(
        text(
            "SELECT DISTINCT t.code FROM drop_off d JOIN payout_table t ON t.ledger = d.ledger AND t.seq = d.table_seq"
            " WHERE d.ledger = :ledger AND d.business_on BETWEEN :first AND :last"
            " AND (:site = '' OR d.site = :site) AND t.complete = 0 ORDER BY t.code"
        ),
        span.values(db),
    )
    return tuple(found)


def told_together(db: Db, span: Span, figure: str) -> tuple[ToldTogether, ...]:
    """The tables that priced the span's drop-offs, voided ones left out, and have no type of this figure."""
    found = db.connection.execute(
        text(
            f"SELECT table_code, count(*) AS n FROM drop_off WHERE {WITHIN} AND status NOT IN ('voided', 'returned')"
            " AND table_seq NOT IN (SELECT table_seq FROM payout_row WHERE ledger = :ledger AND counts_as = :figure)"
            " GROUP BY table_code ORDER BY table_code"
        ),
        span.values(db) | {"figure": figure},
    )
    return tuple(ToldTogether(row.table_code, row.n) for row in found)


def days(db: Db, span: Span) -> tuple[DayTotal, ...]:
    """One row for each business day on which something was taken in or paid, the first day first."""
    values = span.values(db)
    taken = db.connection.execute(
        text(
            "SELECT business_on, count(*) AS n, sum(pieces) AS pieces, sum(total_minor) AS minor FROM drop_off"
            f" WHERE {WITHIN} AND status NOT IN ('voided', 'returned') GROUP BY business_on"
        ),
        values,
    )
    cash = db.connection.execute(
        text(
            "SELECT p.business_on, sum(p.amount_minor) AS minor FROM payout p JOIN drop_off d ON d.folio = p.folio"
            " WHERE p.ledger = :ledger AND p.business_on BETWEEN :first AND :last"
            f" AND (:site = '' OR {PAID_AT} = :site) GROUP BY p.business_on"
        ),
        values,
    )
    nothing = (0, 0, 0)
    paid_on = {row.business_on: int(row.minor) for row in cash}
    taken_on = {row.business_on: (row.n, int(row.pieces), int(row.minor)) for row in taken}
    return tuple(
        DayTotal(
            date.fromisoformat(day),
            taken_on.get(day, nothing)[0],
            taken_on.get(day, nothing)[1],
            Money(taken_on.get(day, nothing)[2]),
            Money(paid_on.get(day, 0)),
        )
        for day in sorted(taken_on.keys() | paid_on.keys())
    )


def type_names(db: Db) -> dict[str, tuple[str, str]]:
    """The Spanish and English name of every type that any adopted table has; the newest table's where they differ."""
    found = db.connection.execute(
        text(
            "SELECT code, name_es, name_en FROM payout_row WHERE ledger = :ledger ORDER BY table_seq, position"
        ),
        {"ledger": db.ledger},
    )
    return {row.code: (row.name_es, row.name_en) for row in found}


def class_names(db: Db) -> dict[str, tuple[str, str]]:
    """The Spanish and English name of every class, in the newest table's order."""
    found = db.connection.execute(
        text(
            "SELECT code, name_es, name_en FROM payout_class WHERE ledger = :ledger ORDER BY table_seq, position"
        ),
        {"ledger": db.ledger},
    )
    return {row.code: (row.name_es, row.name_en) for row in found}


def business_days(db: Db, site: str = "") -> tuple[date, date] | None:
    """The first and the last business day on which anything was taken in, at one site or (empty) at all; None if never."""
    row = db.connection.execute(
        text(f"SELECT ({_END_DAY} ASC LIMIT 1) AS first, ({_END_DAY} DESC LIMIT 1) AS last"),
        {"ledger": db.ledger, "site": site},
    ).one()
    return (date.fromisoformat(row.first), date.fromisoformat(row.last)) if row.first else None


_END_DAY = (
    "SELECT business_on FROM drop_off WHERE ledger = :ledger AND (:site = '' OR site = :site)"
    " ORDER BY business_on"
)
"""One end of the index of days: two of these read two rows, min() and max() together would read every row."""
