"""Custody: what is held, how old it is, and the acts by which it leaves."""

from collections.abc import Container, Iterable
from functools import partial
from pathlib import PurePath
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import DataTable, Input

from buyback import l10n
from buyback.describe import serials_away
from buyback.i18n import N_, _, ngettext
from buyback.rules import Disposal
from buyback.store.engine import Db
from buyback.store.views import corrections, custody, hand_overs
from buyback.store.views.custody import Shelf, StatusCount
from buyback.store.views.drop_offs import ItemView
from buyback.store.views.hand_overs import Missing
from buyback.tui import figures, item_words
from buyback.tui.screens import behind_jobs, custody_jobs, hand_over_jobs
from buyback.tui.screens.mode import ModeScreen
from buyback.tui.state import Session
from buyback.tui.widgets.alarm import Alarm
from buyback.tui.widgets.balance import Balance
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.custody_strip import CustodyStrip
from buyback.tui.widgets.list_search import ListSearch
from buyback.tui.widgets.page_table import Column, Line, PageTable
from buyback.tui.widgets.panel import Panel
from buyback.tui.widgets.words import Words

PAGE = 200
OLD_DAYS = 7
"""From so many days on an item that is still here stands out: weapons are meant to be destroyed on the day."""

MARK = "●"
_HERE, _ALL = "here", "all"
_AGES = (
    ("0", N_("any age")),
    ("7", N_("7 days or more")),
    ("30", N_("30 days or more")),
    ("90", N_("90 days or more")),
)
_COLUMNS = (
    Column("mark", "", 1),
    Column("tag", N_("Tag"), 14),
    Column("type", N_("Type")),
    Column("condition", N_("Condition"), 13, from_width=100),
    Column("quantity", N_("Qty"), 6, is_right=True),
    Column("serial", N_("Serial"), 16),
    Column("maker", N_("Make and model"), 16, from_width=110),
    Column("received", N_("Taken in"), 11, from_width=130),
    Column("days", N_("Days"), 5, is_right=True),
    Column("settled", N_("Payment"), 10),
)


