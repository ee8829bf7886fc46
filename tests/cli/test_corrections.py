"""Marks that were corrected, by the command line: told everywhere, and found by what they were."""

import csv
import io

from samples import COLLEAGUE

from .conftest import Terminal


def test_a_correction_is_told_everywhere(terminal: Terminal) -> None:
    """correct says what changed; show, custody, log and the day's summary tell it, as text, JSON and CSV."""
    folio = terminal.folio("revolver:serial=A12", "ak-47:serial-status=filed-off")
    done = terminal.done(
        "correct", "1-b/1", "--serial", "A21", "--make", "Colt", "--reason", "two digits swapped"
    )
    assert done.out == f"{folio}/1 corrected: serial A12 → A21, make – → Colt.\n"
    words = ("--serial-status", "none", "--reason", "it never had one", "--operator", COLLEAGUE)
    data = terminal.done("correct", f"{folio}/2", *words, "--json").data
    assert (data["item"], data["by"], data["status"], data["reason"]) == (
        f"{folio}/2", COLLEAGUE, "held", "it never had one",
    )  # fmt: skip
    assert (data["was"]["serial_status"], data["now"]["serial_status"]) == ("filed_off", "none")
    shown = terminal.done("show", "1")
    assert "Revolver (Colt, A21," in shown.out
    assert "corrected)" in shown.out
    assert "marks corrected  ana" in shown.out
    assert f"{folio}/1: serial A12 → A21, make – → Colt; two digits swapped" in " ".join(shown.out.split())
    corrections = terminal.done("show", "1", "--json").data["corrections"]
    assert [(one["item"], one["was"]["serial"], one["now"]["serial"]) for one in corrections] == [
        (f"{folio}/1", "A12", "A21"), (f"{folio}/2", "", ""),
    ]  # fmt: skip
    held = terminal.done("custody")
    assert "Revolver     * A21" in held.out
    assert "* The marks were corrected; buyback show tells how and why." in held.out
    assert [item["corrections"] for item in terminal.done("custody", "--json").data["items"]] == [1, 1]
    summary = terminal.done("summary")
    assert "Drop-offs: 1\nMarks corrected: 2\n" in summary.out
    listed = summary.out.partition("Marks corrected\n")[2].partition("\n\n")[0]
    assert listed == (
        "Tag            By    Status  Corrected                        Reason\n"
        "A1-000001-B/1  ana   held    serial A12 → A21, make – → Colt  two digits swapped\n"
        "A1-000001-B/2  luis  held    serial filed off → has none      it never had one"
    )
    told = terminal.done("summary", "--json").data["corrections"]
    assert [(one["item"], one["reason"]) for one in told] == [
        (f"{folio}/1", "two digits swapped"), (f"{folio}/2", "it never had one"),
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(terminal.done("summary", "--csv").out)))
    assert [(row["code"], row["name"]) for row in rows if row["section"] == "corrected"] == [
        (f"{folio}/1", "make: - -> Colt, serial: A12 -> A21; held; ana: two digits swapped"),
        (f"{folio}/2", "serial_status: filed_off -> none; held; luis: it never had one"),
    ]
    assert terminal.done("log", "--kind", "MarksCorrected", "--json").data[0]["fact"]["item"] == f"{folio}/2"
    terminal.done("verify")


def test_a_serial_that_was_corrected_is_found(terminal: Terminal) -> None:
    """custody --find takes what the slip still says, and tells what the weapon's serial is now, wherever that weapon is."""
    folio = terminal.done("receive", "revolver:serial=A12", "ak-47:serial=B7", "--json").data["folio"]
    for item, serial in (("1", "A21"), ("2", "B9")):
        terminal.done("correct", f"{folio}/{item}", "--serial", serial, "--reason", "digits swapped")
    terminal.done("destroy", f"{folio}/2", "--act", "1", "--witness", "rosa", "--witness", "tomas")
    held = terminal.done("custody", "--find", "a-12")
    assert f"Serial A12 was corrected to A21: {folio}/1, 18 Feb 2025.\n" in held.out
    assert "* A21" in held.out
    data = terminal.done("custody", "--find", "B7", "--json").data
    assert data["items"] == []
    assert data["serials_corrected"] == [
        {
            "item": f"{folio}/2",
            "business_date": "2025-02-18",
            "was": "B7",
            "now": "B9",
            "serial_status": "read",
        }
    ]
    assert data["elsewhere"] == [
        {
            "item": f"{folio}/2",
            "status": "destroyed",
            "since": "2025-02-18",
            "act": "1",
            "site": "basilica-guadalupe",
        }
    ]
    items = terminal.done("custody", "--find", "B7", "--status", "destroyed", "--json").data["items"]
    assert [item["item"] for item in items] == [f"{folio}/2"]
    whole = terminal.done("custody", "--json").data
    assert (len(whole["items"]), whole["serials_corrected"]) == (1, [])


