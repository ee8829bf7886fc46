"""What the ledger's key signed and left beside the ledger is read by whoever checks, publishes or packs it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from export_story import rows
from hostile import NOTE_ATTACKS, closed_twice, notes_of, rewritten, seq_of
from pack_story import pack
from samples import open_sample, take_in
from tampering import force, found
from test_signing import own

from buyback import chain, desk, errors
from buyback.export import checkpoints, public
from buyback.report import verified
from buyback.signing import key_files
from buyback.signing.checkpoints import note_of
from buyback.signing.keys import SigningKey
from buyback.signing.notes import Note
from buyback.store import checks
from buyback.store.checks import COUNTED
from buyback.store.engine import Store
from buyback.store.story import CHECKS
from buyback.tui import state

BY_NOTES_ALONE = ("the days after a signed close taken away",)


@pytest.fixture(params=["sqlite", "postgres"])
def noted(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A ledger with a key and two signed closes; in a database its notes are in a folder of the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if request.param == "sqlite":
        with closing(open_sample(str(tmp_path / "ledger.db"), signs=True)) as store:
            closed_twice(store)
            yield store
        return
    postgres = request.getfixturevalue("postgres")
    name = postgres.empty()
    with closing(open_sample(postgres.url(name), signs=True)) as store:
        closed_twice(store)
        yield store
    postgres.drop(name)


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Store]:
    """As `noted`, in a file."""
    with closing(open_sample(str(tmp_path / "ledger.db"), signs=True)) as store:
        closed_twice(store)
        yield store


def tallied(store: Store) -> checks.Tally:
    """How much a check of a ledger looked at in which nothing is found."""
    tally = checks.Tally()
    assert list(checks.verify(store, tally=tally)) == []
    return tally


def test_sound_notes_are_counted(noted: Store) -> None:
    """Both were compared and bear the log out up to the second close."""
    tally = tallied(noted)
    assert (tally.notes, tally.reach, tally.strange) == (2, seq_of(noted, "DayClosed", 2), ())
    (said,) = verified.beyond(tally, checks.head(noted).seq)
    assert f"up to entry {tally.reach}; of the 1 entry after it" in said


@pytest.mark.parametrize("name", NOTE_ATTACKS)
def test_an_attack_is_named(noted: Store, name: str) -> None:
    """Nobody gave a checkpoint, and the finding names the file, the entry and what was done."""
    attack = NOTE_ATTACKS[name]
    if "another key" in name and not noted.is_sqlite:
        pytest.skip("of a database the keys of many ledgers lie in one folder: see the notes of strangers")
    attack.on(noted)
    findings = found(noted)
    told = "\n".join(map(str, findings))
    assert attack.said in told, told
    assert {one.check for one in findings} == attack.checks
    assert "A1-" in told
    with pytest.raises(errors.LedgerUnsound if "another key" not in name else errors.KeyMissing):
        publish(noted, notes_of(noted)[0].parent / "public")
    assert not (notes_of(noted)[0].parent / "public").exists()
    if noted.is_sqlite:
        assert state.first_finding(noted, lambda _done: None, "") != ""


def publish(store: Store, folder: Path) -> None:
    note = desk.sign_public(store).note
    public.publish(store, folder, note, name="x", progress=lambda _done, _total: None)


@pytest.mark.parametrize("name", BY_NOTES_ALONE)
def test_only_the_notes_tell(noted: Store, name: str) -> None:
    """With the notes gone too the same copy is whole in itself, and the check says that it cannot know better."""
    NOTE_ATTACKS[name].on(noted)
    for path in notes_of(noted):
        path.unlink()
    (said,) = verified.beyond(tallied(noted), checks.head(noted).seq)
    assert said.startswith("No signed note and no checkpoint was there to compare")


def test_since_when_and_how_sure(filed: Store) -> None:
    """What a later note says is so since the last note that stands, with its moment and its day; before any, nobody knows."""
    first, second = (seq_of(filed, "DayClosed", number) for number in (1, 2))
    NOTE_ATTACKS["the days after a signed close taken away"].on(filed)
    (one,) = found(filed)
    assert one.since == chain.Since(first, True, "2025-02-18T16:42:05.123Z", "2025-02-18")
    assert (one.seq, one.certainty) == (second, "certain")
    assert verified.how(one) == (
        f"Certain; after entry {first} of 18 Feb 2025 16:42 (UTC), business day 18 Feb 2025, the last that stands:"
    )


def test_a_history_rewritten_before_every_note_has_no_since(filed: Store) -> None:
    """No note stands, so nothing tells since when; each note says what the log says of its entry now."""
    rewritten(filed, lambda told: told["fact"]["lines"][0].update(note="x"), "DroppedOff")
    told = [one for one in found(filed) if one.check == "notes"]
    assert [one.since for one in told] == [None, None]
    assert all(f"in this log it has {_digest(filed, one.seq)[:8]}…" in str(one) for one in told)


def _digest(store: Store, seq: int) -> str:
    with store.reading() as db:
        entry = checks.notes.standing(db, seq)
    assert entry is not None
    return entry.digest


# --- the notes of others ----------------------------------------------------------------------------------------------


def test_the_notes_of_others_are_not_its_business(noted: Store) -> None:
    """Another ledger's note, whatever it says, a text that is none, and a folder of the same name are passed over."""
    folder, key = notes_of(noted)[0].parent, SigningKey.generate("buyback/B2")
    other = note_of(chain.Checkpoint("B2", 3, "1" * 64)).signed(key)
    (folder / "B2-3-11111111.txt").write_text(str(other), encoding="utf-8")
    (folder / "readme.txt").write_text("the notes of A1", encoding="utf-8")
    tally = tallied(noted)
    assert (tally.notes, tally.strange) == (2, ())


