"""A titled part of a screen; its border shows where the keys go."""

from textual.containers import Vertical
from textual.content import Content

from buyback.i18n import _


class Panel(Vertical):
    """A part of the screen with a title of the catalogue."""

    def __init__(self, title: str, *, id: str) -> None:
        super().__init__(id=id)
        self.title = title

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword)

    def reword(self) -> None:
        """Show the title in the current language."""
        self.say("")

    def say(self, more: str) -> None:
        """Show the title with something more about what stands inside."""
        self.border_title = Content(f"{_(self.title)}: {more}" if more else _(self.title))
