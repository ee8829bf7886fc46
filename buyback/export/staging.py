"""A folder that appears whole or not at all."""

import os
import shutil
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from buyback.errors import BadFolderName, CannotWrite, FolderNotEmpty, FolderNotEmptyHidden, FolderNotThere


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A new folder to write files into; they are in `folder` when the block ends well, and nowhere when it does not.

    An empty folder that is there already stays (it may be somebody's medium); otherwise the new one becomes it. The
    folder above it is never made: where a stick is not mounted, that would be one on the computer's own disk.
    BadFolderName, FolderNotEmpty, FolderNotThere; CannotWrite for whatever else the file system refuses, in the block
    too.
    """
    _check_name(str(folder))
    part: Path | None = None
    try:
        target = Path(os.path.realpath(folder))  # Path.resolve raises no OSError for a loop of links
        there = _is_there(target)
        if not there:
            check_parent(target, folder)
        part = (target if there else target.parent) / f".buyback-export-{token_hex(4)}.part"
        part.mkdir()
        yield part
        if there:
            _move_files(part, target)
        else:
            part.rename(target)
    except BaseException as problem:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
        if isinstance(problem, OSError):
            raise CannotWrite(path=str(folder), problem=problem.strerror or str(problem)) from problem
        raise


def _check_name(folder: str) -> None:
    """No control character, and nothing that is no text: such a folder could not be named on a screen, or in a shell."""
    for position, character in enumerate(folder, start=1):
        if unicodedata.category(character) in ("Cc", "Cs"):
            raise BadFolderName(folder=_shown(folder), position=position)


def _shown(name: str) -> str:
    """A name as a sentence can hold it."""
    return "".join(character if character.isprintable() else "?" for character in name)


def _is_there(target: Path) -> bool:
    """Whether there is an empty folder; FolderNotEmpty names what is in one that is not."""
    try:
        inside = {path.name for path in target.iterdir()}
    except FileNotFoundError:
        return False
    if inside:
        raise _not_empty(target, inside)
    return True


def _not_empty(target: Path, inside: Collection[str]) -> FolderNotEmpty:
    """What can be seen is named before what is hidden, such as the remains of an export that was killed."""
    seen = sorted(name for name in inside if not name.startswith("."))
    kind = FolderNotEmpty if seen else FolderNotEmptyHidden
    return kind(folder=str(target), name=_shown((seen or sorted(inside))[0]))


def check_parent(target: Path, named: Path) -> None:
    """FolderNotThere unless something is where `target` is to be made; `named` is how that was asked for."""
    if not target.parent.exists():
        raise FolderNotThere(path=_shown(str(named)), folder=_shown(str(target.parent)))


def _move_files(part: Path, target: Path) -> None:
    others = {path.name for path in target.iterdir()} - {part.name}
    if others:
        raise _not_empty(target, others)
    moved: list[Path] = []
    try:
        for file in sorted(part.iterdir()):
            moved.append(file.rename(target / file.name))
        part.rmdir()
    except BaseException:
        for place in moved:
            if place.is_dir():
                shutil.rmtree(place, ignore_errors=True)
            else:
                place.unlink(missing_ok=True)
        raise
