"""Signed checkpoints as they are typed: signing, co-signing without a ledger, checking, and the ledger's key."""

import json
import stat
from pathlib import Path

import pytest
from boxes import FLOAT
from samples import SITE
from test_signed_notes import by_the_letter, private_half

from .conftest import Answer, Terminal


@pytest.fixture
def signing(bare: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal on a new ledger, which has its key; the working folder is the test's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BUYBACK_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("BUYBACK_OPERATOR", "ana")
    bare.done("init", "--ledger-code", "A1", "--site", SITE)
    return bare


def key_of(terminal: Terminal) -> str:
    return str(terminal.done("key", "show", "--json").data["key"])


def parish(terminal: Terminal, name: str = "parish.example/guadalupe", file: str = "parish.key") -> str:
    """A key of another party; its public half."""
    return terminal.done("key", "new", file, "--name", name).out.strip()


def close(terminal: Terminal) -> Answer:
    terminal.done("cash", "float", "50000", "--notes", FLOAT)
    terminal.done("cash", "count", FLOAT)
    return terminal("close-day", "--json")


def test_a_checkpoint_from_the_close_to_the_auditor(signing: Terminal, tmp_path: Path) -> None:
    """The close writes a note; the parish adds its signature on a computer without the ledger; verify checks the entry, the
    ledger's signature and the parish's, and says each.
    """
    done = close(signing)
    note = Path(done.data["signed"]["file"])
    assert note.parent == tmp_path / "checkpoints"
    assert done.data["signed"]["key"] == key_of(signing)
    vkey = parish(signing)
    away = ("--ledger", "nowhere.db")
    said = signing.done(
        "checkpoint", "--cosign", str(note), "--key", "parish.key", "--trust", key_of(signing), *away
    )
    assert "parish.example/guadalupe+" in said.out
    assert said.err == ""
    assert by_the_letter(note.read_bytes(), vkey)[1] is True
    assert by_the_letter(note.read_bytes(), key_of(signing))[1] is True
    checked = signing.done("verify", "--checkpoint", str(note), "--trust", vkey)
    assert "the ledger's own signature fits" in checked.out
    assert "the signature of parish.example/guadalupe+" in checked.out
    data = signing.done("verify", "--json", "--checkpoint", str(note)).data
    assert [one["standing"] for one in data["signatures"]] == ["own", "unknown"]
    assert data["checkpoints"] == [{"checkpoint": done.data["closed"]["checkpoint"], "fits": True}]


def test_a_note_to_give_away_tells_no_check_code(signing: Terminal) -> None:
    """The last entry is a drop-off's, whose digest begins with its check code: the entry before it is signed."""
    code = signing.done("receive", "revolver:donated", "--json").data["check_code"]
    head = signing.done("checkpoint", "--json").data
    assert head["digest"].startswith(code.replace("-", "").lower())
    signed = signing.done("checkpoint", "--sign", "note.txt", "--json").data["checkpoint"]
    assert signed.startswith(f"A1:{head['seq'] - 1}:")


def test_to_co_sign_twice_signs_once(signing: Terminal) -> None:
    """A second time nothing is added; without a key to trust it is said that nothing was checked before."""
    signing.done("checkpoint", "--sign", "note.txt")
    parish(signing)
    for _ in range(2):
        said = signing.done("checkpoint", "--cosign", "note.txt", "--key", "parish.key")
        assert "Nobody's signature was checked" in said.err
    assert Path("note.txt").read_text(encoding="utf-8").count("\N{EM DASH}") == 2


def test_a_note_that_a_trusted_key_did_not_sign_is_not_co_signed(signing: Terminal) -> None:
    """Altered, or signed by nobody who is trusted: the file stays as it was, and the code is that of a finding."""
    signing.done("checkpoint", "--sign", "note.txt")
    own, other = key_of(signing), parish(signing, "office.example", "office.key")
    parish(signing)
    note = Path("note.txt")
    for text, trust, words in (
        (note.read_text(encoding="utf-8"), other, "no signature on it fits a key that you trust"),
        (note.read_text(encoding="utf-8").replace("\n4\n", "\n5\n"), own, "was changed after it was signed"),
    ):
        note.write_text(text, encoding="utf-8")
        said = signing.refused("checkpoint", "--cosign", "note.txt", "--key", "parish.key", "--trust", trust)
        assert said.code == 4
        assert words in said.err
        assert note.read_text(encoding="utf-8") == text


def test_what_is_wrong_with_a_note_is_said(signing: Terminal) -> None:
    """Altered, of nobody who is trusted: findings. Cut short, no note, another ledger's, not there: refusals."""
    signing.done("checkpoint", "--sign", "note.txt")
    whole = Path("note.txt").read_text(encoding="utf-8")
    vkey = parish(signing)

    def code_of(text: str, *more: str) -> tuple[int, str]:
        Path("kept.txt").write_text(text, encoding="utf-8")
        answer = signing("verify", "--checkpoint", "kept.txt", *more)
        return answer.code, answer.out + answer.err

    assert code_of(whole)[0] == 0
    for text, more, code, words in (
        (whole.replace("\n4\n", "\n3\n"), (), 4, "does not fit what the checkpoint says"),
        (whole.replace("\n4\n", "\n9\n"), (), 4, "is not there: the log was cut"),
        (whole, ("--trust", vkey), 4, "which you trust, did not sign this checkpoint"),
        (whole[:-1], (), 2, "is cut short"),
        (whole[:30], (), 2, "no signature stands below its text"),
        (whole.replace("buyback/A1\n4", "buyback/B2\n4"), (), 3, "a checkpoint of the ledger B2"),
        (whole.replace("buyback/A1\n4", "rekor.example\n4"), (), 2, "of another log"),
        (whole, ("--trust", vkey[:-3]), 2, "is not the public half of a key"),
    ):
        found, said = code_of(text, *more)
        assert (found, words in said) == (code, True), said
    assert signing.refused("verify", "--checkpoint", "gone.txt").code == 2
    assert "is not a checkpoint" in signing.refused("verify", "--checkpoint", "gone").err
    assert "--trust is for a checkpoint in a file" in signing.refused("verify", "--trust", vkey).err


def test_the_key_of_the_ledger_is_shown_and_replaced(signing: Terminal) -> None:
    """Show prints the public half alone on a line, so that it can be copied; replace gives another, which the log tells of."""
    before = key_of(signing)
    shown = signing.done("key", "show").out.splitlines()
    assert shown[0] == before
    file = signing.done("key", "show", "--json").data["file"]
    private = Path(file).read_text(encoding="utf-8").strip()
    assert private not in "\n".join(shown)
    done = signing.done("key", "replace", "--reason", "the laptop was stolen", "--json").data
    assert done["key"] == key_of(signing) != before
    data = signing.done("key", "show", "--json").data
    assert [one["key"] for one in data["keys"]] == [before, done["key"]]
    assert data["at_hand"]
    listed = " ".join(signing.done("log", "--limit", "1").out.split())
    assert "no more by that of entry 1: the laptop was stolen; approved by ana" in listed
    assert signing.done("log", "--kind", "KeyChanged", "--json").data[0]["fact"]["key"] == done["key"]
    Path(done["file"]).unlink()
    assert not signing.done("key", "show", "--json").data["at_hand"]
    lost = signing.refused("checkpoint", "--sign", "new.txt")
    assert lost.code == 3
    assert "(buyback key replace)" in lost.err
    assert not Path("new.txt").exists()


def test_a_close_without_the_key_is_a_close(signing: Terminal) -> None:
    """The key file is gone: the day is closed all the same, and one line on stderr says what was not done."""
    Path(signing.done("key", "show", "--json").data["file"]).unlink()
    done = close(signing)
    assert done.code == 0
    assert done.data["signed"] is None
    assert done.data["closed"]["entry"]
    assert [line for line in done.err.splitlines() if "Nothing is signed" in line] != []
    paper = signing.done("print", "day", "--site", SITE).out
    assert "has not signed this checkpoint" in " ".join(paper.split())


def test_a_ledger_without_a_key_says_so(terminal: Terminal) -> None:
    """One of before: it has none, cannot sign, and a supervisor can give it one."""
    assert terminal.done("key", "show", "--json").data["keys"] == []
    assert "has no key yet" in terminal.done("key", "show").out
    assert terminal.refused("checkpoint", "--sign", "note.txt").code == 3


def test_a_file_is_never_written_over(signing: Terminal) -> None:
    """Neither a note nor a key takes the place of a file."""
    for name in ("note.txt", "a.key"):
        Path(name).write_text("mine", encoding="utf-8")
    assert signing.refused("checkpoint", "--sign", "note.txt").code == 1
    assert signing.refused("key", "new", "a.key", "--name", "parish.example").code == 1
    assert {Path(name).read_text(encoding="utf-8") for name in ("note.txt", "a.key")} == {"mine"}


def test_a_key_for_others(bare: Terminal, tmp_path: Path) -> None:
    """It needs no ledger, is its owner's alone, and is not named like a ledger's; its private half is never printed."""
    file = tmp_path / "p.key"
    vkey = parish(bare, file=str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text(encoding="utf-8").startswith("PRIVATE+KEY+parish.example/guadalupe+")
    assert private_half(file) not in vkey
    assert bare.refused("key", "new", str(tmp_path / "q"), "--name", "buyback/A1").code == 2
    assert bare.refused("key", "new", str(tmp_path / "q"), "--name", "two words").code == 2
    assert not (tmp_path / "q").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--sign", "a", "--cosign", "b", "--key", "c"),
        ("--cosign", "b"),
        ("--key", "c"),
        ("--trust", "d"),
        ("--sign", "a", "--key", "c"),
    ],
)
def test_options_that_do_not_go_together(signing: Terminal, words: tuple[str, ...]) -> None:
    """Refused before anything is read or written."""
    assert signing.refused("checkpoint", *words).code == 2


def test_the_checkpoint_prints_as_before(signing: Terminal) -> None:
    """Without an option it is one line, L:SEQ:DIGEST, which verify takes."""
    plain = signing.done("checkpoint").out.strip()
    assert plain.startswith("A1:4:")
    assert json.loads(signing.done("verify", "--json", "--checkpoint", plain).out)["signatures"] == []
