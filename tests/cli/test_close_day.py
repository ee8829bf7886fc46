"""The close of a day by the command line: what it prints, what it refuses and what it says to do, and the next morning."""

from datetime import timedelta
from pathlib import Path

import pytest
from samples import AT, COLLEAGUE, OTHER_SITE, SITE

from buyback.errors import Exit

from .conftest import Terminal

NEXT = AT + timedelta(days=1)


@pytest.fixture
def till(terminal: Terminal) -> Terminal:
    """A morning: a float, a revolver paid, a rifle owed, the box counted with a note of 100 missing."""
    terminal.done("cash", "float", "50000")
    terminal.done("receive", "revolver")
    terminal.done("receive", "ak-47", "--pay", "later")
    terminal.done("cash", "count", "500x82,200x1")
    return terminal


@pytest.fixture
def closed(till: Terminal) -> Terminal:
    till.done("cash", "difference", "--reason", "un billete de 100")
    till.done("close-day")
    return till


def test_a_day_is_closed(till: Terminal) -> None:
    """First what is still to be done, and how; then the three sums, who signs, and the checkpoint in groups to type."""
    refused = till.refused("close-day")
    assert refused.err.endswith(
        "record the difference, or count again, and then close 18 February 2025 (buyback cash difference).\n"
    )
    till.done("cash", "difference", "--reason", "un billete de 100")
    done = till.done("close-day")
    checkpoint = till.done("checkpoint").out.strip()
    digest = checkpoint.rpartition(":")[2]
    groups = [digest[start : start + 4] for start in range(0, 64, 4)]
    assert done.out == (
        "Basílica de Guadalupe, Tue 18 Feb 2025\n"
        "\n"
        "Items\n"
        "+ Held before                0\n"
        "+ Taken in                   2\n"
        "- Left: destroyed here       0\n"
        "- Left: kept for the museum  0\n"
        "- Left: handed over          0\n"
        "- Returned to the giver      0\n"
        "- Undone by a void           0\n"
        "= Held at the end            2\n"
        "\n"
        "Money\n"
        "+ Carried over                    0.00\n"
        "+ Float                      50,000.00\n"
        "+ Top-ups                         0.00\n"
        "- Paid out                    8,700.00\n"
        "- Returned to the organiser       0.00\n"
        "+ Came back through voids         0.00\n"
        "+ Differences                  -100.00  !  entry 16\n"
        "= Should hold                41,200.00\n"
        "Counted                      41,200.00     entry 15\n"
        "\n"
        "Papers\n"
        "Folios                         2    A1-000001-B - A1-000002-9\n"
        "Not paid yet                   1    A1-000002-9\n"
        "+ Vouchers open before         0\n"
        "+ Vouchers given out           0\n"
        "- Vouchers paid                0\n"
        "= Vouchers open                0\n"
        "+ Blank forms out before       0\n"
        "+ Blank forms given out        0\n"
        "- Blank forms typed in         0\n"
        "- Blank forms returned unused  0\n"
        "= Blank forms still out        0\n"
        "\n"
        "1 finding of the audit is not answered: a cash box did not fit (1).\n"
        "List: buyback audit --from 2025-02-18 --to 2025-02-18 --site basilica-guadalupe --open\n"
        'Answer: buyback audit answer KEY --note "TEXT"\n'
        "\n"
        "Closed on 18 Feb 2025 10:42 by ana, who signs as supervisor.\n"
        "\n"
        "Checkpoint A1 17\n"
        f"  {' '.join(groups[:8])}\n"
        f"  {' '.join(groups[8:])}\n"
        f"{checkpoint}\n"
        "\n"
        "No PINs: anyone can write here under any alias.\n"
    ).replace("entry 15", f"entry {_entry(till, 'CashCounted')}").replace(
        "entry 16", f"entry {_entry(till, 'CashDiffered')}"
    ).replace("A1 17", f"A1 {_entry(till, 'DayClosed')}")
    assert done.err == (
        "Nothing is signed: the ledger A1 has no key yet, and a supervisor can give it one (buyback key replace).\n"
        "Print the day's act, have it signed, and keep it apart: "
        "buyback print day --date 2025-02-18 --site basilica-guadalupe --out FILE.\n"
    )


