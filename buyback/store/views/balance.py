"""What a site's day moved: items into and out of custody, folios, vouchers, payments; and what the day's entries come to."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from buyback import folios
from buyback.folios import item_id
from buyback.money import USD, Money
from buyback.store.engine import Db
from buyback.store.fitting import OfRow
from buyback.store.statements import text
from buyback.store.views.close import Close
from buyback.store.views.totals import PAID_AT

Flow: TypeAlias = Literal[
    "received", "came_back", "destroyed", "kept", "handed_over", "returned", "voided", "lost"
]
"""How an item comes to a site's custody or leaves it, which is not where it is now: what is handed over may be destroyed
later. `lost` is what had left by a hand-over before.
"""

_AT_SITE = "site || '' = :site"
"""Of a day's drop-offs, found by the index of days: SQLite keeps no figures and would walk through all of a site's."""


@dataclass(frozen=True, slots=True)
class DayTotals(OfRow):
    """What was taken in at a site on a day and is neither returned nor voided, what its box paid, what it promised."""

    drop_offs: int
    items: int
    valued: Money
    usd: Money
    paid: Money
    vouchers: Money


@dataclass(frozen=True, slots=True)
class Flows:
    """The items of a site that moved on some days: how many were received, and by each other flow which tags."""

    received: int
    tags: dict[Flow, tuple[str, ...]]

    def number(self, flow: Flow) -> int:
        return self.received if flow == "received" else len(self.tags.get(flow, ()))

    @property
    def net(self) -> int:
        """By how much custody grew."""
        left: tuple[Flow, ...] = ("destroyed", "kept", "handed_over", "returned", "voided")
        return self.received + self.number("came_back") - sum(map(self.number, left))


@dataclass(frozen=True, slots=True)
class FolioRun(OfRow):
    """The folios that a site's day gave out, apart from those of blank forms; `missing` lie between and are nobody's."""

    number: int
    first: str
    last: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoucherOfDay:
    """A voucher of a site: whether the day's period gave it out, and what became of it in it (withdrawn: its drop-off was
    voided, or returned).

    `fits`: the status of its drop-off is what the entries about it say.
    """

    folio: str
    amount: Money
    is_new: bool
    ended: Literal["", "paid", "withdrawn"]
    fits: bool
    is_expired: bool


def totals(db: Db, site: str, day: date) -> DayTotals:
    """What the site's day comes to, as the ledger stands."""
    of = {"ledger": db.ledger, "site": site, "day": day.isoformat()}
    taken = db.connection.execute(
        text(
            "SELECT count(*) AS n, coalesce(sum(total_minor), 0) AS minor, coalesce(sum(total_cents), 0) AS cents"
            f" FROM drop_off WHERE ledger = :ledger AND business_on = :day AND {_AT_SITE}"
            " AND status NOT IN ('returned', 'voided')"
        ),
        of,
    ).one()
    items = db.connection.scalar(
        text(
            "SELECT count(*) FROM item i JOIN drop_off d ON d.folio = i.folio WHERE i.ledger = :ledger"
            " AND i.business_on = :day AND i.site = :site AND d.status NOT IN ('returned', 'voided')"
        ),
        of,
    )
    paid = db.connection.scalar(
        text(
            "SELECT coalesce(sum(p.amount_minor), 0) FROM payout p JOIN drop_off d ON d.folio = p.folio"
            f" WHERE p.ledger = :ledger AND p.business_on = :day AND {PAID_AT} = :site"
        ),
        of,
    )
    promised = db.connection.scalar(
        text(
            "SELECT coalesce(sum(amount_minor), 0) FROM voucher"
            " WHERE ledger = :ledger AND business_on = :day AND site = :site"
        ),
        of,
    )
    return DayTotals(
        drop_offs=taken.n,
        items=items or 0,
        valued=Money(int(taken.minor)),
        usd=Money(int(taken.cents), USD),
        paid=Money(int(paid or 0)),
        vouchers=Money(int(promised or 0)),
    )


# --- items ------------------------------------------------------------------------------------------------------------


