"""The serial of one item, as its receiver read it again."""

from textual.app import ComposeResult
from textual.widgets import Static

from buyback.describe import SERIAL_STATUS_NAMES
from buyback.desk import Seen
from buyback.facts import SERIAL_STATUSES, SerialStatus
from buyback.free_text import SHORT_LONGEST
from buyback.i18n import N_
from buyback.store.views.drop_offs import ItemView
from buyback.tui import item_words
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled


class SerialAgain(Dialog[Seen]):
    """Fill in what was read on an item that arrived."""

    HEADING = N_("Serial, read again")
    ACCEPT = N_("Save")
    HELP = N_(
        "The serial as whoever received the item reads it on the weapon. One that is not the ledger's is recorded all "
        "the same, and the tag that it belongs to is named; nothing is blocked."
    )

    def __init__(self, item: ItemView, seen: Seen | None, act: str) -> None:
        super().__init__(f"{act} {item.id}")
        self.item = item
        self.seen = seen or Seen(item.id)

    def compose_content(self) -> ComposeResult:
        yield Static(f"{self.item.id}  {item_words.brief(self.item)}", classes="subject", markup=False)
        yield Labelled(N_("Serial"), Field(self.seen.serial, id="serial", longest=SHORT_LONGEST))
        statuses = list(SERIAL_STATUS_NAMES.items())
        yield Labelled(N_("The serial is"), Choice(statuses, self.seen.serial_status, id="status"))

    def on_mount(self) -> None:
        self.query_one("#serial").focus()

    def on_input_changed(self, event: Field.Changed) -> None:
        """A typed serial was read; an empty one was not."""
        choice = self.query_one("#status", Choice)
        if bool(event.value.strip()) != (choice.value == "read"):
            choice.value = "read" if event.value.strip() else "not_asked"

    def answer(self) -> Seen:
        serial = self.query_one("#serial", Field).value.strip()
        chosen = self.query_one("#status", Choice).value
        status: SerialStatus = next(found for found in SERIAL_STATUSES if found == chosen)
        if serial or status == "read":
            status = "read" if serial else "not_asked"
        return Seen(self.item.id, True, serial, status)
