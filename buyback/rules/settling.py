"""Paying, returning, voiding a drop-off."""

from datetime import date

from buyback import errors
from buyback.facts import Settlement
from buyback.i18n import N_, _
from buyback.money import Money, grouped_decimal
from buyback.rules.custody import not_held
from buyback.rules.state import DropOffState
from buyback.rules.words import STATUS_NAMES, DropOffStatus


def status_after(settlement: Settlement, total: Money) -> DropOffStatus:
    """The status that a drop-off begins with; cash is paid by a PaidOut of its own in the same transaction."""
    if total.amount_minor == 0 or settlement == "none":
        return "none"
    return "voucher" if settlement == "voucher" else "owed"


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
            raise not_held(item, _("a return"))


def check_void(state: DropOffState, recovered_minor: int | None) -> int:
    """The centavos that came back, once a void is allowed: every item still held, the cash accounted for."""
    if state.status == "voided":
        raise errors.AlreadyVoided(folio=state.folio, when=_day(state.settled_on), reason=state.reason)
    if state.status == "paid" and state.settlement == "voucher":
        raise errors.VoidOfPaidVoucher(folio=state.folio, when=_day(state.settled_on))
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


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
