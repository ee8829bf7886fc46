"""A hand-over from both sides, to be read: what arrived, what did not, and whose serials are on it."""

from collections.abc import Sequence

from textual.app import ComposeResult

from buyback import l10n
from buyback.i18n import N_, _
from buyback.rules import ARRIVAL_NAMES, STATUS_NAMES
from buyback.store.views.acts import ActView
from buyback.store.views.arrivals import Told
from buyback.store.views.drop_offs import ItemView
from buyback.store.views.hand_overs import HandOver
from buyback.tui import item_words
from buyback.tui.dialogs.reading import Reading
from buyback.tui.widgets.fact_sheet import FactSheet
from buyback.tui.widgets.item_rows import ItemRows


class CheckDone(Reading[bool]):
    """Shows one act of hand-over: its list, and where each item of it stands now."""

    CSS_PATH = "hand_overs.tcss"
    HEADING = N_("Hand-over")
    HELP = N_(
        "A hand-over from both sides: the list that was sent and its hash, when it was checked and by whom, and where "
        "each item stands now. A serial that was read otherwise than the ledger has it stands beside its item."
    )

    def __init__(self, act: ActView, stands: HandOver, differing: Sequence[Told]) -> None:
        super().__init__()
        self.act = act
        self.stands = stands
        self.differing = {told.item: told for told in differing}

    def compose_content(self) -> ComposeResult:
        yield FactSheet(id="check-facts")
        yield ItemRows(id="check-items")

    def reword(self) -> None:
        super().reword()
        stands = self.stands
        checked = f"{l10n.day(stands.checked_on)}, {stands.checked_by}" if stands.checked_on else _("not yet")
        facts = [
            (_("Act"), self.act.number),
            (_("Sent"), f"{l10n.day(self.act.business_on)}, {self.act.receiver}"),
            (_("Checked"), checked),
            (_("Hash of the list"), self.act.list_hash),
            (_("Of them"), ", ".join(stands.standing)),
        ]
        self.query_one(FactSheet).show(facts)
        self.query_one(ItemRows).show(self._row(found.item) for found in self.act.items)

    def _row(self, item: ItemView) -> tuple[str, str, str]:
        told = self.differing.get(item.id)
        words = item_words.brief(item)
        if told is not None:
            words += f"; {item_words.read_again(told)}"
        is_out = item.status == "handed_over" and item.arrival != "none"
        return item.id, words, _(ARRIVAL_NAMES[item.arrival] if is_out else STATUS_NAMES[item.status])
