"""An item whose amount is not published: value it as another row, or take it as donated. Never a dead end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from buyback import errors
from buyback.errors import Refusal
from buyback.free_text import REASON, clean
from buyback.i18n import N_, _
from buyback.payout_table import PayoutTable
from buyback.rules import CONDITION_NAMES, SHORTEST_REASON, row_name
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.draft import DraftLine, amount_minor, priced_rows
from buyback.tui.state import Approvers
from buyback.tui.widgets.approval import ApprovalAnswer, Approver
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.row_list import RowHeads
from buyback.tui.widgets.type_list import TypeList
from buyback.tui.widgets.words import Words

_AS, _DONATED, _BY_TABLE, _OPEN = "as", "donated", "table", "open"
_LONGEST_REASON = 60
_WHY_VALUED = N_("for example: same calibre")
_WHY_DONATED = N_("may stay empty; for example: wants no money for it")


class RowSearch(Field):
    """Finds the row; left and right move in the text, and past its ends change how the item is valued."""

    def __init__(self, step: Callable[[int], None]) -> None:
        super().__init__(id="words", hint=N_("type to search; up and down choose"))
        self.step = step

    def action_cursor_left(self, select: bool = False) -> None:
        """Back in the text, or to the other way of valuing."""
        if self.cursor_position:
            super().action_cursor_left(select)
        else:
            self.step(-1)

    def action_cursor_right(self, select: bool = False) -> None:
        """On in the text, or to the other way of valuing."""
        if self.cursor_position < len(self.value):
            super().action_cursor_right(select)
        else:
            self.step(1)


@dataclass(frozen=True, slots=True)
class ValueAnswer:
    """The line as it is valued now, with its reason, and who approves it where somebody has to."""

    line: DraftLine
    approval: ApprovalAnswer | None = None


class Value(Dialog[ValueAnswer]):
    """Decide what an item pays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", N_("Next"), show=False),
        Binding("up", "move(-1)", N_("Previous"), show=False),
    ]
    HEADING = N_("What does it pay?")
    ACCEPT = N_("Take it so")
    HELP = N_(
        "The payout table publishes no amount for this item, and the program does not guess. A supervisor "
        "values it as another row, with a reason, and approves that with a PIN, or the person donates it "
        "and nothing is paid. Both stand in the day's list of what was not in the table."
    )
    HELP_KEYS = N_(
        "Left and right change how it is valued; letters search for a row, and up and down choose one; "
        "**Tab** goes on to the reason and the supervisor. **Enter** takes it so, **Escape** goes back and keeps what is typed."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        errors.ValuedAsNeedsReason: "reason",
        errors.NothingChosen: "words",
        errors.NotDecided: "how",
    }
    TEXTS: ClassVar[Mapping[str, str]] = {REASON: "reason"}

    def __init__(self, table: PayoutTable, line: DraftLine, approvers: Approvers, subject: str) -> None:
        super().__init__(subject)
        self.table = table
        self.line = line
        self.item = line.item
        self.approvers = approvers
        """Who can approve it."""
        self.rows = priced_rows(table, table.row(self.item.type_code), self.item)

    def compose_content(self) -> ComposeResult:
        yield Static("", id="what", markup=False)
        options = [(_DONATED, N_("donated, nothing paid"))]
        if self._is_published():
            options.insert(0, (_BY_TABLE, N_("by the table")))
        elif self.rows:
            options.insert(0, (_AS, N_("as another row")))
        else:
            options.insert(0, (_OPEN, N_("not decided yet")))
        yield Labelled(N_("It is valued"), Choice(options, self._usual(), id="how"))
        yield Labelled(N_("As which row"), RowSearch(self._step), id="row")
        yield RowHeads()
        yield Words(
            N_("No row with an amount is called so. Try another word; right changes how it is valued."),
            id="no-row",
            classes="hint",
        )
        yield TypeList(id="rows")
        yield Labelled(
            N_("Why"),
            Field(
                self.line.reason,
                id="reason",
                hint=_WHY_VALUED,
                longest=_LONGEST_REASON,
            ),
        )
        yield Approver(self.approvers, asks_own=True)

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
        """Where the dialog begins: on nothing that an Enter without a look would take."""
        if self.item.donated:
            return _DONATED
        if self._is_published():
            return _BY_TABLE
        return _AS if self.rows else _OPEN

    def _is_published(self) -> bool:
        return amount_minor(replace(self.item, valued_as="", donated=False), self.table) is not None

    def _find(self) -> None:
        found = self.query_one(TypeList)
        words = self.query_one("#words", Field).value
        found.show(self.table, words, self.rows)
        if found.highlighted is None and found.rows:
            codes = [row.code for row in found.rows]
            found.highlighted = codes.index(self.item.valued_as) if self.item.valued_as in codes else None
        self._show_rows()

    def _show_rows(self) -> None:
        """The rows that the words find, or that there are none; nothing of both where no row is wanted."""
        is_wanted = self.query_one("#how", Choice).value == _AS
        rows = self.query_one(TypeList)
        for widget in (self.query_one("#row"), rows):
            widget.display = is_wanted
        self.query_one(RowHeads).display = is_wanted and bool(rows.rows)
        self.query_one("#no-row").display = is_wanted and not rows.rows

    def _show_how(self, how: str) -> None:
        self._show_rows()
        self.query_one("#reason", Field).ask(_WHY_DONATED if how == _DONATED else _WHY_VALUED)
        self.query_one(Approver).need("valued-as" if how == _AS else None)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "words":
            self._find()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        if event.choice.id == "how":
            self._show_how(event.value)

    def _step(self, by: int) -> None:
        if not self.query_one(TypeList).rows:
            self.query_one("#words", Field).value = ""  # it would hide every row when somebody comes back
        choice = self.query_one("#how", Choice)
        choice.focus()
        choice.action_step(by)

    def on_type_list_chosen(self) -> None:
        self.query_one("#reason").focus()

    def answer(self) -> ValueAnswer:
        how = self.query_one("#how", Choice).value
        reason = clean(self.query_one("#reason", Field).value, REASON)
        plain = replace(self.item, valued_as="", donated=False)
        if how == _BY_TABLE:
            return ValueAnswer(DraftLine(plain))
        row = self.query_one(TypeList).chosen if how == _AS else None
        if how == _DONATED:
            return ValueAnswer(DraftLine(replace(plain, donated=True), reason))
        if how == _OPEN:
            raise errors.NotDecided
        if row is None:
            raise errors.NothingChosen
        if len(reason) < SHORTEST_REASON:
            raise errors.ValuedAsNeedsReason(fewest=SHORTEST_REASON)
        line = DraftLine(replace(plain, valued_as=row.code), reason)
        return ValueAnswer(line, self.query_one(Approver).answer())

    def action_move(self, by: int) -> None:
        """Move the highlighted row while the cursor is in the search; elsewhere go to the next field."""
        if self.focused is not None and self.focused.id == "words":
            self.query_one(TypeList).move(by)
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()