def test_a_note_under_a_strange_key_is_said(noted: Store) -> None:
    """It names this ledger and no key of its log signed it: that is no finding, and is not passed over in silence."""
    strange = note_of(chain.Checkpoint("A1", 3, "1" * 64)).signed(SigningKey.generate("buyback/A1"))
    (notes_of(noted)[0].parent / "A1-3-11111111.txt").write_text(str(strange), encoding="utf-8")
    tally = tallied(noted)
    assert (tally.notes, tally.strange) == (2, ("A1-3-11111111.txt",))
    assert "no key of this log signed them: A1-3-11111111.txt" in verified.beyond(tally, 99)[-1]


def test_a_folder_elsewhere_is_read(filed: Store, tmp_path: Path) -> None:
    """The settings may name another folder."""
    (tmp_path / "stick").mkdir()
    for path in notes_of(filed):
        path.rename(tmp_path / "stick" / path.name)
    NOTE_ATTACKS["the days after a signed close taken away"].on(filed)
    assert found(filed) == []
    told = list(checks.verify(filed, note_folder=str(tmp_path / "stick")))
    assert [one.check for one in told] == ["notes"]


def test_a_note_that_no_key_fits_says_so_of_its_file(filed: Store) -> None:
    """Signed by the key that the ledger had before: the finding names the file."""
    head = checks.head(filed)
    old = checkpoints.signed(filed.engine, head, own(filed).key)
    desk.replace_key(filed, reason="x", by="ana", at=chain.parse_utc("2025-02-20T17:00:00.000Z"))
    late = replace(head, seq=checks.head(filed).seq, digest=checks.head(filed).digest)
    forged = note_of(late).signed(_private(filed, old))
    checkpoints.keep(filed.engine, late, forged)
    (one,) = found(filed)
    assert str(one).startswith(
        f"A1-{late.seq}-{late.digest[:8]}.txt: Entry {late.seq}: the checkpoint is signed by the key"
    )


def _private(store: Store, note: Note) -> SigningKey:
    files = [key_files.read(path) for path in Path(str(store.engine.url.database)).parent.glob("*.key")]
    return next(key for key in files if note.fits(key.verifier))


# --- the pack ---------------------------------------------------------------------------------------------------------


