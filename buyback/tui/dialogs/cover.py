"""What covers everything while the terminal is locked."""

from textual.app import ComposeResult
from textual.containers import Center, Middle

from buyback.i18n import N_, _
from buyback.tui.dialogs.dialog import Once
from buyback.tui.widgets.words import Words


class Cover(Once[None]):
    """Covers all that was on the screen; what asks for the PIN stands upon it."""

    HELP = N_("The terminal is locked. Everything that was typed is kept.")
    HELP_KEYS = N_("The PIN of whoever works unlocks it; another operator can take over with theirs.")

    def __init__(self) -> None:
        super().__init__()
        self._is_lifted = False

    def compose(self) -> ComposeResult:
        with Middle(), Center():
            yield Words(N_("Locked"), id="locked")

    def heading(self) -> str:
        return _("Locked")

    def lift(self) -> None:
        """Show again what is covered: now, or as soon as nothing lies upon the cover."""
        self._is_lifted = True
        self.dismiss()

    def on_screen_resume(self) -> None:
        if self._is_lifted:
            self.dismiss()
