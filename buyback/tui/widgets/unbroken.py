"""Text in lines that are broken at blanks and never at a no-break space, where Textual would break them too."""

from textual.widgets import Static

from buyback.tui import cells


class Unbroken(Static):
    """Shows a text; what no-break spaces hold together stays in one line."""

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id, markup=False)
        self.text = ""

    def say(self, text: str) -> None:
        """Show this text."""
        self.text = text
        self._wrap()

    def on_resize(self) -> None:
        self._wrap()

    def _wrap(self) -> None:
        width = self.content_size.width
        self.update("\n".join(cells.wrapped(self.text, width)) if width else self.text)
