"""The whole audit pack, out of one snapshot of the ledger: every file, and SHA256SUMS over all of them."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from buyback.export import daily
from buyback.export.folder import Exported, ExportedFile, Progress, write_package, write_sums, write_text
from buyback.export.pack import journals, steps, workbook
from buyback.export.pack.front import Front
from buyback.export.staging import staged
from buyback.report import accounted, definitions, told_together
from buyback.store.engine import Db, Store
from buyback.store.views import ever, setup
from buyback.store.views import export as views
from buyback.store.views.totals import EVER, NEVER, Span

SCRIPT = "verify.py"

_PASSES = 2  # every row is written as CSV, and once more into the workbook
_CHUNK_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class _Making:
    """What every part of the pack is made of."""

    db: Db
    part: Path
    front: Front
    workbook_rows: Callable[[int], None]


def audit_pack(store: Store, folder: Path, *, at: datetime, progress: Progress) -> Exported:
    """Write the pack of the whole ledger into a new folder. All of it, or nothing.

    `progress(done, total)` is told rows, from 0 to the total. BadFolderName, FolderNotEmpty, CannotWrite, and what
    `Store.reading` refuses.
    """
    span = Span(EVER, NEVER)
    with staged(folder) as part, store.reading() as db:
        rows = _Rows(progress)
        files = list(write_package(db, span, part, at=at, progress=rows.package))
        this = _Making(db, part, _front(db, span, at), rows.workbook)
        for write in _PARTS:
            files += write(this)
        write_sums(part, files)
    return Exported(folder, tuple(files))


def _front(db: Db, span: Span, at: datetime) -> Front:
    return Front(
        info=setup.ledger_info(db),
        at=at,
        days=daily.rows(db.ledger, views.day_figures(db, span)),
        sites=accounted(db),
        totals=tuple((by, told_together(db, span, by)) for by in definitions()),
    )


class _Rows:
    """How many rows are done in all passes together."""

    def __init__(self, progress: Progress) -> None:
        self.progress, self.total = progress, 0

    def package(self, done: int, total: int) -> None:
        self.total = total
        self.progress(done, _PASSES * total)

    def workbook(self, done: int) -> None:
        self.progress(self.total + done, _PASSES * self.total)


def _workbook(this: _Making) -> Iterator[ExportedFile]:
    path = this.part / workbook.NAME
    workbook.write_workbook(path, this.db, this.front, this.workbook_rows)
    yield ExportedFile(path.name, None, _kept_sha256(path))


def _kept_sha256(path: Path) -> str:
    """The sum of a file that somebody else wrote, once it is on the disk itself."""
    digest = hashlib.sha256()
    with path.open("rb+") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
        os.fsync(file.fileno())
    return digest.hexdigest()


def _journals(this: _Making) -> Iterator[ExportedFile]:
    book = journals.book(this.db, this.front.info, this.front.sites)
    yield write_text(this.part / journals.HLEDGER, journals.hledger(this.db, book))
    yield write_text(this.part / journals.BEANCOUNT, journals.beancount(this.db, book))


def _checking(this: _Making) -> Iterator[ExportedFile]:
    yield write_text(this.part / steps.NAME, (steps.steps(this.front, ever.counted(this.db)),))
    script = Path(__file__).with_name(SCRIPT).read_text(encoding="utf-8")
    yield write_text(this.part / SCRIPT, (script,))


_PARTS: tuple[Callable[[_Making], Iterator[ExportedFile]], ...] = (_workbook, _journals, _checking)
"""What the pack has besides the package, in the order in which it is written; each names the files that it wrote."""
