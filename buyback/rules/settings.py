"""The settings that belong to a ledger and not to a computer: each change of one is a fact."""

from buyback import errors
from buyback.i18n import N_
from buyback.money import grouped_decimal
from buyback.rules.pricing import LARGEST_TOTAL_MINOR
from buyback.rules.vouchers import VOUCHER_DAYS

APPROVAL_STEP = "approval_step_minor"
LONGEST_VOUCHER_DAYS = 366

DEFAULTS = {APPROVAL_STEP: 50_000_00, VOUCHER_DAYS: 30}
"""Every setting by its name, with the value that holds until it is changed."""

SETTING_NAMES = {
    APPROVAL_STEP: N_("a supervisor approves a payment above this many pesos"),
    VOUCHER_DAYS: N_("for how many days a voucher is good"),
}

_MOST_DIGITS = 15


def setting_number(value: str, otherwise: int) -> int:
    """The number that a setting's digits make, and `otherwise` where they are none, or too many."""
    is_number = value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS
    return int(value) if is_number else otherwise


def check_setting(name: str, value: str) -> int:
    """The setting's value; BadChoice for an unknown name, BadStep and BadVoucherDays for what none can be."""
    if name not in DEFAULTS:
        raise errors.BadChoice(text=name[:40], allowed=", ".join(DEFAULTS))
    number = setting_number(value, -1)
    if name == VOUCHER_DAYS and not 1 <= number <= LONGEST_VOUCHER_DAYS:
        raise errors.BadVoucherDays(text=value[:40], most=LONGEST_VOUCHER_DAYS)
    if name == APPROVAL_STEP and not 0 <= number <= LARGEST_TOTAL_MINOR:
        raise errors.BadStep(text=value[:40], most=grouped_decimal(LARGEST_TOTAL_MINOR))
    return number