_ENDED = """
SELECT x.kind, x.folio, x.line FROM disposal x JOIN item i ON i.folio = x.folio AND i.line = x.line
WHERE x.ledger = :ledger AND x.business_on > :after AND x.business_on <= :last AND i.site = :site
  AND NOT EXISTS (
    SELECT 1 FROM disposal b WHERE b.folio = x.folio AND b.line = x.line AND b.kind = 'handed_over' AND b.seq < x.seq
      AND NOT EXISTS (
        SELECT 1 FROM arrival a WHERE a.folio = b.folio AND a.line = b.line AND a.kind = 'still_here'
          AND a.seq > b.seq AND a.seq < x.seq))
UNION ALL
SELECT 'voided', i.folio, i.line FROM void v JOIN item i ON i.folio = v.folio
WHERE v.ledger = :ledger AND v.business_on > :after AND v.business_on <= :last AND i.site = :site
UNION ALL
SELECT CASE a.kind WHEN 'still_here' THEN 'came_back' ELSE 'lost' END, a.folio, a.line
FROM arrival a JOIN item i ON i.folio = a.folio AND i.line = a.line
WHERE a.ledger = :ledger AND a.business_on > :after AND a.business_on <= :last AND i.site = :site
  AND a.kind IN ('still_here', 'lost')
ORDER BY 2, 3
"""
"""What left custody: of what had been handed over before, nothing leaves it again."""


def flows(db: Db, site: str, *, after: date, last: date) -> Flows:
    """The items of the site that moved after one day and until another, that one included."""
    of = {"ledger": db.ledger, "site": site, "after": after.isoformat(), "last": last.isoformat()}
    received = db.connection.scalar(
        text(
            "SELECT count(*) FROM item WHERE ledger = :ledger AND business_on > :after AND business_on <= :last"
            " AND site = :site"
        ),
        of,
    )
    tags: dict[Flow, list[str]] = {}
    for row in db.connection.execute(text(_ENDED), of):
        tags.setdefault(row.kind, []).append(item_id(row.folio, row.line))
    return Flows(received or 0, {flow: tuple(found) for flow, found in tags.items()})


def held(db: Db, site: str) -> int:
    """How many items of the site are held now, by the status of each."""
    found = db.connection.scalar(
        text("SELECT count(*) FROM item WHERE ledger = :ledger AND status = 'held' AND site = :site"),
        {"ledger": db.ledger, "site": site},
    )
    return found or 0


_STRAY = """
SELECT i.folio, i.line FROM item i WHERE i.ledger = :ledger AND i.site = :site
  AND i.business_on <= :last
  AND (i.status = 'held') = EXISTS (
    SELECT 1 FROM disposal x WHERE x.folio = i.folio AND x.line = i.line AND x.seq = i.status_seq
    UNION ALL SELECT 1 FROM void v WHERE v.folio = i.folio AND v.seq = i.status_seq
    UNION ALL SELECT 1 FROM arrival a WHERE a.folio = i.folio AND a.line = i.line AND a.seq = i.status_seq
      AND a.kind = 'lost')
ORDER BY i.folio, i.line LIMIT 200
"""


def moved_after(db: Db, site: str, day: date) -> bool:
    """Whether anything of the site was taken in or left custody after the day; one row is looked for."""
    found = db.connection.execute(
        text(
            "SELECT 1 FROM item WHERE ledger = :ledger AND business_on > :day AND site = :site"
            " UNION ALL SELECT 1 FROM disposal x JOIN item i ON i.folio = x.folio AND i.line = x.line"
            " WHERE x.ledger = :ledger AND x.business_on > :day AND i.site = :site"
            " UNION ALL SELECT 1 FROM void v JOIN drop_off d ON d.folio = v.folio"
            " WHERE v.ledger = :ledger AND v.business_on > :day AND d.site = :site"
            " UNION ALL SELECT 1 FROM arrival a JOIN item i ON i.folio = a.folio AND i.line = a.line"
            " WHERE a.ledger = :ledger AND a.business_on > :day AND i.site = :site LIMIT 1"
        ),
        {"ledger": db.ledger, "site": site, "day": day.isoformat()},
    )
    return found.first() is not None


