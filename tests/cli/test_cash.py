"""The cash box by the command line: what it prints, what it refuses, and what it does not tell before a count is sealed."""

import io
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from samples import AT, COLLEAGUE, OTHER_SITE, SITE

from buyback import folios

from .conftest import Terminal

FLOAT = ("cash", "float", "50,000", "--notes", "500x80,200x40,100x20")
ABSENT = folios.make("A1", 99)


@pytest.fixture
def till(terminal: Terminal) -> Terminal:
    """A terminal where ana has given the Basílica its float of 50,000."""
    terminal.done(*FLOAT)
    return terminal


def box(terminal: Terminal, site: str = SITE) -> dict[str, Any]:
    (found,) = terminal.done("cash", "show", "--site", site, "--json").data["boxes"]
    return dict(found)


# --- what it prints -----------------------------------------------------------------------------------------------------


def test_a_day_of_cash(terminal: Terminal) -> None:
    """Float, payouts, a top-up, a count, its difference, the rest back: each says what the box should hold."""
    assert terminal.done(*FLOAT).out == (
        "The float of Basílica de Guadalupe is $50,000.00 MXN; its cash box should hold $50,000.00 MXN.\n"
    )
    for minutes in (0, 9, 18):
        terminal.at = AT + timedelta(minutes=minutes)
        terminal.done("receive", "revolver")
    added = terminal.done("cash", "top-up", "1000.50", "--notes", "500x2,0.50x1").out
    assert added == (
        "$1,000.50 MXN were added at Basílica de Guadalupe; its cash box should hold $24,900.50 MXN.\n"
    )
    counted = terminal.done("cash", "count", "500x31,200x37,100x17,20cx5,0.50x1")
    assert counted.out == (
        "Counted at Basílica de Guadalupe: $24,700.50 MXN (500x31,200x37,100x17,20cx5,0.50x1). "
        "This is sealed as entry 16.\n"
        "It should have held $24,900.50 MXN: $200.00 MXN are missing.\n"
    )
    assert (
        counted.err == "Record the difference with buyback cash difference --reason TEXT, or count again.\n"
    )
    recorded = terminal.done("cash", "difference", "--reason", "un billete de 200")
    assert recorded.out == (
        "The difference of -$200.00 MXN at Basílica de Guadalupe is recorded; the cash box should hold $24,700.50 MXN.\n"
    )
    assert terminal.done("cash", "show").out == (
        "Basílica de Guadalupe, Tue 18 Feb 2025\n"
        "Float                       50,000.00\n"
        "Top-ups                      1,000.50\n"
        "Paid out                   -26,100.00\n"
        "Returned to the organiser        0.00\n"
        "Came back through voids          0.00\n"
        "Differences                   -200.00\n"
        "Should hold                 24,700.50\n"
        "\n"
        "Last count, 18 Feb 2025 11:00: $24,700.50 MXN. It should have held $24,900.50\n"
        "MXN: $200.00 MXN are missing. That difference is recorded.\n"
        "Likely in it: 31\xa0×\xa0500, 37\xa0×\xa0200, 17\xa0×\xa0100, 5\xa0×\xa020\xa0(coin), 1\xa0×\xa00.50.\n"
        "Cash for about 2 more drop-offs, about 18 minutes.\n"
        "\n"
        "Time               What            Pesos  Should hold  By   Reason\n"
        "18 Feb 2025 10:42  float       50,000.00    50,000.00  ana\n"
        "18 Feb 2025 11:00  top-up       1,000.50    24,900.50  ana\n"
        "18 Feb 2025 11:00  count       24,700.50    24,900.50  ana\n"
        "18 Feb 2025 11:00  difference    -200.00    24,700.50  ana  un billete de 200\n"
        "\n"
        "No PINs: anyone can write here under any alias.\n"
    )
    back = terminal.done("cash", "return", "24700.50", "--reason", "fin de jornada", "--json").data
    assert (back["kind"], back["mxn"], back["box"]["expected_mxn"]) == ("return", "24700.50", "0.00")


