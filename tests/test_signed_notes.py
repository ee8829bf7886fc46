"""Signed notes by the letter of C2SP: checked by a reader that shares no code with ours, and by Go's reference reader."""

import base64
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from buyback import errors
from buyback.chain import Checkpoint
from buyback.signing.checkpoints import checkpoint_of, note_of, origin
from buyback.signing.keys import NoKeyText, SigningKey, VerifierKey
from buyback.signing.notes import Note

HEAD = Checkpoint("A1", 1204, hashlib.sha256(b"an entry").hexdigest())
OWN = SigningKey(origin("A1"), bytes(range(32)))
PARISH = SigningKey("parish.example/guadalupe", bytes(range(32, 64)))
GO_SOURCES = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb/note")


def private_half(file: Path) -> str:
    """The secret that stands in the file of a key: 33 bytes in base64, in which a plus sign may stand as well."""
    encoded = file.read_text(encoding="utf-8").strip().split("+", 4)[4]
    assert len(base64.b64decode(encoded)) == 33
    return encoded


def by_the_letter(note: bytes, vkey: str) -> tuple[str, bool | None]:
    """Read a note as https://c2sp.org/signed-note says it and nothing else: its text, and whether the key signed it.

    The key is NAME+HEX+base64(0x01 || 32 bytes); None where no line is of that key.
    """
    name, _hex_id, encoded = vkey.split("+", 2)
    kind_and_key = base64.b64decode(encoded)
    assert kind_and_key[0] == 0x01
    public = kind_and_key[1:]
    assert len(public) == 32
    key_id = hashlib.sha256(name.encode() + b"\x0a" + b"\x01" + public).digest()[:4]
    assert key_id.hex() == _hex_id
    split = note.rindex(b"\n\n")
    text, lines = note[: split + 1], note[split + 2 :]
    assert text.endswith(b"\n")
    assert lines.endswith(b"\n")
    found = None
    for line in lines[:-1].split(b"\n"):
        dash, of, signature = line.split(b" ")
        assert dash == b"\xe2\x80\x94"
        data = base64.b64decode(signature)
        if of != name.encode() or data[:4] != key_id:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(data[4:], text)
        except InvalidSignature:
            return text.decode(), False
        found = True
    return text.decode(), found


def test_the_note_of_the_specification_is_one() -> None:
    """The example in the specification is read as it says: its text holds an empty line, and one line signs it."""
    text = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n"
    line = (
        "— quasimodo.example/salvatore "
        "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
    )
    note = Note.parse(f"{text}\n{line}".encode(), "example")
    assert note.text == text
    assert [(one.name, one.key_id.hex()) for one in note.signatures] == [
        ("quasimodo.example/salvatore", "367ba04b")
    ]
    assert str(note) == f"{text}\n{line}"


def test_what_is_signed_is_three_lines() -> None:
    """The origin, the number of entries, and base64 of the digest's 32 bytes; each ends with a line feed."""
    root = base64.b64encode(bytes.fromhex(HEAD.digest)).decode()
    assert note_of(HEAD).text == f"buyback/A1\n1204\n{root}\n"
    assert checkpoint_of(note_of(HEAD), "x") == HEAD


def test_a_reader_by_the_letter_accepts_it_with_both_signatures() -> None:
    """A reader that knows only the specification finds the text and accepts the ledger's signature and the co-signature."""
    whole = str(note_of(HEAD).signed(OWN).signed(PARISH)).encode()
    for key in (OWN, PARISH):
        assert by_the_letter(whole, str(key.verifier)) == (note_of(HEAD).text, True)
    stranger = SigningKey("other.example", bytes(32))
    assert by_the_letter(whole, str(stranger.verifier))[1] is None
    altered = whole.replace(b"\n1204\n", b"\n1205\n")
    assert by_the_letter(altered, str(OWN.verifier))[1] is False


GO_READER = """\
package main

import (
	"fmt"
	"io/ioutil"
	"os"

	"golang.org/x/mod/sumdb/note"
)

func main() {
	data, _ := ioutil.ReadFile(os.Args[1])
	verifier, err := note.NewVerifier(os.Args[2])
	if err != nil {
		fmt.Println("key:", err)
		os.Exit(2)
	}
	found, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		fmt.Println("note:", err)
		os.Exit(1)
	}
	fmt.Print(found.Text)
	signer, err := note.NewSigner(os.Args[3])
	if err != nil {
		fmt.Println("signer:", err)
		os.Exit(3)
	}
	again, _ := note.Sign(&note.Note{Text: found.Text}, signer)
	ioutil.WriteFile(os.Args[4], again, 0644)
}
"""


