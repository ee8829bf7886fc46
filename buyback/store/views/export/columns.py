"""What a file is, and its columns as store/models names and describes them."""

import re
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from sqlalchemy import CheckConstraint, Table
from sqlalchemy.sql.schema import Column as TableColumn
from sqlmodel import SQLModel

Kind: TypeAlias = Literal["text", "whole", "money", "rate", "yes_no", "day", "moment"]


_WRITTEN: tuple[Kind, ...] = ("text", "rate", "day", "moment")
"""What is a text in the database, and empty and not NULL where there is none."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file, and the SQL that its values come from.

    Money comes as minor units, yes_no as 1 and 0, day and moment as their text; `comment` is that of the model.
    `required`: never empty. `allowed`: the only values that it may have, where there are few. `signed`: a number that may
    be below zero. `or_zero`: the number of an entry, and 0 for none.
    """

    name: str
    kind: Kind
    comment: str
    required: bool = True
    allowed: tuple[str, ...] = ()
    sql: str = ""
    signed: bool = False
    or_zero: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns whose values stand in `there`, columns of the file `file`, whatever the span."""

    here: tuple[str, ...]
    file: str
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """What a file of rows is; `key` names the columns that tell its rows apart, as each of `unique` does too."""

    name: str
    title: str
    comment: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers: tuple[Reference, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()


def table_of(kind: type[SQLModel]) -> Table:
    """The table behind a model."""
    table: Table = kind.__table__  # type: ignore[attr-defined]  # every model that is a table has it
    return table


def columns(kind: type[SQLModel], alias: str, names: str, *, joined: str = "") -> tuple[Column, ...]:
    """Columns of a table, by name; `old=new` names one in the file, else `plain_name` does.

    `joined`: whose they are, for a table that stands beside the one whose rows these are. Each row has a partner there
    unless the tables were altered by hand; then its cells are empty, which whoever checks the file sees.
    """
    found = []
    for word in names.split():
        name, _equals, new = word.partition("=")
        column = _column(table_of(kind), name, new or plain_name(name), f"{alias}.{name}")
        if joined:
            sql = f"coalesce({column.sql}, '')" if column.kind in _WRITTEN else column.sql
            column = replace(column, sql=sql, comment=f"{joined}: {column.comment}")
        found.append(column)
    return tuple(found)


def _column(table: Table, name: str, new: str, sql: str) -> Column:
    column = table.c[name]
    required = not (column.nullable or column.info.get("empty"))
    signed, or_zero = (bool(column.info.get(said)) for said in ("signed", "or_zero"))
    return Column(
        new, _kind(column), column.comment or "", required, _allowed(table, name), sql, signed, or_zero
    )


def plain_name(name: str) -> str:
    """A column's name in a file, where amounts are pesos and dollars and what was a `seq` is an entry of the log."""
    for old, new in (
        (r"^usd_cents$", "usd"),
        (r"_cents$", "_usd"),
        (r"_minor$", "_mxn"),
        (r"^seq$", "entry"),
        (r"_seq$", "_entry"),
        (r"_code$", ""),
    ):
        name = re.sub(old, new, name)
    return name


def _kind(column: TableColumn[Any]) -> Kind:
    name = column.name
    if name.endswith(("_minor", "_cents")):
        return "money"
    if column.type.python_type is int:
        return "yes_no" if (column.comment or "").startswith("1 when") else "whole"
    if name.endswith(("_on", "as_of")):
        return "day"
    if name == "at" or name.endswith("_at"):
        return "moment"
    return "rate" if name == "mxn_per_usd" else "text"


def _allowed(table: Table, column: str) -> tuple[str, ...]:
    """The values that the table's CHECK lets this column have; empty where there is none."""
    for check in table.constraints:
        if isinstance(check, CheckConstraint) and check.name == f"{column}_known":
            return tuple(re.findall(r"'([^']*)'", str(check.sqltext)))
    return ()