def test_the_box_for_scripts(till: Terminal) -> None:
    """Every part of the formula as a string with two decimals, the notes, the newest count and the list behind it."""
    till.done("receive", "revolver")
    till.done("cash", "count", "500x63,200x39,100x20")
    found = box(till)
    parts = {
        name: found[f"{name}_mxn"] for name in ("float", "top_ups", "advanced", "paid", "expected", "at_hand")
    }
    assert parts == {
        "float": "50000.00",
        "top_ups": "0.00",
        "advanced": "50000.00",
        "paid": "8700.00",
        "expected": "41300.00",
        "at_hand": "41300.00",
    }
    assert found["count"]["difference_mxn"] == "0.00"
    assert found["count"]["open"] is False
    assert [(each["piece"], each["form"], each["number"]) for each in found["notes"]] == [
        ("500", "note", 63),
        ("200", "note", 39),
        ("100", "note", 20),
    ]
    assert found["pace"] is None
    assert [entry["kind"] for entry in found["entries"]] == ["float", "count"]


def test_a_site_without_a_float_says_so(terminal: Terminal) -> None:
    """Nothing is known of its cash; of several sites those with a box are shown."""
    assert "No float was recorded here" in terminal.done("cash", "show").out
    assert box(terminal) == {"site": SITE, "business_date": "2025-02-18", "kept": False}
    terminal.done(*FLOAT, "--site", OTHER_SITE)
    terminal.done("receive", "revolver")
    told = terminal.done("summary").out
    assert f"No float recorded at {SITE}: $8,700.00 MXN were paid that no cash\nbox accounts for." in told


def test_a_payment_that_no_box_accounts_for_is_told_at_once(terminal: Terminal) -> None:
    """Paying without a float is possible and never unseen; on stdout nothing changes, and with a float nothing is said."""
    words = (
        "No float is recorded at Basílica de Guadalupe, so no cash box accounts for this payment;"
        " record it with buyback cash float.\n"
    )
    assert words in terminal.done("receive", "revolver", "--pay", "cash").err
    owed = terminal.done("receive", "--json", "revolver", "--pay", "later")
    assert "No float" not in owed.err
    paid = terminal.done("pay", owed.data["folio"])
    assert words in paid.err
    assert "No float" not in paid.out
    assert "No float" not in terminal.done("receive", "cartridge:50:donated").err
    terminal.done(*FLOAT)
    assert "No float" not in terminal.done("receive", "revolver").err
    later = terminal.folio("revolver", "--pay", "later")
    assert "No float is recorded at Catedral" in terminal.done("pay", later, "--site", OTHER_SITE).err


