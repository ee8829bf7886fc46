"""What the same days came to at an earlier entry of the log: what left the count since then, and what was added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from buyback.chain import parse_utc, utc_text
from buyback.facts import COUNTS
from buyback.store.engine import Db
from buyback.store.fitting import OfRow
from buyback.store.statements import text
from buyback.store.views.totals import STAYED, WITHIN_ITEM, Span


@dataclass(frozen=True, slots=True)
class Moment(OfRow):
    """The log as it stood when it ended with this entry, of this local day."""

    seq: int
    day: date


@dataclass(frozen=True, slots=True)
class Gone(OfRow):
    """Pieces of one figure that a void or a return took out of the count. `day` is the site's day of that.

    `received_seq` is the entry that took them in, `seq` the one that took them out.
    """

    folio: str
    counts_as: str
    pieces: int
    how: Literal["voided", "returned"]
    by: str
    reason: str
    received_seq: int
    seq: int
    day: date
    timezone: str


def gone(db: Db, span: Span) -> tuple[Gone, ...]:
    """What was taken in on these days and is no longer counted, in the order in which it left the count."""
    rows = db.connection.execute(
        text(
            "SELECT i.folio, i.counts_as, i.status, i.status_seq, i.status_on, d.seq, d.settled_by, d.status_reason,"
            " s.timezone, sum(i.quantity) AS pieces FROM item i JOIN drop_off d ON d.folio = i.folio"
            " JOIN site s ON s.ledger = i.ledger AND s.code = i.site"
            f" WHERE {WITHIN_ITEM} AND i.status IN ('voided', 'returned')"
            " GROUP BY i.folio, i.counts_as, i.status, i.status_seq, i.status_on, d.seq, d.settled_by, d.status_reason,"
            " s.timezone ORDER BY i.status_seq"
        ),
        span.values(db),
    )
    found = (
        Gone(
            row.folio,
            row.counts_as,
            int(row.pieces),
            row.status,
            row.settled_by,
            row.status_reason,
            row.seq,
            row.status_seq,
            date.fromisoformat(row.status_on),
            row.timezone,
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: (one.seq, COUNTS.index(one.counts_as))))


def day_end_before(db: Db, one: Gone) -> Moment | None:
    """The last entry of the days before the one on which something left the count, by the site's clock; None on the first."""
    zone = ZoneInfo(one.timezone)
    begins = datetime.combine(one.day, time(), zone)
    row = db.connection.execute(
        text(
            "SELECT seq, at FROM entry WHERE ledger = :ledger AND seq < :seq AND at < :begins ORDER BY seq DESC LIMIT 1"
        ),
        {"ledger": db.ledger, "seq": one.seq, "begins": utc_text(begins)},
    ).one_or_none()
    return Moment(row.seq, parse_utc(row.at).astimezone(zone).date()) if row else None


def moment(db: Db, seq: int, zone: ZoneInfo) -> Moment | None:
    """The entry with this number, its day by this clock; None where the log has none."""
    row = db.connection.execute(
        text("SELECT seq, at FROM entry WHERE ledger = :ledger AND seq = :seq"),
        {"ledger": db.ledger, "seq": seq},
    ).one_or_none()
    return Moment(row.seq, parse_utc(row.at).astimezone(zone).date()) if row else None


_AT_ONCE = 50
"""Moments that one reading of the days' items is held against."""


def added(db: Db, span: Span, moments: Sequence[int]) -> dict[int, dict[str, int]]:
    """Pieces by figure that were recorded after each of the entries and are still counted."""
    found: dict[int, dict[str, int]] = {seq: {} for seq in moments}
    for start in range(0, len(moments), _AT_ONCE):
        chosen = moments[start : start + _AT_ONCE]
        sums = ", ".join(
            f"sum(CASE WHEN d.seq > :m{n} THEN i.quantity ELSE 0 END) AS s{n}" for n in range(len(chosen))
        )
        rows = db.connection.execute(
            text(
                f"SELECT i.counts_as, {sums} FROM item i JOIN drop_off d ON d.folio = i.folio"
                f" WHERE {WITHIN_ITEM} AND {STAYED} AND d.seq > :least GROUP BY i.counts_as"
            ),
            span.values(db) | {"least": min(chosen)} | {f"m{n}": seq for n, seq in enumerate(chosen)},
        )
        for row in rows:
            for n, seq in enumerate(chosen):
                found[seq][row.counts_as] = int(getattr(row, f"s{n}"))
    return found
