"""What was read wrongly from an item."""

from collections.abc import Iterator
from dataclasses import asdict

from buyback import facts
from buyback.chain import Entry
from buyback.folios import parse_item
from buyback.store.projections.change import Change, Insert, Row, Update, changes_of
from buyback.store.serials import serial_key


@changes_of.register
def _corrected(fact: facts.MarksCorrected, entry: Entry) -> Iterator[Change]:
    folio, line = parse_item(fact.item)
    was, now = asdict(fact.was), asdict(fact.now)
    row: Row = {
        "folio": folio,
        "line": line,
        "seq": entry.seq,
        "ledger": entry.ledger,
        "business_on": fact.business_on,
        "corrected_at": entry.at,
        "corrected_by": entry.by,
        "status": fact.status,
        "reason": fact.reason,
    }
    row |= {f"was_{name}": value for name, value in was.items()}
    row |= {f"now_{name}": value for name, value in now.items()}
    old, new = serial_key(fact.was.serial), serial_key(fact.now.serial)
    yield Insert("correction", row | {"was_serial_key": "" if old == new else old})
    key = {"folio": folio, "line": line}
    yield Update("item", key, now | {"serial_key": new})
