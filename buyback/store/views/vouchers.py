"""Vouchers: one, those that are still open, and what was given out and paid on some days."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row

from buyback.chain import parse_utc
from buyback.money import Money
from buyback.rules import Voucher
from buyback.store.engine import Db
from buyback.store.fitting import OfRow, fitted
from buyback.store.statements import text
from buyback.store.views.totals import NEVER, PAID_AT, Span

_VOUCHER = "SELECT v.*, d.status FROM voucher v JOIN drop_off d ON d.folio = v.folio"


@dataclass(frozen=True, slots=True)
class VoucherSum(OfRow):
    """So many vouchers, and what they promise together."""

    number: int
    mxn: Money


def voucher(db: Db, folio: str) -> Voucher | None:
    """The voucher of this drop-off, if it has one that is in the log."""
    row = db.connection.execute(
        text(f"{_VOUCHER} WHERE v.ledger = :ledger AND v.folio = :folio"),
        {"ledger": db.ledger, "folio": folio},
    ).one_or_none()
    return None if row is None else _voucher(row)


def open_vouchers(db: Db, site: str = "", *, last: date = NEVER) -> tuple[Voucher, ...]:
    """Every voucher that is still to be paid, of one site or (empty) of all; the one that expires first is first.

    `last` is the last day on which it may have been given out.
    """
    found = db.connection.execute(
        text(
            f"{_VOUCHER} WHERE d.ledger = :ledger AND d.status = 'voucher' AND (:site = '' OR v.site = :site)"
            " AND v.business_on <= :last ORDER BY v.expires_on, v.folio"
        ),
        {"ledger": db.ledger, "site": site, "last": last.isoformat()},
    )
    return tuple(_voucher(row) for row in found)


def given_out(db: Db, span: Span) -> VoucherSum:
    """What was promised on the span's days at its site, whatever became of it."""
    return _sum(
        db,
        "FROM voucher v WHERE v.ledger = :ledger AND v.business_on BETWEEN :first AND :last"
        " AND (:site = '' OR v.site = :site)",
        span,
    )


def paid_out(db: Db, span: Span) -> VoucherSum:
    """What was paid for vouchers on the span's days out of its site's box, whenever and wherever they were given out."""
    return _sum(
        db,
        "FROM payout p JOIN voucher v ON v.folio = p.folio JOIN drop_off d ON d.folio = p.folio"
        " WHERE p.ledger = :ledger AND p.business_on BETWEEN :first AND :last AND p.means = 'voucher'"
        f" AND (:site = '' OR {PAID_AT} = :site)",
        span,
    )


def _sum(db: Db, which: str, span: Span) -> VoucherSum:
    row = db.connection.execute(
        text(f"SELECT count(*) AS n, coalesce(sum(v.amount_minor), 0) AS minor {which}"), span.values(db)
    ).one()
    return VoucherSum(row.n, Money(int(row.minor)))


def _voucher(row: Row[tuple[object, ...]]) -> Voucher:
    made = Voucher(
        folio=row.folio,
        seq=row.seq,
        site=row.site,
        business_on=date.fromisoformat(row.business_on),
        issued_at=parse_utc(row.issued_at),
        issued_by=row.issued_by,
        amount=Money(row.amount_minor),
        expires_on=date.fromisoformat(row.expires_on),
        coded=bool(row.coded),
        wrong=row.wrong,
        status=row.status,
    )
    return fitted(made)
