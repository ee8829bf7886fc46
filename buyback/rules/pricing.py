"""What an item is paid, and what a drop-off may be as a whole."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from buyback import errors
from buyback.facts import Condition, Line, TableClass, TableRow
from buyback.i18n import _, language
from buyback.money import Money, Rate, grouped_decimal
from buyback.rules.state import Item
from buyback.rules.words import CONDITION_NAMES

LARGEST_QUANTITY = 100_000
MOST_LINES = 99
LARGEST_TOTAL_MINOR = 10_000_000_00
SHORTEST_REASON = 3


def price(
    number: int,
    item: Item,
    *,
    row: TableRow,
    of: TableClass,
    pays: TableRow | None,
    pays_of: TableClass | None,
    rate: Rate,
    table: str,
    nearest: Callable[[], str],
) -> Line:
    """The line that an item becomes. `pays` is the row that it is valued as, with its class, else None.

    Pesos are quantity times the table's amount for the condition; dollars are the line's pesos by the rate,
    half-even. AmountNotPublished where the table has no amount and nobody valued or donated the item.
    """
    if not 1 <= item.quantity <= LARGEST_QUANTITY:
        raise errors.BadQuantity(text=str(item.quantity), most=LARGEST_QUANTITY)
    if item.donated and item.valued_as:
        raise errors.DonatedAndValued()
    if item.serial and item.quantity != 1:
        raise errors.SerialNeedsOnePiece(quantity=item.quantity, name=row_name(row))
    if pays is not None and pays_of is not None and is_traced(pays, pays_of) and not is_traced(row, of):
        raise errors.ValuedAsOtherKind(name=row_name(row), other=row_name(pays))
    unit_minor = _unit_amount_minor(item, row, pays, table, nearest)
    amount = Money(unit_minor * item.quantity)
    return Line(
        number=number,
        type_code=row.code,
        class_code=of.code,
        counts_as=row.counts_as,
        condition=item.condition,
        quantity=item.quantity,
        unit=row.unit,
        unit_amount_minor=unit_minor,
        amount_minor=amount.amount_minor,
        usd_cents=rate.dollars(amount).amount_minor,
        valued_as=item.valued_as,
        donated=item.donated,
        make=item.make,
        model=item.model,
        calibre=item.calibre,
        serial=item.serial,
        serial_status="read" if item.serial else item.serial_status,
        country=item.country,
        marks=item.marks,
        note=item.note,
    )


def is_traced(row: TableRow, of: TableClass) -> bool:
    """Whether each piece is a line of its own: its class says so, and it is paid by the piece."""
    return of.traced and row.unit == "piece"


def _unit_amount_minor(
    item: Item, row: TableRow, pays: TableRow | None, table: str, nearest: Callable[[], str]
) -> int:
    if item.donated:
        return 0
    own, other = _published(row, item.condition), _published(pays, item.condition) if pays else None
    condition = _(CONDITION_NAMES[item.condition])
    if pays is None and own is None:
        raise errors.AmountNotPublished(
            table=table, name=row_name(row), condition=condition, nearest=nearest()
        )
    if pays is not None and own is not None:
        raise errors.AlreadyPriced(name=row_name(row), condition=condition, amount=grouped_decimal(own))
    if pays is not None and other is None:
        raise errors.ValuedAsUnpriced(name=row_name(pays), condition=condition)
    return own if own is not None else other or 0


def _published(row: TableRow, condition: Condition) -> int | None:
    return row.serviceable_minor if condition == "serviceable" else row.unserviceable_minor


def row_name(row: TableRow | TableClass) -> str:
    """The name of a type, or of a class of them, in the current language."""
    return row.name_es if language() == "es" else row.name_en


def one_piece_each(items: Sequence[Item], traced: Sequence[bool]) -> tuple[Item, ...]:
    """Items with every traced type as one line per piece, so that each weapon carries its own tag."""
    lines: list[Item] = []
    for item, own_tag in zip(items, traced, strict=True):
        if not 1 <= item.quantity <= LARGEST_QUANTITY:
            raise errors.BadQuantity(text=str(item.quantity), most=LARGEST_QUANTITY)
        if item.serial and item.quantity != 1:
            raise errors.SerialNeedsOnePiece(quantity=item.quantity, name=item.type_code)
        if own_tag and len(lines) + item.quantity > MOST_LINES:
            raise errors.TooManyLines(most=MOST_LINES, lines=len(lines) + item.quantity)
        lines += [replace(item, quantity=1)] * item.quantity if own_tag else [item]
    if not lines:
        raise errors.EmptyDropOff()
    if len(lines) > MOST_LINES:
        raise errors.TooManyLines(most=MOST_LINES, lines=len(lines))
    return tuple(lines)


def check_order(lines: Sequence[Line], reason: str) -> None:
    """A drop-off as a whole: its total can be held, and whoever values an item as another row says why."""
    total_minor = sum(line.amount_minor for line in lines)
    if total_minor > LARGEST_TOTAL_MINOR:
        raise errors.AmountTooLarge(
            amount=grouped_decimal(total_minor), most=grouped_decimal(LARGEST_TOTAL_MINOR)
        )
    if any(line.valued_as for line in lines) and len(reason) < SHORTEST_REASON:
        raise errors.ValuedAsNeedsReason(fewest=SHORTEST_REASON)
