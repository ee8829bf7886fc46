"""Payout tables: what is read, what is refused and where, what a clerk finds, what is kept."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from buyback import config
from buyback.errors import (
    AmountNotPublished,
    BadCode,
    BadDate,
    BadTableFile,
    CannotWrite,
    Refusal,
    TableExists,
    UnknownTable,
    UnknownType,
    UnreadableFile,
)
from buyback.payout_table import (
    COLUMNS,
    PayoutTable,
    TableMeta,
    available,
    import_table,
    load,
    load_seed,
    read_table_file,
)

HEADER = ",".join(COLUMNS)
ROW = "musket,long-gun,Mosquete,Musket,any,avancarga|mosquetón,1200.50,,piece,Gaceta 12"
META = TableMeta(effective_on="2026-11-23")
CLASS = """
[classes.{code}]
name_es = "Arma"
name_en = "Weapon"
traced = true
custody = "destroy"
counts_as = "long"
"""


@pytest.fixture(autouse=True)
def tables_dir(tmp_path_factory, monkeypatch) -> Path:
    """A place of its own for imported tables; it is not there until something is kept."""
    folder = tmp_path_factory.mktemp("user") / "tables"
    monkeypatch.setenv("BUYBACK_TABLES", str(folder))
    return folder


@pytest.fixture
def write(tmp_path):
    """Write a table and perhaps its TOML, and give the path of its CSV."""

    def write(content: str | bytes, toml: str | bytes | None = None, stem: str = "town-2026") -> Path:
        path = tmp_path / f"{stem}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if toml is not None:
            path.with_suffix(".toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
        return path

    return write


def table_of(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"


def changed(**cells: str) -> str:
    """ROW with some cells replaced."""
    found = dict(zip(COLUMNS, ROW.split(","), strict=True)) | cells
    return ",".join(found[column] for column in COLUMNS)


def refused(path: Path) -> tuple[str | int, str | int, str]:
    """Line, column and problem of the refusal that reading `path` ends in."""
    with pytest.raises(BadTableFile) as caught:
        read_table_file(path, META)
    values = caught.value.values
    assert values["file"] == str(path)
    assert str(caught.value).startswith(f"{path}, line {values['line']}, column {values['column']}: ")
    return values["line"], values["column"], str(values["problem"])


# --- reading ----------------------------------------------------------------------------------------------------------


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


# --- refusals ---------------------------------------------------------------------------------------------------------


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


# --- looking up ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def table() -> PayoutTable:
    return load_seed("federal-2025")


@pytest.fixture(scope="module")
def newer() -> PayoutTable:
    return load_seed("federal-2026")


def found(table: PayoutTable, text: str) -> list[str]:
    return [row.code for row in table.find(text)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ak", "ak-47"),
        ("AK47", "ak-47"),
        ("cuerno", "ak-47"),
        ("cuerno de ch", "ak-47"),
        ("rev", "revolver"),
        ("REVÓLVER", "revolver"),
        ("revolver 22", "revolver-22"),
        (".22", "revolver-22"),
        ("22 revolver", "revolver-22"),
        ("9", "pistol-9mm"),
        ("9mm", "pistol-9mm"),
        ("pistola de 9", "pistol-9mm"),
        ("38", "pistol-38"),
        ("ametra", "machine-gun"),
        ("machine", "machine-gun"),
        ("metralleta", "submachine-gun-22"),
        ("sub", "submachine-gun-22"),
        ("r15", "ar-15"),
        ("R-15", "ar-15"),
        ("erre", "ar-15"),
        ("ar", "ar-15"),
        ("m16", "m-16"),
        ("50", "barrett-50"),
        ("barret", "barrett-50"),
        ("fajo", "revolver"),
        ("cuete", "revolver"),
        ("esc", "shotgun"),
        ("shot", "shotgun"),
        ("gran", "grenade"),
        ("gren", "grenade"),
        ("lanza", "grenade-launcher"),
        ("lanzapapas", "grenade-launcher"),
        ("matapolicias", "five-seven"),
        ("five", "five-seven"),
        ("5.7", "five-seven"),
        ("plumas", "pen-gun"),
        ("pen", "pen-gun"),
        ("hechiza", "home-made-handgun"),
        ("fantasma", "ghost-gun"),
        ("ghost", "ghost-gun"),
        ("cart", "cartridge"),
        ("bala", "cartridge"),
        ("bullet", "cartridge"),
        ("carg", "magazine"),
        ("dinamita", "dynamite"),
        ("estopin", "primer"),
        ("capsula", "detonating-cap"),
        ("aire", "air-gun"),
        ("juguete", "war-toy"),
        ("toy", "war-toy"),
    ],
)
def test_the_first_hit_is_what_the_clerk_means(table, typed, first):
    """A few keys of the name, alias, code or calibre, in either language, put the right type on top."""
    assert found(table, typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("9", "pistol-9mm"),
        ("pistola", "pistol-9mm"),
        ("magnum", "pistol-magnum"),
        ("mag", "magazine"),
        (".22", "cartridge"),
        ("fogueo", "pellet-gun"),
        ("misil", "missile-launcher"),
        ("metralleta", "submachine-gun-9mm"),
        ("rev", "revolver"),
    ],
)
def test_the_newer_table_is_searched_alike(newer, typed, first):
    """The table of 2026 has other rows, and the likeliest of them comes first."""
    assert found(newer, typed)[0] == first


def test_nothing_typed_lists_the_table(table):
    """Before the first letter, and after a mark alone, all types stand in the table's order."""
    for nothing in ("", "  ", ".", "-"):
        assert table.find(nothing) == table.rows


