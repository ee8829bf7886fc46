"""What is in custody: item by item, how old, and how much of what."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Row, text

from buyback import errors
from buyback.folios import item_id
from buyback.rules import ItemStatus
from buyback.store.engine import Db
from buyback.store.serials import serial_key
from buyback.store.views.drop_offs import AFTER_TEXT, ITEM, ItemView, item_view


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which items a list shows: a status, and for an age the items taken in at least `older_than_days` before `today`."""

    today: date
    status: ItemStatus = "held"
    site: str = ""
    older_than_days: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class StatusCount:
    """Lines (each with its own tag) and pieces of one status."""

    status: ItemStatus
    items: int
    pieces: int


@dataclass(frozen=True, slots=True)
class UsedAct:
    """An act that was used: its number, by which kind of disposal, when, where and before whom."""

    number: str
    kind: str
    business_on: date
    place: str
    witnesses: str
    method: str
    receiver: str


def shelf(db: Db, chosen: Shelf, *, limit: int = 500, after: ItemView | None = None) -> tuple[ItemView, ...]:
    """The items of a status, the oldest first; with `after`, those that follow it."""
    where, values = _where(chosen)
    if after is not None:
        where += " AND (i.business_on, i.folio, i.line) > (:after_day, :after_folio, :after_line)"
        values |= {
            "after_day": after.business_on.isoformat(),
            "after_folio": after.folio,
            "after_line": after.line,
        }
    values |= {"ledger": db.ledger, "limit": limit}
    found = db.connection.execute(
        text(f"{ITEM} WHERE i.ledger = :ledger{where} ORDER BY i.business_on, i.folio, i.line LIMIT :limit"),
        values,
    )
    return tuple(item_view(row) for row in found)


def _where(chosen: Shelf) -> tuple[str, dict[str, object]]:
    where, values = " AND i.status = :status", dict[str, object](status=chosen.status)
    if chosen.site:
        where += " AND i.site = :site"
        values["site"] = chosen.site
    if chosen.older_than_days:
        where += " AND i.business_on <= :last"
        values["last"] = (chosen.today - timedelta(days=chosen.older_than_days)).isoformat()
    folio, serial = "".join(chosen.words.upper().split()), serial_key(chosen.words)
    if folio:
        serials = " OR (i.serial_key >= :serial AND i.serial_key < :serial_end)" if serial else ""
        where += f" AND ((i.folio >= :folio AND i.folio < :folio_end){serials})"
        values |= {"folio": folio, "folio_end": folio + AFTER_TEXT}
        values |= {"serial": serial, "serial_end": serial + AFTER_TEXT} if serial else {}
    return where, values


def counts(db: Db, *, site: str = "") -> tuple[StatusCount, ...]:
    """How many items and pieces have each status."""
    found = db.connection.execute(
        text(
            "SELECT status, count(*) AS items, sum(quantity) AS pieces FROM item"
            " WHERE ledger = :ledger AND (:site = '' OR site = :site) GROUP BY status ORDER BY status"
        ),
        {"ledger": db.ledger, "site": site},
    )
    return tuple(StatusCount(row.status, row.items, int(row.pieces)) for row in found)


def item(db: Db, folio: str, line: int) -> ItemView:
    """One item; UnknownFolio or UnknownItem where there is none."""
    found = db.connection.execute(
        text(f"{ITEM} WHERE i.folio = :folio AND i.line = :line AND i.ledger = :ledger"),
        {"folio": folio, "line": line, "ledger": db.ledger},
    ).one_or_none()
    if found is not None:
        return item_view(found)
    lines = db.connection.scalar(
        text("SELECT count(*) FROM item WHERE folio = :folio AND ledger = :ledger"),
        {"folio": folio, "ledger": db.ledger},
    )
    if not lines:
        raise errors.UnknownFolio(folio=folio)
    raise errors.UnknownItem(
        folio=folio, line=line, lines=", ".join(item_id(folio, n + 1) for n in range(lines))
    )


_ACT = "SELECT d.act, d.kind, d.business_on, d.place, d.witnesses, d.method, d.receiver FROM disposal d"


def used_act(db: Db, number: str) -> UsedAct | None:
    """How an act number was used last, or None."""
    row = db.connection.execute(
        text(f"{_ACT} WHERE d.ledger = :ledger AND d.act = :act ORDER BY d.seq DESC LIMIT 1"),
        {"ledger": db.ledger, "act": number},
    ).one_or_none()
    return _used(row) if row else None


def last_act(
    db: Db, kind: str, site: str, *, since: date, after_hand_over: bool, is_cut: bool
) -> UsedAct | None:
    """The newest act of this kind over items of this site on or after that day, or None.

    `after_hand_over`: of those over items that had left the site before, which are another authority's acts.
    `is_cut`: of those that cut their items.
    """
    had_left, cuts = ("" if after_hand_over else "NOT "), (">" if is_cut else "=")
    row = db.connection.execute(
        text(
            f"{_ACT} JOIN item i ON i.folio = d.folio AND i.line = d.line"
            " WHERE d.ledger = :ledger AND d.kind = :kind AND i.site = :site AND d.business_on >= :since"
            f" AND d.cuts {cuts} 0 AND {had_left}EXISTS (SELECT 1 FROM disposal b"
            " WHERE b.folio = d.folio AND b.line = d.line AND b.seq < d.seq)"
            " ORDER BY d.business_on DESC, d.seq DESC LIMIT 1"
        ),
        {"ledger": db.ledger, "kind": kind, "site": site, "since": since.isoformat()},
    ).one_or_none()
    return _used(row) if row else None


def _used(row: Row[tuple[object, ...]]) -> UsedAct:
    day = date.fromisoformat(row.business_on)
    return UsedAct(row.act, row.kind, day, row.place, row.witnesses, row.method, row.receiver)
