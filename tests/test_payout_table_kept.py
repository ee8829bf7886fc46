"""Payout tables that are imported: what is kept, what is not replaced, and any file at all."""

import tomllib
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from table_files import HEADER, META, ROW, changed, own_tables, table_of, written

from buyback import config
from buyback.errors import (
    BadTableFile,
    CannotWrite,
    Refusal,
    TableExists,
    UnknownTable,
    UnreadableFile,
)
from buyback.payout_table import (
    TableMeta,
    available,
    import_table,
    load,
    load_seed,
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


# --- keeping ---------------------------------------------------------------------------------------------------------


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


# --- anything at all -------------------------------------------------------------------------------------------------


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
