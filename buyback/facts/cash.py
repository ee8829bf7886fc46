"""The cash box of a site: what goes in and out of it beside the payouts, what was counted, what did not fit."""

from dataclasses import dataclass

from buyback.facts.words import Form, Movement


@dataclass(frozen=True, slots=True)
class Denomination:
    """So many notes or coins of one value."""

    value_minor: int
    number: int
    form: Form = "note"


@dataclass(frozen=True, slots=True)
class CashMoved:
    """Cash of the organiser came into the box (float, top-up) or went back to the organiser (return).

    `notes` are the notes and coins of it, empty where nobody wrote them down; they come to the amount.
    """

    site: str
    business_on: str
    kind: Movement
    amount_minor: int
    notes: tuple[Denomination, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CashCounted:
    """What lay in the box, by notes and coins. It does not say what was expected: whoever counted did not know it."""

    site: str
    business_on: str
    notes: tuple[Denomination, ...]
    counted_minor: int


@dataclass(frozen=True, slots=True)
class CashDiffered:
    """The difference of the count `count_seq` (an entry) is recorded: from here on the box holds what was counted.

    `expected_minor` is what the entries before the count come to; `approved_by` is the supervisor's alias.
    """

    site: str
    business_on: str
    count_seq: int
    expected_minor: int
    counted_minor: int
    reason: str
    approved_by: str
