"""A CSV file of rates that a person brings."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from buyback.errors import BadTableFile, UnreadableFile
from buyback.facts import MANUAL
from buyback.i18n import _
from buyback.money import Rate
from buyback.rates.quoted import Quoted, excerpt, iso_day
from buyback.rules import EARLIEST_YEAR

_LARGEST_FILE_BYTES = 4_194_304  # a rate a day for three centuries
_LONGEST_SOURCE = 60
_NEEDED = ("as_of", "mxn_per_usd")
_COLUMNS = (*_NEEDED, "source")
_DAY_AND_MONTH = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", re.ASCII)


def read_rates_file(path: Path, *, now: datetime, today: date | None = None) -> list[Quoted]:
    """The rates of a CSV file with the columns as_of, mxn_per_usd and, if wanted, source; in the file's order.

    UTF-8, days as 2025-02-18. `source` is "manual" where the file names none, `reason` is the file's name, `today`
    is the site's date (default: UTC's). A day that stands twice with one rate counts once. Raises UnreadableFile, or
    BadTableFile naming the line and column: another encoding, a missing or strange column, a malformed or future
    day, a rate outside 1 to 99.9999, a day with two rates, no rate at all.
    """
    today = today or now.astimezone(UTC).date()
    found: dict[date, tuple[int, Quoted]] = {}
    for line, row in _rows(path):
        day = _day(path, line, row["as_of"], today)
        rate = _rate(path, line, row["mxn_per_usd"])
        source = _source(path, line, row.get("source", ""))
        first_line, first = found.setdefault(day, (line, Quoted(rate, day, source, now, path.name)))
        if first.rate != rate:
            words = _("{day} has the rate {rate} in line {line}, and a day has one rate")
            problem = words.format(day=day.isoformat(), rate=first.rate, line=first_line)
            raise _bad(path, line, "mxn_per_usd", problem)
    if not found:
        raise _bad(path, 1, "as_of", _("the file holds no rate"))
    return [quoted for _line, quoted in found.values()]


def _bad(path: Path, line: int, column: str, problem: str) -> BadTableFile:
    return BadTableFile(file=path.name, line=line, column=column, problem=problem)


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFile(file=str(path), problem=_("it is not a file"))
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE_BYTES + 1)
    except OSError as problem:
        said = problem.strerror or type(problem).__name__
        raise UnreadableFile(file=str(path), problem=said) from problem
    if len(content) > _LARGEST_FILE_BYTES:
        words = _("it is larger than {most} bytes")
        raise UnreadableFile(file=str(path), problem=words.format(most=_LARGEST_FILE_BYTES))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = content[: problem.start].split(b"\n")
        column = str(before[-1].count(b",") + 1)
        advice = _("the text is not UTF-8; save the file as “CSV UTF-8”")
        raise _bad(path, len(before), column, advice) from problem


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its line number, its cells stripped and named by the header."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    header: list[str] = []
    try:
        for untrimmed in reader:
            cells = [cell.strip() for cell in untrimmed]
            if not any(cells):
                continue
            if not header:
                header = _header(path, reader.line_num, cells)
            elif len(cells) != len(header):
                words = _("the row has {found} columns and the header {expected}")
                column = str(min(len(cells), len(header)) + 1)
                problem = words.format(found=len(cells), expected=len(header))
                raise _bad(path, reader.line_num, column, problem)
            else:
                yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error as malformed:
        problem = _("the row is not CSV; check its quotation marks")
        raise _bad(path, reader.line_num, "1", problem) from malformed


def _header(path: Path, line: int, names: list[str]) -> list[str]:
    columns = _("the columns are as_of, mxn_per_usd and, if wanted, source, with commas between them")
    for number, name in enumerate(names, start=1):
        if name not in _COLUMNS or name in names[: number - 1]:
            raise _bad(path, line, excerpt(name) or str(number), columns)
    for name in _NEEDED:
        if name not in names:
            raise _bad(path, line, name, _("it is missing; {columns}").format(columns=columns))
    return names


def _day(path: Path, line: int, text: str, today: date) -> date:
    day = iso_day(text)
    if day is None:
        problem = _("“{text}” is not a date; write it like 2025-02-18")
        if _DAY_AND_MONTH.fullmatch(text):
            problem = _(
                "“{text}” does not say which is the day and which the month "
                "(Banco de México prints the day first); write year-month-day, like 2025-02-18"
            )
        raise _bad(path, line, "as_of", problem.format(text=excerpt(text)))
    if day > today:
        problem = _("{day} is in the future; today is {today}")
        raise _bad(path, line, "as_of", problem.format(day=day.isoformat(), today=today.isoformat()))
    if day.year < EARLIEST_YEAR:
        problem = _("{day} is before the year {year}; check the year")
        raise _bad(path, line, "as_of", problem.format(day=day.isoformat(), year=EARLIEST_YEAR))
    return day


def _rate(path: Path, line: int, text: str) -> Rate:
    try:
        return Rate.parse(text)
    except ValueError as problem:
        advice = _("“{text}” is not a rate from 1 to 99.9999 with a decimal point and at most four decimals")
        raise _bad(path, line, "mxn_per_usd", advice.format(text=excerpt(text))) from problem


def _source(path: Path, line: int, text: str) -> str:
    if text and (len(text) > _LONGEST_SOURCE or not text.isprintable() or not text[0].isalnum()):
        words = _("“{text}” is not the name of a source: at most {most} characters, a letter or digit first")
        raise _bad(path, line, "source", words.format(text=excerpt(text), most=_LONGEST_SOURCE))
    return text or MANUAL
