"""Acts: everything that was destroyed, kept or handed over under one number."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row

from buyback import errors
from buyback.chain import parse_utc
from buyback.facts import Destroyed, HandedOver, Kept
from buyback.fingerprints import list_hash
from buyback.names import act_key
from buyback.rules import Disposal
from buyback.store.engine import Db
from buyback.store.fitting import OfRow, Unfit
from buyback.store.statements import text
from buyback.store.views import log
from buyback.store.views.drop_offs import ITEM, ItemView, item_view
from buyback.store.views.totals import Span

_NEAREST, _MOST_COMPARED = 3, 2000


@dataclass(frozen=True, slots=True)
class ActItem(OfRow):
    """One item of an act, as it is now, with the cuts that were made through it."""

    item: ItemView
    cuts: int


@dataclass(frozen=True, slots=True)
class ActView(OfRow):
    """An act, whole. It may have been recorded in several entries of one day: `recorded_at` is the first one's."""

    number: str
    kind: Disposal
    business_on: date
    place: str
    witnesses: tuple[str, ...]
    method: str
    receiver: str
    recorded_at: datetime
    recorded_by: tuple[str, ...]
    entries: tuple[int, ...]
    items: tuple[ActItem, ...]

    @property
    def list_hash(self) -> str:
        """What its paper, its file and its count share."""
        return list_hash(found.item.id for found in self.items)


_OF_ACT = "FROM disposal WHERE ledger = :ledger AND act_key = :key AND act = :act"


def act(db: Db, number: str) -> ActView:
    """The act with this number, however it is written; UnknownAct, which names the nearest, where there is none."""
    values = {"ledger": db.ledger, "act": spelled(db, number), "key": act_key(number)}
    rows = db.connection.execute(text(f"SELECT * {_OF_ACT} ORDER BY seq, folio, line"), values).all()
    if not rows:
        raise errors.UnknownAct(number=number, nearest=", ".join(_nearest(db, number)) or "-")
    found = db.connection.execute(
        text(f"{ITEM} WHERE (i.folio, i.line) IN (SELECT folio, line {_OF_ACT}) ORDER BY i.folio, i.line"),
        values,
    )
    return _act(rows, [item_view(row) for row in found], _witnesses(db, rows[0].seq))


def spelled(db: Db, number: str) -> str:
    """The number as its act has it, however it was typed; as it was typed where no act has it."""
    found = db.connection.scalars(
        text(
            "SELECT act FROM disposal WHERE ledger = :ledger AND act_key = :key GROUP BY act ORDER BY max(seq)"
        ),
        {"ledger": db.ledger, "key": act_key(number)},
    ).all()
    return number if number in found or not found else str(found[-1])


def _witnesses(db: Db, seq: int) -> tuple[str, ...]:
    """As the entry names them: in the table their names are joined, and a name may hold a semicolon."""
    fact = log.entry(db, seq).fact
    if not isinstance(fact, Destroyed | Kept | HandedOver):
        raise Unfit(f"seq = {seq}")
    return fact.witnesses


def _act(
    rows: Sequence[Row[tuple[object, ...]]], items: list[ItemView], witnesses: tuple[str, ...]
) -> ActView:
    first = rows[0]
    cuts = {(row.folio, row.line): row.cuts for row in rows}
    return ActView(
        number=first.act,
        kind=first.kind,
        business_on=date.fromisoformat(first.business_on),
        place=first.place,
        witnesses=witnesses,
        method=first.method,
        receiver=first.receiver,
        recorded_at=parse_utc(first.recorded_at),
        recorded_by=tuple(dict.fromkeys(row.recorded_by for row in rows)),
        entries=tuple(dict.fromkeys(row.seq for row in rows)),
        items=tuple(ActItem(item, cuts[item.folio, item.line]) for item in items),
    )


def _nearest(db: Db, number: str) -> list[str]:
    """The numbers of the newest acts that are written most like it."""
    found = db.connection.scalars(
        text(
            "SELECT act FROM disposal WHERE ledger = :ledger AND act <> ''"
            " GROUP BY act ORDER BY max(seq) DESC LIMIT :most"
        ),
        {"ledger": db.ledger, "most": _MOST_COMPARED},
    ).all()
    capitals = {known.upper(): known for known in reversed(found)}
    alike = difflib.get_close_matches(number.upper(), capitals, n=_NEAREST, cutoff=0)
    return [capitals[name] for name in alike]


@dataclass(frozen=True, slots=True)
class ActBrief(OfRow):
    """An act in a list."""

    number: str
    kind: Disposal
    items: int
    list_hash: str


def listed(db: Db, span: Span) -> tuple[ActBrief, ...]:
    """The acts of these days, over items of this site or (empty) of any, in the order of the log; each whole."""
    found = db.connection.execute(
        text(
            "SELECT x.act, x.kind FROM disposal x JOIN item i ON i.folio = x.folio AND i.line = x.line"
            " WHERE x.ledger = :ledger AND x.business_on BETWEEN :first AND :last AND x.act <> ''"
            " AND (:site = '' OR i.site = :site) GROUP BY x.act, x.kind ORDER BY min(x.seq)"
        ),
        span.values(db),
    ).all()
    return tuple(ActBrief(row.act, row.kind, *_counted(db, row.act)) for row in found)


def _counted(db: Db, number: str) -> tuple[int, str]:
    """How many items an act has, and the hash of their list."""
    items = db.connection.scalars(
        text(f"SELECT folio || '/' || line {_OF_ACT}"),
        {"ledger": db.ledger, "act": number, "key": act_key(number)},
    ).all()
    return len(items), list_hash(items)


def list_hashes(db: Db) -> dict[str, str]:
    """The hash of the list of every act, by its number; memory grows with the acts, not with their items."""
    joined = "group_concat" if db.connection.dialect.name == "sqlite" else "string_agg"
    found = db.connection.execute(
        text(
            f"SELECT act, {joined}(folio || '/' || line, ' ') AS items FROM disposal"
            " WHERE ledger = :ledger AND act <> '' GROUP BY act"
        ),
        {"ledger": db.ledger},
        execution_options={"stream_results": True, "max_row_buffer": 1000},
    )
    return {row.act: list_hash(row.items.split(" ")) for row in found}
