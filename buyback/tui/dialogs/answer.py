"""The note that answers a finding of the audit."""

from collections.abc import Awaitable, Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from buyback.desk.audit import NOTE
from buyback.free_text import NOTE_LONGEST, required
from buyback.i18n import N_, _
from buyback.report.audit import Finding
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled


class AnswerNote(Dialog[str]):
    """Asks what is behind a finding."""

    HEADING = N_("Answer the finding")
    ACCEPT = N_("Answer")
    HELP = N_(
        "Says what is behind a finding: what was looked at, by whom, and what came of it. The note is an entry of the log, and "
        "the finding stays in every audit together with it. When more of it follows it is open again."
    )
    TEXTS: ClassVar[Mapping[str, str]] = {NOTE: "note"}

    def __init__(self, finding: Finding, again: Callable[[], Awaitable[Finding]]) -> None:
        super().__init__(finding.key)
        self.finding = finding
        self.again = again
        """Finds it again, with its sentence in the current language."""

    def compose_content(self) -> ComposeResult:
        yield Static("", id="what", markup=False)
        hint = N_("for example: compared with the photographs, three weapons")
        yield Labelled(N_("Note"), Field(id="note", hint=hint, longest=NOTE_LONGEST))

    async def reread(self) -> None:
        self.finding = await self.again()

    def reword(self) -> None:
        super().reword()
        meaning = _(self.finding.kind.meaning)
        self.query_one("#what", Static).update(f"{self.finding.sentence}\n{meaning}")

    def answer(self) -> str:
        return required(self.query_one("#note", Field).value, NOTE)