def stray(db: Db, site: str, last: date) -> tuple[str, ...]:
    """Tags taken in until this day whose status is not what an entry made it: held and disposed of, or neither."""
    of = {"ledger": db.ledger, "site": site, "last": last.isoformat()}
    return tuple(item_id(row.folio, row.line) for row in db.connection.execute(text(_STRAY), of))


_MISSING = """
SELECT folio, line FROM item
WHERE ledger = :ledger AND arrival = 'not_received' AND site = :site AND arrival_on <= :day
UNION
SELECT a.folio, a.line FROM arrival a JOIN item i ON i.folio = a.folio AND i.line = a.line
WHERE a.ledger = :ledger AND a.business_on > :day AND a.kind IN ('arrived', 'still_here', 'lost') AND i.site = :site
  AND EXISTS (
    SELECT 1 FROM arrival b WHERE b.folio = a.folio AND b.line = a.line AND b.kind = 'not_received' AND b.seq < a.seq
      AND b.business_on <= :day AND NOT EXISTS (
        SELECT 1 FROM arrival c WHERE c.folio = b.folio AND c.line = b.line AND c.seq > b.seq AND c.seq < a.seq
          AND c.kind IN ('arrived', 'still_here', 'lost')))
ORDER BY 1, 2
"""
"""Those that are missing now, and those of which somebody said only later what became of them."""


def not_received(db: Db, site: str, day: date) -> tuple[str, ...]:
    """Tags of the site that their receiver had not got by the end of the day, found since or not."""
    found = db.connection.execute(text(_MISSING), {"ledger": db.ledger, "site": site, "day": day.isoformat()})
    return tuple(item_id(row.folio, row.line) for row in found)


# --- money ------------------------------------------------------------------------------------------------------------


def paid_otherwise(db: Db, site: str, day: date) -> tuple[tuple[str, Money], ...]:
    """Folios for which the site paid another amount on the day than their items come to, with how much more."""
    found = db.connection.execute(
        text(
            "SELECT p.folio, p.amount_minor - d.total_minor AS more FROM payout p JOIN drop_off d ON d.folio = p.folio"
            f" WHERE p.ledger = :ledger AND p.business_on = :day AND {PAID_AT} = :site"
            " AND p.amount_minor <> d.total_minor ORDER BY p.folio"
        ),
        {"ledger": db.ledger, "site": site, "day": day.isoformat()},
    )
    return tuple((row.folio, Money(row.more)) for row in found)


def recovered(db: Db, site: str, day: date) -> tuple[str, ...]:
    """Folios whose voids brought cash back to the site's box on the day."""
    found = db.connection.scalars(
        text(
            "SELECT folio FROM void WHERE ledger = :ledger AND business_on = :day AND site = :site"
            " AND recovered_minor > 0 ORDER BY seq"
        ),
        {"ledger": db.ledger, "site": site, "day": day.isoformat()},
    )
    return tuple(found)


def not_recovered(db: Db, site: str, day: date) -> tuple[tuple[str, Money], ...]:
    """Folios voided at the site on the day whose payment came back not at all or in part, with what did not."""
    found = db.connection.execute(
        text(
            "SELECT folio, paid_minor - recovered_minor AS minor FROM void WHERE ledger = :ledger"
            " AND business_on = :day AND site = :site AND paid_minor > recovered_minor ORDER BY seq"
        ),
        {"ledger": db.ledger, "site": site, "day": day.isoformat()},
    )
    return tuple((row.folio, Money(row.minor)) for row in found)


def recorded_differences(db: Db, site: str, day: date) -> tuple[int, ...]:
    """The entries that recorded a difference of the site's box on the day."""
    found = db.connection.scalars(
        text(
            "SELECT seq FROM cash WHERE ledger = :ledger AND site = :site AND business_on = :day"
            " AND kind = 'difference' ORDER BY seq"
        ),
        {"ledger": db.ledger, "site": site, "day": day.isoformat()},
    )
    return tuple(found)


# --- papers -----------------------------------------------------------------------------------------------------------


