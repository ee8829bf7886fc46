"""Opening a ledger: what is not one, what is damaged, newer, older, locked or on a bad disk is said in a sentence."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from samples import AT, BY, SITE, TABLE, dump, open_sample, take_in
from sqlalchemy import text

from buyback import desk, errors
from buyback.desk import NewSite
from buyback.errors import Exit, LedgerRefusal
from buyback.payout_table import PayoutTable, load_seed
from buyback.store import checks, engine, ledger, schema
from buyback.store.engine import Store, create_store, open_store


def _meta(path: str, name: str, value: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = ?", (value, name))


def _refusal(where: str) -> LedgerRefusal:
    with pytest.raises(LedgerRefusal) as refused:
        open_store(where)
    assert refused.value.exit_code == Exit.LEDGER_UNUSABLE
    assert str(refused.value)
    return refused.value


# --- what is not a ledger ---------------------------------------------------------------------------------------------


def _nothing(_path: Path) -> None:
    """Leave nothing there."""


def _folder(path: Path) -> None:
    path.mkdir()


def _empty(path: Path) -> None:
    path.touch()


def _text(path: Path) -> None:
    path.write_text("revolver, 8700\n" * 100, encoding="utf-8")


def _other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE entry (seq INTEGER)")


def _head_of_a_database(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + bytes(40))


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (_nothing, errors.NoLedger),
        (_folder, errors.NotALedger),
        (_empty, errors.NotALedger),
        (_text, errors.NotALedger),
        (_other_database, errors.NotALedger),
        (_head_of_a_database, errors.NotALedger),
    ],
)
def test_what_is_not_a_ledger_is_refused_and_left_alone(tmp_path: Path, make, refusal) -> None:
    """A path that holds no ledger is named in one sentence, and nothing is made or changed there."""
    path = tmp_path / "ledger.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    assert type(_refusal(str(path))) is refusal
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [found.name for found in tmp_path.iterdir()] == ([] if make is _nothing else ["ledger.db"])


@pytest.mark.parametrize("make", [_folder, _empty, _text, _other_database])
def test_a_new_ledger_never_takes_the_place_of_another_file(tmp_path: Path, make) -> None:
    """`init` on a path that holds something else refuses, and the something else stays as it was."""
    path = tmp_path / "ledger.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(errors.NotALedger):
        open_sample(str(path))
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize(
    "where", ["sqlite:///:memory:", "sqlite://", "mysql://host/db", "http://x", "postgres://host:port/db"]
)
def test_an_address_that_cannot_be_a_ledger_is_refused(where: str, tmp_path: Path, monkeypatch) -> None:
    """Only a SQLite file or a PostgreSQL address can be a ledger; anything else leaves no file behind."""
    monkeypatch.chdir(tmp_path)
    assert isinstance(_refusal(where), errors.NotALedger)
    with pytest.raises(errors.NotALedger):
        create_store(where, "A1")
    assert list(tmp_path.iterdir()) == []


def test_a_postgresql_that_does_not_answer_is_unreachable_and_its_password_is_not_shown() -> None:
    """A wrong address is a refusal, and the sentence that people photograph shows no password."""
    refused = _refusal("postgresql://clerk:hunter2@127.0.0.1:9/ledger")
    assert isinstance(refused, errors.LedgerUnreachable)
    assert "hunter2" not in str(refused)


def test_a_table_in_another_currency_opens_no_ledger(tmp_path: Path) -> None:
    """Dollars are never paid out as pesos."""
    table = PayoutTable(replace(load_seed(TABLE).adopted, currency="USD"))
    where = tmp_path / "ledger.db"
    with pytest.raises(errors.OtherCurrency):
        desk.open_ledger(str(where), code="A1", site=NewSite(SITE), operator=BY, table=table, at=AT)
    assert not where.exists()


def test_a_postgresql_without_a_ledger_is_no_ledger(postgres) -> None:
    """An empty database says that there is no ledger, and one that is not there cannot be reached."""
    name = postgres.empty()
    assert isinstance(_refusal(postgres.url(name)), errors.NoLedger)
    open_sample(postgres.url(name)).close()
    open_store(postgres.url(name)).close()
    postgres.drop(name)
    assert isinstance(_refusal(postgres.url("nowhere")), errors.LedgerUnreachable)


# --- damage -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def filled(sqlite_url: str) -> str:
    """A SQLite ledger with enough in it to have many pages."""
    store = open_store(sqlite_url)
    for number in range(60):
        take_in(store, f"revolver:serial=S{number}", f"ak-47:note={'x' * 150}")
    store.close()
    return sqlite_url


def _use(where: str) -> None:
    """Open, verify, read and write, as a day does."""
    with closing(open_store(where)) as store:
        list(checks.verify(store))
        take_in(store, "revolver")


def test_a_ledger_cut_short_is_damaged(filled: str) -> None:
    """A file that lost its end (a stick pulled too early) is refused as damaged, wherever it was cut."""
    whole = Path(filled).read_bytes()
    for size in (200, 4096, 3 * 4096 + 7, len(whole) // 2, len(whole) - 4096):
        Path(filled).write_bytes(whole[:size])
        with pytest.raises(LedgerRefusal) as refused:
            _use(filled)
        assert isinstance(refused.value, errors.LedgerDamaged | errors.NotALedger), (size, refused.value)


def test_a_ledger_damaged_in_the_middle_is_found(filled: str) -> None:
    """Whichever page is overwritten, the program refuses in a sentence or verification finds it; it never crashes."""
    whole = Path(filled).read_bytes()
    size = 4096
    for page in range(1, len(whole) // size):
        Path(filled).write_bytes(whole[: page * size] + b"\xa5" * size + whole[(page + 1) * size :])
        found: list[object] = []
        with suppress(errors.LedgerDamaged):
            with closing(open_store(filled)) as store:
                found += checks.verify(store)
            assert found, f"page {page} of {len(whole) // size}"


def test_a_text_that_is_no_text_any_more_is_damage(filled: str) -> None:
    """A flipped byte inside a text that makes it no UTF-8 is a damaged ledger, not a crash."""
    whole = Path(filled).read_bytes()
    at = whole.index(b"x" * 150)
    Path(filled).write_bytes(whole[:at] + b"\xff\xfe" + whole[at + 2 :])
    with closing(open_store(filled)) as store, pytest.raises(errors.LedgerDamaged):
        list(checks.verify(store))


@pytest.mark.parametrize("table", ["meta", "entry", "ledger", "item", "payout_row"])
def test_a_missing_table_is_damage(filled: str, table: str) -> None:
    """A table that someone dropped is said to be missing, at the latest when it is needed."""
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute(f"DROP TABLE {table}")
    kind = errors.LedgerDamaged if table in ("meta", "entry") else errors.TablesDisagree
    with pytest.raises(kind, match=table):
        _use(filled)


@pytest.mark.parametrize("change", ["DELETE FROM meta", "UPDATE meta SET value = 'one'"])
def test_a_version_that_cannot_be_read_is_damage(sqlite_url: str, change: str) -> None:
    """Nobody guesses what a ledger without its version is."""
    with closing(sqlite3.connect(sqlite_url)) as connection, connection:
        connection.execute(change)
    assert isinstance(_refusal(sqlite_url), errors.LedgerDamaged)


# --- versions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["format", "projections"])
def test_a_ledger_of_a_newer_version_is_left_to_that_version(ledger_url: str, name: str) -> None:
    """An older program neither reads nor writes what a newer one made."""
    with closing(open_store(ledger_url)) as store, store.transaction() as db:
        db.connection.execute(text("UPDATE meta SET value = '99' WHERE name = :name"), {"name": name})
    assert isinstance(_refusal(ledger_url), errors.LedgerNewer)


def _make_older(store: Store) -> None:
    """Leave the tables as an older program might have had them: other columns, one table fewer, one more."""
    with store.transaction() as db:
        for statement in (
            "ALTER TABLE item DROP COLUMN country",
            "ALTER TABLE item ADD COLUMN colour TEXT",
            "ALTER TABLE drop_off RENAME COLUMN total_cents TO dollars",
            "DROP TABLE void",
            "DROP TABLE disposal",
            "CREATE TABLE disposal (item TEXT PRIMARY KEY)",
            "UPDATE ledger SET folios = 77",
            f"UPDATE meta SET value = '{schema.PROJECTIONS_VERSION - 1}' WHERE name = 'projections'",
        ):
            db.connection.execute(text(statement))


def test_projections_of_an_older_version_are_rebuilt(ledger_url: str) -> None:
    """A newer program opens an older ledger as its own: same log, tables as they are made now, nothing to migrate."""
    with closing(open_store(ledger_url)) as store:
        kept = take_in(store, "revolver:serial=A1", "ak-47", settlement="later")
        take_in(store, "war-toy:7")
        desk.pay(store, kept.folio, by=BY, at=AT)
        before = dump(store)
        _make_older(store)
    with closing(open_store(ledger_url)) as store:
        assert dump(store) == before
        assert list(checks.verify(store)) == []
        assert take_in(store, "revolver").folio.startswith("A1-000003-")
        assert list(checks.verify(store)) == []


def test_a_rebuilt_sqlite_file_has_the_tables_of_a_new_one(sqlite_url: str, sample_file: Path) -> None:
    """After the rebuild the file's own schema is that of schema.sql again, comments, indexes and all."""

    def master(path: str | Path) -> set[tuple[str, ...]]:
        with closing(sqlite3.connect(path)) as connection:
            return set(
                connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master")
            )

    with closing(open_store(sqlite_url)) as store:
        _make_older(store)
        with store.transaction() as db:
            db.connection.execute(text("CREATE TABLE forgotten (folio TEXT REFERENCES drop_off (folio))"))
    assert master(sqlite_url) != master(sample_file)
    open_store(sqlite_url).close()
    assert master(sqlite_url) == master(sample_file)


