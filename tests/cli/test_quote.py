"""`buyback quote`: the calculator, with and without a ledger."""

import pytest
from samples import COLLEAGUE

from .conftest import Terminal

THREE = ("revolver", "ak-47", "machine-gun")


def test_the_announced_amounts_come_out_to_the_cent(bare: Terminal) -> None:
    """The three announced amounts at the rate of the announcement give the announced dollars, as strings."""
    data = bare.done("quote", *THREE, "--rate", "20.2852", "--json").data
    assert [(line["type"], line["mxn"], line["usd"]) for line in data["lines"]] == [
        ("revolver", "8700.00", "428.88"),
        ("ak-47", "25000.00", "1232.43"),
        ("machine-gun", "26450.00", "1303.91"),
    ]
    assert data["total"] == {"mxn": "60150.00", "usd": "2965.22"}
    assert data["rate"] == {"mxn_per_usd": "20.2852", "as_of": "2025-02-18", "source": "manual"}
    assert data["lines"][0]["condition"] == "serviceable"
    assert data["lines"][0]["quantity"] == 1


def test_a_day_without_network_takes_the_rate_of_the_european_central_bank(bare: Terminal) -> None:
    """--on names the day; the bundled history answers for it."""
    data = bare.done("quote", *THREE, "--on", "2025-02-18", "--json").data
    assert data["total"] == {"mxn": "60150.00", "usd": "2965.22"}
    assert data["rate"] == {"mxn_per_usd": "20.2852", "as_of": "2025-02-18", "source": "ECB"}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "1 USD = 20.3422 MXN, ECB, of Fri 14 Feb 2025 for Sun 16 Feb 2025\n"),
        ("es", "1 USD = 20.3422 MXN, BCE, del vie 14 feb 2025 para el dom 16 feb 2025\n"),
    ],
)
def test_a_sunday_is_answered_by_friday_s_rate_and_says_so(bare: Terminal, lang: str, said: str) -> None:
    """Nobody publishes on a Sunday: the answer names the day that was asked for and the day of its rate."""
    assert said in bare.done("quote", "ak-47", "--on", "2025-02-16", "--lang", lang).out
    assert " for " not in bare.done("quote", "ak-47", "--on", "2025-02-14").out


def test_a_quote_reads_well_in_english(bare: Terminal) -> None:
    """An aligned table of at most 80 columns, the rate with its day and source; what is missing is said aside."""
    answer = bare.done("quote", *THREE, "--rate", "20.2852")
    assert answer.out == (
        "Type                         Condition    Qty      Pesos   Dollars\n"
        "Revolver                     serviceable    1   8,700.00    428.88\n"
        "AK-47 rifle                  serviceable    1  25,000.00  1,232.43\n"
        "Machine gun, light or heavy  serviceable    1  26,450.00  1,303.91\n"
        "Total                                          60,150.00  2,965.22\n"
        "\n"
        "1 USD = 20.2852 MXN, by hand, 18 Feb 2025\n"
        "Payout table: federal-2025\n"
    )
    assert (
        answer.err == "The payout table federal-2025 is not complete: it lacks rows of the official annex.\n"
    )


def test_a_quote_reads_well_in_spanish(bare: Terminal) -> None:
    """The same in Spanish, names and dates too, whether --lang stands before or after the command."""
    after = bare.done("quote", "ak-47", "--rate", "20.2852", "--lang", "es")
    before = bare.done("--lang=es", "quote", "ak-47", "--rate", "20.2852")
    assert after == before
    assert "Fusil AK-47" in after.out
    assert "útil" in after.out
    assert "25,000.00  1,232.43" in after.out
    assert "18 feb 2025" in after.out
    assert "Tabulador: federal-2025" in after.out


def test_json_may_stand_before_the_command(bare: Terminal) -> None:
    """Options that hold everywhere are accepted before and after the command's name."""
    assert bare.done("--json", "quote", "ak-47").data == bare.done("quote", "ak-47", "--json").data


def test_conditions_quantities_donations_and_other_rows(bare: Terminal) -> None:
    """A weapon is one line per piece, cartridges one line; donated is zero; valued as another row is its amount."""
    data = bare.done(
        "quote", "ak-47:2", "ghost-gun:u", "cartridge:250:donated", "shotgun:as=revolver", "--json"
    ).data
    told = [(line["type"], line["condition"], line["quantity"], line["mxn"]) for line in data["lines"]]
    assert told == [
        ("ak-47", "serviceable", 1, "25000.00"),
        ("ak-47", "serviceable", 1, "25000.00"),
        ("ghost-gun", "unserviceable", 1, "260.00"),
        ("cartridge", "serviceable", 250, "0.00"),
        ("shotgun", "serviceable", 1, "8700.00"),
    ]
    assert data["lines"][3]["donated"] is True
    assert data["lines"][4]["valued_as"] == "revolver"


