"""Everything that is behind a line of a reconciliation."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias
from zoneinfo import ZoneInfo

from textual.content import Content

from buyback import l10n
from buyback.chain import Sealed
from buyback.i18n import N_, _
from buyback.report import Line
from buyback.report.closing_words import figure_text
from buyback.rules import STATUS_NAMES
from buyback.store.views.drop_offs import ItemView
from buyback.store.views.lists import Brief
from buyback.tui import entry_words, item_words
from buyback.tui.dialogs.list_dialog import ListDialog

Told: TypeAlias = ItemView | Brief | Sealed
"""What is known of a tag, a folio or an entry."""


class CloseBehind(ListDialog[str]):
    """Lists the items, folios or entries; answers with the one to show whole."""

    CSS_PATH = "close.tcss"
    ACCEPT = N_("Show it")
    BACK = N_("Close")
    HELP = N_(
        "What makes up the figure of the line, or its difference, one by one: tags of items, folios of drop-offs, numbers of "
        "entries. Each leads to the drop-off's whole story, or to the entry as it was sealed. A number with which nothing was "
        "recorded has no story."
    )
    HELP_KEYS = N_("Up and down move, **Enter** shows one whole, **Escape** closes.")

    def __init__(self, line: Line, told: Mapping[str, Told], zone: ZoneInfo, current: str) -> None:
        super().__init__(line.name, current)
        self.line = line
        self.told = told
        self.zone = zone

    def rows(self) -> Iterator[tuple[str, Content]]:
        for name in self.line.behind:
            yield name, self._named(name)

    def heading(self) -> str:
        return f"{_(self.line.label)}   {figure_text(self.line.figure)}"

    def _named(self, name: str) -> Content:
        shown = _("entry {n}").format(n=name) if self.line.of == "entries" else name
        return Content.assemble((shown, "bold"), "   ", self._about(self.told.get(name)))

    def _about(self, told: Told | None) -> str:
        match told:
            case None:
                return ""
            case ItemView():
                return ", ".join((item_words.brief(told), _(STATUS_NAMES[told.status])))
            case Brief():
                amount = l10n.money(told.total)
                return ", ".join((item_words.brought(told), amount, _(STATUS_NAMES[told.status])))
            case Sealed():
                found = entry_words.words(told, self.zone)
                return f"{found.when}, {found.by}: {found.said}"

    def answer(self) -> str:
        return self.chosen()
