"""The cash box of a site: what it should hold, and what may go in and out of it.

    expected = float + top-ups - paid - returned + recovered + differences

The box of a site is *kept* from its first float on (a float of 0 is a float); before that nothing is checked. What it
should hold follows from the entries alone. A float is given into an empty box only, so the parts are those since the
float that is in it, and come to the same as the parts of all entries since the first one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from buyback import denominations, errors
from buyback.chain import parse_utc
from buyback.facts import CashCounted, CashDiffered, CashMoved, Denomination, Fact, PaidOut, Voided
from buyback.money import Money, grouped_decimal
from buyback.rules.places import Place

LARGEST_CASH_MINOR = 100_000_000_00
FEWEST_FOR_PACE = 3


@dataclass(frozen=True, slots=True)
class Box:
    """A cash box as the entries make it so far. `_seq` names an entry, 0 for none; `_at` is its time, UTC.

    `count_seq` is the newest count since the float, `count_expected_minor` what the entries before it came to, and
    `difference_seq` the entry that recorded its difference.
    """

    site: str
    float_seq: int
    float_at: str
    float_minor: int
    topped_up_minor: int = 0
    paid_minor: int = 0
    returned_minor: int = 0
    recovered_minor: int = 0
    differences_minor: int = 0
    count_seq: int = 0
    count_at: str = ""
    count_expected_minor: int = 0
    counted_minor: int = 0
    difference_seq: int = 0

    @property
    def advanced_minor(self) -> int:
        """What the organiser brought. It is another figure than what was paid (ANAO 1997 found them mixed up)."""
        return self.float_minor + self.topped_up_minor

    @property
    def expected_minor(self) -> int:
        """What the box should hold."""
        came = self.advanced_minor + self.recovered_minor
        return came - self.paid_minor - self.returned_minor + self.differences_minor

    @property
    def difference_minor(self) -> int:
        """What the newest count found more (or, negative, less) than was expected; 0 where nothing was counted."""
        return self.counted_minor - self.count_expected_minor

    @property
    def open_minor(self) -> int:
        """The difference of the newest count as long as nobody has recorded it. Counting again replaces it."""
        return 0 if self.difference_seq else self.difference_minor

    @property
    def at_hand_minor(self) -> int:
        """What can be taken out: what should be there, less what the newest count did not find."""
        return self.expected_minor + min(0, self.open_minor)


def box_site(fact: Fact) -> str:
    """The site whose box the fact is about; "" where it is about none, or an older entry does not say."""
    match fact:
        case CashMoved() | CashCounted() | CashDiffered() | PaidOut() | Voided():
            return fact.site
        case _:
            return ""


def box_after(box: Box | None, fact: Fact, *, seq: int, at: str) -> Box | None:
    """The box after the entry `seq` about it; None as long as it is not kept. Pure: a replay gives the same."""
    if isinstance(fact, CashMoved) and fact.kind == "float" and not (box and box.expected_minor):
        return Box(fact.site, seq, at, fact.amount_minor)
    return None if box is None else replace(box, **_changed(box, fact, seq, at))


_GOES_TO = {"float": "float_minor", "top_up": "topped_up_minor", "return": "returned_minor"}


def _changed(box: Box, fact: Fact, seq: int, at: str) -> dict[str, Any]:
    """What the entry changes about a box that is kept."""
    match fact:
        case CashMoved():
            name = _GOES_TO[fact.kind]
            return {name: getattr(box, name) + fact.amount_minor}
        case PaidOut():
            return {"paid_minor": box.paid_minor + fact.amount_minor}
        case Voided():
            return {"recovered_minor": box.recovered_minor + fact.recovered_minor}
        case CashCounted():
            return {
                "count_seq": seq,
                "count_at": at,
                "count_expected_minor": box.expected_minor,
                "counted_minor": fact.counted_minor,
                "difference_seq": 0,
            }
        case CashDiffered():
            more_minor = fact.counted_minor - fact.expected_minor
            return {"differences_minor": box.differences_minor + more_minor, "difference_seq": seq}
        case _:
            return {}


# --- what may go in and out -------------------------------------------------------------------------------------------


def check_notes(notes: Sequence[Denomination]) -> None:
    """Each is a note or coin that there is, named once, and a number of them that a box can hold."""
    known = {(piece.value_minor, piece.form) for piece in denominations.MXN}
    for each in notes:
        is_number = type(each.number) is int and 0 < each.number <= denominations.MOST_PIECES
        if (each.value_minor, each.form) not in known or not is_number:
            code = grouped_decimal(each.value_minor)
            raise errors.BadPieces(number=each.number, code=code, most=denominations.MOST_PIECES)
    kinds = [(each.value_minor, each.form) for each in notes]
    for value_minor, form in kinds:
        if kinds.count((value_minor, form)) > 1:
            raise errors.NotesTwice(code=grouped_decimal(value_minor))


def check_currency(amount: Money, own: str) -> None:
    """A cash box holds money of the ledger's currency only; CashInOtherCurrency for any other."""
    if amount.currency != own:
        shown = grouped_decimal(amount.amount_minor)
        raise errors.CashInOtherCurrency(amount=shown, currency=amount.currency[:40], own=own)


