"""A count that is sealed: what should have been there, and what to do about a difference."""

from typing import ClassVar, Literal, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Digits, Static

from buyback import l10n
from buyback.desk import CashDone
from buyback.i18n import N_, _
from buyback.money import Money
from buyback.report import box_words
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.fact_sheet import FactSheet
from buyback.tui.widgets.mouse_button import MouseButton

After: TypeAlias = Literal["difference", "again", "done"]


class Counted(Dialog[After]):
    """Shows what was counted beside what was expected; Enter goes on to record a difference."""

    CSS_PATH = "cash.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "c", "again", N_("Count again"), id="counted.again", tooltip=N_("Another count, from nothing")
        ),
    ]
    HEADING = N_("The count is sealed")
    HELP = N_(
        "The count as it stands in the log, and what the entries before it say should have been there. A difference "
        "becomes an entry of its own, with a reason; as long as nobody has recorded it, it stands on every board."
    )
    HELP_KEYS = N_(
        "**Enter** goes on: to the difference, if there is one. **C** counts again. **Escape** leaves it as it is."
    )
    MORE = (("C", N_("Count again"), "screen.again"),)
    BACK = N_("Later")

    def __init__(self, done: CashDone) -> None:
        super().__init__()
        self.done = done
        self.box = done.box
        if self.box.difference_minor:
            self.accept_label = N_("Record the difference")

    def compose_content(self) -> ComposeResult:
        yield FactSheet(id="sums")
        yield Digits(box_words.more_or_less(self.box.difference_minor), id="difference")
        yield Static("", id="said", markup=False)

    def on_mount(self) -> None:
        differs = bool(self.box.difference_minor)
        self.query_one("#difference").set_class(differs, "-open")
        self.query_one("#said").set_class(differs, "refusal")
        if not differs:
            for button in self.query(MouseButton):
                button.display = button.has_class("-accept")

    def reword(self) -> None:
        super().reword()
        counted, expected = self.box.counted_minor, self.box.count_expected_minor
        self.query_one(FactSheet).show(
            [
                (
                    _("Counted"),
                    f"{l10n.money(Money(counted))}   ({box_words.pieces(self.done.notes) or '0'})",
                ),
                (_("Should have held"), l10n.money(Money(expected))),
                (_("Entry"), l10n.number(self.done.seq)),
            ]
        )
        self.query_one("#said", Static).update(box_words.difference_sentence(self.box))

    def answer(self) -> After:
        return "difference" if self.box.difference_minor else "done"

    def action_again(self) -> None:
        """Count once more; this count stays in the log."""
        self.dismiss("again")
