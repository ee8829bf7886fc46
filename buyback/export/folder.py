"""The whole export: every file, its description and its sums, out of one snapshot of the ledger."""

import hashlib
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from buyback.chain import Finding
from buyback.errors import BadSpan
from buyback.export import cells, daily, descriptor
from buyback.export.descriptor import Written
from buyback.export.staging import staged
from buyback.store.engine import Db, Store
from buyback.store.views import export as views
from buyback.store.views import setup
from buyback.store.views.export import File, Rows
from buyback.store.views.people import people
from buyback.store.views.totals import Span

SUMS = "SHA256SUMS"

Progress = Callable[[int, int], None]
Made: TypeAlias = tuple[File, Rows]
"""A file whose rows are no table's."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file that the sums cover; `rows` without the header, None for what is no table."""

    name: str
    rows: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished export; `misfits` are the notes beside the ledger that say otherwise than its log."""

    folder: Path
    files: tuple[ExportedFile, ...]
    misfits: tuple[Finding, ...] = ()


def export_folder(
    store: Store,
    folder: Path,
    *,
    first: date | None,
    last: date | None,
    site: str,
    at: datetime,
    progress: Progress,
) -> Exported:
    """Write the ledger into a new folder: CSV files, datapackage.json, SHA256SUMS. All of them, or nothing.

    None and an empty site do not restrict. `progress(done, total)` is told rows, from 0 to the total. BadSpan,
    UnknownSite, BadFolderName, FolderNotEmpty, CannotWrite, and what `Store.reading` refuses.
    """
    span = Span(first or date.min, last or date.max)
    if span.last < span.first:
        raise BadSpan(first=span.first.isoformat(), last=span.last.isoformat())
    with staged(folder) as part, store.reading() as db:
        if site:
            span = Span(span.first, span.last, setup.site(db, site).code)
        files = write_package(db, span, part, at=at, progress=progress)
        write_sums(part, files)
    return Exported(folder, files)


def write_package(
    db: Db, span: Span, part: Path, *, at: datetime, progress: Progress, more: Iterable[Made] = ()
) -> tuple[ExportedFile, ...]:
    """Write the CSV files, `more` of them last, and their datapackage.json into the folder; what was written, in that order."""
    tables = tuple(_tables(db, span, part, progress, tuple(more)))
    has_pins = people(db).have_pins
    text = descriptor.package(tables, info=setup.ledger_info(db), has_pins=has_pins, span=span, at=at)
    described = write_text(part / descriptor.NAME, (text,))
    return (*(ExportedFile(table.path, table.rows, table.sha256) for table in tables), described)


def write_text(path: Path, chunks: Iterable[str]) -> ExportedFile:
    """Write a new file that is no table, as UTF-8."""
    _size_bytes, sha256 = _write(path, chunks)
    return ExportedFile(path.name, None, sha256)


def write_sums(part: Path, files: Iterable[ExportedFile]) -> None:
    """Write the sums of the files as sha256sum reads them."""
    _write(part / SUMS, (f"{file.sha256}  {file.name}\n" for file in files))


def _tables(db: Db, span: Span, part: Path, progress: Progress, more: tuple[Made, ...]) -> Iterator[Written]:
    """Write every CSV file; what was written of each."""
    days = daily.rows(db.ledger, views.day_figures(db, span))
    made = ((daily.file(), days), *more)
    total = sum(len(rows) for _file, rows in made) + sum(views.count(db, one, span) for one in views.SOURCES)
    found = [(source.file, views.batches(db, source, span)) for source in views.SOURCES]
    counter = _Counter(total, progress)
    for file, batches in (*found, *((file, batch(rows)) for file, rows in made)):
        before = counter.done
        with closing(batches):  # a server's cursor ends before its transaction does, whatever happens
            size_bytes, sha256 = _write(part / f"{file.name}.csv", counter.lines(file, batches))
        yield Written(file, counter.done - before, size_bytes, sha256)


def batch(rows: Rows) -> Generator[Rows, None, None]:
    """Rows that are there already, as those of a table come."""
    yield rows


class _Counter:
    """How many rows are done, told as they are written."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.done, self.total, self.progress = 0, total, progress
        progress(0, total)

    def lines(self, file: File, batches: Iterable[Rows]) -> Iterator[str]:
        yield cells.header(file.columns)
        for batch in batches:
            yield cells.lines(file.columns, batch)
            self.done += len(batch)
            self.progress(self.done, self.total)


def _write(path: Path, chunks: Iterable[str]) -> tuple[int, str]:
    """Write a new file as UTF-8, to the disk itself; its size in bytes and its SHA-256."""
    size_bytes, digest = 0, hashlib.sha256()
    with path.open("xb") as file:
        for chunk in chunks:
            data = chunk.encode()
            digest.update(data)
            size_bytes += file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return size_bytes, digest.hexdigest()
