"""Answers to findings of the audit."""

from collections.abc import Iterator

from buyback import facts
from buyback.chain import Entry
from buyback.store import models
from buyback.store.projections.change import Change, Insert, Row, changes_of, same


@changes_of.register
def _answered(fact: facts.FindingAnswered, entry: Entry) -> Iterator[Change]:
    own: Row = {
        "ledger": entry.ledger,
        "seq": entry.seq,
        "answered_at": entry.at,
        "answered_by": entry.by,
    }
    yield Insert("finding_answer", same(fact, models.AnswerRow) | own)
