"""A day that is closed: its checkpoint to compare, its act to print and to sign."""

from typing import ClassVar, Literal, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from buyback import l10n
from buyback.desk import ClosedDay
from buyback.i18n import N_, _
from buyback.report.closing_words import grouped, shortest
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.mouse_button import MouseButton

Step: TypeAlias = Literal["print", "signed"]

_STEPS = (N_("closed"), N_("print the day's act"), N_("sign it and keep it apart"))


class CloseDone(Dialog[Step]):
    """Shows the checkpoint as the act has it; Enter prints first, and once that is done, ends."""

    CSS_PATH = "close.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "print", N_("Print"), id="close_done.print")]
    HEADING = N_("Closed: {day}")
    HELP = N_(
        "The day is closed and its totals are in the log. Print the day's act, compare these letters with those on the "
        "paper, sign it, and keep it apart from this computer. The next morning the program asks for them and says whether "
        "the day is still the one that was signed."
    )
    HELP_KEYS = N_("**Enter** does the next step, **I** prints, **Escape** puts it off.")
    MORE = (("I", N_("Print again"), "screen.print"),)
    BACK = N_("Later")

    def __init__(self, done: ClosedDay, *, is_printed: bool) -> None:
        super().__init__()
        self.done = done
        self.is_printed = is_printed
        self.accept_label = N_("It is signed") if is_printed else N_("Print the day's act")

    def compose_content(self) -> ComposeResult:
        yield Static("", id="steps", markup=False)
        yield Static("", id="letters", markup=False)
        yield Static("", id="said", markup=False)

    def on_mount(self) -> None:
        for button in self.query(MouseButton):
            if button.action == "screen.print":
                button.display = self.is_printed

    def heading(self) -> str:
        return _(self.HEADING).format(day=l10n.day_weekday(self.done.close.day))

    def reword(self) -> None:
        super().reword()
        self.query_one("#steps", Static).update(self._steps())
        self.query_one("#letters", Static).update(self._letters())
        words = (
            _(
                "Compare these letters with those on the paper. The supervisor signs it; keep it apart from this computer."
            )
            if self.is_printed
            else _("The paper says these letters too. The next morning they are asked for, typed or scanned.")
        )
        self.query_one("#said", Static).update(words)

    def _steps(self) -> Content:
        """What is done is ticked off, the next step stands out."""
        done = 2 if self.is_printed else 1
        parts: list[Content] = []
        for number, step in enumerate(_STEPS, start=1):
            mark = "✓" if number <= done else f"{number}."
            style = "$text-success" if number <= done else "reverse" if number == done + 1 else ""
            parts.append(Content.styled(f" {mark} {_(step)} ", style))
        return Content("  ").join(parts)

    def _letters(self) -> Content:
        """The letters that are typed, wide apart; the rest of the digest below."""
        checkpoint = self.done.checkpoint
        ledger, seq, *groups = shortest(checkpoint)
        rest = grouped(checkpoint.digest)[len(groups) :]
        large = "     ".join(" ".join(group) for group in groups)
        return Content("\n").join(
            [
                Content.styled(f"{ledger}   {seq}", "bold"),
                Content(""),
                Content.styled(large, "bold $text-primary"),
                Content(""),
                Content.styled(" ".join(rest), "not bold"),
            ]
        )

    def answer(self) -> Step:
        return "signed" if self.is_printed else "print"

    def action_print(self) -> None:
        """Print the day's act."""
        self.dismiss("print")
