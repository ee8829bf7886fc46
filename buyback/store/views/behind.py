"""The entries behind a figure of a report or of a cash box: which of the log it is made of."""

from dataclasses import dataclass

from buyback.store.engine import Db
from buyback.store.statements import text
from buyback.store.views.totals import PAID_AT, VOIDED_AT, Span


@dataclass(frozen=True, slots=True, init=False)
class Figure:
    """A figure of a span of days by its name, and what it is of: a type, a person, a status."""

    name: str
    of: tuple[str, ...]

    def __init__(self, name: str, *of: str) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "of", of)


def _days(row: str, site: str) -> str:
    return f"{row}.ledger = :ledger AND {row}.business_on BETWEEN :first AND :last AND (:site = '' OR {site} = :site)"


_STAYED = "d.status NOT IN ('voided', 'returned')"
_DROP_OFFS = f"SELECT d.seq FROM drop_off d WHERE {_days('d', 'd.site')}"
_ITEMS = f"SELECT d.seq FROM item i JOIN drop_off d ON d.folio = i.folio WHERE {_days('i', 'i.site')} AND {_STAYED}"
_STATUSES = f"SELECT i.status_seq AS seq FROM item i WHERE {_days('i', 'i.site')}"
_PAYOUTS = f"SELECT p.seq FROM payout p JOIN drop_off d ON d.folio = p.folio WHERE {_days('p', PAID_AT)}"
_VOIDS = f"SELECT v.seq FROM void v JOIN drop_off d ON d.folio = v.folio WHERE {_days('v', VOIDED_AT)}"
_MOVED = f"SELECT x.seq FROM disposal x JOIN drop_off d ON d.folio = x.folio WHERE {_days('x', 'd.site')}"
_ARRIVALS = f"SELECT a.seq FROM arrival a JOIN drop_off d ON d.folio = a.folio WHERE {_days('a', 'd.site')}"
_CORRECTIONS = (
    "SELECT k.seq FROM correction k JOIN item i ON i.folio = k.folio AND i.line = k.line"
    f" WHERE {_days('k', 'i.site')}"
)
_CASH = f"SELECT c.seq FROM cash c WHERE {_days('c', 'c.site')}"
_CLOSES = f"SELECT z.seq FROM close z WHERE {_days('z', 'z.site')}"
_RATES = "SELECT r.seq FROM rate r WHERE r.ledger = :ledger AND r.as_of BETWEEN :first AND :last AND r.approved_by = :of0"
_VOUCHERS = f"SELECT v.seq FROM voucher v WHERE {_days('v', 'v.site')}"
_OPEN_VOUCHERS = (
    "SELECT v.seq FROM voucher v JOIN drop_off d ON d.folio = v.folio WHERE d.ledger = :ledger"
    " AND d.status = 'voucher' AND v.business_on <= :last AND (:site = '' OR v.site = :site)"
)
_APPROVED = " UNION ".join(
    f"{found} AND {row}.approved_by = :of0"
    for found, row in ((_DROP_OFFS, "d"), (_PAYOUTS, "p"), (_VOIDS, "v"), (_CASH, "c"), (_ARRIVALS, "a"))
)

