"""Closed and open days of a site, the count that a close rests on, and the mornings on which papers were compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam

from buyback.chain import Checkpoint, parse_utc
from buyback.i18n import _
from buyback.money import USD, Money
from buyback.rules import Closed, CountStanding, DayCount, Place
from buyback.store.engine import Db
from buyback.store.fitting import OfRow, fitted
from buyback.store.statements import text
from buyback.store.views.totals import NEVER, Span


@dataclass(frozen=True, slots=True)
class Close(OfRow):
    """A day of a site that is closed, with the figures that were sealed: see `facts.DayClosed`.

    `name` is what the site is called. `checkpoint` is the entry that closed it: what its signed paper says. `before` is the
    entry before that one. `approved_by` is empty where nobody signed. Of the cash box, carried + floated + topped_up - paid - returned + recovered + differences
    = expected, and `counted` is held against `count_expected`.
    """

    site: str
    name: str
    timezone: str
    day: date
    closed_at: datetime
    closed_by: str
    approved_by: str
    checkpoint: Checkpoint
    before: Checkpoint
    count_seq: int
    count_expected: Money
    counted: Money
    carried: Money
    floated: Money
    topped_up: Money
    paid: Money
    returned: Money
    recovered: Money
    differences: Money
    expected: Money
    paid_without_float: Money
    drop_offs: int
    items: int
    valued: Money
    usd: Money
    vouchers: Money
    held: int
    open_vouchers: int
    open_forms: int

    @property
    def difference(self) -> Money:
        """What was counted more (or, negative, less) than the box should have held then."""
        return self.counted - self.count_expected

    @property
    def closed(self) -> Closed:
        """The close as the rules know it."""
        place = Place(self.name, self.timezone)
        return Closed(place, self.day, self.checkpoint.seq, self.closed_at, self.approved_by)

    @property
    def signed_by(self) -> str:
        """The supervisor who signs, or a word for nobody."""
        return self.approved_by or _("nobody")


@dataclass(frozen=True, slots=True)
class Comparison(OfRow):
    """A comparison of the paper of the day `closed_on` with the log, by the entry `seq`."""

    seq: int
    site: str
    closed_on: date
    close_seq: int
    agrees: bool
    compared_at: datetime
    compared_by: str


_CLOSE = (
    "SELECT c.*, e.digest, s.name, s.timezone FROM close c JOIN entry e ON e.ledger = c.ledger AND e.seq = c.seq"
    " JOIN site s ON s.ledger = c.ledger AND s.code = c.site WHERE c.ledger = :ledger"
)


def last_close(db: Db, site: str, *, before: date = NEVER) -> Close | None:
    """The last day of the site that is closed, of those before a day; None where none is."""
    row = db.connection.execute(
        text(f"{_CLOSE} AND c.site = :site AND c.business_on < :before ORDER BY c.business_on DESC LIMIT 1"),
        {"ledger": db.ledger, "site": site, "before": before.isoformat()},
    ).one_or_none()
    return None if row is None else _close(row)


def close_of(db: Db, site: str, day: date) -> Close | None:
    """The close of this very day; None where it is open, or was closed with a later one."""
    row = db.connection.execute(
        text(f"{_CLOSE} AND c.site = :site AND c.business_on = :day"),
        {"ledger": db.ledger, "site": site, "day": day.isoformat()},
    ).one_or_none()
    return None if row is None else _close(row)


def close_at(db: Db, seq: int) -> Close | None:
    """The close that the entry with this number made; None where it made none."""
    row = db.connection.execute(
        text(f"{_CLOSE} AND c.seq = :seq"), {"ledger": db.ledger, "seq": seq}
    ).one_or_none()
    return None if row is None else _close(row)


def closes(db: Db, span: Span) -> tuple[Close, ...]:
    """The closes of the span's days, the first day first."""
    found = db.connection.execute(
        text(
            f"{_CLOSE} AND c.business_on BETWEEN :first AND :last AND (:site = '' OR c.site = :site)"
            " ORDER BY c.business_on, c.seq"
        ),
        span.values(db),
    )
    return tuple(map(_close, found))


