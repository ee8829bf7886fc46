"""What became of an item that was not received."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from buyback import l10n
from buyback.errors import (
    DisposedOf,
    Refusal,
)
from buyback.facts import RESOLUTIONS, Resolution
from buyback.free_text import NOTE_LONGEST, REASON, required
from buyback.i18n import N_, _
from buyback.rules import RESOLUTION_NAMES
from buyback.store.views.hand_overs import Missing
from buyback.tui import item_words
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.state import Approvers
from buyback.tui.widgets.approval import ApprovalAnswer, Approver
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled


@dataclass(frozen=True, slots=True)
class ResolveAnswer:
    """What became of it, how that is known, and the supervisor who approves that it is lost."""

    outcome: Resolution
    reason: str
    approval: ApprovalAnswer | None


class Resolve(Dialog[ResolveAnswer]):
    """Choose what became of it and say how that is known."""

    CSS_PATH = "hand_overs.tcss"
    HEADING = N_("Not received")
    ACCEPT = N_("Record")
    HELP = N_(
        "What became of an item that was sent and not received: it arrived later, it never left and is held again, or "
        "it is lost. How that is known stands in the ledger with it. That it is lost is approved by a supervisor."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        DisposedOf: "outcome",
    }
    TEXTS: ClassVar[Mapping[str, str]] = {REASON: "reason"}

    def __init__(self, missing: Missing, today: date, approvers: Approvers) -> None:
        super().__init__(missing.item.id)
        self.missing = missing
        self.today = today
        self.approvers = approvers
        """Who can approve that it is lost."""

    def compose_content(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        outcomes = [(outcome, RESOLUTION_NAMES[outcome]) for outcome in RESOLUTIONS]
        yield Labelled(N_("What became of it"), Choice(outcomes, id="outcome"))
        yield Labelled(N_("How that is known"), Field(id="reason", longest=NOTE_LONGEST))
        yield Approver(self.approvers.others_first, asks_own=True)

    def on_mount(self) -> None:
        self.query_one("#outcome").focus()
        self._show_approver()

    def reword(self) -> None:
        super().reword()
        one = self.missing
        words = _("{item}: sent on {sent} with {act} to {receiver}, not received since {since}.")
        said = words.format(
            item=f"{one.item.id}, {item_words.brief(one.item)}",
            sent=l10n.day(one.sent_on),
            act=one.act,
            receiver=one.receiver,
            since=l10n.day(one.since),
        )
        self.query_one("#about", Static).update(said)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        if event.choice.id == "outcome":
            event.stop()
            self._show_approver()

    def _show_approver(self) -> None:
        is_lost = self.query_one("#outcome", Choice).value == "lost"
        self.query_one(Approver).need("lost" if is_lost else None)

    def answer(self) -> ResolveAnswer:
        chosen = self.query_one("#outcome", Choice).value
        outcome = next(found for found in RESOLUTIONS if found == chosen)
        reason = required(self.query_one("#reason", Field).value, REASON)
        return ResolveAnswer(outcome, reason, self.query_one(Approver).answer())
