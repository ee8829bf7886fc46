"""The facts: everything that can happen, as frozen values.

    LedgerOpened                         one, first, per ledger (one terminal, one chain)
    SiteAdded  OperatorEnrolled          where and by whom
    PayoutTableAdopted -> TableClass*, TableRow*    what is paid, whole, so that an old amount can always be explained
    RateRecorded                         pesos per dollar: for which day, from whom, when learned
    DroppedOff -> Line*                  one visit: one folio, its items, the table and the rate that were used
    PaidOut | Returned | Voided          what became of the drop-off
    Destroyed | Kept | HandedOver -> DisposedItem*  what became of each item, by an act

A value is a str, an int, a bool, or a tuple of them or of facts' parts; None means "not given" and is not written.
There is no field for a giver and there never is one. Dates are ISO 8601 (YYYY-MM-DD), times are UTC with
milliseconds and Z, pesos are centavos, dollars are cents.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Condition: TypeAlias = Literal["serviceable", "unserviceable"]
Settlement: TypeAlias = Literal["cash", "voucher", "later", "none"]
SerialStatus: TypeAlias = Literal["read", "none", "filed_off", "part_only", "not_asked"]
CustodyRule: TypeAlias = Literal["destroy", "hand_over", "none"]
Value: TypeAlias = Literal["historic", "cultural", "scientific", "artistic"]

CONDITIONS: tuple[Condition, ...] = get_args(Condition)
SETTLEMENTS: tuple[Settlement, ...] = get_args(Settlement)
SERIAL_STATUSES: tuple[SerialStatus, ...] = get_args(SerialStatus)
VALUES: tuple[Value, ...] = get_args(Value)

COUNTS = (
    "short",
    "long",
    "home-made",
    "grenade",
    "cartridge",
    "magazine",
    "cap",
    "dynamite",
    "explosive",
    "air",
    "toy",
    "other",
)
"""The figures that are kept apart in every report, whatever a table calls its classes."""


@dataclass(frozen=True, slots=True)
class LedgerOpened:
    """A ledger begins. `currency` is the ISO 4217 code that it pays in."""

    programme: str
    currency: str
    software: str


@dataclass(frozen=True, slots=True)
class SiteAdded:
    """A place where weapons are taken in. `timezone` (IANA) decides its business date."""

    code: str
    name: str
    timezone: str
    venue: str = ""
    municipality: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class OperatorEnrolled:
    """A person who works at a site, known by an alias only."""

    alias: str


@dataclass(frozen=True, slots=True)
class TableClass:
    """A class of types. `traced`: each piece is its own line with its own tag. `cuts`: how many destroy one."""

    code: str
    name_es: str
    name_en: str
    traced: bool
    custody: CustodyRule
    cuts: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """One type of a payout table. An amount of None is not published, which is not zero."""

    code: str
    class_code: str
    counts_as: str
    name_es: str
    name_en: str
    calibre: str
    aliases: tuple[str, ...]
    unit: str
    source: str
    serviceable_minor: int | None = None
    unserviceable_minor: int | None = None


@dataclass(frozen=True, slots=True)
class PayoutTableAdopted:
    """From here on this table is the one that pays. The whole table stands in the fact."""

    code: str
    campaign: str
    issuer: str
    effective_on: str
    currency: str
    source: str
    complete: bool
    classes: tuple[TableClass, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class RateRecorded:
    """Pesos per dollar with four decimals, the day it holds for, its source, and when it was learned."""

    mxn_per_usd: str
    as_of: str
    source: str
    learned_at: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a drop-off: what it is, what it pays, and for a firearm its marks."""

    number: int
    type_code: str
    class_code: str
    counts_as: str
    condition: Condition
    quantity: int
    unit: str
    unit_amount_minor: int
    amount_minor: int
    usd_cents: int
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
class DroppedOff:
    """One visit. `table_seq` and `rate_seq` name the entries of the table and the rate that were used.

    `reason` and `approved_by` (an operator) tell why and by whom a line is valued as another row.
    """

    folio: str
    draft_id: str
    site: str
    business_on: str
    settlement: Settlement
    table: str
    table_seq: int
    rate_seq: int
    mxn_per_usd: str
    rate_as_of: str
    rate_source: str
    lines: tuple[Line, ...]
    written_at: str = ""
    reason: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class PaidOut:
    """The whole amount of a drop-off left the cash box, once. `business_on` is the site's day of the payment."""

    folio: str
    amount_minor: int
    usd_cents: int
    business_on: str
    means: Literal["cash", "voucher"]


@dataclass(frozen=True, slots=True)
class Returned:
    """The giver declined before being paid and took every item of the drop-off back."""

    folio: str
    business_on: str
    items: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Voided:
    """The drop-off was an entry error. `recovered_minor` is the cash that came back of what was paid."""

    folio: str
    business_on: str
    reason: str
    paid_minor: int
    recovered_minor: int
    items: tuple[str, ...]


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


Fact: TypeAlias = (
    LedgerOpened
    | SiteAdded
    | OperatorEnrolled
    | PayoutTableAdopted
    | RateRecorded
    | DroppedOff
    | PaidOut
    | Returned
    | Voided
    | Destroyed
    | Kept
    | HandedOver
)

KINDS: dict[str, type[Fact]] = {kind.__name__: kind for kind in get_args(Fact)}
"""Every kind of fact by the name that its entry carries."""