def test_every_word_must_fit(table):
    """A further word narrows the list; filler words between do not."""
    assert found(table, "revolver 38") == []
    assert found(table, "pistola de la 9") == ["pistol-9mm"]
    assert set(found(table, "pistol 9")) < set(found(table, "pistol"))
    assert found(table, "any") == []


def test_a_word_before_a_beginning_before_a_part(table):
    """What has the word comes before what has a word that begins with it, and that before what only holds it."""
    assert found(table, "ametralladora") == ["machine-gun", "submachine-gun-22"]
    assert found(table, "grana") == ["grenade", "grenade-launcher"]
    assert found(table, "9") == ["pistol-9mm", "p90"]


def test_a_code_is_looked_up_exactly(table):
    """`row` takes a code and nothing like it, and its refusal names the nearest codes."""
    assert table.row("ak-47").name_en == "AK-47 rifle"
    with pytest.raises(UnknownType, match=r"federal-2025 has no type “ak47”; the nearest are ak-47, "):
        table.row("ak47")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ak48", "ak-47"),
        ("revolber", "revolver"),
        ("escopta", "shotgun"),
        ("ametrayadora", "machine-gun"),
        ("cuerno de chibo", "ak-47"),
        ("granda", "grenade"),
        ("shotgan", "shotgun"),
        ("jugete", "war-toy"),
        ("lansapapas", "grenade-launcher"),
    ],
)
def test_a_slip_of_the_hand_is_understood(table, typed, first):
    """The nearest type to a misspelt name, alias or code comes first."""
    assert table.nearest(typed)[0] == first


def test_there_is_always_a_nearest(table):
    """However strange the text, n different codes of the table come back."""
    for text in ("", "???", "zzzz", "ñ" * 5000, "revolver"):
        assert len(set(table.nearest(text, 4))) == 4
        assert {table.row(code).code for code in table.nearest(text)} <= {row.code for row in table.rows}


def test_a_type_without_amount_is_valued_near_it(table, newer):
    """Priced types of the same class come first, then of the same figure, the smaller amount first, never a free one."""
    assert table.nearest_priced(table.row("shotgun"), "serviceable") == (
        "submachine-gun-22",
        "p90",
        "grenade-launcher",
    )
    assert newer.nearest_priced(newer.row("revolver"), "serviceable", 2) == ("pistol-9mm", "five-seven")
    assert newer.nearest_priced(newer.row("revolver"), "unserviceable", 1) == ("pistol-magnum",)
    assert newer.nearest_priced(newer.row("primer"), "serviceable", 2) == ("dynamite", "cartridge")
    assert "war-toy" not in table.nearest_priced(table.row("grenade"), "serviceable", 99)
    assert "mortar" not in table.nearest_priced(table.row("mortar"), "serviceable", 99)


