"""One line that is there only while something is not accounted for."""

from collections.abc import Sequence
from datetime import date

from textual.widgets import Static

from buyback.report import alarm
from buyback.store.views.hand_overs import Missing
from buyback.tui.shell import Shelled


class Alarm(Shelled, Static):
    """Says how many items were not received, for how long, and which."""

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id, markup=False)
        self.missing: tuple[Missing, ...] = ()
        self.today: date | None = None

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword)

    def show(self, missing: Sequence[Missing], today: date) -> None:
        """Show these; nothing where there are none."""
        self.missing, self.today = tuple(missing), today
        self.reword()

    def reword(self) -> None:
        """Show it in the current language."""
        said = alarm(self.missing, self.today) if self.today else ""
        self.display = bool(said)
        self.update(said)
