"""The settings that belong to a ledger and not to a computer: each change of one is a fact."""

from buyback import errors
from buyback.i18n import N_
from buyback.money import grouped_decimal
from buyback.rules.pricing import LARGEST_TOTAL_MINOR
from buyback.rules.vouchers import VOUCHER_DAYS

APPROVAL_STEP = "approval_step_minor"
LONGEST_VOUCHER_DAYS = 366

HELD_DAYS = "held_days"
EQUAL_ITEMS = "equal_items"
EQUAL_MINUTES = "equal_minutes"
MANY_VOIDS = "many_voids"
MANY_OFF_TABLE = "many_off_table"
RATE_PERCENT = "rate_percent"
NEAR_STEP_PERCENT = "near_step_percent"

DEFAULTS = {
    APPROVAL_STEP: 50_000_00,
    VOUCHER_DAYS: 30,
    HELD_DAYS: 30,
    EQUAL_ITEMS: 10,
    EQUAL_MINUTES: 60,
    MANY_VOIDS: 3,
    MANY_OFF_TABLE: 20,
    RATE_PERCENT: 2,
    NEAR_STEP_PERCENT: 5,
}
"""Every setting by its name, with the value that holds until it is changed."""

SETTING_NAMES = {
    APPROVAL_STEP: N_("a supervisor approves a payment above this many pesos"),
    VOUCHER_DAYS: N_("for how many days a voucher is good"),
    HELD_DAYS: N_("audit: what is held longer than this many days is named"),
    EQUAL_ITEMS: N_("audit: this many equal items are named"),
    EQUAL_MINUTES: N_("audit: if they came within this many minutes"),
    MANY_VOIDS: N_("audit: who voided this many drop-offs is named"),
    MANY_OFF_TABLE: N_("audit: who took in this many items outside the table is named"),
    RATE_PERCENT: N_("audit: a rate by hand further than this percentage from the ECB's is named"),
    NEAR_STEP_PERCENT: N_("audit: payments less than this percentage under the approval step are named"),
}

_SPANS = {
    HELD_DAYS: (1, 3660),
    EQUAL_ITEMS: (2, 1000),
    EQUAL_MINUTES: (1, 1440),
    MANY_VOIDS: (1, 10_000),
    MANY_OFF_TABLE: (1, 1_000_000),
    RATE_PERCENT: (0, 100),
    NEAR_STEP_PERCENT: (1, 100),
}
"""The least and the most that a setting of the audit may be: the audit's thresholds are these."""
_LESS_NAMES_LESS = (EQUAL_MINUTES, NEAR_STEP_PERCENT)
"""The thresholds by which a smaller number names less; by the others a greater one does."""

_MOST_DIGITS = 15


def setting_number(value: str, otherwise: int) -> int:
    """The number that a setting's digits make, and `otherwise` where they are none, or too many."""
    is_number = value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS
    return int(value) if is_number else otherwise


def setting_word(name: str) -> str:
    """The setting's name as it is typed: `held-days`, and pesos not by what they are counted in."""
    return name.removesuffix("_minor").replace("_", "-")


def thresholds() -> tuple[str, ...]:
    """The settings from which on the audit names something."""
    return tuple(name for name in DEFAULTS if name in _SPANS)


def is_loosened(name: str, was: int, now: int) -> bool:
    """Whether the audit names less by a threshold that is now this, and was that."""
    return now < was if name in _LESS_NAMES_LESS else now > was


def check_setting(name: str, value: str) -> int:
    """The setting's value; BadChoice for an unknown name, BadStep, BadVoucherDays and BadNumber for what none can be."""
    if name not in DEFAULTS:
        raise errors.BadChoice(text=name[:40], allowed=", ".join(DEFAULTS))
    number = setting_number(value, -1)
    if name == VOUCHER_DAYS and not 1 <= number <= LONGEST_VOUCHER_DAYS:
        raise errors.BadVoucherDays(text=value[:40], most=LONGEST_VOUCHER_DAYS)
    if name == APPROVAL_STEP and not 0 <= number <= LARGEST_TOTAL_MINOR:
        raise errors.BadStep(text=value[:40], most=grouped_decimal(LARGEST_TOTAL_MINOR))
    least, most = _SPANS.get(name, (number, number))
    if not least <= number <= most:
        raise errors.BadNumber(text=value[:40], field=setting_word(name), least=least, most=most)
    return number
