"""What the whole log comes to, by site: where items went, what became of vouchers and of blank forms, all as numbers."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal, TypeAlias

from buyback.money import Money
from buyback.store.engine import Db
from buyback.store.fitting import OfRow
from buyback.store.statements import text
from buyback.store.views.balance import Flow

VoucherEnd: TypeAlias = Literal["open", "paid", "withdrawn", "unsettled"]
"""`unsettled` is what no entry can have made: neither of the three."""

Later: TypeAlias = Literal["later_destroyed", "later_kept"]
"""What became of items after they had been handed over."""

_FLOWS = text("""
SELECT i.site, 'received' AS flow, count(*) AS n FROM item i WHERE i.ledger = :ledger GROUP BY i.site
UNION ALL
SELECT site, CASE WHEN is_later = 1 THEN 'later_' || kind ELSE kind END, count(*) FROM (
  SELECT i.site, x.kind, CASE WHEN EXISTS (
    SELECT 1 FROM disposal b WHERE b.folio = x.folio AND b.line = x.line AND b.kind = 'handed_over' AND b.seq < x.seq
      AND NOT EXISTS (
        SELECT 1 FROM arrival a WHERE a.folio = b.folio AND a.line = b.line AND a.kind = 'still_here'
          AND a.seq > b.seq AND a.seq < x.seq)) THEN 1 ELSE 0 END AS is_later
  FROM disposal x JOIN item i ON i.folio = x.folio AND i.line = x.line WHERE x.ledger = :ledger) moved
GROUP BY site, kind, is_later
UNION ALL
SELECT i.site, 'voided', count(*) FROM void v JOIN item i ON i.folio = v.folio WHERE v.ledger = :ledger GROUP BY i.site
UNION ALL
SELECT i.site, CASE a.kind WHEN 'still_here' THEN 'came_back' ELSE 'lost' END, count(*)
FROM arrival a JOIN item i ON i.folio = a.folio AND i.line = a.line
WHERE a.ledger = :ledger AND a.kind IN ('still_here', 'lost') GROUP BY i.site, a.kind
""")
"""What the entries say; of what had been handed over before, nothing leaves custody again: it is `later_destroyed` or
`later_kept`, where it was taken to.
"""

_STATUSES = text("SELECT site, status, count(*) AS n FROM item WHERE ledger = :ledger GROUP BY site, status")
"""Where each item is now, by its status."""

_VOUCHERS = text("""
SELECT w.site, CASE WHEN p.folio IS NOT NULL THEN 'paid' WHEN d.status = 'voucher' THEN 'open'
       WHEN d.status IN ('voided', 'returned') THEN 'withdrawn' ELSE 'unsettled' END AS ended,
       count(*) AS n, sum(w.amount_minor) AS minor
FROM voucher w JOIN drop_off d ON d.folio = w.folio LEFT JOIN payout p ON p.folio = w.folio
WHERE w.ledger = :ledger GROUP BY 1, 2
""")
_FORMS = text("""
SELECT site, 'reserved' AS state, count(*) AS n FROM blank_form WHERE ledger = :ledger GROUP BY site
UNION ALL
SELECT site, state, count(*) FROM blank_form WHERE ledger = :ledger AND state <> 'typed_in' GROUP BY site, state
UNION ALL
SELECT b.site, 'typed_in', count(*) FROM blank_form b JOIN drop_off d ON d.folio = b.folio
WHERE b.ledger = :ledger GROUP BY b.site
""")
"""A form is typed in where there is a drop-off with its folio."""
_FOLIOS = text("""
SELECT site, count(*) AS n FROM drop_off WHERE ledger = :ledger AND form_seq = 0 GROUP BY site
""")


@dataclass(frozen=True, slots=True)
class Vouchers(OfRow):
    """Vouchers of one site that ended in one way, and what they promise together."""

    site: str
    ended: VoucherEnd
    number: int
    mxn: Money


@dataclass(frozen=True, slots=True)
class Ever:
    """Numbers since the ledger was opened, by site and flow, or status, or state; `folios` are those of no blank form."""

    flows: dict[tuple[str, Flow | Later], int]
    statuses: dict[tuple[str, str], int]
    vouchers: tuple[Vouchers, ...]
    forms: dict[tuple[str, str], int]
    folios: dict[str, int]


def ever(db: Db) -> Ever:
    """All of it, out of one snapshot; as many rows are kept as there are sites."""
    of = {"ledger": db.ledger}
    run = db.connection.execute
    return Ever(
        flows={(row.site, row.flow): row.n for row in run(_FLOWS, of)},
        statuses={(row.site, row.status): row.n for row in run(_STATUSES, of)},
        vouchers=tuple(
            Vouchers(row.site, row.ended, row.n, Money(int(row.minor))) for row in run(_VOUCHERS, of)
        ),
        forms={(row.site, row.state): row.n for row in run(_FORMS, of)},
        folios={row.site: row.n for row in run(_FOLIOS, of)},
    )


@dataclass(frozen=True, slots=True)
class Counted(OfRow):
    """How many rows there are of a name, and how many centavos they come to."""

    name: str
    number: int
    minor: int


_COUNTED = text("""
SELECT 'items' AS name, count(*) AS n, coalesce(sum(amount_minor), 0) AS minor FROM item WHERE ledger = :ledger
UNION ALL
SELECT 'PaidOut', count(*), coalesce(sum(amount_minor), 0) FROM payout WHERE ledger = :ledger
UNION ALL
SELECT 'VoucherIssued', count(*), coalesce(sum(amount_minor), 0) FROM voucher WHERE ledger = :ledger
UNION ALL
SELECT 'Voided', count(*), coalesce(sum(recovered_minor), 0) FROM void WHERE ledger = :ledger
UNION ALL
SELECT kind, count(*), sum(amount_minor) FROM cash
WHERE ledger = :ledger AND kind IN ('float', 'top_up', 'return') GROUP BY kind
""")


def counted(db: Db) -> tuple[Counted, ...]:
    """The totals that anybody can take from the log and from the files, as the ledger's tables have them: of facts by
    their kind, of movements of cash by theirs, and of all items.
    """
    found = db.connection.execute(_COUNTED, {"ledger": db.ledger})
    return tuple(Counted(row.name, row.n, int(row.minor)) for row in found)


def statuses(db: Db) -> dict[str, int]:
    """How many items are where now, at all sites, by their status."""
    found: Counter[str] = Counter()
    for row in db.connection.execute(_STATUSES, {"ledger": db.ledger}):
        found[row.status] += row.n
    return dict(found)
