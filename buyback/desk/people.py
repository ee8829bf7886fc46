"""The people of a ledger: who they are (a PIN), what they may do (roles), and the ledger's own settings.

sign_in  sign_out  approve    prove who is there, by a PIN
enrol  change_roles  revoke   who works here, and as what
set_pin                       the first one of a ledger is a supervisor's own; from then on everybody signs in
change_setting                what holds for everybody, such as the amount above which a supervisor approves
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from buyback import errors, names, rules
from buyback.chain import Sealed
from buyback.desk.turn import Turn, turn
from buyback.facts import OperatorEnrolled, OperatorRevoked, PinRefused, PinSet, RolesChanged, SettingChanged
from buyback.free_text import REASON, SHORT_LONGEST, clean, required
from buyback.i18n import N_, _
from buyback.rules import Approval, Occasion, Pin
from buyback.store import ledger, secrets
from buyback.store.engine import Store
from buyback.store.ledger import Writer
from buyback.store.secrets import Answer
from buyback.store.views import added, setup
from buyback.store.views import people as view
from buyback.store.views.people import Operator

PIN: Final = "pin"
OPERATOR_ALIAS = N_("an operator")
ALIAS = N_("alias")
"""What refusals call an operator."""

_ALIAS = re.compile(r"[^\W_][\w-]{0,29}")
_SECOND = timedelta(seconds=1)


# --- who is there -------------------------------------------------------------------------------------------------------


def sign_in(store: Store, alias: str, pin: Pin, *, at: datetime) -> str:
    """The operator's alias, once the PIN is theirs: in this process they may write from now on, until `sign_out`.

    In a ledger without PINs there is nothing to prove. UnknownOperator, RevokedOperator, PinNotSet; WrongPin,
    WrongPinWait and TooSoon for a wrong one, which is recorded.
    """
    operator = _proven(store, alias, pin, at=at)
    if operator.has_pin:
        store.signed_in[operator.alias] = operator.pin_seq
    return operator.alias


def sign_out(store: Store, alias: str = "") -> None:
    """Nobody writes as this operator (for an empty alias as any) before signing in again."""
    for one in [alias] if alias else list(store.signed_in):
        store.signed_in.pop(one, None)


def approve(store: Store, alias: str, pin: Pin | None, *occasions: Occasion, at: datetime) -> Approval:
    """A supervisor's approval for one act, which whoever asks for it hands to the verb; refused as `sign_in` is.

    It is good for these occasions, of which the act may need some, and for no other.

    ApproverNoSupervisor where the operator is none. In a ledger without PINs the alias alone is the approval.
    """
    with store.reading() as db:
        people = view.people(db)
        supervisor = view.named(db, people, alias)
    if not supervisor.supervises:
        known = ", ".join(one.alias for one in people.supervisors) or "-"
        raise errors.ApproverNoSupervisor(alias=supervisor.alias, what=_("an approval"), known=known)
    approval = Approval(supervisor.alias, occasions)
    if people.have_pins:
        if pin is None:
            raise errors.ApprovalNotGiven(alias=supervisor.alias)
        store.approvals[approval] = _proven(store, alias, pin, at=at).pin_seq
    return approval


def _proven(store: Store, alias: str, pin: Pin, *, at: datetime) -> Operator:
    """The operator whose PIN it is. What was counted and recorded of a wrong one is kept before it is refused."""
    with ledger.writing(store, by=alias, at=at) as writer:
        people = view.people(writer.db)
        operator = view.named(writer.db, people, alias)
        writer.by = operator.alias
        if not people.have_pins:
            return operator
        if not operator.has_pin:
            raise errors.PinNotSet(alias=operator.alias)
        refusal = _refusal(writer, operator.alias, pin, at)
    if refusal is not None:
        raise refusal
    return operator


def _refusal(writer: Writer, alias: str, pin: Pin, at: datetime) -> errors.Refusal | None:
    """Why the PIN is not accepted, or None. After too many wrong ones it is not even looked at for a while."""
    before = secrets.tries(writer.db, PIN, alias)
    if before.last_wrong_at is not None:
        if at < before.last_wrong_at:  # by a clock that was set back the wait would not end in years
            secrets.wait_from(writer.db, PIN, alias, at=at)
        since = min(at, before.last_wrong_at)
        left = since + timedelta(seconds=rules.wait_s(before.wrong)) - at
        if left > timedelta(0):
            return errors.TooSoon(alias=alias, tries=before.wrong, seconds=-(-left // _SECOND))
    answer = secrets.check(writer.db, PIN, alias, pin, at=at)
    if answer is Answer.LOST:
        return errors.PinLost(alias=alias)
    if answer is Answer.RIGHT:
        return None
    wrong = before.wrong + 1
    writer.append(PinRefused(alias, wrong))
    seconds = rules.wait_s(wrong)
    if seconds:
        return errors.WrongPinWait(alias=alias, tries=wrong, seconds=seconds)
    return errors.WrongPin(alias=alias, tries=wrong)


# --- who works here, and as what ----------------------------------------------------------------------------------------


def check_alias(alias: str) -> str:
    """The alias as it will be written: one word, so that it is not a full name; BadCode otherwise."""
    alias = clean(alias, ALIAS, longest=SHORT_LONGEST)
    if not _ALIAS.fullmatch(alias):
        raise errors.BadCode(
            text=alias[:40], field=OPERATOR_ALIAS, allowed=N_("one word of up to 30 letters and digits")
        )
    names.check_alphabet(alias, ALIAS)
    return alias


def enrol(store: Store, alias: str, *, by: str, at: datetime, roles: Sequence[str] = ()) -> Sealed:
    """Enrol an operator by alias; AlreadyThere for one that is used, by somebody who was revoked too.

    No role named means every role, which RolesMissing refuses in a ledger with PINs.
    """
    alias = check_alias(alias)
    chosen = rules.check_roles(roles) if roles else ()
    with turn(store, "operators-add", by=by, at=at) as this:
        if any(names.same_name(found.alias, alias) for found in this.people.everyone):
            raise errors.AlreadyThere(what=N_("The operator"), code=alias)
        added.refuse_lost(this.writer.db, OperatorEnrolled, alias)
        if not chosen and this.people.have_pins:
            rules.check_roles(())
        return this.writer.append(OperatorEnrolled(alias, chosen))


def change_roles(
    store: Store, alias: str, roles: Sequence[str], *, reason: str, by: str, at: datetime
) -> Sealed:
    """Give the operator exactly these roles. SameRoles; LastSupervisor where nobody could supervise any more."""
    chosen, reason = rules.check_roles(roles), required(reason, REASON)
    with turn(store, "operators-roles", by=by, at=at) as this:
        operator = this.named(alias)
        if chosen == operator.roles:
            raise errors.SameRoles(alias=operator.alias, roles=rules.role_names(chosen))
        if "supervise" not in chosen:
            _check_not_last(this, operator)
        return this.writer.append(RolesChanged(operator.alias, chosen, reason))


def revoke(store: Store, alias: str, *, reason: str, by: str, at: datetime) -> Sealed:
    """The operator works here no more; LastSupervisor where nobody could supervise any more."""
    reason = required(reason, REASON)
    with turn(store, "operators-revoke", by=by, at=at) as this:
        operator = this.named(alias)
        _check_not_last(this, operator)
        secrets.forget(this.writer.db, PIN, operator.alias)
        sealed = this.writer.append(OperatorRevoked(operator.alias, reason))
    sign_out(store, operator.alias)
    return sealed


def _check_not_last(this: Turn, leaving: Operator) -> None:
    """Somebody else has to supervise, and be able to sign in where that is needed."""
    others = [one for one in this.people.supervisors if one != leaving]
    if leaving.supervises and not any(one.has_pin or not this.people.have_pins for one in others):
        raise errors.LastSupervisor(alias=leaving.alias)


# --- PINs and settings --------------------------------------------------------------------------------------------------


def set_pin(store: Store, alias: str, pin: Pin, *, by: str, at: datetime) -> Sealed:
    """Give the operator this PIN: their own, or as a supervisor another's. Whoever sets their own is signed in.

    The first one of a ledger is a supervisor's own (FirstPinIsSupervisors); from then on every verb needs a sign-in.
    BadPin and WeakPin for one that is none or is guessed at once.
    """
    rules.check_pin(pin)
    verb = "operators-pin" if by in ("", alias) else "operators-pin-reset"
    with turn(store, verb, by=by, at=at) as this:
        operator = this.named(alias)
        is_own = operator == this.operator
        if not this.people.have_pins and not (is_own and operator.supervises):
            known = ", ".join(one.alias for one in this.people.supervisors)
            raise errors.FirstPinIsSupervisors(known=known)
        sealed = keep_pin(this.writer, operator.alias, pin)
    sign_out(store, operator.alias)
    if is_own:
        store.signed_in[operator.alias] = sealed.seq
    return sealed


def keep_pin(writer: Writer, alias: str, pin: Pin) -> Sealed:
    """Record that the operator's PIN is a new one, and keep what proves it beside the log."""
    secrets.keep(writer.db, PIN, alias, pin)
    return writer.append(PinSet(alias))


def change_setting(store: Store, name: str, value: str, *, by: str, at: datetime) -> Sealed:
    """Set one of the ledger's settings, written as its digits (see `rules.check_setting`).

    The hours of a site (`rules.hours_setting`) are written 10:00-16:00, or "none"; UnknownSite for one that is none.
    """
    site = rules.hours_site(name)
    if site:
        value = str(rules.check_hours(value) or rules.NO_HOURS)
    else:
        rules.check_setting(name, value)
    with turn(store, "settings-set", by=by, at=at) as this:
        if site:
            setup.site(this.writer.db, site)
        return this.writer.append(SettingChanged(name, value))
