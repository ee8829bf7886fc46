"""Statements that are written out in SQL, each read for its parameters once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, CursorResult, TextClause
from sqlalchemy import text as sqlalchemy_text

_KEPT = 1024


@lru_cache(maxsize=_KEPT)
def text(sql: str) -> TextClause:
    """The statement as SQLAlchemy takes it; the same one each time, so that what it learns of it is kept."""
    return sqlalchemy_text(sql)


@contextmanager
def streamed(
    connection: Connection, sql: str, values: Mapping[str, object], *, batch: int
) -> Iterator[CursorResult[*tuple[Any, ...]]]:
    """What a query finds, so many rows at a time: memory does not grow with them.

    Whoever is interrupted while they are read may close the connection first, and with it whatever it had open.
    """
    found = connection.execute(text(sql), values, execution_options={"yield_per": batch})
    try:
        yield found
    finally:
        if not connection.closed:
            found.close()
