"""Blank forms on the command line: reserved, printed, listed, returned, typed in."""

import json
from pathlib import Path

import pytest
from cli.conftest import Terminal
from paper_story import codes, pictures
from pypdf import PdfReader
from samples import AT, OTHER_SITE, SITE

from buyback.folios import make

ONE, TWO, THREE, FOUR = (make("A1", number) for number in range(1, 5))
WRITTEN = ("--written-at", "2025-02-18T10:42")
TYPED_IN = ("receive", "revolver", *WRITTEN, "--folio")


@pytest.fixture
def three(terminal: Terminal) -> Terminal:
    """A terminal whose ledger has three forms out."""
    terminal.done("forms", "reserve", "3")
    return terminal


def states(terminal: Terminal, *words: str) -> dict[str, str]:
    return {form["folio"]: form["state"] for form in terminal.done("forms", "list", "--json", *words).data}


def test_reserve_says_which_folios(terminal: Terminal) -> None:
    """One folio on each line for a person; a list for a script."""
    answer = terminal.done("forms", "reserve", "2")
    assert answer.out.splitlines() == ["2 blank forms reserved for Basílica de Guadalupe:", ONE, TWO]
    assert terminal.done("forms", "reserve", "2", "--site", OTHER_SITE, "--json").data == {
        "site": OTHER_SITE,
        "business_date": "2025-02-18",
        "folios": [THREE, FOUR],
    }


@pytest.mark.parametrize("number", ["0", "-1", "201", "1.5", "x", "９", "1" * 400])
def test_a_number_that_is_none(terminal: Terminal, number: str) -> None:
    """It is refused with what is allowed, and no folio is used up."""
    answer = terminal.refused("forms", "reserve", "--", number)
    assert answer.code == 2
    assert "from 1 to 200" in answer.err
    assert terminal.folio("revolver") == ONE


def test_a_form_from_paper_into_the_ledger(three: Terminal) -> None:
    """Typed in with its folio and time; what is taken in at the same time has the next folio.

    Its check code is of the drop-off, on every page the same, not of the reservation that the forms share.
    """
    assert three.folio("revolver") == FOUR
    data = three.done(*TYPED_IN, TWO.lower(), "--json").data
    assert (data["folio"], data["status"], data["business_date"]) == (TWO, "paid", "2025-02-18")
    shown = three.done("show", TWO, "--json").data
    assert shown["written_at"] == "2025-02-18T16:42:00.000Z"
    printed = three.done("print", "receipt", TWO, "--json").data
    assert data["check_code"] == shown["check_code"] == printed["check_code"]
    assert shown["history"][0]["kind"] == "FoliosReserved"
    assert states(three) == {ONE: "out", TWO: "typed_in", THREE: "out"}
    assert states(three, "--out") == {ONE: "out", THREE: "out"}


def test_a_retry_over_a_form_gets_the_first_answer(three: Terminal) -> None:
    """The same command with its draft id again adds nothing; without one the form is said to be typed in."""
    first = three.done(*TYPED_IN, TWO, "--draft-id", "hoja-2", "--json").data
    again = three.done(*TYPED_IN, TWO, "--draft-id", "hoja-2", "--json").data
    assert again == first | {"repeated": True}
    answer = three.refused(*TYPED_IN, TWO)
    assert answer.code == 1
    assert answer.err == (
        f"The form {TWO} was already typed in, for 2025-02-18 by ana; it is not taken in twice.\n"
    )


def test_refusals_say_what_to_type(three: Terminal) -> None:
    """Each is one sentence with its exit code, before a rate is asked for."""
    taken = three.folio("revolver")
    for words, code, says in (
        (("receive", "revolver", "--folio", ONE), 2, "(--written-at TIME)"),
        ((*TYPED_IN, taken), 3, "(buyback forms list)"),
        ((*TYPED_IN, "1"), 2, "check character"),
        ((*TYPED_IN, ONE, "--site", OTHER_SITE), 1, f"take it in at {SITE}"),
        (("receive", "revolver", "--written-at", "2025-02-18T10:41", "--folio", ONE), 1, "2025-02-18 10:42"),
        (("pay", ONE), 3, f"(buyback receive --folio {ONE} --written-at TIME)"),
        (("show", ONE), 3, "blank form"),
        (("forms", "return", taken, "--reason", "manchado"), 3, "No blank form has the folio"),
        (("forms", "return", ONE, ONE, "--reason", "manchado"), 2, "twice"),
        (("forms", "return", ONE, "--reason", "  "), 2, "reason"),
        (("forms", "list", "--site", "nowhere"), 3, "nowhere"),
        (("print", "forms", taken), 3, "No blank form has the folio"),
        (("print", "forms"), 2, "--reserve N"),
        (("print", "forms", ONE, "--reserve", "2"), 2, "--reserve N"),
    ):
        answer = three.refused(*words)
        assert (answer.code, says in answer.err) == (code, True), (words, answer.err)
    assert states(three) == {ONE: "out", TWO: "out", THREE: "out"}


