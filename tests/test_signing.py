"""The ledger's own key: made with it, kept beside it, replaced by a supervisor; and what it signs at each close."""

import io
import os
import sqlite3
import stat
import traceback
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from boxes import DAY, FLOAT, count, give_float
from export_story import export
from paper_story import codes, pictures, text_of
from pin_story import ANA, LUIS
from pypdf import PdfReader
from samples import AT, BY, COLLEAGUE, SITE, open_sample, take_in
from sqlalchemy import text
from tampering import force, found
from test_signed_notes import by_the_letter, private_half

from buyback import config, desk, errors
from buyback.desk import Approval, ClosedDay
from buyback.export import checkpoints
from buyback.export.paper import making
from buyback.facts import KeyChanged, LedgerOpened
from buyback.signing import key_files
from buyback.signing.checkpoints import note_of
from buyback.signing.keys import SigningKey
from buyback.store import checks, places
from buyback.store import ledger as log_writer
from buyback.store.engine import Store, open_store
from buyback.store.views import keys, log
from buyback.store.views.keys import LedgerKey


@pytest.fixture(params=["sqlite", "postgres"])
def signing(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """A new ledger with its key, in a file or in a database; what is kept for its user is kept in the test's folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if request.param == "sqlite":
        with closing(open_sample(str(tmp_path / "ledger.db"), signs=True)) as store:
            yield store
        return
    postgres = request.getfixturevalue("postgres")
    name = postgres.empty()
    with closing(open_sample(postgres.url(name), signs=True)) as store:
        yield store
    postgres.drop(name)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """As `signing`, in a file."""
    with closing(open_sample(str(tmp_path / "ledger.db"), signs=True)) as store:
        yield store


def own(store: Store) -> LedgerKey:
    with store.reading() as db:
        key = keys.current(db)
    assert key is not None
    return key


def key_file(store: Store) -> Path:
    return places.key_file(store.engine, store.ledger, own(store).key)


def close(store: Store, **more: object) -> ClosedDay:
    """Close the day of the site, its box counted."""
    give_float(store, FLOAT)
    count(store, FLOAT)
    return desk.close_day(store, SITE, by=BY, at=AT, **more)  # type: ignore[arg-type]


def test_a_ledger_is_opened_with_a_key(signing: Store, tmp_path: Path) -> None:
    """Its first entry has the public half; the private one is in a file that only its owner can read, and nowhere else."""
    with signing.reading() as db:
        opened = log.entry(db, 1).fact
        assert isinstance(opened, LedgerOpened)
        bodies = "\n".join(db.connection.scalars(text("SELECT body FROM entry")))
    assert opened.key == str(own(signing).key)
    assert opened.key.startswith("buyback/A1+")
    path = key_file(signing)
    assert tmp_path in path.parents
    assert path.name == f"{'ledger.db' if signing.is_sqlite else 'A1'}.{own(signing).key.id.hex()}.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    private = private_half(path)
    assert private not in bodies
    assert private.encode() not in b"".join(
        found.read_bytes() for found in tmp_path.rglob("*") if found.is_file() and found != path
    )
    assert found(signing) == []


def test_no_export_holds_the_key(store: Store, tmp_path: Path) -> None:
    """An export tells of the public half, as the log does, and of nothing that signs."""
    close(store)
    private = private_half(key_file(store)).encode()
    export(store, tmp_path / "out")
    written = b"".join(file.read_bytes() for file in (tmp_path / "out").iterdir())
    assert str(own(store).key).encode() in written
    assert private not in written
    assert b"PRIVATE" not in written


def test_the_key_file_is_private_whatever_the_umask(tmp_path: Path) -> None:
    """A computer whose new files anybody can read makes no key that anybody can read."""
    before = os.umask(0)
    try:
        key_files.write(tmp_path / "k", SigningKey.generate("a"))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o600


def test_a_close_is_signed_and_kept(signing: Store, tmp_path: Path) -> None:
    """The note of the closing entry lies in the folder of checkpoints, and a reader by the letter accepts its signature."""
    done = close(signing)
    assert done.unsigned is None
    assert done.signed is not None
    folder = tmp_path if signing.is_sqlite else config.checkpoints_dir().parent
    assert (
        done.signed.file
        == folder / "checkpoints" / f"A1-{done.checkpoint.seq}-{done.checkpoint.digest[:8]}.txt"
    )
    said, fits = by_the_letter(done.signed.file.read_bytes(), str(own(signing).key))
    assert fits
    assert said.splitlines()[:2] == ["buyback/A1", str(checks.head(signing).seq)]
    assert checkpoints.read(done.signed.file)[1] == done.checkpoint == checks.head(signing)


def test_the_folder_is_a_setting(store: Store, tmp_path: Path) -> None:
    """Another folder takes the notes; it is not made where it is not there, as a stick's would be made on the disk."""
    (tmp_path / "stick").mkdir()
    assert close(store, note_folder=str(tmp_path / "stick")).signed is not None
    assert len(list((tmp_path / "stick").iterdir())) == 1
    assert not (tmp_path / "checkpoints").exists()
    other = open_sample(str(tmp_path / "other.db"), signs=True)
    done = close(other, note_folder=str(tmp_path / "gone"))
    other.close()
    assert done.signed is None
    assert isinstance(done.unsigned, errors.FolderNotThere)


def test_a_note_that_others_have_signed_is_not_overwritten(store: Store) -> None:
    """What is kept under the checkpoint's name stays, with the signatures that it has by now; another text is refused."""
    done = close(store)
    assert done.signed is not None
    assert done.signed.file is not None
    both = str(done.signed.note.signed(SigningKey.generate("parish.example")))
    done.signed.file.write_text(both, encoding="utf-8")
    checkpoints.keep(store.engine, done.checkpoint, done.signed.note)
    assert done.signed.file.read_text(encoding="utf-8") == both
    done.signed.file.write_text("my shopping\n", encoding="utf-8")
    with pytest.raises(errors.FileThere):
        checkpoints.keep(store.engine, done.checkpoint, done.signed.note)


def _missing(path: Path) -> None:
    path.unlink()


def _open(path: Path) -> None:
    path.chmod(0o640)


def _nonsense(path: Path) -> None:
    path.write_text("no key at all\n", encoding="utf-8")


def _cut(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8")[:-9], encoding="utf-8")


def _foreign(path: Path) -> None:
    path.write_text(SigningKey.generate("buyback/A1").reveal(), encoding="utf-8")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("harm", "refusal"),
    [
        (_missing, errors.KeyMissing),
        (_open, errors.KeyFileOpen),
        (_nonsense, errors.BadKeyFile),
        (_cut, errors.BadKeyFile),
        (_foreign, errors.KeyForeign),
        (_folder, errors.UnreadableFile),
    ],
)
def test_a_key_file_that_cannot_be_used_stops_no_work(store: Store, harm, refusal) -> None:  # type: ignore[no-untyped-def]
    """Whatever became of it: drop-offs and the close are recorded, nothing is signed, and one sentence that names the file,
    and nothing that stands in it, says why.
    """
    path = key_file(store)
    kept = private_half(path)
    harm(path)
    assert take_in(store, "revolver", settlement="later").folio
    done = close(store)
    assert done.signed is None
    assert type(done.unsigned) is refusal
    said = str(done.unsigned)
    assert str(path) in said
    assert kept not in said
    assert said.count("\n") == 0
    assert checks.head(store) == done.checkpoint
    with pytest.raises(refusal) as problem:
        desk.sign(store, checks.head(store))
    assert problem.value.__traceback__ is not None
    below = problem.value.__traceback__.tb_next  # this very test knows what stood in the file
    frames = traceback.TracebackException(refusal, problem.value, below, capture_locals=True)
    assert kept[:20] not in "".join(frames.format())


def test_a_ledger_of_before_works_as_ever(ledger: Store) -> None:
    """A ledger that was opened without a key opens, verifies and closes its days; it is said that nothing is signed."""
    with ledger.reading() as db:
        assert '"key"' not in (log.sealed(db, 1) or pytest.fail("no entry")).body
        assert keys.current(db) is None
    done = close(ledger)
    assert isinstance(done.unsigned, errors.KeyLacking)
    assert found(ledger) == []


def test_a_ledger_of_before_gets_its_key(
    ledger: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A supervisor gives it one; from that entry on its closes are signed, and it stays sound through a rebuild."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    given = desk.replace_key(ledger, reason="from today on", by=BY, at=AT)
    with ledger.reading() as db:
        assert log.entry(db, given.seq).fact == KeyChanged(str(given.key), "from today on", BY, None)
        assert keys.good_at(db, given.seq - 1) is None
        assert keys.good_at(db, given.seq) == given
    assert close(ledger).signed is not None
    assert found(ledger) == []
    log_writer.rebuild(ledger)
    assert own(ledger) == given


def test_a_replaced_key_signs_no_more_and_what_it_signed_stays_good(signing: Store) -> None:
    """The new key takes over at its entry; each entry finds the key that was good then; both files are there."""
    before, old_file = own(signing), key_file(signing)
    after = desk.replace_key(signing, reason="the laptop was stolen", by=BY, at=AT)
    assert after.key != before.key
    assert old_file.exists()
    assert key_file(signing) != old_file
    assert desk.sign(signing, checks.head(signing)).key == after.key
    third = desk.replace_key(signing, reason="and again", by=BY, at=AT)
    with signing.reading() as db:
        assert keys.keys(db) == (before, after, third)
        goods = [keys.good_at(db, seq) for seq in (1, after.seq - 1, after.seq, third.seq, third.seq + 50)]
    assert goods == [before, before, after, third, third]
    assert [one.key for one in _told(signing)] == [before.key, after.key, third.key]
    assert found(signing) == []


def _told(store: Store) -> tuple[keys.GivenKey, ...]:
    with store.reading() as db:
        return keys.told(db)


def test_a_new_key_needs_a_second_supervisor_where_there_are_pins(store: Store) -> None:
    """Who asks for it does not approve it; the other supervisor does, and the log says so. A refusal leaves no key file."""
    desk.set_pin(store, BY, ANA, by=BY, at=AT)
    desk.set_pin(store, COLLEAGUE, LUIS, by=BY, at=AT)
    folder = key_file(store).parent
    before = sorted(folder.glob("*.key"))
    with pytest.raises(errors.ApprovalNeeded):
        desk.replace_key(store, reason="lost", by=BY, at=AT)
    with pytest.raises(errors.ApprovalNotGiven):
        desk.replace_key(store, reason="lost", by=BY, at=AT, approval=Approval(COLLEAGUE))
    assert sorted(folder.glob("*.key")) == before
    given = desk.approve(store, COLLEAGUE, LUIS, "key", at=AT)
    assert desk.replace_key(store, reason="lost", by=BY, at=AT, approval=given).approved_by == COLLEAGUE


def test_a_refused_entry_leaves_no_key_file(store: Store) -> None:
    """What the database does not take is not in the log, and no file pretends that it is."""
    folder = key_file(store).parent
    before = sorted(folder.glob("*.key"))
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER refuse BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'not today'); END"
        )
    with pytest.raises(errors.LedgerRefusesEntry):
        desk.replace_key(store, reason="lost", by=BY, at=AT)
    assert sorted(folder.glob("*.key")) == before


