"""A new PIN: one's own, or as a supervisor another's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from buyback import errors
from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.rules import Pin
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Labelled
from buyback.tui.widgets.pin_field import PIN, PinField, new_pin
from buyback.tui.widgets.words import Words

NEW_PIN = N_("The new PIN")
"""What refusals call it where it is empty."""


@dataclass(frozen=True, slots=True)
class SetPinAnswer:
    """The new PIN, and that of who sets it; None where they have none yet."""

    new: Pin
    own: Pin | None


class SetPin(Dialog[SetPinAnswer]):
    """Asks whoever sets the PIN for their own one, and twice for the new one."""

    HEADING = N_("PIN of {alias}")
    ACCEPT = N_("Set the PIN")
    HELP = N_(
        "A PIN has 4 to 12 digits and is nobody else's business: whoever gets it types it here, twice, unseen. All "
        "digits alike, and runs like 1234, are refused.\n\nWhoever sets it gives their own PIN first, so that nobody "
        "changes one at a terminal that was left open. A supervisor can set another's, for example a forgotten one; that "
        "stands in the log.\n\nThe first PIN of a ledger is a supervisor's own. From then on everybody signs in, and that "
        "cannot be undone."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        errors.WrongPin: "own",
        errors.WrongPinWait: "own",
        errors.TooSoon: "own",
        errors.BadPin: "pin",
        errors.WeakPin: "pin",
        errors.PinsDiffer: "pin",
    }
    TEXTS: ClassVar[Mapping[str, str]] = {PIN: "own", NEW_PIN: "pin"}

    def __init__(self, alias: str, by: str, *, asks_own: bool, is_first: bool) -> None:
        super().__init__(alias)
        self.alias = alias
        self.by = by
        """Who sets it."""
        self.asks_own = asks_own
        self.is_first = is_first

    def compose_content(self) -> ComposeResult:
        if self.is_first:
            yield Words(
                N_(
                    "This is the first PIN of the ledger. From now on everybody signs in, and that cannot be undone: who "
                    "has no PIN cannot work until you set one."
                ),
                id="what",
            )
        yield Static("", id="whose", classes="hint", markup=False)
        if self.asks_own:
            label = N_("Your PIN now") if self.alias == self.by else N_("PIN of who sets it")
            yield Labelled(label, PinField(id="own"))
        yield Labelled(N_("The new PIN"), PinField(id="pin", again="pin-again", hint=N_("4 to 12 digits")))
        yield Labelled(N_("The same again"), PinField(id="pin-again"))

    def on_mount(self) -> None:
        self.query_one("#whose").display = self.asks_own and self.alias != self.by
        self.query_one("#own" if self.asks_own else "#pin").focus()

    def reword(self) -> None:
        super().reword()
        words = _("{by} types the PIN of {by} first; then {alias} types the new one twice, unseen.")
        self.query_one("#whose", Static).update(words.format(by=self.by, alias=self.alias))

    def heading(self) -> str:
        return _(self.HEADING).format(alias=self.alias)

    def answer(self) -> SetPinAnswer:
        own = self.query_one("#own", PinField).needed() if self.asks_own else None
        pin = new_pin(self.query_one("#pin", PinField), self.query_one("#pin-again", PinField))
        if pin is None:
            raise errors.TextMissing(field=NEW_PIN)
        return SetPinAnswer(pin, own)
