"""From which day to which."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult

from buyback import errors
from buyback.errors import Refusal
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.typed_time import parse_day
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words


class Span(Dialog[tuple[date, date]]):
    """Ask for the first and the last day; one that is left empty is the other."""

    HEADING = N_("Which days?")
    ACCEPT = N_("Show")
    HELP = N_(
        "The summary of several days: the first and the last of them. One that is left empty is the same "
        "as the other."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {errors.InTheFuture: "last", errors.BadSpan: "first"}
    TEXTS: ClassVar[Mapping[str, str]] = {"first": "first", "last": "last"}

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
        begins, ends = self._day("first", "last"), self._day("last", "first")
        if ends > self.today:
            raise errors.InTheFuture(when=ends.isoformat(), now=self.today.isoformat())
        if ends < begins:
            raise errors.BadSpan(first=begins.isoformat(), last=ends.isoformat())
        return begins, ends

    def _day(self, name: str, other: str) -> date:
        """The day that stands there; if none does, the other one."""
        typed = {field: self.query_one(f"#{field}", Field).value.strip() for field in (name, other)}
        field = name if typed[name] else other
        return parse_day(typed[field], field)
