"""Statements that are written out in SQL, each read for its parameters once."""

from functools import lru_cache

from sqlalchemy import TextClause
from sqlalchemy import text as sqlalchemy_text

_KEPT = 1024


@lru_cache(maxsize=_KEPT)
def text(sql: str) -> TextClause:
    """The statement as SQLAlchemy takes it; the same one each time, so that what it learns of it is kept."""
    return sqlalchemy_text(sql)
