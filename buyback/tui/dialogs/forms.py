"""Blank forms: those that are out, reserving more of them, and returning what was not used."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar, Literal, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from buyback import errors, l10n
from buyback.errors import Refusal
from buyback.free_text import NOTE_LONGEST, REASON, required
from buyback.i18n import N_, ngettext
from buyback.rules import MOST_FORMS, BlankForm, form_count, named_items
from buyback.store.views.setup import Site
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.dialogs.print_out import PaperForm
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.page_table import Column, Line, PageTable
from buyback.tui.widgets.words import Words

What: TypeAlias = Literal["reserve", "return", "print"]

_MARKED = "✓"
_COLUMNS = (
    Column("mark", "", 1),
    Column("folio", N_("Folio"), 12),
    Column("site", N_("Site")),
    Column("reserved", N_("Reserved"), 11),
    Column("by", N_("By"), 8),
    Column("days", N_("Days"), 5, is_right=True),
)


@dataclass(frozen=True, slots=True)
class FormsAnswer:
    """What is to be done, and with which of the forms."""

    what: What
    folios: tuple[str, ...] = ()


class FormsOut(Dialog[FormsAnswer]):
    """The forms that are out: mark those that came back, or print one again; reserve more."""

    CSS_PATH = "forms.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", N_("Mark"), show=False),
        Binding("f7", "reserve", N_("Reserve and print"), id="forms.reserve",
                tooltip=N_("Reserve the next folios for blank forms and print them")),
        Binding("f9", "print", N_("Print again"), id="forms.print", tooltip=N_("Print the marked forms again")),
        Binding("ctrl+a", "all", N_("All"), priority=True, id="forms.all",
                tooltip=N_("Mark every form, or none")),
    ]  # fmt: skip
    HEADING = N_("Blank forms that are out")
    ACCEPT = N_("They came back")
    MORE = (
        ("F7", N_("Reserve"), "screen.reserve"),
        ("F9", N_("Print"), "screen.print"),
        ("Ctrl+A", N_("All"), "screen.all"),
    )
    HELP = N_(
        "Blank forms are for when there is no computer at the table. Each has a folio of its own, taken from the ledger's "
        "one sequence when it is reserved.\n\n"
        "- **F7** reserves the next folios and prints the forms, two on a page.\n"
        "- What was written on one is typed in at the desk: the payment asks for the time and for the folio of the form.\n"
        "- A form that came back blank or spoiled: **Space** marks it, **Enter** records it with a reason.\n"
        "- **F9** prints marked forms again, under the same folios.\n\n"
        "A form stays in this list, and in every close of day, until one of both happened."
    )

    def __init__(self, found: Sequence[BlankForm], today: date, marked: Sequence[str] = ()) -> None:
        super().__init__()
        self.found = {form.folio: form for form in found}
        self.today = today
        self.marked = {folio for folio in marked if folio in self.found}

    def compose_content(self) -> ComposeResult:
        yield PageTable(_COLUMNS, id="forms")
        yield Words(N_("No form is out. F7 reserves some."), id="no-forms", classes="empty")
        yield Static("", id="counted", markup=False)

    def on_mount(self) -> None:
        self._table.display = bool(self.found)
        self.query_one("#no-forms").display = not self.found
        if self.found:
            self._table.focus()

    def reword(self) -> None:
        super().reword()
        self._table.show(map(self._line, self.found.values()), has_more=False)
        self._count()

    def answer(self) -> FormsAnswer:
        return FormsAnswer("return", self._chosen())

    @property
    def _table(self) -> PageTable:
        return self.query_one("#forms", PageTable)

    def _chosen(self) -> tuple[str, ...]:
        """What is marked, else the form under the cursor; NoForms where there is none."""
        chosen = tuple(folio for folio in self.found if folio in self.marked)
        current = self._table.current
        if not chosen and current is None:
            raise errors.NoForms
        return chosen or (str(current),)

    def _line(self, form: BlankForm) -> Line:
        texts = {
            "mark": _MARKED if form.folio in self.marked else "",
            "folio": form.folio,
            "site": form.site,
            "reserved": l10n.day(form.reserved_on),
            "by": form.reserved_by,
            "days": l10n.number((self.today - form.reserved_on).days),
        }
        return Line(form.folio, texts, is_bold=form.folio in self.marked)

    def _count(self) -> None:
        out = ngettext("{n} form is out", "{n} forms are out", len(self.found)).format(n=len(self.found))
        marked = ngettext("{n} marked", "{n} marked", len(self.marked)).format(n=len(self.marked))
        line = self.query_one("#counted", Static)
        line.update(f"{out}, {marked}")
        line.display = bool(self.found)

    def _show_marks(self, *folios: str) -> None:
        for folio in folios:
            self._table.replace(self._line(self.found[folio]))
        self._count()

    # --- keys -----------------------------------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Mark the form under the cursor and go to the next, or take its mark away."""
        folio = self._table.current
        if folio is not None:
            self.marked ^= {folio}
            self._show_marks(folio)
            self._table.move(1)

    def action_all(self) -> None:
        """Mark every form; none where all are marked."""
        self.marked = set() if len(self.marked) == len(self.found) else set(self.found)
        self._show_marks(*self.found)

    def action_reserve(self) -> None:
        """Reserve more forms and print them."""
        if self.is_ready:
            self.dismiss(FormsAnswer("reserve"))

    def action_print(self) -> None:
        """Print the marked forms again."""
        if not self.is_ready:
            return
        try:
            chosen = self._chosen()
        except Refusal as refusal:
            self._refuse(refusal, "")
        else:
            self.dismiss(FormsAnswer("print", chosen))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        self.action_accept()