def test_what_was_looked_for_is_found_wherever_it_is(terminal: Terminal) -> None:
    """custody --find says of a destroyed item that it is destroyed, when and by which act, and of a held one nothing twice."""
    folio = terminal.done("receive", "revolver:serial=A12", "ak-47:serial=B7", "--json").data["folio"]
    terminal.done("destroy", f"{folio}/2", "--act", "ACTA-7", "--witness", "rosa", "--witness", "tomas")
    said = terminal.done("custody", "--find", "b7").out
    assert f"{folio}/2, AK-47 rifle: destroyed, 18 Feb 2025, act ACTA-7.\n" in said
    said = terminal.done("custody", "--find", folio).out
    assert f"{folio}/2, AK-47 rifle: destroyed, 18 Feb 2025, act ACTA-7.\n" in said
    assert said.count(f"{folio}/1") == 1
    assert "destroyed, 18 Feb" not in terminal.done("custody", "--status", "destroyed", "--find", "b7").out
    assert terminal.done("custody", "--json").data["elsewhere"] == []


def test_an_empty_list_says_why_it_is_empty(terminal: Terminal) -> None:
    """Words that nothing has are no status that nothing has; what is elsewhere is told, and what narrows the list too."""
    folio = terminal.done("receive", "revolver:serial=A12", "--json").data["folio"]
    for words in ("ZZ9", "ACTA-99", "A1-000099"):
        said = terminal.done("custody", "--find", words).out
        assert said.startswith(f"Nothing was found for “{words}”.\n")
        assert "has this status" not in said
    said = terminal.done("custody", "--find", "A12", "--status", "destroyed").out
    assert said.startswith(f"{folio}/1, Revolver: held, 18 Feb 2025, basilica-guadalupe.\n")
    assert "No item with this status fits.\n" in said
    assert "No item with this status fits.\n" in terminal.done("custody", "--older-than", "7").out
    assert "No item has this status.\n" in terminal.done("custody", "--status", "lost").out


def test_a_correction_takes_marks_away_and_warns_of_a_serial_met_before(terminal: Terminal) -> None:
    """--clear takes a mark away, several if need be; a serial that another item carries is said aside."""
    folio = terminal.folio("revolver:serial=A1:make=Colt:country=US", "ak-47:serial=B2")
    words = (
        "--clear",
        "make",
        "--clear",
        "country",
        "--marks",
        "frame",
        "--serial",
        "b-2",
        "--reason",
        "misread",
    )
    done = terminal.done("correct", f"{folio}/1", *words, "--json")
    assert (done.data["now"]["make"], done.data["now"]["country"], done.data["now"]["marks"]) == (
        "",
        "",
        "frame",
    )
    assert done.data["serials_seen"] == [f"{folio}/2"]
    assert f"The serial of {folio}/1 was seen before, on {folio}/2" in done.err


def test_a_correction_in_spanish(terminal: Terminal) -> None:
    """Every word of the answer and of the day's summary."""
    terminal.folio("revolver:serial=A12")
    done = terminal.done(
        "correct", "1-B/1", "--serial", "A21", "--reason", "cifras cambiadas", "--lang", "es"
    )
    assert done.out == "A1-000001-B/1 corregido: matrícula A12 → A21.\n"
    out = terminal.done("summary", "--lang", "es").out
    assert "Marcas corregidas: 1" in out
    assert "matrícula A12 → A21" in out
    assert "corrected" not in out
