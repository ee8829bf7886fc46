"""What was answered to findings."""

from dataclasses import dataclass
from datetime import datetime

from buyback.chain import parse_utc
from buyback.store.engine import Db
from buyback.store.fitting import OfRow
from buyback.store.statements import text


@dataclass(frozen=True, slots=True)
class Answer(OfRow):
    """A note to the finding with this key, which rested on entries up to `last_seq` then."""

    finding: str
    seq: int
    last_seq: int
    note: str
    answered_at: datetime
    answered_by: str


def answers(db: Db) -> dict[str, tuple[Answer, ...]]:
    """Every answer by the key of its finding, in the order of the log."""
    rows = db.connection.execute(
        text(
            "SELECT finding, seq, last_seq, note, answered_at, answered_by FROM finding_answer"
            " WHERE ledger = :ledger ORDER BY seq"
        ),
        {"ledger": db.ledger},
    )
    found: dict[str, tuple[Answer, ...]] = {}
    for row in rows:
        one = Answer(
            row.finding, row.seq, row.last_seq, row.note, parse_utc(row.answered_at), row.answered_by
        )
        found[one.finding] = (*found.get(one.finding, ()), one)
    return found
