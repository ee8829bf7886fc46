"""What the dialogs with a form of notes and coins share: Enter goes on to the next kind, F8 finishes from anywhere."""

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.events import DescendantFocus

from buyback import errors
from buyback.errors import Refusal
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.mouse_button import MouseButton
from buyback.tui.widgets.notes_form import NotesForm, PieceLine, field_of

T = TypeVar("T")


class NotesDialog(Dialog[T]):
    """A dialog with a `NotesForm`. Whoever types a number and Enter, as on an adding machine, records nothing by it."""

    CSS_PATH = "cash.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "finish", N_("Record"), priority=True, id="notes.finish"),
    ]
    HELP_KEYS = N_(
        "Type how many there are of each; **Enter** or down goes on to the next one, up goes back. **Enter** in the last "
        "one, or **F8** from anywhere, records it. **Escape** goes back and keeps what is typed."
    )
    NEXT: ClassVar[str] = N_("Next")

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what Enter does here."""
        fields = [line.field for line in self.query(PieceLine)]
        is_before_last = event.widget in fields[:-1]
        for button in self.query(MouseButton):
            if button.has_class("-accept"):
                button.label = self.NEXT if is_before_last else self.ACCEPT
                button.reword()
            elif button.action == "screen.finish":
                button.display = is_before_last

    def wrong(self, refusal: Refusal) -> str:
        if isinstance(refusal, errors.BadPieces):
            return field_of(str(refusal.values["code"]))
        return super().wrong(refusal)

    def action_accept(self) -> None:
        """Go on to the next note or coin; after the last one, or in another field, give the answer."""
        if not self.is_ready or not self.query_one(NotesForm).goes_on():
            super().action_accept()

    def action_finish(self) -> None:
        """Give the answer, wherever the cursor is."""
        super().action_accept()
