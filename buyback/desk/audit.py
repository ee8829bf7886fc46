"""Answers to findings of the audit: one verb, one transaction."""

from dataclasses import dataclass
from datetime import datetime

from buyback import errors, rules
from buyback.desk.turn import turn
from buyback.facts import FindingAnswered
from buyback.free_text import clean, required
from buyback.i18n import N_
from buyback.report import audit
from buyback.store.engine import Store
from buyback.store.views import setup

NOTE = N_("the note")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is in the ledger, by the entry `seq`, and the finding as it stood."""

    finding: audit.Finding
    seq: int
    note: str
    answered_by: str


def answer_finding(store: Store, key: str, *, note: str, by: str, at: datetime) -> Answered:
    """Say what is behind a finding; it stays in every audit, with the note, and is open again when more of it follows.

    BadFindingKey for what is no key, NoSuchFinding for one of which the audit finds nothing now, and a note that is
    refused as any free text.
    """
    note = required(note, NOTE)
    key = clean(key, N_("the key"), longest=rules.LONGEST_KEY, note=False)
    if rules.look_of(key) is None:
        raise errors.BadFindingKey(text=key[:40])
    with store.reading() as db:  # a look may take a second, in which the desks go on writing
        found = audit.find(db, key, setup.sites(db)[0].business_date(at))
    with turn(store, "audit-answer", by=by, at=at) as this:
        if found is None:
            raise errors.NoSuchFinding(key=key)
        sealed = this.writer.append(FindingAnswered(key, found.last_seq, note))
        return Answered(found, sealed.seq, note, this.writer.by)
