"""Read a payout table from its CSV and the TOML beside it, or say at which line and column it is wrong.

    bytes -> text (UTF-8) -> records (csv, strict) -> rows, each cell by its own parser -> PayoutTable

In a refusal the line is the line of the file where the record begins. The column is the name of the cell's column;
in the header and in a line with too many or too few fields, the number of the field; for a byte that is not text,
its character's place in the line. All count from 1.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from buyback.errors import BadTableFile
from buyback.facts import PayoutTableAdopted, TableRow
from buyback.i18n import _
from buyback.payout_table import cells
from buyback.payout_table.files import read_bytes
from buyback.payout_table.index import shipped_classes
from buyback.payout_table.meta import ClassRule, TableMeta, class_rules, generic_class, table_meta
from buyback.payout_table.table import PayoutTable
from buyback.payout_table.toml import parse_toml

MOST_ROWS = 1_000
"""The annex has some 42 types; a search at every key stays quick up to here."""

_LONGEST_FIELD = 100_000
_LINE_END = re.compile(r"\r\n|\r|\n")

T = TypeVar("T")
ClassLookup: TypeAlias = Callable[[str], ClassRule | None]
"""The rule of a class by its code; None where the table may not use it."""


def read_table_file(csv_path: Path, meta: TableMeta) -> PayoutTable:
    """The table of any programme, checked whole.

    What the TOML of the same name beside it says comes before `meta`; the code is `meta.code`, else the file's name.
    Where that TOML describes classes, there are no others. Else a class is the program's own of that code, or, where
    it has none, a generic one: traced, destroyed at the site, counted as "other".

    BadTableFile names line and column; UnreadableFile, BadCode and BadDate tell what else is wrong.
    """
    return parse_file(csv_path, read_bytes(csv_path), meta)


def parse_file(csv_path: Path, data: bytes, meta: TableMeta) -> PayoutTable:
    """As `read_table_file`, for the bytes already read from `csv_path`."""
    toml_path = csv_path.with_suffix(".toml")
    document = parse_toml(str(toml_path), read_bytes(toml_path)) if toml_path.is_file() else {}
    checked = table_meta(str(toml_path), document, replace(meta, code=meta.code or csv_path.stem))
    own = class_rules(str(toml_path), document)
    if own:
        return parse_table(str(csv_path), data, checked, own.get)
    shipped = shipped_classes()
    return parse_table(str(csv_path), data, checked, lambda code: shipped.get(code) or generic_class(code))


def parse_table(file: str, data: bytes, meta: TableMeta, class_of: ClassLookup) -> PayoutTable:
    """The table in `data`; `file` is its name in refusals. Its classes are those that its rows use, in their order."""
    rules: dict[str, ClassRule] = {}
    rows: list[TableRow] = []
    line_of: dict[str, int] = {}
    for record in _records(file, _text(file, data)):
        class_code = record.cell("class", cells.code)
        rule = rules.get(class_code) or class_of(class_code)
        if rule is None:
            raise record.bad(
                "class", _("the table's TOML describes no class “{code}”").format(code=class_code)
            )
        row = _row(record, rule)
        if row.code in line_of:
            problem = _("the code “{code}” is already that of line {line}; every type has its own")
            raise record.bad("code", problem.format(code=row.code, line=line_of[row.code]))
        if len(rows) == MOST_ROWS:
            raise record.bad("code", _("a table has at most {most} types").format(most=MOST_ROWS))
        line_of[row.code] = record.line
        rules[class_code] = rule
        rows.append(row)
    return PayoutTable(
        PayoutTableAdopted(
            code=meta.code,
            campaign=meta.campaign,
            issuer=meta.issuer,
            effective_on=meta.effective_on,
            currency=meta.currency,
            source=meta.source,
            complete=meta.complete,
            classes=tuple(rule.table_class for rule in rules.values()),
            rows=tuple(rows),
        )
    )


# --- a record ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Record:
    """One line of the table: where it is, and its cells by column."""

    file: str
    line: int
    fields: dict[str, str]

    def cell(self, column: str, parse: Callable[[str], T]) -> T:
        """The value of a cell; BadTableFile with its line and column where it has none."""
        try:
            return parse(self.fields[column])
        except cells.CellProblem as problem:
            raise self.bad(column, str(problem)) from None

    def bad(self, column: str, problem: str) -> BadTableFile:
        return BadTableFile(file=self.file, line=self.line, column=column, problem=problem)


def _row(record: _Record, rule: ClassRule) -> TableRow:
    code = record.cell("code", cells.code)
    return TableRow(
        code=code,
        class_code=rule.table_class.code,
        counts_as=rule.counts(code),
        name_es=record.cell("name_es", cells.name),
        name_en=record.cell("name_en", cells.name),
        calibre=record.cell("calibre", cells.calibre),
        aliases=record.cell("aliases", cells.aliases),
        serviceable_minor=record.cell("serviceable_mxn", cells.amount_minor),
        unserviceable_minor=record.cell("unserviceable_mxn", cells.amount_minor),
        unit=record.cell("unit", cells.unit),
        source=record.cell("source", cells.source),
    )


def _records(file: str, text: str) -> Iterator[_Record]:
    """Every record after the header; a line with nothing on it is no record."""
    lines = _lines(file, text)
    line, header = next(lines, (1, []))
    if not header:
        raise BadTableFile(file=file, line=1, column=1, problem=_("the file is empty"))
    columns = _checked_header(file, line, header)
    empty = True
    for line, found in lines:
        if len(found) != len(columns):
            problem = _(
                "the line has {found} fields and the header has {expected}; "
                "text with a comma in it stands between quotes, and amounts have no commas"
            )
            column = min(len(found), len(columns)) + 1
            problem = problem.format(found=len(found), expected=len(columns))
            raise BadTableFile(file=file, line=line, column=column, problem=problem)
        yield _Record(file, line, dict(zip(columns, found, strict=True)))
        empty = False
    if empty:
        raise BadTableFile(file=file, line=line + 1, column=1, problem=_("there is no row below the header"))


def _checked_header(file: str, line: int, header: list[str]) -> list[str]:
    """The columns in the file's order, once each of COLUMNS is there once and no other is."""
    columns = [title.strip() for title in header]
    if len(columns) == 1 and re.search(r"[;\t]", columns[0]):
        problem = _("the columns are not separated by commas; save the table as CSV with commas")
        raise BadTableFile(file=file, line=line, column=1, problem=problem)
    known = ", ".join(cells.COLUMNS)
    for number, title in enumerate(columns, start=1):
        if title not in cells.COLUMNS:
            problem = _("“{title}” is not a column of a payout table; the columns are {known}")
            problem = problem.format(title=cells.clipped(title), known=known)
            raise BadTableFile(file=file, line=line, column=number, problem=problem)
        if title in columns[: number - 1]:
            problem = _("the column “{title}” stands twice in the header").format(title=title)
            raise BadTableFile(file=file, line=line, column=number, problem=problem)
    for title in cells.COLUMNS:
        if title not in columns:
            problem = _("the column is missing; the columns are {known}").format(known=known)
            raise BadTableFile(file=file, line=line, column=title, problem=problem)
    return columns


