"""The acts that end custody: destroyed, kept, handed over; and what the receiver of a hand-over says of it."""

from dataclasses import dataclass

from buyback.facts.words import Resolution, SerialStatus, Value


@dataclass(frozen=True, slots=True)
class DisposedItem:
    """One item of an act, with the cuts made through it (0 where it is not cut)."""

    item: str
    cuts: int = 0


@dataclass(frozen=True, slots=True)
class Destroyed:
    """An act of destruction: its number, the items one by one, how, where, and before whom."""

    act: str
    business_on: str
    method: str
    place: str
    witnesses: tuple[str, ...]
    items: tuple[DisposedItem, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Pieces that a museum keeps for their value, by an act."""

    act: str
    business_on: str
    value: Value
    place: str
    witnesses: tuple[str, ...]
    items: tuple[DisposedItem, ...]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Items that left the site for destruction elsewhere; `receiver` is the authority that took them."""

    act: str
    business_on: str
    receiver: str
    place: str
    witnesses: tuple[str, ...]
    items: tuple[DisposedItem, ...]


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """One item of a hand-over as the receiving side found it, or did not.

    `serial` and `serial_status` are what was read again (`not_asked`: nobody read it). `differs`: the ledger has
    another serial for it. `belongs_to`: the other tags of the ledger that carry the serial which was read.
    """

    item: str
    found: bool
    serial: str = ""
    serial_status: SerialStatus = "not_asked"
    differs: bool = False
    belongs_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOverChecked:
    """The authority that the act names went through the act's list, item by item, and says what arrived.

    `list_hash` is that of the paper in its hands; it was compared with the act's own list.
    """

    act: str
    business_on: str
    list_hash: str
    witnesses: tuple[str, ...]
    items: tuple[CheckedItem, ...]


@dataclass(frozen=True, slots=True)
class NotReceivedResolved:
    """What became of one item that did not arrive: it arrived later, it never left, or it is lost."""

    act: str
    item: str
    business_on: str
    outcome: Resolution
    reason: str
    approved_by: str = ""
