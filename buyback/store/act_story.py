"""What the log tells of acts, and where it contradicts the law of them: before whom, with how many cuts, and where.

The desk records no destruction without its witnesses and its cuts, and none at the site of what has to leave it. Whoever
seals entries by hand is refused nothing, so verification walks over it again. What a class asks for is what the table
says by which the item was paid. Pure.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from buyback import errors, facts, rules
from buyback.i18n import N_
from buyback.rules import Disposal, ItemStatus
from buyback.store.contradiction import Contradiction

_TOO_FEW = N_("Entry {seq}: {name} was destroyed before fewer than {fewest} witnesses.")
_TOO_FEW_FOR_MANY = N_(
    "Entry {seq}: the act {name}, by which {items} were destroyed, was before fewer than {fewest} witnesses."
)
_SAME = N_(
    "Entry {seq}: the act {name} names one and the same witness twice, the second time as number {number}."
)
_RECORDER = N_("Entry {seq}: witness {number} of the act {name} is {by}, who recorded it.")
_NO_NAME = N_(
    "Entry {seq}: witness {number} of the act {name} is no name of a person in letters of one alphabet."
)
_AT_SITE = N_(
    "Entry {seq}: {name} was destroyed at the site; what is of its class, {kind}, is handed over to Defensa."
)
_TOO_FEW_CUTS = N_(
    "Entry {seq}: {name} was destroyed by fewer cuts than its class, {kind}, asks for: {cuts}, not {due}."
)

Act: TypeAlias = facts.Destroyed | facts.Kept | facts.HandedOver
_KINDS: dict[type[Act], Disposal] = {
    facts.Destroyed: "destroyed",
    facts.Kept: "kept",
    facts.HandedOver: "handed_over",
}


class Known(NamedTuple):
    """An item as the entries before the act have it: where it is, and its class."""

    status: ItemStatus
    of: facts.TableClass


def told(fact: Act, by: str, known: Callable[[str], Known | None]) -> Iterator[Contradiction]:
    """What an act that `by` recorded contradicts; `known` gives an item by its tag, None where nothing is known of it."""
    yield from witnessed(fact, by, rules.FEWEST[_KINDS[type(fact)]])
    if isinstance(fact, facts.Destroyed):
        yield from _cut(fact, known)


def witnessed(fact: Act | facts.HandOverChecked, by: str, fewest: int) -> Iterator[Contradiction]:
    """What the desk would have refused of the witnesses, of whom it takes so many at least."""
    try:
        rules.check_witnesses(fact.witnesses, by, fewest)
    except errors.TooFewWitnesses:
        items, least = [part.item for part in fact.items], {"fewest": str(fewest)}
        if len(items) == 1:
            yield Contradiction(_TOO_FEW, items[0], 0, least)
        else:
            more = least | {"items": rules.named_items(items) or "-"}
            yield Contradiction(_TOO_FEW_FOR_MANY, fact.act, 0, more)
    except (errors.SameWitness, errors.ClerkAsWitness, errors.NotAName, errors.MixedAlphabets) as refusal:
        template = _OF_A_WITNESS[type(refusal)]
        yield Contradiction(template, fact.act, 0, {"number": str(refusal.values["number"]), "by": by})


_OF_A_WITNESS: dict[type[errors.Refusal], str] = {
    errors.SameWitness: _SAME,
    errors.ClerkAsWitness: _RECORDER,
    errors.NotAName: _NO_NAME,
    errors.MixedAlphabets: _NO_NAME,
}
"""What is wrong with one of them; the name itself is not repeated."""


def _cut(fact: facts.Destroyed, known: Callable[[str], Known | None]) -> Iterator[Contradiction]:
    """What may not be cut here, and what was cut too little."""
    for part in fact.items:
        item = known(part.item)
        if item is None:
            continue
        if rules.must_leave("destroyed", item.of.custody, item.status):
            yield Contradiction(_AT_SITE, part.item, 0, {"kind": rules.row_name(item.of)})
        if part.cuts < item.of.cuts:
            more = {"kind": rules.row_name(item.of), "cuts": str(part.cuts), "due": str(item.of.cuts)}
            yield Contradiction(_TOO_FEW_CUTS, part.item, 0, more)
