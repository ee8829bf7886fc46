"""Drop-offs: one as the rules need it, one whole with its history, many as a list."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Row

from buyback import errors
from buyback.chain import parse_utc
from buyback.facts import Condition, CustodyRule, DroppedOff, SerialStatus, Settlement
from buyback.fingerprints import check_code
from buyback.folios import item_id
from buyback.i18n import language
from buyback.money import USD, Money, Rate
from buyback.rules import Arrival, DropOffState, DropOffStatus, ItemState, ItemStatus
from buyback.store.engine import Db
from buyback.store.fitting import OfRow, Unfit
from buyback.store.serials import serial_key
from buyback.store.statements import text
from buyback.store.views import arrivals, corrections, forms, log, setup
from buyback.store.views.arrivals import Told
from buyback.store.views.corrections import Correction


@dataclass(frozen=True, slots=True)
class ItemView(OfRow):
    """One item, whole. `custody`, `cuts` and `traced` are its class's, `settled` is how its drop-off stands.

    `arrival` is where its last hand-over stands, since `arrival_on`. `corrections`: how many times its marks, which are
    as they stand now, were corrected.
    """

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
    arrival: Arrival
    arrival_on: date | None
    custody: CustodyRule
    cuts: int
    traced: bool
    settled: DropOffStatus
    corrections: int

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
    def is_traced(self) -> bool:
        """It is one piece with a tag of its own, as `rules.is_traced` has it."""
        return self.traced and self.unit == "piece"

    @property
    def state(self) -> ItemState:
        """The item as the rules see it."""
        what = (self.folio, self.line, self.type_code, self.name, self.quantity)
        now = (self.status, self.status_on, self.arrival, self.arrival_on)
        return ItemState(*what, self.custody, self.cuts, *now)


@dataclass(frozen=True, slots=True)
class Disposal(OfRow):
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
class Whole(OfRow):
    """One drop-off with everything that is known of it; `entries` are the log numbers that tell its story.

    `seq` is the entry that recorded it, and `check_code` is of that one's digest, as on the receipt. Where it was written on
    a blank form, an entry before it reserved the form.
    """

    folio: str
    seq: int
    check_code: str
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
    arrivals: tuple[Told, ...]
    corrections: tuple[Correction, ...]
    entries: tuple[int, ...]


def state(db: Db, folio: str) -> DropOffState:
    """The drop-off as the rules see it; UnknownFolio where there is none."""
    row = db.connection.execute(
        text(
            "SELECT folio, site, status, total_minor, total_cents, settled_on, settled_by, status_reason, settlement"
            " FROM drop_off WHERE folio = :folio AND ledger = :ledger"
        ),
        {"folio": folio, "ledger": db.ledger},
    ).one_or_none()
    if row is None:
        raise unknown(db, folio)
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
        settlement=row.settlement,
    )


def sealed(db: Db, folio: str) -> DroppedOff:
    """What the sealed entry of a drop-off says of it: the tables can be altered, it cannot."""
    seq = sealed_by(db, folio)
    fact = log.entry(db, seq).fact
    if not isinstance(fact, DroppedOff) or fact.folio != folio:
        raise Unfit(f"seq = {seq} ({folio})")
    return fact


def sealed_by(db: Db, folio: str) -> int:
    """The number of the entry that recorded a drop-off."""
    found = db.connection.execute(
        text("SELECT seq FROM drop_off WHERE folio = :folio AND ledger = :ledger"),
        {"folio": folio, "ledger": db.ledger},
    )
    return int(found.scalar_one())


def unknown(db: Db, folio: str) -> errors.NotFoundRefusal:
    """The refusal of a folio that no drop-off has; Unfit where the ledger gave one it, for then its row is missing."""
    code, number, _check = folio.split("-")
    form = forms.form(db, folio)
    if form is not None and form.state == "out":
        return errors.FormStillOut(folio=folio, site=form.site)
    if form is not None and form.state == "returned":
        return errors.FormBlank(folio=folio, when=form.since.isoformat(), reason=form.reason)
    given = db.connection.scalar(
        text("SELECT folios FROM ledger WHERE code = :ledger"), {"ledger": db.ledger}
    )
    if code == db.ledger and int(number) <= (given or 0):
        raise Unfit(f"drop_off {folio}")
    return errors.UnknownFolio(folio=folio)


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
       i.calibre, i.serial, i.serial_status, i.country, i.marks, i.note, i.status, i.status_on,
       i.arrival, i.arrival_on, c.custody, c.cuts, c.traced, d.status AS settled,
       (SELECT count(*) FROM correction k WHERE k.folio = i.folio AND k.line = i.line) AS corrections
FROM item i
LEFT JOIN drop_off d ON d.folio = i.folio
LEFT JOIN payout_row r ON r.ledger = d.ledger AND r.table_seq = d.table_seq AND r.code = i.type_code
LEFT JOIN payout_class c ON c.ledger = d.ledger AND c.table_seq = d.table_seq AND c.code = i.class_code
LEFT JOIN payout_row v ON v.ledger = d.ledger AND v.table_seq = d.table_seq AND v.code = i.valued_as
"""


