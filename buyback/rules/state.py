"""What a rule is told: what a clerk asks for, and what the ledger knows."""

from dataclasses import dataclass
from datetime import date

from buyback.facts import Condition, SerialStatus, Settlement
from buyback.money import Money
from buyback.rules.words import Arrival, DropOffStatus, ItemStatus

EARLIEST_YEAR = 2000  # whatever a person dates earlier is mistyped


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
    """One item as the ledger has it now; `since` is the business date of its status, `arrival_on` of its arrival."""

    folio: str
    number: int
    type_code: str
    name: str
    quantity: int
    custody: str
    cuts: int
    status: ItemStatus
    since: date
    arrival: Arrival = "none"
    arrival_on: date | None = None

    @property
    def id(self) -> str:
        return f"{self.folio}/{self.number}"


@dataclass(frozen=True, slots=True)
class DropOffState:
    """A drop-off as the ledger has it now. `settled_on`, `settled_by`, `reason` belong to its status, `settlement` is what was agreed."""

    folio: str
    site: str
    status: DropOffStatus
    total: Money
    usd: Money
    items: tuple[ItemState, ...]
    settled_on: date | None = None
    settled_by: str = ""
    reason: str = ""
    settlement: Settlement = "cash"

    @property
    def paid(self) -> Money:
        """What left the cash box for it."""
        return self.total if self.status == "paid" else Money(0, self.total.currency)
