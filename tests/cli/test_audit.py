"""The audit by the command line: what is found and answered, as text and as JSON, and what is refused."""

import json
from pathlib import Path

from samples import BY, COLLEAGUE, OTHER_SITE, SITE

from .conftest import Terminal

THRESHOLDS = (
    "Thresholds: held-days 30, equal-items 10, equal-minutes 60, many-voids 3, many-off-table 20, rate-percent 2, "
    "near-step-percent 5"
)


def test_nothing_is_found(terminal: Terminal) -> None:
    """A ledger in which nothing happened is told in one sentence, and no list; under it stand the thresholds."""
    out = terminal.done("audit").out
    assert out.startswith("The audit found nothing on these days.\n")
    assert " ".join(out.split()).endswith(f" {THRESHOLDS}.")
    assert terminal.done("audit", "--json").data == {
        "first": None,
        "last": None,
        "site": "",
        "findings": [],
        "found": 0,
        "open": 0,
        "answered": 0,
        "thresholds": {
            "held-days": 30,
            "equal-items": 10,
            "equal-minutes": 60,
            "many-voids": 3,
            "many-off-table": 20,
            "rate-percent": 2,
            "near-step-percent": 5,
            "hours": {},
        },
    }


def test_a_finding_is_answered(terminal: Terminal) -> None:
    """What it means, how sure it is, its entries and items; then the note, which stays, and what is open and answered."""
    folios = [terminal.folio("revolver:serial=K4471") for _number in range(2)]
    (one,) = terminal.done("audit", "--json").data["findings"]
    entries = [row["seq"] for row in terminal.done("log", "--kind", "DroppedOff", "--json").data][::-1]
    assert one["links"] == [
        {"entry": entry, "folio": folio, "item": f"{folio}/1"}
        for entry, folio in zip(entries, folios, strict=True)
    ]
    assert (one["key"], one["finding"], one["certainty"]) == ("serial-twice:K4471", "serial-twice", "look")
    assert (one["since"], one["number"], one["last_entry"]) == ("2025-02-18", 2, entries[1])
    assert (one["answered"], one["answers"]) == (False, [])
    text = terminal.done("audit").out
    assert "The same serial twice (look at it)\n" in text
    assert one["meaning"] in " ".join(text.split())
    assert (
        f"- serial-twice:K4471\n  Since 18 Feb 2025. The serial K4471 is on 2 items: {folios[0]}/1," in text
    )
    assert f"Entries: {entries[0]}, {entries[1]}" in text
    assert "\n1 finding: 1 open, 0 answered.\n" in text

    note = ("--note", "dos marcas")
    done = terminal.done("audit", "answer", "serial-twice:K4471", *note, "--operator", COLLEAGUE, "--json")
    seq = terminal.done("log", "--kind", "FindingAnswered", "--json").data[0]["seq"]
    assert done.data == {
        "key": "serial-twice:K4471",
        "entry": seq,
        "last_entry": entries[1],
        "note": "dos marcas",
        "by": COLLEAGUE,
    }
    found = terminal.done("audit", "--json").data
    assert (found["open"], found["answered"], found["findings"][0]["answered"]) == (0, 1, True)
    assert [(said["entry"], said["by"], said["note"]) for said in found["findings"][0]["answers"]] == [
        (seq, COLLEAGUE, "dos marcas")
    ]
    assert f"Answered by luis (entry {seq}): dos marcas" in terminal.done("audit").out
    assert terminal.done("audit", "--open").out.startswith("1 finding: 0 open, 1 answered.\n")
    assert terminal.done("audit", "--open", "--json").data["findings"] == []
    assert "finding serial-twice:K4471: dos marcas" in " ".join(terminal.done("log").out.split())
    terminal.folio("ak-47:serial=k4471")
    assert "More came since; it is open again." in terminal.done("audit", "--open").out
    assert terminal("verify").code == 0


def test_a_span_and_a_site(terminal: Terminal) -> None:
    """Only what belongs to these days and this site; a span that ends before it begins is refused."""
    folio = terminal.folio("revolver")
    terminal.done("void", folio, "--reason", "error", "--recovered", "8700")
    for words, number in (
        (("--from", "2025-02-18"), 1),
        (("--to", "2025-02-17"), 0),
        (("--site", SITE), 1),
        (("--site", OTHER_SITE), 0),
    ):
        assert terminal.done("audit", *words, "--json").data["found"] == number, words
    terminal.refused("audit", "--from", "2025-02-18", "--to", "2025-02-17")
    terminal.refused("audit", "--site", "nowhere")


