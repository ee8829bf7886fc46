"""Files of payout tables, whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from buyback.errors import CannotWrite, UnreadableFile
from buyback.i18n import _

LARGEST_FILE_BYTES = 2_000_000
"""Some ten thousand rows; a larger file is not a payout table."""


def read_bytes(path: Path) -> bytes:
    """The bytes of a regular file; UnreadableFile says what stands in the way, and no device or pipe is opened."""
    try:
        if path.is_dir():
            raise UnreadableFile(file=str(path), problem=_("it is a folder; name a file in it"))
        if not path.exists():
            raise UnreadableFile(file=str(path), problem=_("there is no such file; check the path"))
        if not path.is_file():
            raise UnreadableFile(file=str(path), problem=_("it is not a file"))
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as problem:
        raise UnreadableFile(file=str(path), problem=problem.strerror or str(problem)) from problem
    if len(data) > LARGEST_FILE_BYTES:
        problem_text = _("it is larger than {most} bytes, which no payout table is").format(
            most=LARGEST_FILE_BYTES
        )
        raise UnreadableFile(file=str(path), problem=problem_text)
    return data


def write_bytes(path: Path, data: bytes) -> None:
    """The file holds exactly `data`, on the disk, or is as it was before; CannotWrite says what stands in the way."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as problem:
        with suppress(OSError):
            part.unlink()
        raise CannotWrite(path=str(path), problem=problem.strerror or str(problem)) from problem
