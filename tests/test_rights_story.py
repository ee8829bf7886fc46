"""Entries by somebody who might not write them then, sealed by hand: verification asks the table of rights again."""

import typing
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, timedelta
from types import UnionType
from typing import Any, Literal

import pytest
from pin_story import ANA, LUIS
from samples import AT, BY, COLLEAGUE, SITE, on_a_file, take_in
from tampering import found, seal_on

from buyback import desk, facts, rates, rules
from buyback.denominations import parse
from buyback.desk import Approval
from buyback.facts import (
    KINDS,
    ROLES,
    CashMoved,
    Fact,
    OperatorEnrolled,
    OperatorRevoked,
    PinSet,
    RateRecorded,
    RolesChanged,
    SettingChanged,
)
from buyback.money import Money
from buyback.store.engine import Store

LAW = {
    "receive": "DroppedOff VoucherIssued",
    "pay": "PaidOut VoucherCodeRefused",
    "receive pay": "Returned",
    "receive supervise": "Voided MarksCorrected FoliosReserved FormsReturned",
    "custody": "Destroyed Kept HandedOver HandOverChecked NotReceivedResolved",
    "pay supervise": "CashMoved:float CashMoved:top_up CashMoved:return CashCounted CashDiffered DayClosed",
    "supervise": "KeyChanged SiteAdded OperatorEnrolled RolesChanged OperatorRevoked PinSet:other SettingChanged "
    "PayoutTableAdopted RateRecorded:alone",
    "receive pay supervise": "RateRecorded:source RateRecorded:approved",
    "supervise audit": "FindingAnswered SampleDrawn SampleChecked",
    "receive pay custody supervise audit": "LedgerOpened ClockWentBack PinRefused PinSet:own CloseCompared",
}
"""Which roles may write what, as a supervisor would list it: of each row one role is enough."""

_VARIANTS: dict[str, dict[str, Any]] = {
    "DroppedOff": {"folio": "A1-000001-B"},
    "NotReceivedResolved": {"item": "A1-000001-B/1"},
    "MarksCorrected": {"item": "A1-000001-B/1"},
    "CashMoved:float": {"kind": "float"},
    "CashMoved:top_up": {"kind": "top_up"},
    "CashMoved:return": {"kind": "return"},
    "PinSet:other": {"alias": COLLEAGUE},
    "PinSet:own": {"alias": "eva"},
    "RateRecorded:source": {"source": "ECB"},
    "RateRecorded:alone": {"source": "manual"},
    "RateRecorded:approved": {"source": "manual", "approved_by": BY},
}


def _value(hint: Any) -> Any:
    """Some value of this type."""
    if isinstance(hint, UnionType):
        return None
    if typing.get_origin(hint) is Literal:
        return typing.get_args(hint)[0]
    if typing.get_origin(hint) is tuple:
        return ()
    if is_dataclass(hint):
        return _some(hint)
    return hint("1")


def _some(of: Any, /, **given: Any) -> Any:
    hints = typing.get_type_hints(of)
    needed = [one.name for one in fields(of) if one.default is MISSING and one.name not in given]
    return of(**given, **{name: _value(hints[name]) for name in needed})


def _every() -> Iterator[tuple[str, Fact, set[str]]]:
    """Every kind of fact by its name, one of it that says nothing, and the roles that may write it."""
    for roles, names in LAW.items():
        for name in names.split():
            kind = KINDS[name.partition(":")[0]]
            yield name, _some(kind, **_VARIANTS.get(name, {})), set(roles.split())


def wrong(store: Store) -> dict[int, str]:
    """The entries that somebody wrote who might not, with the sentences."""
    return {one.seq: str(one) for one in found(store) if one.check == "rights"}


def test_the_law_names_every_kind_of_fact() -> None:
    """A new kind of fact says who may write it."""
    assert {name.partition(":")[0] for name, _fact, _roles in _every()} == set(KINDS)


@on_a_file
@pytest.mark.parametrize("role", ROLES)
def test_each_role_writes_what_it_may_and_nothing_else(ledger: Store, role: facts.Role) -> None:
    """Whatever somebody with one role alone seals by hand is found, unless the table of rights gives it to that role."""
    seal_on(ledger, OperatorEnrolled("eva", (role,)))
    seqs = {name: seal_on(ledger, fact, by="eva") for name, fact, _roles in _every()}
    against = wrong(ledger)
    assert {name for name, seq in seqs.items() if seq in against} == {
        name for name, _fact, roles in _every() if role not in roles
    }
    assert set(against) <= set(seqs.values())


def test_the_table_of_rights_is_walked_whole() -> None:
    """Every verb of the table writes some fact that verification knows as its own."""
    walked = {verb for _name, fact, _roles in _every() for verb in rules.verbs_of(fact, "eva")}
    assert walked == set(rules.RIGHTS)


