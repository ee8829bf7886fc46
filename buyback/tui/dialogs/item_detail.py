"""One item, whole: what it is, what it carries, and its life from the first entry to the last."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from textual.app import ComposeResult

from buyback import l10n
from buyback.chain import Sealed
from buyback.i18n import N_, _
from buyback.rules import STATUS_NAMES
from buyback.store.views.drop_offs import ItemView, Whole
from buyback.store.views.setup import Site
from buyback.tui import item_words
from buyback.tui.dialogs.life import LifeDialog
from buyback.tui.widgets.fact_sheet import FactSheet
from buyback.tui.widgets.life_list import LifeList, Look
from buyback.tui.widgets.words import Words


class ItemDetail(LifeDialog[bool]):
    """Shows an item with everything that happened to it; answers True for its whole drop-off, or with what is to be shown."""

    ACCEPT = N_("The whole drop-off")
    MORE = (("E", N_("Its entries"), "screen.entries"),)
    HELP = N_(
        "One item whole: what it is, what it carries and what was paid for it, then its life from the first entry of the log "
        "to the last: taken in, paid, corrected, destroyed or handed over and before whom, sampled on the shelf; and what the "
        "audit finds of it. Whatever has a number can be read as it was sealed."
    )
    HELP_KEYS = N_(
        "The arrow keys scroll. **E** goes to the lines of its life, **Enter** there shows the entry or the finding; before "
        "that **Enter** shows its whole drop-off. **Escape** closes."
    )

    def __init__(self, item: ItemView, whole: Whole, site: Site, told: Sequence[Sealed], look: Look) -> None:
        super().__init__(told, ZoneInfo(site.timezone), look)
        self.item = item
        self.whole = whole
        self.site = site

    def compose_content(self) -> ComposeResult:
        yield FactSheet(id="item-facts")
        yield Words(N_("Its life in the log (E goes there)"), classes="part")
        yield LifeList(self.told, self.zone, self.look, self._said)

    def heading(self) -> str:
        return self.item.id

    def reword(self) -> None:
        super().reword()
        received = _("{day}, {site}").format(day=l10n.day_weekday(self.item.business_on), site=self.site.name)
        facts = [
            *item_words.pairs(self.item),
            (_("Received"), received),
            (_("Its drop-off"), _(STATUS_NAMES[self.item.settled])),
        ]
        self.query_one("#item-facts", FactSheet).show(facts)

    def _said(self) -> dict[int, str]:
        """What entries say of this item alone, where they tell of others too."""
        whole, name = self.whole, self.item.id
        said = {move.seq: item_words.told(move) for move in whole.disposals if move.item == name}
        said |= {one.seq: item_words.arrived(one) for one in whole.arrivals if one.item == name}
        return said | {one.seq: item_words.corrected(one) for one in whole.corrections if one.item == name}

    def action_accept(self) -> None:
        """Show what is under the cursor if the keys are there, else its drop-off."""
        self.dismiss(self.chosen or True)
