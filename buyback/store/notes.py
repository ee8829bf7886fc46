"""Signed checkpoints as files: one that is named, and those that lie in a ledger's folder of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from buyback.chain import Checkpoint
from buyback.errors import BadNote, UnreadableFile
from buyback.i18n import _
from buyback.signing.checkpoints import checkpoint_of
from buyback.signing.notes import LARGEST_BYTES, Note
from buyback.store import places


class Lying(NamedTuple):
    """A note as it lies in its file: the file's name, its text letter for letter, what it holds."""

    name: str
    text: str
    note: Note
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Folder:
    """The notes of one ledger in a folder; `unread` says in a sentence each why a file named like one of them is none."""

    notes: tuple[Lying, ...] = ()
    unread: tuple[str, ...] = ()


def read(path: Path) -> tuple[Note, Checkpoint]:
    """The note in a file and the checkpoint that it is of; UnreadableFile, BadNote."""
    note = Note.parse(_bytes(path), str(path))
    return note, checkpoint_of(note, str(path))


def lying(engine: Engine, ledger: str, folder: str = "") -> Folder:
    """What lies in the folder, by default the one beside the ledger, and is of this ledger. Other files there are not its business."""
    where = Path(folder).expanduser() if folder else places.checkpoint_folder(engine)
    notes, unread = [], []
    try:
        paths = sorted(path for path in where.iterdir() if path.suffix == ".txt")
    except (FileNotFoundError, NotADirectoryError):
        return Folder()
    except OSError as problem:
        return Folder((), (str(UnreadableFile(file=str(where), problem=problem.strerror or str(problem))),))
    for path in paths:
        try:
            data = _bytes(path)
            note = Note.parse(data, path.name)
            says = checkpoint_of(note, path.name)
        except (UnreadableFile, BadNote) as problem:
            if path.name.startswith(f"{ledger}-"):
                unread.append(str(problem))
            continue
        if says.ledger == ledger:
            notes.append(Lying(path.name, data.decode(), note, says))
    return Folder(tuple(notes), tuple(unread))


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise UnreadableFile(file=str(path), problem=_("it is no file"))
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as problem:
        said = getattr(problem, "strerror", None) or str(problem)
        raise UnreadableFile(file=str(path), problem=said) from problem
    if len(data) > LARGEST_BYTES:
        words = _("it is larger than {most} bytes")
        raise UnreadableFile(file=str(path), problem=words.format(most=LARGEST_BYTES))
    return data
