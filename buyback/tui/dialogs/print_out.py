"""Print: what, on which paper, and where its file goes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult

from buyback.config import PAPERS
from buyback.errors import CannotWrite, FileThere, Refusal, TextMissing
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog, T
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Wording, Words

FILE = N_("file")

PAPER_NAMES = {
    "80mm": N_("80 mm roll"),
    "letter": N_("letter"),
    "a4": N_("A4"),
    "text": N_("text, 40 columns"),
    "ascii": N_("text without accents"),
}
"""What is chosen from: the papers of a PDF, and text."""


@dataclass(frozen=True, slots=True)
class Printable:
    """Something that can be printed: its name in the choice, the paper that it is wanted on, its file's name."""

    what: str
    label: Wording
    paper: str
    stem: str


@dataclass(frozen=True, slots=True)
class PrintAnswer:
    """What is printed how, and where its file goes."""

    what: str
    paper: str
    path: Path


class PaperForm(Dialog[T]):
    """On which paper, and the file: its name, of this stem, follows the paper until somebody types another."""

    WRONG: ClassVar[Mapping[type[Refusal], str]] = {FileThere: "file", CannotWrite: "file"}
    TEXTS: ClassVar[Mapping[str, str]] = {FILE: "file"}

    def __init__(
        self, subject: str, paper: str, stem: str, free: Callable[[str], Path], command: str
    ) -> None:
        super().__init__(subject)
        self.paper = paper
        self.stem = stem
        self.free = free
        self.command = command
        self._proposed = self._propose(paper)

    def compose_paper(self, hint: str) -> ComposeResult:
        """The last lines of a subclass."""
        yield Labelled(N_("Paper"), Choice(list(PAPER_NAMES.items()), self.paper, id="paper"))
        yield Labelled(N_("File"), Field(self._proposed, id="file", longest=400))
        yield Words(hint, classes="hint")
        yield Words(
            N_("Then the print command of the settings takes it to the printer.")
            if self.command
            else N_("No printer is set (print_command in the settings): print the file from where it is."),
            classes="hint",
        )

    def on_mount(self) -> None:
        self.call_after_refresh(self._show_end)

    def _show_end(self) -> None:
        """Bring the end of the path into view, which tells more than its beginning."""
        file = self.query_one("#file", Field)
        file.scroll_to(x=len(file.value), force=True, animate=False)

    def on_choice_changed(self, _event: Choice.Changed) -> None:
        """A name that nobody typed follows."""
        name, file = self._propose(self.chosen_paper), self.query_one("#file", Field)
        if file.value == self._proposed:
            file.value = name
            self._show_end()
        self._proposed = name

    def _propose(self, paper: str) -> str:
        return str(self.free(f"{self.stem}.{'pdf' if paper in PAPERS else 'txt'}"))

    @property
    def chosen_paper(self) -> str:
        return self.query_one("#paper", Choice).value

    def path(self) -> Path:
        """The file; TextMissing where none is typed."""
        typed = self.query_one("#file", Field).value.strip()
        if not typed:
            raise TextMissing(field=FILE)
        return Path(typed).expanduser()


class PrintOut(PaperForm[PrintAnswer]):
    """Asks what is printed; another thing is wanted on its own paper."""

    CSS_PATH = "ledger.tcss"
    HEADING = N_("Print")
    ACCEPT = N_("Print")
    HELP = N_(
        "Writes a receipt, tags or an act as a file on the paper that is chosen, and sends it to the printer where the "
        "settings have a print command. A receipt that is printed again says that it is a copy. The paper and the "
        "folder are proposed again the next time; nothing is overwritten."
    )

    def __init__(
        self, subject: str, printable: Sequence[Printable], free: Callable[[str], Path], command: str
    ) -> None:
        super().__init__(subject, printable[0].paper, printable[0].stem, free, command)
        self.printable = {one.what: one for one in printable}

    def compose_content(self) -> ComposeResult:
        whats = [(one.what, one.label) for one in self.printable.values()]
        yield Labelled(N_("What"), Choice(whats, id="what-to-print"))
        yield from self.compose_paper(
            N_("Nothing is overwritten. A PDF looks the same on every computer and every printer.")
        )

    def on_choice_changed(self, event: Choice.Changed) -> None:  # Textual calls the form's own after it
        if event.choice.id == "what-to-print":
            wanted = self.printable[event.value]
            self.stem, self.query_one("#paper", Choice).value = wanted.stem, wanted.paper

    def answer(self) -> PrintAnswer:
        what = self.query_one("#what-to-print", Choice).value
        return PrintAnswer(what, self.chosen_paper, self.path())
