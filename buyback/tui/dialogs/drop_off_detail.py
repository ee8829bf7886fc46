"""One drop-off, whole: money, items with their marks, what became of them, and its history in the log."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from buyback import l10n
from buyback.chain import Sealed
from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.rates import source_name
from buyback.rules import SETTLEMENT_NAMES, STATUS_NAMES
from buyback.store.views.drop_offs import ItemView, Whole
from buyback.store.views.setup import Site
from buyback.tui import item_words
from buyback.tui.dialogs.life import LifeDialog
from buyback.tui.widgets.fact_sheet import FactSheet
from buyback.tui.widgets.life_list import LifeList, Look
from buyback.tui.widgets.mouse_button import MouseButton
from buyback.tui.widgets.words import Words

Act: TypeAlias = Literal["pay", "return", "void", "correct"]
ACTS: tuple[Act, ...] = get_args(Act)
"""What can be done with a drop-off that is in the ledger."""

Deed: TypeAlias = Act | Literal["print"]
"""What is to be done."""


class DropOffDetail(LifeDialog[Deed]):
    """Shows a drop-off whole; answers with what is to be done of what the rules allow, or with what is to be shown."""

    HELP = N_(
        "One drop-off whole: what was paid and by which table and rate, its items with their marks, what became of each, "
        "its life in the log, entry by entry, and what the audit finds of it. What the rules allow now has a key: pay what is open, return everything to the "
        "giver who declines, void an entry error, correct marks that were read wrongly. Pressing the key of what they do not "
        "allow says why."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "choose('pay')", N_("Pay"), id="drop_off.pay"),
        Binding("r", "choose('return')", N_("Return to giver"), id="drop_off.return"),
        Binding("v", "choose('void')", N_("Void"), id="drop_off.void"),
        Binding("c", "choose('correct')", N_("Correct"), id="drop_off.correct",
                tooltip=N_("Correct the marks of an item")),
        Binding("i", "print", N_("Print"), id="drop_off.print",
                tooltip=N_("Print its receipt, its tags, or an act that names it")),
    ]  # fmt: skip
    MORE = (
        ("P", N_("Pay"), "screen.choose('pay')"),
        ("R", N_("Return"), "screen.choose('return')"),
        ("V", N_("Void"), "screen.choose('void')"),
        ("C", N_("Correct"), "screen.choose('correct')"),
        ("I", N_("Print"), "screen.print"),
    )

    def __init__(
        self,
        whole: Whole,
        site: Site,
        told: Sequence[Sealed],
        look: Look,
        hindered: Mapping[Act, Refusal],
    ) -> None:
        super().__init__(told, ZoneInfo(site.timezone), look)
        self.whole = whole
        self.site = site
        self.hindered = hindered
        """What the rules do not allow now, and why."""

    def compose_content(self) -> ComposeResult:
        yield FactSheet(id="facts")
        yield Words(N_("Items"), classes="part")
        with Vertical(id="items"):
            for item in self.whole.items:
                yield FactSheet(id=f"item-{item.line}")
        yield Words(N_("Its life in the log (E goes there)"), classes="part")
        yield LifeList(self.told, self.zone, self.look)

    def on_mount(self) -> None:
        for button in self.query(MouseButton):
            for act in ACTS:
                if button.action == f"screen.choose('{act}')":
                    button.display = act not in self.hindered

    def heading(self) -> str:
        return f"{self.whole.folio}  {_(STATUS_NAMES[self.whole.status])}"

    def reword(self) -> None:
        super().reword()
        self.query_one("#facts", FactSheet).show([pair for pair in self._facts() if pair[1]])
        for item in self.whole.items:
            self.query_one(f"#item-{item.line}", FactSheet).show(list(self._item(item)))

    def _facts(self) -> Iterator[tuple[str, str]]:
        whole = self.whole
        rate = f"{l10n.rate(whole.rate)}, {source_name(whole.rate_source)}, {l10n.day(whole.rate_as_of)}"
        settled_on = l10n.day(whole.settled_on) if whole.settled_on else ""
        settled = (_(STATUS_NAMES[whole.status]), settled_on, whole.settled_by)
        yield _("Status"), ", ".join(filter(None, settled))
        yield _("Check code"), whole.check_code
        yield _("Site"), f"{self.site.name}, {l10n.day_weekday(whole.business_on)}"
        yield _("Received"), f"{l10n.moment(whole.received_at, self.zone)}, {whole.received_by}"
        yield _("Was on paper at"), l10n.moment(whole.written_at, self.zone) if whole.written_at else ""
        yield _("Payment"), _(SETTLEMENT_NAMES[whole.settlement])
        yield _("Total"), f"{l10n.money(whole.total)}   =   {l10n.money(whole.usd)}"
        yield _("Rate"), rate
        yield _("Payout table"), whole.table_code
        yield _("Reason"), "; ".join(filter(None, (whole.reason, whole.status_reason)))
        yield _("Approved by"), whole.approved_by
        yield _("Cash that came back"), l10n.money(whole.recovered) if whole.recovered is not None else ""

    def _item(self, item: ItemView) -> Iterator[tuple[str, str]]:
        marks = [f"{_(label)}: {getattr(item, name)}" for name, label in _OTHER_MARKS if getattr(item, name)]
        yield f"/{item.line}", item_words.brief(item)
        yield "", ", ".join([*item_words.amount(item), *marks])
        for correction in self.whole.corrections:
            if correction.item == item.id:
                yield "", item_words.corrected(correction)
        moves = [move for move in self.whole.disposals if move.item == item.id]
        arrivals = [one for one in self.whole.arrivals if one.item == item.id]
        for line in item_words.custody_story(moves, arrivals):
            yield "", line
        if not moves:
            yield "", item_words.since(item)

    # --- keys -----------------------------------------------------------------------------------------------------

    def action_choose(self, act: Act) -> None:
        """Answer with what is to be done, or say why it cannot be."""
        if act in self.hindered:
            self._refuse(self.hindered[act], "")
        else:
            self.dismiss(act)

    def action_print(self) -> None:
        """Print its receipt, its tags, or an act that names it."""
        self.dismiss("print")


_OTHER_MARKS = tuple((name, item_words.MARK_LABELS[name]) for name in ("calibre", "country", "marks", "note"))