def test_cash_show_without_a_site_shows_every_box(till: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no site is named or set, every box that is kept is shown."""
    monkeypatch.delenv("BUYBACK_SITE")
    assert [one["site"] for one in till.done("cash", "show", "--json").data["boxes"]] == [SITE]
    till.done(*FLOAT, "--site", OTHER_SITE)
    assert [one["site"] for one in till.done("cash", "show", "--json").data["boxes"]] == [SITE, OTHER_SITE]


def test_the_summary_has_the_box(till: Terminal) -> None:
    """Advanced and paid are two figures; what should be there stands beside what was counted."""
    wrong = till.folio("revolver")
    till.done("void", wrong, "--reason", "typed twice", "--recovered", "8000")
    till.done("cash", "count", "500x98,200x1,100x1")
    told = till.done("summary").out
    assert (
        "Cash box\n"
        "basilica-guadalupe                 Pesos\n"
        "Carried over                        0.00\n"
        "Float                          50,000.00\n"
        "Top-ups                             0.00\n"
        "Paid out                       -8,700.00\n"
        "Returned to the organiser           0.00\n"
        "Came back through voids         8,000.00\n"
        "Differences                         0.00\n"
        "Should hold                    49,300.00\n"
        "Should have held when counted  49,300.00\n"
        "Counted (fits)                 49,300.00\n"
        "Counted less expected               0.00\n"
        "Advanced (float and top-ups)   50,000.00\n"
        "\n"
    ) in told
    data = till.done("summary", "--json").data["cash_boxes"]
    assert (data["advanced_mxn"], data["paid_mxn"], data["without_float"]) == ("50000.00", "8700.00", [])
    (day,) = data["boxes"]
    assert (day["recovered_mxn"], day["expected_mxn"], day["counted_mxn"], day["count"]) == (
        "8000.00",
        "49300.00",
        "49300.00",
        "fits",
    )
    rows = till.done("summary", "--csv").out
    for row in (
        f"cash_box,float,{SITE} 2025-02-18,1,,,50000.00,",
        f"cash_box,paid,{SITE} 2025-02-18,1,,,8700.00,",
        f"cash_box,expected,{SITE} 2025-02-18,1,,,49300.00,",
        f"cash_box,counted,{SITE} 2025-02-18,1,,,49300.00,",
        f"cash_box,difference,{SITE} 2025-02-18,1,,,0.00,",
    ):
        assert row in rows


def test_several_days_are_tables(till: Terminal) -> None:
    """Several days of a site are rows, and the sums of what was advanced, paid and returned stand under them."""
    till.done("receive", "revolver")
    till.at = AT + timedelta(days=1)
    till.done("cash", "count", "500x60,1000x11")
    told = till.done("summary", "--days", "2").out
    assert (
        "Cash box\n"
        "basilica-guadalupe\n"
        "Day       Carried      Float  Top-ups      Paid  Returned\n"
        "18 Feb       0.00  50,000.00     0.00  8,700.00      0.00\n"
        "19 Feb  41,300.00       0.00     0.00      0.00      0.00\n"
        "Day     Came back  Differences  Should hold    Counted  The count\n"
        "18 Feb       0.00         0.00    41,300.00             not counted\n"
        "19 Feb       0.00         0.00    41,300.00  41,000.00  difference open\n"
        "Advanced: $50,000.00 MXN. Paid out: $8,700.00 MXN. Returned to the organiser:\n"
        "$0.00 MXN.\n"
    ) in told


def test_in_spanish(till: Terminal) -> None:
    """The same words everywhere: fondo, refuerzo, reintegro, conteo, diferencia, caja."""
    till.done("cash", "count", "500x99", "--lang", "es")
    shown = till.done("cash", "show", "--lang", "es").out
    for words in ("Fondo  ", "Debe haber  ", "Último conteo, 18 feb 2025", "faltan $500.00 MXN"):
        assert words in shown
    logged = till.done("log", "--lang", "es", "--limit", "2").out
    said = " ".join(logged.split())
    assert "fondo de basilica-guadalupe" in said
    assert "contado en basilica-guadalupe" in said


# --- paying -------------------------------------------------------------------------------------------------------------


def test_a_payment_that_the_box_does_not_hold(terminal: Terminal) -> None:
    """Refused before anything is recorded; pay, at this site or at one that can."""
    terminal.done("cash", "float", "10000")
    terminal.done("cash", "float", "30000", "--site", OTHER_SITE)
    head = terminal.done("checkpoint").out
    said = "holds 10,000.00 pesos, and 25,000.00 are to be paid; "
    ways = "give a voucher, pay later, or top the box up first (buyback receive --pay voucher | buyback cash top-up)."
    assert said + ways in terminal.refused("receive", "ak-47", "--pay", "cash").err
    assert terminal.done("checkpoint").out == head
    owed = terminal.folio("ak-47", "--pay", "later")
    ways = "top the box up first, or let the box of another site pay (buyback cash top-up | --site CODE)."
    assert said + ways in terminal.refused("pay", owed).err
    assert terminal.refused("pay", owed, "--site", "nowhere").code == 3
    terminal.done("pay", owed, "--site", OTHER_SITE)
    assert (box(terminal)["expected_mxn"], box(terminal, OTHER_SITE)["expected_mxn"]) == (
        "10000.00",
        "5000.00",
    )
    terminal.done("void", owed, "--reason", "typed twice", "--recovered", "1000", "--site", SITE)
    assert (box(terminal)["expected_mxn"], box(terminal, OTHER_SITE)["expected_mxn"]) == (
        "11000.00",
        "5000.00",
    )


# --- bad input ----------------------------------------------------------------------------------------------------------

BAD = [
    ("cash float 50000", 1, "has its float since 18 February 2025 10:42 (50,000.00 pesos)"),
    ("cash float 8.700,50", 2, "not an amount"),
    ("cash float ten", 2, "not an amount"),
    ("cash float", 2, "AMOUNT is missing"),
    ("cash top-up 0", 2, "from 0.50"),
    ("cash top-up 10.25", 2, "smallest coin is 0.50"),
    ("cash top-up 9999999999999", 2, "100,000,000.00"),
    ("cash top-up 100 --notes 500x1", 2, "come to 500.00 pesos and the amount is 100.00"),
    ("cash top-up 100 --notes 30x1", 2, "“30x1” cannot be read"),
    ("cash top-up 100 --site catedral-morelia", 1, "even if that is 0 (buyback cash float)."),
    ("cash top-up 100 --site nowhere", 3, "No site"),
    ("cash top-up 100 --operator nobody", 3, "No operator"),
    ("cash return 50000.50", 1, "cannot go back"),
    ("cash count", 2, "NOTES is missing"),
    ("cash count|", 2, "NOTES is empty"),
    ("cash count 500x-80", 2, "“-80” is not how many"),
    ("cash count 500x99999999", 2, "from 0 to 20000"),
    ("cash count 500x1,500x2", 2, "500 stands twice"),
    ("cash count 7", 2, "500x20,200x10,20cx5"),
    ("cash count 500x80 --file notes.txt", 2, "exclude each other"),
    ("cash count --file nowhere.txt", 2, "cannot be read"),
    ("cash count 0 --site catedral-morelia", 1, "no float yet"),
    ("cash difference --reason x", 1, "count the box first (buyback cash count)."),
    ("cash difference", 2, "--reason is missing"),
    ("cash difference|--reason|call 55 1234 5678", 1, "telephone"),
    ("cash show --site nowhere", 3, "No site"),
    ("cash", 2, "float, top-up, return, count, difference, show"),
    ("cash flaot 1", 2, "did you mean"),
    (f"pay {ABSENT} --site nowhere", 3, "No drop-off"),
]


@pytest.mark.parametrize(("line", "code", "said"), BAD, ids=[line[:50] for line, _code, _said in BAD])
def test_bad_input_is_one_sentence_and_changes_nothing(
    till: Terminal, line: str, code: int, said: str
) -> None:
    """A "|" stands where the shell would have kept words together."""
    head = till.done("checkpoint").out
    first, *rest = line.split("|")
    english = till.refused(*first.split(), *rest)
    assert (english.code, said in english.err) == (code, True), english.err
    assert till.refused("--lang", "es", *first.split(), *rest).err != english.err
    assert till.done("checkpoint").out == head


def test_a_difference_is_recorded_once(till: Terminal) -> None:
    """Without a difference there is none to record, and the second time is refused."""
    till.done("cash", "count", "500x100")
    assert "fits to the centavo" in till.refused("cash", "difference", "--reason", "x").err
    till.done("cash", "count", "500x99")
    till.done("cash", "difference", "--reason", "un billete", "--approved-by", COLLEAGUE)
    assert "recorded already (-500.00 pesos)" in till.refused("cash", "difference", "--reason", "x").err
    assert till.refused("cash", "difference", "--reason", "x", "--approved-by", "nobody").code == 3
    assert box(till)["entries"][-1]["approved_by"] == COLLEAGUE


# --- counting -----------------------------------------------------------------------------------------------------------


def test_a_count_can_come_from_a_file(
    till: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One value on a line, as a spreadsheet or a person writes it; - is standard input."""
    file = tmp_path / "count.txt"
    file.write_text("\ufeff500x90\n200x25\n\n20cx0\n", encoding="utf-8")
    assert till.done("cash", "count", "--file", str(file), "--json").data["mxn"] == "50000.00"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"0\n")))
    assert till.done("cash", "count", "--file", "-", "--json").data["mxn"] == "0.00"
    file.write_bytes(b"500x90\xff")
    assert "UTF-8" in till.refused("cash", "count", "--file", str(file)).err
    file.write_bytes(b"500x1\n" * 20_000)
    assert "larger than 65536 bytes" in till.refused("cash", "count", "--file", str(file)).err


