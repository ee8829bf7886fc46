"""The close of a day: its three reconciliations, what still hinders the close, and everything that leads to the signature."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widgets import OptionList, Static

from buyback import desk, l10n, report
from buyback.i18n import N_, _
from buyback.report import Reconciliation, audit
from buyback.report.audit import Unanswered
from buyback.store.engine import Db
from buyback.store.views.setup import Site
from buyback.tui import cells, close_text, morning
from buyback.tui.morning import Standing
from buyback.tui.screens import close_jobs, finding_jobs, till_jobs
from buyback.tui.screens.mode import ModeScreen
from buyback.tui.state import Session
from buyback.tui.widgets.close_lines import CloseLines


@dataclass(frozen=True, slots=True)
class CloseData:
    """What one reading of the ledger gave."""

    found: Reconciliation
    standing: Standing
    unanswered: Unanswered


class CloseScreen(ModeScreen):
    """Stands on the Day screen until Escape. Left and right choose the day."""

    HELP = N_(
        "# Close of day\n\n"
        "Three sums have to come out before a day is signed: the items, the money and the papers. What does not come "
        "out is red and has a mark (!), with what it should be and the difference. **Enter** on a line shows the "
        "items, folios or entries behind it, and from there the drop-off.\n\n"
        "On top stands what still hinders the close, and the key that puts it right. A close needs the cash box "
        "counted on that day or later, after its last movement (**C**), the difference recorded (**D**), and a "
        "supervisor's signature.\n\n"
        "- **F8** closes the day: the totals and the checkpoint are sealed, and the day takes no more entries. What "
        "is written on paper that day and typed in later is booked to the open day. Then the day's act is printed and "
        "signed.\n"
        "- **I** prints the day's act; of an open day, a sheet that nobody signs.\n"
        "- **M** compares the checkpoint on the signed paper of the last closed day with the ledger.\n"
        "- **Left** and **right** go to the day before and after, **O** to the oldest day that is open. Days are "
        "closed in their order.\n"
        "- **U** lists the findings of the audit of this day that nobody has answered, where there are any: **A** answers "
        "one there. They do not hinder the close, and the act says how many there are.\n"
        "- **Z** shows the lines that are 0 where there was no room for them.\n\n"
        "A day can be closed with differences: it is signed with them, and they stand in its act."
    )
    AUTO_FOCUS = "CloseLines"
    CSS_PATH = "close.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "close", N_("Close day"), id="close.close",
                tooltip=N_("Seal the totals and the checkpoint; a supervisor signs")),
        Binding("c", "count", N_("Count"), id="close.count",
                tooltip=N_("Count the cash box; what it should hold is shown afterwards")),
        Binding("d", "difference", N_("Difference"), id="close.difference",
                tooltip=N_("Record the difference that the last count found, with its reason")),
        Binding("o", "oldest", N_("Open day"), id="close.oldest", tooltip=N_("The oldest day that is still open")),
        Binding("i", "print", N_("Print"), id="close.print", tooltip=N_("Print the day's act")),
        Binding("escape", "leave", N_("Day"), id="close.leave", tooltip=N_("Back to the summary of the day")),
        Binding("left", "step(-1)", N_("Before"), key_display="←", show=False, id="close.before",
                tooltip=N_("The day before")),
        Binding("right", "step(1)", N_("After"), key_display="→", show=False, id="close.after",
                tooltip=N_("The day after")),
        Binding("m", "compare", N_("Compare the signed paper"), show=False, id="close.compare",
                tooltip=N_("Compare the checkpoint on the signed paper of the last closed day")),
        Binding("u", "audit", N_("Audit"), show=False, id="close.audit",
                tooltip=N_("The findings of the audit of this day that nobody has answered")),
        Binding("z", "zeros", N_("Zeros"), show=False, id="close.zeros",
                tooltip=N_("The lines that are 0 too, or without them")),
        Binding("t", "today", N_("Today"), show=False, id="close.today", tooltip=N_("Today")),
    ]  # fmt: skip

    day: reactive[date | None] = reactive(None, init=False)
    """The day that is shown; None until it is known which one is to be closed."""

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self.set_reactive(CloseScreen.day, day)
        self.data: CloseData | None = None
        self.is_ready = False
        """It shows a day, so that keys have something to work on: those that were typed ahead wait for it."""

    def compose_content(self) -> ComposeResult:
        yield Static("", id="close-day", markup=False)
        yield Static("", id="close-open", markup=False)
        yield Static("", id="close-standing", markup=False)
        yield Static("", id="close-audit", markup=False)
        yield CloseLines()

    def on_unmount(self) -> None:
        self.app.mode_screens.remove(self)

    # --- data -----------------------------------------------------------------------------------------------------

    async def load(self, session: Session) -> None:
        try:
            await self._load(session)
        finally:
            if not self.is_ready:
                self.is_ready = True
                self.app.key_turns.ready()

    async def _load(self, session: Session) -> None:
        if self.data is not None and self.data.found.site.code != session.site.code:
            self.set_reactive(CloseScreen.day, None)
        now = self.app.clock()
        today = session.today(now)

        def read(db: Db) -> CloseData:
            day = self.day or desk.day_to_close(db, session.site, now)
            found = report.reconcile(db, session.site.code, day, now=now)
            unanswered = audit.of_day(db, session.site.code, day)
            return CloseData(found, morning.read(db, session.site, today), unanswered)

        self.data = await self.app.read(read)
        self.set_reactive(CloseScreen.day, self.data.found.day)
        self.show()

    def show(self) -> None:
        """Show what was read, in the current language."""
        if self.data is None or self.app.session is None:
            return
        found, standing = self.data.found, self.data.standing
        self._show_title()
        is_due = standing.is_due and standing.close == found.close
        self.query_one("#close-standing", Static).update(close_text.how_it_stands(found, is_due=is_due))
        told = self.query_one("#close-open", Static)
        others = [day for day in standing.earlier if day != found.day]
        told.display = bool(others) and found.close is not None
        told.update(_("Still open: {days}. O goes there.").format(days=morning.named(others)))
        audited = self.query_one("#close-audit", Static)
        audited.update(close_text.unanswered(self.data.unanswered))
        audited.display = bool(self.data.unanswered)
        self.query_one(CloseLines).show(found)
        self.refresh_bindings()

    def _show_title(self) -> None:
        if self.data is not None:
            found, line = self.data.found, self.query_one("#close-day", Static)
            state = _("closed") if self.data.standing.covers(found.day) else _("open")
            title = f"{l10n.day_weekday(found.day)}   {found.site.name}"
            line.update(cells.spread(title, state, line.content_size.width))

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_title)

    def watch_day(self) -> None:
        self.reload()

    def on_close_lines_folded(self) -> None:
        self.refresh_bindings()

    # --- keys -----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key is there while it has something to do."""
        if self.data is None:
            return super().check_action(action, parameters) if action in ("leave", "step") else False
        found, standing, lines = self.data.found, self.data.standing, self.query_one(CloseLines)
        is_open = not standing.covers(found.day)
        there = {
            "close": is_open,
            "count": is_open and found.count.standing != "settled",
            "difference": found.count.standing == "open",
            "oldest": any(day != found.day for day in standing.open_days),
            "compare": standing.close is not None,
            "audit": bool(self.data.unanswered),
            "zeros": bool(lines.folded) or lines.shows_zeros,
        }
        return there.get(action, super().check_action(action, parameters))

    @property
    def site(self) -> Site:
        """The site whose day it is."""
        assert self.data is not None
        return self.data.found.site

    @property
    def _today(self) -> date:
        return self.site.business_date(self.app.clock())

    def action_leave(self) -> None:
        """Go back to the summary of the day."""
        if not self.is_asking:
            self.dismiss()

    def action_step(self, by: int) -> None:
        """Show the day before or after; never later than today."""
        if self.day is not None and (self.day < self._today or by < 0):
            self.day += timedelta(days=by)

    def action_today(self) -> None:
        """Show today."""
        self.day = self._today

    def action_oldest(self) -> None:
        """Show the oldest open day."""
        if self.data is not None and self.data.standing.open_days:
            self.day = self.data.standing.open_days[0]

    def action_zeros(self) -> None:
        """Show the lines that are 0 too, or leave them out again."""
        lines = self.query_one(CloseLines)
        lines.fold(shows_zeros=not lines.shows_zeros)
        self.refresh_bindings()

    def action_close(self) -> None:
        """Close the day."""
        self._do(close_jobs.close)

    def action_print(self) -> None:
        """Print the day's act."""
        self._do(close_jobs.print_it)

    def action_compare(self) -> None:
        """Compare the signed paper of the last closed day."""
        self.in_turn(partial(close_jobs.compare, self))

    def action_audit(self) -> None:
        """List the findings of this day that nobody has answered."""
        if self.data is not None:
            self.in_turn(partial(finding_jobs.go_to, self.app, self.data.unanswered.span))

    def action_count(self) -> None:
        """Count the cash box."""
        self.in_turn(partial(till_jobs.count, self))

    def action_difference(self) -> None:
        """Record the difference of the count."""
        self.in_turn(partial(till_jobs.difference, self))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        line = self.query_one(CloseLines).line
        if line is not None:
            self.in_turn(partial(close_jobs.behind, self, line))

    def _do(self, job: Callable[["CloseScreen", Reconciliation], Awaitable[None]]) -> None:
        if self.data is not None:
            self.in_turn(partial(job, self, self.data.found))
