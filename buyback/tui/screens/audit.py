"""The audit: what an auditor looks for, what was found of it and what was answered; the audit pack, and shelf samples."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import DataTable, Static

from buyback import l10n
from buyback.i18n import N_, _, ngettext
from buyback.report import audit
from buyback.report.audit import Audited, Finding, told
from buyback.store.engine import Db
from buyback.store.views import totals
from buyback.store.views.totals import EVER, NEVER
from buyback.store.views.totals import Span as Days
from buyback.tui.dialogs.span import Span
from buyback.tui.screens import audit_pack_jobs, finding_jobs, sample_jobs
from buyback.tui.screens.mode import ModeScreen
from buyback.tui.state import Session
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.page_table import Column, Line, PageTable
from buyback.tui.widgets.panel import Panel
from buyback.tui.widgets.words import Words

ALL_DAYS = Days(EVER, NEVER)
OPEN, ANSWERED, ALL = "open", "answered", "all"
_COLUMNS = (
    Column("since", N_("Since"), 11),
    Column("what", N_("Finding")),
    Column("sentence", N_("What was found"), 46, from_width=112),
    Column("number", N_("Rests on"), 9, is_right=True),
    Column("state", N_("Standing"), 10),
)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What an audit was of, so that it is not made again unasked."""

    language: str
    span: Days
    today: date


