"""Who may do what: each role is tried against each verb, beside a table that was written by hand."""

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from samples import AT, BY, ECB_RATE, SITE, act, order, take_in
from sqlalchemy import text

from buyback import desk, errors, rates, rules
from buyback.desk import Approval, NewMarks, NewSite, Pin, Seen
from buyback.facts import ROLES, Denomination, Role
from buyback.fingerprints import list_hash
from buyback.money import Money
from buyback.payout_table import load_seed
from buyback.rules import RIGHTS
from buyback.store import checks
from buyback.store.engine import Store

R, P, C, S, A = "receive", "pay", "custody", "supervise", "audit"

EXPECTED: dict[str, set[str]] = {
    "receive": {R},
    "pay": {P},
    "return": {R, P},
    "void": {R, S},
    "correct": {R, S},
    "destroy": {C},
    "keep": {C},
    "hand-over": {C},
    "hand-over-check": {C},
    "hand-over-resolve": {C},
    "forms-reserve": {R, S},
    "forms-return": {R, S},
    "rates-fetch": {R, P, S},
    "rates-set": {R, P, S},
    "rates-import": {S},
    "tables-adopt": {S},
    "sites-add": {S},
    "operators-add": {S},
    "operators-roles": {S},
    "operators-revoke": {S},
    "operators-pin": {R, P, C, S, A},
    "operators-pin-reset": {S},
    "settings-set": {S},
    "cash-float": {P, S},
    "cash-top-up": {P, S},
    "cash-return": {P, S},
    "cash-count": {P, S},
    "cash-difference": {P, S},
    "close-day": {P, S},
    "audit-answer": {S, A},
    "close-compare": {R, P, C, S, A},
    "key-replace": {S},
    "sample": {S, A},
    "sample-check": {S, A},
}
"""What the programme wants, written down apart from the code."""

APPROVED = {
    "receive": {"valued-as", "amount"},
    "pay": {"amount", "voucher-code", "voucher-uncoded", "voucher-expired"},
    "void": {"void"},
    "rates-set": {"manual-rate"},
    "cash-difference": {"cash-difference"},
    "hand-over-resolve": {"lost"},
    "close-day": {"close"},
    "key-replace": {"key"},
}

DESK = Path(desk.__file__).parent
names = count(1)
PINS = {BY: Pin("739104"), "one": Pin("582047"), "other": Pin("904713")}


def held(ledger: Store) -> str:
    """A revolver that was paid and lies in custody; its tag."""
    return take_in(ledger).item_ids[0]


def number() -> desk.Act:
    return act(f"N-{next(names)}")


def receive(ledger: Store, by: str) -> object:
    return take_in(ledger, settlement="later", by=by)


def pay(ledger: Store, by: str) -> object:
    return desk.pay(ledger, take_in(ledger, settlement="later").folio, by=by, at=AT)


def give_back(ledger: Store, by: str) -> object:
    return desk.give_back(ledger, take_in(ledger, settlement="later").folio, by=by, at=AT)


def void(ledger: Store, by: str) -> object:
    folio = take_in(ledger, settlement="later").folio
    return desk.void(ledger, folio, reason="error", recovered=None, by=by, at=AT, approval=Approval(BY))


def destroy(ledger: Store, by: str) -> object:
    return desk.destroy(ledger, [held(ledger)], number(), by=by, at=AT)


def keep(ledger: Store, by: str) -> object:
    return desk.keep(ledger, [held(ledger)], number(), value="historic", by=by, at=AT)


def hand_over(ledger: Store, by: str) -> object:
    return desk.hand_over(ledger, [held(ledger)], number(), by=by, at=AT)


def sent(ledger: Store) -> tuple[str, desk.Act]:
    tag, signed = held(ledger), number()
    desk.hand_over(ledger, [tag], signed, by=BY, at=AT)
    return tag, signed


def check(ledger: Store, by: str, *, found: bool = True) -> str:
    tag, signed = sent(ledger)
    seen = [Seen(tag, found=found)]
    desk.check_hand_over(ledger, signed.number, seen, list_hash=list_hash([tag]), by=by, at=AT)
    return tag


