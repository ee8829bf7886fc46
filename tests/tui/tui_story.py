"""What the ledger says after the keys."""

from buyback.facts import Fact
from buyback.store.engine import open_store
from buyback.store.views import log


def facts(where: str) -> list[Fact]:
    """What the log says, oldest first."""
    store = open_store(where)
    with store.reading() as db:
        found = [log.entry(db, row.seq).fact for row in reversed(log.page(db, limit=1000))]
    store.close()
    return found


def recorders(where: str, kind: str) -> list[str]:
    """Who recorded the entries of this kind, oldest first."""
    store = open_store(where)
    with store.reading() as db:
        found = [log.entry(db, row.seq).by for row in reversed(log.page(db, limit=1000)) if row.kind == kind]
    store.close()
    return found
