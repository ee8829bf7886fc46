"""Hand-overs from both sides: what was sent, what its receiver says of it, and what did not arrive."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row

from buyback.folios import item_id
from buyback.rules import counted
from buyback.store.engine import Db
from buyback.store.fitting import OfRow
from buyback.store.serials import serial_key
from buyback.store.statements import text
from buyback.store.views.arrivals import Told, told_view
from buyback.store.views.drop_offs import ITEM, ItemView, item_view

COUNTED = ("items", "not_confirmed", "confirmed", "not_received", "still_here", "lost", "ended")
"""The fields of a HandOver that are numbers of its items."""
_MOST_CARRIERS = 5


@dataclass(frozen=True, slots=True)
class HandOver(OfRow):
    """One act of hand-over and where it stands, in items.

    items = not_confirmed + confirmed + not_received + still_here + lost + ended. `ended`: destroyed or kept by another
    act before its receiver confirmed them. `since`: the oldest day on which something was not received, None where
    nothing is missing. `differs`: serials that were read again and are not those of the ledger.
    """

    act: str
    sent_on: date
    receiver: str
    place: str
    items: int
    not_confirmed: int
    confirmed: int
    not_received: int
    still_here: int
    lost: int
    ended: int
    since: date | None
    checked_on: date | None
    checked_by: str
    differs: int

    @property
    def is_open(self) -> bool:
        """Whether anything of it is waited for or looked for."""
        return self.not_confirmed + self.not_received > 0

    @property
    def standing(self) -> tuple[str, ...]:
        """How many of its items stand where, in the current language, what is missing first."""
        found = (
            ("not_received", self.not_received),
            ("lost", self.lost),
            ("sent", self.not_confirmed),
            ("confirmed", self.confirmed),
            ("still_here", self.still_here),
            ("ended", self.ended),
            ("differs", self.differs),
        )
        return tuple(counted(name, number) for name, number in found if number)


@dataclass(frozen=True, slots=True)
class Missing(OfRow):
    """An item that was handed over and not received, or is lost: since when, and by which act it was sent."""

    item: ItemView
    act: str
    receiver: str
    sent_on: date
    since: date
    reason: str
    approved_by: str
    seq: int


_LAST = (
    "a.seq = (SELECT max(b.seq) FROM arrival b WHERE b.folio = d.folio AND b.line = d.line AND b.act = d.act)"
)
_SELECT = f"""
SELECT d.act, min(d.business_on) AS sent_on, min(d.receiver) AS receiver, min(d.place) AS place, count(*) AS items,
       sum(CASE WHEN a.kind IS NULL AND i.status = 'handed_over' THEN 1 ELSE 0 END) AS not_confirmed,
       sum(CASE WHEN a.kind IN ('confirmed', 'arrived') THEN 1 ELSE 0 END) AS confirmed,
       sum(CASE WHEN a.kind = 'not_received' THEN 1 ELSE 0 END) AS not_received,
       sum(CASE WHEN a.kind = 'still_here' THEN 1 ELSE 0 END) AS still_here,
       sum(CASE WHEN a.kind = 'lost' THEN 1 ELSE 0 END) AS lost,
       sum(CASE WHEN a.kind IS NULL AND i.status <> 'handed_over' THEN 1 ELSE 0 END) AS ended,
       min(CASE WHEN a.kind = 'not_received' THEN a.business_on END) AS since
