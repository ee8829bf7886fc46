"""The desk: take a drop-off in and pay it, by the keyboard alone."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.reactive import var
from textual.widgets import Input, OptionList, Static

from buyback import rules
from buyback.facts import Condition, TableRow
from buyback.i18n import N_, _, ngettext
from buyback.rules import Item, Pace
from buyback.store.engine import Db
from buyback.store.views import cash, lists
from buyback.store.views import totals as totals_of
from buyback.tui.draft import Draft, DraftLine, amount_minor, comes_singly, totals, with_quantity
from buyback.tui.screens import desk_dialogs
from buyback.tui.screens.drop_off_story import show_drop_off
from buyback.tui.screens.mode import ModeScreen
from buyback.tui.state import Session
from buyback.tui.widgets import today_list, type_list, type_search
from buyback.tui.widgets.draft_list import DraftList
from buyback.tui.widgets.panel import Panel
from buyback.tui.widgets.today_list import TodayList
from buyback.tui.widgets.totals import TotalsLine
from buyback.tui.widgets.type_list import TypeList
from buyback.tui.widgets.type_search import TypeSearch
from buyback.tui.widgets.words import Words

if TYPE_CHECKING:
    from buyback.desk import Received

_TODAY_MOST = 60


def _lasts(db: Db, site: str, today: date) -> Pace | None:
    """For how long the cash of the site's box lasts at the pace of the day."""
    box = cash.box(db, site)
    return cash.pace(db, box, today) if box else None


def new_draft() -> Draft:
    """An empty form with its own id."""
    return Draft(str(uuid4()))


NO_TYPE = N_(
    "No type is called so: try another word, or the calibre. What the table does not name is one of the rows below: "
    "the down arrow and Enter take it, then a supervisor values it, or it is donated."
)
NO_ROW_EITHER = N_(
    "No type is called so: try another word, or the calibre. This table has no row for what it does not name: "
    "a supervisor adopts one that has (F11), and nobody takes it in as something else."
)