def _entry(terminal: Terminal, kind: str) -> int:
    (found,) = terminal.done("log", "--kind", kind, "--json").data
    return int(found["seq"])


def test_looking_closes_nothing(till: Terminal) -> None:
    """--check prints the same sums, what is still to be done, writes nothing, and ends as closing would."""
    before = till.done("checkpoint").out
    looked = till("close-day", "--check")
    assert "Counted                      41,200.00  !  should be 41,300.00, differs by" in looked.out
    said = "The count of 18 February 2025 10:42 at Basílica de Guadalupe differs by"
    assert f"Not closed. {said}" in " ".join(looked.out.split())
    refused = till.refused("close-day")
    assert (looked.code, looked.err) == (Exit.REFUSED, refused.err)
    assert looked.err.startswith(said)
    asked = till("close-day", "--check", "--json")
    assert (asked.code, asked.err) == (Exit.REFUSED, refused.err)
    assert refused.err.startswith(asked.data["hindrance"].removesuffix("."))
    till.done("cash", "difference", "--reason", "un billete de 100")
    free = till.done("close-day", "--check", "--json")
    assert (free.data["hindrance"], free.data["closed"], free.err) == (None, None, "")
    assert till.done("checkpoint").out != before  # by the difference alone
    assert till.done("log", "--kind", "DayClosed", "--json").data == []


def test_what_was_just_closed_hinders_nothing(till: Terminal) -> None:
    """The answer of a close that was done names no hindrance; who looks at the closed day is told that it is closed."""
    till.done("cash", "difference", "--reason", "un billete de 100")
    done = till.done("close-day", "--json")
    assert done.data["hindrance"] is None
    looked = till("close-day", "--check", "--date", "2025-02-18", "--json")
    assert looked.data | {"hindrance": None, "signed": None} == done.data
    assert (looked.code, "cannot be closed again" in looked.err) == (Exit.REFUSED, True)
    shown = till("close-day", "--check", "--date", "2025-02-18")
    assert (shown.code, "Closed on 18 Feb 2025 10:42 by ana" in shown.out) == (Exit.REFUSED, True)


CASH = {
    "carried": "0.00",
    "float": "50000.00",
    "top_ups": "0.00",
    "paid": "8700.00",
    "returned": "0.00",
    "recovered": "0.00",
    "differences": "-100.00",
    "expected": "41200.00",
    "counted": "41200.00",
    "count_expected": "41300.00",
    "difference": "-100.00",
    "paid_without_float": "0.00",
}


def test_a_recount_leaves_its_line(till: Terminal) -> None:
    """A count that did not fit and was made again stands in the close, its act and the summary, and is no fault."""
    first = str(till.done("cash", "show", "--json").data["boxes"][0]["entries"][-1]["entry"])
    till.done("cash", "count", "500x82,200x1,100x1")
    (line,) = (
        one
        for one in till.done("close-day", "--check", "--json").data["money"]
        if one["name"] == "replaced_counts"
    )
    assert (line["figure"], line["even"], line["behind"], line["detail"]) == (1, True, [first], "-100.00")
    words = f"Counts that did not fit, redone 1 -$100.00; entry {first}"
    assert words in " ".join(till.done("close-day").out.split())
    assert words in " ".join(till.done("print", "day", "--site", SITE).out.split())
    said = f"{SITE}, 18 Feb 2025: a count was off by -$100.00 and was counted again (entry {first})."
    for shown in (("summary",), ("print", "day")):
        assert "".join(said.split()) in "".join(till.done(*shown).out.split())
    assert till.done("summary", "--json").data["cash_boxes"]["replaced_counts"] == [
        {"site": SITE, "date": "2025-02-18", "entry": int(first), "difference_mxn": "-100.00"}
    ]


def test_the_summary_says_who_closed_alone(closed: Terminal) -> None:
    """One person counted, closed and signed: in words, and as data."""
    assert "Counted, closed and signed by ana: 18 Feb 2025 at basilica-guadalupe." in " ".join(
        closed.done("summary").out.split()
    )
    data = closed.done("summary", "--json").data
    assert data["alone"] == [{"operator": "ana", "what": "close", "about": SITE, "date": "2025-02-18"}]


