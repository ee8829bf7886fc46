"""Facts to canonical JSON and back: what may stand in a sealed body, and how a reader of any age gets the same fact out.

Canonical is RFC 8785 (JCS) for what a fact can hold: keys sorted, no blanks, UTF-8, no floats. Pure: no clock, no database.
"""

import json
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache, lru_cache
from typing import Any

from buyback.facts import KINDS, Fact

LARGEST_INTEGER = 2**53 - 1  # RFC 8785 keeps integers exact up to here


class Undecodable(ValueError):
    """A body that this version cannot read as an entry."""


def canonical(value: object) -> str:
    """RFC 8785 JSON of dicts, lists, strings, integers and booleans; ValueError for what it cannot hold exactly."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def encode(fact: Fact) -> dict[str, Any]:
    """The fact's fields as plain JSON values; a field that is None is left out."""
    return _encode_fields(fact)


def _encode_fields(part: Any) -> dict[str, Any]:
    kind: type = type(part)
    found = ((name, getattr(part, name)) for name in _field_names(kind))
    return {name: _encode_value(value) for name, value in found if value is not None}


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _encode_value(value: Any) -> Any:
    if isinstance(value, str):
        if not is_text(value):  # refused here rather than met by a reader in ten years
            raise ValueError(f"{value!r:.60} is not text")
        return value
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError(f"{value} is too large to be exact in JSON")
        return value
    if isinstance(value, tuple):
        return [_encode_value(part) for part in value]
    if is_dataclass(value):
        return _encode_fields(value)
    raise TypeError(f"{type(value).__name__} has no place in a fact")


def decode(kind: str, found: dict[str, Any]) -> Fact:
    """The fact that `encode` wrote; Undecodable where a field is unknown, missing or of another type."""
    if kind not in KINDS:
        raise Undecodable(f"unknown kind {kind!r}")
    of: Any = KINDS[kind]
    fact: Fact = _reader_of(of).read(found)
    return fact


@dataclass(frozen=True, slots=True)
class Reader:
    """How a value out of JSON becomes one of a fact: what type it has there, and what is then done with it, if anything.

    A log has millions of them: whole rows of types are compared at once, and what needs no more is left as it is.
    """

    type: type
    then: Callable[[Any], Any] | None = None

    def read(self, value: Any) -> Any:
        """The value of the fact, or Undecodable."""
        if type(value) is not self.type:
            raise Undecodable(f"{value!r:.60} is not {self.type.__name__}")
        return self.then(value) if self.then else value


@cache
def _reader_of(hint: Any) -> Reader:
    if isinstance(hint, types.UnionType):  # of a type and None: a field that is None is left out
        hint = next(part for part in hint.__args__ if part is not types.NoneType)
    if hint in _READERS:
        return _READERS[hint]
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return _choice_of(hint.__args__)
    return _list_of(hint.__args__[0]) if origin is tuple else _part_of(hint)


def _exact(value: int) -> int:
    if abs(value) > LARGEST_INTEGER:
        raise Undecodable(f"{value!r:.60} is too large")
    return value


_READERS: dict[Any, Reader] = {str: Reader(str), int: Reader(int, _exact), bool: Reader(bool)}


def _choice_of(words: tuple[Any, ...]) -> Reader:
    def one_of(value: Any) -> Any:
        if value not in words:
            raise Undecodable(f"{value!r} is not one of {words}")
        return value

    return Reader(type(words[0]), one_of)


def _list_of(hint: Any) -> Reader:
    read = _reader_of(hint).read
    return Reader(list, lambda values: tuple(map(read, values)))


_MOST_LAYOUTS = 64


def _part_of(kind: type) -> Reader:
    """Reads a fact, or a part of one."""
    hints = typing.get_type_hints(kind)
    readers = {name: _reader_of(hint) for name, hint in hints.items()}
    optional = {name for name, hint in hints.items() if isinstance(hint, types.UnionType)}
    required = {field.name for field in fields(kind) if field.default is MISSING} - optional

    @lru_cache(_MOST_LAYOUTS)
    def layout(
        names: tuple[str, ...],
    ) -> tuple[tuple[type, ...], tuple[tuple[str, Callable[[Any], Any]], ...]]:
        """For fields in this order: their types in JSON, and what is done with those that are not taken as they are."""
        if not readers.keys() >= set(names):
            raise Undecodable(
                f"{kind.__name__} has no field {', '.join(sorted(set(names) - readers.keys()))}"
            )
        if not required <= set(names):
            raise Undecodable(f"{kind.__name__} lacks a field")
        known = [(name, readers[name]) for name in names]
        return tuple(of.type for _name, of in known), tuple((name, of.then) for name, of in known if of.then)

    def made_of(found: dict[str, Any]) -> Any:
        expected, unfinished = layout(tuple(found))
        if tuple(map(type, found.values())) != expected:
            raise Undecodable(f"{kind.__name__} has a field of another type")
        for name, then in unfinished:
            found[name] = then(found[name])
        return kind(**found)

    return Reader(dict, made_of)


def is_text(value: str) -> bool:
    """Whether every database can hold it: JSON may escape half of a surrogate pair, and NUL, which PostgreSQL refuses."""
    try:
        return "\x00" not in value and (value.isascii() or bool(value.encode()))
    except UnicodeEncodeError:
        return False


def is_all_text(found: Any) -> bool:
    """Whether every text in a value out of JSON is text; only an escape can make one that is not out of one that is."""
    if isinstance(found, dict):
        return all(map(is_all_text, found.values()))
    if isinstance(found, list):
        return all(map(is_all_text, found))
    return not isinstance(found, str) or is_text(found)
