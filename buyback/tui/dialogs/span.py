"""From which day to which."""

from datetime import date

from textual.app import ComposeResult

from buyback import errors
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words


class Span(Dialog[tuple[date, date]]):
    """Ask for the first and the last day; one that is left empty is the other."""

    HEADING = N_("Which days?")
    ACCEPT = N_("Show")

    def __init__(self, first: date, last: date, today: date) -> None:
        super().__init__(f"{first} {last}")
        self.first = first
        self.last = last
        self.today = today

    def compose_content(self) -> ComposeResult:
        yield Words(N_("A day is written year-month-day, like 2025-02-18."))
        yield Labelled(N_("From"), Field(self.first.isoformat(), id="first", longest=10))
        yield Labelled(N_("To"), Field(self.last.isoformat(), id="last", longest=10))

    def on_mount(self) -> None:
        self.query_one("#first").focus()

    def answer(self) -> tuple[date, date]:
        first, last = (self.query_one(name, Field).value.strip() for name in ("#first", "#last"))
        begins, ends = _day(first or last), _day(last or first)
        if ends > self.today:
            raise errors.InTheFuture(when=ends.isoformat(), now=self.today.isoformat())
        if ends < begins:
            raise errors.BadSpan(first=begins.isoformat(), last=ends.isoformat())
        return begins, ends


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise errors.BadDate(text=text) from problem
