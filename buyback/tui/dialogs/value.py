"""An item whose amount is not published: value it as another row, or take it as donated. Never a dead end."""

from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from buyback import errors
from buyback.free_text import clean
from buyback.i18n import N_, _
from buyback.payout_table import PayoutTable
from buyback.rules import CONDITION_NAMES, SHORTEST_REASON, Item, row_name
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.draft import amount_minor, priced_rows
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.type_list import TypeList

_AS, _DONATED, _BY_TABLE = "as", "donated", "table"
_LONGEST_REASON = 60


@dataclass(frozen=True, slots=True)
class Valuation:
    """The item as it will be valued, and why."""

    item: Item
    reason: str


class Value(Dialog[Valuation]):
    """Decide what an item pays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", N_("Next"), show=False),
        Binding("up", "move(-1)", N_("Previous"), show=False),
    ]
    HEADING = N_("What does it pay?")
    ACCEPT = N_("Take it so")

    def __init__(self, table: PayoutTable, item: Item, reason: str, subject: str) -> None:
        super().__init__(subject)
        self.table = table
        self.item = item
        self.reason = reason
        self.rows = priced_rows(table, table.row(item.type_code), item)

    def compose_content(self) -> ComposeResult:
        yield Static("", id="what", markup=False)
        otherwise = (_BY_TABLE, N_("by the table")) if self._is_published() else (_AS, N_("as another row"))
        options = [otherwise, (_DONATED, N_("donated, nothing paid"))]
        yield Labelled(N_("It is valued"), Choice(options, self._usual(), id="how"))
        yield Labelled(
            N_("As which row"), Field(id="words", hint=N_("type to search; up and down choose")), id="row"
        )
        yield TypeList(id="rows")
        yield Labelled(
            N_("Who approved, why"),
            Field(
                self.reason,
                id="reason",
                hint=N_("for example: supervisor, same calibre"),
                longest=_LONGEST_REASON,
            ),
        )

    def on_mount(self) -> None:
        self.query_one("#words" if self._usual() == _AS else "#how").focus()
        self._find()
        self._show_how(self.query_one("#how", Choice).value)

    def reword(self) -> None:
        super().reword()
        name = row_name(self.table.row(self.item.type_code))
        condition = _(CONDITION_NAMES[self.item.condition])
        words = (
            _("{name}, {condition}: the table has an amount; it is paid by that, or donated.")
            if self._is_published()
            else _("{name}, {condition}: the table {table} publishes no amount. It is unknown, not zero.")
        )
        self.query_one("#what", Static).update(
            words.format(name=name, condition=condition, table=self.table.code)
        )
        self._find()

    def _usual(self) -> str:
        """What is usually decided: a weapon is valued as its nearest row, ammunition and what has a price is donated."""
        if self._is_published():
            return _DONATED
        is_traced = self.table.class_of(self.table.row(self.item.type_code)).traced
        return _DONATED if self.item.donated or not (is_traced or self.item.valued_as) else _AS

    def _is_published(self) -> bool:
        return amount_minor(replace(self.item, valued_as="", donated=False), self.table) is not None

    def _find(self) -> None:
        found = self.query_one(TypeList)
        words = self.query_one("#words", Field).value
        found.show(self.table, words, self.rows)
        if found.highlighted is None and found.rows:
            codes = [row.code for row in found.rows]
            found.highlighted = codes.index(self.item.valued_as) if self.item.valued_as in codes else 0

    def _show_how(self, how: str) -> None:
        for widget in (self.query_one("#row"), self.query_one(TypeList)):
            widget.display = how == _AS

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "words":
            self._find()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        self._show_how(event.value)

    def on_type_list_chosen(self) -> None:
        self.query_one("#reason").focus()

    def answer(self) -> Valuation:
        how = self.query_one("#how", Choice).value
        reason = clean(self.query_one("#reason", Field).value, N_("reason"))
        if how == _BY_TABLE:
            return Valuation(replace(self.item, valued_as="", donated=False), "")
        if len(reason) < SHORTEST_REASON and how == _AS:
            self.query_one("#reason").focus()
            raise errors.ValuedAsNeedsReason(fewest=SHORTEST_REASON)
        row = self.query_one(TypeList).chosen
        if how == _DONATED or row is None:
            return Valuation(replace(self.item, valued_as="", donated=True), reason)
        return Valuation(replace(self.item, valued_as=row.code, donated=False), reason)

    def action_move(self, by: int) -> None:
        """Move the highlighted row while the cursor is in the search; elsewhere go to the next field."""
        if self.focused is not None and self.focused.id == "words":
            self.query_one(TypeList).move(by)
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()