BLIND = [
    "cash count",
    "cash count 500x-80",
    "cash count 500x1,500x2",
    "cash count seven",
    "cash count 500x82 --site nowhere",
    "cash count 500x82 --operator nobody",
    "cash count --file nowhere.txt",
    "cash count --help",
]


@pytest.mark.parametrize("line", BLIND)
def test_nothing_tells_the_expected_figure_before_the_count_is_sealed(till: Terminal, line: str) -> None:
    """Whatever goes wrong with a count, neither stdout nor stderr, text or JSON, says what the box should hold."""
    till.done("receive", "revolver")
    assert box(till)["expected_mxn"] == "41300.00"
    for more in ((), ("--json",), ("--lang", "es")):
        answer = till(*line.split(), *more)
        for figure in ("41,300", "41300", "4130000"):
            assert figure not in answer.out + answer.err
    assert box(till)["count"] is None


def test_the_sealed_count_does_not_tell_it_either(till: Terminal) -> None:
    """Entry and description of a count say what was counted; the figure to compare with comes after it."""
    till.done("receive", "revolver")
    sealed = till.done("cash", "count", "500x82").out.splitlines()
    assert "41,300" not in sealed[0]
    assert "$41,300.00" in sealed[1]
    (entry,) = till.done("log", "--kind", "CashCounted", "--json").data
    assert entry["fact"] == {
        "site": SITE,
        "business_on": "2025-02-18",
        "notes": [{"value_minor": 50000, "number": 82, "form": "note"}],
        "counted_minor": 4100000,
    }
