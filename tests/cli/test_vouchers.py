"""Vouchers on the command line: given with a code that nobody sees, listed while they are open, paid once."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from samples import BY, COLLEAGUE, OTHER_SITE, SITE

from buyback import desk
from buyback.desk import Pin
from buyback.store.engine import open_store

from .conftest import Terminal
from .test_pins import Typed

CODE, WRONG = "4711", "9038"
VOUCHER = ("--pay", "voucher")
on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of POSIX")

CodeFile = Callable[..., str]


@pytest.fixture
def code_file(tmp_path: Path) -> CodeFile:
    """`code_file("4711", mode=0o600)`: the path of a file that holds it, and does not say so in its name."""
    numbers = count(1)

    def make(digits: str, *, mode: int = 0o600) -> str:
        path = tmp_path / f"file-{'abcdefghijklmnop'[next(numbers)]}"
        path.write_text(f"{digits}\n", encoding="utf-8")
        path.chmod(mode)
        return str(path)

    return make


def one(terminal: Terminal, file: str, *items: str) -> str:
    """The folio of a revolver, or of these items, on a voucher with the code in the file."""
    return terminal.folio(*(items or ("revolver",)), *VOUCHER, "--code-file", file)


# --- given out ----------------------------------------------------------------------------------------------------------


def test_a_voucher_says_how_much_and_until_when(terminal: Terminal, code_file: CodeFile) -> None:
    """The answer has its amount, its last day and whether it has a code; the code is in nothing that is printed."""
    file = code_file(CODE)
    answer = terminal.done("receive", "revolver", *VOUCHER, "--code-file", file)
    assert (
        "Hand out a voucher for $8,700.00 MXN (428.88 USD). It is good until Thu 20 Mar 2025." in answer.out
    )
    again = terminal.done("receive", "revolver", *VOUCHER, "--code-file", file, "--json")
    assert again.data["voucher"] == {"mxn": "8700.00", "expires_on": "2025-03-20", "coded": True}
    shown = terminal.done("show", again.data["folio"])
    assert "good until 20 Mar 2025, with a code" in shown.out
    assert terminal.done("show", "1-B", "--json").data["voucher"] == again.data["voucher"]
    paper = terminal.done("print", "receipt", "1-B")
    assert "Good until: Thursday 20 March 2025 Bring this paper and your code" in " ".join(paper.out.split())
    everything = "".join(one.out + one.err for one in (answer, again, shown, paper))
    assert CODE not in everything
    assert terminal.done("receive", "revolver", "--json").data["voucher"] is None


def test_a_voucher_without_a_code_is_said(terminal: Terminal) -> None:
    """Where nobody can be asked, or the giver wants none: a voucher all the same, and what that means."""
    for more in ((), ("--no-code",)):
        answer = terminal.done("receive", "revolver", *VOUCHER, *more, "--json")
        assert "The voucher has no code, so it is paid only with a supervisor's approval." in answer.err
        assert answer.data["voucher"]["coded"] is False
    assert terminal.done("receive", "war-toy", *VOUCHER, "--json").data["voucher"] is None


def test_an_empty_file_is_no_wrong_code(terminal: Terminal, code_file: CodeFile) -> None:
    """It is said that the file is empty, on giving out and on paying, and no try is counted."""
    folio = one(terminal, code_file(CODE))
    for words in (("receive", "revolver", *VOUCHER), ("pay", folio)):
        answer = terminal.refused(*words, "--code-file", code_file(""))
        assert (answer.code, "is empty, so nothing was tried" in answer.err) == (2, True)
    assert terminal.done("log", "--kind", "VoucherCodeRefused", "--json").data == []


@pytest.mark.parametrize("digits", ["123", "12345", "12a4", "７７７７"])
def test_what_is_no_code(terminal: Terminal, code_file: CodeFile, digits: str) -> None:
    """Another length, and other signs than digits: nothing is recorded, on giving out and on paying."""
    file = code_file(digits)
    answer = terminal.refused("receive", "revolver", *VOUCHER, "--code-file", file)
    assert (answer.code, "it is 4 digits" in answer.err) == (2, True)
    assert terminal.done("log", "--kind", "DroppedOff", "--json").data == []
    folio = one(terminal, code_file(CODE))
    assert terminal.refused("pay", folio, "--code-file", file).code == 2
    assert terminal.done("log", "--kind", "VoucherCodeRefused", "--json").data == []


def test_options_that_do_not_go_together(terminal: Terminal, code_file: CodeFile) -> None:
    """A code for what is no voucher, a file and none; and a file that is not there, or that others can read."""
    file = code_file(CODE)
    for words in (
        ("--code-file", file),
        ("--no-code",),
        ("--pay", "later", "--code-file", file),
        (*VOUCHER, "--no-code", "--code-file", file),
        (*VOUCHER, "--code-file", f"{file}-not-there"),
        (*VOUCHER, "--code", CODE),
    ):
        assert terminal.refused("receive", "revolver", *words).code == 2
    for mode in (0o644, 0o640, 0o604):
        answer = terminal.refused("receive", "revolver", *VOUCHER, "--code-file", code_file(CODE, mode=mode))
        assert "so the code in it is no secret" in answer.err
    assert terminal.done("log", "--kind", "DroppedOff", "--json").data == []


def test_the_same_form_again_asks_for_no_code(terminal: Terminal, code_file: CodeFile) -> None:
    """A repeated form gets its first answer, and the voucher keeps its first code."""
    form = ("receive", "revolver", *VOUCHER, "--draft-id", "form-1")
    first = terminal.done(*form, "--code-file", code_file(CODE), "--json").data
    again = terminal.done(*form, "--code-file", code_file(WRONG), "--json").data
    assert (again["repeated"], again["voucher"]) == (True, first["voucher"])
    terminal.done("pay", first["folio"], "--code-file", code_file(CODE))


def test_cash_that_is_out_says_how_to_give_a_voucher(terminal: Terminal, code_file: CodeFile) -> None:
    """The refusal names the option, and with it the same drop-off goes through."""
    terminal.done("cash", "float", "5000")
    answer = terminal.refused("receive", "revolver")
    assert "(buyback receive --pay voucher | buyback cash top-up)." in answer.err
    folio = one(terminal, code_file(CODE))
    answer = terminal.refused("pay", folio, "--code-file", code_file(CODE))
    assert "buyback cash top-up" in answer.err
    terminal.done("cash", "top-up", "5000")
    terminal.done("pay", folio, "--code-file", code_file(CODE))


# --- paid ---------------------------------------------------------------------------------------------------------------


def test_a_voucher_is_paid_once_at_any_site(terminal: Terminal, code_file: CodeFile) -> None:
    """Against folio and code, at another site; a second time it says when and by whom it was paid."""
    folio, file = one(terminal, code_file(CODE)), code_file(CODE)
    paid = terminal.done("pay", folio, "--site", OTHER_SITE, "--code-file", file, "--json").data
    assert (paid["status"], paid["mxn"]) == ("paid", "8700.00")
    again = terminal.refused("pay", folio, "--code-file", file)
    assert "was already paid: 8,700.00 pesos on 2025-02-18 by ana" in again.err
    assert terminal.refused("void", folio, "--reason", "error", "--recovered", "8700").code == 1
    terminal.done("verify")


def test_five_wrong_codes_and_then_the_supervisor(terminal: Terminal, code_file: CodeFile) -> None:
    """Each wrong one is counted, by whomever; after the fifth the right one is not looked at any more."""
    folio, wrong, right = one(terminal, code_file(CODE)), code_file(WRONG), code_file(CODE)
    for tries in range(1, 5):
        answer = terminal.refused("pay", folio, "--code-file", wrong)
        assert f"({tries} of 5 tries)" in answer.err
        assert WRONG not in answer.err
    for file in (wrong, right):
        answer = terminal.refused("pay", folio, "--code-file", file)
        assert "was wrong 5 times; it is paid only with a supervisor's approval (--approved-by ALIAS)." in (
            " ".join(answer.err.splitlines()[-1].split())
        )
    listed = terminal.done("vouchers", "--json").data["vouchers"][0]
    assert (listed["wrong_codes"], listed["locked"]) == (5, True)
    assert "locked, 5 wrong" in terminal.done("vouchers").out
    terminal.done("pay", folio, "--approved-by", COLLEAGUE)
    assert terminal.done("log", "--kind", "PaidOut", "--json").data[0]["fact"]["approved_by"] == COLLEAGUE
    terminal.done("verify")


def test_a_forgotten_code(terminal: Terminal, code_file: CodeFile) -> None:
    """Where nobody is there to type it the refusal says what to do; a supervisor may approve without it."""
    folio = one(terminal, code_file(CODE))
    answer = terminal.refused("pay", folio)
    assert "(--code-file FILE | --approved-by ALIAS)." in answer.err
    terminal.done("pay", folio, "--approved-by", BY)


def test_a_code_that_nobody_asks_for(terminal: Terminal, code_file: CodeFile) -> None:
    """For what is owed, and for a voucher without one, the file is not looked at, and that is said."""
    owed, plain = (terminal.folio("revolver", "--pay", how) for how in ("later", "voucher"))
    for folio in (owed, plain):
        answer = terminal.done("pay", folio, "--code-file", code_file("nothing like it"))
        assert f"No code was asked for {folio}, so the file was not looked at." in answer.err


def test_an_expired_voucher_takes_a_supervisor(
    terminal: Terminal, sqlite_url: str, code_file: CodeFile
) -> None:
    """With PINs and a paymaster: the day after its last one it takes the code and the supervisor's PIN file."""
    folio = one(terminal, code_file(CODE))
    pins = {BY: "739104", COLLEAGUE: "582047"}
    store = open_store(sqlite_url)
    desk.change_roles(store, COLLEAGUE, ["pay"], reason="paymaster", by=BY, at=terminal.at)
    for alias, digits in pins.items():
        desk.set_pin(store, alias, Pin(digits), by=BY, at=terminal.at)
    store.close()
    terminal.at += timedelta(days=31)
    pay = ("pay", folio, "--operator", COLLEAGUE, "--pin-file", code_file(pins[COLLEAGUE]))
    answer = terminal.refused(*pay, "--code-file", code_file(CODE))
    assert "a voucher whose last day is over" in answer.err
    supervisor = ("--approved-by", BY, "--supervisor-pin-file", code_file(pins[BY]))
    assert terminal.refused(*pay, "--code-file", code_file(WRONG), *supervisor).code == 1
    terminal.done(*pay, "--code-file", code_file(CODE), *supervisor)
    terminal.done("verify")


