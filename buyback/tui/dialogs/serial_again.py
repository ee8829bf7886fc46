"""The serial of one item, as its receiver read it again."""

from textual.app import ComposeResult

from buyback.desk import Seen
from buyback.i18n import N_
from buyback.store.views.drop_offs import ItemView
from buyback.tui import item_words
from buyback.tui.dialogs.marks import SerialForm
from buyback.tui.widgets.words import Words


class SerialAgain(SerialForm[Seen]):
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
        yield Words(self._which, classes="subject")
        yield from self.compose_serial(self.seen.serial, self.seen.serial_status)

    def _which(self) -> str:
        return f"{self.item.id}  {item_words.brief(self.item)}"

    def answer(self) -> Seen:
        return Seen(self.item.id, True, self.text("serial").strip(), self.status())
