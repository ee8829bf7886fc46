"""Values made of rows, right by construction: whoever altered a table by hand is noticed where the row is read."""

import types
import typing
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo

from buyback import folios
from buyback.errors import Refusal
from buyback.facts import COUNTS
from buyback.i18n import _

_Fits = Callable[[Any], bool]
_Made = TypeVar("_Made")


class Unfit(ValueError):
    """What stands in a table that no entry of the log can have put there."""


def none_in(table: str) -> NoReturn:
    """Unfit: no ledger is without a site and an operator from its first day on."""
    raise Unfit(_("the table {table} is empty").format(table=table))


def once_each(names: Iterable[str]) -> None:
    """Unfit where a name stands twice: a table without its key was made by hand."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Unfit(f"{name}, {name}")
        seen.add(name)


def fitted(made: _Made) -> _Made:
    """The value, made of a row: Unfit where a field is not what its type says, or a name that nothing has."""
    kind: type = type(made)
    for name, fits in _fields(kind):
        value = getattr(made, name)
        if not fits(value):
            raise Unfit(f"{name} = {str(value)[:40]!r}")
    return made


class OfRow:
    """A frozen value out of a row, which fits as soon as it is there."""

    __slots__ = ()

    def __post_init__(self) -> None:
        fitted(self)


@cache
def _fields(kind: type) -> tuple[tuple[str, _Fits], ...]:
    hints = typing.get_type_hints(kind)
    return tuple((name, _NAMED.get(name) or _of(hint)) for name, hint in hints.items())


def _of(hint: Any) -> _Fits:
    """Whether a value is of the type: a class, a Literal, a tuple of them, or one of these or None."""
    origin = typing.get_origin(hint)
    if origin is types.UnionType:
        parts = tuple(map(_of, typing.get_args(hint)))
        return lambda value: any(fits(value) for fits in parts)
    if origin is typing.Literal:
        return typing.get_args(hint).__contains__
    if hint is str:
        return _is_text
    if origin is tuple:
        return _of_tuple(typing.get_args(hint))
    return lambda value: type(value) is hint


def _of_tuple(hints: tuple[Any, ...]) -> _Fits:
    """Whether a value is a tuple of these, or (with an Ellipsis) of any number of the first."""
    parts = tuple(_of(hint) for hint in hints if hint is not Ellipsis)
    if Ellipsis in hints:
        return lambda value: type(value) is tuple and all(map(parts[0], value))
    return lambda value: (
        type(value) is tuple and all(fits(part) for fits, part in zip(parts, value, strict=True))
    )


def _is_text(value: Any) -> bool:
    return type(value) is str and "\x00" not in value


def _is_folio(value: Any) -> bool:
    try:
        return type(value) is str and folios.parse(value) == value
    except Refusal:
        return False


@cache
def _is_timezone(value: Any) -> bool:
    try:
        return type(value) is str and bool(ZoneInfo(value))
    except (KeyError, ValueError, OSError):
        return False


_NAMED: dict[str, _Fits] = {
    "folio": _is_folio,
    "timezone": _is_timezone,
    "counts_as": COUNTS.__contains__,
}
"""Fields whose texts have a form of their own."""
