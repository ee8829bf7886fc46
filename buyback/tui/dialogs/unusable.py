"""A ledger that cannot be used: what is wrong, and what can be done now."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from buyback.errors import Refusal
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.words import Words


class Unusable(Dialog[str]):
    """Says the refusal; answers "again" or "demo", None to leave."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "demo", N_("Open the demo ledger"), id="unusable.demo"),
    ]
    HEADING = N_("The ledger cannot be used")
    ACCEPT = N_("Try again")
    BACK = N_("Quit")
    HELP = N_(
        "The ledger could not be opened, and the reason stands here. The file was left as it is. Mend the "
        "reason and try again, or look around in the demo."
    )
    HELP_KEYS = N_("**Enter** tries again, **F5** opens the demo, **Escape** quits.")
    MORE = (("F5", N_("Open the demo ledger"), "screen.demo"),)

    def __init__(self, why: Refusal) -> None:
        super().__init__()
        self.why = why

    def compose_content(self) -> ComposeResult:
        yield Static("", id="why", classes="refusal", markup=False)
        yield Words(N_("Nothing was changed. Mend it and try again, or look around in a demo ledger."))

    def reword(self) -> None:
        super().reword()
        self.query_one("#why", Static).update(str(self.why))

    def answer(self) -> str:
        return "again"

    def action_demo(self) -> None:
        """Look around in the demo instead."""
        self.dismiss("demo")
