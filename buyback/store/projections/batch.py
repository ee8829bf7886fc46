"""Changes on their way into the database, many rows in one statement."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, update

from buyback.store import schema
from buyback.store.projections.change import Change, Insert, Row


class Batch:
    """Changes gathered so that one statement carries many rows; a row that is still here is changed here."""

    def __init__(self, connection: Connection, *, replaces: bool = False) -> None:
        self.connection = connection
        self.word = "OR REPLACE" if replaces else ""
        self.inserts: dict[str, dict[tuple[Any, ...], Row]] = {}
        self.updates: dict[str, dict[tuple[Any, ...], tuple[Row, Row]]] = {}

    def add(self, change: Change) -> str:
        """Take the change; the name of the row that it makes although it waits here already, else nothing."""
        values = change.row if isinstance(change, Insert) else change.key
        key = tuple(values[name] for name in _keys()[change.table])
        waiting = self.inserts.setdefault(change.table, {})
        if isinstance(change, Insert):
            again = key in waiting
            waiting[key] = change.row
            return f"{change.table} {'/'.join(map(str, key))}" if again else ""
        if key in waiting:
            waiting[key].update(change.row)
        else:
            changed = self.updates.setdefault(change.table, {})
            _key, row = changed.setdefault(key, (change.key, {}))
            row.update(change.row)
        return ""

    def flush(self, *, except_updates_of: str = "") -> None:
        """Write what was gathered: new rows first, each table after those that it refers to."""
        for table in schema.projections():
            rows = self.inserts.pop(table.name, None)
            if rows:
                self.connection.execute(_insert(table, self.word), list(rows.values()))
        for table in schema.projections():
            if table.name in self.updates and table.name != except_updates_of:
                self._update_rows(table, self.updates.pop(table.name))

    def _update_rows(self, table: Table, changed: dict[tuple[Any, ...], tuple[Row, Row]]) -> None:
        same_shape: dict[tuple[str, ...], list[Row]] = {}
        for key, row in changed.values():
            named = {f"key_{column}": value for column, value in key.items()}
            same_shape.setdefault(tuple(row), []).append(named | row)
        for columns, rows in same_shape.items():
            self.connection.execute(_update(table, columns), rows)


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    """By table, the names of its primary key's columns."""
    return {table.name: tuple(column.name for column in table.primary_key) for table in schema.projections()}


@cache
def _insert(table: Table, word: str) -> Any:
    return insert(table).prefix_with(word)


@cache
def _update(table: Table, columns: tuple[str, ...]) -> Any:
    statement = update(table).values({column: bindparam(column) for column in columns})
    for column in table.primary_key:
        statement = statement.where(column == bindparam(f"key_{column.name}"))
    return statement
