"""A terminal that is too small: nothing is lost, and nothing can be pressed by mistake meanwhile."""

from textual.app import ComposeResult
from textual.containers import Center, Middle
from textual.events import Resize
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from buyback.i18n import _


class TooSmall(ModalScreen[None]):
    """Covers everything until the terminal is large enough."""

    def __init__(self, needed: Size) -> None:
        super().__init__()
        self.needed = needed

    def compose(self) -> ComposeResult:
        with Middle(), Center():
            yield Static("", id="too-small", markup=False)

    def on_mount(self) -> None:
        self._show(self.app.size)

    def on_resize(self, event: Resize) -> None:
        self._show(event.size)

    def on_screen_resume(self) -> None:
        self._show(self.app.size)

    def _show(self, size: Size) -> None:
        if size.width >= self.needed.width and size.height >= self.needed.height:
            if self.is_active:
                self.dismiss(None)
            return
        words = _(
            "This window is {width} x {height} and the program needs {columns} x {rows}. "
            "Please enlarge it or make the letters smaller. Nothing is lost."
        )
        text = words.format(
            width=size.width, height=size.height, columns=self.needed.width, rows=self.needed.height
        )
        self.query_one("#too-small", Static).update(text)
