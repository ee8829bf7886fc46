"""Drop-offs as lists: many of them, each in one row, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Row

from buyback import folios
from buyback.chain import parse_utc
from buyback.i18n import language
from buyback.money import USD, Money
from buyback.rules import ITEM_STATUSES, DropOffStatus, ItemStatus
from buyback.store.engine import Db
from buyback.store.fitting import OfRow, Unfit, once_each
from buyback.store.serials import serial_span
from buyback.store.statements import text

_Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Brief(OfRow):
    """One drop-off in a list. `types` are its items' names in the current language, `quantities` how many pieces each
    item is, `custody` how many items are where.
    """

    folio: str
    seq: int
    site: str
    business_on: date
    received_at: datetime
    received_by: str
    status: DropOffStatus
    total: Money
    usd: Money
    lines: int
    pieces: int
    custody: tuple[tuple[ItemStatus, int], ...]
    types: tuple[str, ...]
    quantities: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which drop-offs a list shows; an empty field does not filter.

    `words` is a folio's beginning or a serial's, also of one that was corrected since, or a folio's number, with or
    without zeros and check character. `by` took it in, paid it, gave it back or voided it. Of `types` it has an item of
    one at least, of `left` one that came to that, and by `kind` one entry, of `KINDS`. Amounts are its total, in centavos.
    """

    words: str = ""
    site: str = ""
    status: str = ""
    first: date | None = None
    last: date | None = None
    by: str = ""
    types: tuple[str, ...] = ()
    left: str = ""
    kind: str = ""
    least_minor: int | None = None
    most_minor: int | None = None


_WITH_ITEM = "EXISTS (SELECT 1 FROM item i WHERE i.folio = drop_off.folio AND {})"
_FEW = 2_000
"""So many drop-offs are looked up by what they have and then sorted; of more, the newest are soon met on the way."""

_WITH_STATUS = "SELECT i.folio FROM item i WHERE i.ledger = :ledger AND i.status = :left"
_BY_KIND = {
    "VoucherIssued": "SELECT v.folio FROM voucher v WHERE v.ledger = :ledger",
    "MarksCorrected": "SELECT k.folio FROM correction k WHERE k.ledger = :ledger",
    "HandedOver": "SELECT x.folio FROM disposal x WHERE x.ledger = :ledger AND x.kind = 'handed_over'",
    "HandOverChecked": "SELECT a.folio FROM arrival a WHERE a.ledger = :ledger",
    "NotReceivedResolved": "SELECT a.folio FROM arrival a WHERE a.ledger = :ledger AND a.reason <> ''",
    "SampleDrawn": "SELECT s.folio FROM sample_item s WHERE s.ledger = :ledger",
    "SampleChecked": "SELECT s.folio FROM sample_item s WHERE s.ledger = :ledger AND s.told_seq > 0",
}
_STATUS_OF = {"Returned": "returned", "Voided": "voided"}
_LEFT_OF = {"Destroyed": "destroyed", "Kept": "kept"}
KINDS = frozenset(["DroppedOff", "PaidOut", *_BY_KIND, *_STATUS_OF, *_LEFT_OF])
"""The kinds of entry that tell of drop-offs."""


def listed(db: Db, chosen: Filter = Filter(), *, limit: int = 100, before: str = "") -> tuple[Brief, ...]:
    """Drop-offs, the newest first; with `before`, a folio, those that are older than it.

    The one whose number the words name comes before all others: many serials may begin with the same digits.
    """
    where, values = _where(chosen)
    values |= {"ledger": db.ledger, "before": before}
    ledger, having = _having(db, chosen, values)
    where += having
    sought = folios.sought(chosen.words, db.ledger)
    found: list[Row[tuple[object, ...]]] = []
    if sought and not before:
        found += _rows(db, f"{ledger}{where} AND folio = :sought", values | {"sought": sought}, limit=1)
    if sought:
        where += " AND folio <> :sought"
        values["sought"] = sought
    if before and before != sought:
        where += " AND number < (SELECT number FROM drop_off WHERE folio = :before)"
    if chosen.words.strip():
        newest = _newest(where, is_narrowed=replace(chosen, words="") != Filter())
        found += _begun(db, where, values, chosen.words, newest, limit=limit - len(found))
    else:
        found += _rows(db, f"{ledger}{where}", values, limit=limit)
    once_each(str(row.folio) for row in found)
    lines = _lines_of(db, tuple(row.folio for row in found))
    return tuple(_brief(row, lines.get(row.folio, [])) for row in found)


def _begun(
    db: Db, where: str, values: _Values, words: str, newest: str, *, limit: int
) -> list[Row[tuple[object, ...]]]:
    """Those whose folio, or a serial of theirs, begins with the words, be it one that was corrected since.

    Each kind is found by an index of its own.
    """
    found: dict[int, Row[tuple[object, ...]]] = {}
    for low, high in folios.spans(words, db.ledger):
        span = f"ledger = :ledger{where} AND number BETWEEN :low AND :high"
        rows = _rows(db, span, values | {"low": low, "high": high}, limit=limit - len(found))
        found |= {row.number: row for row in rows}
    if serials := serial_span(words):
        of_serials = {
            "key": serials[0],
            "end": serials[1],
            "head": f"{db.ledger}-",
            "head_end": f"{db.ledger}.",
        }
        for carriers in _CARRIERS:
            # SQLite keeps no figures of its tables: were these plain columns, it would walk through every drop-off
            span = f"ledger || '' = :ledger{where} AND folio IN ({carriers}{newest})"
            rows = _rows(db, span, values | of_serials, limit=limit)
            found |= {row.number: row for row in rows}
    return [found[number] for number in sorted(found, reverse=True)[:limit]]