def test_an_older_ledger_that_cannot_be_replayed_stays_as_it_was(sqlite_url: str) -> None:
    """Where the log itself is broken, opening says so and the old tables are still there for whoever repairs it."""
    with closing(open_store(sqlite_url)) as store:
        take_in(store, "revolver")
        _make_older(store)
    with closing(sqlite3.connect(sqlite_url)) as connection, connection:
        connection.execute("DROP TRIGGER entry_no_update")
        connection.execute('UPDATE entry SET body = replace(body, \'"quantity":1\', \'"quantity":"one"\')')
    assert isinstance(_refusal(sqlite_url), errors.LedgerDamaged)
    with closing(sqlite3.connect(sqlite_url)) as connection:
        assert connection.execute("SELECT folios FROM ledger").fetchall() == [(77,)]
        assert connection.execute("SELECT count(colour) FROM item").fetchall() == [(0,)]


def test_several_programs_open_an_older_ledger_at_once(ledger_url: str) -> None:
    """Whoever comes first rebuilds, the others wait and find it done."""
    with closing(open_store(ledger_url)) as store:
        take_in(store, "revolver")
        before = dump(store)
        _make_older(store)
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(open_store, [ledger_url] * 4):
            store.close()
    with closing(open_store(ledger_url)) as store:
        assert dump(store) == before


