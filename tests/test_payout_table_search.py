"""What a clerk finds in a payout table, and what stands nearest to what is not there."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from table_files import META, ROW, changed, table_of, written

from buyback.errors import (
    AmountNotPublished,
    UnknownType,
)
from buyback.payout_table import (
    PayoutTable,
    load_seed,
    read_table_file,
)


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
    assert found(table, "revolver 9") == []
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


def test_what_a_table_does_not_name_is_led_to_its_rows_for_that(table, tmp_path):
    """The refusal names the rows for what has none, whatever a table calls them; a table without them says so."""
    with pytest.raises(
        UnknownType, match="taken in as one of other-handgun, other-long-gun, other-weapon, and"
    ):
        table.row("ballesta")
    unpriced = changed(code="mosquetes-varios", serviceable_mxn="", **{"class": "other"})
    priced = changed(code="other-box", serviceable_mxn="10")
    with pytest.raises(UnknownType, match="taken in as one of mosquetes-varios, and"):
        read_table_file(written(tmp_path, table_of(ROW, unpriced, priced)), META).row("ballesta")
    with pytest.raises(UnknownType, match="no row for what it does not name either: a supervisor adopts"):
        read_table_file(written(tmp_path, table_of(ROW, priced)), META).row("ballesta")


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
