"""What is in custody: item by item, how old, and how much of what."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import text

from buyback import errors
from buyback.folios import item_id
from buyback.rules import ItemStatus
from buyback.store.engine import Db
from buyback.store.projections import serial_key
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
    """An act number that was used: by which kind of disposal, when, where and before whom."""

    kind: str
    business_on: date
    place: str
    witnesses: str
    method: str
    receiver: str


def shelf(db: Db, chosen: Shelf, *, limit: int = 500, offset: int = 0) -> tuple[ItemView, ...]:
    """The items of a status, the oldest first."""
    last = chosen.today - timedelta(days=chosen.older_than_days)
    folio_start, serial_start = "".join(chosen.words.upper().split()), serial_key(chosen.words)
    found = db.connection.execute(
        text(
            f"{ITEM} WHERE i.ledger = :ledger AND i.status = :status AND (:site = '' OR i.site = :site)"
            " AND i.business_on <= :last AND (:folio = '' OR (i.folio >= :folio AND i.folio < :folio_end)"
            " OR (:serial <> '' AND i.serial_key >= :serial AND i.serial_key < :serial_end))"
            " ORDER BY i.business_on, i.folio, i.line LIMIT :limit OFFSET :offset"
        ),
        {
            "ledger": db.ledger,
            "status": chosen.status,
            "site": chosen.site,
            "last": last.isoformat(),
            "folio": folio_start,
            "folio_end": folio_start + AFTER_TEXT,
            "serial": serial_start,
            "serial_end": serial_start + AFTER_TEXT,
            "limit": limit,
            "offset": offset,
        },
    )
    return tuple(item_view(row) for row in found)


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


def used_act(db: Db, number: str) -> UsedAct | None:
    """How an act number was used last, or None."""
    row = db.connection.execute(
        text(
            "SELECT kind, business_on, place, witnesses, method, receiver FROM disposal"
            " WHERE ledger = :ledger AND act = :act ORDER BY seq DESC LIMIT 1"
        ),
        {"ledger": db.ledger, "act": number},
    ).one_or_none()
    if row is None:
        return None
    return UsedAct(
        row.kind, date.fromisoformat(row.business_on), row.place, row.witnesses, row.method, row.receiver
    )