# --- text -------------------------------------------------------------------------------------------------------------


def _text(file: str, data: bytes) -> str:
    """The text of the file without its byte order mark; what is no text is refused with its place."""
    wrong = None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        text, wrong = data[: problem.start].decode("utf-8"), data[problem.start]
    text = text.removeprefix("\ufeff")
    before_nul, nul, _after = text.partition("\0")
    if nul:
        sentence = _(
            "there is a NUL character, so this is not a table in UTF-8; save it again as CSV in UTF-8"
        )
    elif wrong is not None:
        sentence = _(
            "the byte 0x{byte:02X} is not UTF-8; save the table again as UTF-8 (in a spreadsheet: CSV UTF-8), "
            "not as Windows-1252 or Unicode text"
        ).format(byte=wrong)
    else:
        return text
    line, column = _place(before_nul)
    raise BadTableFile(file=file, line=line, column=column, problem=sentence)


def _place(before: str) -> tuple[int, int]:
    """The line and column of the character that follows `before`, both from 1."""
    lines = _LINE_END.split(before)
    return len(lines), len(lines[-1]) + 1


def _lines(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """The fields of every line that has any, with the number of the line that the record begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            found = next(reader)
        except StopIteration:
            return
        except csv.Error:
            rest = "".join(io.StringIO(text, newline="").readlines()[line - 1 :])
            raise _broken(file, line, _broken_field(rest)) from None
        for number, cell in enumerate(found, start=1):
            if len(cell) > _LONGEST_FIELD:  # the csv module has a limit too, which any library may change
                raise _broken(file, line, number)
        if found:
            yield line, found


def _broken(file: str, line: int, column: int) -> BadTableFile:
    problem = _(
        "the quotes of this field do not fit, or it is far too long; a quote inside a quoted text is written twice"
    )
    return BadTableFile(file=file, line=line, column=column, problem=problem)


def _broken_field(record: str) -> int:
    """The number of the first field whose quoting is wrong: it goes on after its closing quote, never closes, or is
    too long."""
    field = r'(?:"(?:[^"]|"")*"|[^",\r\n][^,\r\n]*|)'
    whole = re.compile(rf"{field}(?:,|(?=[\r\n]|\Z))")
    number, position = 1, 0
    while (found := whole.match(record, position)) and found[0].endswith(","):
        if len(found[0]) > _LONGEST_FIELD:
            break
        number, position = number + 1, found.end()
    return number