def check_cash_amount(amount_minor: int, notes: Sequence[Denomination], *, least_minor: int) -> None:
    """An amount of cash can be made of coins, is within reason, and is what its notes and coins come to."""
    amount = grouped_decimal(amount_minor)
    if not least_minor <= amount_minor <= LARGEST_CASH_MINOR:
        raise errors.CashOutOfRange(
            amount=amount, least=grouped_decimal(least_minor), most=grouped_decimal(LARGEST_CASH_MINOR)
        )
    if amount_minor % denominations.SMALLEST_MINOR:
        raise errors.NotInCoins(amount=amount, smallest=grouped_decimal(denominations.SMALLEST_MINOR))
    check_notes(notes)
    notes_minor = denominations.worth_minor(notes)
    if notes and notes_minor != amount_minor:
        raise errors.NotesDiffer(notes=grouped_decimal(notes_minor), amount=amount)


def check_float(box: Box | None, at: Place) -> None:
    """A float goes into a box that is new or empty: there is no second one beside the first."""
    if box is None:
        return
    if box.open_minor:
        raise errors.CountOpen(
            when=_when(box.count_at, at), site=at.name, difference=grouped_decimal(box.open_minor)
        )
    if box.expected_minor:
        raise errors.FloatTwice(
            site=at.name,
            when=_when(box.float_at, at),
            amount=grouped_decimal(box.float_minor),
            held=grouped_decimal(box.expected_minor),
        )


def kept(box: Box | None, at: Place) -> Box:
    """The box, if it has had a float; NoFloat otherwise."""
    if box is None:
        raise errors.NoFloat(site=at.name)
    return box


def check_cash_return(box: Box, amount_minor: int, at: Place) -> None:
    """What goes back to the organiser is in the box."""
    if amount_minor <= box.at_hand_minor:
        return
    said = {
        "amount": grouped_decimal(amount_minor),
        "site": at.name,
        "held": grouped_decimal(box.at_hand_minor),
    }
    if amount_minor <= box.expected_minor:
        raise errors.ReturnOverCount(**said, when=_when(box.count_at, at))
    raise errors.ReturnTooMuch(**said)


def check_payout(box: Box | None, amount_minor: int, at: Place, *, is_owed: bool = False) -> None:
    """What is paid is in the box (cash ran out elsewhere and promises were written on paper: San Francisco, Oakland).

    `is_owed`: it was promised before, so that a voucher or a later payment is no way out any more.
    """
    if box is None or amount_minor <= box.at_hand_minor:
        return
    said = {
        "site": at.name,
        "held": grouped_decimal(box.at_hand_minor),
        "owed": grouped_decimal(amount_minor),
    }
    if amount_minor <= box.expected_minor:
        counted = errors.NotEnoughCountedToSettle if is_owed else errors.NotEnoughCounted
        raise counted(**said, when=_when(box.count_at, at))
    raise (errors.NotEnoughToSettle if is_owed else errors.NotEnoughCash)(**said)


def check_difference(box: Box, at: Place) -> None:
    """The newest count has a difference, and nobody has recorded it."""
    if not box.count_seq:
        raise errors.NothingCounted(site=at.name)
    when, difference = _when(box.count_at, at), grouped_decimal(box.difference_minor)
    if box.difference_seq:
        raise errors.DifferenceTwice(when=when, site=at.name, difference=difference)
    if not box.difference_minor:
        raise errors.NothingDiffers(when=when, site=at.name)


def _when(moment: str, at: Place) -> str:
    """A moment of the log as the site's clock showed it."""
    return at.clock(parse_utc(moment))


# --- how long it lasts --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pace:
    """For how long the cash lasts if the day goes on as it did: so many more drop-offs, and minutes if they can be told."""

    drop_offs: int
    minutes: int | None


def pace(at_hand_minor: int, paid: Sequence[tuple[datetime, int]]) -> Pace | None:
    """By the mean amount and the mean time between the day's payouts (when, centavos); None before three of them."""
    total_minor = sum(amount_minor for _when, amount_minor in paid)
    if len(paid) < FEWEST_FOR_PACE or total_minor <= 0:
        return None
    moments = [when for when, _amount_minor in paid]
    between_s = int((max(moments) - min(moments)).total_seconds())
    more = at_hand_minor * len(paid) // total_minor
    return Pace(more, -(-more * between_s // (60 * (len(paid) - 1))) if between_s else None)
