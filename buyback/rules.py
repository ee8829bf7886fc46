"""The programme's rules: what is owed, and what may be paid, returned, voided and disposed of. Pure.

What the ledger knows comes in as a `DropOffState`; a rule either returns what follows or raises a refusal.

    drop-off   owed | voucher -> paid        none (nothing to pay)      any of them, unpaid, all held -> returned
    item       held -> destroyed | kept | handed_over | returned        handed_over -> destroyed | kept
    void       any drop-off whose items are all still held
    marks      corrected wherever the item is, unless it was returned or voided
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from buyback import errors, names
from buyback.facts import (
    CORRECTABLES,
    Condition,
    Correctable,
    Line,
    SerialStatus,
    Settlement,
    TableClass,
    TableRow,
)
from buyback.i18n import N_, _, language, ngettext
from buyback.money import Money, Rate, grouped_decimal

DropOffStatus: TypeAlias = Literal["owed", "voucher", "paid", "none", "returned", "voided"]
ItemStatus: TypeAlias = Literal["held", "destroyed", "kept", "handed_over", "returned", "voided"]
Disposal: TypeAlias = Literal["destroyed", "kept", "handed_over"]

DROP_OFF_STATUSES: tuple[DropOffStatus, ...] = ("owed", "voucher", "paid", "none", "returned", "voided")
ITEM_STATUSES: tuple[ItemStatus, ...] = ("held", "destroyed", "kept", "handed_over", "returned", "voided")

STATUS_NAMES = {
    "owed": N_("owed"),
    "voucher": N_("voucher"),
    "paid": N_("paid"),
    "none": N_("no payment"),
    "returned": N_("returned"),
    "voided": N_("voided"),
    "held": N_("held"),
    "destroyed": N_("destroyed"),
    "kept": N_("kept for the museum"),
    "handed_over": N_("handed over"),
}
CONDITION_NAMES = {"serviceable": N_("serviceable"), "unserviceable": N_("unserviceable")}
SETTLEMENT_NAMES = {
    "cash": N_("cash now"),
    "voucher": N_("voucher"),
    "later": N_("pay later"),
    "none": N_("no payment"),
}

LARGEST_QUANTITY = 100_000
MOST_LINES = 99
LARGEST_TOTAL_MINOR = 10_000_000_00
FEWEST_WITNESSES = (
    2  # besides whoever does the work: DOF guidelines of the programme, as the press quotes them
)
SHORTEST_REASON = 3
EARLIEST_YEAR = 2000  # whatever a person dates earlier is mistyped

WITNESS = N_("witness")
"""What refusals call the name of a witness."""


def counted(status: str, n: int) -> str:
    """So many items of a status, in the current language: "3 destroyed"."""
    words = {
        "held": ngettext("{n} held", "{n} held", n),
        "destroyed": ngettext("{n} destroyed", "{n} destroyed", n),
        "kept": ngettext("{n} kept", "{n} kept", n),
        "handed_over": ngettext("{n} handed over", "{n} handed over", n),
        "returned": ngettext("{n} returned", "{n} returned", n),
        "voided": ngettext("{n} voided", "{n} voided", n),
    }
    return words[status].format(n=f"{n:,}")


@dataclass(frozen=True, slots=True)
class Item:
    """What a clerk asks for: one type in one condition, and a firearm's marks. Texts are clean already."""

    type_code: str
    quantity: int = 1
    condition: Condition = "serviceable"
    valued_as: str = ""
    donated: bool = False
    make: str = ""
    model: str = ""
    calibre: str = ""
    serial: str = ""
    serial_status: SerialStatus = "not_asked"
    country: str = ""
    marks: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ItemState:
    """One item as the ledger has it now; `since` is the business date of its status."""

    folio: str
    number: int
    type_code: str
    name: str
    quantity: int
    custody: str
    cuts: int
    status: ItemStatus
    since: date

    @property
    def id(self) -> str:
        return f"{self.folio}/{self.number}"


@dataclass(frozen=True, slots=True)
class DropOffState:
    """A drop-off as the ledger has it now. `settled_on`, `settled_by`, `reason` belong to its status."""

    folio: str
    site: str
    status: DropOffStatus
    total: Money
    usd: Money
    items: tuple[ItemState, ...]
    settled_on: date | None = None
    settled_by: str = ""
    reason: str = ""

    @property
    def paid(self) -> Money:
        """What left the cash box for it."""
        return self.total if self.status == "paid" else Money(0, self.total.currency)


# --- pricing ----------------------------------------------------------------------------------------------------------


