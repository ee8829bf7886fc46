"""How custody ended."""

from collections.abc import Iterator

from buyback import facts
from buyback.chain import Entry
from buyback.names import act_key
from buyback.store.projections.change import Change, Insert, Row, changes_of, disposal, move


@changes_of.register
def _destroyed(fact: facts.Destroyed, entry: Entry) -> Iterator[Change]:
    yield from _act(fact, "destroyed", {"method": fact.method}, entry)


@changes_of.register
def _kept(fact: facts.Kept, entry: Entry) -> Iterator[Change]:
    yield from _act(fact, "kept", {"method": fact.value, "receiver": fact.place}, entry)


@changes_of.register
def _handed_over(fact: facts.HandedOver, entry: Entry) -> Iterator[Change]:
    yield from _act(fact, "handed_over", {"receiver": fact.receiver}, entry)


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