def resolve(ledger: Store, by: str) -> object:
    tag = check(ledger, BY, found=False)
    lost = {"reason": "nadie lo vio", "by": by, "at": AT, "approval": Approval(BY)}
    return desk.resolve_not_received(ledger, tag, "lost", **lost)  # type: ignore[arg-type]


def forms_reserve(ledger: Store, by: str) -> object:
    return desk.reserve(ledger, SITE, 2, by=by, at=AT)


def forms_return(ledger: Store, by: str) -> object:
    forms = desk.reserve(ledger, SITE, 2, by=BY, at=AT).folios
    return desk.return_forms(ledger, forms, "en blanco", by=by, at=AT)


def rates_fetch(ledger: Store, by: str) -> object:
    return desk.record_rate(ledger, replace(ECB_RATE, as_of=date(2025, 2, 17)), by=by, at=AT)


def rates_set(ledger: Store, by: str) -> object:
    quoted = rates.manual("20.1", date(2025, 2, 18), f"boletín {next(names)}", AT)
    return desk.record_rate(ledger, quoted, by=by, at=AT, approval=Approval(BY))


def rates_import(ledger: Store, by: str) -> object:
    return desk.import_rates(ledger, (replace(ECB_RATE, as_of=date(2025, 2, 14)),), by=by, at=AT)


def tables_adopt(ledger: Store, by: str) -> object:
    return desk.adopt_table(ledger, load_seed("federal-2026"), by=by, at=AT)


def sites_add(ledger: Store, by: str) -> object:
    return desk.add_site(ledger, NewSite(f"s{next(names)}", "Plaza"), by=by, at=AT)


def operators_add(ledger: Store, by: str) -> object:
    return desk.enrol(ledger, f"n{next(names)}", by=by, at=AT, roles=("audit",))


def operators_roles(ledger: Store, by: str) -> object:
    alias = f"n{next(names)}"
    desk.enrol(ledger, alias, by=BY, at=AT, roles=("audit",))
    return desk.change_roles(ledger, alias, ("pay",), reason="ayuda", by=by, at=AT)


def operators_revoke(ledger: Store, by: str) -> object:
    alias = f"n{next(names)}"
    desk.enrol(ledger, alias, by=BY, at=AT, roles=("audit",))
    return desk.revoke(ledger, alias, reason="se fue", by=by, at=AT)


def settings_set(ledger: Store, by: str) -> object:
    return desk.change_setting(ledger, "approval_step_minor", "4000000", by=by, at=AT)


def site_of_its_own(ledger: Store) -> str:
    """A site whose cash box nobody touched yet."""
    code = f"s{next(names)}"
    desk.add_site(ledger, NewSite(code, "Plaza"), by=BY, at=AT)
    return code


def with_float(ledger: Store) -> str:
    code = site_of_its_own(ledger)
    desk.give_float(ledger, code, Money(90_000_00), by=BY, at=AT)
    return code


def cash_float(ledger: Store, by: str) -> object:
    return desk.give_float(ledger, site_of_its_own(ledger), Money(90_000_00), by=by, at=AT)


def cash_top_up(ledger: Store, by: str) -> object:
    return desk.top_up(ledger, with_float(ledger), Money(100_00), by=by, at=AT)


def cash_return(ledger: Store, by: str) -> object:
    return desk.return_cash(ledger, with_float(ledger), Money(100_00), by=by, at=AT)


def cash_count(ledger: Store, by: str) -> object:
    return desk.count_cash(ledger, with_float(ledger), (Denomination(1000_00, 90, "note"),), by=by, at=AT)


def cash_difference(ledger: Store, by: str) -> object:
    code = with_float(ledger)
    desk.count_cash(ledger, code, (Denomination(1000_00, 89, "note"),), by=BY, at=AT)
    reason = {"reason": "falta un billete", "by": by, "at": AT, "approval": Approval(BY)}
    return desk.record_difference(ledger, code, **reason)  # type: ignore[arg-type]


