"""Shelf samples: drawn, and what was found."""

from collections.abc import Iterator

from buyback import facts
from buyback.chain import Entry
from buyback.folios import parse_item
from buyback.store import models
from buyback.store.projections.change import Change, Insert, Update, changes_of, exact, same


@changes_of.register
def _drawn(fact: facts.SampleDrawn, entry: Entry) -> Iterator[Change]:
    for number in (fact.seed, fact.population, fact.undrawn):
        exact(number)
    row = {"ledger": entry.ledger, "seq": entry.seq, "drawn_at": entry.at, "drawn_by": entry.by}
    yield Insert("sample", row | same(fact, models.SampleRow))
    for position, name in enumerate(fact.items, start=1):
        folio, line = parse_item(name)
        yield Insert(
            "sample_item",
            {
                "ledger": entry.ledger,
                "sample_seq": entry.seq,
                "folio": folio,
                "line": line,
                "position": position,
                "result": "open",
                "told_seq": 0,
                "told_on": "",
                "told_by": "",
                "note": "",
            },
        )


@changes_of.register
def _checked(fact: facts.SampleChecked, entry: Entry) -> Iterator[Change]:
    all_found = all(part.found for part in fact.items)
    for part in fact.items:
        folio, line = parse_item(part.item)
        key = {"ledger": entry.ledger, "sample_seq": exact(fact.sample_seq), "folio": folio, "line": line}
        row = {"told_seq": entry.seq, "told_on": fact.business_on, "told_by": entry.by}
        said = {
            "result": "found" if part.found else "not_found",
            "note": fact.note if all_found or not part.found else "",
        }
        yield Update("sample_item", key, row | said)
