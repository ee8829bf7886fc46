"""What the log tells of prices, and where it contradicts itself: what a drop-off pays is what its table and its rate say.

The desk prices every line by `rules.price`. Whoever seals entries by hand is refused nothing, so verification prices it
again by the table that the ledger had adopted and the rate that it had recorded. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from buyback import facts, rules
from buyback.errors import Refusal
from buyback.i18n import N_
from buyback.money import Rate, plain_decimal
from buyback.store.contradiction import Contradiction

_OTHER_RATE = N_("Entry {seq} values {name} by a rate that entry {before} did not record.")
_OTHER_TABLE = N_("Entry {seq} prices {name} by a table that entry {before} did not adopt.")
_NO_RATE = N_("Entry {seq} values {name} by the rate of entry {before}, which is none.")
_IN_BULK = N_("Entry {seq} takes in {item} of {name} as several pieces, and it is counted by the piece.")
_OTHER_PRICE = N_(
    "Entry {seq} takes in {item} of {name} for {amount}, and by the table of entry {before} it comes to {total}."
)
_OTHER_KIND = N_(
    "Entry {seq} takes in {item} of {name} as another class, figure or unit than the table of entry {before} says."
)
_NO_PRICE = N_(
    "Entry {seq} takes in {item} of {name}, and the table of entry {before} does not price it: {problem}"
)
_NOT_TAKEN_IN = N_("Entry {seq} receives {name} as it is not received: {problem}")


class _Rate(NamedTuple):
    """A rate as its entry recorded it; `number` is None where that is no rate."""

    said: tuple[str, str, str]
    number: Rate | None


@dataclass(frozen=True, slots=True)
class _Table:
    """An adopted table, its rows and classes by their codes."""

    code: str
    rows: dict[str, facts.TableRow]
    classes: dict[str, facts.TableClass]


@dataclass(slots=True)
class Prices:
    """The tables and rates that the entries so far brought, each by the number of its entry."""

    _tables: dict[int, _Table] = field(default_factory=dict)
    _rates: dict[int, _Rate] = field(default_factory=dict)

    def told(self, seq: int, fact: facts.Fact) -> None:
        """Go on with an entry."""
        match fact:
            case facts.PayoutTableAdopted():
                rows = {row.code: row for row in fact.rows}
                classes = {one.code: one for one in fact.classes}
                self._tables[seq] = _Table(fact.code, rows, classes)
            case facts.RateRecorded():
                said = (fact.mxn_per_usd, fact.as_of, fact.source)
                self._rates[seq] = _Rate(said, _number(fact.mxn_per_usd))

    def class_of(self, table_seq: int, code: str) -> facts.TableClass | None:
        """A class by the table that an entry adopted; None where there is no such table or class."""
        table = self._tables.get(table_seq)
        return table.classes.get(code) if table else None

    def received(self, fact: facts.DroppedOff) -> Iterator[Contradiction]:
        """What is not so of the prices of a drop-off."""
        rate, table = self._rates.get(fact.rate_seq), self._tables.get(fact.table_seq)
        is_rate = rate is not None and rate.said == (fact.mxn_per_usd, fact.rate_as_of, fact.rate_source)
        is_table = table is not None and table.code == fact.table
        if not is_rate:
            yield Contradiction(_OTHER_RATE, fact.folio, fact.rate_seq)
        if not is_table:
            yield Contradiction(_OTHER_TABLE, fact.folio, fact.table_seq)
        if table is None or rate is None or not (is_rate and is_table):
            return
        if rate.number is None:
            yield Contradiction(_NO_RATE, fact.folio, fact.rate_seq)
            return
        for line in fact.lines:
            yield from _priced(fact, line, table, rate.number)
        try:
            rules.check_order(fact.lines, fact.reason)
        except Refusal as refusal:
            yield Contradiction(_NOT_TAKEN_IN, fact.folio, 0, {"problem": str(refusal)})


def _priced(fact: facts.DroppedOff, line: facts.Line, table: _Table, rate: Rate) -> Iterator[Contradiction]:
    """How the line differs from the one that the desk would have made."""
    item = {"item": f"{line.type_code} ({line.number})"}
    try:
        should = _line(line, table, rate)
        row = table.rows[line.type_code]
    except KeyError as unknown:
        problem = f"{unknown.args[0]}?"
        yield Contradiction(_NO_PRICE, fact.folio, fact.table_seq, item | {"problem": problem})
        return
    except Refusal as refusal:
        yield Contradiction(_NO_PRICE, fact.folio, fact.table_seq, item | {"problem": str(refusal)})
        return
    if _amounts(line) != _amounts(should):
        said = {"amount": _said(line), "total": _said(should)}
        yield Contradiction(_OTHER_PRICE, fact.folio, fact.table_seq, item | said)
    if _kind(line) != _kind(should):
        yield Contradiction(_OTHER_KIND, fact.folio, fact.table_seq, item)
    if line.quantity != 1 and rules.is_traced(row, table.classes[row.class_code]):
        yield Contradiction(_IN_BULK, fact.folio, 0, item)


def _line(line: facts.Line, table: _Table, rate: Rate) -> facts.Line:
    """The line that the desk makes of the same item; KeyError for a type that the table does not have."""
    row = table.rows[line.type_code]
    pays = table.rows[line.valued_as] if line.valued_as else None
    item = rules.Item(
        type_code=line.type_code,
        quantity=line.quantity,
        condition=line.condition,
        valued_as=line.valued_as,
        donated=line.donated,
        serial=line.serial,
    )
    return rules.price(
        line.number,
        item,
        row=row,
        of=table.classes[row.class_code],
        pays=pays,
        pays_of=table.classes[pays.class_code] if pays else None,
        rate=rate,
        table=table.code,
        nearest=lambda: "-",
    )


def _amounts(line: facts.Line) -> tuple[int, int, int]:
    return line.unit_amount_minor, line.amount_minor, line.usd_cents


def _kind(line: facts.Line) -> tuple[str, str, str]:
    return line.class_code, line.counts_as, line.unit


def _said(line: facts.Line) -> str:
    return f"{plain_decimal(line.amount_minor)} MXN = {plain_decimal(line.usd_cents)} USD"


def _number(text: str) -> Rate | None:
    try:
        return Rate.parse(text)
    except ValueError:
        return None
