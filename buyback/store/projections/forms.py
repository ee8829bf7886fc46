"""Blank forms: reserved, typed in, returned."""

from collections.abc import Iterator

from buyback import facts
from buyback.chain import Entry
from buyback.folios import number_of
from buyback.store.projections.change import Change, Insert, Row, Update, changes_of, exact


@changes_of.register
def _reserved(fact: facts.FoliosReserved, entry: Entry) -> Iterator[Change]:
    for folio in fact.folios:
        row: Row = {
            "folio": folio,
            "ledger": entry.ledger,
            "number": exact(number_of(folio)),
            "seq": entry.seq,
            "site": fact.site,
            "business_on": fact.business_on,
            "reserved_at": entry.at,
            "reserved_by": entry.by,
        }
        yield Insert("blank_form", row | _state("out", fact.business_on, entry))
    if fact.folios:
        yield Update("ledger", {"code": entry.ledger}, {"folios": number_of(fact.folios[-1])})


@changes_of.register
def _returned(fact: facts.FormsReturned, entry: Entry) -> Iterator[Change]:
    row = _state("returned", fact.business_on, entry, fact.reason)
    for folio in fact.folios:
        yield Update("blank_form", {"folio": folio}, dict(row))


def typed_in(folio: str, business_on: str, entry: Entry) -> Update:
    """The form became the drop-off with its folio."""
    return Update("blank_form", {"folio": folio}, _state("typed_in", business_on, entry))


def _state(state: str, business_on: str, entry: Entry, reason: str = "") -> Row:
    return {
        "state": state,
        "state_on": business_on,
        "state_seq": entry.seq,
        "state_at": entry.at,
        "state_by": entry.by,
        "reason": reason,
    }
