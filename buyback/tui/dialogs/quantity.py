"""How many pieces."""

from textual.app import ComposeResult
from textual.widgets import Static

from buyback import desk
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled


class Quantity(Dialog[int]):
    """Ask for a whole number of pieces of `name`."""

    HEADING = N_("Quantity")

    def __init__(self, name: str, quantity: int) -> None:
        super().__init__()
        self.type_name = name
        self.quantity = quantity

    def compose_content(self) -> ComposeResult:
        yield Static(self.type_name, classes="subject", markup=False)
        yield Labelled(N_("How many"), Field(str(self.quantity), id="quantity", longest=9))

    def on_mount(self) -> None:
        self.app.unfinished.pop(self.memory, None)

    def answer(self) -> int:
        return desk.parse_quantity(self.query_one("#quantity", Field).value)
