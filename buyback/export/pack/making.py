"""The whole audit pack, out of one snapshot of the ledger: every file, and SHA256SUMS over all of them."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from buyback.chain import Finding as Misfit
from buyback.chain import Since
from buyback.export import daily
from buyback.export.folder import (
    Exported,
    ExportedFile,
    Made,
    Progress,
    write_package,
    write_sums,
    write_text,
)
from buyback.export.pack import checkpoints, findings, journals, steps, workbook
from buyback.export.pack.checkpoints import Stood
from buyback.export.pack.front import Front
from buyback.export.staging import staged
from buyback.report import accounted, definitions, told_together
from buyback.report.audit import audited
from buyback.signing.outcomes import GivenKey
from buyback.store import checks
from buyback.store.engine import Db, Store
from buyback.store.views import ever, keys, log, setup
from buyback.store.views import export as views
from buyback.store.views.totals import EVER, NEVER, Span

SCRIPT = "verify.py"

_PASSES = 2  # every row is written as CSV, and once more into the workbook
_CHUNK_BYTES = 2**20
_ALL = Span(EVER, NEVER)


@dataclass(frozen=True, slots=True)
class _Making:
    """What every part of the pack is made of."""

    db: Db
    part: Path
    front: Front
    stood: tuple[Stood, ...]
    given: tuple[GivenKey, ...]
    workbook_rows: Callable[[int], None]


def audit_pack(
    store: Store, folder: Path, *, at: datetime, progress: Progress, note_folder: str = ""
) -> Exported:
    """Write the pack of the whole ledger into a new folder. All of it, or nothing.

    The signed checkpoints are looked for in `note_folder`, by default beside the ledger; one that the log does not bear out
    is evidence and a finding, and nothing is signed anew from its entry on. `progress(done, total)` is told rows, from 0 to
    the total. BadFolderName, FolderNotEmpty, CannotWrite, and what `Store.reading` refuses.
    """
    with staged(folder) as part, store.reading() as db:
        rows, given = _Rows(progress), keys.told(db)
        misfits = checks.misfits(db, note_folder)
        stood = checkpoints.stood(db, setup.ledger_info(db).head, given, note_folder, misfits.first_seq)
        made = (_findings(db, at, misfits.findings), *checkpoints.tables(db.ledger, stood, given))
        files = list(write_package(db, _ALL, part, at=at, progress=rows.package, more=made))
        this = _Making(db, part, _front(db, at, made), stood, given, rows.workbook)
        for write in _PARTS:
            files += write(this)
        write_sums(part, files)
    return Exported(folder, tuple(files), misfits.findings)


def _front(db: Db, at: datetime, made: tuple[Made, ...]) -> Front:
    return Front(
        info=setup.ledger_info(db),
        at=at,
        days=daily.rows(db.ledger, views.day_figures(db, _ALL)),
        sites=accounted(db),
        totals=tuple((by, told_together(db, _ALL, by)) for by in definitions()),
        made=made,
    )


def _findings(db: Db, at: datetime, misfits: Sequence[Misfit]) -> Made:
    """What the signed notes find, and the audit of all days, today being that of the ledger's first site."""
    today = setup.sites(db)[0].business_date(at)
    opened = log.entry(db, 1)
    first, last_seq = Since(1, at=opened.at), setup.ledger_info(db).head.seq
    return findings.FILE, findings.rows(db.ledger, audited(db, _ALL, today), misfits, first, last_seq)


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


def _notes(this: _Making) -> Iterator[ExportedFile]:
    signed = [one for one in this.stood if one.note]
    if signed:
        (this.part / checkpoints.FOLDER).mkdir()
    for one in signed:
        yield replace(write_text(this.part / one.file, (one.note,)), name=one.file)


def _checking(this: _Making) -> Iterator[ExportedFile]:
    page = steps.steps(this.front, ever.counted(this.db), ever.statuses(this.db), this.stood, this.given)
    yield write_text(this.part / steps.NAME, (page,))
    script = Path(__file__).with_name(SCRIPT).read_text(encoding="utf-8")
    yield write_text(this.part / SCRIPT, (script,))


_PARTS: tuple[Callable[[_Making], Iterator[ExportedFile]], ...] = (_workbook, _journals, _notes, _checking)
"""What the pack has besides the package, in the order in which it is written; each names the files that it wrote."""
