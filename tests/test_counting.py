"""What a total of firearms counts: the definitions that come with the program, and what was published by each."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from export_story import DAY_1, DAY_2, export, rows
from samples import AT, BY, TABLE

from buyback import config, desk, i18n, report
from buyback.desk import Received
from buyback.errors import Exit, UnreadableFile
from buyback.facts import COUNTS
from buyback.payout_table import PayoutTable, load_seed
from buyback.report import Definition, Summary, read_definitions
from buyback.store.engine import Store

Receive = Callable[..., Received]
ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data"
SEED = config.data_path("seeds", "counting.toml")


def summarise(store: Store, counting: str = "") -> Summary:
    with store.reading() as db:
        return report.summarise(db, DAY_1, DAY_2, counting=counting)


def published(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def pieces(row: dict[str, str]) -> dict[str, int]:
    """The row's figures by our codes; what it leaves empty it does not publish."""
    columns = {"short": "short", "long": "long", "pen_guns": "pen-gun", "grenades": "grenade"}
    return {figure: int(row[column]) for column, figure in columns.items() if row.get(column)}


# --- what was published -----------------------------------------------------------------------------------------------


def test_the_national_totals_add_up_row_by_row() -> None:
    """Each published national total is what the national definition adds up; none of the nine is out."""
    national = report.definition("national")
    found = published("published-totals")
    wrong = [row["period"] for row in found if national.total(pieces(row)) != int(row["total_published"])]
    assert (len(found), wrong) == (9, [])
    without = report.definition("without-grenades")
    assert all(without.total(pieces(row)) < int(row["total_published"]) for row in found)


def test_one_published_figure_falls_against_the_one_before() -> None:
    """The totals since January and since October only rise, and so do their parts but one: the grenades of March 2026."""
    found = published("published-totals")
    begun_in_october = [row for row in found if "oct 2024-" in row["period"]]
    begun_in_january = [row for row in found if row not in begun_in_october]
    falls = [
        (now["period"], figure, pieces(before)[figure], pieces(now)[figure])
        for series in (begun_in_january, begun_in_october)
        for before, now in pairwise(series)
        for figure in ("short", "long", "grenade")
        if pieces(now)[figure] < pieces(before)[figure]
    ]
    assert falls == [("oct 2024-10 mar 2026", "grenade", 1169, 1158)]
    for series in (begun_in_january, begun_in_october):
        totals = [int(row["total_published"]) for row in series]
        assert totals == sorted(totals)


def test_totals_of_others_add_up_by_another_definition_only() -> None:
    """The State of Mexico leaves grenades out; Mexico City's total of 2025 has its 48 pen guns inside, 1,330 without them."""
    for row in published("published-totals-of-others"):
        total = int(row["total_published"])
        assert report.definition(row["counting"]).total(pieces(row)) == total
        assert {by.code for by in report.definitions() if by.total(pieces(row)) == total} == {
            row["counting"], *(["without-grenades"] if not pieces(row).get("grenade") else []),
        }  # fmt: skip
    (city,) = (row for row in published("published-totals-of-others") if row["scope"] == "Ciudad de México")
    assert report.definition("pen-guns-apart").total(pieces(city)) == 1330


def test_every_published_total_names_where_it_was_printed() -> None:
    """Each row has the address of its source, and a definition names one of them or of the same kind."""
    for name in ("published-totals", "published-totals-of-others"):
        assert all(row["source"].startswith("https://") for row in published(name))
    printed = {
        row["source"]
        for name in ("published-totals", "published-totals-of-others")
        for row in published(name)
    }
    assert {by.source for by in report.definitions()} <= printed


# --- the definitions --------------------------------------------------------------------------------------------------


def test_the_three_definitions() -> None:
    """The national one is used where none is named; each adds up figures of the reports and says so in both languages."""
    known = {by.code: by for by in report.definitions()}
    assert {code: by.counts for code, by in known.items()} == {
        "national": ("short", "long", "home-made", "pen-gun", "grenade"),
        "without-grenades": ("short", "long", "home-made", "pen-gun"),
        "pen-guns-apart": ("short", "long", "home-made", "grenade"),
    }
    assert report.definition() == report.definition("national") == report.definitions()[0]
    before = i18n.language()
    try:
        for language, words in (("es", "granadas"), ("en", "renades")):
            i18n.set_language(language)
            sentences = {by.sentence for by in known.values()}
            assert len(sentences) == len({by.name for by in known.values()}) == 3
            assert all(words in sentence for sentence in sentences)
    finally:
        i18n.set_language(before)


def test_a_total_by_each_definition(ledger: Store, receive: Receive) -> None:
    """The same pieces come to three totals, and the figures beside them stay as they are."""
    receive("revolver", "ak-47", "ghost-gun", "pen-gun:2", "grenade:3:donated", "cartridge:250:donated")
    found = {by.code: summarise(ledger, by.code) for by in report.definitions()}
    assert {code: told.firearms for code, told in found.items()} == {
        "national": 8, "without-grenades": 5, "pen-guns-apart": 6,
    }  # fmt: skip
    assert len({told.counts for told in found.values()}) == 1
    assert [(one.code, one.pieces) for one in found["national"].counts] == [
        ("short", 1), ("long", 1), ("home-made", 1), ("pen-gun", 2), ("grenade", 3), ("cartridge", 250),
    ]  # fmt: skip
    assert all(told.together == () for told in found.values())


def test_the_export_has_a_column_for_each(ledger: Store, receive: Receive, tmp_path: Path) -> None:
    """daily.csv says what every definition comes to, as the summary of that day does."""
    receive("revolver", "pen-gun:2", "grenade:3:donated")
    export(ledger, tmp_path / "out")
    (day,) = rows(tmp_path / "out", "daily")
    for by in report.definitions():
        assert int(day[f"firearms_{by.code.replace('-', '_')}"]) == summarise(ledger, by.code).firearms
    assert int(day["pen_gun_pieces"]) == 2


