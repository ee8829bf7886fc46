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
