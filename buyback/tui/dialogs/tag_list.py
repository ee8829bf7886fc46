"""What goes through a list by its tags: each item is there, or it is not."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from textual.widgets import DataTable, Static

from buyback import folios
from buyback.errors import Refusal
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field
from buyback.tui.widgets.page_table import Line, PageTable

T = TypeVar("T")
S = TypeVar("S")

FOUND, MISSING = "✓", "✗"
_SAID = "said "
"""Under this and the tag, what was said of an item is remembered while the dialog is closed."""


class TagList(Dialog[T], Generic[T, S]):
    """Asks for a T, in which an S is said of each item: of one whose tag is typed into #tag that it is there.

    #list shows the items, and #counted how many of them are what.
    """

    def __init__(self, subject: str, names: Iterable[str]) -> None:
        super().__init__(subject)
        self.names = tuple(names)
        self.said: dict[str, S] = {}

    def on_mount(self) -> None:
        kept = self.app.unfinished.get(self.memory, {})
        self.said = {name: self.read(name, kept[_SAID + name]) for name in self.names if _SAID + name in kept}

    def reword(self) -> None:
        super().reword()
        self.table.show(map(self.line, self.names), has_more=False)
        self._count()

    # --- what the list is of --------------------------------------------------------------------------------------

    def line(self, name: str) -> Line:
        """The item's line, with what was said of it."""
        raise NotImplementedError

    def counted(self) -> str:
        """How many items are there, how many are not, and of how many nothing is said."""
        raise NotImplementedError

    def there(self, name: str) -> S:
        """What is said of an item that is there."""
        raise NotImplementedError

    def stray(self, name: str) -> Refusal:
        """What refuses the tag of an item that is not in the list."""
        raise NotImplementedError

    def written(self, said: S) -> str:
        """What was said of an item, as the app keeps what is typed: a text."""
        raise NotImplementedError

    def read(self, name: str, text: str) -> S:
        """What `written` wrote of the item."""
        raise NotImplementedError

    # --- what is said ---------------------------------------------------------------------------------------------

    @property
    def table(self) -> PageTable:
        return self.query_one("#list", PageTable)

    def say(self, name: str, said: S | None) -> None:
        """Say this of the item; None takes back what was said."""
        if said is None:
            self.said.pop(name, None)
        else:
            self.said[name] = said
        self.table.replace(self.line(name))
        self._count()

    def _count(self) -> None:
        self.query_one("#counted", Static).update(self.counted())

    def _remember(self) -> None:
        super()._remember()
        kept = {_SAID + name: self.written(said) for name, said in self.said.items()}
        self.app.unfinished[self.memory] |= kept

    # --- keys -----------------------------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """The item whose tag was typed is there; with none the dialog is answered."""
        field = self.query_one("#tag", Field)
        text = field.value.strip()
        if not text or not self.is_ready or self.is_answered:
            super().action_accept()
            return
        try:
            name = folios.item_id(*folios.parse_item(text, self.app.at_work.info.code))
            if name not in self.names:
                raise self.stray(name)
        except Refusal as refusal:
            self._refuse(refusal, "tag")
            return
        self.forget_refusal()
        self.say(name, self.there(name))
        self.table.go_to(self.names.index(name))
        field.value = ""
        field.focus()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        self.action_accept()
