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
        self.tables = {table.name: table for table in schema.projections()}
        self.inserts: dict[str, dict[tuple[Any, ...], Row]] = {name: {} for name in self.tables}
        self.updates: dict[str, dict[tuple[Any, ...], tuple[Row, Row]]] = {name: {} for name in self.tables}

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
            _key, row = self.updates[change.table].setdefault(key, (change.key, {}))
            row.update(change.row)
        return ""

    def flush(self) -> None:
        for name, table in self.tables.items():
            if self.inserts[name]:
                self.connection.execute(_insert(table, self.word), list(self.inserts[name].values()))
                self.inserts[name].clear()
        for name, table in self.tables.items():
            same_shape: dict[tuple[str, ...], list[Row]] = {}
            for key, row in self.updates[name].values():
                named = {f"key_{column}": value for column, value in key.items()}
                same_shape.setdefault(tuple(row), []).append(named | row)
            for columns, rows in same_shape.items():
                self.connection.execute(_update(table, columns), rows)
            self.updates[name].clear()


@cache
def _insert(table: Table, word: str) -> Any:
    return insert(table).prefix_with(word)


@cache
def _update(table: Table, columns: tuple[str, ...]) -> Any:
    statement = update(table).values({column: bindparam(column) for column in columns})
    for column in table.primary_key:
        statement = statement.where(column == bindparam(f"key_{column.name}"))
    return statement