FROM disposal d
JOIN item i ON i.folio = d.folio AND i.line = d.line
LEFT JOIN arrival a ON a.folio = d.folio AND a.line = d.line AND {_LAST}
WHERE d.ledger = :ledger AND d.kind = 'handed_over'"""
_CHECKS = """
SELECT act, min(business_on) AS checked_on, min(recorded_by) AS checked_by, sum(differs) AS differs
FROM arrival WHERE ledger = :ledger AND kind IN ('confirmed', 'not_received') GROUP BY act
"""


def hand_overs(db: Db, *, site: str = "") -> tuple[HandOver, ...]:
    """Every act of hand-over, or those over items of one site; the first one first."""
    return _found(db, " AND i.site = :site" if site else "", {"site": site} if site else {})


def hand_over(db: Db, act: str) -> HandOver | None:
    """One act of hand-over, or None."""
    found = _found(db, " AND d.act = :act", {"act": act})
    return found[0] if found else None


def _found(db: Db, where: str, values: dict[str, str]) -> tuple[HandOver, ...]:
    checks = {row.act: row for row in db.connection.execute(text(_CHECKS), {"ledger": db.ledger})}
    rows = db.connection.execute(
        text(f"{_SELECT}{where} GROUP BY d.act ORDER BY min(d.seq)"), {"ledger": db.ledger, **values}
    )
    return tuple(_hand_over(row, checks.get(row.act)) for row in rows)


def _hand_over(row: Row[tuple[object, ...]], check: Row[tuple[object, ...]] | None) -> HandOver:
    return HandOver(
        act=row.act,
        sent_on=date.fromisoformat(row.sent_on),
        receiver=row.receiver,
        place=row.place,
        **{name: int(row._mapping[name]) for name in COUNTED},
        since=_day(row.since),
        checked_on=_day(check.checked_on) if check else None,
        checked_by=check.checked_by if check else "",
        differs=int(check.differs) if check else 0,
    )


_LAST_SENT = (
    "JOIN disposal h ON h.folio = i.folio AND h.line = i.line AND h.act = a.act AND h.kind = 'handed_over'"
)


def not_received(db: Db, *, site: str = "") -> tuple[Missing, ...]:
    """What was handed over and did not arrive, the longest missing first."""
    last = "a.seq = (SELECT max(b.seq) FROM arrival b WHERE b.folio = i.folio AND b.line = i.line)"
    return _missing(db, f"i.arrival = 'not_received' AND {last}", site)


def lost(db: Db, *, site: str = "") -> tuple[Missing, ...]:
    """What is lost, the longest first."""
    return _missing(db, "i.status = 'lost' AND a.kind = 'lost'", site)


def _missing(db: Db, where: str, site: str) -> tuple[Missing, ...]:
    select = (
        "h.act, h.receiver, h.business_on AS sent_on, a.business_on AS since, a.reason, a.approved_by, a.seq"
    )
    joined = f"JOIN arrival a ON a.folio = i.folio AND a.line = i.line {_LAST_SENT}"
    found = db.connection.execute(
        text(
            f"{ITEM.replace('AS settled', f'AS settled, {select}')} {joined}"
            f" WHERE i.ledger = :ledger AND (:site = '' OR i.site = :site) AND {where}"
            " ORDER BY a.business_on, i.folio, i.line"
        ),
        {"ledger": db.ledger, "site": site},
    )
    return tuple(_one_missing(row) for row in found)


def _one_missing(row: Row[tuple[object, ...]]) -> Missing:
    return Missing(
        item=item_view(row),
        act=row.act,
        receiver=row.receiver,
        sent_on=date.fromisoformat(row.sent_on),
        since=date.fromisoformat(row.since),
        reason=row.reason,
        approved_by=row.approved_by,
        seq=row.seq,
    )


def differing(db: Db, *, first: date, last: date, site: str = "") -> tuple[Told, ...]:
    """The serials that receivers read on these days and that are not the ledger's, in the order of the log."""
    found = db.connection.execute(
        text(
            "SELECT a.* FROM arrival a JOIN item i ON i.folio = a.folio AND i.line = a.line"
            " WHERE a.ledger = :ledger AND a.business_on BETWEEN :first AND :last AND a.differs = 1"
            " AND (:site = '' OR i.site = :site) ORDER BY a.seq, a.folio, a.line"
        ),
        {"ledger": db.ledger, "first": first.isoformat(), "last": last.isoformat(), "site": site},
    )
    return tuple(map(told_view, found))


def differing_of(db: Db, act: str) -> tuple[Told, ...]:
    """The same of one hand-over."""
    found = db.connection.execute(
        text(
            "SELECT * FROM arrival WHERE ledger = :ledger AND act = :act AND differs = 1 ORDER BY folio, line"
        ),
        {"ledger": db.ledger, "act": act},
    )
    return tuple(map(told_view, found))


def checked(db: Db, act: str) -> tuple[date, str] | None:
    """The day on which the receiver of this hand-over checked its list, and who recorded it; None if nobody has."""
    row = db.connection.execute(
        text(
            "SELECT business_on, recorded_by FROM arrival WHERE ledger = :ledger AND act = :act ORDER BY seq LIMIT 1"
        ),
        {"ledger": db.ledger, "act": act},
    ).first()
    return (date.fromisoformat(row.business_on), row.recorded_by) if row else None


def missing_act(db: Db, folio: str, line: int) -> str:
    """The act with which an item was sent that was not received; "" where it is not missing."""
    found: str | None = db.connection.scalar(
        text(
            "SELECT a.act FROM arrival a WHERE a.ledger = :ledger AND a.folio = :folio AND a.line = :line"
            " AND a.kind = 'not_received' ORDER BY a.seq DESC LIMIT 1"
        ),
        {"ledger": db.ledger, "folio": folio, "line": line},
    )
    return found or ""


def carriers(db: Db, serial: str, *, folio: str, line: int) -> tuple[str, ...]:
    """Up to five other items of the ledger that carry this serial, written any way, the newest first."""
    key = serial_key(serial)
    if not key:
        return ()
    found = db.connection.execute(
        text(
            "SELECT folio, line FROM item WHERE ledger || '' = :ledger AND serial_key = :key AND status <> 'voided'"
            " AND NOT (folio = :folio AND line = :line) ORDER BY business_on DESC, folio DESC, line LIMIT :most"
        ),
        {"ledger": db.ledger, "key": key, "folio": folio, "line": line, "most": _MOST_CARRIERS},
    )
    return tuple(item_id(row.folio, row.line) for row in found)


def _day(text_or_none: str | None) -> date | None:
    return date.fromisoformat(text_or_none) if text_or_none else None
