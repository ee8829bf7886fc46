"""Values as CSV: exact, read back as they were by the csv module, and harmless in a spreadsheet."""

import csv
import io
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from buyback.export import cells
from buyback.free_text import FORMULA_STARTS
from buyback.store.views.export import Column

TEXTS = (Column("a", "text", ""), Column("b", "text", ""))


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def escaped(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1))
@example([('"', ","), ("\r", "\n"), ("", ""), ("a\n=b", "\n")])
@example([("plain", "=1+1"), ("-2", "@x")])
def test_any_text_reads_back(rows: list[tuple[str, str]]) -> None:
    """Whatever the texts hold, the csv module reads the same cells; only those that begin like a formula are escaped."""
    assert read(cells.lines(TEXTS, rows)) == [[escaped(value) for value in row] for row in rows]


@given(st.lists(st.tuples(st.sampled_from("=+-@\t\r\n\"', a1"), st.text()), min_size=1))
def test_no_cell_starts_a_formula(rows: list[tuple[str, str]]) -> None:
    """No text cell of a file begins with a character that a spreadsheet takes for a formula."""
    together = [(first + rest, rest) for first, rest in rows]
    found = read(cells.lines(TEXTS, together))
    assert not any(cell.startswith(FORMULA_STARTS) for row in found for cell in row)


@pytest.mark.parametrize("kind", ["rate", "day", "moment"])
def test_dates_and_rates_are_guarded_too(kind: str) -> None:
    """A database that somebody tampered with may hold a formula where a date should be."""
    column = Column("a", kind, "")  # type: ignore[arg-type]
    assert cells.lines((column,), [("2025-02-18",), ("=cmd()",)]) == "2025-02-18\r\n'=cmd()\r\n"


@given(st.integers(min_value=-(2**53), max_value=2**53))
@example(870000)
@example(-5)
def test_amounts_are_exact(amount_minor: int) -> None:
    """Minor units become a decimal with two places that is the same amount, and a negative one is not a text."""
    cell = cells.lines((Column("a", "money", ""),), [(amount_minor,)]).removesuffix("\r\n")
    assert re.fullmatch(r"-?[0-9]+\.[0-9]{2}", cell)
    assert Decimal(cell) * 100 == amount_minor


def test_kinds() -> None:
    """Yes and no are true and false, numbers have no grouping, and what is missing is empty."""
    columns = tuple(Column(kind, kind, "") for kind in ("yes_no", "whole", "money"))  # type: ignore[arg-type]
    rows = [(1, 1000, 2500000), (0, 0, 0), (None, None, None)]
    assert cells.header(columns) == "yes_no,whole,money\r\n"
    assert cells.lines(columns, rows) == "true,1000,25000.00\r\nfalse,0,0.00\r\n,,\r\n"


def test_no_rows_are_no_lines() -> None:
    """A file without rows is its header alone."""
    assert cells.lines(TEXTS, []) == ""