def test_json(closed: Terminal) -> None:
    """The whole reconciliation, money as text with two decimals; looking at a closed day gives what was sealed."""
    data = closed("close-day", "--check", "--date", "2025-02-18", "--json").data
    assert (data["site"], data["date"], data["even"]) == (SITE, "2025-02-18", False)
    sealed = data["closed"]
    assert sealed["checkpoint"].startswith(f"A1:{sealed['entry']}:")
    assert {name: sealed[f"{name}_mxn"] for name in CASH} == CASH
    box = {line["name"]: line["figure"] for line in data["money"]}
    assert {name: sealed[f"{name}_mxn"] for name in box} == box
    assert (sealed["drop_offs"], sealed["valued_mxn"], sealed["valued_usd"]) == (2, "33700.00", "1661.31")
    (uneven,) = (one for one in data["money"] if not one["even"])
    assert (uneven["name"], uneven["figure"], uneven["of"]) == ("differences", "-100.00", "entries")
    assert {one["name"]: one["figure"] for one in data["items"]}["held"] == 2
    assert "cannot be closed again" in data["hindrance"]
    summary = closed.done("summary", "--json").data
    assert [one["checkpoint"] for one in summary["closes"]] == [sealed["checkpoint"]]


def test_a_closed_day_refuses_in_one_sentence(closed: Terminal) -> None:
    """Whatever is typed, with what to do; the next day it goes on."""
    for line in (
        ("receive", "revolver"),
        ("cash", "count", "500x1"),
        ("cash", "top-up", "100"),
        ("destroy", "1-B/1", "--act", "N1", "--witness", "rosa", "--witness", "tomas"),
    ):
        assert closed.refused(*line).err.endswith(
            "is closed up to 18 February 2025 (on 18 February 2025 10:42, signed by ana), so nothing more is booked to "
            "18 February 2025; "
            "record it on the next business day.\n"
        )
    assert "cannot be closed again" in closed.refused("close-day").err
    closed.at = NEXT
    closed.done("receive", "ghost-gun")
    late = closed.done("receive", "ghost-gun", "--written-at", "2025-02-18T10:00", "--json").data
    assert late["business_date"] == "2025-02-19"


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (("--date", "2025-02-19"), Exit.REFUSED, "2025-02-19 is in the future"),
        (("--date", "gestern"), Exit.USAGE, "gestern"),
        (("--site", OTHER_SITE), Exit.REFUSED, "has no float yet"),
        (("--site", "x"), Exit.NOT_FOUND, "x"),
        (("--operator", "nadie"), Exit.NOT_FOUND, "nadie"),
        (("--check", "--date", "1999-01-01"), Exit.USAGE, "1999"),
    ],
)
def test_what_is_refused(till: Terminal, line: tuple[str, ...], code: Exit, said: str) -> None:
    """Each says what is wrong, and the exit code of its kind."""
    run = till("close-day", *line)
    assert (run.code, said in run.err) == (code, True), run.err
    assert run.out == ""


def test_an_earlier_day_comes_first(till: Terminal) -> None:
    """Named, with the command that closes it; without a date it is the one that is closed."""
    till.done("cash", "difference", "--reason", "un billete de 100")
    till.at = NEXT
    till.done("receive", "revolver")
    till.done("cash", "count", "500x65")
    assert till.refused("close-day", "--date", "2025-02-19").err.endswith(
        "so close it before 19 February 2025 (buyback close-day --date 2025-02-18).\n"
    )
    assert "Tue 18 Feb 2025" in till.done("close-day").out
    assert "Wed 19 Feb 2025" in till.done("close-day").out


def test_a_paymaster_names_the_supervisor(closed: Terminal) -> None:
    """With --approved-by; without it the refusal names the option."""
    closed.done("operators", "add", "marta", "--roles", "pay")
    closed.at = NEXT
    closed.done("cash", "count", "500x82,200x1")
    refused = closed.refused("close-day", "--operator", "marta")
    assert "the close of a day" in refused.err
    assert "--approved-by" in refused.err
    done = closed.done("close-day", "--operator", "marta", "--approved-by", COLLEAGUE)
    assert "by marta; luis signs as supervisor." in done.out


