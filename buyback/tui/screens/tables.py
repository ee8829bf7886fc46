"""Payout tables, exchange rates, sites and operators: what the desk works with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, OptionList, Static

from buyback import l10n, rates
from buyback.errors import Refusal
from buyback.i18n import N_, _, ngettext
from buyback.rates import Quoted
from buyback.store.engine import Db
from buyback.store.views import setup
from buyback.store.views.setup import AdoptedTable, RecordedRate
from buyback.tui import background
from buyback.tui.places_text import places_text
from buyback.tui.screens import operator_jobs, tables_jobs
from buyback.tui.screens.mode import ModeScreen
from buyback.tui.state import Session
from buyback.tui.widgets.mouse_button import MouseButton
from buyback.tui.widgets.panel import Panel
from buyback.tui.widgets.rate_list import RateList
from buyback.tui.widgets.row_list import RowHeads, RowList, RowSearch, row_text
from buyback.tui.widgets.text_scroll import TextScroll
from buyback.tui.widgets.words import Words

_RATES_MOST = 200

_PARTS = {
    "table": ("t", N_("Payout table"), "#row-list"),
    "rates": ("r", N_("Rates"), "#rate-list"),
    "places": ("s", N_("Sites, operators, tables"), "#places"),
}
"""The parts of the screen: key, title, and where the keys go."""


class TablesScreen(ModeScreen):
    """One part at a time in a small window, all three in a large one; letters are keys until / begins a search."""

    HELP = N_(
        "# Tables and people\n\n"
        "**Payout table.** What each type pays. `/` searches; below the rows stands everything that the table says "
        "of the highlighted one, with its source. An amount that is *not published* is unknown, not zero. **A** "
        "shows what another table would change before it is adopted; every drop-off keeps the table that it was "
        "paid by. **I** checks a CSV file and keeps it at hand.\n\n"
        "**Rates.** Pesos for one dollar. **F** asks the rate service now, **E** takes the newest of the European "
        "Central Bank's history, which needs no network, **H** takes a rate that you read somewhere, with the "
        "reason. Every drop-off keeps the rate that it was received with.\n\n"
        "**Sites and operators.** **N** adds a site. **O** lists who works here: roles, PINs, enrolling and revoking.\n\n"
        "**T**, **R** and **S** go to the three parts. Everything here is a new entry of the log; nothing is ever "
        "changed or removed."
    )
    AUTO_FOCUS = "#row-list"
    CSS_PATH = "tables.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "part('table')", N_("Payout table"), show=False, id="tables.table",
                tooltip=N_("Go to the payout table")),
        Binding("r", "part('rates')", N_("Rates"), show=False, id="tables.rates", tooltip=N_("Go to the rates")),
        Binding("s", "part('places')", N_("Sites"), show=False, id="tables.places",
                tooltip=N_("Go to the sites, the operators and the tables adopted so far")),
        Binding("slash", "search", N_("Search"), key_display="/", id="tables.search",
                tooltip=N_("Search the payout table")),
        Binding("a", "adopt", N_("Adopt another"), id="tables.adopt",
                tooltip=N_("See what another payout table changes, and adopt it")),
        Binding("i", "import", N_("Import"), id="tables.import", tooltip=N_("Check and keep a CSV file")),
        Binding("f", "fetch", N_("Fetch now"), id="rates.fetch", tooltip=N_("Ask the rate service now")),
        Binding("e", "ecb", N_("From the ECB"), id="rates.ecb",
                tooltip=N_("Take the newest of the European Central Bank's history; needs no network")),
        Binding("h", "by_hand", N_("By hand"), id="rates.by_hand",
                tooltip=N_("Type a rate that you read somewhere, with the reason")),
        Binding("n", "new_site", N_("New site"), id="sites.add", tooltip=N_("Add a site to this ledger")),
        Binding("o", "operators", N_("Operators"), id="operators.list",
                tooltip=N_("Who works here: roles, PINs; enrol and revoke")),
    ]  # fmt: skip
    _OF_PART: ClassVar[dict[str, tuple[str, ...]]] = {
        "table": ("tables.search", "tables.adopt", "tables.import"),
        "rates": ("rates.fetch", "rates.ecb", "rates.by_hand"),
        "places": ("sites.add", "operators.list"),
    }
    """The keys that the footer shows in each part; all of them work in all parts."""

    part: reactive[str] = reactive("table", init=False, bindings=True)

    class Learned(Message):
        """A source answered: with a rate, or with why it has none."""

        def __init__(self, quoted: Quoted | None, why: str = "") -> None:
            super().__init__()
            self.quoted = quoted
            self.why = why

    def __init__(self) -> None:
        super().__init__()
        self.rates: tuple[RecordedRate, ...] = ()
        self.adopted: tuple[AdoptedTable, ...] = ()
        self.is_learning = False

    def compose_content(self) -> ComposeResult:
        with Horizontal(id="part-line"):
            for name, (key, title, _where) in _PARTS.items():
                yield MouseButton(key.upper(), title, f"screen.part('{name}')", classes=f"to-{name}")
        with Container(id="table-parts"):
            with Panel(_PARTS["table"][1], id="table-panel"):
                yield Static("", id="table-about", markup=False)
                yield RowSearch()
                yield RowHeads()
                yield RowList(id="row-list")
                yield Words(N_("No type is called so. Try another word, or the calibre."), id="no-row")
                yield TextScroll(self._row_text, id="row-detail")
            with Container(id="right"):
                with Panel(_PARTS["rates"][1], id="rates-panel"):
                    yield RateList()
                    yield Words(
                        N_(
                            "This ledger has no rate yet. F asks the service, E takes the ECB's, H types one."
                        ),
                        id="no-rates",
                        classes="empty",
                    )
                    yield Static("", id="rate-said", markup=False)
                with Panel(_PARTS["places"][1], id="places-panel"):
                    yield TextScroll(self._places_text, id="places")

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """As ever; of this screen's keys, the footer shows those of the part where the keys go."""
        hidden = {name for part, names in self._OF_PART.items() if part != self.part for name in names}
        return {
            key: found._replace(binding=replace(found.binding, show=False))
            if found.binding.id in hidden
            else found
            for key, found in super().active_bindings.items()
        }

    # --- data -----------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.watch(self.app, "rate", self._show_rates, init=False)
        self.watch_part(self.part)

    def reword(self) -> None:
        super().reword()
        if not self.is_learning:
            self.say("")

    async def load(self, session: Session) -> None:
        def read(db: Db) -> tuple[tuple[RecordedRate, ...], tuple[AdoptedTable, ...]]:
            return setup.rates(db, limit=_RATES_MOST), setup.adopted_tables(db)

        self.rates, self.adopted = await self.app.read(read)
        self._show_about(session)
        self._find()
        self._show_rates()
        self.query_one("#places", TextScroll).reword()

    def _show_about(self, session: Session) -> None:
        about = session.adopted.table
        types = ngettext("{n} type", "{n} types", len(about.rows)).format(n=len(about.rows))
        since = _("in force from {day}").format(day=l10n.day(date.fromisoformat(about.effective_on)))
        complete = _("complete") if about.complete else _("NOT COMPLETE: some amounts are not published")
        words = Content.assemble(
            (f"{about.code}, {since}, {types}", "bold"),
            "\n",
            (complete, "" if about.complete else "bold $text-warning"),
            "\n",
            ", ".join(filter(None, (about.issuer, about.campaign))),
        )
        self.query_one("#table-about", Static).update(words)

    def _find(self) -> None:
        session = self.app.session
        if session is None:
            return
        found = self.query_one(RowList)
        found.show(session.table, self.query_one(RowSearch).value)
        found.display = bool(found.rows)
        self.query_one("#no-row").display = not found.rows
        self._show_row()

    def _show_row(self) -> None:
        self.query_one("#row-detail", TextScroll).reword()

    def _row_text(self, _width: int) -> Content:
        session, row = self.app.session, self.query_one(RowList).chosen
        return row_text(session.table, row) if session and row else Content("")

    def _show_rates(self) -> None:
        session, today = self.app.session, self._today
        if session is None or today is None:
            return
        found = self.query_one(RateList)
        found.show(self.rates, self.app.rate, today, session.zone)
        found.display = bool(self.rates)
        self.query_one("#no-rates").display = not self.rates

    def _places_text(self, width: int) -> Content:
        session = self.app.session
        return places_text(session, self.adopted, width) if session and self.adopted else Content("")

    @property
    def _today(self) -> date | None:
        session = self.app.session
        return session.today(self.app.clock()) if session else None

    # --- parts and search -------------------------------------------------------------------------------------------

    def watch_part(self, part: str) -> None:
        for name in _PARTS:
            self.set_class(name == part, f"-{name}")
            self.query_one(f".to-{name}").set_class(name == part, "-active")

    def action_part(self, name: str) -> None:
        """Go to this part."""
        self.part = name
        self.query_one(_PARTS[name][2]).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The part follows the keys."""
        for name in _PARTS:
            if self.query_one(f"#{name}-panel") in event.widget.ancestors:
                self.part = name

    def action_search(self) -> None:
        """Begin a search of the payout table."""
        self.part = "table"
        self.query_one(RowSearch).focus()

    def action_clear_search(self) -> None:
        """Show every row again, and go back to them."""
        self.query_one(RowSearch).value = ""
        self.action_to_rows()

    def action_to_rows(self) -> None:
        """Go to the rows that were found."""
        self.query_one(RowList).focus()

    def action_move_row(self, by: int) -> None:
        """Highlight the row so many places on."""
        self.query_one(RowList).move(by)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._find()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_list.id == "row-list":
            self._show_row()

    # --- rates ------------------------------------------------------------------------------------------------------

    def action_fetch(self) -> None:
        """Ask the rate service, meanwhile; the keys go on working."""
        now, today, settings = self.app.clock(), self._today, self.app.settings
        if today is not None:
            self._learn(N_("Asking the rate service …"), lambda: rates.fetch(today, settings, now))

    def action_ecb(self) -> None:
        """Take the rate of today or the day before it that the bundled history has."""
        now, today = self.app.clock(), self._today
        if today is not None:
            self._learn(N_("Looking the rate up …"), lambda: rates.from_ecb(today, now))

    def _learn(self, words: str, source: Callable[[], Quoted]) -> None:
        self.action_part("rates")
        if self.is_learning:
            return
        self.is_learning = True
        self.say(_(words))

        def job() -> None:
            try:
                self.post_message(self.Learned(source()))
            except Refusal as refusal:
                self.post_message(self.Learned(None, str(refusal)))

        background.start(self.app, job)

    def on_tables_screen_learned(self, message: Learned) -> None:
        if message.quoted is None:
            self.is_learning = False
            self.say(message.why, is_refusal=True)
        else:
            self.run_worker(self._record(message.quoted), group="learned")

    async def _record(self, quoted: Quoted) -> None:
        try:
            self.say(await tables_jobs.record(self, quoted))
        except Refusal as refusal:
            self.say(str(refusal), is_refusal=True)
        finally:
            self.is_learning = False

    def say(self, words: str, *, is_refusal: bool = False) -> None:
        """Say under the rates how it went."""
        self.query_one("#rate-said", Static).update(
            Content.styled(words, "bold $text-error" if is_refusal else "")
        )

    def action_by_hand(self) -> None:
        """Type a rate, with the reason."""
        self.app.action_set_rate()

    # --- jobs with dialogs ------------------------------------------------------------------------------------------

    def action_adopt(self) -> None:
        """Choose another table, see what it changes, adopt it."""
        self.in_turn(partial(tables_jobs.adopt_another, self))

    def action_import(self) -> None:
        """Check a file, keep it, and offer it for adoption."""
        self.in_turn(partial(tables_jobs.import_file, self))

    def action_new_site(self) -> None:
        """Add a site."""
        self.in_turn(partial(tables_jobs.add_site, self))

    def action_operators(self) -> None:
        """Show who works here; enrol, change roles, set PINs, revoke."""
        self.in_turn(partial(operator_jobs.show, self.app))
