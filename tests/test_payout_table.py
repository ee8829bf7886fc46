"""Payout tables as files: what is read, what is refused and where."""

from functools import partial
from pathlib import Path

import pytest
from table_files import CLASS, HEADER, META, ROW, changed, own_tables, refused, table_of, written

from buyback.errors import (
    BadCode,
    BadDate,
    UnreadableFile,
)
from buyback.payout_table import (
    COLUMNS,
    TableMeta,
    read_table_file,
)


@pytest.fixture(autouse=True)
def tables_dir(tmp_path_factory, monkeypatch) -> Path:
    """A place of its own for imported tables; it is not there until something is kept."""
    return own_tables(tmp_path_factory, monkeypatch)


@pytest.fixture
def write(tmp_path):
    """Write a table and perhaps its TOML, and give the path of its CSV."""
    return partial(written, tmp_path)


# --- reading ---------------------------------------------------------------------------------------------------------


def test_a_table_is_read_whole(write):
    """Names, aliases and amounts come out as written, amounts in centavos, an empty one as not published."""
    table = read_table_file(write(table_of(ROW)), META)
    row = table.row("musket")
    assert (row.name_es, row.name_en, row.calibre, row.unit) == ("Mosquete", "Musket", "any", "piece")
    assert (row.aliases, row.source) == (("avancarga", "mosquetón"), "Gaceta 12")
    assert table.amount_minor(row, "serviceable") == 1_200_50
    assert table.amount_minor(row, "unserviceable") is None
    assert (table.code, table.adopted.effective_on, table.adopted.complete) == (
        "town-2026",
        "2026-11-23",
        False,
    )


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("0", 0),
        ("5", 500),
        ("8700.5", 870050),
        (" 8700.50 ", 870050),
        ("10000000", 1_000_000_000),
        ("", None),
        (" ", None),
    ],
)
def test_amounts_are_exact(write, written, minor):
    """Zero is an amount and empty is none."""
    assert (
        read_table_file(write(table_of(changed(serviceable_mxn=written))), META).rows[0].serviceable_minor
        == minor
    )


def test_columns_may_stand_in_any_order_and_sources_may_be_empty(write):
    """The header says which column is which."""
    header = ",".join(reversed(COLUMNS))
    row = ",".join(reversed(changed(source="").split(",")))
    assert read_table_file(write(table_of(row, header=header)), META).rows[0].name_en == "Musket"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_spreadsheets_may_write_marks_and_line_ends_as_they_do(write, end, mark):
    """A byte order mark, any line end, no end after the last line, and blank lines change nothing."""
    path = write(mark + end.join([HEADER, "", ROW, ""]).encode())
    assert read_table_file(path, META).row("musket").name_es == "Mosquete"
    path = write(mark + end.join([HEADER, ROW]).encode())
    assert [row.code for row in read_table_file(path, META).rows] == ["musket"]


def test_blanks_are_tidied(write):
    """Blanks around a cell and doubled or unbreakable blanks inside it are a spreadsheet's, not the gazette's."""
    row = read_table_file(
        write(table_of(changed(code=" musket ", calibre="9\u00a0mm", aliases=" a  b | |c|c", unit="box "))),
        META,
    ).rows[0]
    assert (row.code, row.calibre, row.aliases, row.unit) == ("musket", "9 mm", ("a b", "c"), "box")


def test_known_classes_are_the_programmes_own(write):
    """A class code of the federal tables brings its rules, figures by type included."""
    rows = [
        ROW,
        changed(code="magazine", **{"class": "ammunition"}),
        changed(code="slug", **{"class": "ammunition"}),
    ]
    table = read_table_file(write(table_of(*rows)), META)
    assert [row.counts_as for row in table.rows] == ["long", "magazine", "cartridge"]
    assert table.class_of(table.row("musket")).cuts == 3
    assert table.class_of(table.row("slug")).custody == "hand_over"


def test_an_unknown_class_is_traced_and_destroyed(write):
    """Without a description the safe thing is assumed: every piece has its tag and is destroyed at the site."""
    table = read_table_file(write(table_of(changed(**{"class": "siege-engine"}))), META)
    found = table.class_of(table.rows[0])
    assert (found.code, found.name_en, found.traced, found.custody) == (
        "siege-engine",
        "siege engine",
        True,
        "destroy",
    )
    assert table.rows[0].counts_as == "other"


