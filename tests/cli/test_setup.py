"""init, sites, operators, tables, rates, demo: a ledger set up and kept by the command line."""

from pathlib import Path

import pytest
from rate_server import RateServer, closed_port_url, frankfurter
from samples import OTHER_SITE, SITE

from .conftest import Terminal


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A place for a new ledger, named by the environment."""
    path = str(tmp_path / "new" / "ledger.db")
    monkeypatch.setenv("BUYBACK_LEDGER", path)
    return path


def test_init_makes_a_ledger_that_works_at_once(bare: Terminal, where: str) -> None:
    """One command sets up code, site, operator and table; the next takes a drop-off in."""
    data = bare.done("init", "--ledger-code", "b7", "--site", SITE, "--operator", "eva", "--json").data
    assert data["checkpoint"].startswith("B7:4:")
    assert {name: data[name] for name in ("ledger", "where", "site", "operator", "table")} == {
        "ledger": "B7",
        "where": where,
        "site": SITE,
        "operator": "eva",
        "table": "federal-2025",
    }
    assert bare.folio("revolver").startswith("B7-000001-")
    assert bare.refused("init", "--ledger-code", "B7", "--site", SITE).code == 5


def test_init_of_a_site_that_the_program_does_not_know(bare: Terminal, where: str) -> None:
    """Any site can be named, in any zone, under any table."""
    out = bare.done(
        "init", "--ledger-code", "T1", "--site", "tijuana-1", "--site-name", "Parroquia de San Felipe",
        "--venue", "church", "--municipality", "Tijuana", "--state", "Baja California",
        "--timezone", "America/Tijuana", "--table", "federal-2026",
    ).out  # fmt: skip
    assert out == (
        f"The ledger T1 is ready at {where}: Parroquia de San Felipe, operator clerk, payout table federal-2026.\n"
    )
    (site,) = bare.done("sites", "list", "--json").data
    assert site["timezone"] == "America/Tijuana"
    assert site["municipality"] == "Tijuana"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--ledger-code", "A", "--site", SITE), 2),
        (("--ledger-code", "Ñ1", "--site", SITE), 2),
        (("--ledger-code", "A1", "--site", "x y"), 2),
        (("--ledger-code", "A1", "--site", "new-site"), 2),
        (("--ledger-code", "A1", "--site", SITE, "--timezone", "Mars/Olympus"), 2),
        (("--ledger-code", "A1", "--site", SITE, "--table", "none"), 3),
        (("--ledger-code", "A1", "--site", SITE, "--operator", "Juan Pérez"), 2),
        (("--ledger-code", "A1", "--site", "s", "--site-name", "=SUM(A1)"), 2),
        (("--ledger-code", "A1", "--site", "s", "--site-name", "a\x1bb"), 2),
        (("--ledger-code", "", "--site", SITE), 2),
        (("--ledger-code", "A1"), 2),
    ],
)
def test_init_that_is_refused_leaves_nothing_behind(
    bare: Terminal, where: str, words: tuple[str, ...], code: int
) -> None:
    """A refusal comes before the file is made."""
    assert bare.refused("init", *words).code == code
    assert not Path(where).exists()


def test_sites_and_operators(terminal: Terminal) -> None:
    """Both can be listed and added to; a second one of the same name is refused."""
    terminal.done("sites", "add", "catedral-metropolitana")
    assert [site["code"] for site in terminal.done("sites", "list", "--json").data] == [
        SITE,
        OTHER_SITE,
        "catedral-metropolitana",
    ]
    assert "Catedral Metropolitana" in terminal.done("sites", "list").out
    assert len(terminal.done("sites", "list", "--known", "--json").data) >= 4
    assert terminal.refused("sites", "add", "catedral-metropolitana").code == 1
    terminal.done("operators", "add", "eva")
    listed = terminal.done("operators", "list").out.splitlines()
    assert [line.split()[0] for line in listed[1:4]] == ["ana", "luis", "eva"]
    assert listed[-1] == "No PINs: anyone can write here under any alias."
    assert [one["alias"] for one in terminal.done("operators", "list", "--json").data["operators"]] == [
        *("ana", "luis", "eva")
    ]
    assert terminal.refused("operators", "add", "EVA").code == 1


def test_who_and_where_must_be_said_where_there_are_several(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two operators or two sites and none named, the refusal lists them."""
    monkeypatch.delenv("BUYBACK_OPERATOR")
    assert "ana, luis" in terminal.refused("receive", "revolver").err
    monkeypatch.delenv("BUYBACK_SITE")
    assert OTHER_SITE in terminal.refused("receive", "revolver", "--operator", "ana").err


def test_a_single_operator_need_not_be_named(bare: Terminal, where: str) -> None:
    """The only operator is who did it: the entry says so."""
    bare.done("init", "--ledger-code", "B7", "--site", SITE, "--operator", "eva")
    bare.folio("revolver", "--pay", "later")
    assert bare.done("log", "--json", "--limit", "1").data[0]["by"] == "eva"


