"""An exchange rate that a person read somewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from textual.app import ComposeResult

from buyback import rates
from buyback.errors import BadRate, RateNeedsReason, Refusal
from buyback.free_text import NOTE_LONGEST, REASON
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.state import Approvers
from buyback.tui.widgets.approval import ApprovalAnswer, Approver
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words


@dataclass(frozen=True, slots=True)
class RateAnswer:
    """The rate with its reason, and who approves it where somebody has to."""

    quoted: rates.Quoted
    approval: ApprovalAnswer | None


class RateDialog(Dialog[RateAnswer]):
    """Ask for pesos per dollar and where it was read."""

    HEADING = N_("Set the exchange rate by hand")
    ACCEPT = N_("Record this rate")
    HELP = N_(
        "A rate for today that a person read somewhere. It is recorded with where it was read, and is used "
        "from now on. Drop-offs keep the rate that they were received with. A supervisor approves it with a PIN."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {BadRate: "rate", RateNeedsReason: "reason"}
    TEXTS: ClassVar[Mapping[str, str]] = {REASON: "reason"}

    def __init__(self, today: date, now: datetime, approvers: Approvers) -> None:
        super().__init__()
        self.today = today
        self.now = now
        self.approvers = approvers

    def compose_content(self) -> ComposeResult:
        yield Words(N_("Pesos for one dollar, with up to four decimals. It is recorded with its reason."))
        yield Labelled(N_("1 USD in pesos"), Field(id="rate", hint=N_("for example: 20.2852"), longest=10))
        yield Labelled(
            N_("Where it was read"),
            Field(id="reason", hint=N_("for example: Banxico FIX, by telephone"), longest=NOTE_LONGEST),
        )
        yield Approver(self.approvers)

    def on_mount(self) -> None:
        self.query_one(Approver).need("manual-rate")

    def answer(self) -> RateAnswer:
        rate = self.query_one("#rate", Field).value
        reason = self.query_one("#reason", Field).value
        quoted = rates.manual(rate, self.today, reason, self.now, today=self.today)
        return RateAnswer(quoted, self.query_one(Approver).answer())