def counted(ledger: Store) -> str:
    """A site whose day can be closed."""
    code = with_float(ledger)
    desk.count_cash(ledger, code, (Denomination(1000_00, 90, "note"),), by=BY, at=AT)
    return code


def correct(ledger: Store, by: str) -> object:
    new = NewMarks(serial=f"J{next(names)}")
    return desk.correct(ledger, held(ledger), new, reason="read again", by=by, at=AT)


def close_day(ledger: Store, by: str) -> object:
    return desk.close_day(ledger, counted(ledger), by=by, at=AT, approval=Approval(BY))


def audit_answer(ledger: Store, by: str) -> object:
    tag = check(ledger, BY, found=False)
    return desk.answer_finding(ledger, f"not-received:{tag}", note="preguntado a Defensa", by=by, at=AT)


def close_compare(ledger: Store, by: str) -> object:
    done = desk.close_day(ledger, counted(ledger), by=BY, at=AT)
    return desk.compare_close(ledger, done.close.site, str(done.checkpoint), by=by, at=AT)


def key_replace(ledger: Store, by: str) -> object:
    return desk.replace_key(ledger, reason="the laptop was stolen", by=by, at=AT, approval=Approval(BY))


def sample(ledger: Store, by: str) -> object:
    held(ledger)
    return desk.draw_sample(ledger, 2, 4711, by=by, at=AT)


def sample_check(ledger: Store, by: str) -> object:
    held(ledger)
    drawn = desk.draw_sample(ledger, 2, 4711, by=BY, at=AT)
    return desk.check_sample(ledger, drawn.seq, (drawn.items[0].item.id,), (), by=by, at=AT)


def with_pins(ledger: Store, by: str) -> None:
    """From here on everybody signs in: the supervisor, the one who is tried, and another."""
    desk.set_pin(ledger, BY, PINS[BY], by=BY, at=AT)
    for alias in (by, "other"):
        desk.set_pin(ledger, alias, PINS[alias], by=BY, at=AT)
        desk.sign_in(ledger, alias, PINS[alias], at=AT)


def operators_pin(ledger: Store, by: str) -> object:
    with_pins(ledger, by)
    return desk.set_pin(ledger, by, Pin("604829"), by=by, at=AT)


def operators_pin_reset(ledger: Store, by: str) -> object:
    with_pins(ledger, by)
    return desk.set_pin(ledger, "other", Pin("604829"), by=by, at=AT)


VERBS: dict[str, Callable[[Store, str], object]] = {
    "receive": receive,
    "pay": pay,
    "return": give_back,
    "void": void,
    "correct": correct,
    "destroy": destroy,
    "keep": keep,
    "hand-over": hand_over,
    "hand-over-check": check,
    "hand-over-resolve": resolve,
    "audit-answer": audit_answer,
    "sample": sample,
    "sample-check": sample_check,
    "forms-reserve": forms_reserve,
    "forms-return": forms_return,
    "rates-fetch": rates_fetch,
    "rates-set": rates_set,
    "rates-import": rates_import,
    "tables-adopt": tables_adopt,
    "sites-add": sites_add,
    "operators-add": operators_add,
    "operators-roles": operators_roles,
    "operators-revoke": operators_revoke,
    "settings-set": settings_set,
    "cash-float": cash_float,
    "cash-top-up": cash_top_up,
    "cash-return": cash_return,
    "cash-count": cash_count,
    "cash-difference": cash_difference,
    "close-day": close_day,
    "close-compare": close_compare,
    "key-replace": key_replace,
    "operators-pin": operators_pin,
    "operators-pin-reset": operators_pin_reset,
}


def tried(ledger: Store, verb: str) -> bool:
    """Whether the operator `one` may do it: it is done then, and else refused with nothing written."""
    before, refusal = written_by_one(ledger), None
    try:
        VERBS[verb](ledger, "one")
    except errors.NotAllowed as problem:
        refusal = problem
    assert (written_by_one(ledger) == before) == (refusal is not None)
    assert refusal is None or refusal.values["alias"] == "one"
    return refusal is None


