"""The day: the summary that a supervisor signs, and a chart of the days before."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from buyback import l10n, report
from buyback.i18n import N_, _
from buyback.report import Summary
from buyback.report.audit import Unanswered, unanswered
from buyback.store.engine import Db
from buyback.store.views import totals
from buyback.store.views.setup import Site
from buyback.store.views.totals import DayTotal, Span
from buyback.tui import bars, close_text, morning
from buyback.tui.day_page import Names
from buyback.tui.day_text import is_empty, summary_lines, title
from buyback.tui.days import DAY, WEEK, Days, until
from buyback.tui.dialogs.span import Span as SpanDialog
from buyback.tui.morning import Standing
from buyback.tui.printing import print_day
from buyback.tui.screens import behind_jobs, close_jobs, finding_jobs
from buyback.tui.screens.mode import ModeScreen
from buyback.tui.state import Session
from buyback.tui.widgets.day_chart import DayChart
from buyback.tui.widgets.figure_scroll import FigureScroll
from buyback.tui.widgets.panel import Panel


@dataclass(frozen=True, slots=True)
class DayData:
    """What one reading of the ledger gave. `latest` is the last day with a drop-off at the site, if it had one."""

    summary: Summary
    names: Names
    days: tuple[DayTotal, ...]
    has_begun: bool
    latest: date | None
    unanswered: Unanswered
    """The findings of the audit of these days that nobody has answered."""
    standing: Standing
    """How the days of this site stand, whatever is shown."""


class DayScreen(ModeScreen):
    """Left and right choose the day; letters choose more days, sites and what counts as a firearm."""

    HELP = N_(
        "# Day\n\n"
        "What was taken in and paid: the summary that a supervisor checks and signs. The command "
        "`buyback summary` prints the same figures.\n\n"
        "- **Left** and **right** go to the day before and after. **W** shows the week that ends with the day, "
        "**A** the whole campaign, **B** the days between two dates, **T** today.\n"
        "- **S** changes between this site and all sites.\n"
        "- **F8** goes to the close of the day: the three reconciliations, the count, the signature. **M** compares the "
        "signed paper of the last closed day with the ledger; **I** prints the act of the day.\n"
        "- **U** lists the findings of the audit of these days that nobody has answered, where there are any; their number "
        "stands on top.\n"
        "- **N** changes what the total of firearms counts; the sentence under the total says which it is.\n"
        "- A figure that was higher in an earlier report of the same days is said on top, with the drop-offs that were voided "
        "or returned since.\n"
        "- The value of the drop-offs is what was paid, plus open vouchers, plus what is owed, plus what was taken in "
        "without payment. Cash is what left the box on these days, whenever the weapon came. Money that was advanced to "
        "the site is another figure and is not in it.\n"
        "- Custody must come out even: received = destroyed + kept + handed over + held + returned. A difference "
        "is red.\n"
        "- Marks that were corrected on these days are told on top and listed below, as they were and as they are: "
        "whoever signs compares them with the weapons or their photographs.\n\n"
        "Up and down go from figure to figure: **Enter** lists the entries that one is made of, and **Enter** there shows an "
        "entry as it was sealed. Page Down scrolls. In a small window **C** shows the chart."
    )
    AUTO_FOCUS = "#summary"
    CSS_PATH = "day.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", N_("Day"), key_display="←→", id="day.before",
                tooltip=N_("The day before, or as many days before")),
        Binding("right", "step(1)", N_("After"), show=False, key_display="→", id="day.after",
                tooltip=N_("The day after, or as many days after")),
        Binding("f8", "close", N_("Close day"), id="day.close",
                tooltip=N_("The three reconciliations, and the close of the day")),
        Binding("t", "today", N_("Today"), show=False, id="day.today", tooltip=N_("Today alone")),
        Binding("w", "week", N_("Week"), id="day.week", tooltip=N_("The seven days that end with this one")),
        Binding("a", "campaign", N_("Campaign"), id="day.campaign",
                tooltip=N_("Every day from the first drop-off until today")),
        Binding("b", "between", N_("Between"), show=False, id="day.between", tooltip=N_("Type two dates")),
        Binding("l", "latest", N_("Last day"), show=False, id="day.latest",
                tooltip=N_("The last day on which something was taken in")),
        Binding("s", "sites", N_("Sites"), id="day.sites", tooltip=N_("This site, or all sites")),
        Binding("n", "counting", N_("Count"), show=False, id="day.counting",
                tooltip=N_("What the total of firearms counts: grenades and pen guns with it, or apart")),
        Binding("c", "chart", N_("Chart"), id="day.chart", tooltip=N_("Show the chart, or the summary again")),
        Binding("u", "audit", N_("Audit"), show=False, id="day.audit",
                tooltip=N_("The findings of the audit of these days that nobody has answered")),
        Binding("i", "print", N_("Print the day"), show=False, id="day.print",
                tooltip=N_("Print the act of the day that is shown last")),
        Binding("m", "compare", N_("Compare the signed paper"), show=False, id="day.compare",
                tooltip=N_("Compare the checkpoint on the signed paper of the last closed day")),
    ]  # fmt: skip

    days: reactive[Days] = reactive(Days(), init=False)
    all_sites: reactive[bool] = reactive(False, init=False)
    counting: reactive[str] = reactive("", init=False)
    is_chart: reactive[bool] = reactive(False, init=False, bindings=True)

    def __init__(self) -> None:
        super().__init__()
        self.data: DayData | None = None

    def compose_content(self) -> ComposeResult:
        yield Static("", id="day-line", markup=False)
        yield Static("", id="day-open", markup=False)
        yield Static("", id="day-audit", markup=False)
        with Container(id="day-parts"):
            with Panel(N_("Summary"), id="summary-panel"):
                yield FigureScroll(self._lines, id="summary")
            with Panel(N_("Chart"), id="chart-panel"):
                yield DayChart()

    # --- data -----------------------------------------------------------------------------------------------------

    async def load(self, session: Session) -> None:
        today = session.today(self.app.clock())
        site = "" if self.all_sites else session.site.code
        self.data = await self.app.read(
            partial(_read, days=self.days, today=today, here=session.site, site=site, counting=self.counting)
        )
        self.show()

    def show(self) -> None:
        """Show what was read, in the current language."""
        data, session = self.data, self.app.session
        if data is None or session is None:
            return
        span = data.summary.span
        self._show_title()
        told = self.query_one("#day-open", Static)
        told.update(morning.told(data.standing))
        told.display = bool(morning.told(data.standing))
        audited = self.query_one("#day-audit", Static)
        audited.update(close_text.unanswered(data.unanswered))
        audited.display = bool(data.unanswered)
        self.query_one(FigureScroll).reword()
        self.query_one(DayChart).show(data.days, span.first, span.last)

    def _show_title(self) -> None:
        data, session = self.data, self.app.session
        if data is not None and session is not None:
            line = self.query_one("#day-line", Static)
            site = session.site.name if data.summary.span.site else _("All sites")
            line.update(Content.styled(title(data.summary, site, line.content_size.width), "bold"))

    def _lines(self, width: int) -> list[Content]:
        if self.data is None:
            return []
        if is_empty(self.data.summary):
            return list(map(Content, self._empty_words(self.data).splitlines()))
        return summary_lines(self.data.summary, self.data.names, width)

    def _empty_words(self, data: DayData) -> str:
        if not data.has_begun:
            return _("This ledger has no drop-off yet. F2 goes to the desk, where drop-offs are taken in.")
        lines = [_("Nothing was taken in or paid here on these days."), ""]
        if data.latest is not None:
            latest = l10n.day_weekday(data.latest)
            lines.append(_("L   the last day with a drop-off here, {day}").format(day=latest))
        if data.summary.span.site:
            lines.append(_("S   all sites"))
        lines += [_("A   the whole campaign"), _("F2  the desk, where drop-offs are taken in")]
        return "\n".join(lines)

    def watch_days(self) -> None:
        self._again()

    def watch_all_sites(self) -> None:
        self._again()

    def watch_counting(self) -> None:
        self._again()

    def _again(self) -> None:
        self.query_one(FigureScroll).home()
        self.reload()

    def watch_is_chart(self, is_chart: bool) -> None:
        self.set_class(is_chart, "-chart")
        self.query_one(FigureScroll).focus()

    # --- keys -----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a wide window the chart stands beside the summary, and the campaign has no days before it."""
        if action == "chart":
            return self.has_class("-narrow")
        if action == "audit":
            return self.data is not None and bool(self.data.unanswered)
        if action == "step":
            return not self.days.is_campaign
        return super().check_action(action, parameters)

    def on_resize(self) -> None:
        self.refresh_bindings()
        self.call_after_refresh(self._show_title)

    @property
    def _today(self) -> date | None:
        session = self.app.session
        return session.today(self.app.clock()) if session else None

    def action_step(self, by: int) -> None:
        """Show as many days earlier or later; never later than today."""
        if today := self._today:
            self.days = self.days.stepped(by, today)

    def action_today(self) -> None:
        """Show today."""
        self.days = Days()

    def action_week(self) -> None:
        """Show the seven days that end with the last one shown; of a week, its last day again."""
        self.days = self.days.of(DAY if self.days.length == WEEK else WEEK)

    def action_campaign(self) -> None:
        """Show every day; once more, the day that was shown before."""
        self.days = self.days.of(DAY if self.days.is_campaign else 0)

    def action_latest(self) -> None:
        """Show the last day with a drop-off."""
        today, latest = self._today, self.data.latest if self.data else None
        if latest and today:
            self.days = until(latest, latest, today)

    def action_sites(self) -> None:
        """Change between this site and all of them."""
        self.all_sites = not self.all_sites

    def action_counting(self) -> None:
        """Count firearms by the next definition."""
        known = report.definitions()
        shown = known.index(report.definition(self.counting))
        self.counting = known[(shown + 1) % len(known)].code

    def action_chart(self) -> None:
        """Show the chart in the summary's place, or the summary again."""
        self.is_chart = not self.is_chart

    def action_close(self) -> None:
        """Go to the close of the day that is shown; of today, to the oldest open day."""
        if self.data is not None:
            is_one = self.days.length == DAY and not self.all_sites
            self.in_turn(partial(close_jobs.go_to, self.app, self.days.last if is_one else None))

    def action_audit(self) -> None:
        """List the findings of these days that nobody has answered."""
        if self.data is not None:
            self.in_turn(partial(finding_jobs.go_to, self.app, self.data.unanswered.span))

    def on_figure_scroll_opened(self, message: FigureScroll.Opened) -> None:
        if self.data is not None:
            span = self.data.summary.span
            self.in_turn(partial(behind_jobs.show, self, message.figure, span, message.words))

    def action_print(self) -> None:
        """Print the act of the last day that is shown."""
        if self.data is not None:
            span = self.data.summary.span
            self.in_turn(partial(print_day, self.app, span.last, span.site, self.counting))

    def action_compare(self) -> None:
        """Compare the signed paper of the last closed day."""
        self.in_turn(partial(close_jobs.compare, self))

    def action_between(self) -> None:
        """Type the first and the last day."""
        self.in_turn(self._ask_days)

    async def _ask_days(self) -> None:
        today = self._today
        if today is None or self.data is None:
            return
        shown = self.data.summary.span
        answer = await self.app.ask(partial(SpanDialog, shown.first, shown.last, today))
        if answer is not None:
            self.days = until(*answer, today)


def _read(db: Db, *, days: Days, today: date, here: Site, site: str, counting: str) -> DayData:
    known = totals.business_days(db)
    first, last = days.span(today, known[0] if known else None)
    summary = report.summarise(db, first, last, site=site, counting=counting, today=today)
    charted = totals.days(db, Span(bars.window(first, last), last, site))
    at_site = totals.business_days(db, site)
    latest = at_site[1] if at_site else None
    waiting = unanswered(db, summary.span, today)
    standing = morning.read(db, here, today)
    return DayData(summary, totals.type_names(db), charted, known is not None, latest, waiting, standing)
