"""What came of the comparison: yesterday is still yesterday, or what differs."""

from typing import ClassVar, Literal, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from buyback.desk import Compared
from buyback.i18n import N_, _
from buyback.report.closing_words import agreeing, closed_text
from buyback.tui import close_text
from buyback.tui.dialogs.reading import Reading
from buyback.tui.widgets.mouse_button import MouseButton

After: TypeAlias = Literal["again"]


class PaperCompared(Reading[After]):
    """Says whether the paper agrees; where not, both sides letter by letter, and the paper can be read again."""

    CSS_PATH = "close.tcss"
    HELP = N_(
        "The ledger was compared with the signed paper, and what came of it is recorded. Where they do not agree, the marks "
        "stand under the letters that differ. Read the paper once more: a slip of one letter looks like that. If it really "
        "says so, the log is not the one that was signed: record nothing more and call a supervisor."
    )
    HELP_KEYS = N_("**Enter** and **Escape** close; **A** asks for the paper again where it did not agree.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "a",
            "again",
            N_("Read it again"),
            id="compared.again",
            tooltip=N_("Type or scan the paper once more"),
        )
    ]
    MORE = (("A", N_("Read it again"), "screen.again"),)

    def __init__(self, done: Compared) -> None:
        super().__init__()
        self.done = done

    def compose_content(self) -> ComposeResult:
        yield Static("", id="verdict", markup=False)
        yield Static("", id="letters", markup=False)

    def on_mount(self) -> None:
        self.set_class(not self.done.agrees, "-differs")
        self.query_one("#letters").display = not self.done.agrees
        for button in self.query(MouseButton):
            if button.action == "screen.again":
                button.display = not self.done.agrees

    def heading(self) -> str:
        return _("The paper agrees") if self.done.agrees else _("The paper does NOT agree")

    def reword(self) -> None:
        super().reword()
        verdict = self.query_one("#verdict", Static)
        if self.done.agrees:
            said = agreeing(self.done.closed_on, self.done.site)
            verdict.update(f"✓ {said}\n\n{closed_text(self.done.close)}")
            return
        verdict.update(f"! {self.done.refusal}")
        self.query_one("#letters", Static).update(Content("\n").join(close_text.letter_by_letter(self.done)))

    def action_again(self) -> None:
        """Ask for the paper once more."""
        if not self.done.agrees:
            self.dismiss("again")