@on_a_file
def test_the_roles_are_those_at_the_entry(ledger: Store) -> None:
    """What somebody did before a role was taken away stays right, what they did before it was given stays wrong."""
    setting = SettingChanged("voucher_days", "30")
    seal_on(ledger, OperatorEnrolled("eva", ("receive",)))
    early = seal_on(ledger, setting, by="eva")
    seal_on(ledger, RolesChanged("eva", ("supervise",), "ayuda"))
    seal_on(ledger, setting, setting, RolesChanged("eva", ("audit",), "deja de ayudar"), by="eva")
    late = seal_on(ledger, setting, by="eva")
    assert wrong(ledger) == {
        early: f"Entry {early} is by eva, who might not change a setting of the ledger then: that needs the role "
        "supervise, and eva had receive.",
        late: f"Entry {late} is by eva, who might not change a setting of the ledger then: that needs the role "
        "supervise, and eva had audit.",
    }


@on_a_file
def test_who_was_revoked_or_never_enrolled_is_named_as_such(ledger: Store) -> None:
    """They have no roles at all; that they are not there is the finding."""
    seal_on(ledger, OperatorRevoked(COLLEAGUE, "se fue"))
    seal_on(ledger, SettingChanged("voucher_days", "30"), by=COLLEAGUE)
    seal_on(ledger, SettingChanged("voucher_days", "31"), by="nadie")
    assert [one.check for one in found(ledger) if one.check in ("people", "rights")] == ["people", "people"]


@on_a_file
def test_cash_is_paid_by_somebody_who_may_pay(ledger: Store) -> None:
    """Whoever only takes in does not pay on the spot either: the payment is an entry of its own."""
    desk.enrol(ledger, "eva", by=BY, at=AT, roles=("receive",))
    owed = take_in(ledger, settlement="later", by="eva")
    sums = (owed.mxn.amount_minor, owed.usd.amount_minor)
    paid = facts.PaidOut(owed.folio, *sums, "2025-02-18", "cash", site=SITE)
    seq = seal_on(ledger, paid, by="eva")
    assert list(wrong(ledger)) == [seq]


@on_a_file
def test_what_the_desk_records_is_right(ledger: Store) -> None:
    """People with few roles, roles that change, somebody revoked, PINs of one's own, rates set and imported, paper typed in."""
    for alias, roles in (("eva", ("receive",)), ("teo", ("pay",)), ("iris", ("custody", "audit"))):
        desk.enrol(ledger, alias, by=BY, at=AT, roles=roles)
    form = desk.reserve(ledger, SITE, 1, by="eva", at=AT).folios[0]
    later = AT + timedelta(minutes=10)
    take_in(ledger, settlement="later", by="eva", folio=form, written_at=AT, at=later)
    taken = take_in(ledger, settlement="later", by="eva", at=later)
    desk.give_float(ledger, SITE, Money(20_000_00), by="teo", at=later, notes=parse("500x40"))
    desk.pay(ledger, taken.folio, by="teo", at=later)
    quoted = rates.manual("20.1", date(2025, 2, 18), "boletín", later)
    desk.record_rate(ledger, quoted, by="teo", at=later, approval=Approval(BY))
    file = [rates.manual("20.3", date(2025, 2, 17), "archivo", later)]
    desk.import_rates(ledger, file, by=BY, at=later)
    desk.draw_sample(ledger, 1, 4711, by="iris", at=later)
    desk.change_roles(ledger, "eva", ("custody",), reason="otra tarea", by=BY, at=later)
    desk.revoke(ledger, "teo", reason="se fue", by=COLLEAGUE, at=later)
    desk.set_pin(ledger, BY, ANA, by=BY, at=later)
    desk.set_pin(ledger, "eva", LUIS, by=BY, at=later)
    desk.sign_in(ledger, "eva", LUIS, at=later)
    desk.set_pin(ledger, "eva", ANA, by="eva", at=later)
    desk.hand_over(ledger, taken.item_ids, desk.Act("H-1"), by="eva", at=later)
    assert found(ledger) == []


@on_a_file
def test_a_manual_rate_that_nobody_approved_takes_a_supervisor(ledger: Store) -> None:
    """Alone nobody but a supervisor sets a rate: they import it, and answer for it."""
    seal_on(ledger, OperatorEnrolled("eva", ("pay",)))
    rate = RateRecorded("20.1000", "2025-02-18", "manual", "2025-02-18T16:42:05.123Z", "boletín")
    seq = seal_on(ledger, rate, by="eva")
    seal_on(ledger, rate, by=BY)
    assert list(wrong(ledger)) == [seq]


@on_a_file
def test_the_first_pin_and_the_cash_of_the_opening_are_right(ledger: Store) -> None:
    """Whoever opens a ledger has every role, named or not."""
    seal_on(ledger, PinSet(BY), CashMoved(SITE, "2025-02-18", "float", 0))
    assert wrong(ledger) == {}