def test_another_table_can_be_asked(bare: Terminal) -> None:
    """--table quotes by a table that the ledger need not have adopted."""
    data = bare.done("quote", "ak-47", "--rate", "20", "--table", "federal-2026", "--json").data
    assert data["total"]["mxn"] == "32960.00"
    assert data["table"] == "federal-2026"


def test_a_ledger_quotes_by_its_own_table_and_rate(terminal: Terminal) -> None:
    """With a ledger its adopted table pays, by the rate that it knows; nothing is recorded."""
    terminal.done("tables", "adopt", "federal-2026")
    before = terminal.done("checkpoint").out
    data = terminal.done("quote", "ak-47", "--json", "--operator", COLLEAGUE).data
    assert data["table"] == "federal-2026"
    assert data["rate"] == {"mxn_per_usd": "20.2852", "as_of": "2025-02-18", "source": "ECB"}
    assert terminal.done("checkpoint").out == before


def test_an_old_rate_is_said_aside(bare: Terminal) -> None:
    """A rate older than the settings allow is used, and stderr says how old it is."""
    bare.at = bare.at.replace(year=2035)
    answer = bare.done("quote", "ak-47", "--json")
    assert answer.data["rate"]["source"] == "ECB"
    assert "days old" in answer.err


def test_a_ledger_of_the_environment_may_not_be_there_yet(
    bare: Terminal, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quote needs no ledger: it is made by the program's own table, and stderr says that there is no ledger."""
    monkeypatch.setenv("BUYBACK_LEDGER", f"{tmp_path}/none.db")
    answer = bare.done("quote", "ak-47", "--json")
    assert (answer.data["table"], answer.data["total"]["mxn"]) == ("federal-2025", "25000.00")
    assert "There is no ledger" in answer.err


@pytest.mark.parametrize("words", [("--ledger", "{tmp}/none.db"), ("--ledger={tmp}/none.db",)])
def test_a_ledger_that_was_named_must_be_there(
    bare: Terminal, words: tuple[str, ...], tmp_path: object
) -> None:
    """No ledger at the default place is no error for a quote; one that was named and is not there is."""
    bare.done("quote", "ak-47")
    named = [word.format(tmp=tmp_path) for word in words]
    assert bare.refused("quote", "ak-47", *named).code == 5


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("cuerno",), 3, "the nearest are ak-47"),
        (("shotgun",), 1, "unknown, not zero"),
        (("ak-47:u",), 1, "unserviceable"),
        (("ak-47:0",), 2, "whole number from 1"),
        (("ak-47:-3",), 2, "not a quantity"),
        (("ak-47:1.5",), 2, "not a quantity"),
        (("cartridge:99999999:donated",), 2, "not a quantity"),
        (("ak-47:colour=red",), 2, "cannot be read"),
        ((":2",), 2, "cannot be read"),
        (("ak-47:serial=A:2",), 1, "one weapon"),
        (("ak-47:donated:as=revolver",), 2, "not both"),
        (("shotgun:as=rifle",), 1, "choose another row"),
        (("",), 2, "ITEM is empty"),
        (("ak-47", "--rate", "0"), 2, "not a rate"),
        (("ak-47", "--rate", "-20"), 2, "not a rate"),
        (("ak-47", "--rate", "1000"), 2, "not a rate"),
        (("ak-47", "--rate", "twenty"), 2, "not a rate"),
        (("ak-47", "--rate", ""), 2, "--rate is empty"),
        (("ak-47", "--on", "2025-02-30"), 2, "not a date"),
        (("ak-47", "--on", "18/02/2025"), 2, "not a date"),
        (("ak-47", "--on", "2025-02-19"), 1, "in the future"),
        (("ak-47", "--on", "2025-02-19", "--rate", "20"), 1, "in the future"),
        (("ak-47", "--on", "2001-01-01"), 3, "No exchange rate"),
        (("ak-47", "--on", "1999-12-31"), 2, "before the year 2000"),
        (("ak-47", "--on", "0001-01-01", "--rate", "20"), 2, "before the year 2000"),
        (("ak-47", "--on", "9999-12-31"), 1, "in the future"),
        (("ak-47", "--table", "federal-1999"), 3, "no payout table"),
        (("ak-47", "--table", "../../etc/passwd"), 3, "no payout table"),
        (("ak-47" * 300,), 2, "shorten it"),
        (("ak-47", "--lang", "fr"), 2, "es, en"),
        ((), 2, "ITEM is missing"),
    ],
)
def test_a_quote_that_cannot_be_made_says_why(
    bare: Terminal, words: tuple[str, ...], code: int, said: str
) -> None:
    """One sentence on stderr, nothing on stdout, and the exit code of its kind."""
    answer = bare.refused("quote", *words)
    assert (answer.code, said in answer.err) == (code, True), answer.err


def test_control_characters_never_reach_the_terminal(bare: Terminal) -> None:
    """What was typed is shown with its control characters escaped."""
    answer = bare.refused("quote", "ak\x1b[31m")
    assert "\x1b" not in answer.err
    assert "\\x1b[31m" in answer.err
    assert bare.refused("quote", "ak-47:note=a\x07b", "--rate", "20").code == 2
