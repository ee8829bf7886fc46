"""Yes or no."""

from textual.app import ComposeResult
from textual.widgets import Static

from buyback.tui.dialogs.dialog import Dialog


class Confirm(Dialog[bool]):
    """Ask before something is lost; Enter says yes, Escape no."""

    def __init__(self, question: str, why: str, yes: str) -> None:
        super().__init__()
        self.question = question
        self.why = why
        self.accept_label = yes

    def compose_content(self) -> ComposeResult:
        yield Static(self.why, markup=False)

    def heading(self) -> str:
        return self.question

    def answer(self) -> bool:
        return True
