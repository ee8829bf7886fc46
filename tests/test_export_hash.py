"""disposals.csv carries the hash of every act's list, and two programs of any system recompute it."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from export_story import DAY_1, export, live, rows
from samples import AT, BY, COLLEAGUE, act, take_in
from test_fingerprints import by_programs

from buyback import desk
from buyback.export.paper import making
from buyback.store.engine import Store

programs = pytest.mark.skipif(
    not (shutil.which("sort") and shutil.which("sha256sum")), reason="this system has no such programs"
)


def lists(folder: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of disposals.csv by their act, those without one under the empty name."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows(folder, "disposals"):
        found.setdefault(row["act"], []).append(row)
    return found


@programs
def test_every_list_is_recomputed_from_the_file_alone(ledger: Store, tmp_path: Path) -> None:
    """For each act, `sort` and `sha256sum` over its items give the hash of each of its rows; a return has none."""
    several = take_in(ledger, *["revolver"] * 12, approved_by=COLLEAGUE)
    live(ledger)
    for half in (several.item_ids[:7], several.item_ids[7:]):
        desk.destroy(ledger, half, act("ACTA-12"), by=BY, at=AT)
    export(ledger, tmp_path / "export")
    found = lists(tmp_path / "export")
    assert len(found["ACTA-12"]) == 12
    assert {row["list_hash"] for row in found.pop("")} == {""}
    for of_act in found.values():
        assert {row["list_hash"] for row in of_act} == {by_programs([row["item"] for row in of_act])}


@programs
def test_the_command_of_the_readme_finds_it_again(ledger: Store, tmp_path: Path) -> None:
    """The line that the README prints, typed as it stands in the folder of an export, gives the hash of ACTA-1."""
    live(ledger)
    export(ledger, tmp_path / "export")
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    (line,) = (line.strip() for line in readme.splitlines() if line.strip().startswith("awk "))
    done = subprocess.run(
        ["sh", "-c", line], cwd=tmp_path / "export", capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == lists(tmp_path / "export")["ACTA-1"][0]["list_hash"].replace("-", "")


def test_a_part_of_the_ledger_carries_the_hash_of_the_whole_act(ledger: Store, tmp_path: Path) -> None:
    """An act over the items of two days keeps its hash in the export of one of them."""
    old = take_in(ledger, "revolver", written_at=AT.replace(day=17))
    new = take_in(ledger, "revolver")
    desk.destroy(ledger, [*old.item_ids, *new.item_ids], act("ACTA-1"), by=BY, at=AT)
    export(ledger, tmp_path / "part", first=DAY_1)
    (row,) = rows(tmp_path / "part", "disposals")
    with ledger.reading() as db:
        assert row["list_hash"] == making.act_of(db, "ACTA-1").list_hash


def test_the_paper_the_file_and_the_command_say_the_same(ledger: Store, tmp_path: Path) -> None:
    """The act's paper, its document for scripts and disposals.csv carry one hash."""
    live(ledger)
    export(ledger, tmp_path / "export")
    found = lists(tmp_path / "export")
    with ledger.reading() as db:
        for number in ("ACTA-1", "MUS-1"):
            assert making.act_of(db, number).list_hash == found[number][0]["list_hash"]
        assert making.hand_over_of(db, "DEF-1").list_hash == found["DEF-1"][0]["list_hash"]


def test_the_header_names_the_column(ledger: Store, tmp_path: Path) -> None:
    """The column is the last one, so that a script which counts columns is not led astray."""
    export(ledger, tmp_path / "export")
    with (tmp_path / "export" / "disposals.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file))[-1] == "list_hash"