def test_refusals(terminal: Terminal) -> None:
    """One sentence each, with the exit code of its kind, and nothing is written."""
    before = terminal.done("checkpoint").out
    assert terminal.refused("audit", "answer", "serial-twice:X", "--note", "visto").code == 3
    assert terminal.refused("audit", "answer", "aliens:X", "--note", "visto").code == 2
    assert terminal.refused("audit", "answer", "serial-twice:X").code == 2
    assert terminal.refused("audit", "answers").code == 2
    assert terminal.done("checkpoint").out == before


def test_who_may_answer(terminal: Terminal) -> None:
    """An auditor may; who takes in and pays may not."""
    for _number in range(2):
        terminal.folio("revolver:serial=K1")
    terminal.done("operators", "add", "eva", "--roles", "audit")
    terminal.done("operators", "add", "leo", "--roles", "receive,pay")
    said = ("audit", "answer", "serial-twice:K1", "--note", "visto")
    assert "leo" in terminal.refused(*said, "--operator", "leo").err
    terminal.done(*said, "--operator", "eva")


def test_hours_of_a_site(terminal: Terminal) -> None:
    """Set as they are written, for one site; by its code alone the usual ones; none takes them away."""

    def hours() -> dict[str, str]:
        return dict(terminal.done("settings", "list", "--json").data["hours"])

    terminal.done("settings", "set", "hours", f"{SITE}=9:30-14:00")
    assert hours() == {SITE: "09:30-14:00"}
    assert f"{SITE}=09:30-14:00" in terminal.done("settings", "list").out
    assert terminal.done("settings", "set", "hours", SITE, "--json").data["hours"] == {SITE: "10:00-16:00"}
    assert hours() == {SITE: "10:00-16:00"}
    terminal.at = terminal.at.replace(day=19, hour=15)
    terminal.folio("revolver")
    assert "is outside" not in terminal.done("audit", "--site", OTHER_SITE).out
    assert "outside its hours, 10:00-16:00" in " ".join(terminal.done("audit").out.split())
    terminal.done("settings", "set", "hours", f"{SITE}=none")
    assert hours() == {}
    facts = terminal.done("log", "--kind", "SettingChanged", "--json").data
    assert [one["fact"]["value"] for one in facts] == ["none", "10:00-16:00", "09:30-14:00"]


def test_answers_are_in_the_export(terminal: Terminal, tmp_path: Path) -> None:
    """finding_answers.csv has a row for each answer, described in the package."""
    for _number in range(2):
        terminal.folio("revolver:serial=K1")
    terminal.done("audit", "answer", "serial-twice:K1", "--note", "dos marcas")
    terminal.done("export", str(tmp_path / "out"))
    head, row = (tmp_path / "out" / "finding_answers.csv").read_text("utf-8").splitlines()
    assert head == "ledger,entry,finding,last_entry,note,answered_at,answered_by"
    assert row.split(",")[2:5] == ["serial-twice:K1", row.split(",")[3], "dos marcas"]
    assert row.endswith(f",{BY}")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert "finding_answers" in [resource["name"] for resource in package["resources"]]


def test_a_threshold_that_was_loosened(terminal: Terminal) -> None:
    """Who set which from what to what, and the entry; wider hours too; at the end the thresholds as they are now."""
    terminal.done("settings", "set", "held-days", "60", "--operator", COLLEAGUE)
    terminal.done("settings", "set", "hours", f"{SITE}=10:00-16:00")
    terminal.done("settings", "set", "hours", f"{SITE}=10:00-18:00")
    wider, _first, looser = (
        one["seq"] for one in terminal.done("log", "--kind", "SettingChanged", "--json").data
    )
    found = terminal.done("audit", "--json").data
    assert [(one["key"], one["last_entry"], one["title"]) for one in found["findings"]] == [
        (f"loosened:{looser}", looser, "a threshold of the audit was loosened"),
        (f"loosened:{wider}", wider, "a threshold of the audit was loosened"),
    ]
    assert (found["thresholds"]["held-days"], found["thresholds"]["hours"]) == (60, {SITE: "10:00-18:00"})
    out = " ".join(terminal.done("audit").out.split())
    assert (
        "luis changed held-days from 30 to 60 (audit: what is held longer than this many days is named)."
        in out
    )
    assert out.endswith(f"{THRESHOLDS.replace('held-days 30', 'held-days 60')}, hours {SITE}=10:00-18:00.")
    assert terminal("verify").code == 0
    terminal.done("audit", "answer", f"loosened:{looser}", "--note", "visto")
    assert terminal.done("audit", "--json").data["answered"] == 1
    assert terminal("verify").code == 0