def _close(row: Row[Any]) -> Close:
    return Close(
        site=row.site,
        name=row.name,
        timezone=row.timezone,
        day=date.fromisoformat(row.business_on),
        closed_at=parse_utc(row.closed_at),
        closed_by=row.closed_by,
        approved_by=row.approved_by,
        checkpoint=Checkpoint(row.ledger, row.seq, row.digest),
        before=Checkpoint(row.ledger, row.checkpoint_seq, row.checkpoint_digest),
        count_seq=row.count_seq,
        count_expected=Money(row.count_expected_minor),
        counted=Money(row.counted_minor),
        carried=Money(row.carried_minor),
        floated=Money(row.float_minor),
        topped_up=Money(row.topped_up_minor),
        paid=Money(row.paid_minor),
        returned=Money(row.returned_minor),
        recovered=Money(row.recovered_minor),
        differences=Money(row.differences_minor),
        expected=Money(row.expected_minor),
        paid_without_float=Money(row.paid_without_float_minor),
        drop_offs=row.drop_offs,
        items=row.items,
        valued=Money(row.valued_minor),
        usd=Money(row.usd_cents, USD),
        vouchers=Money(row.vouchers_minor),
        held=row.held,
        open_vouchers=row.open_vouchers,
        open_forms=row.open_forms,
    )


def last_comparison(db: Db, close: Close) -> Comparison | None:
    """The newest comparison of the paper of this close; None where nobody compared it yet."""
    row = db.connection.execute(
        text(
            "SELECT * FROM close_comparison WHERE ledger = :ledger AND site = :site AND close_seq = :seq"
            " ORDER BY seq DESC LIMIT 1"
        ),
        {"ledger": db.ledger, "site": close.site, "seq": close.checkpoint.seq},
    ).one_or_none()
    return None if row is None else _comparison(row)


def _comparison(row: Row[Any]) -> Comparison:
    return Comparison(
        seq=row.seq,
        site=row.site,
        closed_on=date.fromisoformat(row.closed_on),
        close_seq=row.close_seq,
        agrees=bool(row.agrees),
        compared_at=parse_utc(row.compared_at),
        compared_by=row.compared_by,
    )


# --- which days are open ------------------------------------------------------------------------------------------------

_DAYS = """
WITH RECURSIVE taken(day) AS (
    SELECT min(business_on) FROM item WHERE ledger = :ledger AND business_on > :after
    UNION ALL
    SELECT (SELECT min(n.business_on) FROM item n WHERE n.ledger = :ledger AND n.business_on > taken.day)
    FROM taken WHERE taken.day < :before
), paid(day) AS (
    SELECT min(business_on) FROM payout WHERE ledger = :ledger AND business_on > :after
    UNION ALL
    SELECT (SELECT min(n.business_on) FROM payout n WHERE n.ledger = :ledger AND n.business_on > paid.day)
    FROM paid WHERE paid.day < :before
)
SELECT day FROM (
    SELECT day FROM taken WHERE EXISTS (
        SELECT 1 FROM item i WHERE i.ledger = :ledger AND i.business_on = taken.day AND i.site = :site)
    UNION SELECT day FROM paid WHERE EXISTS (
        SELECT 1 FROM payout p WHERE p.ledger = :ledger AND p.business_on = paid.day AND p.site = :site)
    UNION SELECT settled_on FROM drop_off WHERE ledger = :ledger AND status = 'returned' AND site = :site
    UNION SELECT v.business_on FROM void v JOIN drop_off d ON d.folio = v.folio
          WHERE v.ledger = :ledger AND v.business_on > :after AND (v.site = :site OR d.site = :site)
    UNION SELECT business_on FROM cash WHERE ledger = :ledger AND site = :site AND kind <> 'count'
    UNION SELECT business_on FROM voucher WHERE ledger = :ledger AND business_on > :after AND site = :site
    UNION SELECT business_on FROM blank_form WHERE ledger = :ledger AND business_on > :after AND site = :site
    UNION SELECT state_on FROM blank_form WHERE ledger = :ledger AND state = 'returned' AND site = :site
) found
WHERE day > :after AND day < :before ORDER BY day
"""
"""The days are found one after the other, each by a step in the index, however much was taken in on them."""


