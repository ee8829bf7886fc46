"""The file of a private half: one line of text, which only its owner can read.

What is wrong with a file is said by its name alone: nothing that stands in it is in a refusal or in a traceback.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

from buyback import errors
from buyback.i18n import _
from buyback.signing.keys import NoKeyText, SigningKey

_MOST_BYTES = 1000


def write(path: Path, key: SigningKey) -> None:
    """Write a new file with mode 0600; FileThere where there is one, CannotWrite for whatever else the system refuses."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as problem:
        raise errors.KeyFileThere(file=str(path)) from problem
    except (OSError, ValueError) as problem:
        raise _unwritten(path, problem) from problem
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            if os.name == "posix":
                os.fchmod(file.fileno(), 0o600)  # whatever the umask
            file.write(key.reveal())
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        with suppress(OSError):
            path.unlink()
        raise _unwritten(path, problem) from None  # its frames hold the text


def read(path: Path) -> SigningKey:
    """The key in the file. UnreadableFile, KeyFileOpen where others can read it, BadKeyFile where it holds none."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise errors.UnreadableFile(file=str(path), problem=_("it is no file"))
        with path.open("rb") as file:
            others = os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO)
            if os.name == "posix" and others:
                raise errors.KeyFileOpen(file=str(path))
            data = file.read(_MOST_BYTES)
    except (OSError, ValueError) as problem:
        said = getattr(problem, "strerror", None) or str(problem)
        raise errors.UnreadableFile(file=str(path), problem=said) from problem
    key = _parsed(data)
    del data
    if key is None:
        raise errors.BadKeyFile(file=str(path))
    return key


def _parsed(data: bytes) -> SigningKey | None:
    try:
        return SigningKey.parse(data.decode())
    except (NoKeyText, UnicodeDecodeError):
        return None


def _unwritten(path: Path, problem: OSError | ValueError) -> errors.CannotWrite:
    return errors.CannotWrite(path=str(path), problem=getattr(problem, "strerror", None) or str(problem))
