"""buyback.xlsx: a sheet per table, for people. What stands in it is what stands in the CSV files, typed.

Printed, a sheet is letter paper across, as wide as it is readable, with its header and its first column on every page.
Long texts are wrapped, but for the log itself: on paper the bodies of its entries are cut, and whole in entries.csv.
A text is a text cell, whatever it looks like (serials 22E1 and 000123 survive, and what begins with = + - @ is never a
formula); money is a number with two decimals; a day is a day. A spreadsheet's numbers hold 15 digits: an amount that has
more is a text, so that no centavo is lost. Rows go to the disk as they are read.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from buyback.export import daily
from buyback.export.folder import batch
from buyback.export.pack.front import Front, write_front
from buyback.export.pack.printed import print_on_letter
from buyback.i18n import N_, _
from buyback.store.engine import Db
from buyback.store.views import export as views
from buyback.store.views.export import Column, File, Kind, Rows
from buyback.store.views.totals import EVER, NEVER, Span

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet
NAME = "buyback.xlsx"

_MOST_ROWS = 1_048_575  # of a sheet, below its header
_MOST_CHARACTERS = 32_767  # of a cell, as UTF-16 counts them
_EXACT_MINOR = 10**15
_CUT = N_(" [... the whole text is in {file}]")
_FORMATS: dict[Kind, str] = {
    "money": "#,##0.00",
    "rate": "0.0000",
    "day": "yyyy-mm-dd",
    "moment": 'yyyy-mm-dd"T"hh:mm:ss.000"Z"',
}
_WIDTHS: dict[Kind, int] = {
    "money": 14,
    "rate": 10,
    "day": 11,
    "moment": 25,
    "whole": 9,
    "yes_no": 8,
    "text": 8,
}
_WIDEST = 48
_ONE_LINE = ("entries",)  # bodies are long: wrapped, hardly anything else would be on a page
_SPARE = 2  # characters that a line loses because it ends between words
_POINTS_OF_A_LINE, _HIGHEST_POINTS = 15, 409
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets count a day that there never was
_DAY_ZERO = date(1899, 12, 30)

Cell: TypeAlias = Callable[[int, int, Any], object]


def write_workbook(path: Path, db: Db, front: Front, progress: Callable[[int], None]) -> None:
    """Write the workbook: the front sheet, the days, the findings and checkpoints, and every file of an export.

    `progress` is told how many rows are done. OSError for what the file system refuses. The folder that it is written to
    takes what is not zipped yet, for as long as it is written.
    """
    done = 0
    with _book(path) as book:
        book.set_properties({"title": front.title, "created": front.at.replace(tzinfo=None)})
        write_front(book, front)
        top = {"valign": "top"}
        formats = {kind: book.add_format({"num_format": text} | top) for kind, text in _FORMATS.items()}
        formats |= {kind: book.add_format(top) for kind in ("whole", "yes_no")}
        formats["text"] = book.add_format({"text_wrap": True} | top)
        for file, batches in _tables(db, front):
            table = _Table(book, file, formats)
            with closing(batches):
                for rows in batches:
                    table.add(rows)
                    done += len(rows)
                    progress(done)
            table.end()


@contextmanager
def _book(path: Path) -> "Iterator[Workbook]":
    """A new workbook, whole when the block ends well; its files are closed in any case."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    unzipped = path.with_name(f"{path.name}.parts")
    unzipped.mkdir()
    book = Workbook(str(path), {"constant_memory": True, "tmpdir": str(unzipped)})
    book.use_zip64()
    try:
        yield book
        book.close()
    except FileCreateError as problem:  # is no OSError, and holds one
        raise problem.args[0] from problem
    finally:
        for file in (file for sheet in book.worksheets() for file in (sheet.row_data_fh, sheet.fh)):
            with suppress(OSError):  # after a refusal there is nothing left to say
                file.close()
    unzipped.rmdir()


def _tables(db: Db, front: Front) -> Iterator[tuple[File, Generator[Rows, None, None]]]:
    for file, rows in ((daily.file(), front.days), *front.made):
        yield file, batch(rows)
    for source in views.SOURCES:
        yield source.file, views.batches(db, source, Span(EVER, NEVER))


