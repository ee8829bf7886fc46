"""Operators by the command line: PINs set, roles changed, revoked; rights and settings; what says that there are no PINs."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from samples import AT, BY, COLLEAGUE, SITE

from buyback import rules
from buyback.facts import ROLES
from buyback.rules import RIGHTS

from .conftest import Terminal
from .pin_files import ANAS, LUIS, LUISES, WRONG, PinFile, said

# --- setting PINs, roles, revoking -----------------------------------------------------------------------------------


def test_the_first_pin_and_the_others(terminal: Terminal, pin_file: PinFile) -> None:
    """The supervisor's own first; then everyone signs in, and the others get theirs from the supervisor."""
    answer = terminal.refused("operators", "pin", COLLEAGUE, "--new-pin-file", pin_file(LUISES))
    assert "the first one is a supervisor's own" in answer.err
    first = terminal.done("operators", "pin", "--new-pin-file", pin_file(ANAS))
    assert "From now on everyone signs in" in said(first)
    me = ("--pin-file", pin_file(ANAS))
    answer = terminal.refused("receive", "revolver", *LUIS, "--pin-file", pin_file(LUISES))
    assert "luis has no PIN yet" in answer.err
    second = terminal.done("operators", "pin", COLLEAGUE, "--new-pin-file", pin_file(LUISES), *me)
    assert "everyone signs in" not in said(second)
    terminal.done("receive", "revolver", *LUIS, "--pin-file", pin_file(LUISES))
    own = ("operators", "pin", "--new-pin-file", pin_file(WRONG), *LUIS)
    terminal.done(*own, "--pin-file", pin_file(LUISES))
    assert terminal.refused("receive", "revolver", *LUIS, "--pin-file", pin_file(LUISES)).code == 1
    terminal.done("receive", "revolver", *LUIS, "--pin-file", pin_file(WRONG))
    assert terminal.done("operators", "list", "--json").data == {
        "pins": "set",
        "operators": [
            {"alias": alias, "roles": list(ROLES), "pin": "set", "status": "active"}
            for alias in (BY, COLLEAGUE)
        ],
    }


@pytest.mark.parametrize(
    ("digits", "code"),
    [("123", 2), ("12345678901234", 2), ("12a4", 2), ("1234", 1), ("0000", 1), ("4321", 1)],
)
def test_a_weak_pin(terminal: Terminal, pin_file: PinFile, digits: str, code: int) -> None:
    """What is no PIN and what is guessed at once: refused, and the ledger still has none."""
    answer = terminal.refused("operators", "pin", "--new-pin-file", pin_file(digits))
    assert answer.code == code
    assert digits not in answer.err.replace("1234 or 4321", "")
    assert terminal.done("operators", "list", "--json").data["pins"] == "none"


def test_a_clerk_sets_nobodys_pin(pins: Terminal, pin_file: PinFile) -> None:
    """Another's PIN is a supervisor's to set."""
    me, new = ("--pin-file", pin_file(ANAS)), pin_file(WRONG)
    pins.done("operators", "add", "eva", "--roles", "receive,pay", *me)
    pins.done("operators", "pin", "eva", "--new-pin-file", new, *me)
    eva = ("--operator", "eva", "--pin-file", new)
    answer = pins.refused("operators", "pin", BY, "--new-pin-file", pin_file("905172"), *eva)
    assert "eva may not set another operator's PIN: that needs the role supervise" in answer.err
    assert (
        "eva may not record an act"
        in pins.refused(
            *("destroy", "A1-000001-B/1", "--act", "1", "--witness", "a", "--witness", "b"), *eva
        ).err
    )


