"""Count the box, blind: what lies in it, by notes and coins, before anybody is told what should."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Digits, Static

from buyback import l10n
from buyback.errors import NothingTyped, Refusal
from buyback.facts import Denomination
from buyback.i18n import N_
from buyback.rules import Box
from buyback.store.views.setup import Site
from buyback.tui.dialogs.notes_dialog import NotesDialog
from buyback.tui.state import Session
from buyback.tui.widgets.notes_form import NotesForm, PieceLine, field_of
from buyback.tui.widgets.words import Words


class Count(NotesDialog[tuple[Denomination, ...]]):
    """A form that nothing is filled into, over the whole screen, so that no figure can be read beside it.

    What was typed before it was left comes back to whoever typed it, as long as nothing has moved in the box since. Whoever
    takes over begins with an empty form.
    """

    HEADING = N_("Count of the cash box")
    ACCEPT = N_("Seal the count")
    MORE = (("F8", N_("Seal the count"), "screen.finish"),)
    HELP = N_(
        "How many there are of each note and coin. The count is blind: count what lies in the box, not what should. "
        "When it is sealed it is an entry of the log that nobody changes; then the program says what should have been "
        "there, and what is missing or too much. If you counted wrongly, count again: that is another entry."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {NothingTyped: field_of("1000")}

    def __init__(self, site: Site, box: Box, by: str) -> None:
        super().__init__(_subject(site, box, by))
        self.site = site
        self.box = box
        self.by = by
        """Who counts."""

    def compose_content(self) -> ComposeResult:
        yield Static(self.site.name, classes="subject", markup=False)
        yield Words(
            N_("How many are there of each? What should be in the box is shown after the count is sealed."),
            id="blind",
        )
        yield NotesForm()
        yield Digits("", id="counted")

    def on_mount(self) -> None:
        self.app.take_back(lambda shown: not shown.title)  # a float or top-up said what the box should hold
        self.watch(self.app, "session", self._taken_over, init=False)

    def _taken_over(self, session: Session | None) -> None:
        """Whoever unlocked the terminal in another's place does not go on with the other's figures."""
        if session is None or session.operator == self.by:
            return
        self._remember()
        self.by = session.operator
        self.memory = self.memory_of(_subject(self.site, self.box, self.by))
        for line in self.query(PieceLine):
            line.field.value = ""

    def reword(self) -> None:
        super().reword()
        self._say(sum(line.worth_minor for line in self.query(PieceLine)))

    def on_notes_form_changed(self, event: NotesForm.Changed) -> None:
        self._say(event.worth_minor)

    def _say(self, worth_minor: int) -> None:
        self.query_one("#counted", Digits).update(f"${l10n.amount(worth_minor)}")

    def answer(self) -> tuple[Denomination, ...]:
        form = self.query_one(NotesForm)
        if form.is_empty:
            raise NothingTyped
        return form.notes()


def _subject(site: Site, box: Box, by: str) -> str:
    """What a half-typed count is kept under."""
    return f"{site.code} {by} {hash(box)}"