_CARRIERS = tuple(
    f"SELECT folio FROM {table} WHERE {column} BETWEEN :key AND :end AND folio || '' > :head AND folio || '' < :head_end"
    for table, column in (("item", "serial_key"), ("correction", "was_serial_key"))
)
"""The ledger's drop-offs with such a serial, now or until it was corrected; the serials' index alone answers it, and no
index of folios fits."""


def _newest(where: str, *, is_narrowed: bool) -> str:
    """What leaves of the carriers no more than are listed, where no filter looks at anything but the folio itself."""
    if is_narrowed:
        return ""
    older = " AND (length(folio), folio) < (length(:before), :before)" if ":before" in where else ""
    other = " AND folio <> :sought" if ":sought" in where else ""
    return f"{older}{other} GROUP BY folio ORDER BY length(folio) DESC, folio DESC LIMIT :limit"


def _rows(db: Db, where: str, values: _Values, *, limit: int) -> Sequence[Row[tuple[object, ...]]]:
    return db.connection.execute(
        text(
            "SELECT folio, number, seq, site, business_on, received_at, received_by, status, total_minor, total_cents,"
            f" table_seq, pieces FROM drop_off WHERE {where} ORDER BY number DESC LIMIT :limit"
        ),
        values | {"limit": limit},
    ).all()


def _where(chosen: Filter) -> tuple[str, _Values]:
    where, values = "", _Values()
    for name, condition, value in (
        ("site", "site = :site", chosen.site),
        ("status", "status = :status", chosen.status or _STATUS_OF.get(chosen.kind, "")),
        ("left", "", chosen.left or _LEFT_OF.get(chosen.kind, "")),
        ("first", "business_on >= :first", chosen.first and chosen.first.isoformat()),
        ("last", "business_on <= :last", chosen.last and chosen.last.isoformat()),
        ("by", "(received_by = :by OR settled_by = :by)", chosen.by),
        ("least", "total_minor >= :least", chosen.least_minor),
        ("most", "total_minor <= :most", chosen.most_minor),
    ):
        if value not in ("", None):
            where += f" AND {condition}" if condition else ""
            values[name] = value
    if chosen.types:
        names = {f"t{number}": code for number, code in enumerate(chosen.types)}
        listed = ", ".join(f":{name}" for name in names)
        where += " AND " + _WITH_ITEM.format(f"i.type_code IN ({listed})")
        values |= names
    if chosen.kind == "PaidOut":
        where += " AND EXISTS (SELECT 1 FROM payout p WHERE p.folio = drop_off.folio)"
    return where, values


def _having(db: Db, chosen: Filter, values: _Values) -> tuple[str, str]:
    """The ledger, and what the drop-offs have: an item that came to something, or an entry of a kind.

    SQLite keeps no figures of its tables: where few have it, it is kept from walking through every drop-off for them.
    """
    is_item = bool(values.get("left"))
    which = _WITH_STATUS if is_item else _BY_KIND.get(chosen.kind, "")
    if not which:
        return "ledger = :ledger", ""
    used: _Values = {name: values[name] for name in ("ledger", "left") if name in values}
    few = db.connection.scalar(text(f"SELECT count(*) FROM ({which} LIMIT {_FEW}) AS found"), used)
    if int(few or 0) < _FEW:
        return "ledger || '' = :ledger", f" AND folio IN ({which})"
    if is_item:
        return "ledger = :ledger", f" AND {_WITH_ITEM.format('i.status = :left')}"
    return "ledger = :ledger", f" AND folio IN ({which})"


def _lines_of(db: Db, listed: tuple[str, ...]) -> dict[str, list[Row[tuple[object, ...]]]]:
    if not listed:
        return {}
    names = [f"f{number}" for number in range(len(listed))]
    found = db.connection.execute(
        text(
            "SELECT i.folio, i.status, i.quantity, r.name_es, r.name_en FROM item i LEFT JOIN drop_off d ON d.folio = i.folio"
            " LEFT JOIN payout_row r ON r.ledger = d.ledger AND r.table_seq = d.table_seq AND r.code = i.type_code"
            f" WHERE i.folio IN ({', '.join(':' + name for name in names)}) ORDER BY i.folio, i.line"
        ),
        dict(zip(names, listed, strict=True)),
    )
    lines: dict[str, list[Row[tuple[object, ...]]]] = {}
    for row in found:
        lines.setdefault(row.folio, []).append(row)
    return lines


def _brief(row: Row[tuple[object, ...]], lines: list[Row[tuple[object, ...]]]) -> Brief:
    spanish = language() == "es"
    return Brief(
        folio=row.folio,
        seq=row.seq,
        site=row.site,
        business_on=date.fromisoformat(row.business_on),
        received_at=parse_utc(row.received_at),
        received_by=row.received_by,
        status=row.status,
        total=Money(row.total_minor),
        usd=Money(row.total_cents, USD),
        lines=len(lines),
        pieces=row.pieces,
        custody=_tally(lines),
        types=tuple(line.name_es if spanish else line.name_en for line in lines),
        quantities=tuple(line.quantity for line in lines),
    )


def _tally(lines: list[Row[tuple[object, ...]]]) -> tuple[tuple[ItemStatus, int], ...]:
    counted = ((status, sum(line.status == status for line in lines)) for status in ITEM_STATUSES)
    found = tuple((status, number) for status, number in counted if number)
    if not lines or sum(number for _status, number in found) != len(lines):
        raise Unfit(f"status = {sorted({str(line.status) for line in lines})}")
    return found
