"""The entries that a figure is made of, a page at a time."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, TypeAlias
from zoneinfo import ZoneInfo

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable

from buyback import l10n
from buyback.chain import Sealed
from buyback.i18n import N_
from buyback.tui import entry_words
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.page_table import Column, Line, PageTable
from buyback.tui.widgets.words import Words

More: TypeAlias = Callable[[int], Awaitable[Sequence[Sealed]]]
"""Reads the entries that come after the one with this number, which is below every one that was read."""

_COLUMNS = (
    Column("seq", N_("Entry"), 7, is_right=True),
    Column("when", N_("Recorded"), 17),
    Column("kind", N_("Kind"), 15),
    Column("by", N_("By"), 8),
    Column("said", N_("What it says")),
)


class EntriesBehind(Dialog[int]):
    """Lists entries, the newest first; answers with the number of the one to show."""

    CSS_PATH = "audit.tcss"
    ACCEPT = N_("Show the entry")
    BACK = N_("Close")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "page(1)", N_("Page down"), show=False),
        Binding("up", "move(-1)", N_("Up"), show=False, priority=True),
        Binding("down", "move(1)", N_("Down"), show=False, priority=True),
    ]
    HELP = N_(
        "Every entry of the log that a figure is made of, the newest first. What was voided or corrected since stands in "
        "entries of its own. **Enter** shows the one under the cursor as it was sealed."
    )
    HELP_KEYS = N_("Up and down move, **Enter** shows the entry, **Escape** closes.")

    def __init__(
        self,
        words: Callable[[], str],
        told: Sequence[Sealed],
        more: More,
        zone: ZoneInfo,
        *,
        page: int,
        current: int,
    ) -> None:
        super().__init__()
        self.words = words
        self.told = list(told)
        self.more = more
        self.page = page
        self.zone = zone
        self.current = current

    def compose_content(self) -> ComposeResult:
        yield PageTable(_COLUMNS, id="behind")
        if not self.told:
            yield Words(N_("No entry makes this figure: it is zero, or it is of other days."), classes="hint")

    def on_mount(self) -> None:
        self._table.focus()

    def heading(self) -> str:
        return " ".join(self.words().split())

    def reword(self) -> None:
        super().reword()
        self._table.show(map(self._line, self.told), has_more=len(self.told) >= self.page)
        seqs = [sealed.seq for sealed in self.told]
        if self.current in seqs:
            self._table.go_to(seqs.index(self.current))
        self._table.display = bool(self.told)

    @property
    def _table(self) -> PageTable:
        return self.query_one("#behind", PageTable)

    def _line(self, sealed: Sealed) -> Line:
        found = entry_words.words(sealed, self.zone)
        texts = {
            "seq": l10n.number(sealed.seq),
            "when": found.when,
            "kind": found.kind,
            "by": found.by,
            "said": found.said,
        }
        return Line(str(sealed.seq), texts)

    def on_page_table_wanted(self) -> None:
        self._read_more()

    @work(exclusive=True, group="more")
    async def _read_more(self) -> None:
        more = await self.more(self.told[-1].seq)
        self.told += more
        self._table.extend(map(self._line, more), has_more=len(more) >= self.page)

    def action_move(self, by: int) -> None:
        """Move in the list."""
        self._table.move(by)

    def action_page(self, by: int) -> None:
        """Move in the list by a page."""
        self._table.move(by * self._table.page_rows)

    def answer(self) -> int:
        return int(self._table.current or 0)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        self.action_accept()
