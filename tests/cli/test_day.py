"""A day at a site by the command line: every verb's good end, as text and as JSON."""

import csv
import io
import json
from pathlib import Path

import pytest
from samples import AT, COLLEAGUE, OTHER_SITE

from buyback.facts import KINDS

from .conftest import Terminal

ACT = ("--act", "ACTA-1", "--witness", "rosa", "--witness", "tomas")


def test_receiving_prints_the_receipt(terminal: Terminal) -> None:
    """Folio, site and day, a tag for every piece, and what to hand out."""
    answer = terminal.done("receive", "revolver", "ak-47:serial=X1", "cartridge:250:donated")
    assert answer.out == (
        "Folio A1-000001-B\n"
        "Basílica de Guadalupe, Tue 18 Feb 2025\n"
        "\n"
        "Tag            Type                Condition    Qty      Pesos   Dollars\n"
        "A1-000001-B/1  Revolver            serviceable    1   8,700.00    428.88\n"
        "A1-000001-B/2  AK-47 rifle         serviceable    1  25,000.00  1,232.43\n"
        "A1-000001-B/3  Cartridge, donated  serviceable  250       0.00      0.00\n"
        "               Total                                 33,700.00  1,661.31\n"
        "\n"
        "Hand out $33,700.00 MXN (1,661.31 USD).\n"
        "1 USD = 20.2852 MXN, ECB, 18 Feb 2025\n"
    )


def test_receiving_in_spanish(terminal: Terminal) -> None:
    """The receipt in Spanish."""
    out = terminal.done("receive", "revolver", "--lang", "es").out
    assert "Revólver" in out
    assert "mar 18 feb 2025" in out
    assert "$8,700.00 MXN (428.88 USD)" in out
    assert "Folio A1-000001-B" in out
    assert "Hand out" not in out


def test_receiving_for_scripts(terminal: Terminal) -> None:
    """JSON has the contract's shape: lines, total, rate, folio, items."""
    data = terminal.done("receive", "ak-47:2:make=Norinco", "--pay", "later", "--json").data
    assert data["folio"] == "A1-000001-B"
    assert data["items"] == ["A1-000001-B/1", "A1-000001-B/2"]
    assert data["total"] == {"mxn": "50000.00", "usd": "2464.86"}
    assert data["rate"] == {"mxn_per_usd": "20.2852", "as_of": "2025-02-18", "source": "ECB"}
    assert data["status"] == "owed"
    assert data["business_date"] == "2025-02-18"
    assert data["lines"][1] | {"make": "Norinco", "item": "A1-000001-B/2"} == data["lines"][1]


def test_a_form_is_received_once(terminal: Terminal) -> None:
    """The same --draft-id again answers with the first folio and adds nothing; other items under it are refused."""
    first = terminal.done("receive", "revolver", "--draft-id", "form-1", "--json")
    head = terminal.done("checkpoint").out
    again = terminal.done("receive", "revolver", "--draft-id", "form-1", "--json")
    assert again.data == first.data | {"repeated": True}
    assert "already received as A1-000001-B" in again.err
    assert terminal.done("checkpoint").out == head
    assert terminal.refused("receive", "ak-47", "--draft-id", "form-1").code == 1


def test_the_words_for_each_way_to_pay(terminal: Terminal) -> None:
    """What is handed out depends on --pay."""
    for how, words in {
        "cash": "Hand out $8,700.00 MXN",
        "voucher": "Hand out a voucher for $8,700.00 MXN",
        "later": "To be paid later: $8,700.00 MXN",
        "none": "Nothing to hand out.",
    }.items():
        assert words in terminal.done("receive", "revolver", "--pay", how).out


def test_a_serial_that_was_seen_before_is_said_aside(terminal: Terminal) -> None:
    """A warning on stderr, never a refusal."""
    terminal.done("receive", "revolver:serial=X-1")
    answer = terminal.done("receive", "ak-47:serial=x1", "--json")
    assert "seen before, on A1-000001-B/1" in answer.err
    assert answer.data["folio"] == "A1-000002-9"


