"""A signed note: a text and, below a blank line, the signatures over it, by https://c2sp.org/signed-note.

    text, which ends with a line feed
    (blank line)
    — NAME base64(4 bytes of key id || signature)      one line or more

A signature is over the text with its last line feed and nothing else, so signers can be added later by anybody.
"""

import base64
from dataclasses import dataclass, replace

from buyback.errors import BadNote
from buyback.i18n import N_
from buyback.signing.keys import SigningKey, VerifierKey, brief_name, decoded, is_name

LARGEST_BYTES = 65_536
MOST_SIGNATURES = 100
"""A reader has to take 16 at least; Go's reference reader takes as many as this."""

_DASH = "\N{EM DASH} "
_ID_BYTES = 4


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line: the name and id of a key, and what it signed; whether it fits is for `Note.standing`."""

    name: str
    key_id: bytes
    data: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.data).decode()}"

    @property
    def brief(self) -> str:
        """The key that signed; see `brief_name`."""
        return brief_name(self.name, self.key_id)

    def is_of(self, key: VerifierKey) -> bool:
        """Whether the line says that this key signed."""
        return (self.name, self.key_id) == (key.name, key.id)


@dataclass(frozen=True, slots=True)
class Note:
    """A text with its signatures. `str()` is the whole file."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{line}\n" for line in self.signatures)

    @classmethod
    def parse(cls, data: bytes, file: str) -> "Note":
        """Read a note's file; BadNote, which names the file, for one that is none, or is cut short."""
        try:
            whole = data.decode()
        except UnicodeDecodeError as problem:
            raise BadNote(file=file, problem=N_("it is no text")) from problem
        if any(letter < " " and letter != "\n" for letter in whole):
            raise BadNote(file=file, problem=N_("it holds characters that no note holds"))
        text, blank, below = whole.rpartition("\n\n")
        if not blank or not text or not below:
            raise BadNote(file=file, problem=N_("no signature stands below its text"))
        if not below.endswith("\n"):
            raise BadNote(file=file, problem=N_("it is cut short: its last line does not end"))
        lines = below[:-1].split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise BadNote(file=file, problem=N_("it has more signatures than a note may have"))
        return cls(text + "\n", tuple(_signature(line, file) for line in lines))

    def signed(self, key: SigningKey) -> "Note":
        """The note with this key's signature below the others."""
        made = Signature(key.verifier.name, key.verifier.id, key.sign(self.text))
        return replace(self, signatures=(*self.signatures, made))

    def of(self, key: VerifierKey) -> tuple[Signature, ...]:
        """The lines that say that this key signed."""
        return tuple(line for line in self.signatures if line.is_of(key))

    def fits(self, key: VerifierKey) -> bool | None:
        """Whether the key signed this text: None where no line says so, False where one says so and does not fit."""
        lines = self.of(key)
        return all(key.fits(self.text, line.data) for line in lines) if lines else None


def _signature(line: str, file: str) -> Signature:
    name, _blank, encoded = line.removeprefix(_DASH).partition(" ")
    data = decoded(encoded)
    if not line.startswith(_DASH) or not is_name(name) or data is None or len(data) <= _ID_BYTES:
        raise BadNote(file=file, problem=N_("a line below its text is no signature"))
    return Signature(name, data[:_ID_BYTES], data[_ID_BYTES:])