def written_by_one(ledger: Store) -> int:
    with ledger.reading() as db:
        count_them = text("SELECT count(*) FROM entry WHERE body LIKE :by")
        return int(db.connection.scalar(count_them, {"by": '%"by":"one"%'}) or 0)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_against_each_verb(ledger: Store, role: Role) -> None:
    """With the one role that an operator has, each verb is done or refused as the table says; the ledger stays sound."""
    desk.enrol(ledger, "one", by=BY, at=AT, roles=(role,))
    desk.enrol(ledger, "other", by=BY, at=AT, roles=("audit",))
    may = {verb for verb in VERBS if tried(ledger, verb)}
    assert may == {verb for verb, roles in EXPECTED.items() if role in roles and verb in VERBS}
    assert list(checks.verify(ledger)) == []


def test_the_table_of_the_code_is_the_one_written_here() -> None:
    """A right that somebody adds or widens is a decision, so it has to be made here too."""
    assert {verb: set(right.roles) for verb, right in RIGHTS.items()} == EXPECTED
    approved = {verb: set(right.approvals) for verb, right in RIGHTS.items() if right.approvals}
    assert approved == APPROVED
    assert set().union(*APPROVED.values()) == set(rules.OCCASIONS)
    assert set(VERBS) == set(RIGHTS)


def calls_of(*named: str) -> list[str]:
    """The first text that is given to each call of these functions anywhere in the desk."""
    found = []
    for path in DESK.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                texts = [part.value for given in node.args for part in ast.walk(given)
                         if isinstance(part, ast.Constant) and isinstance(part.value, str)]  # fmt: skip
                found += texts if name in named else []
    return found


def is_called(name: str) -> bool:
    """Whether a module of the desk calls the rule."""
    return any(f"rules.{name}(" in path.read_text(encoding="utf-8") for path in DESK.glob("*.py"))


def test_the_desk_writes_through_the_turn_only() -> None:
    """No verb opens the ledger for writing on its own: only the turn, which may say after a refusal that the clock went
    back, and what checks a PIN before there is a turn."""
    opened = {
        path.name: path.read_text(encoding="utf-8").count("ledger.writing(") for path in DESK.glob("*.py")
    }
    assert {name: times for name, times in opened.items() if times} == {"turn.py": 2, "people.py": 1}


def test_every_occasion_is_asked_for() -> None:
    """What the table says needs an approval is asked for somewhere in the desk, by its name or by a rule that says when."""
    by_rule = {
        "drop_off_approvals": rules.drop_off_approvals("cash", 2, 1, has_valued=True),
        "payment_approvals": rules.payment_approvals(2, 1),
        "voucher_approvals": (
            *rules.voucher_approvals(coded=False, is_proven=False, is_expired=True),
            *rules.voucher_approvals(coded=True, is_proven=False, is_expired=False),
        ),
    }
    asked = {occasion for name, found in by_rule.items() if is_called(name) for occasion in found}
    assert asked | set(calls_of("approved", "signed", "_recorded")) >= set(rules.OCCASIONS)


def test_paying_on_the_spot_takes_the_right_to_pay(ledger: Store) -> None:
    """Who may receive and not pay takes weapons in, gives vouchers, and hands out no cash."""
    desk.enrol(ledger, "one", by=BY, at=AT, roles=("receive",))
    with pytest.raises(errors.NotAllowed, match="pay"):
        take_in(ledger, by="one")
    assert take_in(ledger, "cartridge:donated", by="one").status == "none"
    for settlement in ("voucher", "later", "none"):
        asked = order(ledger, "revolver", settlement=settlement)  # type: ignore[arg-type]
        assert desk.receive(ledger, asked, by="one", at=AT).folio


def test_an_enrolment_without_roles_has_every_role(ledger: Store) -> None:
    """An operator of before there were roles goes on working."""
    desk.enrol(ledger, "old", by=BY, at=AT)
    for verb in ("receive", "pay", "void", "destroy", "sites-add"):
        VERBS[verb](ledger, "old")