_OF_ITEM = frozenset(field.name for field in fields(ItemView))


def items(db: Db, folio: str) -> tuple[ItemView, ...]:
    """The items of one drop-off, by line."""
    found = db.connection.execute(
        text(f"{ITEM} WHERE i.folio = :folio AND i.ledger = :ledger ORDER BY i.line"),
        {"folio": folio, "ledger": db.ledger},
    )
    views = tuple(item_view(row) for row in found)
    if not views:
        raise Unfit(f"item {folio}")
    return views


def item_view(row: Row[tuple[object, ...]]) -> ItemView:
    """A row of ITEM, which may have more columns, as a value."""
    return ItemView(
        **{name: value for name, value in row._mapping.items() if name in _OF_ITEM}
        | {
            "business_on": date.fromisoformat(row.business_on),
            "status_on": date.fromisoformat(row.status_on),
            "arrival_on": _day(row.arrival_on),
            "donated": bool(row.donated),
            "traced": bool(row.traced),
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
            "SELECT serial_key, folio, line FROM item WHERE ledger || '' = :ledger AND status <> 'voided'"
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
            "SELECT d.folio, d.seq, d.draft_id, d.site, d.business_on, d.received_at, d.written_at, d.received_by,"
            " d.settlement, d.status, d.settled_on, d.settled_by, d.reason, d.approved_by, d.status_reason,"
            " d.total_minor, d.total_cents, d.table_code, d.table_seq, d.mxn_per_usd, d.rate_as_of, d.rate_source,"
            " d.form_seq, e.digest,"
            " v.recovered_minor, v.seq AS void_seq, p.seq AS paid_seq FROM drop_off d"
            " LEFT JOIN void v ON v.folio = d.folio LEFT JOIN payout p ON p.folio = d.folio"
            " LEFT JOIN entry e ON e.ledger = d.ledger AND e.seq = d.seq"
            " WHERE d.folio = :folio AND d.ledger = :ledger"
        ),
        {"folio": folio, "ledger": db.ledger},
    ).one_or_none()
    if row is None:
        raise unknown(db, folio)
    moves, arrived, corrected = (
        disposals(db, folio),
        arrivals.of_drop_off(db, folio),
        corrections.of_drop_off(db, folio),
    )
    views = items(db, folio)
    _refuse_untold(db, row, views, moves, arrived)
    told = {row.seq, row.void_seq, row.paid_seq, row.form_seq} | {move.seq for move in moves}
    told |= {one.seq for one in arrived} | {one.seq for one in corrected}
    return Whole(
        folio=row.folio,
        seq=row.seq,
        check_code=check_code(row.digest or ""),
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
        items=views,
        disposals=moves,
        arrivals=arrived,
        corrections=corrected,
        entries=tuple(sorted(seq for seq in told if seq)),
    )


def _refuse_untold(
    db: Db,
    row: Row[tuple[object, ...]],
    views: tuple[ItemView, ...],
    moves: tuple[Disposal, ...],
    arrived: tuple[Told, ...],
) -> None:
    """Unfit where no such site was added, or the tables hold nothing of an end that a drop-off or an item came to."""
    untold = (row.status == "paid" and row.paid_seq is None) or (
        row.status == "voided" and row.void_seq is None
    )
    moved = {move.item for move in moves}
    lost = {one.item for one in arrived if one.kind == "lost"}
    if row.site not in {site.code for site in setup.sites(db)}:
        raise Unfit(f"site = {row.site!r}")
    untold |= any(view.status == "lost" and view.id not in lost for view in views)
    if untold or any(view.status not in ("held", "voided") and view.id not in moved for view in views):
        raise Unfit(f"status = {row.status!r}")


def disposals(db: Db, folio: str) -> tuple[Disposal, ...]:
    """What became of a drop-off's items, in the order of the log."""
    found = db.connection.execute(
        text(
            "SELECT folio, line, seq, kind, act, business_on, recorded_at, recorded_by, method, receiver, place,"
            " witnesses, cuts FROM disposal WHERE folio = :folio AND ledger = :ledger ORDER BY seq, line"
        ),
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
