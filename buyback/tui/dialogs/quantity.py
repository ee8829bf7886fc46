"""How many pieces."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from buyback import desk
from buyback.errors import BadQuantity, Refusal
from buyback.facts import TableRow
from buyback.i18n import N_
from buyback.rules import row_name
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled


class Quantity(Dialog[int]):
    """Ask for a whole number of pieces of the type of a row."""

    HEADING = N_("Quantity")
    HELP = N_(
        "How many pieces this line has. Cartridges and the like are one line and one tag with their "
        "number; a weapon always has a line of its own."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {BadQuantity: "quantity"}

    def __init__(self, row: TableRow, quantity: int) -> None:
        super().__init__()
        self.row = row
        self.quantity = quantity

    def compose_content(self) -> ComposeResult:
        yield Static("", id="type", classes="subject", markup=False)
        yield Labelled(N_("How many"), Field(str(self.quantity), id="quantity", longest=9))

    def on_mount(self) -> None:
        self.app.unfinished.pop(self.memory, None)

    def reword(self) -> None:
        super().reword()
        self.query_one("#type", Static).update(row_name(self.row))

    def answer(self) -> int:
        return desk.parse_quantity(self.query_one("#quantity", Field).value)
