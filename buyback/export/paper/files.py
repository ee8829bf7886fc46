"""A printed document as a file: whole or not at all, and never over one that is there already."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from buyback.errors import CannotWrite, FileThere
from buyback.export.staging import check_parent
from buyback.i18n import _

_DATABASE = b"SQLite format 3\0"
_BESIDE_ONE = ("-wal", "-shm", "-journal")


def save(path: Path, data: bytes, *, replaces: bool = False) -> None:
    """Write a new file; with `replaces`, over an old one. What is no file, like a printer's device, is written to.

    FileThere, FolderNotThere; CannotWrite for whatever else the system refuses, and then the path is as it was.
    """
    with _refusals(path):
        target = _target(path)
        if target is None:
            _write(path, data)
        else:
            _save(target, data, replaces=replaces)


def check_free(path: Path, *, replaces: bool = False) -> None:
    """Refuse what `save` will refuse, as far as that shows before there is anything to write."""
    with _refusals(path):
        target = _target(path)
        if target is not None and target.exists():
            _check_replaceable(target, replaces=replaces)


def _target(path: Path) -> Path | None:
    """Where the file will be, in a folder that is there; None for what is no file."""
    if path.is_dir():
        raise CannotWrite(path=str(path), problem=_("it is a folder"))
    if path.exists() and not path.is_file():
        return None
    target = Path(os.path.realpath(path))
    check_parent(target, path)
    return target


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """Turn what the system says into a refusal that names the path."""
    try:
        yield
    except FileExistsError as problem:
        raise FileThere(path=str(path)) from problem
    except (OSError, ValueError) as problem:  # a path with a zero byte is a ValueError
        raise CannotWrite(
            path=str(path), problem=getattr(problem, "strerror", None) or str(problem)
        ) from problem


def _write(device: Path, data: bytes) -> None:
    with device.open("wb", buffering=0) as file:
        file.write(data)


def _save(path: Path, data: bytes, *, replaces: bool) -> None:
    """Make the file beside its place and move it there when the disk has it."""
    if path.exists():
        _check_replaceable(path, replaces=replaces)
    part = path.with_name(f".{token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if replaces:
            part.replace(path)
        else:
            _move(part, path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _check_replaceable(path: Path, *, replaces: bool) -> None:
    """FileExistsError unless it is to be replaced; a database, or what lies beside one, never is: it may be the ledger."""
    if not replaces:
        raise FileExistsError
    with path.open("rb") as file:
        is_database = file.read(len(_DATABASE)) == _DATABASE
    if is_database or path.name.endswith(_BESIDE_ONE):
        raise CannotWrite(path=str(path), problem=_("it is a database, perhaps the ledger"))


def _move(part: Path, path: Path) -> None:
    """Give the file its name unless somebody was first: FileExistsError."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, such as a memory stick's
        if path.exists():
            raise FileExistsError from None
        part.rename(path)