def test_a_rate_that_a_person_read_needs_a_reason_and_is_recorded(terminal: Terminal) -> None:
    """--rate with its reason is recorded, once, and used; without one nothing is recorded."""
    head = terminal.done("checkpoint").out
    assert terminal.refused("receive", "revolver", "--rate", "20.5").code == 2
    assert terminal.done("checkpoint").out == head
    words = ("receive", "revolver", "--rate", "20.5", "--rate-reason", "Banxico's page", "--json")
    assert terminal.done(*words).data["rate"] == {
        "mxn_per_usd": "20.5000",
        "as_of": "2025-02-18",
        "source": "manual",
    }
    terminal.done(*words)
    rates = terminal.done("rates", "show", "--json").data
    assert [(rate["mxn_per_usd"], rate["reason"]) for rate in rates] == [
        ("20.5000", "Banxico's page"),
        ("20.2852", ""),
    ]


def test_a_refused_drop_off_records_no_rate(terminal: Terminal) -> None:
    """A rate typed with a drop-off that cannot be taken in is not kept."""
    head = terminal.done("checkpoint").out
    terminal.refused("receive", "cuerno", "--rate", "20.5", "--rate-reason", "newspaper")
    assert terminal.done("checkpoint").out == head


def test_a_rate_is_found_and_recorded_when_the_ledger_has_none_that_is_fresh(terminal: Terminal) -> None:
    """A day later than the ledger's rate allows, the next source is asked and its answer recorded, once."""
    terminal.at = AT.replace(month=6)
    first = terminal.done("receive", "revolver", "--json").data["rate"]
    assert first["source"] == "ECB"
    assert first["as_of"] == "2025-06-18"
    terminal.done("receive", "revolver")
    assert [rate["as_of"] for rate in terminal.done("rates", "show", "--json").data] == [
        "2025-06-18",
        "2025-02-18",
    ]


def test_what_was_first_on_paper_keeps_its_own_day(terminal: Terminal) -> None:
    """--written-at is the site's local time; the drop-off belongs to that day, at that day's rate."""
    data = terminal.done("receive", "revolver", "--written-at", "2025-02-14T23:30", "--json").data
    assert data["business_date"] == "2025-02-14"
    assert data["rate"]["as_of"] == "2025-02-14"
    shown = terminal.done("show", data["folio"], "--json").data
    assert shown["written_at"] == "2025-02-15T05:30:00.000Z"


def test_paying_later_returning_and_voiding(terminal: Terminal) -> None:
    """pay, return and void each say what moved."""
    owed, declined, wrong = (
        terminal.folio("revolver", "--pay", "later"),
        terminal.folio("ak-47", "--pay", "later"),
        terminal.folio("machine-gun"),
    )
    assert terminal.done("pay", owed).out == f"{owed} is paid: hand out $8,700.00 MXN (428.88 USD).\n"
    assert (
        terminal.done("return", declined.lower()).out == f"{declined} is returned: give back {declined}/1.\n"
    )
    void = terminal.done("void", wrong, "--reason", "typed twice", "--recovered", "26,450.00", "--json")
    assert void.data == {
        "folio": wrong,
        "status": "voided",
        "mxn": "26450.00",
        "usd": "0.00",
        "items": [f"{wrong}/1"],
    }


def test_half_a_receipt_is_enough(terminal: Terminal) -> None:
    """`1-B` is A1-000001-B for every verb and `1-B/1` its first item; to look at it the number alone will do."""
    folio = terminal.folio("revolver", "--pay", "later")
    assert folio == "A1-000001-B"
    for typed in ("1", "000001", "A1-1", "1-b", folio):
        assert terminal.done("show", typed, "--json").data["folio"] == folio
    assert terminal.done("pay", "1-b", "--json").data["folio"] == folio
    assert terminal.done("destroy", "1-B/1", *ACT, "--json").data["items"] == [f"{folio}/1"]


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


