"""Changes on their way into the database, many rows in one statement."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from buyback.store import schema
from buyback.store.projections.change import Change, Insert, Row


class Batch:
    """Changes gathered so that one statement carries many rows; a row that is still here is changed here."""

    def __init__(self, connection: Connection, *, replaces: bool = False) -> None:
        self.connection = connection
        self.word = "OR REPLACE" if replaces else ""
        self.inserts: defaultdict[str, dict[tuple[Any, ...], Row]] = defaultdict(dict)
        self.updates: dict[str, dict[tuple[Any, ...], tuple[Row, Row]]] = {}

    def add(self, change: Change) -> str:
        """Take the change; the name of the row that it makes although it waits here already, else nothing."""
        values = change.row if isinstance(change, Insert) else change.key
        key = _key(change.table)(values)
        waiting = self.inserts[change.table]
        if isinstance(change, Insert):
            again = key in waiting
            waiting[key] = change.row
            return f"{change.table} {'/'.join(map(str, key))}" if again else ""
        if key in waiting:
            waiting[key].update(change.row)
        else:
            changed = self.updates.setdefault(change.table, {})
            _of, row = changed.setdefault(key, (change.key, {}))
            row.update(change.row)
        return ""

    def flush(self, *, except_updates_of: str = "") -> None:
        """Write what was gathered: new rows first, each table after those that it refers to."""
        for table in _keys():
            rows = self.inserts.pop(table, None)
            for names, alike in _alike(rows.values() if rows else ()):
                self._execute(_insert(table, names, self.word), alike)
        for table, key in _keys().items():
            if table in self.updates and table != except_updates_of:
                changed = (row | of for of, row in self.updates.pop(table).values())
                for names, alike in _alike(changed):
                    self._execute(_update(table, names[: -len(key)], names[-len(key) :]), alike)

    def _execute(self, sql: str, rows: list[Row]) -> None:
        """As the driver takes it: rows by the million leave SQLAlchemy nothing to look after, for all are texts and whole
        numbers.
        """
        place = "?" if self.connection.dialect.name == "sqlite" else "%s"
        self.connection.exec_driver_sql(sql.replace("?", place), [tuple(row.values()) for row in rows])


def _alike(rows: Iterable[Row]) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    """The rows in groups that name the same columns in the same order."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    yield from groups.items()


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    """By table, the names of its primary key's columns; each table after those that it refers to."""
    return {table.name: tuple(column.name for column in table.primary_key) for table in schema.projections()}


@cache
def _key(table: str) -> Callable[[Row], tuple[Any, ...]]:
    """What takes the values of the primary key out of a row."""
    names = _keys()[table]
    if len(names) > 1:
        return itemgetter(*names)
    return lambda row: (row[names[0]],)


@cache
def _insert(table: str, names: tuple[str, ...], word: str) -> str:
    return f"INSERT {word} INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


@cache
def _update(table: str, names: tuple[str, ...], key: tuple[str, ...]) -> str:
    given, this = (sep.join(f"{name} = ?" for name in of) for sep, of in ((", ", names), (" AND ", key)))
    return f"UPDATE {table} SET {given} WHERE {this}"
