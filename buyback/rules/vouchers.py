"""Vouchers: a bearer's promise, paid once, at any site of the ledger, against folio and code.

Cash does run out with people still in the queue (San Francisco, Oakland, Marin); a voucher that anybody who finds it
could cash, or that nobody can check, is no better than a promise on a slip of paper.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from buyback import errors
from buyback.money import Money
from buyback.rules.pins import Pin
from buyback.rules.words import DropOffStatus

CODE_DIGITS = 4
MOST_WRONG_CODES = 5
VOUCHER_DAYS = "voucher_days"


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher as the ledger has it now; `status` is its drop-off's, `wrong` the wrong codes in a row."""

    folio: str
    seq: int
    site: str
    business_on: date
    issued_at: datetime
    issued_by: str
    amount: Money
    expires_on: date
    coded: bool
    wrong: int
    status: DropOffStatus

    @property
    def is_open(self) -> bool:
        return self.status == "voucher"

    @property
    def is_locked(self) -> bool:
        return self.wrong >= MOST_WRONG_CODES

    def days_left(self, today: date) -> int:
        """The days on which it is still paid, after today; negative once it has expired."""
        return (self.expires_on - today).days


def expires_on(given: date, days: int) -> date:
    """The last day of a voucher that is given out on this day."""
    return given + timedelta(days=days)


def check_code(code: Pin) -> None:
    """A code that a giver chooses is four digits; any four, since nobody can guess more than five times."""
    if not (code.reveal().isascii() and code.reveal().isdecimal() and len(code.reveal()) == CODE_DIGITS):
        raise errors.BadCodeDigits(digits=CODE_DIGITS)
