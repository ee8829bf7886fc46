"""What is in custody: item by item, how old, and how much of what."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Row, text

from buyback import errors, folios, names
from buyback.facts import Destroyed, HandedOver, Kept
from buyback.folios import item_id
from buyback.rules import ItemStatus
from buyback.store.engine import Db
from buyback.store.fitting import OfRow, Unfit, once_each
from buyback.store.serials import AFTER_TEXT, serial_span
from buyback.store.views import drop_offs, log
from buyback.store.views.drop_offs import ITEM, ItemView, item_view

_Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which items a list shows: a status, and for an age the items taken in at least `older_than_days` before `today`.

    `words` is a folio's beginning or a serial's, or a folio's number, with or without zeros and check character.
    """

    today: date
    status: ItemStatus = "held"
    site: str = ""
    older_than_days: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class StatusCount(OfRow):
    """Lines (each with its own tag) and pieces of one status."""

    status: ItemStatus
    items: int
    pieces: int


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
"""The same, for a search that begins elsewhere: SQLite keeps no figures and would walk through the whole status."""


def shelf(db: Db, chosen: Shelf, *, limit: int = 500, after: ItemView | None = None) -> tuple[ItemView, ...]:
    """The items of a status, the oldest first; with `after`, those that follow it.

    What words find is listed by folio, the drop-off whose number they name before all others: many serials may begin
    with the same digits.
    """
    where, values = _where(chosen)
    values |= {"ledger": db.ledger, "limit": limit}
    if chosen.words.strip():
        return _searched(db, chosen.words, where, values, after)[:limit]
    if after is not None:
        where += " AND (i.business_on, i.folio, i.line) > (:after_day, :after_folio, :after_line)"
        values["after_day"] = after.business_on.isoformat()
        values |= {"after_folio": after.folio, "after_line": after.line}
    found = db.connection.execute(
        text(f"{ITEM} WHERE {_INDEXED}{where} ORDER BY i.business_on, i.folio, i.line LIMIT :limit"), values
    )
    listed = tuple(item_view(row) for row in found)
    once_each(item.id for item in listed)
    return listed


def _searched(
    db: Db, words: str, where: str, values: _Values, after: ItemView | None
) -> tuple[ItemView, ...]:
    """Those of the folio that is sought; then those whose folio, or serial, begins with the words."""
    sought = folios.sought(words, db.ledger)
    first: tuple[ItemView, ...] = ()
    if sought:
        values = values | {"sought": sought}
        if after is None or after.folio == sought:
            first = _by_folio(db, f"{_INDEXED}{where} AND i.folio = :sought", values, after)
            after = None
        where += " AND i.folio <> :sought"
    folio, serials = "".join(words.upper().split()), serial_span(words)
    begun: dict[tuple[str, int], ItemView] = {}
    for status, column, span in (
        (_INDEXED, "folio", (folio, folio + AFTER_TEXT) if folios.spans(folio, db.ledger) else None),
        (_UNINDEXED, "serial_key", serials),
    ):
        if span is not None:
            bounds = {"low": span[0], "high": span[1]}
            between = f"{status}{where} AND i.{column} BETWEEN :low AND :high"
            found = _by_folio(db, between, values | bounds, after)
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
    where, values = "", _Values(status=chosen.status)
    if chosen.site:
        where += " AND i.site = :site"
        values["site"] = chosen.site
    if chosen.older_than_days:
        where += " AND i.business_on <= :last"
        values["last"] = (chosen.today - timedelta(days=chosen.older_than_days)).isoformat()
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
