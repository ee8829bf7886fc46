"""Text that is longer than its place: the keyboard scrolls it, and it is laid out anew for every width."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static


class TextScroll(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Shows what `text` gives for a width in cells. Left and right stay free for the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", "", show=False),
        Binding("down", "scroll_down", "", show=False),
        Binding("pageup", "page_up", "", show=False),
        Binding("pagedown,space", "page_down", "", show=False),
        Binding("home", "scroll_home", "", show=False),
        Binding("end", "scroll_end", "", show=False),
    ]

    def __init__(self, text: Callable[[int], Content], *, id: str) -> None:
        super().__init__(id=id)
        self.text = text

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)

    def on_resize(self) -> None:
        self.reword()

    def reword(self) -> None:
        """Lay the text out again: for another width, language or content."""
        width = self.scrollable_content_region.width
        if width:
            self.query_one(Static).update(self.text(width))
