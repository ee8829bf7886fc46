"""Another person who works here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult

from buyback import desk, errors
from buyback.desk.people import ALIAS, OPERATOR_ALIAS
from buyback.errors import Refusal
from buyback.facts import ROLES, Role
from buyback.i18n import N_
from buyback.rules import Pin
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.pin_field import PinField, new_pin
from buyback.tui.widgets.role_choices import RoleChoices
from buyback.tui.widgets.words import Words

_USUAL: tuple[Role, ...] = ("receive",)


@dataclass(frozen=True, slots=True)
class NewOperatorAnswer:
    """Who, as what, and the first PIN; None where they get it later, or the ledger has none."""

    alias: str
    roles: tuple[Role, ...]
    pin: Pin | None


class NewOperator(Dialog[NewOperatorAnswer]):
    """Ask for an alias, the roles, and in a ledger with PINs for the first one."""

    HEADING = N_("Enrol an operator")
    ACCEPT = N_("Enrol")
    HELP = N_(
        "Another person who works with this ledger. The alias stands in every entry that the person records, so it is "
        "one word and never a full name. The roles say what the person may do; one person should not receive, pay and "
        "destroy.\n\nIn a ledger with PINs the person types the first PIN here, twice, unseen; without one they cannot "
        "work until it is set. Ctrl+O changes who is working."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        errors.AlreadyThere: "alias",
        errors.RolesMissing: "role-receive",
        errors.BadPin: "pin",
        errors.WeakPin: "pin",
        errors.PinsDiffer: "pin",
    }
    TEXTS: ClassVar[Mapping[str, str]] = {ALIAS: "alias", OPERATOR_ALIAS: "alias"}

    def __init__(self, *, have_pins: bool) -> None:
        super().__init__()
        self.have_pins = have_pins

    def compose_content(self) -> ComposeResult:
        yield Labelled(N_("Alias"), Field(id="alias", hint=N_("for example: rosa"), longest=30))
        yield Words(N_("One word, not a full name: it stands in every entry."), classes="hint")
        yield RoleChoices(_USUAL if self.have_pins else ROLES)
        if self.have_pins:
            yield Labelled(
                N_("Their first PIN"),
                PinField(id="pin", again="pin-again", hint=N_("4 to 12 digits, or later")),
            )
            yield Labelled(N_("The same again"), PinField(id="pin-again"))

    def answer(self) -> NewOperatorAnswer:
        alias = desk.check_alias(self.query_one("#alias", Field).value)
        roles = self.query_one(RoleChoices).chosen
        if not self.have_pins:
            return NewOperatorAnswer(alias, roles, None)
        pin = new_pin(self.query_one("#pin", PinField), self.query_one("#pin-again", PinField))
        return NewOperatorAnswer(alias, roles, pin)
