"""Who may do what: one table, which `buyback operators rights` prints and the desk obeys. Reading needs no role.

Receiving, paying and destroying are three roles, as one person should not do all three (DOF guidelines of the
programme); a site of one person gives that person every role, and the reports say so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from buyback import errors
from buyback.facts import ROLES, Role
from buyback.i18n import N_, _

Occasion: TypeAlias = Literal[
    "void",
    "valued-as",
    "amount",
    "manual-rate",
    "cash-difference",
    "lost",
    "voucher-code",
    "voucher-uncoded",
    "voucher-expired",
    "close",
    "key",
]

ROLE_NAMES: dict[Role, str] = {
    "receive": N_("receive"),
    "pay": N_("pay"),
    "custody": N_("custody"),
    "supervise": N_("supervise"),
    "audit": N_("audit"),
}

OCCASIONS: dict[Occasion, str] = {
    "void": N_("a void"),
    "valued-as": N_("an item valued as another row"),
    "amount": N_("an amount above {step} pesos"),
    "manual-rate": N_("a rate that a person sets"),
    "cash-difference": N_("a difference in the cash box"),
    "lost": N_("an item that is lost"),
    "voucher-code": N_("a voucher that is paid without its code"),
    "voucher-uncoded": N_("a voucher that has no code"),
    "voucher-expired": N_("a voucher whose last day is over"),
    "close": N_("the close of a day"),
    "key": N_("a new key of the ledger"),
}
"""What a second person, a supervisor, has to approve."""


@dataclass(frozen=True, slots=True, eq=False)
class Approval:
    """A supervisor's yes to one act, for what it needs one. In a ledger with PINs only the one that `desk.approve` gave
    out counts, once, and for these `occasions` only.
    """

    alias: str
    occasions: tuple[Occasion, ...] = ()

    def is_for(self, occasion: Occasion) -> bool:
        """Whether the supervisor said yes to this, or to what it is part of."""
        return any(occasion in (given, *_PARTS.get(given, ())) for given in self.occasions)


_PARTS: dict[Occasion, tuple[Occasion, ...]] = {
    "amount": ("valued-as",),
    "voucher-code": ("voucher-expired",),
    "voucher-uncoded": ("voucher-expired",),
}
"""What a supervisor sees and approves with an occasion, where the same act needs both."""


@dataclass(frozen=True, slots=True)
class Right:
    """What a verb does, the roles of which one is needed for it, and what of it a supervisor has to approve."""

    words: str
    roles: tuple[Role, ...]
    approvals: tuple[Occasion, ...] = ()


RIGHTS: dict[str, Right] = {
    "receive": Right(N_("take in a drop-off"), ("receive",), ("valued-as", "amount")),
    "pay": Right(
        N_("pay, on the spot or later"),
        ("pay",),
        ("amount", "voucher-code", "voucher-uncoded", "voucher-expired"),
    ),
    "return": Right(N_("give an unpaid drop-off back"), ("receive", "pay")),
    "void": Right(N_("undo an entry error"), ("receive", "supervise"), ("void",)),
    "correct": Right(N_("correct what was recorded"), ("receive", "supervise")),
    "destroy": Right(N_("record an act of destruction"), ("custody",)),
    "keep": Right(N_("give pieces to a museum"), ("custody",)),
    "hand-over": Right(N_("hand items over to Defensa"), ("custody",)),
    "hand-over-check": Right(N_("check what arrived of a hand-over"), ("custody",)),
    "hand-over-resolve": Right(N_("say what became of what was not received"), ("custody",), ("lost",)),
    "forms-reserve": Right(N_("reserve the folios of blank forms"), ("receive", "supervise")),
    "forms-return": Right(N_("return blank forms that were not used"), ("receive", "supervise")),
    "rates-fetch": Right(N_("record a rate that a source gives"), ("receive", "pay", "supervise")),
    "rates-set": Right(N_("set a rate by hand"), ("receive", "pay", "supervise"), ("manual-rate",)),
    "rates-import": Right(N_("record the rates of a file"), ("supervise",)),
    "tables-adopt": Right(N_("adopt a payout table"), ("supervise",)),
    "sites-add": Right(N_("add a site"), ("supervise",)),
    "operators-add": Right(N_("enrol an operator"), ("supervise",)),
    "operators-roles": Right(N_("change an operator's roles"), ("supervise",)),
    "operators-revoke": Right(N_("revoke an operator"), ("supervise",)),
    "operators-pin": Right(N_("change one's own PIN"), ROLES),
    "operators-pin-reset": Right(N_("set another operator's PIN"), ("supervise",)),
    "settings-set": Right(N_("change a setting of the ledger"), ("supervise",)),
    "cash-float": Right(N_("put the float into the cash box"), ("pay", "supervise")),
    "cash-top-up": Right(N_("top the cash box up"), ("pay", "supervise")),
    "cash-return": Right(N_("return cash to the organiser"), ("pay", "supervise")),
    "cash-count": Right(N_("count the cash box"), ("pay", "supervise")),
    "cash-difference": Right(N_("post a difference"), ("pay", "supervise"), ("cash-difference",)),
    "close-day": Right(N_("close the day"), ("pay", "supervise"), ("close",)),
    "audit-answer": Right(N_("answer a finding of the audit"), ("supervise", "audit")),
    "sample": Right(N_("draw a shelf sample"), ("supervise", "audit")),
    "sample-check": Right(N_("say what of a sample was found"), ("supervise", "audit")),
    "close-compare": Right(N_("compare the signed paper of a closed day"), ROLES),
    "key-replace": Right(N_("give the ledger a new key"), ("supervise",), ("key",)),
}
"""Every verb that writes. The names are those of the commands, a group's and its command's with a hyphen between."""


def every_role_if_none(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """The roles of an enrolment: those that it names, else all."""
    return roles or ROLES


def may(verb: str, roles: Iterable[Role]) -> bool:
    """Whether one of the roles is one that the verb needs."""
    return bool(set(roles) & set(RIGHTS[verb].roles))


def check_right(verb: str, alias: str, roles: Iterable[Role]) -> None:
    """NotAllowed unless one of the operator's roles is one that the verb needs."""
    own, right = tuple(roles), RIGHTS[verb]
    if not may(verb, own):
        raise errors.NotAllowed(
            alias=alias, what=_(right.words), needed=role_names(right.roles, _(" or ")), own=role_names(own)
        )


def check_roles(roles: Iterable[str]) -> tuple[Role, ...]:
    """The roles in the table's order, each once; BadChoice for an unknown one, RolesMissing for none."""
    wanted = set(roles)
    for role in sorted(wanted - set(ROLES)):
        raise errors.BadChoice(text=role[:40], allowed=", ".join(ROLES))
    if not wanted:
        raise errors.RolesMissing(known=", ".join(ROLES))
    return tuple(role for role in ROLES if role in wanted)


def role_names(roles: Iterable[Role], between: str = ", ") -> str:
    """The roles in words, in the current language; "-" for none."""
    return between.join(_(ROLE_NAMES[role]) for role in roles) or "-"
