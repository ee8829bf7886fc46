"""The ledger: every drop-off with its story, and the log itself."""

from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import DataTable, Input, Static

from buyback import l10n
from buyback.chain import Sealed
from buyback.describe import serials_away
from buyback.i18n import N_, _
from buyback.rules import STATUS_NAMES, counted
from buyback.store.engine import Db
from buyback.store.views import corrections, life, lists, log
from buyback.store.views.lists import Brief, Filter
from buyback.store.views.log import Entries
from buyback.tui import entry_words, item_words, searching
from buyback.tui.screens import form_jobs, ledger_jobs, publish_job
from buyback.tui.screens.mode import ModeScreen
from buyback.tui.searching import Names, Sought
from buyback.tui.state import Session
from buyback.tui.widgets.chain_line import ChainLine
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.list_search import ListSearch
from buyback.tui.widgets.page_table import Column, Line, PageTable
from buyback.tui.widgets.panel import Panel
from buyback.tui.widgets.words import Words

PAGE = 100
_PAUSE_S = 0.1
"""Between the letters of a word nothing is read: a search may take longer than the next letter."""
_MOST_NAMED = 20
"""Drop-offs whose entries the log lists where the words are the beginning of several folios or serials."""

DROP_OFFS, LOG = "drop-offs", "log"
_DROP_OFF_COLUMNS = (
    Column("folio", N_("Folio"), 12),
    Column("day", N_("Day"), 11),
    Column("time", N_("Time"), 5),
    Column("items", N_("Items")),
    Column("custody", N_("Custody"), 26, from_width=112),
    Column("by", N_("By"), 8, from_width=100),
    Column("pesos", N_("Pesos"), 12, is_right=True),
    Column("status", N_("Status"), 10),
)
_LOG_COLUMNS = (
    Column("seq", N_("Entry"), 7, is_right=True),
    Column("when", N_("Recorded"), 17),
    Column("kind", N_("Kind"), 17),
    Column("by", N_("By"), 8),
    Column("said", N_("What it says")),
    Column("digest", N_("Digest"), 8, from_width=100),
)


