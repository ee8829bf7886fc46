"""A visit, and what became of it: received, paid, returned, voided."""

from dataclasses import dataclass
from typing import Literal

from buyback.facts.words import Condition, SerialStatus, Settlement


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

    `reason` tells why a line is valued as another row or donated, `approved_by` which supervisor approved that, or the amount.
    `form_seq` names the entry that reserved the folio, where it was first written on a blank form.
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
    form_seq: int | None = None


@dataclass(frozen=True, slots=True)
class PaidOut:
    """The whole amount of a drop-off left the cash box, once. `business_on` is the site's day of the payment.

    `approved_by`: the supervisor, where the amount needed one and the drop-off itself names none.
    `site`: whose cash box paid; empty in an older entry, where it is the drop-off's site.
    """

    folio: str
    amount_minor: int
    usd_cents: int
    business_on: str
    means: Literal["cash", "voucher"]
    approved_by: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """The giver declined before being paid and took every item of the drop-off back."""

    folio: str
    business_on: str
    items: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Voided:
    """The drop-off was an entry error. `recovered_minor` is the cash that came back of what was paid.

    `site`: into whose cash box it came back; empty in an older entry, where it is the drop-off's site.
    """

    folio: str
    business_on: str
    reason: str
    paid_minor: int
    recovered_minor: int
    items: tuple[str, ...]
    approved_by: str = ""
    site: str = ""