class ReturnForms(Dialog[str]):
    """Asks why nothing is written on these forms."""

    CSS_PATH = "forms.tcss"
    HEADING = N_("Forms that came back unused")
    ACCEPT = N_("Record")
    HELP = N_(
        "Records that forms came back blank or spoiled. Their folios stay used up, and the ledger says why. Look at the "
        "paper first: a form on which something was paid is typed in at the desk, not returned."
    )
    TEXTS: ClassVar[Mapping[str, str]] = {REASON: "reason"}

    def __init__(self, folios: Sequence[str]) -> None:
        super().__init__(" ".join(folios))
        self.folios = tuple(folios)

    def compose_content(self) -> ComposeResult:
        yield Static("", id="which", markup=False)
        yield Labelled(
            N_("Reason"),
            Field(id="reason", hint=N_("for example: left over, spoiled"), longest=NOTE_LONGEST),
        )

    def reword(self) -> None:
        super().reword()
        words = ngettext("{n} form: {folios}", "{n} forms: {folios}", len(self.folios))
        said = words.format(n=len(self.folios), folios=named_items(self.folios))
        self.query_one("#which", Static).update(said)

    def answer(self) -> str:
        return required(self.query_one("#reason", Field).value, REASON)


@dataclass(frozen=True, slots=True)
class ReserveAnswer:
    """How many forms of which site, on which paper, and where their file goes."""

    number: int
    site: str
    paper: str
    path: Path


class ReserveForms(PaperForm[ReserveAnswer]):
    """Asks how many forms are wanted, and how they are printed."""

    CSS_PATH = "forms.tcss"
    HEADING = N_("Reserve and print blank forms")
    ACCEPT = N_("Reserve and print")
    HELP = N_(
        "Takes the next folios of the ledger for blank forms of a site and prints them: two on a letter or A4 page, to be "
        "cut apart, each with a part for the person; one on each piece of a roll. The folios are used up from then on. "
        "What is written on a form is typed in later; what comes back unused is recorded as such."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {**PaperForm.WRONG, errors.BadFormCount: "how-many"}

    def __init__(
        self,
        sites: Sequence[Site],
        site: str,
        paper: str,
        stem: str,
        *,
        free: Callable[[str], Path],
        command: str,
    ) -> None:
        super().__init__("", paper, stem, free, command)
        self.sites = tuple(sites)
        self.site = site

    def compose_content(self) -> ComposeResult:
        hint = N_("how many, up to 200")
        yield Labelled(N_("Forms"), Field(id="how-many", hint=hint, longest=len(str(MOST_FORMS))))
        sites = [(site.code, site.name) for site in self.sites]
        yield Labelled(N_("Site"), Choice(sites, self.site, id="of-site"))
        yield from self.compose_paper(N_("Their folios are taken from the ledger's one sequence, now."))

    def answer(self) -> ReserveAnswer:
        number = form_count(self.query_one("#how-many", Field).value)
        return ReserveAnswer(number, self.query_one("#of-site", Choice).value, self.chosen_paper, self.path())