def test_the_last_supervisor(pins: Terminal, pin_file: PinFile) -> None:
    """Neither revoked nor without the role, by nobody; and a revoked operator is refused by name."""
    me = ("--pin-file", pin_file(ANAS))
    pins.done("operators", "revoke", COLLEAGUE, "--reason", "terminó", *me)
    for words in (("revoke", BY, "--reason", "me voy"), ("roles", BY, "--roles", "pay", "--reason", "menos")):
        assert "ana is the last supervisor" in pins.refused("operators", *words, *me).err
    answer = pins.refused("receive", "revolver", *LUIS, "--pin-file", pin_file(LUISES))
    assert "luis was revoked" in answer.err
    answer = pins.refused("receive", "revolver", "--operator", "mallory", *me)
    assert answer.code == 3
    assert "No operator has the alias “mallory”" in answer.err
    listed = pins.done("operators", "list", "--json").data["operators"]
    assert [one["status"] for one in listed] == ["active", "revoked"]
    assert "revoked" in pins.done("operators", "list").out


@pytest.mark.parametrize(
    "words",
    [
        ("add", "eva", "--roles", "boss"),
        ("add", "eva", "--roles", ","),
        ("roles", COLLEAGUE, "--roles", "boss", "--reason", "sí"),
        ("roles", COLLEAGUE, "--roles", "pay"),
        ("roles", "nobody", "--roles", "pay", "--reason", "sí"),
        ("roles", COLLEAGUE, "--roles", ",".join(ROLES), "--reason", "iguales"),
        ("revoke", COLLEAGUE),
        ("revoke", "nobody", "--reason", "sí"),
    ],
)
def test_bad_input_about_operators(terminal: Terminal, words: tuple[str, ...]) -> None:
    """Each is one sentence and changes nothing."""
    before = terminal.done("checkpoint").out
    terminal.refused("operators", *words)
    assert terminal.done("checkpoint").out == before


@pytest.mark.parametrize(
    ("name", "value"),
    [("approval-step", "-1"), ("approval-step", "x"), ("approval-step", "99999999999"), ("voucher-days", "0"),
     ("voucher-days", "367"), ("voucher-days", "1.5"), ("voucher-days", "00000000799999"), ("colour", "1"),
     ("held-days", "0"), ("equal-items", "1"), ("near-step-percent", "101"), ("rate-percent", "-1"), ("many-voids", "x"),
     ("hours", "nowhere"), ("hours", "basilica-guadalupe=16:00-10:00"), ("hours", "basilica-guadalupe=9"),
     ("hours", "basilica-guadalupe=24:00-25:00"), ("hours", "=10:00-16:00")],
)  # fmt: skip
def test_bad_settings(terminal: Terminal, name: str, value: str) -> None:
    """Each is one sentence and changes nothing."""
    before = terminal.done("settings", "list", "--json").data
    terminal.refused("settings", "set", name, "--", value)
    assert terminal.done("settings", "list", "--json").data == before


def test_settings(terminal: Terminal) -> None:
    """They begin with the programme's, are set by name, and count from then on."""
    assert terminal.done("settings", "list", "--json").data == {
        "approval-step": "50000.00",
        "voucher-days": 30,
        "held-days": 30,
        "equal-items": 10,
        "equal-minutes": 60,
        "many-voids": 3,
        "many-off-table": 20,
        "rate-percent": 2,
        "near-step-percent": 5,
        "hours": {},
    }
    assert (
        terminal.done("settings", "set", "approval-step", "8699.99", "--json").data["approval-step"]
        == "8699.99"
    )
    assert "8,699.99" in terminal.done("settings", "list").out
    assert "8,699.99" in terminal.done("operators", "rights").out
    terminal.done("settings", "set", "voucher-days", "15")
    fact = (
        terminal.done("receive", "revolver")
        and terminal.done("log", "--kind", "DroppedOff", "--json").data[0]
    )
    assert fact["fact"]["approved_by"] == BY
    assert "a supervisor approves what is above" in " ".join(terminal.done("log").out.split())


# --- what is printed -------------------------------------------------------------------------------------------------