def test_the_toml_beside_a_table_describes_it(write):
    """What the TOML says comes before what the caller says; where it is silent, the caller is heard."""
    toml = 'campaign = "Canje"\neffective_on = 2026-02-03\ncomplete = true\n' + CLASS.format(code="long-gun")
    toml += 'counts_as_by_type = { musket = "other" }\n'
    meta = TableMeta(
        effective_on="2020-01-01", campaign="x", issuer="Ayuntamiento", currency="USD", source="Gaceta"
    )
    adopted = read_table_file(write(table_of(ROW), toml), meta).adopted
    assert (adopted.campaign, adopted.issuer, adopted.effective_on) == ("Canje", "Ayuntamiento", "2026-02-03")
    assert (adopted.currency, adopted.source, adopted.complete) == ("USD", "Gaceta", True)
    assert (adopted.classes[0].name_es, adopted.classes[0].cuts, adopted.rows[0].counts_as) == (
        "Arma",
        0,
        "other",
    )


# --- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"code": ""}, "code", "empty"),
        ({"code": "Musket"}, "code", "lower-case"),
        ({"code": "musket_1"}, "code", "lower-case"),
        ({"code": "-musket"}, "code", "formula"),
        ({"code": "mosquetón"}, "code", "lower-case"),
        ({"code": "m" * 33}, "code", "1 to 32"),
        ({"class": "Long gun"}, "class", "lower-case"),
        ({"class": ""}, "class", "empty"),
        ({"name_es": ""}, "name_es", "empty"),
        ({"name_en": " "}, "name_en", "empty"),
        ({"name_en": "=HYPERLINK(1)"}, "name_en", "formula"),
        ({"name_es": " +1"}, "name_es", "formula"),
        ({"name_es": "\uff1d1"}, "name_es", "formula"),
        ({"name_es": "x" * 101}, "name_es", "101"),
        ({"calibre": "-"}, "calibre", "formula"),
        ({"aliases": "@x"}, "aliases", "formula"),
        ({"aliases": "erre|=1"}, "aliases", "formula"),
        ({"source": "\x1b[2J"}, "source", "U+001B"),
        ({"name_es": "a\tb"}, "name_es", "U+0009"),
        ({"name_es": '"a\nb"'}, "name_es", "U+000A"),
        ({"name_es": "a\u202eb"}, "name_es", "U+202E"),
        ({"serviceable_mxn": "-5"}, "serviceable_mxn", "negative"),
        ({"serviceable_mxn": "\u22125"}, "serviceable_mxn", "negative"),
        ({"unserviceable_mxn": "n/a"}, "unserviceable_mxn", "not an amount"),
        ({"unserviceable_mxn": "$5"}, "unserviceable_mxn", "not an amount"),
        ({"serviceable_mxn": '"8,700"'}, "serviceable_mxn", "no commas"),
        ({"serviceable_mxn": "8 700"}, "serviceable_mxn", "not an amount"),
        ({"serviceable_mxn": "8.700"}, "serviceable_mxn", "two decimals"),
        ({"serviceable_mxn": "1e3"}, "serviceable_mxn", "not an amount"),
        ({"serviceable_mxn": "=1+1"}, "serviceable_mxn", "not an amount"),
        ({"serviceable_mxn": "\u0665"}, "serviceable_mxn", "not an amount"),
        ({"serviceable_mxn": "5\x07"}, "serviceable_mxn", "U+0007"),
        ({"serviceable_mxn": "10000000.01"}, "serviceable_mxn", "more than 10,000,000"),
        ({"serviceable_mxn": "9" * 60}, "serviceable_mxn", "more than 10,000,000"),
        ({"unit": ""}, "unit", "not a unit"),
        ({"unit": "Piece"}, "unit", "not a unit"),
        ({"unit": "per piece"}, "unit", "not a unit"),
    ],
)
def test_a_wrong_cell_is_refused_by_line_and_column(write, cells, column, words):
    """The refusal names the line in the file and the column, and says what is wrong with the cell."""
    line, found, problem = refused(write(table_of(ROW, "", changed(**({"code": "other"} | cells)))))
    assert (line, found) == (4, column)
    assert words in problem


