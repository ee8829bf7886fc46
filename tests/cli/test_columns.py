"""Tables at a terminal's width: prose is folded, and no tag, code or figure in it is broken over two lines."""

import pytest

from buyback.cli.output import Table

SITE = "catedral-metropolitana"
PROSE = "Se contó dos veces en el atrio porque faltaban dos billetes en la primera cuenta."


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_a_word_of_a_folded_column_stays_whole() -> None:
    """However much prose another column has; a code is a word."""
    row = ("D1-000001-K/1", f"{PROSE} En {SITE}.", PROSE, PROSE)
    lines = str(Table(("Tag", "~What", "~Who", "~Why"), [row])).splitlines()
    assert max(map(len, lines)) <= 80
    words = " ".join(lines).split()
    assert [word for cell in row for word in cell.split() if word not in words] == []


def test_a_table_too_narrow_is_wider_than_the_terminal() -> None:
    """What is not folded stands whole on its line, beside prose whose words do."""
    columns = ["D1-000001-K/1", SITE, "ST-20250221-E", "1193292043", "25,000.00"]
    lines = str(
        Table(("Tag", "Site", "Act", "Serial", ">Pesos", "~Why"), [(*columns, f"{SITE} {PROSE}")])
    ).splitlines()
    assert all(word in lines[1] for word in columns)
    assert " ".join(line[len(lines[0]) - 3 :].strip() for line in lines[1:]) == f"{SITE} {PROSE}"


def test_a_word_without_end_is_folded() -> None:
    """What somebody wrote without a blank does not make the table as wide as it is."""
    lines = str(Table(("Tag", "~Why"), [("D1-000001-K/1", "x" * 200)])).splitlines()
    assert max(map(len, lines)) <= 80
    assert "".join(lines).count("x") == 200
