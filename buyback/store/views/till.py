"""What went into and out of a cash box on one day, every payout among it, with what the box should hold after each."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from sqlalchemy import Row

from buyback.chain import parse_utc
from buyback.money import Money
from buyback.rules import Box
from buyback.store.engine import Db
from buyback.store.fitting import OfRow, once_each
from buyback.store.statements import text
from buyback.store.views.totals import PAID_AT, VOIDED_AT

MoveKind: TypeAlias = Literal["float", "top_up", "return", "count", "difference", "cash", "voucher", "void"]


@dataclass(frozen=True, slots=True)
class Move(OfRow):
    """A movement, count or difference, a payout (`cash`, or `voucher` where one was redeemed), cash that a void brought back.

    `amount` is what came in, negative what went out, and of a count what was counted. `expected` is what the box should
    hold after it, None before its first float. `of` is the folio of a drop-off, else empty.
    """

    seq: int
    at: datetime
    by: str
    kind: MoveKind
    amount: Money
    expected: Money | None
    of: str
    reason: str


_MOST_MOVES = 5_000
"""So many of a day are read at most; no box moves that often."""
_MOVES = f"""
SELECT seq, recorded_at AS at, recorded_by AS by_whom, kind, amount_minor AS minor, expected_minor AS held,
       '' AS folio, reason
FROM cash WHERE ledger = :ledger AND site = :site AND business_on = :day
UNION ALL SELECT p.seq, p.paid_at, p.paid_by, p.means, -p.amount_minor, NULL, p.folio, ''
FROM payout p JOIN drop_off d ON d.folio = p.folio
WHERE p.ledger = :ledger AND {PAID_AT} = :site AND p.business_on = :day
UNION ALL SELECT v.seq, v.voided_at, v.voided_by, 'void', v.recovered_minor, NULL, v.folio, v.reason
FROM void v JOIN drop_off d ON d.folio = v.folio
WHERE v.ledger = :ledger AND {VOIDED_AT} = :site AND v.business_on = :day AND v.recovered_minor > 0
ORDER BY seq DESC LIMIT :limit
"""


def moves(db: Db, site: str, day: date, box: Box | None) -> tuple[Move, ...]:
    """What moved, was counted and was paid at the site on its newest day, the newest first; `box` is its box now."""
    found = db.connection.execute(
        text(_MOVES), {"ledger": db.ledger, "site": site, "day": day.isoformat(), "limit": _MOST_MOVES}
    ).all()
    once_each(f"seq {row.seq}" for row in found)
    first = db.connection.scalar(
        text("SELECT min(seq) FROM cash WHERE ledger = :ledger AND site = :site AND kind = 'float'"),
        {"ledger": db.ledger, "site": site},
    )
    expected_minor, listed = box.expected_minor if box else 0, []
    for row in found:
        expected_minor = expected_minor if row.held is None else row.held
        listed.append(_move(row, Money(expected_minor) if first and row.seq >= first else None))
        expected_minor -= _signed_minor(row)
    return tuple(listed)


def _signed_minor(row: Row[tuple[object, ...]]) -> int:
    """What it changed about what the box should hold."""
    if row.kind == "count":
        return 0
    return -int(row.minor) if row.kind == "return" else int(row.minor)


def _move(row: Row[tuple[object, ...]], expected: Money | None) -> Move:
    amount_minor = row.minor if row.kind == "count" else _signed_minor(row)
    return Move(
        seq=row.seq,
        at=parse_utc(row.at),
        by=row.by_whom,
        kind=row.kind,
        amount=Money(amount_minor),
        expected=expected,
        of=row.folio,
        reason=row.reason,
    )
