"""Which roles an operator has: one line each, yes or no."""

from collections.abc import Collection

from textual.app import ComposeResult
from textual.containers import Vertical

from buyback.facts import ROLES, Role
from buyback.i18n import N_
from buyback.rules import ROLE_NAMES, check_roles
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Labelled

_YES, _NO = "yes", "no"

DOES: dict[Role, str] = {
    "receive": N_("yes, takes in drop-offs"),
    "pay": N_("yes, pays and keeps the cash box"),
    "custody": N_("yes, destroys, keeps, hands over"),
    "supervise": N_("yes, approves, enrols, closes"),
    "audit": N_("yes, looks and exports"),
}
"""What somebody with the role does here, in a few words."""


class RoleChoices(Vertical):
    """The roles of an operator, `has` at first."""

    def __init__(self, has: Collection[Role]) -> None:
        super().__init__(id="roles")
        self.has = frozenset(has)

    def compose(self) -> ComposeResult:
        for role in ROLES:
            options = [(_YES, DOES[role]), (_NO, N_("no"))]
            choice = Choice(options, _YES if role in self.has else _NO, id=f"role-{role}")
            yield Labelled(ROLE_NAMES[role], choice)

    @property
    def chosen(self) -> tuple[Role, ...]:
        """The roles that were said yes to; RolesMissing for none."""
        return check_roles(role for role in ROLES if self.query_one(f"#role-{role}", Choice).value == _YES)
