"""What an entry changes in the typed tables: a pure function of the entry, so that a replay gives the same rows.

`changes` knows the facts, `apply` the database, `replay` does many entries at once. No change reads a table: all
that a row needs stands in the fact.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import cache, singledispatch
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, delete, insert, update
from sqlmodel import SQLModel

from buyback import chain, facts, rules
from buyback.chain import Entry, Sealed
from buyback.errors import Refusal
from buyback.folios import parse_item
from buyback.money import Money
from buyback.store import models, schema
from buyback.store.entries import Unreadable, entries, is_sound
from buyback.store.serials import serial_key

Row = dict[str, Any]


class Insert(NamedTuple):
    table: str
    row: Row


class Update(NamedTuple):
    """New values for the one row with this key."""

    table: str
    key: Row
    row: Row


Change = Insert | Update


def changes(entry: Entry) -> Iterator[Change]:
    """The rows that the entry adds and changes."""
    yield from _changes(entry.fact, entry)


@singledispatch
def _changes(fact: facts.Fact, _entry: Entry) -> Iterator[Change]:
    raise TypeError(f"{type(fact).__name__} has no projection")


@_changes.register
def _opened(fact: facts.LedgerOpened, entry: Entry) -> Iterator[Change]:
    yield Insert(
        "ledger",
        {
            "code": entry.ledger,
            "programme": fact.programme,
            "currency": fact.currency,
            "opened_at": entry.at,
            "head_seq": 0,
            "head_digest": "",
            "folios": 0,
        },
    )


@_changes.register
def _site(fact: facts.SiteAdded, entry: Entry) -> Iterator[Change]:
    yield Insert("site", {"ledger": entry.ledger, "seq": entry.seq} | _same(fact, models.SiteRow))


@_changes.register
def _operator(fact: facts.OperatorEnrolled, entry: Entry) -> Iterator[Change]:
    yield Insert("operator", {"ledger": entry.ledger, "alias": fact.alias, "seq": entry.seq})


@_changes.register
def _table(fact: facts.PayoutTableAdopted, entry: Entry) -> Iterator[Change]:
    row: Row = {"ledger": entry.ledger, "seq": entry.seq, "adopted_at": entry.at, "adopted_by": entry.by}
    yield Insert("payout_table", row | _same(fact, models.PayoutTableRow) | {"complete": int(fact.complete)})
    key: Row = {"ledger": entry.ledger, "table_seq": entry.seq}
    for position, of in enumerate(fact.classes, start=1):
        own: Row = {"position": position, "traced": int(of.traced)}
        yield Insert("payout_class", key | _same(of, models.PayoutClass) | own)
    for position, priced in enumerate(fact.rows, start=1):
        own = {"position": position, "aliases": "|".join(priced.aliases)}
        yield Insert("payout_row", key | _same(priced, models.PayoutRow) | own)


@_changes.register
def _rate(fact: facts.RateRecorded, entry: Entry) -> Iterator[Change]:
    row = {"ledger": entry.ledger, "seq": entry.seq, "recorded_by": entry.by}
    yield Insert("rate", row | _same(fact, models.RateRow))


@_changes.register
def _dropped_off(fact: facts.DroppedOff, entry: Entry) -> Iterator[Change]:
    number = _exact(int(fact.folio.split("-")[1]))
    total_minor = _exact(sum(line.amount_minor for line in fact.lines))
    yield Insert(
        "drop_off",
        _same(fact, models.DropOffRow)
        | {
            "ledger": entry.ledger,
            "number": number,
            "seq": entry.seq,
            "received_at": entry.at,
            "received_by": entry.by,
            "status": rules.status_after(fact.settlement, Money(total_minor)),
            "settled_on": "",
            "settled_by": "",
            "status_reason": "",
            "total_minor": total_minor,
            "total_cents": _exact(sum(line.usd_cents for line in fact.lines)),
            "pieces": _exact(sum(line.quantity for line in fact.lines)),
            "table_code": fact.table,
        },
    )
    for line in fact.lines:
        yield Insert("item", _item(fact, line, entry))
    yield Update("ledger", {"code": entry.ledger}, {"folios": number})


def _exact(number: int) -> int:
    """The number, if a fact could hold it."""
    if abs(number) > chain.LARGEST_INTEGER:
        raise ValueError(f"{number!s:.20} is too large")
    return number


def _item(fact: facts.DroppedOff, line: facts.Line, entry: Entry) -> Row:
    return _same(line, models.ItemRow) | {
        "folio": fact.folio,
        "line": line.number,
        "ledger": entry.ledger,
        "site": fact.site,
        "business_on": fact.business_on,
        "donated": int(line.donated),
        "serial_key": serial_key(line.serial),
        "status": "held",
        "status_on": fact.business_on,
        "status_seq": entry.seq,
    }


@_changes.register
def _paid(fact: facts.PaidOut, entry: Entry) -> Iterator[Change]:
    row = {"ledger": entry.ledger, "seq": entry.seq, "paid_at": entry.at, "paid_by": entry.by}
    yield Insert("payout", row | _same(fact, models.PayoutPaid))
    yield _settle(fact.folio, "paid", fact.business_on, entry.by)


@_changes.register
def _returned(fact: facts.Returned, entry: Entry) -> Iterator[Change]:
    yield _settle(fact.folio, "returned", fact.business_on, entry.by, fact.reason)
    for name in fact.items:
        yield Insert("disposal", _disposal(name, 0, "returned", fact.business_on, entry))
        yield _move(name, "returned", fact.business_on, entry)


@_changes.register
def _voided(fact: facts.Voided, entry: Entry) -> Iterator[Change]:
    row = {"ledger": entry.ledger, "seq": entry.seq, "voided_at": entry.at, "voided_by": entry.by}
    yield Insert("void", row | _same(fact, models.VoidRow))
    yield _settle(fact.folio, "voided", fact.business_on, entry.by, fact.reason)
    for name in fact.items:
        yield _move(name, "voided", fact.business_on, entry)


@_changes.register
def _destroyed(fact: facts.Destroyed, entry: Entry) -> Iterator[Change]:
    yield from _act(fact, "destroyed", {"method": fact.method}, entry)


@_changes.register
def _kept(fact: facts.Kept, entry: Entry) -> Iterator[Change]:
    yield from _act(fact, "kept", {"method": fact.value, "receiver": fact.place}, entry)


@_changes.register
def _handed_over(fact: facts.HandedOver, entry: Entry) -> Iterator[Change]:
    yield from _act(fact, "handed_over", {"receiver": fact.receiver}, entry)


def _act(
    fact: facts.Destroyed | facts.Kept | facts.HandedOver, kind: str, more: Row, entry: Entry
) -> Iterator[Change]:
    shared = {"act": fact.act, "place": fact.place, "witnesses": "; ".join(fact.witnesses)} | more
    for part in fact.items:
        row = _disposal(part.item, part.cuts, kind, fact.business_on, entry)
        yield Insert("disposal", row | shared)
        yield _move(part.item, kind, fact.business_on, entry)


def _disposal(name: str, cuts: int, kind: str, business_on: str, entry: Entry) -> Row:
    folio, line = parse_item(name)
    empty = dict.fromkeys(("act", "method", "receiver", "place", "witnesses"), "")
    return empty | {
        "folio": folio,
        "line": line,
        "seq": entry.seq,
        "ledger": entry.ledger,
        "kind": kind,
        "business_on": business_on,
        "recorded_at": entry.at,
        "recorded_by": entry.by,
        "cuts": cuts,
    }


def _move(name: str, status: str, business_on: str, entry: Entry) -> Update:
    folio, line = parse_item(name)
    row = {"status": status, "status_on": business_on, "status_seq": entry.seq}
    return Update("item", {"folio": folio, "line": line}, row)


def _settle(folio: str, status: str, business_on: str, by: str, reason: str = "") -> Update:
    row = {"status": status, "settled_on": business_on, "settled_by": by, "status_reason": reason}
    return Update("drop_off", {"folio": folio}, row)


def _same(part: Any, kind: type[SQLModel]) -> Row:
    """The fields that a fact and a table share by name."""
    return {name: getattr(part, name) for name in kind.model_fields if hasattr(part, name)}


def _head(sealed: Sealed) -> Update:
    return Update("ledger", {"code": sealed.ledger}, {"head_seq": sealed.seq, "head_digest": sealed.digest})


# --- into the database ------------------------------------------------------------------------------------------------


def apply(connection: Connection, entry: Entry, sealed: Sealed) -> None:
    """Make the entry's changes in the connection's transaction."""
    batch = _Batch(connection)
    for change in (*changes(entry), _head(sealed)):
        again = batch.add(change)
        if again:
            raise Unreadable(sealed.seq, f"it makes {again} again")
    batch.flush()


def replay(
    connection: Connection,
    rows: Iterable[Sealed],
    *,
    progress: Callable[[int], None] = lambda _done: None,
    skipped: list[Unreadable] | None = None,
    watch: Callable[[int, facts.Fact], None] = lambda _seq, _fact: None,
) -> int:
    """Make every row's changes, in order; how many there were. `watch` is told each entry that can be read.

    An entry that cannot be read, or makes a row anew, raises Unreadable; or goes into `skipped`, for whoever looks
    into a ledger that was tampered with: then rows that contradict each other stop nothing, and the last one stands.
    """
    batch, done = _Batch(connection, replaces=skipped is not None), 0
    for sealed in rows:
        try:
            if not is_sound(sealed):
                raise ValueError("its columns do not hold text and whole numbers")
            entry = chain.open_body(sealed.body)
            made = (*changes(entry), _head(sealed))
        except (Refusal, ValueError, IndexError) as problem:
            _skip(Unreadable(sealed.seq, str(problem)[:200]), skipped, problem)
            continue
        watch(sealed.seq, entry.fact)
        again = [row for row in map(batch.add, made) if row]
        if again:
            _skip(Unreadable(sealed.seq, f"it makes {again[0]} again"), skipped)
        done += 1
        if done % 2000 == 0:
            batch.flush()
            progress(done)
    batch.flush()
    progress(done)
    return done


def _skip(unreadable: Unreadable, skipped: list[Unreadable] | None, problem: Exception | None = None) -> None:
    if skipped is None:
        raise unreadable from problem
    skipped.append(unreadable)


def clear(connection: Connection) -> None:
    """Empty every projection."""
    for table in reversed(schema.projections()):
        connection.execute(delete(table))


def refill(connection: Connection, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Fill empty projections from the log of the same database; how many entries there were."""
    with closing(entries(connection)) as rows:
        return replay(connection, rows, progress=progress)