@pytest.mark.skipif(
    shutil.which("go") is None or not GO_SOURCES.is_dir(),
    reason="needs Go and its module library (Debian's golang-go and golang-golang-x-mod-dev)",
)
def test_go_reads_what_we_sign_and_we_read_what_go_signs(tmp_path: Path) -> None:
    """Go's golang.org/x/mod/sumdb/note, from which the specification was written, opens our note with our public half, and
    refuses an altered one; what it signs with our private half is, byte for byte, what we sign.
    """
    source, program = tmp_path / "reader.go", tmp_path / "reader"
    source.write_text(GO_READER, encoding="utf-8")
    go = {
        "GO111MODULE": "off",
        "GOPATH": "/usr/share/gocode",
        "GOCACHE": str(tmp_path / "cache"),
        "GOFLAGS": "",
    }
    subprocess.run(["go", "build", "-o", program, source], check=True, env={**os.environ, **go}, cwd=tmp_path)

    def opened(note: Note) -> tuple[int, str]:
        (tmp_path / "note").write_bytes(str(note).encode())
        words = [str(OWN.verifier), OWN.reveal().strip(), tmp_path / "again"]
        done = subprocess.run(
            [program, tmp_path / "note", *words], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout

    signed = note_of(HEAD).signed(PARISH).signed(OWN)
    assert opened(signed) == (0, note_of(HEAD).text)
    assert (tmp_path / "again").read_bytes() == str(note_of(HEAD).signed(OWN)).encode()
    altered = Note(signed.text.replace("1204", "1205"), signed.signatures)
    assert opened(altered)[0] == 1


def test_both_halves_come_back_from_their_texts() -> None:
    """A public half is read from what is printed of it, a private one from its file; each with its name."""
    assert VerifierKey.parse(f" {OWN.verifier}\n") == OWN.verifier
    assert SigningKey.parse(OWN.reveal()).verifier == OWN.verifier
    assert SigningKey.generate("a").verifier != SigningKey.generate("a").verifier


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-4],
        lambda text: text.replace("buyback/A1", "buyback/A2"),
        lambda text: text.replace("buyback/A1", "buyback A1"),
        lambda text: text.replace("+A", "+B", 1),
        lambda text: text.split("+")[0],
        lambda text: "",
    ],
)
def test_a_key_that_was_changed_is_none(change) -> None:  # type: ignore[no-untyped-def]
    """A letter lost, another name, another kind: the id in the text does not fit any more, and that is said."""
    with pytest.raises(errors.BadVerifierKey):
        VerifierKey.parse(change(str(OWN.verifier)))
    with pytest.raises(NoKeyText):
        SigningKey.parse(change(OWN.reveal()))


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\u2003b", "a\nb", "a\u200db", "x" * 81])
def test_a_name_that_no_key_can_have(name: str) -> None:
    """No blank of any kind, no plus, nothing unseen, nothing endless."""
    with pytest.raises(errors.BadKeyName):
        SigningKey.generate(name)


WHOLE = str(note_of(HEAD).signed(OWN).signed(PARISH)).encode()


@given(st.integers(0, len(WHOLE) - 1))
def test_a_note_that_is_cut_anywhere_is_refused_or_lacks_its_last_signature(length: int) -> None:
    """Whatever is lost of its end: it is no note, or one that is whole without the last line; never one that fits less."""
    try:
        note = Note.parse(WHOLE[:length], "cut")
    except errors.BadNote:
        return
    assert note.fits(OWN.verifier)
    assert note.fits(PARISH.verifier) is None


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_note_with_a_changed_byte_is_refused_or_does_not_fit(place: int, by: int) -> None:
    """A byte changed anywhere: no reader accepts all that it accepted before."""
    changed = bytearray(WHOLE)
    changed[place] ^= by
    try:
        note = Note.parse(bytes(changed), "changed")
    except errors.BadNote:
        return
    assert not (note.fits(OWN.verifier) and note.fits(PARISH.verifier))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"text\n",
        b"text\n\n",
        b"text\n\n\xe2\x80\x94 a AAAAAAA=",
        b"text\n\n-- a AAAAAAA=\n",
        b"text\n\n\xe2\x80\x94 a AAAAAAB=\n",
        b"text\n\n\xe2\x80\x94 a AAAAAA==\n",
        b"text\n\n\xe2\x80\x94  AAAAAAA=\n",
        b"text\ttext\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"\xff\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"text\r\n\r\n\xe2\x80\x94 a AAAAAAA=\r\n",
        b"text\n\n" + b"\xe2\x80\x94 a AAAAAAA=\n" * 101,
    ],
)
def test_what_is_no_note_is_refused(data: bytes) -> None:
    """No text, no signature, a line without its end, two hyphens for the dash, base64 that is not the one of its bytes."""
    with pytest.raises(errors.BadNote):
        Note.parse(data, "file")


ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"buyback/A1\n0\n{ROOT}\n",
        f"buyback/A1\n01\n{ROOT}\n",
        f"buyback/A1\n-1\n{ROOT}\n",
        f"buyback/A1\n{10**15}\n{ROOT}\n",
        f"buyback/\n1\n{ROOT}\n",
        f"buyback/A 1\n1\n{ROOT}\n",
        f"rekor.example\n1\n{ROOT}\n",
        "buyback/A1\n1\nAAAA\n",
        "buyback/A1\n1\n",
        f"buyback/A1\n\n1\n{ROOT}\n",
    ],
)
def test_a_note_of_something_else_is_no_checkpoint(text: str) -> None:
    """A log of others, a number with a nought before it, a hash of another length: refused in words."""
    with pytest.raises(errors.BadNote):
        checkpoint_of(Note(text), "file")


def test_lines_below_the_third_are_left_to_others() -> None:
    """The specification allows them; they are signed with the rest and say nothing here."""
    note = Note(note_of(HEAD).text + "extension\n")
    assert checkpoint_of(note, "file") == HEAD


def test_a_key_shows_in_nothing_that_is_printed() -> None:
    """Neither its text nor its bytes are in what Python shows of it."""
    shown = f"{OWN!r} {OWN} {OWN.verifier!r} {[OWN]} {vars(type(OWN))}"
    assert base64.b64encode(b"\x01" + bytes(range(32))).decode() not in shown
    assert "\\x1e\\x1f" not in shown
    assert OWN.verifier.brief in shown
