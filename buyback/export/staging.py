"""A folder that appears whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from buyback.errors import CannotWrite, FolderNotEmpty


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A new folder to write files into; they are in `folder` when the block ends well, and nowhere when it does not.

    An empty folder that is there already stays (it may be somebody's medium); otherwise the new one becomes it.
    FolderNotEmpty; CannotWrite for whatever the file system refuses, in the block too.
    """
    made: list[Path] = []
    part: Path | None = None
    try:
        target = Path(os.path.realpath(folder))  # Path.resolve raises no OSError for a loop of links
        there = _is_there(target)
        made = _make_parents(target)
        part = (target if there else target.parent) / f".{target.name}.{token_hex(4)}.part"
        part.mkdir()
        yield part
        if there:
            _move_files(part, target)
        else:
            part.rename(target)
    except BaseException as problem:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
        _remove(made)
        if isinstance(problem, OSError):
            raise CannotWrite(path=str(folder), problem=problem.strerror or str(problem)) from problem
        raise


def _is_there(target: Path) -> bool:
    """Whether there is an empty folder; FolderNotEmpty for one that is not."""
    try:
        inside = next(target.iterdir(), None)
    except FileNotFoundError:
        return False
    if inside is not None:
        raise FolderNotEmpty(folder=str(target))
    return True


def _make_parents(target: Path) -> list[Path]:
    """The folders that had to be made above the target, the innermost first."""
    missing = [folder for folder in target.parents if not folder.exists()]
    made: list[Path] = []
    try:
        for folder in reversed(missing):
            folder.mkdir()
            made.insert(0, folder)
    except BaseException:
        _remove(made)
        raise
    return made


def _remove(empty: list[Path]) -> None:
    with suppress(OSError):
        for folder in empty:
            folder.rmdir()


def _move_files(part: Path, target: Path) -> None:
    if list(target.iterdir()) != [part]:
        raise FolderNotEmpty(folder=str(target))
    moved: list[Path] = []
    try:
        for file in sorted(part.iterdir()):
            moved.append(file.rename(target / file.name))
        part.rmdir()
    except BaseException:
        for place in moved:
            place.unlink(missing_ok=True)
        raise
