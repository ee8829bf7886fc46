"""Drop-offs as lists: many of them, each in one row, the newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, text

from buyback.chain import parse_utc
from buyback.i18n import language
from buyback.money import USD, Money
from buyback.rules import ITEM_STATUSES, DropOffStatus, ItemStatus
from buyback.store.engine import Db
from buyback.store.serials import serial_key
from buyback.store.views.drop_offs import AFTER_TEXT, SHORTEST_START


@dataclass(frozen=True, slots=True)
class Brief:
    """One drop-off in a list. `types` are its items' names in the current language, `custody` how many are where."""

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


@dataclass(frozen=True, slots=True)
class Filter:
    """Which drop-offs a list shows; an empty field does not filter. `words` is a folio's beginning or a serial's."""

    words: str = ""
    site: str = ""
    status: str = ""
    first: date | None = None
    last: date | None = None


def listed(db: Db, chosen: Filter = Filter(), *, limit: int = 100, before: str = "") -> tuple[Brief, ...]:
    """Drop-offs, the newest first; with `before`, a folio, those that are older than it."""
    where, values = _where(chosen)
    if before:
        where += " AND number < (SELECT number FROM drop_off WHERE folio = :before)"
        values["before"] = before
    values |= {"ledger": db.ledger, "limit": limit}
    found = db.connection.execute(
        text(
            "SELECT folio, seq, site, business_on, received_at, received_by, status, total_minor, total_cents,"
            f" table_seq, pieces FROM drop_off WHERE ledger = :ledger{where}"
            " ORDER BY number DESC LIMIT :limit"
        ),
        values,
    ).all()
    lines = _lines_of(db, tuple(row.folio for row in found))
    return tuple(_brief(row, lines.get(row.folio, [])) for row in found)


def _where(chosen: Filter) -> tuple[str, dict[str, object]]:
    where, values = "", dict[str, object]()
    for name, condition, value in (
        ("site", "site = :site", chosen.site),
        ("status", "status = :status", chosen.status),
        ("first", "business_on >= :first", chosen.first and chosen.first.isoformat()),
        ("last", "business_on <= :last", chosen.last and chosen.last.isoformat()),
    ):
        if value:
            where += f" AND {condition}"
            values[name] = value
    words = "".join(chosen.words.upper().split())
    if words:
        key = serial_key(words) or AFTER_TEXT
        end = key + AFTER_TEXT if len(key) >= SHORTEST_START else key
        serial = "SELECT folio FROM item WHERE serial_key BETWEEN :key AND :end"
        where += f" AND (folio BETWEEN :words AND :words_end OR folio IN ({serial}))"
        values |= {"words": words, "words_end": words + AFTER_TEXT, "key": key, "end": end}
    return where, values


def _lines_of(db: Db, folios: tuple[str, ...]) -> dict[str, list[Row[tuple[object, ...]]]]:
    if not folios:
        return {}
    names = [f"f{number}" for number in range(len(folios))]
    found = db.connection.execute(
        text(
            "SELECT i.folio, i.status, r.name_es, r.name_en FROM item i JOIN drop_off d ON d.folio = i.folio"
            " JOIN payout_row r ON r.ledger = d.ledger AND r.table_seq = d.table_seq AND r.code = i.type_code"
            f" WHERE i.folio IN ({', '.join(':' + name for name in names)}) ORDER BY i.folio, i.line"
        ),
        dict(zip(names, folios, strict=True)),
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
    )


def _tally(lines: list[Row[tuple[object, ...]]]) -> tuple[tuple[ItemStatus, int], ...]:
    counted = ((status, sum(line.status == status for line in lines)) for status in ITEM_STATUSES)
    return tuple((status, number) for status, number in counted if number)
