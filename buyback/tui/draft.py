"""The drop-off that is being typed: frozen values; every change is a new draft. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from buyback.facts import TableRow
from buyback.money import USD, Money, Rate, total
from buyback.payout_table import PayoutTable
from buyback.rules import LARGEST_QUANTITY, Approval, Item, is_traced


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line of the form: what the clerk asks for, why it is valued as another row or donated, and who approved that."""

    item: Item
    reason: str = ""
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One form. `draft_id` was made when it opened; `current` is the line that keys work on."""

    draft_id: str
    lines: tuple[DraftLine, ...] = ()
    current: int = 0

    @property
    def line(self) -> DraftLine | None:
        """The line that keys work on; None in an empty form."""
        return self.lines[self.current] if self.lines else None

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(line.item for line in self.lines)

    @property
    def reason(self) -> str:
        """Every reason of its lines, each once."""
        return "; ".join(dict.fromkeys(line.reason for line in self.lines if line.reason))

    @property
    def has_valued(self) -> bool:
        """Whether a line is valued as another row, which a supervisor approves."""
        return any(item.valued_as for item in self.items)

    @property
    def approval(self) -> Approval | None:
        """The approval of every line that is valued as another row: a drop-off has one, the one that was given last.

        None where a line has none.
        """
        given = [line.approval for line in self.lines if line.item.valued_as]
        return given[-1] if all(given) and given else None

    def added(self, items: Iterable[Item]) -> "Draft":
        """With these items as its last lines; the last one becomes current."""
        lines = (*self.lines, *(DraftLine(item) for item in items))
        return replace(self, lines=lines, current=max(0, len(lines) - 1))

    def at(self, index: int) -> "Draft":
        """With another current line."""
        return replace(self, current=max(0, min(index, len(self.lines) - 1)))

    def changed(self, item: Item) -> "Draft":
        """With the current line asking for `item` instead, for the same reason.

        An approval is for what was approved: it stays while as much of the same is valued as the same row.
        """
        line = self.lines[self.current]
        same = _valued(line.item) == _valued(item)
        return self.changed_line(replace(line, item=item, approval=line.approval if same else None))

    def changed_line(self, line: DraftLine) -> "Draft":
        """With `line` in the place of the current one."""
        return replace(self, lines=(*self.lines[: self.current], line, *self.lines[self.current + 1 :]))

    def repeated(self) -> "Draft":
        """With one more piece like the current line, without its marks: another weapon has its own."""
        before = self.lines[self.current]
        bare = Item(
            type_code=before.item.type_code,
            condition=before.item.condition,
            valued_as=before.item.valued_as,
            donated=before.item.donated,
        )
        after = self.current + 1
        lines = (*self.lines[:after], DraftLine(bare, before.reason), *self.lines[after:])
        return replace(self, lines=lines, current=after)

    def keeping(self, stands: Callable[[Approval | None], bool]) -> "Draft":
        """Without the approvals that do not stand any more."""
        lines = (line if stands(line.approval) else replace(line, approval=None) for line in self.lines)
        return replace(self, lines=tuple(lines))

    def removed(self) -> "Draft":
        """Without the current line."""
        lines = (*self.lines[: self.current], *self.lines[self.current + 1 :])
        return replace(self, lines=lines).at(self.current)


def _valued(item: Item) -> tuple[str, str, int, str]:
    return item.type_code, item.condition, item.quantity, item.valued_as


def amount_minor(item: Item, table: PayoutTable) -> int | None:
    """What the line pays in centavos; None where the table does not publish it."""
    if item.donated:
        return 0
    unit = table.amount_minor(table.row(item.valued_as or item.type_code), item.condition)
    return None if unit is None else unit * item.quantity


def priced_rows(table: PayoutTable, row: TableRow, item: Item) -> tuple[TableRow, ...]:
    """The rows that the item could be valued as, the nearest first: what is counted in bulk is no weapon."""
    found = map(table.row, table.nearest_priced(row, item.condition, n=len(table.rows)))
    return tuple(other for other in found if comes_singly(table, row) or not comes_singly(table, other))


def comes_singly(table: PayoutTable, row: TableRow) -> bool:
    """Whether each piece is a line of its own."""
    return is_traced(row, table.class_of(row))


@dataclass(frozen=True, slots=True)
class Totals:
    """What a draft comes to so far. `dollars` is None without a rate; `unpriced` lines are in neither."""

    pesos: Money
    dollars: Money | None
    unpriced: int


def totals(draft: Draft, table: PayoutTable, rate: Rate | None) -> Totals:
    """Pesos of the lines that have an amount, and their dollars line by line."""
    amounts = [amount_minor(item, table) for item in draft.items]
    pesos = [Money(amount) for amount in amounts if amount is not None]
    dollars = total((rate.dollars(money) for money in pesos), USD) if rate else None
    return Totals(total(pesos), dollars, amounts.count(None))


def with_quantity(item: Item, quantity: int) -> Item:
    """The item in another quantity, kept between one and the most that a line may hold."""
    return replace(item, quantity=max(1, min(quantity, LARGEST_QUANTITY)))