def price(
    number: int,
    item: Item,
    *,
    row: TableRow,
    of: TableClass,
    pays: TableRow | None,
    pays_of: TableClass | None,
    rate: Rate,
    table: str,
    nearest: Callable[[], str],
) -> Line:
    """The line that an item becomes. `pays` is the row that it is valued as, with its class, else None.

    Pesos are quantity times the table's amount for the condition; dollars are the line's pesos by the rate,
    half-even. AmountNotPublished where the table has no amount and nobody valued or donated the item.
    """
    if not 1 <= item.quantity <= LARGEST_QUANTITY:
        raise errors.BadQuantity(text=str(item.quantity), most=LARGEST_QUANTITY)
    if item.donated and item.valued_as:
        raise errors.DonatedAndValued()
    if item.serial and item.quantity != 1:
        raise errors.SerialNeedsOnePiece(quantity=item.quantity, name=row_name(row))
    if pays is not None and pays_of is not None and is_traced(pays, pays_of) and not is_traced(row, of):
        raise errors.ValuedAsOtherKind(name=row_name(row), other=row_name(pays))
    unit_minor = _unit_amount_minor(item, row, pays, table, nearest)
    amount = Money(unit_minor * item.quantity)
    return Line(
        number=number,
        type_code=row.code,
        class_code=of.code,
        counts_as=row.counts_as,
        condition=item.condition,
        quantity=item.quantity,
        unit=row.unit,
        unit_amount_minor=unit_minor,
        amount_minor=amount.amount_minor,
        usd_cents=rate.dollars(amount).amount_minor,
        valued_as=item.valued_as,
        donated=item.donated,
        make=item.make,
        model=item.model,
        calibre=item.calibre,
        serial=item.serial,
        serial_status="read" if item.serial else item.serial_status,
        country=item.country,
        marks=item.marks,
        note=item.note,
    )


def is_traced(row: TableRow, of: TableClass) -> bool:
    """Whether each piece is a line of its own: its class says so, and it is paid by the piece."""
    return of.traced and row.unit == "piece"


def _unit_amount_minor(
    item: Item, row: TableRow, pays: TableRow | None, table: str, nearest: Callable[[], str]
) -> int:
    if item.donated:
        return 0
    own, other = _published(row, item.condition), _published(pays, item.condition) if pays else None
    condition = _(CONDITION_NAMES[item.condition])
    if pays is None and own is None:
        raise errors.AmountNotPublished(
            table=table, name=row_name(row), condition=condition, nearest=nearest()
        )
    if pays is not None and own is not None:
        raise errors.AlreadyPriced(name=row_name(row), condition=condition, amount=grouped_decimal(own))
    if pays is not None and other is None:
        raise errors.ValuedAsUnpriced(name=row_name(pays), condition=condition)
    return own if own is not None else other or 0


def _published(row: TableRow, condition: Condition) -> int | None:
    return row.serviceable_minor if condition == "serviceable" else row.unserviceable_minor


def row_name(row: TableRow) -> str:
    """The type's name in the current language."""
    return row.name_es if language() == "es" else row.name_en


def one_piece_each(items: Sequence[Item], traced: Sequence[bool]) -> tuple[Item, ...]:
    """Items with every traced type as one line per piece, so that each weapon carries its own tag."""
    lines: list[Item] = []
    for item, own_tag in zip(items, traced, strict=True):
        if not 1 <= item.quantity <= LARGEST_QUANTITY:
            raise errors.BadQuantity(text=str(item.quantity), most=LARGEST_QUANTITY)
        if item.serial and item.quantity != 1:
            raise errors.SerialNeedsOnePiece(quantity=item.quantity, name=item.type_code)
        if own_tag and len(lines) + item.quantity > MOST_LINES:
            raise errors.TooManyLines(most=MOST_LINES, lines=len(lines) + item.quantity)
        lines += [replace(item, quantity=1)] * item.quantity if own_tag else [item]
    if not lines:
        raise errors.EmptyDropOff()
    if len(lines) > MOST_LINES:
        raise errors.TooManyLines(most=MOST_LINES, lines=len(lines))
    return tuple(lines)


def check_order(lines: Sequence[Line], reason: str) -> None:
    """A drop-off as a whole: its total can be held, and whoever values an item as another row says why."""
    total_minor = sum(line.amount_minor for line in lines)
    if total_minor > LARGEST_TOTAL_MINOR:
        raise errors.AmountTooLarge(
            amount=grouped_decimal(total_minor), most=grouped_decimal(LARGEST_TOTAL_MINOR)
        )
    if any(line.valued_as for line in lines) and len(reason) < SHORTEST_REASON:
        raise errors.ValuedAsNeedsReason(fewest=SHORTEST_REASON)


def status_after(settlement: Settlement, total: Money) -> DropOffStatus:
    """The status that a drop-off begins with; cash is paid by a PaidOut of its own in the same transaction."""
    if total.amount_minor == 0 or settlement == "none":
        return "none"
    return "voucher" if settlement == "voucher" else "owed"


# --- paying, returning, voiding ---------------------------------------------------------------------------------------


