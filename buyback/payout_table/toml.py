"""What a TOML file of the program's data may hold; a refusal names the file and the key that is wrong."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from buyback.errors import Refusal, UnreadableFile
from buyback.i18n import _
from buyback.payout_table import cells

Document: TypeAlias = Mapping[str, object]

LONGEST_TEXT = 300


def parse_toml(file: str, data: bytes) -> Document:
    """The document; UnreadableFile where it is not TOML in UTF-8."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableFile(file=file, problem=_("it is not UTF-8; save it again as UTF-8")) from None
    except (
        ValueError,
        RecursionError,
    ) as problem:  # a TOMLDecodeError is a ValueError, so is a number too long to read
        raise UnreadableFile(file=file, problem=str(problem)) from problem


def choice(file: str, key: str, value: object, allowed: tuple[str, ...]) -> str:
    """One of the words."""
    if not isinstance(value, str) or value not in allowed:
        raise bad_key(file, key, _("write one of {allowed}").format(allowed=", ".join(allowed)))
    return value


def text(file: str, key: str, value: object, longest: int = LONGEST_TEXT) -> str:
    """A text that can be printed, its blanks collapsed."""
    if not isinstance(value, str):
        raise bad_key(file, key, _("write it as text between quotes"))
    try:
        return cells.plain(value, longest)
    except cells.CellProblem as problem:
        raise bad_key(file, key, str(problem)) from None


def only_keys(file: str, found: Document, known: Sequence[str]) -> None:
    """Nothing, once every key is a known one."""
    for key in found:
        if key not in known:
            raise bad_key(
                file, key, _("there is no such key; the keys are {known}").format(known=", ".join(known))
            )


def bad_key(file: str, key: str, problem: str) -> Refusal:
    """What is wrong with a key of the file."""
    return UnreadableFile(file=file, problem=f"{cells.clipped(key)}: {problem}", key=key)
