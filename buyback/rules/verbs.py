"""Which verb of the table of rights writes a fact: for whoever walks over the log and asks whether its writer might."""

from collections.abc import Iterable
from functools import cache

from buyback import facts
from buyback.facts import Fact, Role
from buyback.rules.rights import RIGHTS, may

_WRITES: dict[type[Fact], str] = {
    facts.KeyChanged: "key-replace",
    facts.SiteAdded: "sites-add",
    facts.OperatorEnrolled: "operators-add",
    facts.RolesChanged: "operators-roles",
    facts.OperatorRevoked: "operators-revoke",
    facts.SettingChanged: "settings-set",
    facts.PayoutTableAdopted: "tables-adopt",
    facts.DroppedOff: "receive",
    facts.PaidOut: "pay",
    facts.Returned: "return",
    facts.Voided: "void",
    facts.VoucherIssued: "receive",
    facts.VoucherCodeRefused: "pay",
    facts.FoliosReserved: "forms-reserve",
    facts.FormsReturned: "forms-return",
    facts.CashCounted: "cash-count",
    facts.CashDiffered: "cash-difference",
    facts.DayClosed: "close-day",
    facts.CloseCompared: "close-compare",
    facts.Destroyed: "destroy",
    facts.Kept: "keep",
    facts.HandedOver: "hand-over",
    facts.HandOverChecked: "hand-over-check",
    facts.NotReceivedResolved: "hand-over-resolve",
    facts.MarksCorrected: "correct",
    facts.FindingAnswered: "audit-answer",
    facts.SampleDrawn: "sample",
    facts.SampleChecked: "sample-check",
}
_ONE = {kind: (verb,) for kind, verb in _WRITES.items()}
_MOVES: dict[facts.Movement, str] = {"float": "cash-float", "top_up": "cash-top-up", "return": "cash-return"}


def verbs_of(fact: Fact, by: str) -> tuple[str, ...]:
    """The verbs of `RIGHTS` by which `by` may have written the fact: one of them is enough.

    None where nobody needs a right: the ledger opens, a clock went back, a wrong PIN was typed.
    """
    verbs = _ONE.get(type(fact))
    if verbs is not None:
        return verbs
    match fact:
        case facts.PinSet(alias):
            return ("operators-pin",) if alias == by else ("operators-pin-reset",)
        case facts.CashMoved():
            return (_MOVES[fact.kind],)
        case facts.RateRecorded():
            return _of_rate(fact)
        case _:
            return ()


def _of_rate(fact: facts.RateRecorded) -> tuple[str, ...]:
    """Who imports a file of rates answers for them; else what a person set was approved."""
    if fact.source != facts.MANUAL:
        return "rates-fetch", "rates-import"
    return ("rates-set", "rates-import") if fact.approved_by else ("rates-import",)


@cache
def may_one(verbs: tuple[str, ...], roles: tuple[Role, ...]) -> bool:
    """Whether the roles are enough for one of the verbs; where there is none, they always are."""
    return not verbs or any(may(verb, roles) for verb in verbs)


def needed(verbs: Iterable[str]) -> tuple[Role, ...]:
    """The roles of which one is enough, in the table's order."""
    enough = {role for verb in verbs for role in RIGHTS[verb].roles}
    return tuple(role for role in facts.ROLES if role in enough)