def check_payment(state: DropOffState) -> None:
    """A drop-off is paid once, while it is owed or a voucher is open."""
    if state.status == "paid":
        raise errors.PaidTwice(
            folio=state.folio,
            amount=grouped_decimal(state.total.amount_minor),
            when=_day(state.settled_on),
            by=state.settled_by,
        )
    if state.status == "none":
        zero = state.total.amount_minor == 0
        why = N_("all its items are donated or exchanged") if zero else N_("it was received without payment")
        raise errors.NothingToPay(folio=state.folio, why=_(why))
    if state.status in ("returned", "voided"):
        raise errors.NotPaidOut(folio=state.folio, status=_(STATUS_NAMES[state.status]))


def check_return(state: DropOffState) -> None:
    """A giver who declines takes every item back, until the drop-off is paid."""
    if state.status == "paid":
        raise errors.ReturnAfterPayment(folio=state.folio)
    if state.status == "voided":
        raise errors.AlreadyVoided(folio=state.folio, when=_day(state.settled_on), reason=state.reason)
    for item in state.items:
        if item.status != "held":
            raise _not_held(item, _("a return"))


def check_void(state: DropOffState, recovered_minor: int | None) -> int:
    """The centavos that came back, once a void is allowed: every item still held, the cash accounted for."""
    if state.status == "voided":
        raise errors.AlreadyVoided(folio=state.folio, when=_day(state.settled_on), reason=state.reason)
    for item in state.items:
        if item.status != "held":
            raise errors.VoidAfterCustody(
                item=item.id, status=_(STATUS_NAMES[item.status]), folio=state.folio
            )
    paid_minor = state.paid.amount_minor
    if recovered_minor is None:
        if paid_minor:
            raise errors.RecoveredMissing(folio=state.folio, paid=grouped_decimal(paid_minor))
        return 0
    if not 0 <= recovered_minor <= paid_minor:
        raise errors.RecoveredTooMuch(
            recovered=grouped_decimal(recovered_minor), folio=state.folio, paid=grouped_decimal(paid_minor)
        )
    return recovered_minor


# --- marks ------------------------------------------------------------------------------------------------------------


def check_correctable(item: ItemState, *, is_traced: bool) -> Correctable:
    """Where the item is, if its marks may be corrected: it has a tag of its own and its record is open.

    Destroyed, kept and handed over it may still be: auditors compare the record with acts and photographs long after
    the weapon is gone (standards ask for 20 years), and a wrong serial must not stand because nobody can void any more.
    Returned or voided, the record is of nothing that the programme has.
    """
    status = next((known for known in CORRECTABLES if known == item.status), None)
    if status is None:
        raise errors.RecordClosed(
            item=item.id, status=_(STATUS_NAMES[item.status]), when=item.since.isoformat()
        )
    if not is_traced:
        raise errors.NoMarks(item=item.id, name=item.name)
    return status


# --- custody ----------------------------------------------------------------------------------------------------------

_VERBS = {"destroyed": N_("a destruction"), "kept": N_("keeping"), "handed_over": N_("a hand-over")}


def check_disposal(kind: Disposal, item: ItemState, drop_off: DropOffState) -> None:
    """One item may be destroyed, kept or handed over.

    Ammunition, grenades and explosives are destroyed by Defensa only, after a hand-over. What is owed and not
    yet paid or promised by a voucher may still be taken back, so it stays.
    """
    allowed = ("held",) if kind == "handed_over" else ("held", "handed_over")
    if item.status not in allowed:
        raise _not_held(item, _(_VERBS[kind]), also_handed_over=kind != "handed_over")
    if drop_off.status == "owed":
        raise errors.NotSettled(folio=drop_off.folio, item=item.id)
    if kind == "destroyed" and item.custody == "hand_over" and item.status == "held":
        raise errors.MustBeHandedOver(item=item.id, name=item.name)


def check_witnesses(witnesses: Sequence[str], operator: str, fewest: int) -> None:
    """Witnesses are different people with names, enough of them, and none is the one who does the work.

    A name is the same in capitals, without its accents, in wide letters, and with other blanks or points.
    """
    seen: set[str] = set()
    for number, name in enumerate(witnesses, start=1):
        names.check_name(name, WITNESS, number)
        letters = names.name_key(name)
        if letters in seen:
            raise errors.SameWitness(name=name, number=number)
        if letters == names.name_key(operator):
            raise errors.ClerkAsWitness(name=name, number=number)
        seen.add(letters)
    if len(seen) < fewest:
        raise errors.TooFewWitnesses(fewest=fewest, given=len(seen))


def _not_held(item: ItemState, verb: str, *, also_handed_over: bool = False) -> errors.NotHeld:
    return errors.NotHeld(
        item=item.id,
        status=_(STATUS_NAMES[item.status]),
        when=item.since.isoformat(),
        verb=verb,
        also=_(" or handed over") if also_handed_over else "",
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