# --- pen guns that a table does not tell apart ------------------------------------------------------------------------


def not_apart(table: PayoutTable) -> PayoutTable:
    """The same table as one that keeps no figure for pen guns."""
    rows = tuple(
        replace(row, counts_as="home-made") if row.counts_as == "pen-gun" else row
        for row in table.adopted.rows
    )
    return PayoutTable(replace(table.adopted, rows=rows))


def test_what_a_table_did_not_tell_apart_is_said(ledger: Store, receive: Receive) -> None:
    """Pen guns that were counted as home-made arms stay what was recorded, and the total that leaves pen guns out says so."""
    desk.adopt_table(ledger, not_apart(load_seed(TABLE)), by=BY, at=AT)
    receive("pen-gun", "ghost-gun")
    told = summarise(ledger, "pen-guns-apart")
    assert told.firearms == 2
    assert [(one.table, one.drop_offs) for one in told.together] == [(TABLE, 1)]
    (sentence,) = report.together_sentences(told.definition, told.together)
    assert "federal-2025, by which 1 drop-off was taken in, does not keep apart: Pen guns." in sentence
    assert summarise(ledger, "national").together == ()


def test_adopting_the_table_again_tells_pen_guns_apart_from_then_on(ledger: Store, receive: Receive) -> None:
    """New drop-offs are told apart, the old ones are still named; once these are voided nothing is left to say."""
    desk.adopt_table(ledger, not_apart(load_seed(TABLE)), by=BY, at=AT)
    old = receive("pen-gun")
    desk.adopt_table(ledger, load_seed(TABLE), by=BY, at=AT)
    receive("pen-gun", "ghost-gun")
    told = summarise(ledger, "pen-guns-apart")
    assert (told.firearms, [one.drop_offs for one in told.together]) == (2, [1])
    desk.void(ledger, old.folio, reason="typed twice", recovered=report.NOTHING.mxn, by=BY, at=AT)
    told = summarise(ledger, "pen-guns-apart")
    assert (told.firearms, told.together) == (1, ())


# --- a file that is not right -----------------------------------------------------------------------------------------


BROKEN = (
    ('counts = ["short", "long", "home-made", "grenade"]', 'counts = ["short", "pistols"]', "pen-guns-apart.counts: write one of short"),
    ('counts = ["short", "long", "home-made", "grenade"]', 'counts = ["short", "short"]', "would be counted twice"),
    ('counts = ["short", "long", "home-made", "grenade"]', "counts = []", "write the figures as a list"),
    ('counts = ["short", "long", "home-made", "grenade"]', 'counts = "short"', "write the figures as a list"),
    ('apart = ["pen-gun"]', 'apart = ["long"]', "long is counted, and cannot be apart as well"),
    ('name_es = "nacional"\n', "", "national.name_es: write it as text"),
    ('name_es = "nacional"', 'name_es = " "', "national.name_es: it is empty"),
    ('name_en = "national"', "name_en = 3", "national.name_en: write it as text"),
    ('name_en = "national"', 'name = "national"', "there is no such key"),
    ('name_en = "national"', 'name_en = "=1+1"', "a spreadsheet would run as a formula"),
    ("[national]", "[National]", "National: write each definition as a table"),
    ("[national]", "national = 3\n[without]", "national: write each definition as a table"),
    ("[national]", "[national", "cannot be read"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), BROKEN)
def test_a_broken_file_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """What is wrong is named with its key and its file; a total by a definition that nobody can read is never printed."""
    text = SEED.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "counting.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(UnreadableFile) as caught:
        read_definitions(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_without_definitions_and_one_that_is_not_there(tmp_path: Path) -> None:
    """An empty file has no definition; a missing one is missing."""
    path = tmp_path / "counting.toml"
    with pytest.raises(UnreadableFile, match="no such file"):
        read_definitions(path)
    path.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="there is no definition"):
        read_definitions(path)


def test_a_file_with_one_more_definition(tmp_path: Path) -> None:
    """Another programme's definition needs no code: its figures are added up in the order of the reports."""
    path = tmp_path / "counting.toml"
    more = """
[with-toys]
name_es = "con juguetes"
name_en = "with toys"
sentence_es = "Todo lo que parece un arma."
sentence_en = "Everything that looks like a weapon."
counts = ["toy", "short"]
source = "nowhere"
"""
    path.write_text(SEED.read_text(encoding="utf-8") + more, encoding="utf-8")
    found = read_definitions(path)
    assert found[:-1] == report.definitions()
    assert found[-1] == Definition(
        "with-toys", "con juguetes", "with toys", "Todo lo que parece un arma.",
        "Everything that looks like a weapon.", ("short", "toy"), (), "nowhere",
    )  # fmt: skip
    assert found[-1].total(dict.fromkeys(COUNTS, 1)) == 2


def test_the_program_refuses_a_broken_file_in_one_sentence(tmp_path: Path) -> None:
    """A clone whose seed was edited badly says what to mend, on one line and without a traceback."""
    (tmp_path / "buyback").symlink_to(ROOT / "buyback")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    seed = tmp_path / "seeds" / "counting.toml"
    seed.write_text(seed.read_text(encoding="utf-8").replace('"grenade"]', '"granade"]'), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "buyback", "counting", "--lang", "en"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (Exit.USAGE, "")
    assert done.stderr.count("\n") == 1
    assert f"{seed} cannot be read: national.counts: write one of short, long" in done.stderr