# --- who is owed what -----------------------------------------------------------------------------------------------------


def test_the_list_of_what_is_owed(terminal: Terminal, code_file: CodeFile) -> None:
    """Open ones only, the one that expires first first, with their total; of one site where that is asked."""
    terminal.done("settings", "set", "voucher-days", "7")
    short = one(terminal, code_file(CODE))
    terminal.done("settings", "set", "voucher-days", "30")
    there = terminal.folio("ak-47", *VOUCHER, "--site", OTHER_SITE)
    paid = one(terminal, code_file(CODE))
    terminal.done("pay", paid, "--code-file", code_file(CODE))
    terminal.refused("pay", short, "--code-file", code_file(WRONG))
    terminal.at += timedelta(days=8)
    found = terminal.done("vouchers", "--json").data
    assert (found["number"], found["total_mxn"]) == (2, "33700.00")
    assert found["vouchers"][0] == {
        "folio": short,
        "site": SITE,
        "business_date": "2025-02-18",
        "by": BY,
        "mxn": "8700.00",
        "expires_on": "2025-02-25",
        "days_left": -1,
        "expired": True,
        "coded": True,
        "wrong_codes": 1,
        "locked": False,
    }
    assert terminal.done("vouchers").out.splitlines()[1:4] == [
        f"{short}   8,700.00  25 Feb, expired  1 of 5 wrong  basilica-guadalupe",
        f"{there}  25,000.00  20 Mar           no code       catedral-morelia",
        "Total        33,700.00",
    ]
    assert terminal.done("vouchers", "--site", OTHER_SITE, "--json").data["number"] == 1
    assert terminal.refused("vouchers", "--site", "nowhere").code == 3