_REPORTED = {
    "drop_offs": f"{_DROP_OFFS} AND {_STAYED}",
    "type": f"{_ITEMS} AND i.type_code IN ({{of}})",
    "class": f"{_ITEMS} AND i.class_code IN ({{of}})",
    "count": f"{_ITEMS} AND i.counts_as IN ({{of}})",
    "settled": f"{_DROP_OFFS} AND d.status IN ({{of}})",
    "cash": f"{_PAYOUTS} AND p.means IN ({{of}})",
    "cash_moved": f"{_CASH} AND c.kind NOT IN ('count', 'difference')",
    "voids": _VOIDS,
    "gone": f"{_PAYOUTS} UNION {_VOIDS}",
    "vouchers_given": _VOUCHERS,
    "vouchers_paid": f"{_PAYOUTS} AND p.means = 'voucher'",
    "vouchers_still_open": _OPEN_VOUCHERS,
    "vouchers_expired": f"{_OPEN_VOUCHERS} AND v.expires_on < :of0",
    "received": f"SELECT d.seq FROM item i JOIN drop_off d ON d.folio = i.folio WHERE {_days('i', 'i.site')}"
    " AND i.status <> 'voided'",
    "custody": f"{_STATUSES} AND i.status IN ({{of}})",
    "moved": f"{_MOVED} AND x.kind IN ({{of}})",
    "day": f"{_DROP_OFFS} AND {_STAYED} AND d.business_on = :of0 UNION {_PAYOUTS} AND p.business_on = :of0",
    "entry": "SELECT e.seq FROM entry e WHERE e.ledger = :ledger AND e.seq = CAST(:of0 AS INTEGER)",
    "folio": "SELECT d.seq FROM drop_off d WHERE d.ledger = :ledger AND d.folio = :of0",
    "rate": f"{_DROP_OFFS} AND d.mxn_per_usd = :of0 AND d.rate_as_of = :of1 AND d.rate_source = :of2",
    "did_received": f"{_DROP_OFFS} AND d.received_by = :of0",
    "did_paid": f"{_PAYOUTS} AND p.paid_by = :of0",
    "did_voided": f"{_VOIDS} AND v.voided_by = :of0",
    **{
        f"did_{kind}": f"{_MOVED} AND x.recorded_by = :of0 AND x.kind = '{kind}'"
        for kind in ("returned", "destroyed", "kept", "handed_over")
    },
    "did_checked": f"{_ARRIVALS} AND a.recorded_by = :of0 AND a.kind IN ('confirmed', 'not_received')",
    "did_resolved": f"{_ARRIVALS} AND a.recorded_by = :of0 AND a.kind NOT IN ('confirmed', 'not_received')",
    "did_corrected": f"{_CORRECTIONS} AND k.corrected_by = :of0",
    "did_moved_cash": f"{_CASH} AND c.recorded_by = :of0 AND c.kind NOT IN ('count', 'difference')",
    "did_counted_cash": f"{_CASH} AND c.recorded_by = :of0 AND c.kind = 'count'",
    "did_closed": f"{_CLOSES} AND z.closed_by = :of0",
    "did_approved": f"{_APPROVED} UNION {_CLOSES} AND z.approved_by = :of0 AND z.closed_by <> :of0 UNION {_RATES}",
}
"""The entries of each figure of a summary."""

_BOX = (
    "SELECT c.seq FROM cash c WHERE c.ledger = :ledger AND c.site = :site AND c.seq >= CAST(:of0 AS INTEGER)"
)
_BOX_PAID = (
    "SELECT p.seq FROM payout p JOIN drop_off d ON d.folio = p.folio WHERE p.ledger = :ledger"
    f" AND {PAID_AT} = :site AND p.seq > CAST(:of0 AS INTEGER)"
)
_BOX_RECOVERED = (
    "SELECT v.seq FROM void v JOIN drop_off d ON d.folio = v.folio WHERE v.ledger = :ledger"
    f" AND {VOIDED_AT} = :site AND v.recovered_minor > 0 AND v.seq > CAST(:of0 AS INTEGER)"
)
_OF_BOX = {
    "box_floated": f"{_BOX} AND c.kind = 'float'",
    "box_topped_up": f"{_BOX} AND c.kind = 'top_up'",
    "box_paid": _BOX_PAID,
    "box_returned": f"{_BOX} AND c.kind = 'return'",
    "box_recovered": _BOX_RECOVERED,
    "box_differences": f"{_BOX} AND c.kind = 'difference'",
    "box_expected": f"{_BOX} AND c.kind <> 'count' UNION {_BOX_PAID} UNION {_BOX_RECOVERED}",
}
"""The entries of each part of a cash box since its float, which is the entry `of`; the site is the span's."""

FIGURES = {**_REPORTED, **_OF_BOX}


def entries(db: Db, figure: Figure, span: Span, *, limit: int, before: int | None = None) -> tuple[int, ...]:
    """The numbers of the entries that the figure is made of, the newest first; below `before` where that is given."""
    names = {f"of{number}": value for number, value in enumerate(figure.of)}
    listed = ", ".join(f":{name}" for name in names)
    found = db.connection.scalars(
        text(
            f"SELECT DISTINCT seq FROM ({FIGURES[figure.name].format(of=listed)}) AS behind"
            " WHERE seq < :before ORDER BY seq DESC LIMIT :limit"
        ),
        span.values(db) | names | {"before": before or 2**53, "limit": limit},
    )
    return tuple(found)
