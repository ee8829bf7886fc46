"""A change of one row, and the parts that several facts' changes share."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import cache, singledispatch
from operator import attrgetter
from typing import Any, NamedTuple

from sqlmodel import SQLModel

from buyback import facts
from buyback.chain import Entry
from buyback.fact_json import LARGEST_INTEGER
from buyback.folios import parse_item

Row = dict[str, Any]


class Insert(NamedTuple):
    table: str
    row: Row


class Update(NamedTuple):
    """New values for the one row with this key."""

    table: str
    key: Row
    row: Row


Change = Insert | Update


@singledispatch
def changes_of(fact: facts.Fact, _entry: Entry) -> Iterator[Change]:
    """The rows that a kind of fact adds and changes; each area registers its own."""
    raise TypeError(f"{type(fact).__name__} has no projection")


def exact(number: int) -> int:
    """The number, if a fact could hold it."""
    if abs(number) > LARGEST_INTEGER:
        raise ValueError(f"{number!s:.20} is too large")
    return number


def same(part: Any, kind: type[SQLModel]) -> Row:
    """The fields that a fact and a table share by name."""
    of: Any = type(part)
    names, values = _shared(of, kind)
    return dict(zip(names, values(part), strict=True))


@cache
def _shared(part: type, kind: type[SQLModel]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    known = {field.name for field in fields(part)}
    names = tuple(name for name in kind.model_fields if name in known or hasattr(part, name))
    return names, attrgetter(*names)


def disposal(name: str, cuts: int, kind: str, business_on: str, entry: Entry) -> Row:
    folio, line = parse_item(name)
    empty = dict.fromkeys(("act", "act_key", "method", "receiver", "place", "witnesses"), "")
    return empty | {
        "folio": folio,
        "line": line,
        "seq": entry.seq,
        "ledger": entry.ledger,
        "kind": kind,
        "business_on": business_on,
        "recorded_at": entry.at,
        "recorded_by": entry.by,
        "cuts": cuts,
    }


def move(name: str, status: str, business_on: str, entry: Entry) -> Update:
    folio, line = parse_item(name)
    row = {"status": status, "status_on": business_on, "status_seq": entry.seq}
    return Update("item", {"folio": folio, "line": line}, row)