def test_tables_are_listed_shown_imported_and_adopted(terminal: Terminal, tmp_path: Path) -> None:
    """Another programme's table goes in by a file, and pays once it is adopted."""
    path = tmp_path / "jalisco-2025.csv"
    path.write_text(
        "code,class,name_es,name_en,calibre,aliases,serviceable_mxn,unserviceable_mxn,unit,source\n"
        "revolver,handgun,Revólver,Revolver,,,5000,1000,piece,https://example.org\n",
        encoding="utf-8",
    )
    assert "--effective-on is missing" in terminal.refused("tables", "import", str(path)).err
    terminal.done(
        "tables", "import", str(path), "--effective-on", "2025-01-01", "--issuer", "Jalisco", "--complete"
    )
    listed = {table["code"]: table for table in terminal.done("tables", "list", "--json").data}
    assert listed["federal-2025"]["in_use"] is True
    assert listed["jalisco-2025"]["complete"] is True
    terminal.done("tables", "adopt", "jalisco-2025")
    assert "in use" in terminal.done("tables", "list").out
    shown = terminal.done("tables", "show", "--json").data
    assert shown["types"][0]["serviceable_mxn"] == "5000.00"
    assert "5,000.00" in terminal.done("tables", "show").out
    assert terminal.done("quote", "revolver:u", "--json").data["total"]["mxn"] == "1000.00"
    assert terminal.refused("tables", "adopt", "jalisco-2025").code == 1
    assert terminal.refused("tables", "adopt", "none").code == 3


def test_a_table_says_what_is_not_published(bare: Terminal) -> None:
    """Without a ledger the default table is shown; an unknown amount is not a zero."""
    answer = bare.done("tables", "show")
    assert "not published" in answer.out
    assert "not complete" in answer.err
    types = {row["code"]: row for row in bare.done("tables", "show", "--json").data["types"]}
    assert types["shotgun"]["serviceable_mxn"] is None
    assert types["ak-47"]["serviceable_mxn"] == "25000.00"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,class,name_es\n", "line 1"),
        ("{head}revolver,handgun,R,R,,,10,,piece,x\nrevolver,handgun,R,R,,,10,,piece,x\n", "line 3"),
        ("{head}revolver,handgun,R,R,,,-10,,piece,x\n", "column serviceable_mxn"),
        ("{head}revolver,handgun,R,R,,,ten,,piece,x\n", "column serviceable_mxn"),
        ("\xff\xfe", "line 1"),
    ],
)
def test_a_bad_table_file_is_refused_with_its_place(
    bare: Terminal, tmp_path: Path, text: str, said: str
) -> None:
    """The line and the column are named, and nothing is kept."""
    head = "code,class,name_es,name_en,calibre,aliases,serviceable_mxn,unserviceable_mxn,unit,source\n"
    path = tmp_path / "bad.csv"
    path.write_bytes(text.replace("{head}", head).encode("latin-1"))
    answer = bare.refused("tables", "import", str(path), "--effective-on", "2025-01-01")
    assert (answer.code, said in answer.err) == (2, True), answer.err
    assert "bad" not in {table["code"] for table in bare.done("tables", "list", "--json").data}


def test_rates_are_shown_set_and_imported(terminal: Terminal, tmp_path: Path) -> None:
    """A person's rate needs a reason; a file's rates are recorded once."""
    assert terminal.done("rates", "show").out == (
        "Day          Pesos per dollar  Source  By   Reason\n18 Feb 2025           20.2852  ECB     ana\n"
    )
    assert terminal.refused("rates", "set", "20.5").code == 2
    (rate,) = terminal.done(
        "rates", "set", "20.5", "--on", "2025-02-17", "--reason", "Banxico", "--json"
    ).data
    assert (rate["mxn_per_usd"], rate["as_of"], rate["source"], rate["by"]) == (
        "20.5000", "2025-02-17", "manual", "ana",
    )  # fmt: skip
    path = tmp_path / "fix.csv"
    path.write_text(
        "as_of,mxn_per_usd,source\n2025-02-13,20.4,Banxico\n2025-02-14,20.3,Banxico\n", encoding="utf-8"
    )
    assert terminal.done("rates", "import", str(path), "--json").data == {"recorded": 2, "already_there": 0}
    terminal.at = terminal.at.replace(hour=17)
    said = "0 rates were recorded. 2 rates were there already.\n"
    assert terminal.done("rates", "import", str(path)).out == said
    assert len(terminal.done("rates", "--json", "show").data) == 4
    for number in ("0", "-1", "1000", "abc"):
        assert terminal.refused("rates", "set", number, "--reason", "x").code == 2
    assert terminal.refused("rates", "set", "20", "--reason", "x", "--on", "2025-03-01").code == 1