def test_the_pack_of_a_rewritten_history(noted: Store, tmp_path: Path) -> None:
    """It is written, has both notes as they were signed and no other, and its findings begin with them."""
    rewritten(noted, lambda told: told["fact"]["lines"][0].update(note="x"), "DroppedOff")
    kept = {path.name: path.read_bytes() for path in notes_of(noted)}
    done = pack(noted, tmp_path / "pack")
    assert {path.name: path.read_bytes() for path in (tmp_path / "pack" / "checkpoints").iterdir()} == kept
    assert "signed_anew" not in {row["came"] for row in rows(tmp_path / "pack", "checkpoints")}
    told = rows(tmp_path / "pack", "findings")[:2]
    assert [row["found"] for row in told] == [str(one) for one in done.misfits]
    assert [row["finding"] for row in told] == [f"signed-note:{name}" for name in sorted(kept, key=_number)]
    assert {(row["certainty"], row["since"]) for row in told} == {("certain", "2025-02-18")}


def _number(name: str) -> int:
    return int(name.split("-")[1])


def test_the_pack_of_a_cut_history_signs_what_stands(filed: Store, tmp_path: Path) -> None:
    """Before the first entry of which a note says otherwise, a note that is gone is made anew as ever."""
    NOTE_ATTACKS["the days after a signed close taken away"].on(filed)
    notes_of(filed)[0].unlink()
    done = pack(filed, tmp_path / "pack")
    assert len(done.misfits) == 1
    came = [(row["of"], row["came"]) for row in rows(tmp_path / "pack", "checkpoints")]
    assert came == [("close", "signed_anew"), ("other", "kept")]


# --- what a check says of all of it -----------------------------------------------------------------------------------


def test_one_finding_for_each_row(filed: Store) -> None:
    """What is wrong with a row of a table is one finding, with its columns; and it began with the entry that made the row."""
    made = seq_of(filed, "DroppedOff", 2)
    force(filed, "UPDATE item SET serial = 'X', make = 'Y', note = 'Z' WHERE serial = 'N1'")
    (one,) = found(filed)
    assert str(one).endswith(" are not what the log says.")
    assert set(dict(one.values)["column"].split(", ")) == {"serial", "make", "note"}  # type: ignore[union-attr]
    assert one.since is not None
    assert (one.since.seq, one.since.business_on) == (made, "2025-02-19")


def test_an_unreadable_entry_in_one_sentence(filed: Store) -> None:
    """The log differs at one entry alone, and what else is found is of the tables and of later entries."""
    seq = seq_of(filed, "DroppedOff", 2)
    force(filed, f"UPDATE entry SET body = 'x' WHERE seq = {seq}")
    findings = found(filed)
    said = verified.in_all(findings)
    assert said.startswith(f"{len(findings)} places differ: ")
    assert said.endswith(f"The log itself differs at entry {seq} alone; the rest may follow from that.")
    assert len({(one.check, one.seq, one.values) for one in findings}) == len(findings)


def test_two_changed_entries_are_not_told_as_one(filed: Store) -> None:
    """Where more than one entry was changed, or a finding speaks of an earlier one, the sentence names none."""
    for number in (1, 2):
        seq = seq_of(filed, "DroppedOff", number)
        force(filed, f"UPDATE entry SET body = replace(body, 'revolver', 'ak-47') WHERE seq = {seq}")
    assert "alone" not in verified.in_all(found(filed))


def test_a_cut_tail_in_one_sentence(filed: Store) -> None:
    """The end of the log is missing, and the tables still tell of it."""
    force(filed, f"DELETE FROM entry WHERE seq > {seq_of(filed, 'DayClosed', 2)}")
    said = verified.in_all(found(filed))
    first = seq_of(filed, "DayClosed", 2) + 1
    assert said.endswith(
        f"The log itself ends too early, before entry {first}; the rest may follow from that."
    )


def test_every_check_of_the_story_has_its_number() -> None:
    """A law whose number is not told is one that nobody can see was looked at."""
    assert set(COUNTED) == {*CHECKS, "keys"}


def test_progress_goes_over_digests_replay_and_tables(filed: Store) -> None:
    """It only grows, is told behind the digests too, and ends with all of the way."""
    told: list[int] = []
    list(checks.verify(filed, progress=told.append))
    head = checks.head(filed).seq
    assert told == sorted(told)
    assert told[-1] == checks.PASSES * head
    assert 2 * head in told


def test_the_ledger_goes_on_after_its_notes(noted: Store) -> None:
    """More entries are no contradiction of what was signed before."""
    take_in(noted, settlement="later", at=chain.parse_utc("2025-02-20T18:00:00.000Z"))
    assert found(noted) == []
