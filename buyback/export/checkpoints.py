"""Signed checkpoints as files: one is written at each close of day, and found again when its act is printed."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from buyback import config
from buyback.chain import Checkpoint
from buyback.errors import BadNote, CannotWrite, FileThere, KeyForeign, KeyMissing, UnreadableFile
from buyback.export.paper.files import save
from buyback.signing import key_files
from buyback.signing.checkpoints import note_of
from buyback.signing.keys import VerifierKey
from buyback.signing.notes import Note
from buyback.store import places
from buyback.store.engine import Db
from buyback.store.notes import Lying, lying, read
from buyback.store.views import keys


def keep(engine: Engine, checkpoint: Checkpoint, note: Note, folder: str = "") -> Path:
    """Write the note into `folder`, by default the one beside the ledger, which is made; the file.

    A file that holds this checkpoint already stays as it is: others may have co-signed it. CannotWrite, FolderNotThere,
    FileThere say why not.
    """
    where = Path(folder).expanduser() if folder else places.checkpoint_folder(engine)
    if not folder:
        try:
            where.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise CannotWrite(path=str(where), problem=problem.strerror or str(problem)) from problem
    path = where / places.checkpoint_name(checkpoint)
    try:
        save(path, str(note).encode())
    except FileThere:
        if not _says(path, checkpoint):
            raise
    return path


def signed(engine: Engine, checkpoint: Checkpoint, key: VerifierKey) -> Note:
    """The checkpoint with the signature of this key of its ledger, and no other.

    KeyMissing, KeyForeign, KeyFileOpen, BadKeyFile, UnreadableFile where the file of its private half does not do.
    """
    path = places.key_file(engine, checkpoint.ledger, key)
    if not config.stands(path):
        raise KeyMissing(key=key.brief, file=str(path))
    own = key_files.read(path)
    if own.verifier != key:
        raise KeyForeign(file=str(path), key=key.brief)
    return note_of(checkpoint).signed(own)


def kept(engine: Engine, ledger: str, given: Collection[VerifierKey], folder: str = "") -> Iterator[Lying]:
    """The notes in the folder that are of this ledger and were signed by one of its keys, whatever its log says now.

    A note that does not fit the log is of another history that the ledger's key signed. What was altered, or is named
    otherwise, is passed over.
    """
    for one in lying(engine, ledger, folder).notes:
        if one.name == places.checkpoint_name(one.checkpoint) and any(one.note.fits(key) for key in given):
            yield one


def of_close(db: Db, checkpoint: Checkpoint, folder: str = "") -> tuple[keys.LedgerKey | None, Note | None]:
    """The key that was the ledger's at a checkpoint, and the note with its signature only; None for what there is not."""
    good = keys.good_at(db, checkpoint.seq)
    if good is None:
        return None, None
    where = Path(folder).expanduser() if folder else places.checkpoint_folder(db.connection.engine)
    with suppress(UnreadableFile, BadNote):
        note, says = read(where / places.checkpoint_name(checkpoint))
        if says == checkpoint and note.fits(good.key):
            return good, replace(note, signatures=note.of(good.key))
    return good, None


def _says(path: Path, checkpoint: Checkpoint) -> bool:
    try:
        return read(path)[1] == checkpoint
    except (UnreadableFile, BadNote):
        return False
