"""A ledger with PINs, and what its newest entries are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from buyback.desk import Pin
from buyback.errors import Refusal
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.views import log

ANA, LUIS, WRONG = Pin("739104"), Pin("582047"), Pin("264890")


def kinds(store: Store, limit: int = 5) -> list[str]:
    """What the newest entries are, the newest first."""
    with store.reading() as db:
        return [row.kind for row in log.page(db, limit=limit)]


def facts_of(store: Store, kind: str) -> list[Any]:
    """Every fact of a kind, the oldest first."""
    with store.reading() as db:
        return [log.entry(db, row.seq).fact for row in reversed(log.page(db, limit=1000, kind=kind))]


def unchanged(store: Store, refusal: type[Refusal], verb: Callable[[], object], match: str = ".") -> Refusal:
    """The verb is refused so, and the log stays as it was."""
    before = checks.head(store)
    with pytest.raises(refusal, match=match) as refused:
        verb()
    assert checks.head(store) == before
    return refused.value


def s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def place(store: Store) -> str:
    """Where the ledger is, as a user writes it."""
    url = store.engine.url
    return str(url.database) if store.is_sqlite else url.render_as_string(hide_password=False)
