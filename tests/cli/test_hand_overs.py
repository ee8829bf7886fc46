"""A hand-over from both sides, typed: sent, checked against its hash, missing on every board, resolved."""

from datetime import timedelta

import pytest
from samples import AT

from buyback.fingerprints import list_hash

from .conftest import Terminal

ITEMS = ("revolver:serial=K4471", "revolver:serial=0022E1", "ak-47:serial=A900", "cartridge:250:donated")


@pytest.fixture
def sent(terminal: Terminal) -> tuple[str, ...]:
    """Four items, handed over with the act E-1; two days later its list comes back."""
    tags = tuple(terminal.done("receive", "--json", *ITEMS).data["items"])
    terminal.done("hand-over", *tags, "--act", "E-1")
    terminal.at = AT + timedelta(days=2)
    return tags


def check(terminal: Terminal, tags: tuple[str, ...], *more: str) -> tuple[str, ...]:
    return ("hand-over-check", "E-1", "--list-hash", list_hash(tags), *more)


def test_everything_arrived(terminal: Terminal, sent: tuple[str, ...]) -> None:
    """The shortest way: the hash, and that everything arrived."""
    answer = terminal.done(*check(terminal, sent, "--rest-found"))
    assert answer.out.splitlines()[0] == "Hand-over E-1 of 18 Feb 2025, checked by Defensa on 20 Feb 2025."
    assert "4 items confirmed." in answer.out
    assert (
        terminal.done("hand-overs", "--open").out
        == "No hand-over is open.\n\nNo PINs: anyone can write here under any alias.\n"
    )
    (act,) = terminal.done("hand-overs", "--json").data["hand_overs"]
    assert (act["confirmed"], act["not_confirmed"], act["open"], act["days"]) == (4, 0, False, 0)


def test_item_by_item(terminal: Terminal, sent: tuple[str, ...]) -> None:
    """What is missing, what was read, and whose serial it is; --found beside --serial says it twice and is fine."""
    one, two, three, four = sent
    said = ("--found", one, "--serial", f"{one}=k-4471", "--serial", f"{two} = A900", "--found", four.lower())
    answer = terminal.done(*check(terminal, sent, *said, "--not-received", three), "--json")
    assert answer.data["confirmed"] == [one, two, four]
    assert answer.data["not_received"] == [three]
    assert answer.data["serials_differ"] == [
        {"item": two, "serial": "A900", "serial_status": "read", "belongs_to": [three]}
    ]
    assert answer.data["list_hash"] == list_hash(sent)
    folio = one.partition("/")[0]
    items = terminal.done("show", folio, "--json").data["items"]
    assert [(item["status"], item["arrival"]) for item in items] == [
        *[("handed_over", "confirmed")] * 2,
        ("handed_over", "not_received"),
        ("handed_over", "confirmed"),
    ]
    assert items[2]["arrival_since"] == "2025-02-20"
    assert "over, not" in terminal.done("show", folio).out
    log = terminal.done("log", "--limit", "1").out
    assert f"act E-1: 3 confirmed, 1 not received ({three}), {two} with the serial of {three}" in " ".join(
        log.split()
    )


def test_missing_is_on_every_board(terminal: Terminal, sent: tuple[str, ...]) -> None:
    """Text, JSON and CSV of the summary, of whatever day, the held list and the hand-overs say it, with its days."""
    three = sent[2]
    terminal.done(*check(terminal, sent, "--not-received", three, "--rest-found"))
    terminal.at = AT + timedelta(days=7)
    for words in (("summary",), ("summary", "--date", "2025-02-10"), ("custody",), ("hand-overs",)):
        lines = terminal.done(*words).out.splitlines()
        (line,) = [line for line in lines if line.startswith(three)]
        assert line.split()[-1] == "5", words
        assert "20 Feb 2025" in line
    shelf = terminal.done("custody", "--status", "not-received").out.splitlines()
    assert [line.split()[-1] for line in shelf if line.startswith(three)] == ["5"]
    summary = terminal.done("summary", "--date", "2025-02-18", "--json").data
    assert summary["custody"] == {
        "received": 4, "destroyed": 0, "kept": 0, "handed_over": 4, "held": 0, "returned": 0, "lost": 0,
        "not_confirmed": 0, "not_received": 1, "difference": 0,
    }  # fmt: skip
    (missing,) = summary["unaccounted"]["not_received"]
    assert (missing["item"], missing["act"], missing["since"], missing["days"]) == (
        three,
        "E-1",
        "2025-02-20",
        5,
    )
    said = terminal.done("summary", "--date", "2025-02-18").out
    assert "4 items received = 0 destroyed + 0 kept + 4 handed over + 0 held + 0 returned Of" in " ".join(
        said.split()
    )
    assert "Of what is handed over: 3 confirmed, 1 not received." in said
    rows = terminal.done("summary", "--csv").out.splitlines()
    assert f'not_received,{three},"act E-1, Defensa, since 2025-02-20",5,,,,' in rows
    assert [one["item"] for one in terminal.done("custody", "--json").data["not_received"]] == [three]