def test_no_voucher_is_open(terminal: Terminal) -> None:
    """A sentence, and an empty list for scripts."""
    assert (
        terminal.done("vouchers").out
        == "No voucher is open.\n\nNo PINs: anyone can write here under any alias.\n"
    )
    assert terminal.done("vouchers", "--json").data == {
        "date": "2025-02-18",
        "number": 0,
        "total_mxn": "0.00",
        "vouchers": [],
    }


def test_the_summary_of_the_day(terminal: Terminal, code_file: CodeFile) -> None:
    """What was given out, what was paid, and every open one with its folio, amount and last day; as text, JSON and CSV."""
    paid, still_open = (one(terminal, code_file(CODE)) for _number in range(2))
    terminal.done("pay", paid, "--code-file", code_file(CODE))
    text = terminal.done("summary").out
    part = text[text.index("\nVouchers\n") :].splitlines()[3:9]
    assert part == [
        "Vouchers given out                  2  17,400.00",
        "Vouchers paid                       1   8,700.00",
        "Open vouchers                       1   8,700.00",
        "  of them past their last day       0       0.00",
        "Folio           Pesos  Good until  Its code     Site",
        f"{still_open}  8,700.00  20 Mar      with a code  basilica-guadalupe",
    ]
    found = terminal.done("summary", "--json").data["vouchers"]
    assert {name: found[name] for name in ("given", "paid", "open", "expired")} == {
        "given": {"number": 2, "mxn": "17400.00"},
        "paid": {"number": 1, "mxn": "8700.00"},
        "open": {"number": 1, "mxn": "8700.00"},
        "expired": {"number": 0, "mxn": "0.00"},
    }
    assert [one["folio"] for one in found["vouchers"]] == [still_open]
    rows = terminal.done("summary", "--csv").out.splitlines()
    assert "voucher,open,,1,,,8700.00," in rows
    assert f'open_voucher,{still_open},"basilica-guadalupe, good until 2025-03-20",1,,,8700.00,' in rows
    assert "Vales abiertos" in terminal.done("summary", "--lang", "es").out


