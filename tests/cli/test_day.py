"""A day at a site by the command line: every verb's good end, as text and as JSON."""

import csv
import io
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE

from .conftest import ACT, Terminal


def test_receiving_prints_the_receipt(terminal: Terminal) -> None:
    """Folio, site and day, check code, a tag for every piece, and what to hand out."""
    answer = terminal.done("receive", "revolver", "ak-47:serial=X1", "cartridge:250:donated")
    code = terminal.done("show", "A1-000001-B", "--json").data["check_code"]
    assert answer.out == (
        "Folio A1-000001-B\n"
        "Basílica de Guadalupe, Tue 18 Feb 2025\n"
        f"Check code {code}\n"
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


def test_custody_ends_item_by_item(terminal: Terminal) -> None:
    """destroy, keep and hand-over are acts; custody shows what is left, the oldest first."""
    folio = terminal.folio("ak-47", "revolver", "cartridge:250:donated", "ghost-gun:u")
    destroyed = terminal.done("destroy", f"{folio}/1", *ACT).out
    assert destroyed == (
        "Act ACTA-1, 18 Feb 2025, Basílica de Guadalupe: destroyed.\n"
        "\n"
        "Tag            Type         Qty  Cuts\n"
        "A1-000001-B/1  AK-47 rifle    1     3\n"
        "\n"
        "Hash of the list: 0002-97dd-6af1 (1 item)\n"
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
        "handed over          1 item, 250 pieces, 1 not yet confirmed\n"
        "held                 1 item, 1 piece\n"
        "kept for the museum  1 item, 1 piece\n"
        "\n"
        "No PINs: anyone can write here under any alias.\n"
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


def test_what_the_audit_finds_of_a_day_stands_on_its_summary_and_its_close(terminal: Terminal) -> None:
    """How many findings are not answered, by kind, until they are; other days' are not among them, and nothing is hindered."""
    terminal.done("cash", "float", "50000")
    for _number in range(2):
        terminal.folio("revolver:serial=GEMELO")
    terminal.done("cash", "count", "500x65,100x1")
    expected = {"number": 1, "kinds": {"serial-twice": 1}}
    summed = terminal.done("summary", "--json").data
    assert summed["unanswered_findings"] == expected
    said = (
        "1 finding of the audit is not answered: the same serial twice (1).\n"
        "List: buyback audit --from 2025-02-18 --to 2025-02-18{site} --open\n"
    )
    assert said.format(site="") in terminal.done("summary").out
    checked = terminal.done("close-day", "--check", "--json").data
    assert (checked["unanswered_findings"], checked["hindrance"]) == (expected, None)
    assert said.format(site=f" --site {SITE}") in terminal.done("close-day", "--check").out
    assert "the same serial twice (1)" in " ".join(terminal.done("print", "day").out.split())
    assert terminal.done("close-day", "--json").data["unanswered_findings"] == expected
    terminal.done("audit", "answer", "serial-twice:GEMELO", "--note", "dos marcas", "--operator", COLLEAGUE)
    assert terminal.done("summary", "--json").data["unanswered_findings"] == {"number": 0, "kinds": {}}
    assert "of the audit" not in terminal.done("summary").out
    assert "No finding of the audit is without an answer." in " ".join(
        terminal.done("print", "day").out.split()
    )


def test_show_tells_a_drop_off_whole(terminal: Terminal) -> None:
    """Items with their marks, money, rate, and every entry that is about it."""
    folio = terminal.folio("ak-47:serial=X1:make=Norinco", "--pay", "later")
    terminal.done("pay", folio, "--operator", COLLEAGUE)
    terminal.done("destroy", f"{folio}/1", *ACT)
    code = terminal.done("show", folio, "--json").data["check_code"]
    assert terminal.done("show", folio).out == (
        "Folio         A1-000001-B\n"
        f"Check code    {code}\n"
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
        "As the log stands at entry 11.\n"
        "\n"
        "2 findings of the audit are not answered: valued as another class or by one\n"
        "person alone (1), one person received, paid and destroyed (1).\n"
        "List: buyback audit --from 2025-02-18 --to 2025-02-18 --open\n"
        'Answer: buyback audit answer KEY --note "TEXT"\n'
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
        "Firearms by the national definition: short and long arms and grenades. Home-made\n"
        "arms and pen guns are counted among them; that is a supposition, as national\n"
        "reports do not say where they stand. Cartridges, magazines, explosives, air guns\n"
        "and toys are counted apart.\n"
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
        "Cash box\n"
        "No float recorded at basilica-guadalupe: $33,700.00 MXN were paid that no cash\n"
        "box accounts for.\n"
        "\n"
        "Custody\n"
        "4 items received = 1 destroyed + 0 kept + 0 handed over + 3 held + 0 returned\n"
        "\n"
        "Not in the table\n"
        "Tag            Type            Qty     Pesos  Took in  Approved  Reason\n"
        "A1-000001-B/2  Shotgun,          1  8,700.00  ana      ana       nearest row\n"
        "               valued as\n"
        "               Revolver\n"
        "A1-000001-B/3  Cartridge,      250      0.00  ana                asks no payment\n"
        "               donated\n"
        "\n"
        "Who did what\n"
        "Operator  Deed                Number      Pesos\n"
        "ana       drop-offs received       2\n"
        "          payments                 1  33,700.00\n"
        "          items destroyed          1\n"
        "          approvals                1\n"
        "No PINs: anyone can write here under any alias.\n"
        "ana received, paid and destroyed the same 1 item (A1-000001-B/1); that takes\n"
        "three people.\n"
        "Approved by ana, who did it: A1-000001-B.\n"
        "\n"
        "1 USD = 20.2852 MXN, ECB, 18 Feb 2025\n"
    )


def test_the_summary_in_spanish(terminal: Terminal) -> None:
    """Headings, names, the definition and the custody equation are all Spanish."""
    terminal.folio("ak-47", "cartridge:250:donated")
    out = terminal.done("summary", "--lang", "es").out
    for words in (
        "Todos los módulos, mar 18 feb 2025", "Fusil AK-47", "Armas de fuego", "definición nacional", "Dinero",
        "Resguardo", "2 artículos recibidos =", "Fuera del tabulador", "Cartucho, donación", "MXN, BCE,", "Quién hizo qué",
        "Sin NIP",
    ):  # fmt: skip
        assert words in out
    for english in ("All sites", "Money", "Custody", "Type", "Paid", "of it"):
        assert english not in out


def test_who_took_in_and_who_approved_what_is_not_in_the_table(terminal: Terminal) -> None:
    """Each under a head of its own, in the summary and on the paper of the day; a donation that needs no approval has none."""
    priced = ("shotgun:as=revolver", "--reason", "nearest row", "--approved-by", COLLEAGUE, "--pay", "later")
    terminal.folio(*priced)
    terminal.folio("cartridge:250:donated")
    out = terminal.done("summary").out
    heads, first = next(
        pair for pair in pairwise(out.splitlines()) if pair[0].endswith("Took in  Approved  Reason")
    )
    took_in, approved = heads.index("Took in"), heads.index("Approved")
    assert (first[took_in:approved].strip(), first[approved:].split()[0]) == (BY, COLLEAGUE)
    paper = " ".join(terminal.done("print", "day").out.split())
    assert f"Shotgun, valued as Revolver, Took in {BY}, Approved {COLLEAGUE}, nearest row" in paper
    assert f"250 × Cartridge, donated, Took in {BY}, asks no payment" in paper


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


def test_the_definitions_are_listed(terminal: Terminal) -> None:
    """Code, sentence, the figures that it adds up and where such a total was published; a report is made by each."""
    listed = terminal.done("counting")
    data = terminal.done("counting", "--json").data["definitions"]
    assert [one["code"] for one in data] == ["national", "without-grenades", "pen-guns-apart"]
    terminal.folio("pen-gun:2", "revolver", "grenade:donated")
    for one, total in zip(data, (4, 3, 2), strict=True):
        assert f"{one['code']}: {one['name']}\n" in listed.out
        assert one["sentence"] in " ".join(listed.out.split())
        assert f"\n{one['source']}\n" in listed.out
        told = terminal.done("summary", "--counting", one["code"])
        assert one["sentence"] in " ".join(told.out.split())
        found = terminal.done("summary", "--counting", one["code"], "--json").data["firearms"]
        assert (found["total"], found["definition"], found["sentence"], found["source"], found["counts"]) == (
            total, one["code"], one["sentence"], one["source"], one["counts"],
        )  # fmt: skip
        paper = terminal.done("print", "day", "--counting", one["code"])
        assert one["sentence"] in " ".join(paper.out.split())
    assert "= Short arms + Long arms + Home-made arms + Grenades\n" in listed.out


def test_a_total_that_fell_is_said_with_its_reason(terminal: Terminal) -> None:
    """What was published last evening and is smaller today: on top of the summary, on paper, in JSON and in CSV."""
    folio = terminal.folio("ak-47", "revolver")
    published = terminal.done("summary", "--json").data
    assert published["fallen"] == {"figures": [], "gone": []}
    terminal.at = AT + timedelta(days=1)
    terminal.done("void", folio, "--reason", "typed twice", "--recovered", "33700")
    told = terminal.done("summary", "--date", "2025-02-18")
    sentence = f"{folio}: Long arms 1, voided on 19 Feb 2025 by ana: typed twice"
    assert (
        "\n\nSmaller than it was reported before\n"
        f"Firearms: 0 now, 2 at entry {published['entry']} (18 Feb 2025): - 2 voided or returned, + 0\n"
        "recorded since.\n"
    ) in told.out
    assert sentence in told.out
    assert sentence in " ".join(terminal.done("print", "day", "--date", "2025-02-18").out.split())
    fallen = terminal.done("summary", "--date", "2025-02-18", "--json").data["fallen"]
    assert fallen["figures"][0] == {
        "code": "firearms", "entry": published["entry"], "date": "2025-02-18",
        "then": 2, "now": 0, "left": 2, "added": 0,
    }  # fmt: skip
    assert [(one["folio"], one["figure"], one["how"]) for one in fallen["gone"]] == [
        (folio, "short", "voided"), (folio, "long", "voided"),
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(terminal.done("summary", "--date", "2025-02-18", "--csv").out)))
    said = [(row["code"], row["number"], row["name"]) for row in rows if row["section"] == "fallen"]
    assert said[0] == ("firearms", "2", f"entry {published['entry']}, 2025-02-18: -2 +0 = 0")
    assert [row["code"] for row in rows if row["section"] == "fallen_gone"] == [folio, folio]
    assert "Smaller" not in terminal.done("summary").out  # today's own figures were never higher


def test_a_report_is_held_against_an_earlier_entry(terminal: Terminal) -> None:
    """Every figure then and now, what left and what came; a figure that rose is there too."""
    wrong = terminal.folio("ak-47")
    entry = terminal.done("summary", "--json").data["entry"]
    terminal.folio("revolver:2")
    terminal.done("void", wrong, "--reason", "typed twice", "--recovered", "25000")
    assert (
        f"Since entry {entry} (18 Feb 2025)\n"
        "Figure      Then  Left  Added  Now\n"
        "Firearms       1     1      2    2\n"
        "Short arms     0     0      2    2\n"
        "Long arms      1     1      0    0\n"
        f"{wrong}: Long arms 1, voided on 18 Feb 2025 by ana: typed twice\n"
    ) in terminal.done("summary", "--since-entry", str(entry)).out
    data = terminal.done("summary", "--since-entry", str(entry), "--json").data
    assert (data["since"]["entry"], data["since"]["date"], data["fallen"]["figures"]) == (
        entry,
        "2025-02-18",
        [],
    )
    assert [(one["code"], one["then"], one["now"]) for one in data["since"]["figures"]] == [
        ("firearms", 1, 2), ("short", 0, 2), ("long", 1, 0),
    ]  # fmt: skip
    rows = list(
        csv.DictReader(io.StringIO(terminal.done("summary", "--since-entry", str(entry), "--csv").out))
    )
    assert [(row["code"], row["number"]) for row in rows if row["section"] == "since"] == [
        ("firearms", "1"), ("short", "0"), ("long", "1"),
    ]  # fmt: skip
    assert terminal.done("summary", "--json").data["since"] is None


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(
    "words",
    [("custody",), ("summary",), ("summary", "--since-entry", "3"), ("log",), ("verify",), ("checkpoint",), ("rates", "show"), ("tables", "list"),
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
