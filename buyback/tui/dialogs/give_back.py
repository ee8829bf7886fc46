"""The giver declines and takes everything back."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from buyback.free_text import NOTE_LONGEST, REASON, clean
from buyback.i18n import N_, _, ngettext
from buyback.rules import DropOffState
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled


class GiveBack(Dialog[str]):
    """Asks for a reason, which may be empty."""

    HEADING = N_("Return {folio} to the giver")
    ACCEPT = N_("Return")
    HELP = N_(
        "The person declines and takes everything back; that can be done until it is paid. Nothing is "
        "paid, the record stays, and a reason may be noted: nothing about the person."
    )
    TEXTS: ClassVar[Mapping[str, str]] = {REASON: "reason"}

    def __init__(self, state: DropOffState) -> None:
        super().__init__(state.folio)
        self.state = state

    def compose_content(self) -> ComposeResult:
        yield Static("", id="what", markup=False)
        yield Labelled(
            N_("Reason, if any"),
            Field(id="reason", hint=N_("for example: declined the amount"), longest=NOTE_LONGEST),
        )

    def heading(self) -> str:
        return _(self.HEADING).format(folio=self.state.folio)

    def reword(self) -> None:
        super().reword()
        n = len(self.state.items)
        words = ngettext(
            "Hand {n} item back; nothing is paid, and the record stays.",
            "Hand {n} items back; nothing is paid, and the record stays.",
            n,
        )
        self.query_one("#what", Static).update(words.format(n=n))

    def answer(self) -> str:
        return clean(self.query_one("#reason", Field).value, REASON)