class CustodyScreen(ModeScreen):
    """The list of items of one status; marks choose what an act names."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["lists.tcss", "custody.tcss"]
    HELP = N_(
        "# Custody\n\n"
        "Every weapon from the day it was taken in until it is destroyed, kept for a museum, handed over to Defensa, "
        "or taken back by a person who was not paid.\n\n"
        "- The two lines on top are the balance: what was received equals what became of it. **Left and right** choose "
        "which of these is listed, while nothing is typed.\n"
        "- Type or scan a folio, a tag or the start of a serial; of a torn receipt the number will do, `123-S` or `123`. "
        "**Enter** jumps to it, wherever it is; **Enter** again shows the item whole.\n"
        "- **Space** marks the item, **Ctrl+A** all that are shown, **Ctrl+F** all of its folio. Marks stay while you "
        "search for more; **Ctrl+U** takes them off.\n"
        "- **F7** records a destruction, **F8** a hand-over, **F9** what the museum keeps: of what is marked, or of "
        "the item under the cursor. What the rules do not allow is left out and says why.\n"
        "- An act goes on through its day: the same number takes more items, at its place and before its witnesses.\n"
        "- **F12** lists the hand-overs from both sides. The list that comes back signed is checked there, item by item; "
        "what was not received stands above until somebody says what became of it.\n"
        "- **Ctrl+E** lists the figures of the balance, each with the entries of the log that it is made of.\n\n"
        "An item that is not paid yet stays: its giver may still take it back. An **!** marks what has been here for "
        "7 days or more, a `*` before a serial that the marks were corrected. The numbers count items (tags); a box of cartridges is one."
    )
    AUTO_FOCUS = "#search"
    FIRST_KEYS = ("custody.destroy", "custody.hand_over", "custody.keep", "custody.hand_overs", "custody.mark")  # fmt: skip

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", N_("Mark"), id="custody.mark", tooltip=N_("Mark the item for an act, or unmark it")),
        Binding("f7", "act('destroyed')", N_("Destroy"), id="custody.destroy",
                tooltip=N_("Record an act of destruction over what is marked")),
        Binding("f8", "act('handed_over')", N_("Hand over"), id="custody.hand_over",
                tooltip=N_("Record that items leave for destruction elsewhere")),
        Binding("f9", "act('kept')", N_("Keep"), id="custody.keep",
                tooltip=N_("Record that pieces are kept for a museum")),
        Binding("f12", "hand_overs", N_("Hand-overs"), id="custody.hand_overs",
                tooltip=N_("Both sides of every hand-over: what arrived, and what became of what did not")),
        Binding("ctrl+a", "mark_all", N_("Mark all"), priority=True, id="custody.mark_all",
                tooltip=N_("Mark everything that is listed; again to unmark it")),
        Binding("ctrl+f", "mark_folio", N_("Its folio"), priority=True, id="custody.mark_folio",
                tooltip=N_("Mark every item of this folio; again to unmark them")),
        Binding("ctrl+u", "unmark", N_("Unmark all"), show=False, priority=True, id="custody.unmark",
                tooltip=N_("Take every mark off")),
        Binding("ctrl+e", "figures", N_("Figures"), priority=True, id="custody.figures",
                tooltip=N_("The figures of the balance; Enter lists the entries that one is made of")),
        Binding("ctrl+s", "site", N_("This site or all"), show=False, id="custody.site",
                tooltip=N_("List the items of this site, or of all sites")),
        Binding("escape", "search", N_("To the search"), show=False, id="custody.search"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.items: list[ItemView] = []
        self.marked: dict[str, ItemView] = {}
        self._jumped = ""
        self._shelf: Shelf | None = None
        self._counted: tuple[int, str, tuple[StatusCount, ...]] | None = None

    def compose_content(self) -> ComposeResult:
        yield Balance(id="balance")
        yield Alarm(id="alarm")
        with Horizontal(classes="filters"):
            passed = {"space": "mark", "left": "status(-1)", "right": "status(1)"}
            yield ListSearch(hint=N_("folio, tag or serial"), id="search", longest=60, passed=passed)
            yield Choice([(_HERE, N_("this site")), (_ALL, N_("all sites"))], _HERE, id="which-site")
            yield Choice(_AGES, id="age")
        with Panel(N_("Items"), id="items"):
            yield PageTable(_COLUMNS, id="shelf")
            yield Words("", id="shelf-empty", classes="empty")
        yield CustodyStrip(id="strip")

    def unsaved(self) -> str:
        n = len(self.marked)
        words = ngettext(
            "{n} item is marked for an act that is not recorded yet.",
            "{n} items are marked for an act that is not recorded yet.",
            n,
        )
        return words.format(n=l10n.number(n)) if n else ""

    # --- data -----------------------------------------------------------------------------------------------------

    async def load(self, session: Session) -> None:
        shelf = self._chosen(session)
        wanted = max(PAGE, len(self.items)) if shelf == self._shelf else PAGE
        marks = tuple(self.marked.values())

        def read(db: Db) -> tuple[tuple[ItemView, ...], list[ItemView], tuple[Missing, ...], str]:
            still = (custody.item(db, item.folio, item.line) for item in marks)
            here = [item for item in still if custody_jobs.is_here(item)]
            away = serials_away(corrections.serials_away(db, shelf.words, limit=2))
            missing = hand_overs.not_received(db, site=shelf.site)
            return custody.shelf(db, shelf, limit=wanted), here, missing, away

        items, marked, missing, away = await self.app.read(read)
        self._shelf = shelf
        self.query_one("#items", Panel).say(away)
        self.query_one(Alarm).show(missing, shelf.today)
        self.items, self.marked = list(items), {item.id: item for item in marked}
        self._table.show(map(self._line, items), has_more=len(items) == wanted)
        self._table.display = bool(items)
        self.show_strip()
        counts = await self._count(session, shelf.site)
        self.query_one(Balance).show(counts)
        empty = self.query_one("#shelf-empty", Words)
        empty.display = not items
        is_sought = bool(self._search.value.strip()) or self.query_one("#age", Choice).value != "0"
        empty.say(custody_jobs.why_empty(counts, is_sought=is_sought))

    async def _count(self, session: Session, site: str) -> tuple[StatusCount, ...]:
        """The balance of the site; counted again only after something was recorded."""
        if self._counted is None or self._counted[:2] != (session.info.head.seq, site):
            counts = await self.app.read(lambda db: custody.counts(db, site=site))
            self._counted = (session.info.head.seq, site, counts)
        return self._counted[2]

    def _chosen(self, session: Session) -> Shelf:
        return Shelf(
            today=session.today(self.app.clock()),
            status=self.query_one(Balance).status,
            site=session.site.code if self.query_one("#which-site", Choice).value == _HERE else "",
            older_than_days=int(self.query_one("#age", Choice).value),
            words=self._search.value.partition("/")[0],
        )

    def _line(self, item: ItemView) -> Line:
        is_here = custody_jobs.is_here(item)
        today = self._shelf.today if self._shelf and is_here else item.status_on
        days = (today - item.business_on).days
        is_old = (is_here and days >= OLD_DAYS) or item.arrival == "not_received"
        texts = {
            "mark": MARK if item.id in self.marked else "",
            "tag": item.id,
            "type": item.name,
            "condition": _("serviceable") if item.condition == "serviceable" else _("unserviceable"),
            "quantity": l10n.number(item.quantity),
            "serial": f"* {item_words.serial(item)}" if item.corrections else item_words.serial(item),
            "maker": item_words.maker(item),
            "received": l10n.day(item.business_on),
            "days": f"!{days}" if is_old else str(days),
            "settled": item_words.payment(item),
        }
        return Line(item.id, texts, is_bold=is_old or item.id in self.marked)

    def show_strip(self) -> None:
        """Show what the keys would work on."""
        session, item = self.app.session, self.current
        site = custody_jobs.site_name(session, item) if session and item else ""
        self.query_one(CustodyStrip).show(item, self.marked.values(), site)

    @work(exclusive=True, group="more")
    async def _read_more(self) -> None:
        shelf, items = self._shelf, self.items
        if shelf is None or not items:
            return
        more = await self.app.read(lambda db: custody.shelf(db, shelf, limit=PAGE, after=items[-1]))
        if self.items is items:
            items += more
            self._table.extend(map(self._line, more), has_more=len(more) == PAGE)

    # --- what is seen ---------------------------------------------------------------------------------------------

    @property
    def _search(self) -> ListSearch:
        return self.query_one("#search", ListSearch)

    @property
    def _table(self) -> PageTable:
        return self.query_one("#shelf", PageTable)

    @property
    def current(self) -> ItemView | None:
        """The item under the cursor."""
        key = self._table.current if self._table.display else None
        return next((item for item in self.items if item.id == key), None)

    @property
    def working_on(self) -> tuple[ItemView, ...]:
        """The marked items; where none is, the one under the cursor."""
        return tuple(self.marked.values()) or ((self.current,) if self.current else ())

    async def show_at(self, item: ItemView) -> None:
        """List the folio of this item, whatever its status and site, and put the cursor on it."""
        session = self.app.at_work
        with self.prevent(Choice.Changed, Input.Changed):
            self.query_one(Balance).value = item.status
            self.query_one("#age", Choice).value = "0"
            if item.site != session.site.code:
                self.query_one("#which-site", Choice).value = _ALL
            self._search.value = item.id
        self._search.action_select_all()
        self._jumped = self._search.value
        await self.load(session)
        keys = [line.key for line in self._table.lines]
        if item.id in keys:
            self._table.go_to(keys.index(item.id))
        self.show_strip()

    async def show_rest(self, gone: ItemView) -> None:
        """After an act over items, `gone` the first of them: clear the search that found them, and list what is left.

        The cursor is on an item that is still marked, else on what followed `gone`, else on the oldest. Where nothing
        of the chosen age is left, every age is listed.
        """
        session, age = self.app.at_work, self.query_one("#age", Choice)
        with self.prevent(Input.Changed):
            self._search.value = self._jumped = ""
        await self.load(session)
        if not self.items and age.value != "0":
            with self.prevent(Choice.Changed):
                age.value = "0"
            await self.load(session)
        places = [(item.business_on, item.folio, item.line) for item in self.items]
        wanted = [row for row, item in enumerate(self.items) if item.id in self.marked]
        wanted += [
            row for row, place in enumerate(places) if place > (gone.business_on, gone.folio, gone.line)
        ]
        self._table.go_to(wanted[0] if wanted else 0)
        self.show_strip()

    def mark(self, items: tuple[ItemView, ...]) -> None:
        """Mark these items for an act; unmark them if they all are."""
        chosen = {item.id: item for item in items}
        if chosen.keys() <= self.marked.keys():
            self.unmark(tuple(chosen))
        else:
            self.marked |= chosen
            self._show_marks(chosen)

    def unmark(self, names: Iterable[str]) -> None:
        """Take the marks off these items."""
        gone = set(names)
        self.marked = {name: item for name, item in self.marked.items() if name not in gone}
        self._show_marks(gone)

    def _show_marks(self, names: Container[str]) -> None:
        for item in self.items:
            if item.id in names:
                self._table.replace(self._line(item))
        self.show_strip()

    # --- keys -----------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Letters and digits go to the search from anywhere."""
        if self.focused is not self._search and event.is_printable and event.key != "space":
            self._search.take_over(event)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._jumped = ""  # the same tag, typed again, is gone to again
        if self._table.lines:
            self._table.go_to(0)  # what another text finds is looked at from its beginning
        self.reload()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        event.stop()
        self.reload()

    def on_list_search_moved(self, event: ListSearch.Moved) -> None:
        self._table.move(event.by * (self._table.page_rows if event.is_page else 1))

    def on_page_table_wanted(self) -> None:
        self._read_more()

    def on_data_table_row_highlighted(self) -> None:
        self.show_strip()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = self._search.value.strip()
        if text and text != self._jumped:
            self.in_turn(partial(custody_jobs.jump, self, text))
        else:
            self.in_turn(partial(custody_jobs.show_item, self))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        self.in_turn(partial(custody_jobs.show_item, self))

    def hint(self, message: str) -> None:
        """Say a message of the catalogue for a moment."""
        self.notify(_(message), timeout=6, markup=False)

    def action_act(self, kind: Disposal) -> None:
        """Record an act over what is marked, or over the item under the cursor."""
        self.in_turn(partial(custody_jobs.act, self, kind))

    def action_hand_overs(self) -> None:
        """List the hand-overs from both sides."""
        if self._shelf is not None:
            self.in_turn(partial(hand_over_jobs.show, self, self._shelf.site))

    def action_figures(self) -> None:
        """Choose a figure of the balance to list its entries."""
        if self._counted is not None:
            shown = partial(figures.of_custody, self._counted[2], self._counted[1])
            self.in_turn(partial(behind_jobs.choose, self, shown, custody_jobs.NO_FIGURE))

    def action_mark(self) -> None:
        """Mark the item under the cursor, or unmark it, and go on to the next."""
        item = self.current
        if item is None:
            return
        if not custody_jobs.is_here(item):
            self.hint(N_("This item has left custody; there is nothing more to do with it."))
            return
        self.mark((item,))
        self._table.move(1)

    def action_mark_all(self) -> None:
        """Mark everything that is listed."""
        if self._shelf is not None:
            self.in_turn(partial(custody_jobs.mark_all, self, self._shelf))

    def action_mark_folio(self) -> None:
        """Mark every item of the folio."""
        item = self.current
        if item is not None:
            self.in_turn(partial(custody_jobs.mark_folio, self, item.folio))

    def action_unmark(self) -> None:
        """Take every mark off."""
        self.unmark(self.marked)

    def action_status(self, by: int) -> None:
        """List another status."""
        self.query_one(Balance).action_step(by)

    def action_site(self) -> None:
        """List this site or all of them."""
        self.query_one("#which-site", Choice).action_step(1)

    def action_search(self) -> None:
        """Go back to the search line."""
        self._search.focus()
