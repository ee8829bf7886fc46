"""Drop-offs: one as the rules need it, one whole with its history, many as a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, text

from buyback import errors
from buyback.chain import parse_utc
from buyback.facts import Condition, SerialStatus, Settlement
from buyback.folios import item_id
from buyback.i18n import language
from buyback.money import USD, Money, Rate
from buyback.rules import DropOffState, DropOffStatus, ItemState, ItemStatus
from buyback.store.engine import Db
from buyback.store.serials import serial_key

AFTER_TEXT = "\x7f"
"""Sorts after every letter and digit of a folio or serial: the end of a range of all that begin alike."""

SHORTEST_START = 3  # fewer letters are a whole serial: half of all serials may begin with one letter


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item, whole. `custody` and `cuts` are its class's, `settled` is how its drop-off stands."""

    folio: str
    line: int
    site: str
    business_on: date
    type_code: str
    name_es: str
    name_en: str
    class_code: str
    counts_as: str
    condition: Condition
    quantity: int
    unit: str
    amount: Money
    usd: Money
    valued_as: str
    valued_as_es: str | None
    valued_as_en: str | None
    donated: bool
    make: str
    model: str
    calibre: str
    serial: str
    serial_status: SerialStatus
    country: str
    marks: str
    note: str
    status: ItemStatus
    status_on: date
    custody: str
    cuts: int
    settled: DropOffStatus

    @property
    def id(self) -> str:
        return item_id(self.folio, self.line)

    @property
    def name(self) -> str:
        """The type's name in the current language."""
        return self.name_es if language() == "es" else self.name_en

    @property
    def valued_as_name(self) -> str:
        """The name of the row that it was valued as, in the current language; "" where it was not."""
        return (self.valued_as_es if language() == "es" else self.valued_as_en) or ""

    @property
    def state(self) -> ItemState:
        """The item as the rules see it."""
        what = (self.folio, self.line, self.type_code, self.name, self.quantity)
        return ItemState(*what, self.custody, self.cuts, self.status, self.status_on)


@dataclass(frozen=True, slots=True)
class Disposal:
    """What ended (or moved) an item's custody."""

    item: str
    seq: int
    kind: str
    act: str
    business_on: date
    recorded_at: datetime
    recorded_by: str
    method: str
    receiver: str
    place: str
    witnesses: str
    cuts: int


@dataclass(frozen=True, slots=True)
class Whole:
    """One drop-off with everything that is known of it; `entries` are the log numbers that tell its story."""

    folio: str
    seq: int
    draft_id: str
    site: str
    business_on: date
    received_at: datetime
    written_at: datetime | None
    received_by: str
    settlement: Settlement
    status: DropOffStatus
    settled_on: date | None
    settled_by: str
    reason: str
    approved_by: str
    status_reason: str
    total: Money
    usd: Money
    table_code: str
    table_seq: int
    rate: Rate
    rate_as_of: date
    rate_source: str
    recovered: Money | None
    items: tuple[ItemView, ...]
    disposals: tuple[Disposal, ...]
    entries: tuple[int, ...]


def state(db: Db, folio: str) -> DropOffState:
    """The drop-off as the rules see it; UnknownFolio where there is none."""
    row = db.connection.execute(
        text(
            "SELECT folio, site, status, total_minor, total_cents, settled_on, settled_by, status_reason"
            " FROM drop_off WHERE folio = :folio AND ledger = :ledger"
        ),
        {"folio": folio, "ledger": db.ledger},
    ).one_or_none()
    if row is None:
        raise errors.UnknownFolio(folio=folio)
    return DropOffState(
        folio=row.folio,
        site=row.site,
        status=row.status,
        total=Money(row.total_minor),
        usd=Money(row.total_cents, USD),
        items=tuple(item.state for item in items(db, folio)),
        settled_on=_day(row.settled_on),
        settled_by=row.settled_by,
        reason=row.status_reason,
    )


def by_draft(db: Db, draft_id: str) -> str | None:
    """The folio that the form with this draft id became, or None."""
    found: str | None = db.connection.scalar(
        text("SELECT folio FROM drop_off WHERE ledger = :ledger AND draft_id = :draft_id"),
        {"ledger": db.ledger, "draft_id": draft_id},
    )
    return found


ITEM = """
SELECT i.folio, i.line, i.site, i.business_on, i.type_code, r.name_es, r.name_en, i.class_code, i.counts_as,
       i.condition, i.quantity, i.unit, i.amount_minor, i.usd_cents, i.valued_as,
       v.name_es AS valued_as_es, v.name_en AS valued_as_en, i.donated, i.make, i.model,
       i.calibre, i.serial, i.serial_status, i.country, i.marks, i.note, i.status, i.status_on, c.custody, c.cuts,
       d.status AS settled
FROM item i
JOIN drop_off d ON d.folio = i.folio
JOIN payout_row r ON r.ledger = d.ledger AND r.table_seq = d.table_seq AND r.code = i.type_code
JOIN payout_class c ON c.ledger = d.ledger AND c.table_seq = d.table_seq AND c.code = i.class_code
LEFT JOIN payout_row v ON v.ledger = d.ledger AND v.table_seq = d.table_seq AND v.code = i.valued_as
"""


