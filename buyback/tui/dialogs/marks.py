"""What a weapon carries: serial, make, model and the rest. Every part is optional."""

from dataclasses import replace

from textual.app import ComposeResult
from textual.widgets import Static

from buyback import desk
from buyback.facts import SERIAL_STATUSES, SerialStatus
from buyback.free_text import NOTE_LONGEST, SHORT_LONGEST
from buyback.i18n import N_
from buyback.rules import Item
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.item_words import STATUS_LABELS
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled

_FIELDS = {
    "serial": N_("Serial"),
    "make": N_("Make"),
    "model": N_("Model"),
    "calibre": N_("Calibre"),
    "country": N_("Country"),
    "marks": N_("Place of the marks"),
    "note": N_("Note"),
}


class Marks(Dialog[Item]):
    """Fill in an item's marks; the answer is the item with them."""

    HEADING = N_("Serial and marks")
    ACCEPT = N_("Save")

    def __init__(self, name: str, item: Item, subject: str) -> None:
        super().__init__(subject)
        self.type_name = name
        self.item = item

    def compose_content(self) -> ComposeResult:
        yield Static(self.type_name, classes="subject", markup=False)
        for name, label in _FIELDS.items():
            longest = NOTE_LONGEST if name == "note" else SHORT_LONGEST
            yield Labelled(label, Field(getattr(self.item, name), id=name, longest=longest))
            if name == "serial":
                statuses = [(status, STATUS_LABELS[status]) for status in STATUS_LABELS]
                yield Labelled(N_("The serial is"), Choice(statuses, self.item.serial_status, id="status"))

    def on_mount(self) -> None:
        self.query_one("#serial").focus()

    def on_input_changed(self, event: Field.Changed) -> None:
        """A typed serial was read; an empty one was not."""
        choice = self.query_one("#status", Choice)
        if event.input.id == "serial" and bool(event.value.strip()) != (choice.value == "read"):
            choice.value = "read" if event.value.strip() else "not_asked"

    def answer(self) -> Item:
        texts = {name: self.query_one(f"#{name}", Field).value for name in _FIELDS}
        item = desk.cleaned(replace(self.item, **texts, serial_status=self._status()))  # type: ignore[arg-type]
        return replace(item, serial_status="read") if item.serial else item

    def _status(self) -> SerialStatus:
        chosen = self.query_one("#status", Choice).value
        status = next(found for found in SERIAL_STATUSES if found == chosen)
        has_serial = self.query_one("#serial", Field).value.strip()
        return "not_asked" if status == "read" and not has_serial else status
