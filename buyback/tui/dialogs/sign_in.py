"""Who works proves it by a PIN: at the start, when another takes over, and after the terminal was locked."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from buyback import errors
from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.rules import Pin
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Labelled
from buyback.tui.widgets.pin_field import PIN, PinField
from buyback.tui.widgets.words import Words


class SignIn(Dialog[Pin]):
    """Asks for the PIN of `alias`; None lets somebody else be chosen."""

    HEADING = N_("Sign in")
    ACCEPT = N_("Sign in")
    BACK = N_("Somebody else")
    HELP = N_(
        "This ledger works with PINs: whoever records something proves first who they are. The PIN is one's own; it is "
        "never shown and never stands in the log. After three wrong ones in a row there is a wait, which doubles every "
        "time, and each wrong one is recorded.\n\nWho has no PIN yet, or has forgotten it, asks a supervisor, who sets "
        "another under Operators."
    )
    HELP_KEYS = N_("**Enter** signs in, **Escape** goes back to who is working.")
    TEXTS: ClassVar[Mapping[str, str]] = {PIN: "pin"}
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        errors.WrongPin: "pin",
        errors.WrongPinWait: "pin",
        errors.TooSoon: "pin",
    }
    is_over_lock = True

    def __init__(self, alias: str, *, has_pin: bool = True, is_locked: bool = False) -> None:
        super().__init__(alias)
        self.alias = alias
        self.has_pin = has_pin
        self.is_locked = is_locked
        if is_locked:
            self.accept_label = N_("Unlock")

    def compose_content(self) -> ComposeResult:
        yield Static(self.alias, id="who", classes="subject", markup=False)
        if not self.has_pin:
            yield Words(
                N_(
                    "This operator has no PIN yet, and this ledger works with PINs. A supervisor signs in and sets one: "
                    "Tables and people, O for the operators, P for the PIN."
                ),
                classes="warning",
            )
            return
        yield Labelled(N_("PIN"), PinField(id="pin"))
        if self.is_locked:
            yield Words(N_("Everything that was typed is kept. Escape lets another person take over."))

    def on_mount(self) -> None:
        self.query_one("#dialog-keys > .-accept").display = self.has_pin
        for field in self.query(PinField):
            field.focus()

    def heading(self) -> str:
        return _("Locked") if self.is_locked else _(self.HEADING)

    def answer(self) -> Pin:
        return self.query_one(PinField).needed()

    def action_accept(self) -> None:
        """Sign in; where there is no PIN to ask for, go back to who is working."""
        if self.has_pin:
            super().action_accept()
        else:
            self.action_back()