def items(db: Db, folio: str) -> tuple[ItemView, ...]:
    """The items of one drop-off, by line."""
    found = db.connection.execute(
        text(f"{ITEM} WHERE i.folio = :folio AND i.ledger = :ledger ORDER BY i.line"),
        {"folio": folio, "ledger": db.ledger},
    )
    return tuple(item_view(row) for row in found)


def item_view(row: Row[tuple[object, ...]]) -> ItemView:
    """A row of ITEM as a value."""
    return ItemView(
        **{name: value for name, value in row._mapping.items() if name not in ("amount_minor", "usd_cents")}
        | {
            "business_on": date.fromisoformat(row.business_on),
            "status_on": date.fromisoformat(row.status_on),
            "donated": bool(row.donated),
            "amount": Money(row.amount_minor),
            "usd": Money(row.usd_cents, USD),
        }
    )


def serials_seen(db: Db, serials: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each serial that was met before, written any way, up to five items that carry it, the newest first.

    Serials repeat, so this is a warning and never a reason to refuse.
    """
    keys = {serial: serial_key(serial) for serial in serials}
    names = {f"k{number}": key for number, key in enumerate(sorted(set(keys.values()) - {""}))}
    if not names:
        return {}
    found = db.connection.execute(
        text(
            "SELECT serial_key, folio, line FROM item WHERE ledger = :ledger AND status <> 'voided'"
            f" AND serial_key IN ({', '.join(f':{name}' for name in names)})"
            " ORDER BY business_on DESC, folio DESC, line LIMIT 500"
        ),
        {"ledger": db.ledger, **names},
    ).all()
    items: dict[str, list[str]] = {}
    for row in found:
        items.setdefault(row.serial_key, []).append(item_id(row.folio, row.line))
    return {serial: tuple(items[key][:5]) for serial, key in keys.items() if key in items}


def whole(db: Db, folio: str) -> Whole:
    """One drop-off with its items and its history; UnknownFolio where there is none."""
    row = db.connection.execute(
        text(
            "SELECT d.*, v.recovered_minor, v.seq AS void_seq, p.seq AS paid_seq FROM drop_off d"
            " LEFT JOIN void v ON v.folio = d.folio LEFT JOIN payout p ON p.folio = d.folio"
            " WHERE d.folio = :folio AND d.ledger = :ledger"
        ),
        {"folio": folio, "ledger": db.ledger},
    ).one_or_none()
    if row is None:
        raise errors.UnknownFolio(folio=folio)
    moves = disposals(db, folio)
    told = {row.seq, row.void_seq, row.paid_seq} | {move.seq for move in moves}
    return Whole(
        folio=row.folio,
        seq=row.seq,
        draft_id=row.draft_id,
        site=row.site,
        business_on=date.fromisoformat(row.business_on),
        received_at=parse_utc(row.received_at),
        written_at=parse_utc(row.written_at) if row.written_at else None,
        received_by=row.received_by,
        settlement=row.settlement,
        status=row.status,
        settled_on=_day(row.settled_on),
        settled_by=row.settled_by,
        reason=row.reason,
        approved_by=row.approved_by,
        status_reason=row.status_reason,
        total=Money(row.total_minor),
        usd=Money(row.total_cents, USD),
        table_code=row.table_code,
        table_seq=row.table_seq,
        rate=Rate.parse(row.mxn_per_usd),
        rate_as_of=date.fromisoformat(row.rate_as_of),
        rate_source=row.rate_source,
        recovered=None if row.recovered_minor is None else Money(row.recovered_minor),
        items=items(db, folio),
        disposals=moves,
        entries=tuple(sorted(seq for seq in told if seq)),
    )


def disposals(db: Db, folio: str) -> tuple[Disposal, ...]:
    """What became of a drop-off's items, in the order of the log."""
    found = db.connection.execute(
        text("SELECT * FROM disposal WHERE folio = :folio AND ledger = :ledger ORDER BY seq, line"),
        {"folio": folio, "ledger": db.ledger},
    )
    return tuple(
        Disposal(
            item=item_id(row.folio, row.line),
            seq=row.seq,
            kind=row.kind,
            act=row.act,
            business_on=date.fromisoformat(row.business_on),
            recorded_at=parse_utc(row.recorded_at),
            recorded_by=row.recorded_by,
            method=row.method,
            receiver=row.receiver,
            place=row.place,
            witnesses=row.witnesses,
            cuts=row.cuts,
        )
        for row in found
    )


def _day(text_or_empty: str) -> date | None:
    return date.fromisoformat(text_or_empty) if text_or_empty else None
