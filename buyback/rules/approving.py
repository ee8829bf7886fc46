"""What a supervisor has to approve: said here for the desk that refuses, for the dialogs that ask in time, and for whoever
walks over the log afterwards. Of several occasions the first is the one that a supervisor is asked for.
"""

from buyback.facts import Settlement
from buyback.rules.rights import Occasion


def drop_off_approvals(
    settlement: Settlement, amount_minor: int, step_minor: int, *, has_valued: bool
) -> tuple[Occasion, ...]:
    """An amount above the step that is paid or promised now, and items that are valued as another row."""
    found: list[Occasion] = []
    if settlement in ("cash", "voucher") and amount_minor > step_minor:
        found.append("amount")
    if has_valued:
        found.append("valued-as")
    return tuple(found)


def payment_approvals(amount_minor: int, step_minor: int) -> tuple[Occasion, ...]:
    """An amount above the step, of what is owed; a voucher's was approved when it was given out."""
    return ("amount",) if amount_minor > step_minor else ()


def voucher_approvals(*, coded: bool, is_proven: bool, is_expired: bool) -> tuple[Occasion, ...]:
    """What of a voucher's payment. `is_proven`: whoever brings it says its code, and may."""
    found: list[Occasion] = []
    if not coded:
        found.append("voucher-uncoded")
    elif not is_proven:
        found.append("voucher-code")
    if is_expired:
        found.append("voucher-expired")
    return tuple(found)
