"""One item, whole."""

from collections.abc import Sequence

from textual.app import ComposeResult

from buyback import l10n
from buyback.i18n import N_, _
from buyback.rules import STATUS_NAMES
from buyback.store.views.arrivals import Told
from buyback.store.views.drop_offs import Disposal, ItemView
from buyback.tui import item_words
from buyback.tui.dialogs.reading import Reading
from buyback.tui.widgets.fact_sheet import FactSheet


class ItemDetail(Reading[bool]):
    """Shows an item with its marks and acts; answers True for its whole drop-off."""

    CSS_PATH = "ledger.tcss"
    ACCEPT = N_("The whole drop-off")
    HELP = N_(
        "One item whole: what it is, what it carries, what was paid for it, and every act that named it."
    )
    HELP_KEYS = N_("The arrow keys scroll. **Enter** shows its whole drop-off, **Escape** closes.")

    def __init__(
        self, item: ItemView, moves: Sequence[Disposal], arrivals: Sequence[Told], site: str
    ) -> None:
        super().__init__()
        self.item = item
        self.moves = tuple(moves)
        self.arrivals = tuple(arrivals)
        self.site = site

    def compose_content(self) -> ComposeResult:
        yield FactSheet(id="item-facts")

    def heading(self) -> str:
        return self.item.id

    def reword(self) -> None:
        super().reword()
        received = _("{day}, {site}").format(day=l10n.day_weekday(self.item.business_on), site=self.site)
        acts = "\n".join(item_words.custody_story(self.moves, self.arrivals))
        facts = [
            *item_words.pairs(self.item),
            (_("Received"), received),
            (_("Its drop-off"), _(STATUS_NAMES[self.item.settled])),
            *([(_("Custody"), acts)] if acts else []),
        ]
        self.query_one(FactSheet).show(facts)

    def action_accept(self) -> None:
        """Show its drop-off."""
        self.dismiss(True)