class AuditScreen(ModeScreen):
    """Stands on the Ledger screen until Escape. Enter shows a finding with its entries."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["lists.tcss", "audit.tcss"]
    HELP = N_(
        "# Audit\n\n"
        "What an auditor looks for in the whole ledger: each finding says what it means, how sure it is, since when, and on "
        "how many entries it rests. The command `buyback audit` prints the same.\n\n"
        "- **Enter** shows a finding with its entries, and **Enter** there the entry as it was sealed.\n"
        "- **A** answers the finding with a note, which is an entry of the log. An answered finding stays in the list; it is "
        "open again when more of it follows. A supervisor or an auditor answers.\n"
        "- **Left** and **right** choose what is listed: what is open, what is answered, or all (**O** does too). **B** looks only at the days "
        "between two dates, **T** at all days again, **S** at this site or all sites. **U** looks again.\n"
        "- The last line has the thresholds from which on something is named; who loosened one is a finding too.\n"
        "- **P** writes the audit pack into a new folder: every table as CSV, a workbook, the journals of the cash, and how a "
        "stranger checks it all without this program.\n"
        "- **M** shows the shelf samples: draw one by a seed, say item by item what was found, read what that proves."
    )
    AUTO_FOCUS = "#findings-table"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "answer", N_("Answer"), id="audit.answer", tooltip=N_("Say what is behind the finding, with a note")),
        Binding("o", "which(1)", N_("Open or all"), id="audit.which",
                tooltip=N_("List what is open, what is answered, or all")),
        Binding("right", "which(1)", N_("Open or all"), show=False, priority=True, key_display="→", id="audit.next"),
        Binding("left", "which(-1)", N_("Open or all"), show=False, priority=True, key_display="←", id="audit.before"),
        Binding("p", "pack", N_("Audit pack"), id="audit.pack",
                tooltip=N_("Write everything that an auditor needs into a new folder")),
        Binding("m", "samples", N_("Samples"), id="audit.samples",
                tooltip=N_("Shelf samples: draw one, say what was found, read the result")),
        Binding("escape", "leave", N_("Ledger"), id="audit.leave", tooltip=N_("Back to the ledger")),
        Binding("s", "sites", N_("Sites"), show=False, id="audit.sites", tooltip=N_("This site, or all sites")),
        Binding("b", "between", N_("Between"), show=False, id="audit.between", tooltip=N_("Type two dates")),
        Binding("t", "all_days", N_("All days"), show=False, id="audit.all_days", tooltip=N_("Look at all days again")),
        Binding("u", "again", N_("Look again"), show=False, id="audit.again", tooltip=N_("Make the audit again")),
    ]  # fmt: skip

    def __init__(self, span: Days = ALL_DAYS) -> None:
        super().__init__()
        self.found: Audited | None = None
        self.span = span
        self._looked: _Looked | None = None
        self._head = 0
        """The last entry that the audit has seen."""
        self.is_ready = False
        """It shows findings, so that keys have something to work on: those that were typed ahead wait for it."""

    def compose_content(self) -> ComposeResult:
        with Horizontal(id="audit-line"):
            yield Choice([(OPEN, N_("open")), (ANSWERED, N_("answered")), (ALL, N_("all"))], id="which")
            yield Static("", id="audit-said", markup=False)
        with Panel(N_("Findings"), id="findings-panel"):
            yield PageTable(_COLUMNS, id="findings-table")
            yield Words("", id="findings-empty", classes="empty")
        yield Static("", id="finding-said", markup=False)
        yield Static("", id="thresholds", markup=False)

    def on_mount(self) -> None:
        self.query_one("#which", Choice).can_focus = False

    def on_unmount(self) -> None:
        self.app.mode_screens.remove(self)

    # --- data -----------------------------------------------------------------------------------------------------

    async def load(self, session: Session) -> None:
        today = session.today(self.app.clock())
        wanted = _Looked(self.app.language, self.span, today)
        try:
            if self.found is None or wanted != self._looked:
                await self._look(session, wanted)
        finally:
            if not self.is_ready:
                self.is_ready = True
                self.app.key_turns.ready()
        self.show()

    async def _look(self, session: Session, wanted: _Looked) -> None:
        self.query_one("#audit-said", Static).update(_("Looking …"))
        self.found = await self.app.read(lambda db: audit.audited(db, wanted.span, wanted.today))
        self._looked, self._head = wanted, session.info.head.seq

    def show(self) -> None:
        """Show what was found, in the current language."""
        if self.found is None or self.app.session is None:
            return
        which = self.query_one("#which", Choice).value
        shown = [one for one in self.found.findings if which in (ALL, ANSWERED if one.is_answered else OPEN)]
        table = self.query_one("#findings-table", PageTable)
        table.show(map(_line, shown), has_more=False)
        table.display = bool(shown)
        empty = self.query_one("#findings-empty", Words)
        empty.display = not shown
        empty.say(
            N_("The audit found nothing on these days.")
            if not self.found.findings
            else N_("There is no such finding. Right lists the others.")
        )
        self._say(self.app.session)
        self.query_one("#thresholds", Static).update(told.thresholds(self.found.thresholds))
        self._tell()
        if shown and self.focused is None:
            table.focus()
        self.refresh_bindings()

    def _say(self, session: Session) -> None:
        """How many findings there are, of which days and site, and whether more was recorded since."""
        assert self.found is not None
        n = len(self.found.findings)
        words = ngettext(
            "{n} finding: {open} open, {answered} answered.",
            "{n} findings: {open} open, {answered} answered.",
            n,
        )
        numbers = {"n": n, "open": self.found.open, "answered": self.found.answered}
        parts = [words.format(**{name: l10n.number(number) for name, number in numbers.items()})]
        span = self.found.span
        if span.first != EVER:
            days = _("{first} to {last}").format(first=l10n.day(span.first), last=l10n.day(span.last))
            parts.append(days)
        if span.site:
            parts.append(session.site.name)
        if added := session.info.head.seq - self._head:
            since = ngettext("{n} entry since; U looks again.", "{n} entries since; U looks again.", added)
            parts.append(since.format(n=l10n.number(added)))
        self.query_one("#audit-said", Static).update("  ".join(parts))

    @property
    def current(self) -> Finding | None:
        """The finding under the cursor."""
        table = self.query_one("#findings-table", PageTable)
        key = table.current if table.display else None
        known = self.found.findings if self.found else ()
        return next((one for one in known if one.key == key), None)

    def _tell(self) -> None:
        """Say what the finding under the cursor is, what it means and what was answered."""
        one, said = self.current, self.query_one("#finding-said", Static)
        if one is None:
            said.update("")
            return
        sure = told.certainty(one.kind)
        meant = f"{sure[:1].upper()}{sure[1:]}: {told.meaning(one.kind)}"
        said.update("\n".join([one.sentence, meant, *told.answers(one)]))

    def on_data_table_row_highlighted(self) -> None:
        self._tell()

    def on_choice_changed(self) -> None:
        self.show()

    # --- keys -----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "answer":
            return self.found is not None and self.current is not None
        return super().check_action(action, parameters)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        self.in_turn(self._show_finding)

    async def _show_finding(self) -> None:
        if (one := self.current) is not None:
            await finding_jobs.show(self, one.key)
            await self._after(one)

    async def _answer(self) -> None:
        if (one := self.current) is not None:
            await finding_jobs.answer_it(self, one)
            await self._after(one)

    async def _after(self, one: Finding) -> None:
        """Look again if an answer was given; the rest of the audit stays as it was."""
        session, found = self.app.at_work, self.found
        if found is None or session.info.head.seq == self._head:
            return
        known = await self.app.read(audit.answers)
        if known.get(one.key, ()) != one.answers:
            self.found = replace(
                found, findings=tuple(audit.answered(each, known) for each in found.findings)
            )
            self._head = session.info.head.seq
            self.show()

    def action_answer(self) -> None:
        """Answer the finding under the cursor with a note."""
        self.in_turn(self._answer)

    def action_which(self, by: int) -> None:
        """List what is open, what is answered, or all."""
        self.query_one("#which", Choice).action_step(by)

    def action_pack(self) -> None:
        """Write the audit pack."""
        self.in_turn(partial(audit_pack_jobs.write, self))

    def action_samples(self) -> None:
        """Show the shelf samples."""
        self.in_turn(partial(sample_jobs.show, self))

    def action_sites(self) -> None:
        """Look at this site, or at all of them."""
        if self.app.session is not None:
            site = "" if self.span.site else self.app.session.site.code
            self.look_at(Days(self.span.first, self.span.last, site))

    def action_all_days(self) -> None:
        """Look at all days again."""
        self.look_at(Days(EVER, NEVER, self.span.site))

    def action_again(self) -> None:
        """Make the audit again."""
        self._looked = None
        self.reload()

    def action_between(self) -> None:
        """Type the first and the last day."""
        self.in_turn(self._ask_days)

    async def _ask_days(self) -> None:
        today = self.app.at_work.today(self.app.clock())
        known = await self.app.read(_first_day)
        first = self.span.first if self.span.first != EVER else known or today
        last = self.span.last if self.span.last != NEVER else today
        answer = await self.app.ask(partial(Span, first, last, today))
        if answer is not None:
            self.look_at(Days(*answer, self.span.site))

    def look_at(self, span: Days) -> None:
        """Look at these days and this site."""
        self.span = span
        self.reload()

    def action_leave(self) -> None:
        """Go back to the ledger."""
        if not self.is_asking:
            self.dismiss()


def _first_day(db: Db) -> date | None:
    known = totals.business_days(db)
    return known[0] if known else None


def _line(one: Finding) -> Line:
    title = _(one.kind.title)
    texts = {
        "since": l10n.day(one.since),
        "what": title[:1].upper() + title[1:],
        "sentence": one.sentence,
        "number": l10n.number(one.number),
        "state": _("answered") if one.is_answered else _("open"),
    }
    return Line(one.key, texts, is_bold=not one.is_answered and one.kind.certainty == "certain")
