"""A drop-off that was an entry error."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from buyback import l10n
from buyback.errors import BadAmount, RecoveredMissing, RecoveredTooMuch, Refusal
from buyback.free_text import NOTE_LONGEST, REASON, required
from buyback.i18n import N_, _
from buyback.money import Money
from buyback.rules import DropOffState
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.state import Approvers
from buyback.tui.widgets.approval import ApprovalAnswer, Approver
from buyback.tui.widgets.field import Field, Labelled


@dataclass(frozen=True, slots=True)
class VoidAnswer:
    """Why, the cash that came back (None where none was paid), and who approves it where somebody has to."""

    reason: str
    recovered: Money | None
    approval: ApprovalAnswer | None


class Void(Dialog[VoidAnswer]):
    """Asks for the reason, and for the cash that came back of what was paid."""

    HEADING = N_("Void {folio}")
    ACCEPT = N_("Void")
    HELP = N_(
        "Voids a drop-off that was an entry error: typed twice, or typed wrong. It stays in the ledger and "
        "says that it was voided, why, and how much of the cash came back. Once an item has left custody "
        "it cannot be voided. A supervisor approves it with a PIN."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        BadAmount: "recovered",
        RecoveredMissing: "recovered",
        RecoveredTooMuch: "recovered",
    }
    TEXTS: ClassVar[Mapping[str, str]] = {REASON: "reason"}

    def __init__(self, state: DropOffState, approvers: Approvers) -> None:
        super().__init__(state.folio)
        self.state = state
        self.approvers = approvers

    def compose_content(self) -> ComposeResult:
        yield Static("", id="what", markup=False)
        yield Labelled(
            N_("Reason"), Field(id="reason", hint=N_("for example: entered twice"), longest=NOTE_LONGEST)
        )
        if self.state.paid.amount_minor:
            yield Labelled(N_("Cash that came back"), Field(id="recovered", hint=N_("0 if none"), longest=20))
        yield Approver(self.approvers)

    def on_mount(self) -> None:
        self.query_one(Approver).need("void")

    def heading(self) -> str:
        return _(self.HEADING).format(folio=self.state.folio)

    def reword(self) -> None:
        super().reword()
        words = _("A void is for an entry error. The record stays and says that it was voided.")
        paid = self.state.paid
        if paid.amount_minor:
            words += " " + _("{amount} was paid for it.").format(amount=l10n.money(paid))
        self.query_one("#what", Static).update(words)

    def answer(self) -> VoidAnswer:
        reason = required(self.query_one("#reason", Field).value, REASON)
        typed = "".join(field.value.strip() for field in self.query("#recovered").results(Field))
        recovered = l10n.parse_amount(typed) if typed else None
        return VoidAnswer(reason, recovered, self.query_one(Approver).answer())
