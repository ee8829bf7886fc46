"""What a count found more or less becomes an entry of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.widgets import Digits, Static

from buyback import l10n
from buyback.chain import parse_utc
from buyback.free_text import NOTE_LONGEST, REASON, required
from buyback.i18n import N_, _
from buyback.money import Money
from buyback.report import box_words
from buyback.rules import Box
from buyback.store.views.setup import Site
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.state import Approvers
from buyback.tui.widgets.approval import ApprovalAnswer, Approver
from buyback.tui.widgets.field import Field, Labelled


@dataclass(frozen=True, slots=True)
class DifferenceAnswer:
    """What is known about the difference, and who approves that it is recorded."""

    reason: str
    approval: ApprovalAnswer | None


class Difference(Dialog[DifferenceAnswer]):
    """Asks for the reason and a supervisor's approval; the figures are those of the count and cannot be changed."""

    CSS_PATH = "cash.tcss"
    HEADING = N_("Difference of the count")
    ACCEPT = N_("Record")
    HELP = N_(
        "Records what the last count found more or less than the entries say. Afterwards the box should hold what was "
        "counted, and the difference stands in the summary for good, with its reason and the supervisor who approved "
        "it. If you counted wrongly, go back and count again instead."
    )
    TEXTS: ClassVar[Mapping[str, str]] = {REASON: "reason"}

    def __init__(self, site: Site, box: Box, approvers: Approvers) -> None:
        super().__init__(f"{site.code} {box.count_seq}")
        self.site = site
        self.box = box
        self.approvers = approvers

    def compose_content(self) -> ComposeResult:
        yield Static("", id="what", markup=False)
        yield Digits(box_words.more_or_less(self.box.difference_minor), id="difference", classes="-open")
        hint = N_("for example: a note of 500 given twice")
        yield Labelled(N_("Reason"), Field(id="reason", hint=hint, longest=NOTE_LONGEST))
        yield Approver(self.approvers)

    def on_mount(self) -> None:
        self.query_one(Approver).need("cash-difference")

    def reword(self) -> None:
        super().reword()
        when = l10n.moment(parse_utc(self.box.count_at), ZoneInfo(self.site.timezone))
        counted = l10n.money(Money(self.box.counted_minor))
        words = _("{site}, count of {when}: {counted}.")
        said = words.format(site=self.site.name, when=when, counted=counted)
        self.query_one("#what", Static).update(f"{said} {box_words.difference_sentence(self.box)}")

    def answer(self) -> DifferenceAnswer:
        reason = required(self.query_one("#reason", Field).value, REASON)
        return DifferenceAnswer(reason, self.query_one(Approver).answer())
