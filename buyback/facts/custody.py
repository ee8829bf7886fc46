"""The acts that end custody: destroyed, kept, handed over."""

from dataclasses import dataclass

from buyback.facts.words import Value


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
