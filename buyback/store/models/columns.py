"""How a column, a check and a table are declared, each with its sentence."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, Text
from sqlalchemy import text as sql
from sqlmodel import Field

_WHOLE = BigInteger().with_variant(Integer(), "sqlite")
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")  # both engines sort text by its bytes


def text(comment: str, *, key: bool = False, empty: bool = False) -> Any:
    """A text, never NULL. `empty`: it may be an empty one, and its sentence says when."""
    more: dict[str, Any] = {"comment": comment, "info": {"empty": empty}}
    return Field(primary_key=key, sa_type=_TEXT, nullable=False, sa_column_kwargs=more)


def whole(
    comment: str, *, key: bool = False, optional: bool = False, signed: bool = False, or_zero: bool = False
) -> Any:
    """A whole number. `signed`: it may be below zero. `or_zero`: an entry, and 0 for none; its sentence says when."""
    more: dict[str, Any] = {"comment": comment, "info": {"signed": signed, "or_zero": or_zero}}
    if key:
        more["autoincrement"] = False
    return Field(primary_key=key, sa_type=_WHOLE, nullable=optional, sa_column_kwargs=more)


def one_of(column: str, allowed: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in allowed)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def yes_no(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_yes_no")


def index_where(name: str, *columns: str, where: str) -> Index:
    """An index of the few rows that a condition holds for. Only SQLite is told it here: a word to PostgreSQL would load
    that engine's whole dialect; the schema hands it on.
    """
    return Index(name, *columns, sqlite_where=sql(where))


def about(comment: str) -> dict[str, Any]:
    return {"comment": comment, "sqlite_strict": True}
