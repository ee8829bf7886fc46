"""Values as CSV (RFC 4180): a column of many rows at a time, so that the work is done by the interpreter's own loops.

The csv module reads the same from what is written here (a test compares them), and takes three times as long.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from buyback.free_text import FORMULA_STARTS
from buyback.money import plain_decimal
from buyback.store.views.export import Column, Kind, Rows

LINE_END = "\r\n"
ESCAPE = "'"
"""Stands before a text that a spreadsheet would run as a formula."""

_Values: TypeAlias = Sequence[Any]

_STARTS_INSIDE = tuple("\n" + start for start in FORMULA_STARTS)


def header(columns: Iterable[Column]) -> str:
    """The first line of a file: the columns' names."""
    return ",".join(column.name for column in columns) + LINE_END


def lines(columns: Sequence[Column], rows: Rows) -> str:
    """The rows as lines of a file, each with its end; an empty text for no rows."""
    if not rows:
        return ""
    values = zip(*rows, strict=True)
    cells = [_CELLS[column.kind](found) for column, found in zip(columns, values, strict=True)]
    return LINE_END.join(map(",".join, zip(*cells, strict=True))) + LINE_END


def _texts(values: _Values) -> Iterable[str]:
    """Texts, those that begin like a formula escaped; one look at all of them finds what few columns have."""
    whole = "\n".join(values)
    if whole.startswith(FORMULA_STARTS) or any(start in whole for start in _STARTS_INSIDE):
        values = [ESCAPE + value if value.startswith(FORMULA_STARTS) else value for value in values]
    if "," in whole or '"' in whole or "\r" in whole or whole.count("\n") >= len(values):
        return [_quoted(value) for value in values]
    return values


def _quoted(value: str) -> str:
    if '"' in value or "," in value or "\r" in value or "\n" in value:
        return '"' + value.replace('"', '""') + '"'
    return value


def _wholes(values: _Values) -> Iterable[str]:
    if None in values:
        return ["" if value is None else str(value) for value in values]
    return map(str, values)


def _amounts(values: _Values) -> Iterable[str]:
    """Minor units as plain decimals with two places; an amount that is not published is empty, not zero."""
    return map(_amount, values)


@lru_cache(maxsize=65_536)
def _amount(amount_minor: int | None) -> str:
    return "" if amount_minor is None else plain_decimal(amount_minor)


def _yes_no(values: _Values) -> Iterable[str]:
    return ["" if value is None else "true" if value else "false" for value in values]


_CELLS: dict[Kind, Callable[[_Values], Iterable[str]]] = {
    "text": _texts,
    "rate": _texts,
    "day": _texts,
    "moment": _texts,
    "whole": _wholes,
    "money": _amounts,
    "yes_no": _yes_no,
}
