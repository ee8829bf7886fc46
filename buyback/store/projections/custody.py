"""How custody ended, and what came of it where an item was handed over."""

from collections.abc import Iterator

from buyback import facts
from buyback.chain import Entry
from buyback.folios import parse_item
from buyback.names import act_key
from buyback.store.projections.change import Change, Insert, Row, Update, changes_of, disposal, move


@changes_of.register
def _destroyed(fact: facts.Destroyed, entry: Entry) -> Iterator[Change]:
    yield from _act(fact, "destroyed", {"method": fact.method}, entry)


@changes_of.register
def _kept(fact: facts.Kept, entry: Entry) -> Iterator[Change]:
    yield from _act(fact, "kept", {"method": fact.value, "receiver": fact.place}, entry)


@changes_of.register
def _handed_over(fact: facts.HandedOver, entry: Entry) -> Iterator[Change]:
    yield from _act(fact, "handed_over", {"receiver": fact.receiver}, entry)
    for part in fact.items:
        yield _arrival(part.item, "sent", fact.business_on)


def _act(
    fact: facts.Destroyed | facts.Kept | facts.HandedOver, kind: str, more: Row, entry: Entry
) -> Iterator[Change]:
    shared = {
        "act": fact.act,
        "act_key": act_key(fact.act),
        "place": fact.place,
        "witnesses": "; ".join(fact.witnesses),
    } | more
    for part in fact.items:
        row = disposal(part.item, part.cuts, kind, fact.business_on, entry)
        yield Insert("disposal", row | shared)
        yield move(part.item, kind, fact.business_on, entry)


@changes_of.register
def _checked(fact: facts.HandOverChecked, entry: Entry) -> Iterator[Change]:
    shared = {"list_hash": fact.list_hash, "witnesses": "; ".join(fact.witnesses)}
    for part in fact.items:
        kind = "confirmed" if part.found else "not_received"
        own: Row = {
            "serial": part.serial,
            "serial_status": part.serial_status,
            "differs": int(part.differs),
            "belongs_to": "; ".join(part.belongs_to),
        }
        yield Insert("arrival", _told(part.item, kind, fact, entry) | shared | own)
        yield _arrival(part.item, kind, fact.business_on)


@changes_of.register
def _resolved(fact: facts.NotReceivedResolved, entry: Entry) -> Iterator[Change]:
    own = {"reason": fact.reason, "approved_by": fact.approved_by}
    yield Insert("arrival", _told(fact.item, fact.outcome, fact, entry) | own)
    if fact.outcome == "arrived":
        yield _arrival(fact.item, "confirmed", fact.business_on)
        return
    yield move(fact.item, "lost" if fact.outcome == "lost" else "held", fact.business_on, entry)
    yield _arrival(fact.item, "none", "")


def _told(name: str, kind: str, fact: facts.HandOverChecked | facts.NotReceivedResolved, entry: Entry) -> Row:
    """The row of one thing that is told of one item."""
    folio, line = parse_item(name)
    empty = dict.fromkeys(("list_hash", "witnesses", "serial", "belongs_to", "reason", "approved_by"), "")
    return empty | {
        "folio": folio,
        "line": line,
        "seq": entry.seq,
        "ledger": entry.ledger,
        "kind": kind,
        "act": fact.act,
        "business_on": fact.business_on,
        "recorded_at": entry.at,
        "recorded_by": entry.by,
        "serial_status": "not_asked",
        "differs": 0,
    }


def _arrival(name: str, arrival: str, since: str) -> Update:
    folio, line = parse_item(name)
    return Update("item", {"folio": folio, "line": line}, {"arrival": arrival, "arrival_on": since})
