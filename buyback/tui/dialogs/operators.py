"""Who works here, as what, and whether they have a PIN; and what can be done about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from textual.binding import Binding, BindingType
from textual.content import Content

from buyback.facts import ROLES
from buyback.i18n import N_, _
from buyback.rules import role_names
from buyback.store.views.people import Operator, People
from buyback.tui import cells
from buyback.tui.dialogs.list_dialog import ListDialog

_WIDTH = 68
"""Cells that a row of the list has on the narrowest screen."""
_ALIAS_MOST = 18

About: TypeAlias = Literal["enrol", "roles", "pin", "revoke"]


@dataclass(frozen=True, slots=True)
class OperatorAct:
    """What is to be done, and to whom."""

    about: About
    alias: str = ""


def standing(one: Operator, *, have_pins: bool) -> str:
    """Whether they have a PIN, or work here no more; "" where nobody has one."""
    if not one.is_active:
        return _("revoked")
    if not have_pins:
        return ""
    return _("PIN set") if one.has_pin else _("no PIN yet")


def roles_of(one: Operator) -> str:
    """The roles in words, all of them in two."""
    return _("every role") if one.roles == ROLES else role_names(one.roles)


class Operators(ListDialog[OperatorAct]):
    """Choose what to do about whom; `me` is who works now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "act('enrol')", N_("Enrol"), id="operators.enrol", tooltip=N_("Another person works here")),
        Binding("p", "act('pin')", N_("PIN"), id="operators.pin",
                tooltip=N_("Set or change a PIN: one's own, or as a supervisor another's")),
        Binding("r", "act('roles')", N_("Roles"), id="operators.roles", tooltip=N_("What this operator may do")),
        Binding("v", "act('revoke')", N_("Revoke"), id="operators.revoke",
                tooltip=N_("This operator works here no more")),
    ]  # fmt: skip
    HEADING = N_("Operators")
    ACCEPT = N_("Roles")
    BACK = N_("Close")
    HELP = N_(
        "Who works with this ledger, by alias; whoever was revoked stays listed, as their entries stay.\n\n"
        "- **Roles** say what somebody may do: receive, pay, custody, supervise, audit. Receiving, paying and destroying "
        "are three people's work; where one person does it all, the reports say so.\n"
        "- **PIN**: everybody sets their own, and a supervisor can set another's, for example a forgotten one. The first "
        "PIN of a ledger is a supervisor's own, and from then on everybody signs in.\n"
        "- **Revoke** lets somebody work here no more. The last supervisor cannot be revoked."
    )
    HELP_KEYS = N_(
        "Up and down move. **Enter** or **R** changes the roles, **P** the PIN, **V** revokes, **N** enrols another, "
        "**Escape** closes."
    )
    MORE = (
        ("N", N_("New"), "screen.act('enrol')"),
        ("P", N_("PIN"), "screen.act('pin')"),
        ("V", N_("Revoke"), "screen.act('revoke')"),
    )

    def __init__(self, people: People, me: str, current: str = "") -> None:
        super().__init__(current=current or me)
        self.people = people
        self.me = me

    def rows(self) -> Iterator[tuple[str, Content]]:
        for one in self.people.everyone:
            yield one.alias, Content(self._row(one))

    def _row(self, one: Operator) -> str:
        alias = _("{alias} (you)").format(alias=one.alias) if one.alias == self.me else one.alias
        longest = max(len(_("{alias} (you)").format(alias=found.alias)) for found in self.people.everyone)
        start = f"{cells.left(alias, min(longest, _ALIAS_MOST))}  {roles_of(one)}"
        return cells.spread(start, standing(one, have_pins=self.people.have_pins), _WIDTH)

    def answer(self) -> OperatorAct:
        return OperatorAct("roles", self.chosen())

    def action_act(self, about: About) -> None:
        """Do this about the highlighted operator."""
        if self.is_ready:
            self.dismiss(OperatorAct(about, "" if about == "enrol" else self.chosen()))
