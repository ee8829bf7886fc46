"""Cash that comes into the box or leaves it, but for what is paid: float, top-up, return."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from buyback import errors, l10n, rules
from buyback.denominations import SMALLEST_MINOR
from buyback.errors import Refusal
from buyback.facts import Denomination
from buyback.free_text import NOTE_LONGEST, REASON, clean
from buyback.i18n import N_, _
from buyback.money import Money
from buyback.store.views.setup import Site
from buyback.tui.dialogs.notes_dialog import NotesDialog
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.notes_form import NotesForm, PieceLine


@dataclass(frozen=True, slots=True)
class MoveAnswer:
    """How much, in which notes and coins if they were counted, and why if that was said."""

    amount: Money
    notes: tuple[Denomination, ...]
    reason: str


class CashMove(NotesDialog[MoveAnswer]):
    """Asks for the amount and, if they are counted, its notes and coins, which must come to it."""

    ACCEPT = N_("Record")
    MORE = (("F8", N_("Record"), "screen.finish"),)
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        errors.BadAmount: "amount",
        errors.CashOutOfRange: "amount",
        errors.NotInCoins: "amount",
        errors.NotesDiffer: "amount",
        errors.ReturnTooMuch: "amount",
        errors.FloatTwice: "amount",
        errors.CountOpen: "amount",
    }
    TEXTS: ClassVar[Mapping[str, str]] = {REASON: "reason"}
    LEAST_MINOR: ClassVar[int] = SMALLEST_MINOR
    HINT: ClassVar[str] = ""
    WHY: ClassVar[str] = ""
    """An example of a reason."""

    def __init__(self, site: Site) -> None:
        super().__init__(site.code)
        self.site = site

    def compose_content(self) -> ComposeResult:
        yield Static(self.site.name, classes="subject", markup=False)
        yield Labelled(N_("Amount in pesos"), Field(id="amount", hint=self.HINT, longest=24))
        yield Labelled(N_("Reason"), Field(id="reason", hint=self.WHY, longest=NOTE_LONGEST))
        yield Static("", id="counted", markup=False)
        yield NotesForm()

    def reword(self) -> None:
        super().reword()
        self._say(sum(line.worth_minor for line in self._lines))

    @property
    def _lines(self) -> list[PieceLine]:
        return list(self.query(PieceLine))

    def on_notes_form_changed(self, event: NotesForm.Changed) -> None:
        self._say(event.worth_minor)

    def _say(self, worth_minor: int) -> None:
        words = _("Its notes and coins, if you count them: {amount}")
        self.query_one("#counted", Static).update(words.format(amount=l10n.money(Money(worth_minor))))

    def answer(self) -> MoveAnswer:
        notes = self.query_one(NotesForm).notes()
        amount = l10n.parse_amount(self.query_one("#amount", Field).value)
        rules.check_cash_amount(amount.amount_minor, notes, least_minor=self.LEAST_MINOR)
        return MoveAnswer(amount, notes, clean(self.query_one("#reason", Field).value, REASON))


class GiveFloat(CashMove):
    """The cash that a site starts with."""

    HEADING = N_("Float: the cash that the site starts with")
    LEAST_MINOR = 0
    HINT = N_("for example 50000; 0 is a float too")
    WHY = N_("if there is something to say: receipt number")
    HELP = N_(
        "The cash that the organiser gives before the first payment. From now on the program knows what should be in the "
        "box. It goes into an empty box only: what comes later is a top-up.\n\n"
        "If you count its notes and coins below, the program says which of them make each payment."
    )


class TopUp(CashMove):
    """Cash that the organiser adds."""

    HEADING = N_("Top-up: cash that the organiser adds")
    HINT = N_("for example 20000")
    WHY = N_("if there is something to say: receipt number")
    HELP = N_(
        "Cash that comes into the box while it is in use. Count its notes and coins below if you can: otherwise nobody "
        "knows which are in the box until the next count."
    )


class ReturnCash(CashMove):
    """Cash that goes back to the organiser."""

    HEADING = N_("Return: cash that goes back to the organiser")
    HINT = N_("at most what is in the box")
    WHY = N_("if there is something to say: end of the day")
    HELP = N_(
        "Cash that leaves the box and is not paid to anybody: at the end of a day or of the campaign. Count the box "
        "first; no more can go back than is in it."
    )
