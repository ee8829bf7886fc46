"""Yes or no."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Static

from buyback.i18n import N_, _
from buyback.tui.dialogs.dialog import Dialog


class Confirm(Dialog[bool]):
    """Ask before something is lost; Enter says yes, Escape no."""

    HELP = N_("Something that is not recorded yet would be lost.")
    HELP_KEYS = N_("**Enter** says yes, **Escape** goes back, and nothing is lost.")

    def __init__(self, question: str, why: Callable[[], str], yes: str) -> None:
        super().__init__()
        self.question = question
        self.why = why
        """What would be lost, in the current language."""
        self.accept_label = yes

    def compose_content(self) -> ComposeResult:
        yield Static("", id="why", markup=False)

    def heading(self) -> str:
        return _(self.question)

    def reword(self) -> None:
        super().reword()
        self.query_one("#why", Static).update(self.why())

    def answer(self) -> bool:
        return True