# --- making one -------------------------------------------------------------------------------------------------------


def test_a_ledger_is_not_made_twice(ledger_url: str) -> None:
    """`init` over a ledger refuses, and the ledger is untouched."""
    with closing(open_store(ledger_url)) as store:
        before = dump(store)
    with pytest.raises(errors.LedgerExists):
        open_sample(ledger_url)
    with closing(open_store(ledger_url)) as store:
        assert dump(store) == before


_INIT = """
import sys
from datetime import UTC, datetime
from buyback import desk, errors
from buyback.payout_table import load_seed
where, code, site = sys.argv[1:]
table = load_seed("federal-2025")
print("ready", flush=True)
sys.stdin.readline()
try:
    desk.open_ledger(where, code=code, site=desk.NewSite(site), operator="ana", table=table, at=datetime.now(UTC))
except errors.LedgerExists:
    print("there is one", flush=True)
else:
    print("made", flush=True)
"""


@pytest.mark.parametrize("codes", [("A1", "A1", "A1"), ("A1", "B2", "C3")])
def test_of_several_programs_that_make_a_file_one_succeeds(tmp_path: Path, codes: tuple[str, ...]) -> None:
    """A second `init` at the same moment never takes the place of the first one's ledger."""
    where = str(tmp_path / "new" / "ledger.db")
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _INIT, where, code, SITE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for code in codes
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    said = [process.communicate("go\n")[0] for process in started]
    assert sorted(said) == ["made\n", "there is one\n", "there is one\n"]
    with closing(open_store(where)) as store:
        assert list(checks.verify(store)) == []
    names = sorted(found.name for found in (tmp_path / "new").iterdir())
    assert names[0] == "ledger.db"
    assert len(names) == 2
    assert names[1].endswith(".key")