class LedgerScreen(ModeScreen):
    """Two lists: drop-offs, and entries."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["lists.tcss", "ledger.tcss"]
    HELP = N_(
        "# Ledger\n\n"
        "Everything that was ever recorded, the newest first. Nothing here is changed or deleted: a correction is a new "
        "entry.\n\n"
        "- **Type any words**, in any order; each narrows the list, and the line below says how it was understood. A folio, "
        "what is left of a receipt (`123-S`, `123`), a tag (`123-S/1`) or the beginning of a serial; a type (`revolver`); a site; a "
        "person; a status (`owed`, `destroyed`); a kind of entry (`marks corrected`); a day, a month or several days "
        "(`2025-02-18`, `2025-02`, `2025-02-10..2025-02-14`, `today`, `week`); an amount (`>8000`, `$8,700`, `500..1000`).\n"
        "- What can be taken for something else is told by a word before it: `serial:rev`, `by:ana`, `type:ak`, `site:`, "
        "`status:`, `kind:`, `day:`, `amount:`. Quotation marks hold words together.\n"
        "- **Enter** shows a drop-off whole, from its first entry to its last, and with a tag one item alone. Each line of its "
        "life leads to the entry as it was sealed. From there it is paid, returned or voided, and marks are corrected.\n"
        "- **Log** (**F7**, or left and right while nothing is typed): every entry, by the same words. Type a number to go "
        "there; **Enter** shows the entry as it was sealed.\n"
        "- **F8** checks everything: each digest is computed again, and every table is made again from the log and "
        "compared.\n"
        "- **F9** shows the checkpoint, to be copied onto paper and kept elsewhere; one that was kept is compared "
        "there. A log that was cut at its end is found by no other means.\n"
        "- **Ctrl+A** goes to the audit: findings and their answers, the audit pack, shelf samples.\n"
        "- **Ctrl+F** reserves and prints blank forms, for when there is no computer at the table, and lists those that "
        "are still out.\n"
        "- **F12** exports the ledger as files that an auditor checks without this program."
    )
    AUTO_FOCUS = "#words"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "part(1)", N_("Other list"), id="ledger.part",
                tooltip=N_("Change between the drop-offs and the log")),
        Binding("f8", "verify", N_("Check all"), id="ledger.verify",
                tooltip=N_("Compute every digest again, and compare every table with the log")),
        Binding("f9", "checkpoint", N_("Checkpoint"), id="ledger.checkpoint",
                tooltip=N_("Show where the chain stands; compare a checkpoint that was kept")),
        Binding("ctrl+a", "audit", N_("Audit"), priority=True, id="ledger.audit",
                tooltip=N_("What an auditor looks for; the audit pack; shelf samples")),
        Binding("f12", "export", N_("Export"), id="ledger.export",
                tooltip=N_("Write the ledger as files for auditors")),
        Binding("ctrl+s", "publish", N_("Publish what was destroyed"), show=False, id="ledger.publish",
                tooltip=N_("Write a page on which whoever kept a receipt finds that the weapon was destroyed")),
        Binding("ctrl+f", "forms", N_("Forms"), priority=True, id="ledger.forms",
                tooltip=N_("Blank forms with reserved folios: print some, list those that are out, return some")),
        Binding("escape", "search", N_("To the search"), show=False, id="ledger.search"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.briefs: list[Brief] = []
        self.entries: list[Sealed] = []
        self.sought = Sought()
        self._filter: Filter | None = None
        self._entries_of = Entries()
        self._pause: Timer | None = None

    def compose_content(self) -> ComposeResult:
        with Horizontal(id="ledger-parts"):
            yield Choice([(DROP_OFFS, N_("Drop-offs")), (LOG, N_("Log"))], id="part")
            yield ChainLine(id="chain-line")
        yield ListSearch(
            hint=N_("folio, tag, serial, type, site, person, day, status, amount: any words"),
            id="words",
            longest=searching.LONGEST,
            passed={"left": "part(-1)", "right": "part(1)"},
        )
        yield Static("", id="said", markup=False)
        with Panel(N_("Drop-offs"), id="drop-off-panel"):
            yield PageTable(_DROP_OFF_COLUMNS, id="drop-off-table")
            yield Words("", id="drop-offs-empty", classes="empty")
        with Panel(N_("Log"), id="log-panel"):
            yield PageTable(_LOG_COLUMNS, id="log-table")
            yield Words(N_("No entry fits. Escape clears the search."), id="log-empty", classes="empty")

    def on_mount(self) -> None:
        self.query_one("#log-panel").display = False
        self.watch(self.app, "chain", self._show_chain, init=False)

    # --- data -----------------------------------------------------------------------------------------------------

    @property
    def part(self) -> str:
        """Which list is shown."""
        return self.query_one("#part", Choice).value

    @property
    def search(self) -> ListSearch:
        """The search line of both lists."""
        return self.query_one("#words", ListSearch)

    @property
    def table(self) -> PageTable:
        """The list that is shown."""
        return self.query_one("#log-table" if self.part == LOG else "#drop-off-table", PageTable)

    async def load(self, session: Session) -> None:
        self._show_chain()
        people = tuple(one.alias for one in session.people.everyone)
        today = session.today(self.app.clock())
        names = Names(session.sites, people, session.table, session.info.code, today)
        self.sought = searching.understood(self.search.value, names)
        self._say(names)
        if self.part == LOG:
            await self._load_log(session)
        else:
            await self._load_drop_offs(session)

    def _say(self, names: Names) -> None:
        """Say what is listed, as it was understood; before anything is typed, what can be."""
        said = self.query_one("#said", Static)
        examples = _("For example: {words}").format(
            words=_("owed revolver, 2025-02-18 ana, >20000, by:luis serial:AK")
        )
        said.update(self.sought.said(names, of_log=self.part == LOG) or examples)
        said.set_class(bool(self.sought.wrong), "warning")
        said.set_class(not self.search.value, "hint")

    async def _load_drop_offs(self, session: Session) -> None:
        chosen = self.sought.drop_offs()
        wanted = max(PAGE, len(self.briefs)) if chosen == self._filter else PAGE
        briefs, away = await self.app.read(
            lambda db: (
                lists.listed(db, chosen, limit=wanted),
                corrections.serials_away(db, chosen.words, limit=2),
            )
        )
        briefs = () if self.sought.wrong else briefs
        self.briefs, self._filter = list(briefs), chosen
        self.query_one("#drop-off-panel", Panel).say(serials_away(away))
        self.table.show((_drop_off_line(brief, session) for brief in briefs), has_more=len(briefs) == wanted)
        self.table.display = bool(briefs)
        empty = self.query_one("#drop-offs-empty", Words)
        empty.display = not briefs
        empty.say(
            N_("There is no drop-off yet. The desk (F2) takes them in.")
            if chosen == Filter() and not self.search.value
            else N_("No drop-off fits. Escape clears the search; serial: before a word looks for a serial.")
        )

    async def _load_log(self, session: Session) -> None:
        entries, self._entries_of = await self.app.read(
            partial(_read_log, typed=self.search.value, sought=self.sought, zone=session.zone)
        )
        self.entries = list(entries)
        self.table.show(
            (_entry_line(sealed, session.zone) for sealed in entries), has_more=len(entries) == PAGE
        )
        self.table.display = bool(entries)
        self.query_one("#log-empty").display = not entries

    @work(exclusive=True, group="more")
    async def _read_more(self) -> None:
        session = self.app.session
        if session is None:
            return
        if self.part == LOG:
            await self._more_entries(session)
        else:
            await self._more_drop_offs(session)

    async def _more_drop_offs(self, session: Session) -> None:
        chosen, briefs = self._filter, self.briefs
        if chosen is None or not briefs:
            return
        last = briefs[-1].folio
        more = await self.app.read(lambda db: lists.listed(db, chosen, limit=PAGE, before=last))
        if self.briefs is briefs:
            briefs += more
            self.table.extend((_drop_off_line(brief, session) for brief in more), has_more=len(more) == PAGE)

    async def _more_entries(self, session: Session) -> None:
        entries, chosen = self.entries, self._entries_of
        more = await self.app.read(lambda db: log.listed(db, chosen, limit=PAGE, before=entries[-1].seq))
        if self.entries is entries:
            entries += more
            self.table.extend(
                (_entry_line(sealed, session.zone) for sealed in more), has_more=len(more) == PAGE
            )

    def _show_chain(self) -> None:
        if self.app.session is not None:
            self.query_one(ChainLine).show(self.app.session.info.head, self.app.chain)

    # --- keys -----------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Letters and digits go to the search from anywhere."""
        if not isinstance(self.focused, Input | Choice) and event.is_printable:
            self.search.take_over(event)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE_S, self.reload)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        event.stop()
        self.query_one("#drop-off-panel").display = event.value == DROP_OFFS
        self.query_one("#log-panel").display = event.value == LOG
        self.search.focus()
        self.reload()

    def on_list_search_moved(self, event: ListSearch.Moved) -> None:
        self.table.move(event.by * (self.table.page_rows if event.is_page else 1))

    def on_page_table_wanted(self) -> None:
        self._read_more()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.in_turn(self._show_chosen)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        self.in_turn(self._show_chosen)

    async def _show_chosen(self) -> None:
        session = self.app.session
        if session is None:
            return
        await self.load(session)
        key = self.table.current if self.table.display else None
        if self.part == LOG and key:
            await ledger_jobs.show_entry(self, int(key))
        elif self.part == DROP_OFFS:
            await ledger_jobs.show_folio(self, self.sought, key)

    def action_part(self, by: int) -> None:
        """Show the other list."""
        self.query_one("#part", Choice).action_step(by)

    def action_search(self) -> None:
        """Go back to the search line."""
        self.search.focus()

    def action_verify(self) -> None:
        """Check the whole ledger."""
        self.in_turn(partial(ledger_jobs.verify, self))

    def action_checkpoint(self) -> None:
        """Show where the chain stands, and compare a checkpoint that was kept."""
        self.in_turn(partial(ledger_jobs.checkpoint, self))

    def action_audit(self) -> None:
        """Go to the audit; Escape leads back."""
        self.in_turn(partial(ledger_jobs.audit, self))

    def action_forms(self) -> None:
        """Reserve and print blank forms; list those that are out."""
        self.in_turn(partial(form_jobs.show, self.app))

    def action_export(self) -> None:
        """Write the ledger as files."""
        self.in_turn(partial(ledger_jobs.export, self))

    def action_publish(self) -> None:
        """Write the page for whoever kept a receipt."""
        self.in_turn(partial(publish_job.publish, self))


