"""What every dialog shares: Enter accepts, Escape goes back, a refusal is shown in place, and nothing typed is lost."""

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.tui import keys
from buyback.tui.shell import Shelled
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field
from buyback.tui.widgets.mouse_button import MouseButton

T = TypeVar("T")


class Dialog(Shelled, ModalScreen[T]):
    """Asks for a T. `subject` names what it is about, so that what was typed comes back when it is opened again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", N_("Accept"), priority=True, id="dialog.accept"),
        Binding(
            "escape", "back", N_("Go back"), id="dialog.back", tooltip=N_("Go back; what is typed stays")
        ),
        Binding("down", "app.focus_next", N_("Next"), show=False),
        Binding("up", "app.focus_previous", N_("Previous"), show=False),
    ]

    HEADING: ClassVar[str] = ""
    ACCEPT: ClassVar[str] = N_("Accept")
    BACK: ClassVar[str] = N_("Go back")
    MORE: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    """Further keys to show below: key, label, action."""

    def __init__(self, subject: str = "") -> None:
        super().__init__()
        self.memory = f"{type(self).__name__} {subject}"
        self.refusal = ""
        self.accept_label = self.ACCEPT

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            with VerticalScroll(id="dialog-content", can_focus=False):
                yield from self.compose_content()
            yield Static("", id="refusal", markup=False)
            with Horizontal(id="dialog-keys"):
                yield MouseButton("Enter", self.accept_label, "screen.accept", classes="-accept")
                for key, label, action in self.MORE:
                    yield MouseButton(key, label, action)
                if self.BACK:
                    yield MouseButton("Esc", self.BACK, "screen.back")

    def compose_content(self) -> ComposeResult:
        """What stands between the heading and the keys."""
        yield from ()

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        return keys.translated(super().active_bindings)

    # --- state ----------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        typed = self.app.unfinished.get(self.memory, {})
        for widget in self._filled_in():
            if widget.id in typed:
                widget.value = typed[widget.id]
        self.watch(self.app, "language", self.reword)
        self.show_refusal(self.refusal)

    def reword(self) -> None:
        """Show the heading in the current language."""
        self.query_one("#dialog").border_title = Content(self.heading())

    def heading(self) -> str:
        """The dialog's title."""
        return _(self.HEADING)

    def answer(self) -> T:
        """What was filled in; a Refusal is shown in place and the dialog stays."""
        raise NotImplementedError

    def show_refusal(self, refusal: str) -> None:
        """Say in place why the answer was not taken."""
        line = self.query_one("#refusal", Static)
        line.update(refusal)
        line.display = bool(refusal)

    def _remember(self) -> None:
        self.app.unfinished[self.memory] = {widget.id or "": widget.value for widget in self._filled_in()}

    def _filled_in(self) -> list[Field | Choice]:
        return [widget for widget in self.query(".-remembered") if isinstance(widget, Field | Choice)]

    # --- actions --------------------------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """Give the answer, if it can be read."""
        self._remember()
        try:
            answer = self.answer()
        except Refusal as refusal:
            self.show_refusal(str(refusal))
        else:
            self.dismiss(answer)

    def action_back(self) -> None:
        """Go back without an answer."""
        self._remember()
        self.dismiss(None)