def test_a_ledger_that_was_made_meanwhile_keeps_its_place(tmp_path: Path) -> None:
    """Between looking and moving its file there, another `init` may have come: the first one's ledger stays."""
    first, late = tmp_path / "ledger.db", tmp_path / "late.db"
    open_sample(str(first)).close()
    create_store(str(late), "B2").close()
    before = first.read_bytes()
    engine._move_into_place(late, first)
    assert first.read_bytes() == before


def test_an_init_that_was_killed_after_making_the_file_can_be_repeated(tmp_path: Path) -> None:
    """An empty ledger file is no ledger yet, and the next `init` fills it."""
    where = str(tmp_path / "ledger.db")
    create_store(where, "A1").close()
    assert isinstance(_refusal(where), errors.NoLedger)
    open_sample(where).close()
    open_store(where).close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill like that")
def test_what_a_killed_init_leaves_is_in_nobody_s_way(tmp_path: Path) -> None:
    """Killed before the file has its name, `init` leaves hidden parts; the next one makes the ledger beside them."""
    folder = tmp_path / "new"
    script = (
        "import os, signal, sys; from buyback.store import engine;"
        " engine._move_into_place = lambda *_paths: os.kill(os.getpid(), signal.SIGKILL);"
        " engine.create_store(sys.argv[1], 'A1')"
    )
    for _again in range(2):
        done = subprocess.run([sys.executable, "-c", script, str(folder / "ledger.db")], check=False)
        assert done.returncode == -signal.SIGKILL
    left = {found.name for found in folder.iterdir()}
    assert len(left) == 2
    assert all(name.startswith(".buyback-") for name in left)
    open_sample(str(folder / "ledger.db")).close()
    with closing(open_store(str(folder / "ledger.db"))) as store:
        assert list(checks.verify(store)) == []


def test_one_database_holds_many_ledgers_by_name(postgres_url: str) -> None:
    """A head office keeps several ledgers in one PostgreSQL; each is named by #CODE, and folios never meet."""
    open_sample(postgres_url + "#B2", code="B2").close()
    with pytest.raises(errors.LedgerNotNamed, match="A1, B2"):
        open_store(postgres_url)
    with pytest.raises(errors.UnknownLedgerCode):
        open_store(postgres_url + "#C3")
    with (
        closing(open_store(postgres_url + "#A1")) as first,
        closing(open_store(postgres_url + "#b2")) as second,
    ):
        assert take_in(first).folio.startswith("A1-000001-")
        assert take_in(second).folio.startswith("B2-000001-")
        assert list(checks.verify(first)) == list(checks.verify(second)) == []
        ledger.rebuild(first)
        assert list(checks.verify(first)) == list(checks.verify(second)) == []


def test_a_hash_sign_in_a_file_name_is_part_of_the_name(tmp_path: Path) -> None:
    """A file called `day#7.db` is opened as it is called."""
    path = tmp_path / "day#7.db"
    open_sample(str(path)).close()
    open_store(str(path)).close()
    assert path.is_file()


def test_names_with_any_character_can_be_ledgers(tmp_path: Path) -> None:
    """Blanks, accents, question and percent signs in a path are only letters to us."""
    path = tmp_path / "año 50% ¿qué?" / "libro mayor?.db"
    open_sample(str(path)).close()
    with closing(open_store(str(path))) as store:
        take_in(store, "revolver")
    assert path.is_file()


# --- locked, full, read-only --------------------------------------------------------------------------------------------


def test_a_ledger_that_another_program_writes_to_is_locked_not_broken(ledger_url: str, monkeypatch) -> None:
    """The wait ends after a while, the refusal says so, nothing was written, and afterwards all is well."""
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_S", 1)
    with closing(open_store(ledger_url)) as store, closing(open_store(ledger_url)) as other:
        before = dump(store)
        with ledger.writing(other, by=BY, at=AT), pytest.raises(errors.LedgerLocked):
            take_in(store, "revolver")
        assert dump(store) == before
        take_in(store, "revolver")
        assert list(checks.verify(store)) == []


def test_a_reader_is_not_disturbed_by_a_writer(ledger_url: str) -> None:
    """All that is read in one `reading` belongs to one moment, although another program records meanwhile."""
    with closing(open_store(ledger_url)) as store, closing(open_store(ledger_url)) as other:
        with store.reading() as db:
            count = text("SELECT count(*) FROM entry")
            before = db.connection.scalar(count)
            take_in(other, "revolver")
            assert db.connection.scalar(count) == before
            assert list(checks.check_chain(db)) == list(checks.check_projections(db)) == []
        with store.reading() as db:
            assert db.connection.scalar(count) == before + 2