def test_resolved(terminal: Terminal, sent: tuple[str, ...]) -> None:
    """It arrived, it is held again, or it is lost, which stays on every summary."""
    one, two, three, _four = sent
    missing = [word for tag in (one, two, three) for word in ("--not-received", tag)]
    terminal.done(*check(terminal, sent, *missing, "--rest-found"))
    arrived = terminal.done("hand-over-resolve", one, "--arrived", "--reason", "second truck")
    assert arrived.out == f"{one}, hand-over E-1, 20 Feb 2025: it arrived later.\n"
    here = terminal.done("hand-over-resolve", two, "--still-here", "--reason", "behind the door", "--json")
    assert (here.data["status"], here.data["outcome"]) == ("held", "still_here")
    lost = terminal.done(
        *("hand-over-resolve", three, "--lost", "--reason", "reported", "--approved-by", "luis", "--json")
    )
    assert (lost.data["status"], lost.data["approved_by"]) == ("lost", "luis")
    terminal.at = AT + timedelta(days=300)
    text = terminal.done("summary").out
    assert "Not received" not in text
    (line,) = [line for line in text.splitlines() if line.startswith(three)]
    assert "298" in line
    of_day = terminal.done("summary", "--date", "2025-02-18")
    assert "+ 1 lost" in " ".join(of_day.out.split())
    assert [
        row["status"] for row in terminal.done("custody", "--status", "lost", "--json").data["items"]
    ] == ["lost"]
    assert terminal.done("verify").code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("hand-over-check", "E-9", "--list-hash", "9f2c-11ab-03de", "--rest-found"), 3, "E-9"),
        (("hand-over-check", "E-1", "--list-hash", "9f2c-11ab-03de", "--rest-found"), 1, "is not the list of"),
        (("hand-over-check", "E-1", "--list-hash", "nine", "--rest-found"), 2, "is not the hash of a list"),
        (("hand-over-check", "E-1", "--rest-found"), 2, "--list-hash"),
        (("hand-over-check", "E-1", "--list-hash", "HASH"), 2, "Nothing is said of"),
        (("hand-over-check", "E-1", "--list-hash", "HASH", "--serial", "TAG", "--rest-found"), 2, "--serial"),
        (("hand-over-check", "E-1", "--list-hash", "HASH", "--serial", "TAG=", "--rest-found"), 2, "--serial"),
        (("hand-over-check", "E-1", "--list-hash", "HASH", "--serial-status", "TAG=gone", "--rest-found"), 2, "gone"),
        (("hand-over-check", "E-1", "--list-hash", "HASH", "--found", "A1-000001", "--rest-found"), 2, "A1-000001"),
        (("hand-over-check", "E-1", "--list-hash", "HASH", "--found", "TAG", "--not-received", "TAG"), 2, "twice"),
        (("hand-over-check", "E-1", "--list-hash", "HASH", "--serial", "TAG=1", "--serial", "TAG=2"), 2, "twice"),
        (("hand-over-resolve", "TAG", "--reason", "x y z"), 2, "--arrived"),
        (("hand-over-resolve", "TAG", "--arrived", "--lost", "--reason", "x y z"), 2, "--arrived"),
        (("hand-over-resolve", "TAG", "--arrived"), 2, "--reason"),
        (("hand-over-resolve", "TAG", "--arrived", "--reason", "x y z"), 1, "nothing to resolve"),
        (("hand-over-resolve", "A1-000777-9/1", "--arrived", "--reason", "x y z"), 2, "A1-000777-9"),
        (("custody", "--status", "missing"), 2, "not-received"),
    ],
)  # fmt: skip
def test_what_is_refused(
    terminal: Terminal, sent: tuple[str, ...], words: tuple[str, ...], code: int, said: str
) -> None:
    """One sentence that names what was wrong, and the right exit code; nothing is recorded."""
    before = terminal.done("checkpoint").out
    filled = (word.replace("TAG", sent[0]).replace("HASH", list_hash(sent)) for word in words)
    answer = terminal.refused(*filled)
    assert (answer.code, said in answer.err) == (code, True), answer.err
    assert terminal.done("checkpoint").out == before


def test_spanish(terminal: Terminal, sent: tuple[str, ...]) -> None:
    """The same board in Spanish."""
    terminal.done(*check(terminal, sent, "--not-received", sent[2], "--rest-found"))
    text = terminal.done("--lang", "es", "hand-overs").out
    assert "No recibido" in text
    assert "Defensa" in text
