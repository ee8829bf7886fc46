"""What an operator may do from now on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult

from buyback import errors
from buyback.errors import Refusal
from buyback.facts import Role
from buyback.free_text import NOTE_LONGEST, REASON, required
from buyback.i18n import N_, _
from buyback.store.views.people import Operator
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.role_choices import RoleChoices


@dataclass(frozen=True, slots=True)
class RolesAnswer:
    """The roles from now on, and why."""

    roles: tuple[Role, ...]
    reason: str


class ChangeRoles(Dialog[RolesAnswer]):
    """Ask for an operator's roles and the reason of the change."""

    HEADING = N_("Roles of {alias}")
    ACCEPT = N_("Change")
    HELP = N_(
        "What an operator may do from now on, with the reason: it is an entry of the log. Somebody always has to "
        "supervise, with a PIN where the ledger has PINs. One person should not receive, pay and destroy."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        errors.RolesMissing: "role-receive",
        errors.SameRoles: "role-receive",
        errors.LastSupervisor: "role-supervise",
    }
    TEXTS: ClassVar[Mapping[str, str]] = {REASON: "reason"}

    def __init__(self, operator: Operator) -> None:
        super().__init__(operator.alias)
        self.operator = operator

    def compose_content(self) -> ComposeResult:
        yield RoleChoices(self.operator.roles)
        yield Labelled(
            N_("Reason"), Field(id="reason", hint=N_("for example: pays this week"), longest=NOTE_LONGEST)
        )

    def heading(self) -> str:
        return _(self.HEADING).format(alias=self.operator.alias)

    def answer(self) -> RolesAnswer:
        roles = self.query_one(RoleChoices).chosen
        return RolesAnswer(roles, required(self.query_one("#reason", Field).value, REASON))
