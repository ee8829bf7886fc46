"""Closed days, and the comparisons of their papers."""

from collections.abc import Iterator

from buyback import facts
from buyback.chain import Entry
from buyback.store import models
from buyback.store.projections.change import Change, Insert, Row, changes_of, same


@changes_of.register
def _closed(fact: facts.DayClosed, entry: Entry) -> Iterator[Change]:
    own: Row = {"ledger": entry.ledger, "seq": entry.seq, "closed_at": entry.at, "closed_by": entry.by}
    yield Insert("close", same(fact, models.CloseRow) | own)


@changes_of.register
def _compared(fact: facts.CloseCompared, entry: Entry) -> Iterator[Change]:
    own: Row = {
        "ledger": entry.ledger,
        "seq": entry.seq,
        "agrees": int(fact.agrees),
        "compared_at": entry.at,
        "compared_by": entry.by,
    }
    yield Insert("close_comparison", same(fact, models.ComparisonRow) | own)