def test_rights_are_the_table_that_is_obeyed(bare: Terminal) -> None:
    """`operators rights` needs no ledger and prints each verb with its roles and approvals, as the code has them."""
    found = bare.done("operators", "rights", "--json").data
    assert found == [
        {"verb": verb, "roles": list(right.roles), "approvals": list(right.approvals)}
        for verb, right in RIGHTS.items()
    ]
    text = bare.done("operators", "rights").out
    lines = text.splitlines()
    for verb, right in RIGHTS.items():
        at = next(number for number, line in enumerate(lines) if line.split(" ")[0] == verb)
        row = " ".join(lines[at : at + 9])
        assert all(role in row for role in right.roles), verb
    assert "50,000.00 pesos" in " ".join(text.split())
    assert "supervisar" in bare.done("operators", "rights", "--lang", "es").out
    assert set(rules.OCCASIONS) == {name for right in RIGHTS.values() for name in right.approvals}


def test_no_pins_is_said(terminal: Terminal, pin_file: PinFile, tmp_path: Path) -> None:
    """By the list, the summary, its JSON and CSV, and the export, until the first PIN is set."""
    words = "No PINs: anyone can write here under any alias."
    assert words in terminal.done("operators", "list").out
    assert words in terminal.done("summary").out
    assert terminal.done("summary", "--json").data["pins"] == "none"
    assert "pins,none" in terminal.done("summary", "--csv").out
    terminal.done("export", str(tmp_path / "before"))
    assert '"pins": "none"' in (tmp_path / "before" / "datapackage.json").read_text()
    terminal.done("operators", "pin", "--new-pin-file", pin_file(ANAS))
    assert words not in terminal.done("operators", "list").out + terminal.done("summary").out
    assert terminal.done("summary", "--json").data["pins"] == "set"
    assert "pins,set" in terminal.done("summary", "--csv").out
    terminal.done("export", str(tmp_path / "after"))
    assert '"pins": "set"' in (tmp_path / "after" / "datapackage.json").read_text()


def test_init_with_and_without_a_pin(bare: Terminal, pin_file: PinFile, tmp_path: Path) -> None:
    """Without one the ledger is for training and says so; with one, everybody signs in from the start."""
    base = ("init", "--ledger-code", "A1", "--site", SITE, "--operator", BY, "--json")
    without = bare.done(*base, "--ledger", str(tmp_path / "1.db"))
    assert without.data["pins"] == "none"
    assert "No PINs" in without.err
    with_one = bare.done(*base, "--ledger", str(tmp_path / "2.db"), "--supervisor-pin-file", pin_file(ANAS))
    assert with_one.data["pins"] == "set"
    assert "No PINs" not in said(with_one)
    for file in (pin_file("1111"), pin_file(ANAS, mode=0o644), str(tmp_path / "none")):
        bare.refused(*base, "--ledger", str(tmp_path / "3.db"), "--supervisor-pin-file", file)
        assert not (tmp_path / "3.db").exists()
    me = ("--ledger", str(tmp_path / "2.db"), "--operator", BY)
    assert bare.refused("sites", "add", "x", "--name", "X", *me).code == 2
    bare.done("sites", "add", "x", "--name", "X", *me, "--pin-file", pin_file(ANAS))


def test_a_clock_that_went_back_is_said(terminal: Terminal) -> None:
    """On stderr, with both times, once; the command is done and the log tells of it."""
    terminal.done("receive", "revolver")
    back = replace(terminal, at=AT - timedelta(hours=3))
    answer = back.done("receive", "revolver", "--json")
    assert answer.data["status"] == "paid"
    words = "The clock of this computer went back, from 2025-02-18T16:42:05.123Z to 2025-02-18T13:42:05.123Z (UTC)"
    assert answer.err.count(words) == 1
    assert "went back" not in back.done("receive", "revolver").err
    assert "the clock went back from" in " ".join(back.done("log").out.split())
    back.done("verify")
