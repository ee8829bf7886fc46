"""Payout tables as a test writes them."""

from pathlib import Path

import pytest

from buyback.errors import (
    BadTableFile,
)
from buyback.payout_table import (
    COLUMNS,
    TableMeta,
    read_table_file,
)

HEADER = ",".join(COLUMNS)
ROW = "musket,long-gun,Mosquete,Musket,any,avancarga|mosquetón,1200.50,,piece,Gaceta 12"
META = TableMeta(effective_on="2026-11-23")
CLASS = """
[classes.{code}]
name_es = "Arma"
name_en = "Weapon"
traced = true
custody = "destroy"
counts_as = "long"
"""


def own_tables(factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for imported tables; it is not there until something is kept."""
    folder = factory.mktemp("user") / "tables"
    monkeypatch.setenv("BUYBACK_TABLES", str(folder))
    return folder


def written(
    folder: Path, content: str | bytes, toml: str | bytes | None = None, stem: str = "town-2026"
) -> Path:
    """Write a table and perhaps its TOML, and give the path of its CSV."""
    path = folder / f"{stem}.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    if toml is not None:
        path.with_suffix(".toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
    return path


def table_of(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"


def changed(**cells: str) -> str:
    """ROW with some cells replaced."""
    found = dict(zip(COLUMNS, ROW.split(","), strict=True)) | cells
    return ",".join(found[column] for column in COLUMNS)


def refused(path: Path) -> tuple[str | int, str | int, str]:
    """Line, column and problem of the refusal that reading `path` ends in."""
    with pytest.raises(BadTableFile) as caught:
        read_table_file(path, META)
    values = caught.value.values
    assert values["file"] == str(path)
    assert str(caught.value).startswith(f"{path}, line {values['line']}, column {values['column']}: ")
    return values["line"], values["column"], str(values["problem"])
