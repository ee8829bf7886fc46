"""The whole public folder: verified, then written from one moment of the ledger, in little memory."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from buyback import errors
from buyback.chain import Checkpoint
from buyback.export.folder import ExportedFile, Progress, write_sums, write_text
from buyback.export.public import files, page
from buyback.export.public.proof import Proof, proof
from buyback.export.public.receipts import Parts, Sums, digits_for
from buyback.export.staging import staged
from buyback.signing.notes import Note
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.views import destroyed, setup
from buyback.store.views.setup import LedgerInfo

NOTE = "checkpoint.txt"
_PARTS = "data"
_SORTING = ".sorting"
_TOLD_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Published:
    """A finished publication; `files` are those that the sums cover."""

    folder: Path
    files: tuple[ExportedFile, ...]
    checkpoint: Checkpoint
    receipts: int
    pieces: int


def publish(
    store: Store, folder: Path, note: Note, *, name: str, progress: Progress, note_folder: str = ""
) -> Published:
    """Verify the ledger, and write what was destroyed up to the note's checkpoint into a new folder. All of it, or nothing.

    `name` is what refusals call the note; `note_folder` is where the ledger's own lie, by default beside it. `progress(done, total)` is told entries and receipts together. LedgerUnsound,
    what `proof` refuses, BadFolderName, FolderNotEmpty, CannotWrite, and what `Store.reading` refuses.
    """
    with staged(folder) as part:
        with store.reading() as db:
            proof(db, note, name)
        steps = _Steps(progress, checks.PASSES * checks.head(store).seq)
        finding = next(checks.verify(store, progress=steps.verified, note_folder=note_folder), None)
        if finding is not None:
            raise errors.LedgerUnsound(finding=str(finding))
        with store.reading() as db:
            info, found = setup.ledger_info(db), proof(db, note, name)
            number = destroyed.count(db, found.checkpoint.seq)
            parts = Parts(part / _SORTING, digits_for(number))
            parts.folder.mkdir()
            sums = parts.fill(steps.each(destroyed.receipts(db, found.checkpoint.seq), number))
        written = tuple(_write(part, info, found, parts, sums))
        shutil.rmtree(parts.folder)
        write_sums(part, written)
    return Published(folder, written, found.checkpoint, sums.receipts, sums.pieces)


class _Steps:
    """How far it is: every entry is verified in its passes, every receipt read once."""

    def __init__(self, progress: Progress, entries: int) -> None:
        self.progress, self.entries, self.total = progress, entries, entries
        progress(0, entries)

    def verified(self, done: int) -> None:
        self.progress(min(done, self.entries), self.total)

    def each(self, receipts: Iterator[destroyed.Receipt], number: int) -> Iterator[destroyed.Receipt]:
        self.total = self.entries + number
        for done, receipt in enumerate(receipts, start=1):
            if done % _TOLD_EVERY == 0 or done == number:
                self.progress(self.entries + done, self.total)
            yield receipt


def _write(part: Path, info: LedgerInfo, found: Proof, parts: Parts, sums: Sums) -> Iterator[ExportedFile]:
    """Write every file but the sums, and name each."""
    yield write_text(part / files.TABLE, files.table(parts))
    yield write_text(part / files.JSON, files.as_json(parts, info, found, sums))
    yield write_text(part / NOTE, (str(found.note),))
    inside = "" if parts.digits else "".join(files.script("", parts.part(""), sums))
    text = page.page(info, found, sums, digits=parts.digits, inside=inside)
    yield write_text(part / page.NAME, (text,))
    if parts.digits:
        yield from _write_parts(part / _PARTS, parts, sums)


def _write_parts(folder: Path, parts: Parts, sums: Sums) -> Iterator[ExportedFile]:
    """A script for each part, those without receipts too: a part that is not there is one that got lost."""
    folder.mkdir()
    for name in parts.names:
        file = write_text(folder / f"{name}.js", files.script(name, parts.part(name), sums))
        yield replace(file, name=f"{folder.name}/{file.name}")
