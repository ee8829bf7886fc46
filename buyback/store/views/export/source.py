"""What a file of an export that is rows of a table is declared by, and where it finds its rows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Table, UniqueConstraint
from sqlmodel import SQLModel

from buyback.store.engine import Db
from buyback.store.views.export.columns import Column, File, Reference, table_of


@dataclass(frozen=True, slots=True)
class Source:
    """A file's rows: those of `table`, one each. `joined` adds columns to a row and never takes one away.

    `is_whole`: no span restricts it, although its rows have folios: they need not be those of drop-offs. `looked_up`: columns whose SQL gives the key under which their value is found in what this function reads.
    """

    file: File
    table: str
    alias: str
    order: str
    joined: str = ""
    looked_up: Mapping[str, Callable[[Db], Mapping[str, str]]] = field(default_factory=dict)
    is_whole: bool = False

    @property
    def by_folio(self) -> bool:
        """Whether each row belongs to a drop-off, whose day and site a span restricts."""
        return not self.is_whole and any(column.name == "folio" for column in self.file.columns)


def source(
    name: str,
    title: str,
    kind: type[SQLModel],
    alias: str,
    found: tuple[Column, ...],
    *,
    key: str,
    order: str,
    refers: tuple[Reference, ...] = (),
    unique: tuple[str, ...] = (),
    joined: str = "",
    looked_up: Mapping[str, Callable[[Db], Mapping[str, str]]] | None = None,
    is_whole: bool = False,
) -> Source:
    table = table_of(kind)
    keys = (*_unique(table, alias, found), *((name,) for name in unique))
    file = File(name, title, table.comment or "", found, tuple(key.split()), refers, keys)
    return Source(file, table.name, alias, order, joined, looked_up or {}, is_whole)


def _unique(table: Table, alias: str, found: tuple[Column, ...]) -> Iterator[tuple[str, ...]]:
    """The keys by which the table has each row once besides its first, by the names in the file."""
    names = {column.sql: column.name for column in found}
    for rule in sorted(table.constraints, key=lambda rule: str(rule.name)):
        if isinstance(rule, UniqueConstraint):
            yield tuple(names[f"{alias}.{column.name}"] for column in rule.columns)


def only(found: tuple[Column, ...], name: str, allowed: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns, one of which has these values only: the program writes no other."""
    return tuple(replace(column, allowed=allowed) if column.name == name else column for column in found)


def refers(here: str, file: str, there: str) -> Reference:
    return Reference(tuple(here.split()), file, tuple(there.split()))


BY_ENTRY = refers("ledger entry", "entries", "ledger seq")
AT_SITE = refers("ledger site", "sites", "ledger site")


def item_name(alias: str) -> Column:
    """The name that stands on an item's tag."""
    return Column("item", "text", "Name on the tag: folio/line.", sql=f"{alias}.folio || '/' || {alias}.line")


def by(column: str) -> Reference:
    return refers(f"ledger {column}", "operators", "ledger operator")
