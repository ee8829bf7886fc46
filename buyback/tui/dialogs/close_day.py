"""The last look before a day is closed: what is sealed, and who signs."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.widgets import Static

from buyback import l10n
from buyback.i18n import N_, _, ngettext
from buyback.money import Money
from buyback.report import Reconciliation
from buyback.tui import close_text
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.state import Approvers
from buyback.tui.widgets.approval import ApprovalAnswer, Approver
from buyback.tui.widgets.fact_sheet import FactSheet
from buyback.tui.widgets.pin_field import PinField

_MOST_DIFFERENCES = 4


@dataclass(frozen=True, slots=True)
class CloseAnswer:
    """The day is to be closed; who signs as supervisor, None where whoever closes it does."""

    approval: ApprovalAnswer | None


class CloseDay(Dialog[CloseAnswer]):
    """Shows the totals that are sealed and what does not come out; asks for a supervisor unless `signs`."""

    CSS_PATH = "close.tcss"
    HEADING = N_("Close {day}")
    ACCEPT = N_("Close the day")
    HELP = N_(
        "The last look at the totals before they are sealed. Closing writes them into the log with where the log stands. "
        "From then on the day takes no more entries: what is found out later is recorded on the next day. A supervisor "
        "signs; one who closes the day signs it too. A difference does not hinder the close: it is sealed and signed as "
        "it is."
    )

    def __init__(self, found: Reconciliation, approvers: Approvers, *, signs: bool) -> None:
        super().__init__(f"{found.site.code} {found.day.isoformat()}")
        self.found = found
        self.approvers = approvers
        self.signs = signs

    def compose_content(self) -> ComposeResult:
        yield FactSheet(id="close-facts")
        yield Static("", id="ends", classes="warning", markup=False)
        yield Static("", id="differs", markup=False)
        yield Static("", id="signs", markup=False)
        yield Approver(self.approvers)

    def on_mount(self) -> None:
        self.query_one(Approver).need(None if self.signs else "close")
        for field in self.query(PinField):
            field.focus()
        self.query_one("#signs").display = self.signs
        self.query_one("#ends").display = self.app.business_on == self.found.day
        self.query_one("#differs").display = not self.found.is_even

    def heading(self) -> str:
        return _(self.HEADING).format(day=l10n.day_weekday(self.found.day))

    def reword(self) -> None:
        super().reword()
        self.query_one(FactSheet).show(self._facts())
        words = _("After this nobody is received or paid at {site} until tomorrow.")
        self.query_one("#ends", Static).update(words.format(site=self.found.site.name))
        n = len(self.found.uneven)
        words = ngettext(
            "This does not come out and is signed as it is:",
            "These do not come out and are signed as they are:",
            n,
        )
        self.query_one("#differs", Static).update(
            "\n".join([words, *close_text.differences(self.found, _MOST_DIFFERENCES)])
        )
        words = _("{alias} signs as supervisor.")
        self.query_one("#signs", Static).update(words.format(alias=self.approvers.asker))

    def _facts(self) -> list[tuple[str, str]]:
        found, totals, count = self.found, self.found.totals, self.found.count
        drop_offs = ngettext("{n} drop-off", "{n} drop-offs", totals.drop_offs).format(
            n=l10n.number(totals.drop_offs)
        )
        items = ngettext("{n} item", "{n} items", totals.items).format(n=l10n.number(totals.items))
        difference = close_text.signed(Money(count.difference_minor))
        words = _("{counted}, difference {difference}")
        counted = words.format(counted=l10n.money(Money(count.counted_minor)), difference=difference)
        still = ngettext("{n} item held", "{n} items held", found.held).format(n=l10n.number(found.held))
        vouchers = ngettext("{n} open voucher", "{n} open vouchers", found.open_vouchers)
        forms = ngettext("{n} blank form out", "{n} blank forms out", found.open_forms)
        owed = ngettext("{n} drop-off unpaid", "{n} drop-offs unpaid", found.unpaid)
        rest = (
            still,
            *([owed.format(n=l10n.number(found.unpaid))] if found.unpaid else []),
            vouchers.format(n=l10n.number(found.open_vouchers)),
            forms.format(n=l10n.number(found.open_forms)),
        )
        return [
            (_("Taken in"), f"{drop_offs}, {items}"),
            (_("By the table"), f"{l10n.money(totals.valued)}   {l10n.money(totals.usd)}"),
            (_("Paid out"), l10n.money(found.box.paid)),
            *self._recovered(),
            (_("Vouchers given out"), l10n.money(totals.vouchers)),
            (_("Cash counted"), counted),
            (_("Stays open"), ", ".join(rest)),
        ]

    def _recovered(self) -> list[tuple[str, str]]:
        """What voids brought back of what was paid; without it the two sums above cannot be compared."""
        recovered = self.found.box.recovered
        return [(_("Recovered by voids"), l10n.money(recovered))] if recovered.amount_minor else []

    def answer(self) -> CloseAnswer:
        return CloseAnswer(self.query_one(Approver).answer())
