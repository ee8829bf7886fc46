"""How custody ends: destroy, keep, hand over. Each is an act over items that are named one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from buyback import errors, folios, rules
from buyback.facts import VALUES, Destroyed, DisposedItem, HandedOver, Kept, Value
from buyback.free_text import SHORT_LONGEST, clean, required
from buyback.i18n import N_
from buyback.rules import Disposal, DropOffState, ItemState
from buyback.store import ledger
from buyback.store.engine import Store
from buyback.store.ledger import Writer
from buyback.store.views import custody, drop_offs, setup

DEFAULT_METHOD = N_("disc cutter")
DEFENSA = "Defensa"

ACT = N_("act number")
PLACE = N_("place")
METHOD = N_("method")
WITNESS = N_("witness")
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

    def fact(day: str, place: str, witnesses: tuple[str, ...], states: tuple[ItemState, ...]) -> Destroyed:
        cut = tuple(DisposedItem(item.id, item.cuts) for item in states)
        return Destroyed(act.number.strip(), day, method, place, witnesses, cut)

    return _dispose(store, "destroyed", items, act, fact, by=by, at=at)


def keep(store: Store, items: Sequence[str], act: Act, *, value: Value, by: str, at: datetime) -> Disposed:
    """Record that pieces go to the museum for their historic, cultural, scientific or artistic value."""
    if value not in VALUES:
        raise errors.BadChoice(text=str(value)[:40], allowed=", ".join(VALUES))

    def fact(day: str, place: str, witnesses: tuple[str, ...], states: tuple[ItemState, ...]) -> Kept:
        return Kept(act.number.strip(), day, value, place, witnesses, _whole(states))

    return _dispose(store, "kept", items, act, fact, by=by, at=at)


def hand_over(
    store: Store, items: Sequence[str], act: Act, *, by: str, at: datetime, receiver: str = DEFENSA
) -> Disposed:
    """Record that items left for destruction elsewhere; `receiver` is the authority that signed for them."""
    receiver = required(receiver, RECEIVER, longest=SHORT_LONGEST)

    def fact(day: str, place: str, witnesses: tuple[str, ...], states: tuple[ItemState, ...]) -> HandedOver:
        return HandedOver(act.number.strip(), day, receiver, place, witnesses, _whole(states))

    return _dispose(store, "handed_over", items, act, fact, by=by, at=at)


def _whole(states: tuple[ItemState, ...]) -> tuple[DisposedItem, ...]:
    return tuple(DisposedItem(item.id) for item in states)


_Fact = Callable[[str, str, tuple[str, ...], tuple[ItemState, ...]], Destroyed | Kept | HandedOver]
_FEWEST: dict[Disposal, int] = {"destroyed": rules.FEWEST_WITNESSES, "kept": 0, "handed_over": 0}


def _dispose(
    store: Store, kind: Disposal, items: Sequence[str], act: Act, fact: _Fact, *, by: str, at: datetime
) -> Disposed:
    number = required(act.number, ACT, longest=SHORT_LONGEST, note=False)
    place = clean(act.place, PLACE, longest=SHORT_LONGEST)
    witnesses = tuple(required(name, WITNESS, longest=SHORT_LONGEST) for name in act.witnesses)
    names = _named_once(items)
    with ledger.writing(store, by=by, at=at) as writer:
        operator = writer.by = setup.operator(writer.db, by)
        rules.check_witnesses(witnesses, operator, _FEWEST[kind])
        states = tuple(_checked(writer, kind, *name) for name in names)
        sites = sorted({drop_offs.state(writer.db, item.folio).site for item in states})
        if len(sites) > 1 and not place:
            raise errors.PlaceNotNamed(sites=", ".join(sites))
        site = setup.site(writer.db, sites[0])
        day = site.business_date(at)
        made = fact(day.isoformat(), place or site.name, witnesses, states)
        _check_number(writer, kind, number, made)
        writer.append(made)
        return Disposed(kind, number, day, made.place, witnesses, states)


def _named_once(items: Sequence[str]) -> tuple[tuple[str, int], ...]:
    names = tuple(folios.parse_item(item) for item in items)
    if not names:
        raise errors.NothingToDispose()
    for position, name in enumerate(names):
        if name in names[:position]:
            raise errors.ItemTwice(item=folios.item_id(*name))
    return names


def _checked(writer: Writer, kind: Disposal, folio: str, line: int) -> ItemState:
    custody.item(writer.db, folio, line)
    state: DropOffState = drop_offs.state(writer.db, folio)
    item = next(found for found in state.items if found.number == line)
    rules.check_disposal(kind, item, state)
    return item


def _check_number(writer: Writer, kind: Disposal, number: str, made: Destroyed | Kept | HandedOver) -> None:
    """An act may go on during its day, at its place and before its witnesses; otherwise its number is used up."""
    used = custody.used_act(writer.db, number)
    if used is None:
        return
    same = (kind, date.fromisoformat(made.business_on), made.place, "; ".join(made.witnesses))
    if (used.kind, used.business_on, used.place, used.witnesses) != same:
        raise errors.ActReused(number=number, when=used.business_on.isoformat())
