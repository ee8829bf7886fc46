"""What is in custody: item by item, how old, and how much of what."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from sqlalchemy import Row

from buyback import errors, folios, names
from buyback.facts import Destroyed, HandedOver, Kept
from buyback.folios import item_id
from buyback.rules import ITEM_STATUSES, ItemStatus
from buyback.store.engine import Db
from buyback.store.fitting import OfRow, Unfit, once_each
from buyback.store.serials import AFTER_TEXT, serial_span
from buyback.store.statements import text
from buyback.store.views import drop_offs, log
from buyback.store.views.drop_offs import ITEM, ItemView, item_view

_Values = dict[str, object]

ShelfStatus: TypeAlias = ItemStatus | Literal["not_confirmed", "not_received"]
SHELF_STATUSES: tuple[ShelfStatus, ...] = (*ITEM_STATUSES, "not_confirmed", "not_received")
"""What a list may show: a status of items, or what waits for its receiver's word, or what did not arrive."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which items a list shows: a status, and for an age the items taken in at least `older_than_days` before `today`.

    `words` is a folio's beginning or a serial's, also of one that was corrected since, or a folio's number, with or
    without zeros and check character.
    """

    today: date
    status: ShelfStatus = "held"
    site: str = ""
    older_than_days: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class StatusCount(OfRow):
    """Lines (each with its own tag) and pieces of one status; of the items, those that wait for their receiver's word
    and those that did not arrive."""

    status: ItemStatus
    items: int
    pieces: int
    not_confirmed: int = 0
    not_received: int = 0


@dataclass(frozen=True, slots=True)
class UsedAct(OfRow):
    """An act that was used: its number, by which kind of disposal, when, where and before whom."""

    number: str
    kind: str
    business_on: date
    place: str
    witnesses: str
    method: str
    receiver: str


_INDEXED = "i.ledger = :ledger AND i.status = :status"
_UNINDEXED = "i.ledger || '' = :ledger AND i.status || '' = :status"


def shelf(db: Db, chosen: Shelf, *, limit: int = 500, after: ItemView | None = None) -> tuple[ItemView, ...]:
    """The items of a status, the oldest first; with `after`, those that follow it.

    What words find is listed by folio, the drop-off whose number they name before all others: many serials may begin
    with the same digits.
    """
    where, values = _where(chosen)
    indexed, unindexed, of_status = _of_status(chosen.status)
    values |= of_status | {"ledger": db.ledger, "limit": limit}
    if chosen.words.strip():
        return _searched(db, chosen.words, (indexed + where, unindexed + where), values, after)[:limit]
    if after is not None:
        where += " AND (i.business_on, i.folio, i.line) > (:after_day, :after_folio, :after_line)"
        values["after_day"] = after.business_on.isoformat()
        values |= {"after_folio": after.folio, "after_line": after.line}
    found = db.connection.execute(
        text(f"{ITEM} WHERE {indexed}{where} ORDER BY i.business_on, i.folio, i.line LIMIT :limit"), values
    )
    listed = tuple(item_view(row) for row in found)
    once_each(item.id for item in listed)
    return listed


_FOLIO_FITS = "i.folio BETWEEN :low AND :high"
_SERIAL_FITS = "i.serial_key BETWEEN :low AND :high"
_SERIAL_FITTED = "(i.folio, i.line) IN (SELECT k.folio, k.line FROM correction k WHERE k.was_serial_key BETWEEN :low AND :high)"


def _searched(
    db: Db, words: str, where: tuple[str, str], values: _Values, after: ItemView | None
) -> tuple[ItemView, ...]:
    """Those of the folio that is sought; then those whose folio, or serial now or before, begins with the words.

    `where` is the list's condition, by the index of the status and without it.
    """
    indexed, unindexed = where
    sought = folios.sought(words, db.ledger)
    first: tuple[ItemView, ...] = ()
    if sought:
        values = values | {"sought": sought}
        if after is None or after.folio == sought:
            first = _by_folio(db, f"{indexed} AND i.folio = :sought", values, after)
            after = None
        indexed, unindexed = (f"{one} AND i.folio <> :sought" for one in where)
    folio, serials = "".join(words.upper().split()), serial_span(words)
    begun: dict[tuple[str, int], ItemView] = {}
    for listed, fits, span in (
        (indexed, _FOLIO_FITS, (folio, folio + AFTER_TEXT) if folios.spans(folio, db.ledger) else None),
        (unindexed, _SERIAL_FITS, serials),
        (unindexed, _SERIAL_FITTED, serials),
    ):
        if span is not None:
            bounds = {"low": span[0], "high": span[1]}
            found = _by_folio(db, f"{listed} AND {fits}", values | bounds, after)
            begun |= {(item.folio, item.line): item for item in found}
    return (*first, *(begun[name] for name in sorted(begun)))


def _by_folio(db: Db, where: str, values: _Values, after: ItemView | None) -> tuple[ItemView, ...]:
    if after is not None:
        where += " AND (i.folio, i.line) > (:after_folio, :after_line)"
        values = values | {"after_folio": after.folio, "after_line": after.line}
    names = f"SELECT i.folio, i.line FROM item i WHERE {where} ORDER BY i.folio, i.line LIMIT :limit"
    found = db.connection.execute(
        text(f"{ITEM} WHERE (i.folio, i.line) IN ({names}) ORDER BY i.folio, i.line"), values
    )
    return tuple(item_view(row) for row in found)


def _where(chosen: Shelf) -> tuple[str, _Values]:
    """What a list is narrowed to beside the status."""
    where, values = "", _Values()
    if chosen.site:
        where += " AND i.site = :site"
        values["site"] = chosen.site
    if chosen.older_than_days:
        where += " AND i.business_on <= :last"
        values["last"] = (chosen.today - timedelta(days=chosen.older_than_days)).isoformat()
    return where, values


def _of_status(status: ShelfStatus) -> tuple[str, str, _Values]:
    """The status as a condition, by its index and without it, and the values.

    A search that begins elsewhere needs the other: SQLite keeps no figures and would walk through the whole status.
    """
    if status == "not_received":  # these have an index of their own, and are few
        missing = "i.ledger = :ledger AND i.arrival = 'not_received'"
        return missing, missing, {}
    sent = " AND i.arrival = 'sent'" if status == "not_confirmed" else ""
    return _INDEXED + sent, _UNINDEXED + sent, {"status": "handed_over" if sent else status}


def counts(db: Db, *, site: str = "") -> tuple[StatusCount, ...]:
    """How many items and pieces have each status."""
    found = db.connection.execute(
        text(
            "SELECT status, count(*) AS items, sum(quantity) AS pieces,"
            " sum(CASE WHEN status = 'handed_over' AND arrival = 'sent' THEN 1 ELSE 0 END) AS not_confirmed,"
            " sum(CASE WHEN arrival = 'not_received' THEN 1 ELSE 0 END) AS not_received"
            " FROM item WHERE ledger = :ledger AND (:site = '' OR site = :site) GROUP BY status ORDER BY status"
        ),
        {"ledger": db.ledger, "site": site},
    )
    return tuple(
        StatusCount(row.status, row.items, int(row.pieces), int(row.not_confirmed), int(row.not_received))
        for row in found
    )


def item(db: Db, folio: str, line: int) -> ItemView:
    """One item; UnknownFolio or UnknownItem where there is none."""
    found = db.connection.execute(
        text(f"{ITEM} WHERE i.folio = :folio AND i.line = :line AND i.ledger = :ledger"),
        {"folio": folio, "line": line, "ledger": db.ledger},
    ).one_or_none()
    if found is not None:
        return item_view(found)
    names = [one.id for one in drop_offs.state(db, folio).items]
    if line in (sealed.number for sealed in drop_offs.sealed(db, folio).lines):
        raise Unfit(f"item {item_id(folio, line)}")
    raise errors.UnknownItem(folio=folio, line=line, lines=", ".join(names))


_ACT = "SELECT d.act, d.kind, d.business_on, d.place, d.witnesses, d.method, d.receiver FROM disposal d"


def act(db: Db, number: str) -> Destroyed | Kept | HandedOver | None:
    """The last entry of the act with this number, however it is written; None where it was not used."""
    seq = db.connection.scalar(
        text("SELECT seq FROM disposal WHERE ledger = :ledger AND act_key = :key ORDER BY seq DESC LIMIT 1"),
        {"ledger": db.ledger, "key": names.act_key(number)},
    )
    if seq is None:
        return None
    fact = log.entry(db, seq).fact
    if not isinstance(fact, Destroyed | Kept | HandedOver):
        raise Unfit(f"seq = {seq}")
    return fact


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
