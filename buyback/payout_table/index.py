"""The index of the tables that come with the program: what each is, and the classes that they share."""

from collections.abc import Mapping
from pathlib import Path

from buyback import config
from buyback.payout_table.files import read_bytes
from buyback.payout_table.meta import ClassRule, TableMeta, class_rules, table_meta
from buyback.payout_table.toml import Document, parse_toml

_FILE = "index.toml"


def seed_path(name: str) -> Path:
    """A file beside the index."""
    return config.data_path("seeds", "payout_tables", name)


def seed_codes() -> tuple[str, ...]:
    """The codes of the tables that come with the program, in the index's order."""
    return tuple(_tables())


def seed_meta(code: str) -> TableMeta:
    """What the index says of one of `seed_codes`; KeyError for any other."""
    return table_meta(_FILE, _tables()[code], TableMeta(effective_on="", code=code))


def shipped_classes() -> dict[str, ClassRule]:
    """The classes of the federal tables by code, for any table that uses their codes."""
    return class_rules(_FILE, _document())


def _document() -> Document:
    return parse_toml(_FILE, read_bytes(seed_path(_FILE)))


def _tables() -> Mapping[str, Document]:
    tables = _document()["tables"]
    assert isinstance(tables, dict), "the program's own index names its tables"
    return tables
