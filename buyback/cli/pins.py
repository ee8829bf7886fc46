"""Where a PIN comes from on the command line: a file of one's own, or a prompt that shows nothing. Never an argument."""

import os
import stat
import sys
import warnings
from pathlib import Path

from buyback import errors
from buyback.i18n import _
from buyback.rules import Pin

_MOST_BYTES = 100


class GivenUp(KeyboardInterrupt):
    """Ctrl+C where a PIN or a code is asked for: the verb that needs it has not begun."""


def read(alias: str, file: str, option: str) -> Pin:
    """The PIN of this operator: out of the file if one is named, else typed; PinMissing where nobody can type.

    `option` is the one that names such a file, for the refusal.
    """
    if file:
        return of_file(file)
    return _typed(_("PIN of {alias}: ").format(alias=alias), errors.PinMissing(alias=alias, option=option))


def read_new(alias: str, file: str, option: str) -> Pin:
    """A new PIN, typed twice where it is typed; PinsDiffer if it is not the same."""
    if file:
        return of_file(file)
    missing = errors.NewPinMissing(alias=alias, option=option)
    pin = _typed(_("New PIN of {alias}: ").format(alias=alias), missing)
    if _typed(_("The same again: "), missing).reveal() != pin.reveal():
        raise errors.PinsDiffer()
    return pin


def of_file(file: str, *, open_to_others: type[errors.Refusal] = errors.PinFileOpen) -> Pin:
    """The digits in a file that only its owner can read; SecretFileEmpty where there are none.

    `open_to_others` where others can read it, on systems that know of any.
    """
    if file.isascii() and file.isdecimal():
        raise errors.SecretNoFile()  # and what was typed is not said again
    path = Path(file).expanduser()
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise errors.UnreadableFile(file=file, problem=_("it is no file"))
        with path.open("rb") as opened:
            others = os.fstat(opened.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO)
            if os.name == "posix" and others:
                raise open_to_others(file=file)
            pin = Pin(opened.read(_MOST_BYTES).decode("ascii", "replace").strip())
    except OSError as problem:
        raise errors.UnreadableFile(file=file, problem=problem.strerror or str(problem)) from problem
    if not pin.reveal():
        raise errors.SecretFileEmpty(file=file)
    return pin


def typed_if_asked(prompt: str) -> Pin | None:
    """What is typed in answer to the prompt, unseen; None where there is no terminal to ask on. GivenUp for Ctrl+C."""
    from getpass import GetPassWarning, getpass

    if not (sys.stdin and sys.stdin.isatty()):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)  # it would go on, and show what is typed
            return Pin(getpass(prompt).strip())
    except (GetPassWarning, EOFError):
        return None
    except KeyboardInterrupt:
        if sys.stderr.isatty():
            sys.stderr.write("\n")  # what is said of it stands on a line of its own
        raise GivenUp from None


def _typed(prompt: str, missing: errors.Refusal) -> Pin:
    """What is typed in answer to the prompt, unseen; `missing` where there is no terminal to ask on."""
    pin = typed_if_asked(prompt)
    if pin is None:
        raise missing
    return pin