def _read_log(db: Db, *, typed: str, sought: Sought, zone: ZoneInfo) -> tuple[tuple[Sealed, ...], Entries]:
    """The first page, and of which entries it is; a number goes to that entry, a folio or serial is the life of it."""
    number = searching.entry_typed(typed)
    if number is not None:
        return log.page(db, limit=PAGE, before=number + 1), Entries()
    chosen = replace(sought.entries(zone), seqs=()) if sought.wrong else sought.entries(zone)
    if sought.words and not sought.wrong:
        named = lists.listed(db, Filter(words=sought.folio), limit=_MOST_NAMED)
        seqs = {seq for brief in named for seq in life.life(db, brief.folio, sought.line)}
        chosen = replace(chosen, seqs=tuple(sorted(seqs)))
    return log.listed(db, chosen, limit=PAGE), chosen


def _drop_off_line(brief: Brief, session: Session) -> Line:
    zone = next((ZoneInfo(site.timezone) for site in session.sites if site.code == brief.site), session.zone)
    custody = (counted(status, n) for status, n in brief.custody if status != "voided")
    texts = {
        "folio": brief.folio,
        "day": l10n.day(brief.business_on),
        "time": l10n.clock(brief.received_at, zone),
        "items": item_words.brought(brief),
        "custody": ", ".join(custody),
        "by": brief.received_by,
        "pesos": l10n.amount(brief.total.amount_minor),
        "status": _(STATUS_NAMES[brief.status]),
    }
    return Line(brief.folio, texts)


def _entry_line(sealed: Sealed, zone: ZoneInfo) -> Line:
    found = entry_words.words(sealed, zone)
    texts = {
        "seq": l10n.number(sealed.seq),
        "when": found.when,
        "kind": found.kind,
        "by": found.by,
        "said": found.said,
        "digest": sealed.digest[:8],
    }
    return Line(str(sealed.seq), texts)