def test_custody_ends_item_by_item(terminal: Terminal) -> None:
    """destroy, keep and hand-over are acts; custody shows what is left, the oldest first."""
    folio = terminal.folio("ak-47", "revolver", "cartridge:250:donated", "ghost-gun:u")
    destroyed = terminal.done("destroy", f"{folio}/1", *ACT).out
    assert destroyed == (
        "Act ACTA-1, 18 Feb 2025, Basílica de Guadalupe: destroyed.\n"
        "\n"
        "Tag            Type         Qty  Cuts\n"
        "A1-000001-B/1  AK-47 rifle    1     3\n"
    )
    kept = terminal.done("keep", f"{folio}/2", "--act", "M-1", "--value", "historic", "--json").data
    assert (kept["kind"], kept["act"], kept["items"]) == ("kept", "M-1", [f"{folio}/2"])
    handed = terminal.done("hand-over", f"{folio}/3", "--act", "E-1", "--json").data
    assert (handed["kind"], handed["items"]) == ("handed_over", [f"{folio}/3"])
    terminal.at = AT.replace(day=25)
    held = terminal.done("custody")
    assert held.out == (
        "Tag            Type       Serial  Qty  Taken in     Days\n"
        "A1-000001-B/4  Ghost gun            1  18 Feb 2025     7\n"
        "\n"
        "destroyed            1 item, 1 piece\n"
        "handed over          1 item, 250 pieces\n"
        "held                 1 item, 1 piece\n"
        "kept for the museum  1 item, 1 piece\n"
    )
    assert terminal.done("custody", "--older-than", "8", "--json").data["items"] == []
    listed = terminal.done("custody", "--status", "handed-over", "--json").data
    assert [(item["item"], item["quantity"]) for item in listed["items"]] == [(f"{folio}/3", 250)]
    assert listed["counts"]["held"] == {"items": 1, "pieces": 1}


def test_custody_lists_everything_and_limits_on_request(terminal: Terminal) -> None:
    """More items than a page are all listed; --limit cuts."""
    for _ in range(12):
        terminal.folio("revolver:90")
    assert len(terminal.done("custody", "--json").data["items"]) == 1080
    assert len(terminal.done("custody", "--json", "--limit", "3").data["items"]) == 3


def test_show_tells_a_drop_off_whole(terminal: Terminal) -> None:
    """Items with their marks, money, rate, and every entry that is about it."""
    folio = terminal.folio("ak-47:serial=X1:make=Norinco", "--pay", "later")
    terminal.done("pay", folio, "--operator", COLLEAGUE)
    terminal.done("destroy", f"{folio}/1", *ACT)
    assert terminal.done("show", folio).out == (
        "Folio         A1-000001-B\n"
        "Site          Basílica de Guadalupe, Tue 18 Feb 2025\n"
        "Received      18 Feb 2025 10:42, ana\n"
        "Status        paid, 18 Feb 2025, luis\n"
        "Total         $25,000.00 MXN (1,232.43 USD)\n"
        "Rate          1 USD = 20.2852 MXN, ECB, 18 Feb 2025\n"
        "Payout table  federal-2025\n"
        "\n"
        "Tag            Type                       Condition    Qty      Pesos  Status\n"
        "A1-000001-B/1  AK-47 rifle (Norinco, X1)  serviceable    1  25,000.00  destroyed\n"
        "\n"
        "No.  Time               Kind         By    What\n"
        "  8  18 Feb 2025 10:42  drop-off     ana   A1-000001-B: 1 item, $25,000.00 MXN,\n"
        "                                           pay later\n"
        "  9  18 Feb 2025 10:42  payout       luis  A1-000001-B paid: $25,000.00 MXN\n"
        " 10  18 Feb 2025 10:42  destruction  ana   act ACTA-1: destroyed A1-000001-B/1,\n"
        "                                           disc cutter; Basílica de Guadalupe,\n"
        "                                           before rosa, tomas\n"
    )
    data = terminal.done("show", folio, "--json").data
    assert [entry["kind"] for entry in data["history"]] == ["DroppedOff", "PaidOut", "Destroyed"]
    assert data["items"][0]["serial"] == "X1"
    assert data["items"][0]["status"] == "destroyed"


