"""The till: what the cash box of the site should hold and why, what moved today, and the vouchers that are still open."""

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import DataTable, Static

from buyback import l10n
from buyback.chain import parse_utc
from buyback.i18n import N_, _
from buyback.report import box_words
from buyback.store.views.totals import EVER, NEVER, Span
from buyback.tui import figures, till_text
from buyback.tui.screens import behind_jobs, till_jobs
from buyback.tui.screens.drop_off_story import show_drop_off
from buyback.tui.screens.mode import ModeScreen
from buyback.tui.state import Session
from buyback.tui.till_text import TillData
from buyback.tui.widgets.formula import Formula
from buyback.tui.widgets.page_table import Line, PageTable
from buyback.tui.widgets.panel import Panel
from buyback.tui.widgets.unbroken import Unbroken
from buyback.tui.widgets.words import Words

_PAGE = 100


class TillScreen(ModeScreen):
    """One letter for each thing that happens to a cash box; Enter shows what is behind a line."""

    HELP = N_(
        "# Till\n\n"
        "The cash box of this site: what should be in it at this minute, and why.\n\n"
        "should hold = float + top-ups - paid - returned + recovered + differences\n\n"
        "- **F** records the float, the cash that the site starts with. **T** adds what the organiser brings later, "
        "**R** takes off what goes back.\n"
        "- **C** counts the box, by notes and coins. The count is blind: what should be there is shown only when it is "
        "sealed. It is never changed afterwards; counting again is another count.\n"
        "- **D** records the difference that the last count found, with its reason and a supervisor's approval.\n\n"
        "The notes and coins are an estimate: those of the last count, less those that the program proposed for every "
        "payment since. How long the cash lasts follows from the payments of today.\n\n"
        "**M** goes to today's movements, **V** to the open vouchers of the whole ledger, which can be paid at any "
        "site. **Enter** shows what is behind a line, and offers to pay a voucher. **B** goes to the parts of what the box "
        "should hold: **Enter** lists the entries of one since the float, and **Enter** there shows an entry as it was sealed. "
        "**E** lists the figures of the till, each with its entries."
    )
    AUTO_FOCUS = "#moves"
    CSS_PATH = "till.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "job('give_float')", N_("Float"), id="till.float",
                tooltip=N_("Record the cash that the site starts with")),
        Binding("t", "job('top_up')", N_("Top up"), id="till.top_up", tooltip=N_("Record cash that the organiser adds")),
        Binding("r", "job('return_cash')", N_("Return"), id="till.return",
                tooltip=N_("Record cash that goes back to the organiser")),
        Binding("c", "job('count')", N_("Count"), id="till.count",
                tooltip=N_("Count the box; what it should hold is shown afterwards")),
        Binding("d", "job('difference')", N_("Difference"), id="till.difference",
                tooltip=N_("Record the difference that the last count found, with its reason")),
        Binding("v", "to('vouchers')", N_("Vouchers"), id="till.vouchers", tooltip=N_("Go to the open vouchers")),
        Binding("m", "to('moves')", N_("Movements"), id="till.moves", tooltip=N_("Go to today's movements")),
        Binding("b", "to_box", N_("Cash box"), show=False, id="till.box",
                tooltip=N_("Go to the parts of what the box should hold; Enter lists their entries")),
        Binding("e", "figures", N_("Figures"), id="till.figures",
                tooltip=N_("The figures of the till; Enter lists the entries that one is made of")),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.data: TillData | None = None
        self._lines: dict[str, list[Line]] = {"moves": [], "vouchers": []}
        """Of each list by its id; it is shown a page at a time."""

    def compose_content(self) -> ComposeResult:
        with Panel(N_("Cash box"), id="box"):
            with Horizontal(id="kept"):
                yield Formula()
                with Vertical(id="about"):
                    yield Static("", id="last-count", markup=False)
                    yield Static("", id="lasts", markup=False)
                    yield Unbroken(id="notes")
            yield Words(
                N_(
                    "No float yet: nobody can say what should be in the box, and nothing that is paid is checked. "
                    "Count what the organiser gives you, then press F and record it as the float. 0 is a float too."
                ),
                id="no-float",
            )
        with Container(id="lists"):
            with Panel(N_("Today"), id="moves-panel"):
                yield PageTable(till_text.MOVES, id="moves")
                yield Words(
                    N_("Nothing was moved, counted or paid here today."), id="no-moves", classes="empty"
                )
            with Panel(N_("Open vouchers"), id="vouchers-panel"):
                yield PageTable(till_text.VOUCHERS, id="vouchers")
                yield Words(N_("No voucher is open."), id="no-vouchers", classes="empty")

    # --- data -----------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        for name in ("#kept", "#no-float", "#no-moves", "#no-vouchers"):
            self.query_one(name).display = False

    async def load(self, session: Session) -> None:
        today = session.today(self.app.clock())
        self.data = await self.app.read(partial(till_text.read, site=session.site, day=today))
        self._show_box(self.data)
        is_followed = self._follows(self.data, session.operator)
        self._show_lists(self.data, {site.code: site.name for site in session.sites})
        if is_followed:
            self.query_one("#moves", PageTable).go_to(0)

    def _show_box(self, data: TillData) -> None:
        box = data.box
        self.query_one("#kept").display = box is not None
        self.query_one("#no-float").display = box is None
        if box is None or data.notes is None:
            self.query_one("#box", Panel).say("")
            return
        given = l10n.moment(parse_utc(box.float_at), data.zone)
        self.query_one("#box", Panel).say(_("float of {when}").format(when=given))
        self.query_one(Formula).show(box)
        count = self.query_one("#last-count", Static)
        count.update(till_text.count_text(box, data.zone, data.day))
        count.set_class(bool(box.open_minor), "refusal")
        lasts = self.query_one("#lasts", Static)
        lasts.update(till_text.lasts_text(data.pace))
        lasts.set_class(data.pace is not None and not data.pace.drop_offs, "warning")
        self.query_one("#notes", Unbroken).say(box_words.notes_sentence(data.notes))

    def _follows(self, data: TillData, operator: str) -> bool:
        """Whether there is a newer movement to be shown: whoever made it sees it, and whoever looked at the newest before."""
        table, newest = self.query_one("#moves", PageTable), next(iter(data.moves), None)
        if newest is None or (table.lines and table.lines[0].key == str(newest.seq)):
            return False
        return newest.by == operator or table.cursor_row <= 0

    def _show_lists(self, data: TillData, names: dict[str, str]) -> None:
        self._lines["moves"] = list(till_text.move_lines(data))
        self._lines["vouchers"] = list(till_text.voucher_lines(data, names))
        for name, lines in self._lines.items():
            table = self.query_one(f"#{name}", PageTable)
            shown = max(_PAGE, len(table.lines))
            table.show(lines[:shown], has_more=len(lines) > shown)
            table.display = bool(lines)
            self.query_one(f"#no-{name}").display = not lines
        self.query_one("#vouchers-panel", Panel).say(till_text.vouchers_title(data.vouchers))
        if self.focused is None:
            self._focus_first()

    def on_page_table_wanted(self) -> None:
        """Show the next page of the list that has come to the end of its last one."""
        for name, lines in self._lines.items():
            table = self.query_one(f"#{name}", PageTable)
            shown = len(table.lines)
            if not table.has_more and shown < len(lines):
                table.extend(lines[shown : shown + _PAGE], has_more=len(lines) > shown + _PAGE)

    def _focus_first(self) -> None:
        for table in self.query(PageTable):
            if table.display:
                table.focus()
                return

    # --- keys -----------------------------------------------------------------------------------------------------

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        key = event.row_key.value or ""
        if event.data_table.id == "vouchers":
            self.in_turn(partial(show_drop_off, self, key))
            return
        move = next((one for one in self.data.moves if str(one.seq) == key), None) if self.data else None
        if move is not None and move.of:
            self.in_turn(partial(show_drop_off, self, move.of))
        elif move is not None:
            self.in_turn(partial(till_jobs.show_entry, self, move.seq))

    def action_job(self, name: str) -> None:
        """Record what happens to the box; the dialog says what it needs."""
        if self.app.session is not None:
            self.in_turn(partial(till_jobs.JOBS[name], self))

    def on_formula_opened(self, message: Formula.Opened) -> None:
        if self.app.session is not None:
            span = Span(EVER, NEVER, self.app.session.site.code)
            self.in_turn(partial(behind_jobs.show, self, message.figure, span, message.words))

    def action_figures(self) -> None:
        """Choose a figure to list its entries."""
        data, session = self.data, self.app.session
        if data is not None and session is not None:
            shown = partial(figures.of_till, data, session.site.code)
            none = N_("There is no figure yet: nothing was paid and there is no float.")
            self.in_turn(partial(behind_jobs.choose, self, shown, none))

    def action_to_box(self) -> None:
        """Go to the parts of what the box should hold."""
        self.query_one(Formula).focus()

    def action_to(self, name: str) -> None:
        """Go to one of the two lists."""
        table = self.query_one(f"#{name}", PageTable)
        if table.display:
            table.focus()
        else:
            self.notify(self.query_one(f"#no-{name}", Words).words, timeout=6, markup=False)
