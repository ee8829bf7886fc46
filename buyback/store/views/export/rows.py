"""The rows of the files, a batch at a time, and the figures of every business day and site."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from buyback.store.engine import Db
from buyback.store.fitting import OfRow
from buyback.store.statements import streamed, text
from buyback.store.views.export.source import Source
from buyback.store.views.totals import EVER, NEVER, PAID_AT, VOIDED_AT, WITHIN, Span

Rows: TypeAlias = Sequence[Sequence[Any]]

_BATCH_ROWS = 2000
_THERE = "d.ledger = :ledger AND {0}.business_on BETWEEN :first AND :last AND (:site = '' OR {1} = :site)"


def count(db: Db, source: Source, span: Span) -> int:
    """How many rows the file will have."""
    found: int = db.connection.execute(
        text(f"SELECT count(*) FROM {source.table} {source.alias} WHERE {_where(source, span)}"),
        _values(db, span),
    ).scalar_one()
    return found


def batches(db: Db, source: Source, span: Span) -> Generator[Rows, None, None]:
    """The file's rows in its order, some thousand at a time; memory does not grow with them. Close it when done."""
    named = ", ".join(column.sql for column in source.file.columns)
    found_in = {
        position: source.looked_up[column.name](db)
        for position, column in enumerate(source.file.columns)
        if column.name in source.looked_up
    }
    sql = (
        f"SELECT {named} FROM {source.table} {source.alias}{source.joined}"
        f" WHERE {_where(source, span)} ORDER BY {source.order}"
    )
    with streamed(db.connection, sql, _values(db, span), batch=_BATCH_ROWS) as found:
        for rows in found.partitions(_BATCH_ROWS):
            yield _looked_up(rows, found_in) if found_in else rows


def _looked_up(rows: Rows, found_in: Mapping[int, Mapping[str, str]]) -> Rows:
    """The rows with the values of these columns in the place of their keys; a key without one gives nothing."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for position, found in found_in.items():
        columns[position] = [found.get(key, "") for key in columns[position]]
    return list(zip(*columns, strict=True))


def _where(source: Source, span: Span) -> str:
    """A folio begins with its ledger's code, so that the key alone finds the rows and gives their order."""
    if not source.by_folio:
        return f"{source.alias}.ledger = :ledger"
    ours = f"{source.alias}.folio >= :folio AND {source.alias}.folio < :folio_end"
    return (
        ours
        if span == Span(EVER, NEVER)
        else f"{ours} AND {source.alias}.folio IN (SELECT folio FROM drop_off WHERE {WITHIN})"
    )


def _values(db: Db, span: Span) -> dict[str, Any]:
    return span.values(db) | {"folio": f"{db.ledger}-", "folio_end": f"{db.ledger}."}


@dataclass(frozen=True, slots=True)
class DayFigure(OfRow):
    """What happened at a site on a day, of one subject and code (see `_DAYS`)."""

    day: date
    site: str
    subject: Literal["item", "arrival", "drop_off", "payout", "voucher", "void", "correction"]
    code: str
    status: str
    number: int
    pieces: int
    amount_minor: int
    usd_cents: int


_DAYS = f"""
SELECT business_on, site, 'item' AS subject, counts_as AS code, status, count(*) AS number, sum(quantity) AS pieces,
       sum(amount_minor) AS minor, sum(usd_cents) AS cents
FROM item WHERE {WITHIN} GROUP BY business_on, site, counts_as, status
UNION ALL
SELECT business_on, site, 'arrival', arrival, '', count(*), 0, 0, 0
FROM item WHERE {WITHIN} AND status = 'handed_over' GROUP BY business_on, site, arrival
UNION ALL
SELECT business_on, site, 'drop_off', '', status, count(*), sum(pieces), sum(total_minor), sum(total_cents)
FROM drop_off WHERE {WITHIN} GROUP BY business_on, site, status
UNION ALL
SELECT p.business_on, {PAID_AT}, 'payout', p.means, '', count(*), 0, sum(p.amount_minor), sum(p.usd_cents)
FROM payout p JOIN drop_off d ON d.folio = p.folio WHERE {_THERE.format("p", PAID_AT)} GROUP BY 1, 2, p.means
UNION ALL
SELECT business_on, site, 'voucher', '', '', count(*), 0, sum(amount_minor), 0
FROM voucher WHERE {WITHIN} GROUP BY business_on, site
UNION ALL
SELECT v.business_on, {VOIDED_AT}, 'void', '', '', count(*), 0, sum(v.recovered_minor), 0
FROM void v JOIN drop_off d ON d.folio = v.folio WHERE {_THERE.format("v", VOIDED_AT)} GROUP BY 1, 2
UNION ALL
SELECT k.business_on, d.site, 'correction', '', '', count(*), 0, 0, 0
FROM correction k JOIN drop_off d ON d.folio = k.folio WHERE {_THERE.format("k", "d.site")} GROUP BY k.business_on, d.site
ORDER BY 1, 2, 3, 4, 5
"""


def day_figures(db: Db, span: Span) -> tuple[DayFigure, ...]:
    """Items, drop-offs and where hand-overs stand by the day that the items came in; payouts, vouchers (by the day on
    which they were given out), voids (the amount that came back) and corrections by their own.
    """
    return tuple(
        DayFigure(
            date.fromisoformat(row.business_on),
            row.site,
            row.subject,
            row.code,
            row.status,
            row.number,
            int(row.pieces),
            int(row.minor),
            int(row.cents),
        )
        for row in db.connection.execute(text(_DAYS), span.values(db))
    )
