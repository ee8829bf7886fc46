"""The description and the sums: other people's tools accept the folder, and notice when it was touched."""

import re
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import frictionless
import pytest
from export_story import DAY_1, described, export, live, rows
from samples import AT, OTHER_SITE

from buyback.chain import Checkpoint, utc_text
from buyback.export.descriptor import in_the_file
from buyback.facts import KINDS
from buyback.report import definitions
from buyback.store.engine import Store
from buyback.store.models import ItemRow, PayoutTableRow
from buyback.store.views.export import SOURCES

sha256sum = shutil.which("sha256sum")


@pytest.fixture
def folder(ledger: Store, tmp_path: Path) -> Path:
    """An export of a ledger in which everything has happened."""
    live(ledger)
    export(ledger, tmp_path / "export")
    return tmp_path / "export"


def problems(folder: Path) -> list[str]:
    """What frictionless finds wrong with the package."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [error.type for task in report.tasks for error in task.errors] + [
        error.type for error in report.errors
    ]


def check_sums(folder: Path) -> subprocess.CompletedProcess[str]:
    assert sha256sum
    return subprocess.run(
        [sha256sum, "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )


def field(folder: Path, file: str, name: str) -> dict[str, Any]:
    resource = next(found for found in described(folder)["resources"] if found["name"] == file)
    return next(found for found in resource["schema"]["fields"] if found["name"] == name)


# --- others' tools ----------------------------------------------------------------------------------------------------


def test_frictionless_accepts_it(folder: Path) -> None:
    """Types, constraints, keys, references, sizes and hashes of every file hold."""
    assert problems(folder) == []


@pytest.mark.parametrize(
    ("first", "last", "site"),
    [(DAY_1, DAY_1, ""), (None, None, OTHER_SITE), (date(2024, 1, 1), date(2024, 1, 1), "")],
)
def test_references_resolve_in_every_span(
    ledger: Store, tmp_path: Path, first: date | None, last: date | None, site: str
) -> None:
    """A part of the ledger is a valid package too: whatever a row refers to is there."""
    live(ledger)
    export(ledger, tmp_path / "part", first=first, last=last, site=site)
    assert problems(tmp_path / "part") == []


@pytest.mark.skipif(not sha256sum, reason="this system has no sha256sum")
def test_sha256sum_accepts_it(folder: Path) -> None:
    """`sha256sum -c SHA256SUMS` inside the folder confirms every other file, datapackage.json too."""
    checked = check_sums(folder)
    assert checked.returncode == 0, checked.stdout
    confirmed = {line.removesuffix(": OK") for line in checked.stdout.splitlines()}
    assert confirmed == {path.name for path in folder.iterdir()} - {"SHA256SUMS"}


@pytest.mark.skipif(not sha256sum, reason="this system has no sha256sum")
def test_a_changed_amount_is_noticed_by_both(folder: Path) -> None:
    """One digit changed in items.csv, its length kept, and both frictionless and sha256sum say so."""
    path = folder / "items.csv"
    data = path.read_bytes()
    assert b",25000.00," in data
    path.write_bytes(data.replace(b",25000.00,", b",26000.00,", 1))
    assert problems(folder) == ["hash-count"]
    checked = check_sums(folder)
    assert checked.returncode == 1
    assert "items.csv: FAILED" in checked.stdout


def test_a_removed_row_is_noticed(folder: Path) -> None:
    """A drop-off cut out of its file leaves its items without one, and the sums wrong."""
    path = folder / "drop_offs.csv"
    first, second, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([first, *rest]))
    assert second.startswith(b"A1-000001-B,")
    assert {"hash-count", "byte-count", "row-count", "foreign-key"} <= set(problems(folder))


# --- what it says -----------------------------------------------------------------------------------------------------


def test_every_file_and_column_is_described(folder: Path) -> None:
    """Each resource has its title, sentence, size, hash and rows; each column its type, title and sentence."""
    package = described(folder)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert {found["path"] for found in package["resources"]} == {path.name for path in folder.glob("*.csv")}
    for resource in package["resources"]:
        assert resource["type"] == "table"
        assert resource["title"]
        assert resource["description"]
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", resource["hash"])
        assert resource["bytes"] == (folder / resource["path"]).stat().st_size
        assert resource["rows"] == len(rows(folder, resource["name"]))
        assert resource["schema"]["primaryKey"]
        for column in resource["schema"]["fields"]:
            assert column["type"]
            assert column["title"]
            assert column["description"].endswith(".")


def test_columns_are_described_as_in_the_schema_in_the_files_units(folder: Path) -> None:
    """A sentence is that of schema.sql, but centavos are pesos here, cents dollars, and 1 is true."""
    comments = {name: column.comment for name, column in ItemRow.__table__.c.items()}  # type: ignore[attr-defined]
    assert field(folder, "items", "serial")["description"] == comments["serial"]
    assert comments["amount_minor"] == "Centavos for the line."
    assert field(folder, "items", "amount_mxn")["description"] == "Pesos for the line."
    assert field(folder, "items", "usd")["description"].startswith("US dollars for the line")
    assert field(folder, "items", "donated")["description"].startswith("True when")
    assert field(folder, "adoptions", "complete")["description"] == in_the_file(
        PayoutTableRow.__table__.c.complete.comment  # type: ignore[attr-defined]
    )
    said = (folder / "datapackage.json").read_text(encoding="utf-8")
    assert not re.search(r"centavo|\bcents\b|\b1 when|else 0", said, re.IGNORECASE)


def test_types_and_constraints(folder: Path) -> None:
    """Money is a number, a day a date, a donation true or false; a status is one of those that there are."""
    assert field(folder, "items", "amount_mxn")["type"] == "number"
    assert field(folder, "items", "amount_mxn")["constraints"] == {"required": True, "minimum": 0}
    assert field(folder, "items", "donated")["type"] == "boolean"
    assert field(folder, "items", "business_on")["type"] == "date"
    assert field(folder, "entries", "at")["type"] == "datetime"
    assert field(folder, "items", "serial")["type"] == "string"
    assert "constraints" not in field(folder, "items", "serial")
    assert "required" not in field(folder, "payout_table", "serviceable_mxn")["constraints"]
    assert field(folder, "items", "condition")["constraints"]["enum"] == ["serviceable", "unserviceable"]
    assert "voucher" in field(folder, "drop_offs", "status")["constraints"]["enum"]


def test_what_the_tables_know_is_said(folder: Path) -> None:
    """A column that is never empty is required, and every other one says when it is; keys, forms and bounds are there."""
    for source in SOURCES:
        for column in source.file.columns:
            said = field(folder, source.file.name, column.name)
            assert said.get("constraints", {}).get("required", False) != (
                "empty" in column.comment.lower()
            ), said
    package = described(folder)
    schemas = {found["name"]: found["schema"] for found in package["resources"]}
    assert {found["$schema"] for found in package["resources"]} == {
        "https://datapackage.org/profiles/2.0/dataresource.json"
    }
    assert {found["$schema"] for found in schemas.values()} == {
        "https://datapackage.org/profiles/2.0/tableschema.json"
    }
    assert schemas["drop_offs"]["uniqueKeys"] == [["ledger", "draft_id"], ["ledger", "number"]]
    assert schemas["items"]["uniqueKeys"] == [["item"]]
    assert schemas["entries"]["uniqueKeys"] == [["ledger", "previous"]]
    assert field(folder, "drop_offs", "folio")["constraints"] == {
        "required": True,
        "pattern": "[A-Z0-9]{2,8}-[0-9]{6,9}-[A-Z0-9]",
        "unique": True,
    }
    assert "unique" not in field(folder, "items", "folio")["constraints"]
    assert field(folder, "items", "line")["constraints"] == {"required": True, "minimum": 1, "maximum": 99}
    assert field(folder, "rates", "mxn_per_usd")["constraints"] == {
        "required": True, "minimum": "1.0000", "maximum": "99.9999",
    }  # fmt: skip
    assert set(field(folder, "entries", "kind")["constraints"]["enum"]) == set(KINDS)
    assert field(folder, "payout_table", "custody")["constraints"]["enum"] == ["destroy", "hand_over", "none"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("items", b",revolver-22,", b",,", "constraint-error"),
        ("items", b"A1-000001-B/1,A1-000001-B,1,", b"A1-000001-B/2,A1-000001-B,2,", "primary-key"),
        ("drop_offs", b"A1-000001-B,", b"B1-000001,", "constraint-error"),
        ("rates", b",20.2852,", b",0.2852,", "constraint-error"),
        ("rates", b",2025-02-18,", b",18/02/2025,", "type-error"),
        ("entries", b",PaidOut,", b",PaidIn,", "constraint-error"),
    ],
)
def test_what_cannot_be_is_noticed_without_the_sums(
    folder: Path, file: str, old: bytes, new: bytes, said: str
) -> None:
    """A value that no ledger can have is an error of its own, besides the sum that does not fit."""
    path = folder / f"{file}.csv"
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    assert said in problems(folder)


def test_it_says_how_it_counts_and_what_it_covers(ledger: Store, tmp_path: Path) -> None:
    """The counting definitions, the span, the site, the moment and the ledger's checkpoint are in the package."""
    live(ledger)
    at = datetime.fromisoformat("2025-03-01T12:00:00.500Z")
    export(ledger, tmp_path / "part", first=DAY_1, site=OTHER_SITE, at=at)
    package = described(tmp_path / "part")
    assert package["created"] == utc_text(at)
    assert package["span"] == {"first": "2025-02-18", "last": None, "site": OTHER_SITE}
    assert "from 2025-02-18 on at the site catedral-morelia" in package["description"]
    for by in definitions():
        assert package["counting"][by.code] == by.sentence_en
        assert by.sentence_en in package["description"]
    last = rows(tmp_path / "part", "entries")[-1]
    assert Checkpoint.parse(package["ledger"]["checkpoint"]) == Checkpoint(
        "A1", int(last["seq"]), last["digest"]
    )


def test_the_same_ledger_gives_the_same_files(ledger: Store, tmp_path: Path) -> None:
    """Two exports at one moment are the same, byte for byte."""
    live(ledger)
    one, two = (export(ledger, tmp_path / name, at=AT) for name in ("one", "two"))
    assert one.files == two.files


def test_no_name_is_used_twice() -> None:
    """Files and a file's columns have names of their own, and a key and a reference name columns that are there."""
    files = {source.file.name: source.file for source in SOURCES}
    assert len(files) == len(SOURCES)
    for file in files.values():
        names = [column.name for column in file.columns]
        assert len(names) == len(set(names))
        assert set(file.key) <= set(names)
        for reference in file.refers:
            assert set(reference.here) <= set(names)
            assert set(reference.there) <= {column.name for column in files[reference.file].columns}