def open_days(db: Db, site: str, *, before: date = NEVER) -> tuple[date, ...]:
    """The days of the site before a day on which it worked and that no close covers, the oldest first.

    It worked where something was taken in, paid, returned, voided or promised, cash moved, or blank forms were given
    out or back. A count alone makes no day, and what happens later to items that wait in custody does not either: a
    site that has moved on has nothing to close.
    """
    last = last_close(db, site)
    values = {
        "ledger": db.ledger,
        "site": site,
        "after": last.day.isoformat() if last else "",
        "before": before.isoformat(),
    }
    return tuple(date.fromisoformat(day) for day in db.connection.scalars(text(_DAYS), values))


_SITES = text("SELECT DISTINCT site FROM drop_off WHERE folio IN :folios ORDER BY site").bindparams(
    bindparam("folios", expanding=True)
)


def sites_of(db: Db, folios: Sequence[str]) -> tuple[str, ...]:
    """The sites that took these drop-offs in."""
    return tuple(db.connection.scalars(_SITES, {"folios": list(folios)})) if folios else ()


_CLOSED = text(
    "SELECT c.business_on, c.seq, c.closed_at, c.closed_by, c.approved_by, s.name, s.timezone FROM close c"
    " JOIN site s ON s.ledger = c.ledger AND s.code = c.site WHERE c.ledger = :ledger AND c.site = :site"
    " ORDER BY c.business_on DESC LIMIT 1"
)


def closed_until(db: Db, site: str) -> Closed | None:
    """The last closed day of a site: the one row that every entry of the site is held against."""
    row = db.connection.execute(_CLOSED, {"ledger": db.ledger, "site": site}).one_or_none()
    if row is None:
        return None
    place, at = Place(row.name, row.timezone), parse_utc(row.closed_at)
    return fitted(Closed(place, date.fromisoformat(row.business_on), row.seq, at, row.approved_by))


# --- the count that a close rests on ------------------------------------------------------------------------------------

_LAST_MOVED = text("""
SELECT seq, at FROM (
    SELECT seq, recorded_at AS at FROM cash WHERE ledger = :ledger AND site = :site
    AND kind IN ('float', 'top_up', 'return') AND business_on > :after AND business_on <= :day
    UNION ALL
    SELECT seq, paid_at FROM payout
    WHERE ledger = :ledger AND business_on > :after AND business_on <= :day AND site = :site
    UNION ALL
    SELECT seq, voided_at FROM void WHERE ledger = :ledger AND business_on > :after AND business_on <= :day
    AND site = :site AND recovered_minor > 0
) moved ORDER BY seq DESC LIMIT 1
""")
_NEXT_MOVED = text("""
SELECT min(seq) FROM (
    SELECT * FROM (SELECT seq FROM cash WHERE ledger = :ledger AND site = :site AND seq > :since
                   AND kind IN ('float', 'top_up', 'return') AND business_on || '' > :day ORDER BY seq LIMIT 1) c
    UNION ALL
    SELECT * FROM (SELECT seq FROM payout WHERE ledger = :ledger AND site = :site AND seq > :since
                   AND business_on || '' > :day ORDER BY seq LIMIT 1) p
    UNION ALL
    SELECT * FROM (SELECT seq FROM void WHERE ledger = :ledger AND site = :site AND seq > :since
                   AND recovered_minor > 0 AND business_on || '' > :day ORDER BY seq LIMIT 1) v
) moved
""")
"""Found by the index of the site's entries, the first one of a later day that follows."""
_COUNTS = (
    "SELECT c.seq, c.business_on, c.recorded_at, c.recorded_by, c.amount_minor, c.expected_minor,"
    " x.seq AS recorded_seq, x.business_on AS recorded_on FROM cash c"
    " LEFT JOIN cash x ON x.ledger = c.ledger AND x.count_seq = c.seq AND x.kind = 'difference'"
    " WHERE c.ledger = :ledger AND c.site = :site AND c.kind = 'count' AND {which} ORDER BY c.seq"
)
_COUNTS_SINCE = text(_COUNTS.format(which="c.seq > :since"))
_ONE_COUNT = text(_COUNTS.format(which="c.seq = :seq"))


