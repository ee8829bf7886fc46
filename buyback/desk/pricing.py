"""The calculator: what items pay by a table and a rate, with or without a ledger."""

from collections.abc import Sequence
from dataclasses import dataclass

from buyback import rules
from buyback.desk.items import cleaned
from buyback.facts import Line
from buyback.money import USD, Money, Rate, total
from buyback.payout_table import PayoutTable
from buyback.rules import Item


@dataclass(frozen=True, slots=True)
class Quote:
    """The lines that items become and what they come to; totals add lines."""

    table: str
    lines: tuple[Line, ...]

    @property
    def mxn(self) -> Money:
        return total(Money(line.amount_minor) for line in self.lines)

    @property
    def usd(self) -> Money:
        return total((Money(line.usd_cents, USD) for line in self.lines), USD)


def price(items: Sequence[Item], table: PayoutTable, rate: Rate, *, reason: str = "") -> Quote:
    """What the items pay; a firearm is one line per piece. Refuses what the table does not know or price."""
    rows = [table.row(item.type_code) for item in items]
    traced = [rules.is_traced(row, table.class_of(row)) for row in rows]
    pieces = rules.one_piece_each([cleaned(item) for item in items], traced)
    quote = Quote(
        table.code, tuple(_line(number, item, table, rate) for number, item in enumerate(pieces, start=1))
    )
    rules.check_order(quote.lines, reason)
    return quote


def _line(number: int, item: Item, table: PayoutTable, rate: Rate) -> Line:
    row = table.row(item.type_code)
    pays = table.row(item.valued_as) if item.valued_as else None
    return rules.price(
        number,
        item,
        row=row,
        of=table.class_of(row),
        pays=pays,
        pays_of=table.class_of(pays) if pays else None,
        rate=rate,
        table=table.code,
        nearest=lambda: ", ".join(table.nearest_priced(row, item.condition)) or "-",
    )