def test_a_reader_of_postgresql_cannot_write(postgres_url: str) -> None:
    """A view that tried to change something would be refused by the server itself."""
    with (
        closing(open_store(postgres_url)) as store,
        pytest.raises(errors.LedgerReadOnly),
        store.reading() as db,
    ):
        db.connection.execute(text("DELETE FROM void"))


mounting = pytest.mark.skipif(
    sys.platform != "linux"
    or shutil.which("unshare") is None
    or subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode != 0,
    reason="only root on Linux may mount a disk of its own",
)

_DISK = """
set -e
mount --make-rprivate /
{mounts}
exec "{python}" -c '{script}'
"""


def _on_a_disk(mounts: str, script: str) -> str:
    """What a Python script prints that runs in a mount namespace of its own."""
    shell = _DISK.format(mounts=mounts, python=sys.executable, script=script)
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", shell],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
        env=os.environ | {"PYTHONPATH": f"{Path(__file__).parent}{os.pathsep}{Path(__file__).parent.parent}"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@mounting
def test_a_full_disk_is_a_refusal_and_the_ledger_is_well(sqlite_url: str, tmp_path: Path) -> None:
    """Record until a real small disk is full: a refusal, nothing half-written, what was acknowledged is there, and with
    space again the work goes on."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = f"""
import os, shutil
from samples import take_in
from buyback import errors
from buyback.store import checks
from buyback.store.engine import open_store
shutil.copy("{sqlite_url}", "{disk}/ledger.db")
ballast = "{disk}/ballast"
with open(ballast, "wb") as file:
    file.write(bytes(1_500_000))
store = open_store("{disk}/ledger.db")
folios, refused = [], None
while refused is None:
    try:
        folios.append(take_in(store, "revolver", "ak-47:note=" + "x" * 190).folio)
    except errors.LedgerRefusal as problem:
        refused = problem
assert isinstance(refused, errors.DiskFull), repr(refused)
for _ in range(5):
    try:
        take_in(store, "revolver")
    except errors.DiskFull:
        pass
    else:
        folios.append("one more fitted")
os.unlink(ballast)
store.close()
store = open_store("{disk}/ledger.db")
with store.reading() as db:
    there = [row.folio for row in db.connection.exec_driver_sql("SELECT folio FROM drop_off ORDER BY number")]
assert len(there) == len(folios), (len(there), len(folios))
assert there[:10] == folios[:10]
take_in(store, "revolver")
assert not list(checks.verify(store))
store.close()
print(len(folios))
"""
    recorded = int(_on_a_disk(f'mount -t tmpfs -o size=4m tmpfs "{disk}"', script))
    assert recorded > 20


@mounting
def test_who_only_reads_on_a_full_disk_is_told_of_reading(sqlite_url: str, tmp_path: Path) -> None:
    """Without a byte left not even reading is possible, and the sentence does not speak of recording; then it is again."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = f"""
import os, shutil
from contextlib import suppress
from buyback import errors
from buyback.store import checks
from buyback.store.engine import open_store
shutil.copy("{sqlite_url}", "{disk}/ledger.db")
with suppress(OSError), open("{disk}/ballast", "wb", buffering=0) as file:
    while True:
        file.write(bytes(512))
try:
    open_store("{disk}/ledger.db")
except errors.NoRoomToRead as refused:
    print(refused)
os.unlink("{disk}/ballast")
store = open_store("{disk}/ledger.db")
assert not list(checks.verify(store))
store.close()
"""
    said = _on_a_disk(f'mount -t tmpfs -o size=2m tmpfs "{disk}"', script)
    assert said.startswith(f"The disk is full where {disk}/ledger.db is, and even reading")
    assert "recorded" not in said


@mounting
def test_a_disk_that_is_full_from_the_start_makes_no_half_ledger(tmp_path: Path) -> None:
    """`init` on a full disk, and opening a ledger there, are refusals; no half-made file is left."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = f"""
import os
from samples import open_sample
from buyback import errors
try:
    open_sample("{disk}/ledger.db")
except errors.DiskFull as refused:
    print(type(refused).__name__, os.listdir("{disk}"))
"""
    assert _on_a_disk(f'mount -t tmpfs -o size=64k tmpfs "{disk}"', script) == "DiskFull []\n"


@mounting
@pytest.mark.parametrize("kib", [200, 300, 360, 420])
def test_an_init_whose_disk_fills_up_can_be_repeated(tmp_path: Path, kib: int) -> None:
    """However far `init` came, the refusal is about the disk, and with space again the same command makes the ledger."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = f"""
import os
from samples import open_sample
from buyback import errors
from buyback.store import checks
try:
    open_sample("{disk}/ledger.db").close()
except errors.DiskFull:
    os.system("mount -o remount,size=8m {disk}")
    store = open_sample("{disk}/ledger.db")
    print(list(checks.verify(store)), [name for name in os.listdir("{disk}") if name.startswith(".")])
    store.close()
"""
    said = _on_a_disk(f'mount -t tmpfs -o size={kib}k tmpfs "{disk}"', script)
    assert said == "[] []\n"


@mounting
def test_an_auditor_reads_a_ledger_on_a_read_only_stick(sqlite_url: str, tmp_path: Path) -> None:
    """On a medium that cannot be written a ledger opens, reads and verifies; a write is refused as read-only."""
    with closing(open_store(sqlite_url)) as store:
        take_in(store, "revolver", "ak-47")
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.copy(sqlite_url, stick / "ledger.db")
    script = f"""
import os
from samples import open_sample, take_in
from buyback import errors
from buyback.store import checks, ledger
from buyback.store.engine import open_store
store = open_store("{stick}/ledger.db")
assert not list(checks.verify(store))
for write in (lambda: take_in(store, "revolver", draft_id="late"), lambda: ledger.rebuild(store), lambda: open_sample("{stick}/new.db")):
    try:
        write()
    except errors.LedgerReadOnly as refused:
        assert refused.exit_code == 5
        print(refused.values["where"])
store.close()
print(os.listdir("{stick}"))
"""
    said = _on_a_disk(f'mount --bind "{stick}" "{stick}"\nmount -o remount,ro,bind "{stick}"', script)
    assert said.splitlines() == [f"{stick}/ledger.db"] * 2 + [f"{stick}/new.db", "['ledger.db']"]


@mounting
def test_a_stick_with_the_newest_entries_still_in_the_log_beside_the_file(
    sqlite_url: str, tmp_path: Path
) -> None:
    """A copy taken of all three files while the program ran is read with its newest entries, not without them."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with closing(open_store(sqlite_url)) as store:
        take_in(store, "revolver")
        for beside in ("", "-wal", "-shm"):
            shutil.copy(sqlite_url + beside, stick / f"ledger.db{beside}")
    script = f"""
from buyback.store import checks
from buyback.store.engine import open_store
store = open_store("{stick}/ledger.db")
assert not list(checks.verify(store))
with store.reading() as db:
    print(db.connection.exec_driver_sql("SELECT count(*) FROM drop_off").scalar())
store.close()
"""
    assert (
        _on_a_disk(f'mount --bind "{stick}" "{stick}"\nmount -o remount,ro,bind "{stick}"', script) == "1\n"
    )


@mounting
def test_a_file_that_nobody_may_change_is_read_only(sqlite_url: str, tmp_path: Path) -> None:
    """A ledger file that is read-only in a folder that is not: it reads, and refuses to write."""
    script = f"""
from samples import take_in
from buyback import errors
from buyback.store import checks
from buyback.store.engine import open_store
store = open_store("{sqlite_url}")
assert not list(checks.verify(store))
try:
    take_in(store, "revolver")
except errors.LedgerReadOnly:
    print("refused")
store.close()
"""
    mounts = f'mount --bind "{sqlite_url}" "{sqlite_url}"\nmount -o remount,ro,bind "{sqlite_url}"'
    assert _on_a_disk(mounts, script) == "refused\n"


@pytest.fixture
def in_the_way(tmp_path: Path) -> Path:
    """A file where a folder would have to be."""
    path = tmp_path / "file"
    path.touch()
    return path / "ledger.db"


def test_a_folder_that_cannot_be_made_is_unreachable(in_the_way: Path) -> None:
    """`init` below something that is no folder says that the place cannot be reached."""
    with pytest.raises(errors.LedgerUnreachable):
        desk.open_ledger(
            str(in_the_way), code="A1", site=NewSite(SITE), operator=BY, table=load_seed(TABLE), at=AT
        )