def test_a_quoted_line_end_does_not_shift_the_lines(write):
    """A record that spans lines is named by its first line, and so is the one after it."""
    assert refused(write(table_of(ROW, changed(code="b", source='"a\r\nb"'))))[:2] == (3, "source")
    assert refused(write(f"{HEADER}\n{changed(code='x', name_es='')}"))[:2] == (2, "name_es")


def test_one_code_is_one_type(write):
    """A second row with a code is refused, and the line of the first is named."""
    line, column, problem = refused(write(table_of(ROW, "", changed(name_en="Another"))))
    assert (line, column) == (4, "code")
    assert "line 2" in problem


@pytest.mark.parametrize(
    ("header", "line", "column", "words"),
    [
        (HEADER.replace(",unit", ""), 1, "unit", "missing"),
        (HEADER + ",price", 1, 11, "“price”"),
        (HEADER.replace("calibre", "caliber"), 1, 5, "“caliber”"),
        (HEADER + ",code", 1, 11, "twice"),
        (HEADER + ",", 1, 11, "“”"),
        (HEADER.replace(",", ";"), 1, 1, "commas"),
        (HEADER.replace(",", "\t"), 1, 1, "commas"),
        ("\n\n" + HEADER.replace("code", "id"), 3, 1, "“id”"),
        ("\x1b[2J," + HEADER, 1, 1, "“�[2J”"),
    ],
)
def test_a_wrong_header_is_refused(write, header, line, column, words):
    """Exactly the ten columns: the one that is missing, doubled or unknown is named."""
    found = refused(write(table_of(ROW, header=header)))
    assert found[:2] == (line, column)
    assert words in found[2]


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [
        (b"", 1, 1, "empty"),
        (b"\xef\xbb\xbf", 1, 1, "empty"),
        (b"\n\r\n", 1, 1, "empty"),
        (f"{HEADER}\n".encode(), 2, 1, "no row"),
        (table_of(ROW + ",extra").encode(), 2, 11, "11 fields"),
        (table_of(ROW, "a,b").encode(), 3, 3, "2 fields"),
        (table_of(ROW, ",,,,,,,,,").encode(), 3, "class", "empty"),
        (table_of(changed(serviceable_mxn="8,700")).encode(), 2, 11, "11 fields"),
        (table_of(ROW, changed(name_en='"Mus"ket')).encode(), 3, 4, "quotes"),
        (table_of(changed(name_es='"Mosquete'), ROW).encode(), 2, 3, "quotes"),
        (table_of(changed(name_es='"a ""b"""', calibre='"x" ')).encode(), 2, 5, "quotes"),
        (table_of(changed(calibre="x" * 140_000)).encode(), 2, 5, "too long"),
        (table_of(ROW).encode() + b"a,\x00b\n", 3, 3, "NUL"),
        (table_of(ROW).encode("utf-16"), 1, 1, "0xFF"),
        (table_of(ROW).encode("utf-16-le"), 1, 2, "NUL"),
        (
            table_of(ROW).replace("mosquetón", "mosqueton", 1).encode() + "a,ñandú".encode("cp1252"),
            3,
            3,
            "0xF1",
        ),
        (b"\xef\xbb\xbfcode,\xe9", 1, 6, "UTF-8"),
        ("ñ\r\né\rúx".encode() + b"\xff", 3, 3, "0xFF"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_a_file_that_is_no_table_is_refused_by_its_place(write, content, line, column, words):
    """Empty, ragged, badly quoted or badly encoded files are refused with the first line and column that is wrong."""
    found = refused(write(content))
    assert found[:2] == (line, column)
    assert words in found[2]


def test_a_file_in_windows_1252_is_refused_with_the_remedy(write):
    """The spreadsheet's old encoding is named, and so is what to save the file as."""
    problem = refused(write(table_of(ROW).encode("cp1252")))[2]
    assert "save the table again as UTF-8" in problem
    assert "Windows-1252" in problem


def test_a_table_has_a_size(write):
    """A thousand types at most, and two million bytes: anything longer is another kind of file."""
    rows = [changed(code=f"t{number}") for number in range(1001)]
    assert refused(write(table_of(*rows)))[:2] == (1002, "code")
    with pytest.raises(UnreadableFile, match="2000000"):
        read_table_file(write(b"x" * 2_000_001), META)


def test_what_is_not_a_file_is_refused(tmp_path):
    """A folder, a missing path and a device are told apart."""
    with pytest.raises(UnreadableFile, match="folder"):
        read_table_file(tmp_path, META)
    with pytest.raises(UnreadableFile, match="no such file"):
        read_table_file(tmp_path / "none.csv", META)
    with pytest.raises(UnreadableFile, match="no such file"):
        read_table_file(Path("no\0ne.csv"), META)
    with pytest.raises(UnreadableFile, match="not a file"):
        read_table_file(Path("/dev/zero"), META)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("campaign = }", "line 1, column 12"),
        (b"campaign = '\xff'", "UTF-8"),
        pytest.param("x = " + "[" * 100_000, "recursion", id="too deep"),
        pytest.param("x = " + "9" * 5_000, "digits", id="too long a number"),
        ("colour = 1", "colour: there is no such key"),
        ('"\\u001b" = 1', "�: there is no such key"),
        ("campaign = 5", "campaign: write it as text"),
        ('issuer = "=1"', "issuer: it begins with “=”"),
        ('complete = "no"', "complete: write true or false"),
        ("effective_on = 2026-01-01T00:00:00", "effective_on: write it as text"),
        ("classes = 5", "classes: write each class"),
        ("[classes]\ngun = 5", "classes.gun: write each class"),
        (CLASS.format(code='"Long gun"'), "classes.Long gun: write each class"),
        (CLASS.format(code="long-gun").replace("true", "1"), "classes.long-gun.traced: write true or false"),
        (
            CLASS.format(code="long-gun").replace('"destroy"', '"melt"'),
            "custody: write one of destroy, hand_over, none",
        ),
        (CLASS.format(code="long-gun").replace('"long"', "[]"), "counts_as: write one of short, long"),
        (CLASS.format(code="long-gun").replace('"Arma"', '""'), "name_es: the name is empty"),
        (CLASS.format(code="long-gun") + "cuts = 21", "cuts: write a whole number"),
        (CLASS.format(code="long-gun") + "cuts = true", "cuts: write a whole number"),
        (CLASS.format(code="long-gun") + "counts_as_by_type = 1", "counts_as_by_type: write it like"),
        (
            CLASS.format(code="long-gun") + 'counts_as_by_type = {a = "x"}',
            "counts_as_by_type.a: write one of",
        ),
        (CLASS.format(code="long-gun") + "cut = 1", "cut: there is no such key"),
    ],
)
def test_a_wrong_toml_is_refused_by_its_key(write, toml, words):
    """The refusal names the TOML, not the CSV, and the key."""
    path = write(table_of(ROW), toml)
    with pytest.raises(UnreadableFile) as caught:
        read_table_file(path, META)
    assert caught.value.values["file"] == str(path.with_suffix(".toml"))
    assert words in str(caught.value)


def test_where_the_toml_gives_classes_there_are_no_others(write):
    """A class that is misspelt in a row is found where the table describes its classes."""
    line, column, problem = refused(write(table_of(ROW), CLASS.format(code="handgun")))
    assert (line, column) == (2, "class")
    assert "“long-gun”" in problem


def test_code_currency_and_date_have_their_forms(write):
    """The code comes from the file's name unless it is given; what cannot be one is refused, not mended."""
    path = write(table_of(ROW), stem="Anexo 2026")
    with pytest.raises(BadCode, match="rename the file"):
        read_table_file(path, META)
    assert read_table_file(path, TableMeta(effective_on="2026-01-14", code="anexo-2026")).code == "anexo-2026"
    with pytest.raises(BadCode, match="MXN"):
        read_table_file(path, TableMeta(effective_on="2026-01-14", code="a", currency="pesos"))
    for wrong in ("", "2026", "20260114", "2026-02-30", "2026-W03-1"):
        with pytest.raises(BadDate):
            read_table_file(path, TableMeta(effective_on=wrong, code="a"))
