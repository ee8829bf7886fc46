"""What every dialog shares: Enter accepts, Escape goes back, a refusal is shown in place, and nothing typed is lost."""

from collections.abc import Mapping
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.tui import keys
from buyback.tui.shell import Shelled
from buyback.tui.widgets import approval
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field
from buyback.tui.widgets.mouse_button import MouseButton
from buyback.tui.widgets.pin_field import PinField

T = TypeVar("T")

_FOCUS = "*"
"""The name under which the place of the cursor is remembered."""


class Once(Shelled, ModalScreen[T]):
    """A modal screen that takes keys only while it can be used, and is answered only once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "app.help", N_("Help"), show=False, id="app.help"),
        Binding("ctrl+k", "app.lock", N_("Lock"), show=False, id="app.lock",
                tooltip=N_("Cover everything until a PIN is given; what is typed stays")),
        Binding("ctrl+l", "app.language", N_("Switch language"), show=False, id="app.language",
                tooltip=N_("Switch between Spanish and English")),
        Binding("ctrl+t", "app.theme", N_("Light or dark"), show=False, id="app.theme",
                tooltip=N_("Black on white for sunlight, white on black for a dim room")),
    ]  # fmt: skip

    HELP: ClassVar[str] = ""
    """What it is for, in Markdown: a message of the catalogue."""
    HELP_KEYS: ClassVar[str] = ""
    """What its keys do, likewise."""

    is_over_lock = False
    """It may be shown while the terminal is locked."""

    def __init__(self) -> None:
        super().__init__()
        self.is_ready = False
        """It is composed and the cursor is where it begins."""
        self.is_answered = False

    def on_screen_resume(self) -> None:
        if not self.is_ready:
            self.call_later(self.app.call_later, self._begin)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        return keys.translated(super().active_bindings)

    def heading(self) -> str:
        """Its title, in the current language."""
        return ""

    @property
    def help_text(self) -> str:
        """What it is for and what its keys do, in the current language, as Markdown."""
        parts = (f"# {self.heading()}", _(self.HELP), _(self.HELP_KEYS))
        return "\n\n".join(filter(None, parts))

    def _begin(self) -> None:
        self.is_ready = True
        self.app.key_turns.ready()

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Answer; a second answer, and one while another screen covers this one, changes nothing."""
        if self.is_answered or not self.is_active:
            return AwaitComplete()
        self.is_answered = True
        self.app.key_turns.opening(after=True)
        gone: AwaitComplete = super().dismiss(result)
        return gone


class DialogContent(VerticalScroll):
    """What scrolls between heading and keys; up and down are for the fields in it, unless it has the cursor itself."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual gives it
        return self.has_focus or action not in ("scroll_up", "scroll_down")


class Dialog(Once[T]):
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
    HELP_KEYS = N_(
        "Up and down go from field to field, left and right change a choice. **Enter** takes what is filled in, "
        "**Escape** goes back and keeps what is typed."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {}
    """Which field a kind of refusal is about, by its id: the cursor goes there."""
    TEXTS: ClassVar[Mapping[str, str]] = {}
    """Which field holds a text, by what refusals call the text."""
    ACCEPT: ClassVar[str] = N_("Accept")
    BACK: ClassVar[str] = N_("Go back")
    MORE: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    """Further keys to show below: key, label, action."""

    def __init__(self, subject: str = "") -> None:
        super().__init__()
        self.memory = self.memory_of(subject)
        self.refusal: Refusal | None = None
        self.accept_label = self.ACCEPT

    @classmethod
    def memory_of(cls, subject: str) -> str:
        """The name under which the app keeps what was typed about this subject."""
        return f"{cls.__name__} {subject}"

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            with DialogContent(id="dialog-content", can_focus=False):
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

    # --- state ----------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        typed = self.app.unfinished.get(self.memory, {})
        for widget in self._filled_in():
            if widget.id in typed:
                widget.value = typed[widget.id]
                if isinstance(widget, Field):
                    widget.select_all()  # kept from before: the next letter takes its place
        self.watch(self.app, "language", self.reword)
        self.watch(self.app, "language", self._language_changed, init=False)
        if self.refusal is None:
            self.show_refusal("")
        else:
            self._refuse(self.refusal, typed.get(_FOCUS, ""))

    def reword(self) -> None:
        """Show the heading, and a refusal, in the current language."""
        self.query_one("#dialog").border_title = Content(self.heading())
        if self.refusal is not None:
            self.show_refusal(str(self.refusal))

    def _language_changed(self) -> None:
        self.run_worker(self._reread(), group="reread", exclusive=True)

    async def _reread(self) -> None:
        try:
            await self.reread()
        except Refusal as refusal:
            self.app.show_refusal(refusal)
        else:
            self.reword()

    async def reread(self) -> None:
        """Read again what was given to it in words of the language before; where nothing was, there is nothing to do."""

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

    def forget_refusal(self) -> None:
        """Say it no more: what was changed has put it right."""
        self.refusal = None
        self.show_refusal("")

    def wrong(self, refusal: Refusal) -> str:
        """The id of the field that the refusal is about; "" if it is about none."""
        named = self.TEXTS.get(str(refusal.values.get("field", "")), "")
        named = named or next((field for kind, field in self.WRONG.items() if isinstance(refusal, kind)), "")
        return named or (approval.wrong_field(refusal) if self.query(approval.Approver) else "")

    def _refuse(self, refusal: Refusal, at: str) -> None:
        """Say the refusal, with the cursor in the field that it is about, else where it was."""
        self.refusal = refusal
        self.show_refusal(str(refusal))
        for field in self.query(Field):
            field.unselect()
        if wanted := self.wrong(refusal) or at:
            for widget in self.query(f"#{wanted}"):
                widget.focus()

    def _remember(self) -> None:
        typed = {widget.id or "": widget.value for widget in self._filled_in()}
        at = (self.focused.id if self.focused else "") or ""
        self.app.unfinished[self.memory] = {**typed, _FOCUS: at}

    def _filled_in(self) -> list[Field | Choice]:
        return [widget for widget in self.query(".-remembered") if isinstance(widget, Field | Choice)]

    # --- actions --------------------------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """Give the answer, if it can be read; from the first of two fields for a new PIN go on to the second."""
        if not self.is_ready or self.is_answered:
            return
        if isinstance(self.focused, PinField) and self.focused.goes_on():
            return
        self._remember()
        try:
            answer = self.answer()
        except Refusal as refusal:
            self._refuse(refusal, "")
        else:
            self.dismiss(answer)

    def action_back(self) -> None:
        """Go back without an answer."""
        if not self.is_ready or self.is_answered:
            return
        self._remember()
        self.dismiss(None)