def test_the_summary_of_a_day(terminal: Terminal) -> None:
    """Counts with their definition right under the total, money, custody, and what is not in the table."""
    folio = terminal.folio("ak-47", "shotgun:as=revolver", "cartridge:250:donated", "--reason", "nearest row")
    terminal.done("destroy", f"{folio}/1", *ACT)
    terminal.folio("revolver", "--pay", "later")
    out = terminal.done("summary").out
    assert out == (
        "All sites, Tue 18 Feb 2025\n"
        "Drop-offs: 2\n"
        "\n"
        "Type         Serv.  Unserv.      Pesos   Dollars\n"
        "Revolver         1        0   8,700.00    428.88\n"
        "Shotgun          1        0   8,700.00    428.88\n"
        "AK-47 rifle      1        0  25,000.00  1,232.43\n"
        "Cartridge      250        0       0.00      0.00\n"
        "Total                        42,400.00  2,090.19\n"
        "\n"
        "Class            Serv.  Unserv.      Pesos   Dollars\n"
        "Handgun              1        0   8,700.00    428.88\n"
        "Long gun             1        0   8,700.00    428.88\n"
        "Military weapon      1        0  25,000.00  1,232.43\n"
        "Ammunition         250        0       0.00      0.00\n"
        "Total                            42,400.00  2,090.19\n"
        "\n"
        "Figure      Pieces\n"
        "Short arms       1\n"
        "Long arms        2\n"
        "Cartridges     250\n"
        "Firearms         3\n"
        "Firearms by the national definition: short and long arms and grenades, and with\n"
        "them home-made arms, which national reports do not list apart. Cartridges,\n"
        "magazines, explosives, air guns and toys are counted apart.\n"
        "\n"
        "Money\n"
        "                        Number      Pesos   Dollars\n"
        "Taken in, by the table       2  42,400.00  2,090.19\n"
        "  paid                       1  33,700.00  1,661.31\n"
        "  on voucher                 0       0.00      0.00\n"
        "  owed                       1   8,700.00    428.88\n"
        "  no payment                 0       0.00      0.00\n"
        "Left the cash box            1  33,700.00  1,661.31\n"
        "  in cash                    1  33,700.00  1,661.31\n"
        "  for vouchers               0       0.00      0.00\n"
        "\n"
        "Custody\n"
        "4 items received = 1 destroyed + 0 kept + 0 handed over + 3 held + 0 returned\n"
        "\n"
        "Not in the table\n"
        "Tag            Type                         Qty     Pesos  By   Reason\n"
        "A1-000001-B/2  Shotgun, valued as Revolver    1  8,700.00  ana  nearest row\n"
        "A1-000001-B/3  Cartridge, donated           250      0.00  ana\n"
        "\n"
        "1 USD = 20.2852 MXN, ECB, 18 Feb 2025\n"
    )


def test_the_summary_in_spanish(terminal: Terminal) -> None:
    """Headings, names, the definition and the custody equation are all Spanish."""
    terminal.folio("ak-47", "cartridge:250:donated")
    out = terminal.done("summary", "--lang", "es").out
    for words in (
        "Todos los módulos, mar 18 feb 2025", "Fusil AK-47", "Armas de fuego", "definición nacional", "Dinero",
        "Resguardo", "2 artículos recibidos =", "Fuera del tabulador", "Cartucho, donación", "MXN, BCE,",
    ):  # fmt: skip
        assert words in out
    for english in ("All sites", "Money", "Custody", "Type", "Paid", "of it"):
        assert english not in out