def test_rates_that_are_there_are_not_recorded_again(terminal: Terminal, tmp_path: Path) -> None:
    """Of a file, only what the ledger does not have of its day and source, though a person has corrected it since."""
    head = "as_of,mxn_per_usd,source\n"
    first, second = tmp_path / "fix.csv", tmp_path / "again.csv"
    first.write_text(f"{head}2025-02-13,20.4,Banxico\n2025-02-14,20.3,Banxico\n", encoding="utf-8")
    assert terminal.done("rates", "import", str(first)).out == "2 rates were recorded.\n"
    terminal.done("rates", "set", "20.35", "--on", "2025-02-14", "--reason", "bank")
    second.write_text(
        f"{head}2025-02-13,20.4,Banxico\n2025-02-14,20.3,Banxico\n2025-02-17,20.5,Banxico\n", encoding="utf-8"
    )
    said = "1 rate was recorded. 2 rates were there already.\n"
    assert terminal.done("rates", "import", str(second)).out == said
    shown = terminal.done("rates", "show", "--json").data
    assert [(one["as_of"], one["mxn_per_usd"]) for one in shown[:2]] == [
        ("2025-02-17", "20.5000"),
        ("2025-02-14", "20.3500"),
    ]
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(f"{head}2025-02-13,20.41,Banxico\n2025-02-14,20.3,DOF\n", encoding="utf-8")
    assert terminal.done("rates", "import", str(corrected)).out == "2 rates were recorded.\n"


def test_a_table_that_is_not_in_force_yet_is_adopted_with_a_word(terminal: Terminal, tmp_path: Path) -> None:
    """It pays at once, which stderr says; of one that is in force already nothing is said."""
    early = "The payout table federal-2026 is in force from 14 Jan 2026 only, and pays already.\n"
    assert early in terminal.done("tables", "adopt", "federal-2026").err
    assert "is in force from" not in terminal.done("tables", "adopt", "federal-2025").err
    new = (
        "--ledger",
        str(tmp_path / "new.db"),
        "--ledger-code",
        "Z9",
        "--site",
        SITE,
        "--table",
        "federal-2026",
    )
    assert early in terminal.done("init", *new).err


def test_sources_of_amounts_are_told_in_the_reader_s_language(bare: Terminal) -> None:
    """Where a table was published is said in Spanish on a Spanish terminal; JSON has it as it is recorded."""
    spanish = " ".join(bare.done("tables", "show", "--lang", "es").out.split())
    assert "Anexo de los lineamientos en el Diario Oficial de la Federación del 2025-01-06" in spanish
    assert "Annex" not in spanish
    data = bare.done("tables", "show", "--lang", "es", "--json").data
    assert data["source"].startswith("Annex to the guidelines")


def test_a_rate_of_an_earlier_day_is_fetched_with_a_word(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service answers a Sunday with Friday's rate, and the answer says which day it is of."""
    with RateServer() as server:
        server.reply = frankfurter("2025-02-14", "20.31")
        monkeypatch.setenv("BUYBACK_RATE_URL", server.url)
        out = terminal.done("rates", "fetch", "--on", "2025-02-16").out
    assert out.endswith(
        "No rate was found of Sun 16 Feb 2025; this is the last one before it, of Fri 14 Feb 2025.\n"
    )


def test_rates_fetch_asks_the_service_and_records(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service's answer is recorded with its host; a service that is off or down is a refusal."""
    assert terminal.refused("rates", "fetch").code == 1
    with RateServer() as server:
        server.reply = frankfurter("2025-02-18", "20.31")
        monkeypatch.setenv("BUYBACK_RATE_URL", server.url)
        (rate,) = terminal.done("rates", "fetch", "--json").data
        assert (rate["mxn_per_usd"], rate["as_of"], rate["source"]) == ("20.3100", "2025-02-18", "127.0.0.1")
        server.reply = frankfurter("2025-02-18", '"soon"')
        assert "20.3100" in terminal.done("rates", "show").out
        assert terminal.refused("rates", "fetch").code == 3
    monkeypatch.setenv("BUYBACK_RATE_URL", closed_port_url())
    head = terminal.done("checkpoint").out
    assert "cannot be reached" in terminal.refused("rates", "fetch").err
    assert terminal.done("checkpoint").out == head


def test_rates_fetch_without_a_ledger_only_prints(bare: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nowhere to record it, and stderr says so."""
    with RateServer() as server:
        server.reply = frankfurter("2025-02-18", "20.31")
        monkeypatch.setenv("BUYBACK_RATE_URL", server.url)
        answer = bare.done("rates", "fetch", "--json")
    assert answer.data == [{"mxn_per_usd": "20.3100", "as_of": "2025-02-18", "source": "127.0.0.1"}]
    assert "not recorded" in answer.err


def test_the_demo_is_made_beside_the_real_ledger_and_opened_again(bare: Terminal, tmp_path: Path) -> None:
    """Without --ledger the sample has its own file; made once, it is used again; a named file is never overwritten."""
    made = bare.done("demo", "--days", "1", "--no-open", "--json").data["ledger"]
    assert Path(made).name == "demo.db"
    assert "delete the file" in bare.done("demo", "--no-open").err
    assert bare.done("--ledger", made, "verify").code == 0
    assert bare.refused("demo", "--ledger", made, "--no-open").code == 5
    assert bare.refused("demo", "--days", "0", "--no-open").code == 2
    assert bare.refused("demo", "--days", "1000", "--no-open").code == 2
