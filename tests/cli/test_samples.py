"""A shelf sample by the command line: drawn, printed, told in several commands, and on every report until it is found."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

from samples import AT, OTHER_SITE

from .conftest import Terminal


def fill(terminal: Terminal) -> None:
    terminal.done("receive", *["revolver"] * 6, "ak-47:serial=X1", "ak-47")
    terminal.done("receive", "pistol-9mm", "pistol-9mm", "--site", OTHER_SITE)


def test_a_sample_from_the_draw_to_what_it_proves(terminal: Terminal) -> None:
    """Drawn by a seed, told by two commands, shown by a third: the list, the numbers and the confidence."""
    fill(terminal)
    drawn = terminal.done("sample", "--n", "5", "--seed", "4711", "--json").data
    number = str(drawn["sample"])
    assert (drawn["seed"], drawn["population"], drawn["drawn"], drawn["open"], drawn["most_missing"]) == (
        4711, 10, 5, 5, None,
    )  # fmt: skip
    tags = [one["item"] for one in drawn["items"]]
    shown = terminal.done("samples", number).out
    assert f"Sample {number}, 18 Feb 2025, ana" in shown
    assert "5 items drawn of 10 that were held, seed 4711" in shown
    assert f"printf %s 4711:{tags[0]} | sha256sum" in " ".join(shown.split())
    assert all(tag in shown for tag in tags)
    assert "5 not looked for yet." in shown
    terminal.done("sample-check", number, "--not-found", tags[1], "--note", "empty place")
    told = terminal.done("sample-check", number, "--found", tags[0], "--rest-found")
    assert "4 found, 1 not found." in told.out
    assert "not found: empty place" in told.out
    assert "With 95 % confidence at most 6 of the 10 items" in told.out
    data = terminal.done("samples", number, "--json").data
    assert (data["found"], data["not_found"], data["open"], data["most_missing"]) == (4, 1, 0, 6)
    assert [one["note"] for one in data["items"]] == ["", "empty place", "", "", ""]
    assert [one["result"] for one in data["items"]] == ["found", "not_found", "found", "found", "found"]
    listed = terminal.done("samples").out
    assert re.search(rf"{number} +18 Feb 2025 +All sites +4711 +10 +0 +4 +1\n", listed)
    assert "Not found on the shelf" in listed
    log = terminal.done("log", "--limit", "3").out
    assert "5 items drawn of 10 that are held, seed" in " ".join(log.split())
    assert terminal.done("verify", "--json").data["findings"] == []


def test_what_was_not_found_is_on_every_report(terminal: Terminal) -> None:
    """The summary of any later day, in every form, and the day's paper name it; once it is found none does."""
    fill(terminal)
    drawn = terminal.done("sample", "--n", "10", "--seed", "1", "--json").data
    number, tag = str(drawn["sample"]), drawn["items"][0]["item"]
    remark = ("--note", "empty place")
    told = terminal.done("sample-check", number, "--not-found", tag, "--rest-found", *remark, "--json").data
    assert {one["note"] for one in told["items"] if one["result"] == "found"} == {""}
    terminal.at = AT + timedelta(days=3)
    named = (
        f"{tag} {{name}}, not found since 18 Feb 2025 (ana, sample {number}); by the ledger held: empty place"
    )
    for words in (("summary",), ("print", "day"), ("samples",)):
        out = " ".join(terminal.done(*words).out.split())
        assert "Not found on the shelf" in out
        assert re.search(re.escape(named).replace(r"\{name\}", ".{5,30}"), out), out
    (told,) = terminal.done("summary", "--json").data["not_on_shelf"]
    assert (told["item"], told["since"], told["sample"], told["note"]) == (
        tag, "2025-02-18", int(number), "empty place",
    )  # fmt: skip
    found = list(csv.DictReader(io.StringIO(terminal.done("summary", "--csv").out)))
    assert [row["code"] for row in found if row["section"] == "not_on_shelf"] == [tag]
    terminal.done("sample-check", number, "--found", tag)
    assert terminal.done("summary", "--json").data["not_on_shelf"] == []
    assert "Not found on the shelf" not in terminal.done("print", "day").out


def test_the_list_is_printed(terminal: Terminal, tmp_path: Path) -> None:
    """As text of 40 columns, and as a PDF in a file; the answer names the hash of the list."""
    fill(terminal)
    drawn = terminal.done("sample", "--n", "5", "--seed", "7", "--site", OTHER_SITE, "--json").data
    number = str(drawn["sample"])
    assert (drawn["site"], drawn["drawn"]) == (OTHER_SITE, 2)
    text = terminal.done("print", "sample", number)
    assert all(one["item"] in text.out for one in drawn["items"])
    assert max(map(len, text.out.splitlines())) <= 40
    pdf = tmp_path / "sample.pdf"
    answer = terminal.done("print", "sample", number, "--out", str(pdf), "--json").data
    assert pdf.read_bytes().startswith(b"%PDF")
    assert answer["list_hash"] in text.out


def test_a_seed_by_chance_is_said(terminal: Terminal) -> None:
    """Without --seed the program draws one and prints it; with it the same list is drawn again."""
    fill(terminal)
    one = terminal.done("sample", "--n", "3", "--json").data
    again = terminal.done("sample", "--n", "3", "--seed", str(one["seed"]), "--json").data
    assert [item["item"] for item in one["items"]] == [item["item"] for item in again["items"]]


def test_what_is_refused(terminal: Terminal) -> None:
    """One sentence each: a size or a seed that is none, nothing to draw from, a sample or an item that is not there."""
    assert terminal.refused("sample", "--n", "3", "--seed", "1").code == 1
    fill(terminal)
    number = str(terminal.done("sample", "--n", "3", "--seed", "1", "--json").data["sample"])
    for words, code, said in (
        (("sample",), 2, "--n is missing"),
        (("sample", "--n", "0"), 2, "from 1 to 1000"),
        (("sample", "--n", "3", "--seed", "x"), 2, "from 0 to 999999999"),
        (("sample", "--n", "3", "--site", "nowhere"), 3, "No site"),
        (("sample-check", number), 2, "Nothing is said of any item"),
        (("sample-check", "1", "--rest-found"), 3, f"those that there are: {number}"),
        (("sample-check", "x", "--rest-found"), 2, "whole number"),
        (("sample-check", number, "--found", "A1-000009-9/1"), 2, ""),
        (("samples", "1"), 3, "drew no sample"),
        (("print", "sample", "1"), 3, "drew no sample"),
    ):
        answer = terminal.refused(*words)
        assert said in answer.err, answer.err
        assert answer.code == code, answer.err
