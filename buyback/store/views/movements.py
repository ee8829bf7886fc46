"""Every movement of cash and every promise of it, out of the typed tables, in the order of the log."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from buyback.money import Money
from buyback.store.engine import Db
from buyback.store.fitting import OfRow
from buyback.store.statements import streamed, text
from buyback.store.views.totals import PAID_AT, VOIDED_AT

Kind: TypeAlias = Literal[
    "float",
    "top_up",
    "return",
    "difference",
    "paid",
    "recovered",
    "voucher_given",
    "voucher_paid",
    "voucher_withdrawn",
]

_BATCH_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Movement(OfRow):
    """What the entry `seq` did to a cash box, or to what is owed on vouchers.

    `drop_off` is the folio that it was for and `promised_at` the site that gave out the voucher, "" where there is none.
    `box` is the site whose cash box it was, "" where no cash moved; `is_kept`: that box had had a float by then. A
    difference below zero was missing.
    """

    seq: int
    day: date
    kind: Kind
    drop_off: str
    box: str
    is_kept: bool
    promised_at: str
    amount: Money


_MOVEMENTS = f"""
WITH kept AS (
    SELECT site, min(seq) AS seq FROM cash WHERE ledger = :ledger AND kind = 'float' GROUP BY site)
SELECT c.seq, c.business_on, c.kind, '' AS folio, c.site AS box, CASE WHEN k.seq <= c.seq THEN 1 ELSE 0 END AS is_kept,
       '' AS promised_at, c.amount_minor AS minor
FROM cash c LEFT JOIN kept k ON k.site = c.site WHERE c.ledger = :ledger AND c.kind <> 'count'
UNION ALL
SELECT p.seq, p.business_on, CASE WHEN p.means = 'voucher' AND w.folio IS NOT NULL THEN 'voucher_paid' ELSE 'paid' END,
       p.folio, {PAID_AT}, CASE WHEN k.seq < p.seq THEN 1 ELSE 0 END, coalesce(w.site, ''), p.amount_minor
FROM payout p JOIN drop_off d ON d.folio = p.folio LEFT JOIN voucher w ON w.folio = p.folio
LEFT JOIN kept k ON k.site = p.site WHERE p.ledger = :ledger
UNION ALL
SELECT v.seq, v.business_on, 'recovered', v.folio, {VOIDED_AT}, CASE WHEN k.seq < v.seq THEN 1 ELSE 0 END, '',
       v.recovered_minor
FROM void v JOIN drop_off d ON d.folio = v.folio LEFT JOIN kept k ON k.site = v.site
WHERE v.ledger = :ledger AND v.recovered_minor > 0
UNION ALL
SELECT w.seq, w.business_on, 'voucher_given', w.folio, '', 0, w.site, w.amount_minor
FROM voucher w WHERE w.ledger = :ledger
UNION ALL
SELECT coalesce(v.seq, (SELECT min(x.seq) FROM disposal x WHERE x.folio = w.folio AND x.kind = 'returned')),
       d.settled_on, 'voucher_withdrawn', w.folio, '', 0, w.site, w.amount_minor
FROM voucher w JOIN drop_off d ON d.folio = w.folio LEFT JOIN void v ON v.folio = w.folio
WHERE w.ledger = :ledger AND d.status IN ('voided', 'returned')
  AND NOT EXISTS (SELECT 1 FROM payout p WHERE p.folio = w.folio)
"""


def movements(db: Db) -> Generator[tuple[Movement, ...], None, None]:
    """All of them, some thousand at a time; memory does not grow with them. Close it when done."""
    sql = f"{_MOVEMENTS} ORDER BY 1, 3"
    with streamed(db.connection, sql, {"ledger": db.ledger}, batch=_BATCH_ROWS) as found:
        for rows in found.partitions(_BATCH_ROWS):
            yield tuple(
                Movement(
                    row.seq,
                    date.fromisoformat(row.business_on),
                    row.kind,
                    row.folio,
                    row.box,
                    bool(row.is_kept),
                    row.promised_at,
                    Money(row.minor),
                )
                for row in rows
            )


def first_and_last_day(db: Db) -> tuple[date, date] | None:
    """The business days between which all of them lie; None where nothing ever moved."""
    row = db.connection.execute(
        text(f"SELECT min(business_on) AS first, max(business_on) AS last FROM ({_MOVEMENTS}) m"),
        {"ledger": db.ledger},
    ).one()
    return (date.fromisoformat(row.first), date.fromisoformat(row.last)) if row.first else None
