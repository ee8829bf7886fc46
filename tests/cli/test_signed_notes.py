"""The ledger's own signed notes on the command line: what verify, publish and audit-pack make of one that does not fit."""

from contextlib import closing
from pathlib import Path

import pytest
from hostile import NOTE_ATTACKS, closed_twice, notes_of, seq_of
from samples import open_sample

from buyback.store.engine import open_store

from .conftest import Terminal

CUT = "the days after a signed close taken away"


@pytest.fixture
def noted(bare: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal on a ledger with two signed closes; the working folder is the test's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BUYBACK_LEDGER", str(tmp_path / "ledger.db"))
    with closing(open_sample(str(tmp_path / "ledger.db"), signs=True)) as store:
        closed_twice(store)
    return bare


def attacked(name: str = CUT) -> tuple[int, list[str]]:
    """Do it; the first close's entry, and the names of the notes."""
    with closing(open_store("ledger.db")) as store:
        names = [path.name for path in notes_of(store)]
        first = seq_of(store, "DayClosed")
        NOTE_ATTACKS[name].on(store)
    return first, names


def test_verify_reads_the_notes_beside_the_ledger(noted: Terminal) -> None:
    """Sound: how many it compared. Cut and rebuilt: 4, the file and the entry, since when and how sure; for scripts too."""
    assert noted.done("verify", "--json").data["checked"]["notes"] == 2
    assert "signed notes beside it 2" in " ".join(noted.done("verify").out.split())
    first, names = attacked()
    said = noted("verify")
    assert said.code == 4
    assert f"The ledger's key signed in {names[1]} that entry" in said.out
    assert f"and this log ends with entry {first}: entries were taken away" in said.out
    assert f"Certain; after entry {first} of 18 Feb 2025" in said.out
    assert "is intact" not in said.out
    data = noted("verify", "--json").data
    assert (data["checked"]["notes"], data["checked"]["borne_out"]) == (2, first)
    (one,) = data["findings"]
    assert (one["check"], one["certainty"]) == ("notes", "certain")
    assert one["since"] == {
        "entry": first,
        "after": True,
        "at": "2025-02-18T16:42:05.123Z",
        "business_on": "2025-02-18",
    }


def test_nothing_is_published_against_a_note(noted: Terminal) -> None:
    """4, and no folder: a new signature would bear out what an old one denies."""
    _first, names = attacked()
    said = noted.refused("publish", "public")
    assert said.code == 4
    assert names[1] in said.err
    assert not Path("public").exists()


def test_the_pack_is_written_and_says_it_loudly(noted: Terminal) -> None:
    """4, all files, the note among them; on stdout, on stderr, in JSON, and first in findings.csv."""
    _first, names = attacked()
    said = noted("audit-pack", "pack")
    assert said.code == 4
    assert f"The ledger's key signed in {names[1]}" in said.out
    assert "signed notes do not fit the ledger (1)" in said.err
    assert Path("pack/checkpoints", names[1]).read_bytes() == Path("checkpoints", names[1]).read_bytes()
    assert f"signed-note:{names[1]}," in Path("pack/findings.csv").read_text(encoding="utf-8").splitlines()[1]
    data = noted("audit-pack", "again", "--json").data
    assert [one["check"] for one in data["findings"]] == ["notes"]


def test_without_a_note_it_says_what_it_cannot_know(noted: Terminal, tmp_path: Path) -> None:
    """The last words name what is not seen and which paper helps; a checkpoint that is given takes them away."""
    kept = noted.done("checkpoint").out.strip()
    attacked()
    (tmp_path / "checkpoints").rename(tmp_path / "elsewhere")
    said = " ".join(noted.done("verify").out.split())
    assert said.endswith(
        "compare with the signed act of the last close, or with a note that somebody else keeps."
    )
    assert "rewritten as a whole, or its end cut off" in said
    assert "No signed note and no checkpoint" not in noted("verify", "--checkpoint", kept).out


def test_a_signed_file_that_is_given_is_no_paper_to_read_again(noted: Terminal, tmp_path: Path) -> None:
    """Its signature fits, so nobody misread it; what is typed from a paper may be."""
    _first, names = attacked("a history sealed anew below signed closes")
    (tmp_path / "checkpoints").rename(tmp_path / "kept")
    said = noted("verify", "--checkpoint", str(tmp_path / "kept" / names[0])).out
    assert f"The ledger's key signed in {names[0]}, at the close of 2025-02-18" in said
    assert "Read your copy" not in said
    assert f"the checkpoint A1:{names[0].split('-')[1]}" not in said
    token = f"A1:{names[0].split('-')[1]}:{'0' * 64}"
    typed = noted("verify", "--checkpoint", token).out
    assert "Read your copy of the checkpoint once more" in typed
    assert "Look at it" in typed


def test_a_note_that_is_named_twice_is_said_once(noted: Terminal) -> None:
    """The one that is given lies beside the ledger as well."""
    _first, names = attacked()
    data = noted("verify", "--json", "--checkpoint", f"checkpoints/{names[1]}").data
    assert [one["check"] for one in data["findings"]] == ["checkpoint"]
    assert data["checked"]["notes"] == 2