def test_a_table_that_names_another_key_signs_nothing(store: Store) -> None:
    """The key is what the log says: a row that was altered is refused, by the desk and by verification."""
    force(store, f"UPDATE ledger SET signing_key = '{SigningKey.generate('buyback/A1').verifier}'")
    with pytest.raises(errors.TablesDisagree):
        desk.sign(store, checks.head(store))
    assert [finding.check for finding in found(store)] == ["projections"]


def test_a_copy_without_the_key_says_so(store: Store, tmp_path: Path) -> None:
    """A backup is the ledger's file alone: it verifies, and signs nothing."""
    copy = tmp_path / "usb" / "ledger.db"
    copy.parent.mkdir()
    with closing(sqlite3.connect(str(store.engine.url.database))) as raw:
        raw.execute("VACUUM INTO ?", (str(copy),))
    with closing(open_store(str(copy))) as opened:
        assert found(opened) == []
        with pytest.raises(errors.KeyMissing):
            desk.sign(opened, checks.head(opened))


@pytest.mark.parametrize("paper", ["letter", "80mm"])
def test_the_act_of_the_day_is_signed(store: Store, paper: str) -> None:
    """A scanner reads the whole note off the act, a reader by the letter accepts it, and the key stands there to be noted.
    What others sign afterwards changes nothing of the paper.
    """
    done = close(store)
    assert done.signed is not None
    assert done.signed.file is not None
    vkey = str(own(store).key)

    def drawn() -> bytes:
        with store.reading() as db:
            return making.as_pdf(making.day_of(db, DAY, SITE), paper).data

    before = drawn()
    scanned = [code for picture in pictures(before) for code in codes(picture)]
    assert sorted(scanned) == sorted([str(done.checkpoint), str(done.signed.note)])
    (note,) = (code for code in scanned if code != str(done.checkpoint))
    assert by_the_letter(note.encode(), vkey)[1] is True
    assert vkey in text_of(PdfReader(io.BytesIO(before))).replace(" ", "")
    both = done.signed.note.signed(SigningKey.generate("parish.example"))
    done.signed.file.write_text(str(both), encoding="utf-8")
    assert drawn() == before


def test_an_act_whose_note_is_altered_or_gone_is_not_called_signed(store: Store) -> None:
    """A file under the right name with another text, or none: the act says that the signature is not here."""
    done = close(store)
    assert done.signed is not None
    file = done.signed.file
    assert file is not None

    def said() -> str:
        with store.reading() as db:
            return " ".join(making.as_text(making.day_of(db, DAY, SITE)).data.decode().split())

    assert "Signed by the ledger's key" in said()
    whole = file.read_text(encoding="utf-8")
    stranger = note_of(done.checkpoint).signed(SigningKey.generate("buyback/A1"))
    for text_of_file in (whole[:-1], whole.replace("A1\n", "A2\n"), str(stranger), "nothing"):
        file.write_text(text_of_file, encoding="utf-8")
        assert "has not signed this checkpoint" in said()
        assert "Its signature" not in said()
    file.unlink()
    assert "has not signed this checkpoint" in said()


def test_the_act_of_a_ledger_without_a_key_says_nothing_of_keys(ledger: Store) -> None:
    """Its paper is what it was."""
    close(ledger)
    with ledger.reading() as db:
        said = making.as_text(making.day_of(db, DAY, SITE)).data.decode()
    assert "key" not in said