# --- a terminal ---------------------------------------------------------------------------------------------------------


@on_a_terminal
def test_a_terminal_asks_for_the_code_twice_and_shows_nothing(terminal: Terminal, sqlite_url: str) -> None:
    """The giver's four digits twice; another the second time is refused; Enter is no code; paying asks once."""
    receive = ("receive", "revolver", *VOUCHER, "--site", SITE, "--rate", "20.2", "--rate-reason", "bulletin")
    asked = "Code of the voucher, 4 digits that the giver chooses (Enter for none): "
    screens = []
    for first, second, code in ((CODE, CODE, 0), (CODE, WRONG, 2), ("", None, 0)):
        command = Typed(sqlite_url, *receive)
        command.wait_for(asked)
        command.type(first)
        if second is not None:
            command.wait_for("The same again: ")
            command.type(second)
        assert command.end() == code
        screens.append(command.shown)
    assert "The two codes are not the same" in screens[1]
    assert "The voucher has no code" in screens[2]
    (coded,) = [
        found["folio"] for found in terminal.done("vouchers", "--json").data["vouchers"] if found["coded"]
    ]
    for digits, code in ((WRONG, 1), ("", 1), (CODE, 0)):
        command = Typed(sqlite_url, "pay", coded)
        command.wait_for(f"Code of the voucher {coded} (Enter if it is forgotten): ")
        command.type(digits)
        assert command.end() == code
        screens.append(command.shown)
    assert [digits for digits in (CODE, WRONG) if digits in "".join(screens)] == []


def test_no_code_is_an_argument(terminal: Terminal) -> None:
    """No command has an option that takes the digits themselves."""
    done = subprocess.run(
        [sys.executable, "-m", "buyback", "receive", "--help"], capture_output=True, text=True, check=True
    )
    assert "--code-file FILE" in done.stdout
    assert "--code " not in done.stdout
