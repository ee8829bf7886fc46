"""Pay a drop-off that is owed, or redeem its voucher."""

from textual.app import ComposeResult
from textual.widgets import Digits, Static

from buyback import l10n
from buyback.i18n import N_, _
from buyback.rules import DropOffState
from buyback.tui.dialogs.dialog import Dialog


class Pay(Dialog[bool]):
    """Shows the amount big; Enter pays it."""

    HEADING = N_("Pay {folio}")
    ACCEPT = N_("Pay")
    HELP = N_(
        "Pays what was left open, all of it and only once, in cash. Where the person has a voucher, it is "
        "taken back."
    )

    def __init__(self, state: DropOffState) -> None:
        super().__init__(state.folio)
        self.state = state

    def compose_content(self) -> ComposeResult:
        yield Digits(f"${l10n.amount(self.state.total.amount_minor)}", id="pesos")
        yield Static("", id="sums", markup=False)

    def heading(self) -> str:
        return _(self.HEADING).format(folio=self.state.folio)

    def reword(self) -> None:
        super().reword()
        sums = f"{l10n.money(self.state.total)}   =   {l10n.money(self.state.usd)}"
        note = _("Take the voucher back.") if self.state.status == "voucher" else _("In cash, once.")
        self.query_one("#sums", Static).update(f"{sums}\n{note}")

    def answer(self) -> bool:
        return True