def test_forms_that_came_back(three: Terminal) -> None:
    """Several at once, with a reason, which stands in the list and in the log."""
    answer = three.done("forms", "return", ONE, "3-" + THREE[-1], "--reason", "sobraron")
    assert answer.out == f"2 forms came back unused: {ONE}, {THREE}.\n"
    listed = three.done("forms", "list").out
    assert " ".join(listed.split()).count("came back unused, 18 Feb 2025, ana: sobraron") == 2
    assert "\n3 forms, 1 still out\n\nNo PINs: anyone can write here under any alias.\n" in listed
    assert "sobraron" in three.done("log", "--limit", "1").out
    answer = three.refused(*TYPED_IN, ONE)
    assert "came back unused on 2025-02-18 (sobraron)" in answer.err
    assert three.done("verify").code == 0


def test_an_empty_list(terminal: Terminal) -> None:
    """A ledger without forms says so in figures, and gives a script an empty list."""
    assert (
        terminal.done("forms", "list").out
        == "0 forms, 0 still out\n\nNo PINs: anyone can write here under any alias.\n"
    )
    assert terminal.done("forms", "list", "--out", "--json").data == []


def test_reserve_and_print_at_once(terminal: Terminal, tmp_path: Path) -> None:
    """A PDF with the folios that a script is told; printed again it takes no new ones."""
    file, second = tmp_path / "forms.pdf", tmp_path / "again.pdf"
    data = terminal.done("print", "forms", "--reserve", "3", "--out", str(file), "--json").data
    assert data["folios"] == [ONE, TWO, THREE]
    assert (data["paper"], data["pages"], len(PdfReader(file).pages)) == ("letter", 2, 2)
    assert [set(codes(page)) for page in pictures(file.read_bytes())] == [{ONE, TWO}, {THREE}]
    terminal.done("print", "forms", *data["folios"], "--out", str(second))
    assert second.read_bytes() == file.read_bytes()
    assert len(states(terminal)) == 3


@pytest.mark.parametrize("where", ["there.pdf", "nowhere/forms.pdf", "."])
def test_a_file_that_cannot_be_written_takes_no_folio(terminal: Terminal, tmp_path: Path, where: str) -> None:
    """What is there already, or cannot be made, is said before a folio is used up."""
    (tmp_path / "there.pdf").write_text("kept")
    terminal.refused("print", "forms", "--reserve", "3", "--out", str(tmp_path / where))
    assert states(terminal) == {}
    assert (tmp_path / "there.pdf").read_text() == "kept"


def test_folios_that_could_not_be_printed_are_named(terminal: Terminal) -> None:
    """A device that takes nothing is found out when the folios are taken: they are said, to be printed again."""
    answer = terminal("print", "forms", "--reserve", "2", "--out", "/dev/full")
    assert answer.code != 0
    assert f"buyback print forms {ONE} {TWO}" in answer.err
    assert states(terminal) == {ONE: "out", TWO: "out"}


def test_forms_as_text(three: Terminal) -> None:
    """Without --out, 40 columns with boxes and lines; --ascii writes no accent."""
    text = three.done("print", "forms", ONE, TWO, "--ascii").out
    assert text.isascii()
    assert max(map(len, text.splitlines())) == 40
    assert text.count(ONE) == text.count(TWO) == 2


def test_the_days_of_a_form_that_never_came_back(three: Terminal) -> None:
    """It is listed with the days since it was reserved, however many."""
    three.at = AT.replace(month=5)
    row = next(line for line in three.done("forms", "list", "--out").out.splitlines() if ONE in line)
    assert row.endswith("still out, 89 days")
    assert json.loads(three.done("forms", "list", "--json").out)[0]["since"] == "2025-02-18"