def test_the_refusal_of_an_unpublished_amount_can_be_worded(table):
    """The nearest priced codes fit the sentence that the clerk reads."""
    row = table.row("shotgun")
    assert table.amount_minor(row, "serviceable") is None
    nearest = ", ".join(table.nearest_priced(row, "serviceable"))
    refusal = AmountNotPublished(
        table=table.code, name=table.name(row, "en"), condition="serviceable", nearest=nearest
    )
    assert "does not publish an amount for Shotgun (serviceable); it is unknown, not zero" in str(refusal)


def test_names_are_in_the_readers_language(table):
    """Spanish and English names, and a third language is a bug."""
    row = table.row("ghost-gun")
    assert (table.name(row, "es"), table.name(row, "en")) == ("Arma fantasma", "Ghost gun")
    with pytest.raises(KeyError):
        table.name(row, "fr")


@given(st.text(max_size=200))
@example("ß" * 100)
@example("İ\u0307")
def test_no_typed_text_stops_the_search(text):
    """Whatever is typed or pasted, the search answers with rows of the table, each once."""
    table = load_seed("federal-2025")
    rows = table.find(text)
    assert len({row.code for row in rows}) == len(rows)
    assert set(rows) <= set(table.rows)
    assert len(table.nearest(text)) == 3


# --- keeping ----------------------------------------------------------------------------------------------------------


def test_an_imported_table_is_at_hand(write, tables_dir):
    """It is kept byte for byte with all that was said of it, and read back as the very same table."""
    content = table_of(
        changed(code="slug", **{"class": "ammunition"}), changed(code="magazine", **{"class": "ammunition"})
    )
    meta = TableMeta(
        effective_on="2026-11-23", campaign="Canje “ñ”", issuer='A "B" \\ C', source="Gaceta", complete=True
    )
    imported = import_table(write(content), meta)
    assert available() == ("federal-2025", "federal-2026", "town-2026")
    assert load("town-2026") == imported
    assert (tables_dir / "town-2026.csv").read_text(encoding="utf-8") == content
    document = tomllib.loads((tables_dir / "town-2026.toml").read_text(encoding="utf-8"))
    assert document["classes"]["ammunition"]["counts_as_by_type"] == {"magazine": "magazine"}
    assert sorted(path.name for path in tables_dir.iterdir()) == ["town-2026.csv", "town-2026.toml"]


def test_an_import_never_replaces_another_table(write, tables_dir):
    """The same table again is fine; another with its code is refused and the kept one stays."""
    first = import_table(write(table_of(ROW)), META)
    assert import_table(write(table_of(ROW)), META) == first
    with pytest.raises(TableExists, match="town-2026"):
        import_table(write(table_of(changed(serviceable_mxn="1"))), META)
    with pytest.raises(TableExists):
        import_table(write(table_of(ROW)), TableMeta(effective_on="2026-11-24"))
    assert load("town-2026") == first


def test_an_import_never_hides_a_table_of_the_program(write, tables_dir):
    """A table that calls itself federal-2025 is refused unless it is that table."""
    with pytest.raises(TableExists, match="federal-2025"):
        import_table(write(table_of(ROW), stem="federal-2025"), META)
    adopted = load_seed("federal-2025").adopted
    seed = config.data_path("seeds", "payout_tables", "federal-2025.csv")
    meta = TableMeta(
        effective_on=adopted.effective_on,
        campaign=adopted.campaign,
        issuer=adopted.issuer,
        source=adopted.source,
    )
    assert import_table(seed, meta).adopted == adopted
    assert not tables_dir.exists()


def test_a_refused_import_keeps_nothing(write, tables_dir):
    """A table with one wrong cell leaves no trace."""
    with pytest.raises(BadTableFile):
        import_table(write(table_of(ROW, changed(code="b", unit=""))), META)
    assert not tables_dir.exists()