def day_count(db: Db, site: str, day: date, *, after: date, before: Close | None) -> DayCount:
    """The count with which the day would be closed; `after` is the day up to which all is known to be counted.

    It was made on the day or later, after the last movement of cash since `after`, and none before that of the close
    `before`. Where cash moved on a later day too, the last count before that is the better one, as long as its difference
    is none or recorded; else the newest count.
    """
    of = {"ledger": db.ledger, "site": site, "day": day.isoformat(), "after": after.isoformat()}
    moved = db.connection.execute(_LAST_MOVED, of).one_or_none()
    since = max(moved.seq if moved else 0, before.count_seq - 1 if before else 0)
    counts = db.connection.execute(_COUNTS_SINCE, of | {"since": since}).all()
    if not counts:
        return _old_count(db, site, moved)
    counts_of_day = [row for row in counts if row.business_on >= day.isoformat()]
    if not counts_of_day:
        return _count("earlier", counts[-1], moved)
    later = db.connection.scalar(_NEXT_MOVED, of | {"since": since})
    at_its_end = [row for row in counts_of_day if later is None or row.seq < later]
    chosen = at_its_end[-1] if at_its_end and _is_settled(at_its_end[-1]) else counts_of_day[-1]
    return _count("settled" if _is_settled(chosen) else "open", chosen, moved)


def sealed_count(db: Db, close: Close) -> DayCount:
    """The count that a closed day rests on."""
    of = {"ledger": db.ledger, "site": close.site, "seq": close.count_seq}
    return _count("settled", db.connection.execute(_ONE_COUNT, of).one(), None)


def _old_count(db: Db, site: str, moved: Row[Any] | None) -> DayCount:
    """The newest count since the float that is in the box; cash moved after it."""
    row = db.connection.execute(
        text(
            "SELECT c.seq, c.recorded_at, c.recorded_by, c.amount_minor, c.expected_minor, NULL AS recorded_seq,"
            " NULL AS recorded_on"
            " FROM cash_box b JOIN cash c ON c.ledger = b.ledger AND c.seq = b.count_seq"
            " WHERE b.ledger = :ledger AND b.site = :site"
        ),
        {"ledger": db.ledger, "site": site},
    ).one_or_none()
    moved_at = parse_utc(moved.at) if moved else None
    return DayCount("none", moved_at=moved_at) if row is None else _count("old", row, moved)


def _is_settled(row: Row[Any]) -> bool:
    return row.amount_minor == row.expected_minor or row.recorded_seq is not None


def _count(standing: CountStanding, row: Row[Any], moved: Row[Any] | None) -> DayCount:
    made = DayCount(
        standing=standing,
        seq=row.seq,
        at=parse_utc(row.recorded_at),
        by=row.recorded_by,
        counted_minor=row.amount_minor,
        expected_minor=row.expected_minor,
        recorded_seq=row.recorded_seq or 0,
        recorded_on=date.fromisoformat(row.recorded_on) if row.recorded_on else None,
        moved_at=parse_utc(moved.at) if moved else None,
    )
    return fitted(made)
