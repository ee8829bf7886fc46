"""Print: what, on which paper, and where its file goes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult

from buyback.errors import CannotWrite, FileThere, Refusal, TextMissing
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words

FILE = N_("file")

PAPERS = (
    ("80mm", N_("80 mm roll")),
    ("letter", N_("letter")),
    ("a4", N_("A4")),
    ("text", N_("text, 40 columns")),
    ("ascii", N_("text without accents")),
)
"""What is chosen from; the last two are text."""


@dataclass(frozen=True, slots=True)
class Printable:
    """Something that can be printed: its name in the choice, the paper that it is wanted on, its file's name."""

    what: str
    label: str
    paper: str
    stem: str


@dataclass(frozen=True, slots=True)
class PrintAnswer:
    """What is printed how, and where its file goes."""

    what: str
    paper: str
    path: Path


class PrintOut(Dialog[PrintAnswer]):
    """Asks what is printed; the file's name follows the choice until somebody types another."""

    CSS_PATH = "ledger.tcss"
    HEADING = N_("Print")
    ACCEPT = N_("Print")
    HELP = N_(
        "Writes a receipt, tags or an act as a file on the paper that is chosen, and sends it to the printer where the "
        "settings have a print command. A receipt that is printed again says that it is a copy. The paper and the "
        "folder are proposed again the next time; nothing is overwritten."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {FileThere: "file", CannotWrite: "file"}
    TEXTS: ClassVar[Mapping[str, str]] = {FILE: "file"}

    def __init__(
        self, subject: str, printable: Sequence[Printable], free: Callable[[str], Path], command: str
    ) -> None:
        super().__init__(subject)
        self.printable = {one.what: one for one in printable}
        self.free = free
        self.command = command
        self._proposed = self._propose(printable[0].what, printable[0].paper)

    def compose_content(self) -> ComposeResult:
        first = next(iter(self.printable.values()))
        whats = [(one.what, one.label) for one in self.printable.values()]
        yield Labelled(N_("What"), Choice(whats, id="what-to-print"))
        yield Labelled(N_("Paper"), Choice(PAPERS, first.paper, id="paper"))
        yield Labelled(N_("File"), Field(self._proposed, id="file", longest=400))
        yield Words(
            N_("Nothing is overwritten. A PDF looks the same on every computer and every printer."),
            classes="hint",
        )
        if self.command:
            yield Words(N_("Then the print command of the settings takes it to the printer."), classes="hint")

    def on_mount(self) -> None:
        self.call_after_refresh(self._show_end)

    def _show_end(self) -> None:
        """Bring the end of the path into view, which tells more than its beginning."""
        file = self.query_one("#file", Field)
        file.scroll_to(x=len(file.value), force=True, animate=False)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another thing is wanted on its own paper; a name that nobody typed follows."""
        papers, file = self.query_one("#paper", Choice), self.query_one("#file", Field)
        if event.choice is not papers:
            papers.value = self.printable[event.value].paper
        name = self._propose(self.query_one("#what-to-print", Choice).value, papers.value)
        if file.value == self._proposed:
            file.value = name
            self._show_end()
        self._proposed = name

    def _propose(self, what: str, paper: str) -> str:
        ending = "txt" if paper in ("text", "ascii") else "pdf"
        return str(self.free(f"{self.printable[what].stem}.{ending}"))

    def answer(self) -> PrintAnswer:
        path = self.query_one("#file", Field).value.strip()
        if not path:
            raise TextMissing(field=FILE)
        what = self.query_one("#what-to-print", Choice).value
        return PrintAnswer(what, self.query_one("#paper", Choice).value, Path(path).expanduser())