def test_a_place_that_cannot_be_written_is_said(write, tables_dir):
    """Where the folder cannot be made the refusal names the file, and nothing is left half-written."""
    tables_dir.write_text("a file stands where the folder should be")
    with pytest.raises(CannotWrite, match=r"town-2026\.toml"):
        import_table(write(table_of(ROW)), META)


def test_an_interrupted_import_can_be_done_again(write, tables_dir):
    """The CSV is written last, so a TOML left alone is no table and does not stand in the way."""
    tables_dir.mkdir()
    (tables_dir / "town-2026.toml").write_text('campaign = "left behind"')
    assert "town-2026" not in available()
    assert import_table(write(table_of(ROW)), META).adopted.campaign == ""
    assert load("town-2026").adopted.campaign == ""


def test_a_kept_table_that_lost_its_toml_says_so(write, tables_dir):
    """Nothing is guessed about a table of which half is gone; importing it again mends it."""
    path = write(table_of(ROW))
    imported = import_table(path, META)
    (tables_dir / "town-2026.toml").unlink()
    with pytest.raises(UnreadableFile, match="import the table again"):
        load("town-2026")
    assert import_table(path, META) == imported == load("town-2026")


def test_an_unknown_table_is_refused_with_those_there_are():
    """The refusal lists the codes at hand; a path is not a code."""
    for code in ("cdmx-2026", "../x", "", "Federal-2025"):
        with pytest.raises(UnknownTable, match="federal-2025, federal-2026"):
            load(code)
    with pytest.raises(UnknownTable):
        load_seed("cdmx-2026")


# --- anything at all ----------------------------------------------------------------------------------------------------

CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "ak-47",
            "long-gun",
            "piece",
            "5",
            "5.555",
            "-1",
            "=1",
            '"',
            '""',
            '"a',
            "a|b",
            "any",
            "\n",
            "\x00",
        ]
    ),
    st.text(max_size=12),
)
CSVISH = st.lists(st.lists(CELLS, min_size=9, max_size=11).map(",".join), max_size=6).map("\n".join)
ANY_FILE = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=300).map(str.encode),
    CSVISH.map(lambda rows: f"{HEADER}\n{rows}".encode()),
    st.binary(max_size=60).map(lambda tail: table_of(ROW).encode() + tail),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(ANY_FILE)
def test_any_file_is_a_table_or_a_refusal(tmp_path, data):
    """Reading ends in a table or in a refusal that can be shown, never in another error."""
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    try:
        assert read_table_file(path, META).rows
    except Refusal as refusal:
        assert str(refusal)  # noqa: PT017 - either end is right, and the refusal's words are what is tested


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_toml_is_read_or_refused(tmp_path, data):
    """The TOML beside a table, too, is read or refused."""
    path = tmp_path / "any.csv"
    path.write_text(table_of(ROW), encoding="utf-8")
    path.with_suffix(".toml").write_bytes(data)
    try:
        assert read_table_file(path, META).rows
    except Refusal as refusal:
        assert str(refusal)  # noqa: PT017 - either end is right, and the refusal's words are what is tested


NAMES = st.text(st.characters(exclude_categories=["C", "Z", "M"]), min_size=1, max_size=20).filter(
    lambda text: text[0] not in '=+-@＝＋－＠﹢﹦﹣﹫"⁺⁻⁼₊₋₌' and not set(text) & set('|,"')
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(name=NAMES, alias=NAMES, campaign=NAMES, pesos=st.integers(0, 10_000_000_00))
def test_what_is_imported_is_read_back(tmp_path, tables_dir, *, name, alias, campaign, pesos):
    """Any printable name, in any script, survives the import and the reading, and is found by it."""
    for kept in tables_dir.glob("*"):
        kept.unlink()
    path = tmp_path / "t.csv"
    amount = f"{pesos // 100}.{pesos % 100:02d}"
    path.write_text(table_of(changed(name_es=name, aliases=alias, serviceable_mxn=amount)), encoding="utf-8")
    imported = import_table(path, TableMeta(effective_on="2026-11-23", campaign=campaign))
    assert load("t") == imported
    assert imported.rows[0].serviceable_minor == pesos
    assert imported.find(name)[0].code == "musket"
