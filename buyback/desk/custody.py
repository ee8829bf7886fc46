"""How custody ends: destroy, keep, hand over. Each is an act over items that are named one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from buyback import errors, folios, names, rules
from buyback.desk import sealed
from buyback.desk.turn import turn
from buyback.facts import VALUES, Destroyed, DisposedItem, HandedOver, Kept, Value
from buyback.free_text import SHORT_LONGEST, clean, required
from buyback.i18n import N_
from buyback.rules import WITNESS, Disposal, DropOffState, ItemState
from buyback.store.engine import Db, Store
from buyback.store.views import custody, hand_overs, setup

DEFAULT_METHOD = rules.DISC_CUTTER
DEFENSA = "Defensa"

ACT = N_("act number")
PLACE = N_("place")
METHOD = N_("method")
RECEIVER = N_("receiver")


@dataclass(frozen=True, slots=True)
class Act:
    """What every act says: its number, where, before whom. An empty place is the site of the items."""

    number: str
    place: str = ""
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disposed:
    """An act that is in the ledger."""

    kind: Disposal
    act: str
    business_on: date
    place: str
    witnesses: tuple[str, ...]
    items: tuple[ItemState, ...]


def destroy(
    store: Store, items: Sequence[str], act: Act, *, by: str, at: datetime, method: str = DEFAULT_METHOD
) -> Disposed:
    """Record an act of destruction: at least two witnesses, none of them whoever records it; cuts by class."""
    method = required(method, METHOD, longest=SHORT_LONGEST)

    def fact(
        number: str, day: str, place: str, witnesses: tuple[str, ...], states: tuple[ItemState, ...]
    ) -> Destroyed:
        cut = tuple(DisposedItem(item.id, item.cuts) for item in states)
        return Destroyed(number, day, method, place, witnesses, cut)

    return _dispose(store, "destroyed", items, act, fact, by=by, at=at)


def keep(store: Store, items: Sequence[str], act: Act, *, value: Value, by: str, at: datetime) -> Disposed:
    """Record that pieces go to the museum for their historic, cultural, scientific or artistic value."""
    if value not in VALUES:
        raise errors.BadChoice(text=str(value)[:40], allowed=", ".join(VALUES))

    def fact(
        number: str, day: str, place: str, witnesses: tuple[str, ...], states: tuple[ItemState, ...]
    ) -> Kept:
        return Kept(number, day, value, place, witnesses, _whole(states))

    return _dispose(store, "kept", items, act, fact, by=by, at=at)


def hand_over(
    store: Store, items: Sequence[str], act: Act, *, by: str, at: datetime, receiver: str = DEFENSA
) -> Disposed:
    """Record that items left for destruction elsewhere; `receiver` is the authority that signed for them."""
    receiver = required(receiver, RECEIVER, longest=SHORT_LONGEST)

    def fact(
        number: str, day: str, place: str, witnesses: tuple[str, ...], states: tuple[ItemState, ...]
    ) -> HandedOver:
        return HandedOver(number, day, receiver, place, witnesses, _whole(states))

    return _dispose(store, "handed_over", items, act, fact, by=by, at=at)


def _whole(states: tuple[ItemState, ...]) -> tuple[DisposedItem, ...]:
    return tuple(DisposedItem(item.id) for item in states)


_Made = TypeVar("_Made", Destroyed, Kept, HandedOver)
_Fact = Callable[[str, str, str, tuple[str, ...], tuple[ItemState, ...]], _Made]
_VERBS: dict[Disposal, str] = {"destroyed": "destroy", "kept": "keep", "handed_over": "hand-over"}


def _dispose(
    store: Store, kind: Disposal, items: Sequence[str], act: Act, fact: _Fact[_Made], *, by: str, at: datetime
) -> Disposed:
    number = required(act.number, ACT, longest=SHORT_LONGEST, note=False)
    place = clean(act.place, PLACE, longest=SHORT_LONGEST)
    witnesses = clean_witnesses(act.witnesses)
    named = _named_once(items, store.ledger)
    with turn(store, _VERBS[kind], by=by, at=at) as this:
        writer = this.writer
        rules.check_witnesses(witnesses, this.operator.alias, rules.FEWEST[kind])
        came = {folio: sealed.state(writer.db, folio) for folio in dict(named)}
        states = tuple(_checked(writer.db, kind, came[folio], line) for folio, line in named)
        sites = sorted({drop_off.site for drop_off in came.values()})
        if len(sites) > 1 and not place:
            raise errors.PlaceNotNamed(sites=", ".join(sites))
        site = setup.site(writer.db, sites[0])
        day = site.business_date(at)
        made = _goes_on(writer.db, fact(number, day.isoformat(), place or site.name, witnesses, states))
        writer.append(made)
        return Disposed(kind, made.act, day, made.place, made.witnesses, states)


def clean_witnesses(names: Sequence[str]) -> tuple[str, ...]:
    """The witnesses' names, checked: a refusal says which one it speaks of."""
    return tuple(
        required(name, WITNESS, longest=SHORT_LONGEST, number=number)
        for number, name in enumerate(names, start=1)
    )


def _named_once(items: Sequence[str], ledger_code: str) -> tuple[tuple[str, int], ...]:
    names = tuple(folios.parse_item(item, ledger_code) for item in items)
    if not names:
        raise errors.NothingToDispose()
    for position, name in enumerate(names):
        if name in names[:position]:
            raise errors.ItemTwice(item=folios.item_id(*name))
    return names


def _checked(db: Db, kind: Disposal, came: DropOffState, line: int) -> ItemState:
    """The item of the drop-off that it came with, if its custody may end so; UnknownItem for a line that there is not."""
    item = next((found for found in came.items if found.number == line), None)
    if item is None:
        item = custody.item(db, came.folio, line).state
    rules.check_disposal(kind, item, came)
    return item


def _goes_on(db: Db, made: _Made) -> _Made:
    """The act; if its number was used, as it was first written. It may go on during its day, at its place and before
    its witnesses; otherwise its number is used up. A hand-over whose receiver checked its list takes nothing more.
    """
    before = custody.act(db, made.act)
    if before is None:
        return made
    same = isinstance(before, type(made)) and before.business_on == made.business_on
    same = same and names.same_name(before.place, made.place)
    if not (same and _people(before.witnesses) == _people(made.witnesses)):
        raise errors.ActReused(number=before.act, when=before.business_on)
    checked = hand_overs.checked(db, before.act)
    if checked is not None:
        raise errors.HandOverClosed(act=before.act, when=checked[0].isoformat())
    return replace(made, act=before.act, place=before.place, witnesses=before.witnesses)


def _people(people: Sequence[str]) -> set[str]:
    return set(map(names.name_key, people))