class _Table:
    """The rows of one file on as many sheets as they need."""

    def __init__(self, book: "Workbook", file: File, formats: "dict[Kind, Format]") -> None:
        self.book, self.file, self.formats = book, file, formats
        self.bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8E8E8"})
        self.sheets = 0
        self.widths: list[int] = []
        self.texts: list[tuple[int, int]] = []
        self.tall: deque[int] = deque()
        self._begin()

    def _begin(self) -> None:
        self.sheets += 1
        name = self.file.name if self.sheets == 1 else f"{self.file.name} ({self.sheets})"
        self.sheet: Worksheet = self.book.add_worksheet(name)
        self.sheet.freeze_panes(1, 0)
        for number, column in enumerate(self.file.columns):
            self.sheet.write_string(0, number, column.name, self.bold)
        self.cells = [_cell(self.sheet, self.file, column, self.formats) for column in self.file.columns]
        self.rows = 0
        self.tall.clear()

    def add(self, rows: Rows) -> None:
        if not self.widths and rows:
            self.widths = _widths(self.file.columns, rows)
            if self.file.name not in _ONE_LINE:
                columns = zip(self.file.columns, self.widths, strict=True)
                self.texts = [(at, wide) for at, (of, wide) in enumerate(columns) if of.kind == "text"]
        for values in rows:
            if self.rows == _MOST_ROWS:
                self.end()
                self._begin()
            self.rows += 1
            self._make_room(values)
            for number, value in enumerate(values):
                if value is not None and value != "":
                    self.cells[number](self.rows, number, value)

    def _make_room(self, values: Sequence[Any]) -> None:
        """As high a row as its longest text needs: not every program finds that out when it opens the file."""
        lines = 1
        for number, width in self.texts:
            if len(values[number]) > width:
                lines = max(lines, ceil(len(values[number]) / (width - _SPARE)))
        if lines > 1:
            self.sheet.set_row(self.rows, min(_POINTS_OF_A_LINE * lines, _HIGHEST_POINTS))
            self.tall.append(self.rows)
        while (
            self.tall and self.tall[0] < self.rows - 1
        ):  # is on the disk: memory does not grow with tall rows
            for kept in (self.sheet.row_info, self.sheet.row_sizes):
                del kept[self.tall[0]]
            self.tall.popleft()

    def end(self) -> None:
        """Filters over what was written, the widths of the columns, and how it is printed."""
        last = len(self.file.columns) - 1
        self.sheet.autofilter(0, 0, self.rows, last)
        widths = self.widths or _widths(self.file.columns, ())
        for number, width in enumerate(widths):
            self.sheet.set_column(number, number, width)
        print_on_letter(self.sheet, widths, rows=self.rows)


def _widths(columns: Sequence[Column], rows: Rows) -> list[int]:
    """As wide as the names of the columns and the first rows are."""
    found = []
    for number, column in enumerate(columns):
        least = max(len(column.name) + 3, _WIDTHS[column.kind])
        longest = max((len(values[number]) + 1 for values in rows), default=0) if column.kind == "text" else 0
        found.append(min(_WIDEST, max(least, longest)))
    return found


# --- cells ------------------------------------------------------------------------------------------------------------


def _cell(sheet: "Worksheet", file: File, column: Column, formats: "dict[Kind, Format]") -> Cell:
    """How a value of the column is written."""
    own = formats.get(column.kind)
    write_text = _text_writer(sheet, file, None if file.name in _ONE_LINE else formats["text"])
    if column.kind == "text":
        return write_text
    if column.kind == "yes_no":
        return lambda row, at, value: sheet.write_boolean(row, at, bool(value), own)
    read = _NUMBERS[column.kind]

    def write(row: int, at: int, value: Any) -> object:
        number = read(value)
        if number is None:
            return write_text(row, at, str(value))
        return sheet.write_number(row, at, number, own)

    return write


def _text_writer(sheet: "Worksheet", file: File, wrapped: "Format | None") -> Cell:
    def write(row: int, at: int, value: str) -> object:
        if len(value) > _MOST_CHARACTERS // 2:
            value = _fitting(value, file)
        if value.startswith("<r>") and value.endswith(
            "</r>"
        ):  # XlsxWriter would take it for markup of its own
            return sheet.write_rich_string(row, at, value[:1], value[1:2], value[2:], wrapped)
        return sheet.write_string(row, at, value, wrapped)

    return write


def _fitting(value: str, file: File) -> str:
    """The text, or as much of it as a cell holds and where the rest is."""
    units = value.encode("utf-16-le")
    if len(units) <= 2 * _MOST_CHARACTERS:
        return value
    more = _(_CUT).format(file=f"{file.name}.csv")
    return units[: 2 * (_MOST_CHARACTERS - len(more))].decode("utf-16-le", "ignore") + more


def _whole(value: int) -> int | None:
    return value if abs(value) < _EXACT_MINOR else None


@lru_cache(maxsize=65_536)
def _amount(minor: int) -> float | None:
    """Minor units as the nearest number, which shows the very centavos as long as 15 digits hold them."""
    return minor / 100 if abs(minor) < _EXACT_MINOR else None


@lru_cache(maxsize=65_536)
def _day(text: str) -> int | None:
    """The number of a day, as spreadsheets count; None for what is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return (day - _DAY_ZERO).days if day >= _FIRST_DAY else None


def _moment(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.date() < _FIRST_DAY:
        return None
    since = moment.replace(tzinfo=None) - datetime(_DAY_ZERO.year, _DAY_ZERO.month, _DAY_ZERO.day)  # noqa: DTZ001 - a sheet knows no zones
    return since.days + (since.seconds * 1000 + since.microseconds // 1000) / 86_400_000


def _rate(text: str) -> Decimal | None:
    try:
        rate = Decimal(text)
    except InvalidOperation:
        return None
    return rate if rate.is_finite() else None


_NUMBERS: dict[Kind, Callable[[Any], float | Decimal | None]] = {
    "whole": _whole,
    "money": _amount,
    "day": _day,
    "moment": _moment,
    "rate": _rate,
}