class DeskScreen(ModeScreen):
    """Type a type, Enter adds it, F8 receives and pays."""

    HELP = N_(
        "# Desk\n\n"
        "Take in what a person brings, pay it by the table, and give the folio.\n\n"
        "1. Type any part of what it is called: `ak`, `cuerno`, `9 mm`, `.22`. The likeliest row is highlighted; "
        "up and down choose another. **Enter** adds it. `250*cartridge` adds 250.\n"
        "2. If it does not work, **F7** makes it unserviceable. **F9** takes serial and marks. `+` and `-` change "
        "the quantity while nothing is typed; a weapon always has a line of its own.\n"
        "3. If the table publishes no amount, a supervisor values it as another row, or the giver donates it.\n"
        "4. **F8** shows the amount; **Enter** receives and pays. Write the folio on the receipt and the tags.\n\n"
        "**Tab** goes to the lines and to today's drop-offs: Enter on one of these offers to pay it, to return it "
        "to the giver who declines, to void an entry error, or to correct a serial that was read wrongly. Letters always "
        "go to the search.\n\n"
        "Nothing about the person is written anywhere: describe the weapon only."
    )
    AUTO_FOCUS = "#search"
    FIRST_KEYS = ("desk.add", "today.open", "desk.receive")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,ctrl+r", "receive", N_("Receive and pay"), id="desk.receive",
                tooltip=N_("Show the amount, then receive and pay")),
        Binding("f7", "condition", N_("Condition"), id="desk.condition",
                tooltip=N_("Serviceable or unserviceable")),
        Binding("f9", "marks", N_("Serial"), id="desk.marks", tooltip=N_("Serial, make, model and marks")),
        Binding("f12", "value", N_("Value as"), id="desk.value",
                tooltip=N_("Value as another row of the table, or take as donated")),
        Binding("ctrl+n", "new", N_("New"), show=False, id="desk.new", tooltip=N_("Clear this drop-off and begin another")),
        Binding("ctrl+z", "undo", N_("Undo"), show=False, id="desk.undo",
                tooltip=N_("Take the last change of the lines back")),
        Binding("escape", "search", N_("To the search"), show=False, id="desk.search"),
    ]  # fmt: skip

    draft: var[Draft] = var(new_draft, init=False)

    def __init__(self) -> None:
        super().__init__()
        self._before: list[Draft] = []
        self._last: Received | None = None

    def compose_content(self) -> ComposeResult:
        with Container(id="top"):
            with Panel(N_("Type"), id="types"):
                yield TypeSearch()
                yield Words(NO_TYPE, id="no-type")
                yield Static("", id="heads", markup=False)
                yield TypeList()
            with Panel(N_("This drop-off"), id="draft"):
                yield DraftList()
                yield Static("", id="draft-empty", markup=False)
                yield TotalsLine()
        with Panel(N_("Today"), id="today"):
            yield TodayList()
            yield Words(N_("No drop-off yet today at this site."), id="today-empty", classes="empty")

    def unsaved(self) -> str:
        if not self.draft.lines:
            return ""
        n = len(self.draft.lines)
        words = ngettext(
            "A drop-off of {n} line is not received yet.", "A drop-off of {n} lines is not received yet.", n
        )
        return words.format(n=n)

    # --- data -----------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.query_one("#no-type").display = False
        self.query_one("#today-empty").display = False
        self.watch(self.app, "rate", self._show_draft, init=False)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_heads)

    def reword(self) -> None:
        super().reword()
        self._show_heads()
        self._find()
        self._show_draft()

    async def load(self, session: Session) -> None:
        self._find()
        self._show_draft()
        today = session.today(self.app.clock())
        chosen = lists.Filter(site=session.site.code, first=today, last=today)
        span = totals_of.Span(today, today, session.site.code)
        briefs, statuses, lasts = await self.app.read(
            lambda db: (
                lists.listed(db, chosen, limit=_TODAY_MOST),
                totals_of.statuses(db, span),
                _lasts(db, session.site.code, today),
            )
        )
        self.query_one("#today", Panel).say(today_list.title(statuses, lasts))
        self.query_one(TodayList).show(briefs, session.zone)
        self.query_one(TodayList).display = bool(briefs)
        self.query_one("#today-empty").display = not briefs

    def watch_draft(self) -> None:
        self._show_draft()

    def _show_heads(self) -> None:
        width = self.query_one(TypeList).width
        self.query_one("#heads", Static).update(type_list.heads(width) if width else "")

    def _find(self) -> None:
        session = self.app.session
        if session is None:
            return
        table, found, hint = session.table, self.query_one(TypeList), self.query_one("#no-type", Words)
        words = type_search.parse(self.query_one(TypeSearch).value).words
        is_named = bool(table.find(words))
        found.show(table, words if is_named else "", None if is_named else table.unlisted)
        hint.say(NO_TYPE if table.unlisted else NO_ROW_EITHER)
        hint.display = not is_named
        found.display = self.query_one("#heads").display = bool(found.rows)

    def _show_draft(self) -> None:
        session = self.app.session
        if session is None:
            return
        draft, rate = self.draft, self.app.rate.rate if self.app.rate else None
        lines, empty = self.query_one(DraftList), self.query_one("#draft-empty", Static)
        lines.show(draft, session.table, rate)
        lines.display = bool(draft.lines)
        empty.display = not draft.lines
        empty.update(self._empty_words())
        self.query_one(TotalsLine).show(totals(draft, session.table, rate))

    def _empty_words(self) -> str:
        if self._last:
            return _("Last: {folio}. Type what is next; Enter adds it.").format(folio=self._last.folio)
        return _(
            "Type what the person brings, for example ak or revolver. Enter adds it here; F8 receives and pays."
        )

    # --- keys -----------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Letters go to the search from anywhere, unless a key of the focused list is meant."""
        search = self.query_one(TypeSearch)
        meant = {event.key, event.key.lower()} & self.active_bindings.keys()
        if self.focused is search or not event.is_printable or meant:
            return
        event.stop()
        search.focus()
        search.insert_text_at_cursor(event.character or "")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value and not self.draft.lines and self._last is not None:
            self.app.take_back(lambda shown: not shown.title)  # they were about the drop-off before
        self._find()

    def on_type_search_moved(self, event: TypeSearch.Moved) -> None:
        self.query_one(TypeList).move(event.by)

    def action_add(self) -> None:
        """Add the highlighted type."""
        if self.app.session is None or self.is_asking:
            return
        self._find()
        chosen = self.query_one(TypeList).chosen
        if chosen is None:
            self._hint(N_("Type part of a name first, or choose with the down arrow. F8 receives and pays."))
        else:
            self._add(chosen)

    def on_type_list_chosen(self, event: TypeList.Chosen) -> None:
        session = self.app.session
        if session is not None:
            self._add(session.table.row(event.code))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_list.id == "draft-list" and event.option_index != self.draft.current:
            self.set_reactive(DeskScreen.draft, self.draft.at(event.option_index))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list.id == "today-list" and event.option_id:
            self.in_turn(partial(show_drop_off, self, event.option_id))

    def _hint(self, message: str) -> None:
        self.notify(_(message), timeout=6, markup=False)

    # --- the lines ------------------------------------------------------------------------------------------------

    def _change(self, draft: Draft) -> None:
        self._before = [*self._before[-50:], self.draft]
        self.draft = draft
        if not draft.lines:  # the list of lines is gone, and the keys with it
            self.query_one(TypeSearch).focus()

    def _add(self, row: TableRow) -> None:
        """Add the type; what comes in numbers is asked how many, what has no amount is asked what it pays."""
        session = self.app.session
        if self.is_asking or session is None:
            return
        search = self.query_one(TypeSearch)
        quantity = type_search.parse(search.value).quantity
        is_single = comes_singly(session.table, row)
        pieces = (quantity or 1) if is_single else 1
        if len(self.draft.lines) + pieces > rules.MOST_LINES:
            self._hint(N_("A drop-off holds at most 99 lines; take the rest in as a second one."))
            return
        item = Item(row.code) if is_single else with_quantity(Item(row.code), quantity or 1)
        self._change(self.draft.added([item] * pieces))
        search.value = ""
        search.focus()
        if quantity is None and not is_single:
            self.in_turn(partial(desk_dialogs.ask_quantity, self))
        elif amount_minor(item, session.table) is None:
            self.in_turn(partial(desk_dialogs.ask_values, self))

    def _current(self) -> Item | None:
        line = self.draft.line
        if self.is_asking:
            return None
        if line is None:
            self._hint(N_("There is no line yet. Type part of a name; Enter adds it."))
        return line.item if line else None

    def action_condition(self) -> None:
        """Make the line unserviceable, or serviceable again."""
        item, session = self._current(), self.app.session
        if item is None or session is None:
            return
        other: Condition = "serviceable" if item.condition == "unserviceable" else "unserviceable"
        changed = replace(item, condition=other)
        self._change(self.draft.changed(changed))
        if amount_minor(changed, session.table) is None:
            self.in_turn(partial(desk_dialogs.ask_value, self))

    def action_more(self) -> None:
        """One more piece: of a weapon a further line, of the rest a larger quantity."""
        item, session = self._current(), self.app.session
        if item is None or session is None:
            return
        if not self._is_single(session, item):
            self._change(self.draft.changed(with_quantity(item, item.quantity + 1)))
        elif len(self.draft.lines) < rules.MOST_LINES:
            self._change(self.draft.repeated())

    def action_less(self) -> None:
        """One piece less; the last one takes the line off."""
        item, session = self._current(), self.app.session
        if item is None or session is None:
            return
        if item.quantity > 1:
            self._change(self.draft.changed(with_quantity(item, item.quantity - 1)))
        else:
            self._change(self.draft.removed())

    def action_quantity(self) -> None:
        """Type the quantity of what comes in numbers."""
        item, session = self._current(), self.app.session
        if item is None or session is None:
            return
        if self._is_single(session, item):
            self._hint(N_("A weapon has a line of its own: + adds one more."))
        else:
            self.in_turn(partial(desk_dialogs.ask_quantity, self))

    def action_remove(self) -> None:
        """Take the line off."""
        if self._current() is not None:
            self._change(self.draft.removed())
            self._hint(N_("Taken off. Ctrl+Z brings it back."))

    def action_undo(self) -> None:
        """Take the last change back."""
        if self._before and not self.is_asking:
            self.draft = self._before.pop()

    def action_search(self) -> None:
        """Go back to the search line."""
        self.query_one(TypeSearch).focus()

    def action_marks(self) -> None:
        """Take serial and marks of the line."""
        if self._current() is not None:
            self.in_turn(partial(desk_dialogs.ask_marks, self))

    def action_value(self) -> None:
        """Value the line as another row, or take it as donated."""
        if self._current() is not None:
            self.in_turn(partial(desk_dialogs.ask_value, self))

    def action_receive(self) -> None:
        """Show the amount, then receive and pay."""
        if self.draft.lines:
            self.in_turn(partial(desk_dialogs.receive, self))
        else:
            self._hint(N_("There is nothing to receive yet. Type part of a name; Enter adds it."))

    def action_new(self) -> None:
        """Begin another drop-off; asks if this one has lines."""
        if self.draft.lines:
            self.in_turn(partial(desk_dialogs.ask_new, self))

    # --- for the dialogs --------------------------------------------------------------------------------------------

    def change_line(self, item: Item) -> None:
        """Let the current line ask for this item."""
        self._change(self.draft.changed(item))

    def revalue(self, line: DraftLine) -> None:
        """Put this line, valued otherwise, in the place of the current one."""
        self._change(self.draft.changed_line(line))

    def go_to_line(self, index: int) -> None:
        """Make this line the one that keys work on."""
        self.draft = self.draft.at(index)

    def begin_again(self, received: "Received | None" = None) -> None:
        """Open the next form, after this one was received or thrown away."""
        self._last = received or self._last
        self._before = []
        self.draft = new_draft()
        search = self.query_one(TypeSearch)
        search.value = ""  # a word that found nothing would stand before the next person's
        search.focus()

    def _is_single(self, session: Session, item: Item) -> bool:
        return comes_singly(session.table, session.table.row(item.type_code))
