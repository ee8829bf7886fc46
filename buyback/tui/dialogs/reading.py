"""What dialogs share that are only read: the arrow keys scroll, Enter and Escape close."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog, T


class Reading(Dialog[T]):
    """Shows something whole. Further keys of a subclass give an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)", N_("Up"), show=False),
        Binding("down", "scroll(1)", N_("Down"), show=False),
        Binding("pageup", "scroll_page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "scroll_page(1)", N_("Page down"), show=False),
    ]
    ACCEPT = N_("Close")
    BACK = N_("Close")
    AUTO_FOCUS = ""
    HELP_KEYS = N_("The arrow keys, Page Up and Page Down scroll; **Enter** and **Escape** close.")

    def on_mount(self) -> None:
        if self.accept_label == self.BACK:
            self.query("#dialog-keys > MouseButton").last().display = False

    @property
    def content(self) -> VerticalScroll:
        """The part that scrolls."""
        return self.query_one("#dialog-content", VerticalScroll)

    def action_accept(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Scroll by a line."""
        self.content.scroll_relative(y=by, animate=False)

    def action_scroll_page(self, by: int) -> None:
        """Scroll by a page."""
        self.content.scroll_relative(y=by * (self.content.size.height - 1), animate=False)