def test_a_day_on_either_database(
    terminal: Terminal, ledger_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The same commands work on a SQLite file and on PostgreSQL."""
    monkeypatch.setenv("BUYBACK_LEDGER", ledger_url)
    folio = terminal.folio("ak-47:serial=X1", "--pay", "voucher")
    terminal.done("pay", folio)
    terminal.done("destroy", f"{folio}/1", *ACT)
    assert terminal.done("summary", "--json").data["custody"]["destroyed"] == 1
    assert terminal.done("show", folio, "--json").data["status"] == "paid"
    assert len(terminal.done("log", "--json", "--limit", "3").data) == 3
    terminal.done("rebuild")
    assert terminal.done("verify", "--json").data["findings"] == []
    terminal.done("export", str(tmp_path / "out"))


def test_the_summary_for_scripts_and_spreadsheets(terminal: Terminal) -> None:
    """--json and --csv tell the same figures; a span, a site and another definition can be asked for."""
    terminal.folio("ak-47", "grenade:2:donated")
    terminal.folio("revolver", "--site", OTHER_SITE)
    data = terminal.done("summary", "--json").data
    assert data["firearms"]["total"] == 4
    assert data["firearms"]["definition"] == "national"
    assert data["money"]["paid"] == {"number": 2, "mxn": "33700.00", "usd": "1661.31"}
    assert data["custody"]["received"] == data["custody"]["held"] == 4
    assert terminal.done("summary", "--counting", "without-grenades", "--json").data["firearms"]["total"] == 2
    assert terminal.done("summary", "--site", OTHER_SITE, "--json").data["drop_offs"] == 1
    rows = list(csv.DictReader(io.StringIO(terminal.done("summary", "--csv").out)))
    paid = next(row for row in rows if (row["section"], row["code"]) == ("money", "paid"))
    assert (paid["number"], paid["mxn"]) == ("2", "33700.00")
    terminal.at = AT.replace(day=20)
    week = terminal.done("summary", "--days", "7", "--json").data
    assert (week["first"], week["last"], week["drop_offs"]) == ("2025-02-14", "2025-02-20", 2)
    assert terminal.done("summary", "--date", "2025-02-18", "--json").data["drop_offs"] == 2
    assert "Nothing was taken in." in terminal.done("summary").out


def test_the_log_is_listed_and_told_whole(terminal: Terminal) -> None:
    """The newest first, in words; --json gives each entry's body with its seal; --kind and --before choose."""
    terminal.folio("revolver")
    assert terminal.done("log", "--limit", "2").out == (
        "No.  Time               Kind      By   What\n"
        "  9  18 Feb 2025 10:42  payout    ana  A1-000001-B paid: $8,700.00 MXN\n"
        "  8  18 Feb 2025 10:42  drop-off  ana  A1-000001-B: 1 item, $8,700.00 MXN, cash\n"
        "                                       now\n"
    )
    (entry,) = terminal.done("log", "--json", "--kind", "droppedoff").data
    assert entry["fact"]["folio"] == "A1-000001-B"
    assert (entry["ledger"], entry["seq"], entry["by"]) == ("A1", 8, "ana")
    assert len(entry["digest"]) == len(entry["previous"]) == 64
    assert [row["seq"] for row in terminal.done("log", "--json", "--before", "4").data] == [3, 2, 1]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_kinds_that_can_be_asked_for_are_listed(terminal: Terminal, lang: str) -> None:
    """The help of --kind, and the refusal of another word, name every kind of fact as it has to be typed."""
    told = " ".join(terminal.done("log", "--help", "--lang", lang).out.split())
    refused = terminal.refused("log", "--kind", "payout", "--lang", lang)
    assert refused.code == 2
    for kind in KINDS:
        assert kind in told
        assert kind in refused.err


def test_every_kind_of_entry_has_a_description(terminal: Terminal) -> None:
    """The log of a ledger with every kind of entry can be listed, each kind in words, in both languages."""
    paid, owed, wrong = (
        terminal.folio("revolver:4"),
        terminal.folio("ak-47", "--pay", "later"),
        terminal.folio("ak-47"),
    )
    terminal.done("destroy", *(f"{paid}/{line}" for line in range(1, 3)), *ACT)
    terminal.done("keep", f"{paid}/3", "--act", "M-1", "--value", "artistic")
    terminal.done("hand-over", f"{paid}/4", "--act", "E-1", "--receiver", "Sedena")
    terminal.done("return", owed)
    terminal.done("void", wrong, "--reason", "typed twice", "--recovered", "0")
    for lang, words in (
        (
            "en",
            ("ledger opened", "table adopted", "returned", "voided", "kept for a museum", "hand-over"),
        ),
        (
            "es",
            ("libro abierto", "tabulador", "devuelto", "anulado", "pasa al acervo", "entrega"),
        ),
    ):
        out = terminal.done("log", "--lang", lang).out
        assert not [word for word in words if word not in out]
        assert not [kind for kind in KINDS if kind in out]


def test_verify_checkpoint_and_rebuild(terminal: Terminal) -> None:
    """An intact ledger verifies against its own checkpoint; a rebuild changes nothing that verify would see."""
    terminal.folio("revolver")
    head = terminal.done("checkpoint").out.strip()
    assert head.startswith("A1:9:")
    assert terminal.done("checkpoint", "--json").data["checkpoint"] == head
    assert f"intact: 9 entries, head {head}" in terminal.done("verify", "--checkpoint", head).out
    assert terminal.done("rebuild").out == "9 entries were replayed.\n"
    assert terminal.done("verify", "--json").data == {
        "ledger": "A1",
        "entries": 9,
        "head": head,
        "findings": [],
        "checkpoints": [],
    }


def test_verify_says_which_checkpoints_it_compared(terminal: Terminal) -> None:
    """Each that fits is named, beside what else was found; of one that does not fit, that is not said."""
    kept = terminal.done("checkpoint").out.strip()
    terminal.folio("revolver")
    said = f"The checkpoint {kept[: kept.rindex(':') + 9]}… is in this ledger.\n"
    assert terminal.done("verify", "--checkpoint", kept).out.endswith(said)
    forged = "A1:3:" + "0" * 64
    answer = terminal("verify", "--checkpoint", kept, "--checkpoint", forged)
    assert answer.code == 4
    assert answer.out.endswith(f"the history was rewritten.\n{said}")
    assert answer.out.count("The checkpoint") == 1
    assert terminal("verify", "--checkpoint", kept, "--checkpoint", forged, "--json").data["checkpoints"] == [
        {"checkpoint": kept, "fits": True},
        {"checkpoint": forged, "fits": False},
    ]


def test_verify_that_finds_something_ends_with_4(terminal: Terminal) -> None:
    """Findings are data on stdout, the count is talk on stderr."""
    answer = terminal("verify", "--checkpoint", "A1:3:" + "0" * 64)
    assert answer.code == 4
    assert answer.out == (
        "Entry 3 is not the one that the checkpoint names. Read your copy of the checkpoint once more, "
        "letter by letter; if it says the same, the history was rewritten.\n"
    )
    assert answer.err.count("\n") == 1
    found = terminal("verify", "--json", "--checkpoint", "A1:99:" + "0" * 64)
    assert found.code == 4
    assert [finding["check"] for finding in found.data["findings"]] == ["checkpoint"]


def test_only_tables_have_rows_in_the_list_of_an_export(worked: Terminal, tmp_path: Path) -> None:
    """The description is no table: its name stands in the list, and no number beside it."""
    lines = worked.done("export", str(tmp_path / "one")).out.splitlines()
    assert "datapackage.json" in [line.strip() for line in lines]
    assert [line.split() for line in lines if line.startswith("drop_offs.csv")] == [["drop_offs.csv", "3"]]
    files = worked.done("export", str(tmp_path / "two"), "--json").data["files"]
    assert {file["name"]: file["rows"] for file in files}["datapackage.json"] is None


def test_export_writes_a_folder_once(terminal: Terminal, tmp_path: Path) -> None:
    """The files and their rows are listed; a folder that holds files is refused."""
    terminal.folio("revolver")
    folder = tmp_path / "out"
    data = terminal.done("export", str(folder), "--json", "--from", "2025-02-01", "--to", "2025-02-28").data
    rows = {file["name"]: file["rows"] for file in data["files"]}
    assert rows["drop_offs.csv"] == 1
    assert json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert (folder / "SHA256SUMS").is_file()
    assert terminal.refused("export", str(folder)).code == 1
    assert (
        terminal.refused("export", str(tmp_path / "x"), "--from", "2025-03-01", "--to", "2025-02-01").code
        == 2
    )
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(
    "words",
    [("custody",), ("summary",), ("log",), ("verify",), ("checkpoint",), ("rates", "show"), ("tables", "list"),
     ("tables", "show"), ("sites", "list"), ("operators", "list")],
)  # fmt: skip
def test_answers_fit_80_columns_without_colours(
    terminal: Terminal, words: tuple[str, ...], lang: str
) -> None:
    """Piped output has no escape sequence, and no line of a table is wider than 80 columns."""
    terminal.folio("ak-47:serial=X1:make=Norinco:note=with a worn stock and no magazine", "machine-gun:2")
    out = terminal.done(*words, "--lang", lang).out
    assert "\x1b" not in out
    if words[0] not in ("verify", "checkpoint"):  # a digest is not folded
        assert max(map(len, out.splitlines())) <= 80