def test_the_next_morning(closed: Terminal) -> None:
    """The paper agrees, whole or typed in groups; one letter off is an alarm with exit code 4, and recorded."""
    closed.at = NEXT
    looked = closed("close-day", "--check", "--date", "2025-02-18", "--json").data
    checkpoint = looked["closed"]["checkpoint"]
    ledger, seq, digest = checkpoint.split(":")
    agrees = "that day is still the one that was signed"
    assert agrees in closed.done("close-compare", checkpoint).out.replace("\n", " ")
    groups = [digest[start : start + 4].upper() for start in range(0, 16, 4)]
    assert agrees in closed.done("close-compare", ledger.lower(), seq, *groups).out.replace("\n", " ")
    run = closed("close-compare", ledger, seq, "0000", *groups[1:])
    assert run.code == Exit.FOUND_SOMETHING
    assert f"Paper               A1:{seq}:0000" in run.out
    assert f"Ledger, that entry  {checkpoint}" in run.out
    assert "read the paper once more, letter by letter" in run.err
    gone = closed("close-compare", f"{ledger}:999:{digest}")
    assert (gone.code, "the log was cut" in gone.err) == (Exit.FOUND_SOMETHING, True)
    assert [one["fact"]["agrees"] for one in closed.done("log", "--kind", "CloseCompared", "--json").data] == [
        False, False, True, True,
    ]  # fmt: skip
    assert closed("close-compare", "A1:17").code == Exit.USAGE
    assert closed.refused("close-compare", "hello").err == (
        "“hello” is not what stands on a signed paper; type the ledger, the number and four groups of letters from under "
        "its checkpoint, like A1 1204 9f2c 01ab 77de 4410, or scan its square code.\n"
    )
    assert closed("close-compare", f"B7:17:{digest}").code == Exit.NOT_FOUND
    assert (
        "No day of Catedral de Morelia is closed"
        in closed("close-compare", checkpoint, "--site", OTHER_SITE).err
    )
    json = closed.done("close-compare", checkpoint, "--json").data
    assert (json["agrees"], json["closed_on"], json["checkpoint"]) == (True, "2025-02-18", checkpoint)


def test_the_act_is_printed_with_the_checkpoint(closed: Terminal, tmp_path: Path) -> None:
    """`print day` of a closed day is its act; of an open one a sheet that says so."""
    done = closed.done("print", "day", "--site", SITE, "--out", str(tmp_path / "acta.pdf"), "--json").data
    assert done["checkpoint"] == closed.done("checkpoint").out.strip()
    text = closed.done("print", "day", "--site", SITE).out
    assert "Act of the day" in text
    assert "NOT CLOSED" not in text
    closed.at = NEXT
    closed.done("receive", "ghost-gun")
    sheet = closed.done("print", "day", "--site", SITE)
    assert "THE DAY IS NOT CLOSED" in sheet.out
    assert closed.done("print", "day", "--json").data["checkpoint"] == ""
    every = closed.done("print", "day", "--date", "2025-02-18").out
    assert "Closed on 18 Feb 2025 10:42 by ana" in " ".join(every.split())
    assert "each site's day is signed on its own act" in " ".join(every.split())


def test_in_spanish(till: Terminal) -> None:
    """Every line of it, and the act."""
    looked = till("close-day", "--check", "--lang", "es")
    out = looked.out
    assert "El conteo del 18 de febrero de 2025 10:42 en Basílica de Guadalupe" in looked.err
    for word in ("Artículos", "Dinero", "Papeles", "= En resguardo al final", "Contado", "Sin cerrar."):
        assert word in out
    assert not {"Held", "Papers", "Vouchers", "Blank", "Counted", "Not closed"} & set(out.split())
    till.done("cash", "difference", "--reason", "un billete de 100")
    assert (
        "Cerrado el 18 feb 2025 10:42 por ana, quien firma como supervisión."
        in till.done("close-day", "--lang", "es").out
    )
    assert "Acta del día" in till.done("print", "day", "--site", SITE, "--lang", "es").out