class _Batch:
    """Changes gathered so that one statement carries many rows; a row that is still here is changed here."""

    def __init__(self, connection: Connection, *, replaces: bool = False) -> None:
        self.connection = connection
        self.word = "OR REPLACE" if replaces else ""
        self.tables = {table.name: table for table in schema.projections()}
        self.inserts: dict[str, dict[tuple[Any, ...], Row]] = {name: {} for name in self.tables}
        self.updates: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], Row]] = {}

    def add(self, change: Change) -> str:
        """Take the change; the name of the row that it makes although it waits here already, else nothing."""
        table = self.tables[change.table]
        values = change.row if isinstance(change, Insert) else change.key
        key = tuple(values[column.name] for column in table.primary_key)
        waiting = self.inserts[change.table]
        if isinstance(change, Insert):
            again = key in waiting
            waiting[key] = change.row
            return f"{change.table} {'/'.join(map(str, key))}" if again else ""
        if key in waiting:
            waiting[key].update(change.row)
        else:
            same_shape = self.updates.setdefault((change.table, tuple(change.row)), {})
            same_shape.pop(key, None)
            same_shape[key] = {f"key_{name}": value for name, value in change.key.items()} | change.row
        return ""

    def flush(self) -> None:
        for name, table in self.tables.items():
            if self.inserts[name]:
                statement = insert(table).prefix_with(self.word)
                self.connection.execute(statement, list(self.inserts[name].values()))
                self.inserts[name].clear()
        for (name, columns), rows in self.updates.items():
            self.connection.execute(_update(self.tables[name], columns), list(rows.values()))
        self.updates.clear()


@cache
def _update(table: Table, columns: tuple[str, ...]) -> Any:
    statement = update(table).values({column: bindparam(column) for column in columns})
    for column in table.primary_key:
        statement = statement.where(column == bindparam(f"key_{column.name}"))
    return statement