def folio_run(db: Db, site: str, day: date) -> FolioRun:
    """The folios of the site's day, and whether the ledger's numbers between them are all accounted for.

    Between two of them lie those of other sites; each belongs to a drop-off or to a blank form.
    """
    of: dict[str, Any] = {"ledger": db.ledger, "site": site, "day": day.isoformat()}
    run = db.connection.execute(
        text(
            "SELECT count(*) AS n, coalesce(min(number), 0) AS first, coalesce(max(number), 0) AS last FROM drop_off"
            f" WHERE ledger = :ledger AND business_on = :day AND {_AT_SITE} AND form_seq = 0"
        ),
        of,
    ).one()
    if not run.n:
        return FolioRun(0, "", "", ())
    given = db.connection.scalars(
        text(
            "SELECT number FROM drop_off WHERE ledger = :ledger AND number BETWEEN :first AND :last"
            " UNION SELECT number FROM blank_form WHERE ledger = :ledger AND number BETWEEN :first AND :last"
        ),
        of | {"first": run.first, "last": run.last},
    )
    missing = sorted(set(range(run.first, run.last + 1)) - set(given))
    named = tuple(folios.make(db.ledger, number) for number in missing)
    return FolioRun(run.n, folios.make(db.ledger, run.first), folios.make(db.ledger, run.last), named)


def unpaid(db: Db, site: str, day: date, close: Close | None) -> tuple[str, ...]:
    """Folios of the day that were owed at its end, with nothing in the giver's hand but the receipt."""
    found = db.connection.execute(
        text(
            "SELECT d.folio, d.status, d.settled_on, p.seq AS paid_seq, v.seq AS void_seq FROM drop_off d"
            " LEFT JOIN payout p ON p.folio = d.folio LEFT JOIN void v ON v.folio = d.folio"
            f" WHERE d.ledger = :ledger AND d.business_on = :day AND d.{_AT_SITE} AND d.settlement = 'later'"
            " AND d.total_minor > 0 ORDER BY d.number"
        ),
        {"ledger": db.ledger, "site": site, "day": day.isoformat()},
    )
    return tuple(
        row.folio
        for row in found
        if row.status == "owed" or not _was_by(row.paid_seq or row.void_seq or 0, row.settled_on, day, close)
    )


_VOUCHERS = """
SELECT v.folio, v.business_on, v.expires_on, v.amount_minor, d.status, d.settled_on,
       p.seq AS paid_seq, p.business_on AS paid_on, x.seq AS void_seq,
       (SELECT min(r.seq) FROM disposal r WHERE r.folio = v.folio AND r.kind = 'returned') AS return_seq
FROM voucher v JOIN drop_off d ON d.folio = v.folio
LEFT JOIN payout p ON p.folio = v.folio LEFT JOIN void x ON x.folio = v.folio
WHERE v.ledger = :ledger AND v.site = :site AND v.business_on <= :day ORDER BY v.expires_on, v.folio
"""


def vouchers(
    db: Db, site: str, day: date, *, after: date, before: Close | None, close: Close | None
) -> tuple[VoucherOfDay, ...]:
    """The vouchers of the site that were open after the day `after`, or given out since and until the day.

    One may be paid at another site when its own has closed: what happened after a close belongs to the next day. None ends
    before the day on which it was given out, whatever the clock said.
    """
    found = db.connection.execute(
        text(_VOUCHERS), {"ledger": db.ledger, "site": site, "day": day.isoformat()}
    )
    listed = []
    for row in found:
        ended_seq = row.paid_seq or row.void_seq or row.return_seq
        ended_on = row.paid_on if row.paid_seq else row.settled_on
        is_new = row.business_on > after.isoformat()
        if ended_seq and not is_new and _was_by(ended_seq, ended_on, after, before):
            continue
        ended = _was_by(ended_seq, ended_on, day, close) if ended_seq else False
        listed.append(
            VoucherOfDay(
                folio=row.folio,
                amount=Money(row.amount_minor),
                is_new=is_new,
                ended=("paid" if row.paid_seq else "withdrawn") if ended else "",
                fits=(row.status == "voucher") == (ended_seq is None),
                is_expired=not ended and row.expires_on < day.isoformat(),
            )
        )
    return tuple(listed)


def _was_by(seq: int, on: str, day: date, close: Close | None) -> bool:
    """Whether the entry belongs to the day or an earlier one: before the close, where the day is closed."""
    return bool(on) and on <= day.isoformat() and (close is None or seq < close.checkpoint.seq)
