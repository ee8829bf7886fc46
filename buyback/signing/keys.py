"""The two halves of a signing key, as the texts that every tool for signed notes reads.

    public    NAME+KEYID+base64(0x01 || 32 bytes)                  what others check a signature by
    private   PRIVATE+KEY+NAME+KEYID+base64(0x01 || 32 bytes)      what stands in the key's file, and nowhere else

KEYID is the first four bytes of SHA-256(NAME || 0x0A || 0x01 || public key) in hex, 0x01 the mark of Ed25519 (RFC 8032),
by https://c2sp.org/signed-note. It names a key and proves nothing: what is trusted is the whole public half.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from buyback.errors import BadKeyName, BadVerifierKey

ED25519 = b"\x01"
LONGEST_NAME = 80

_PRIVATE = "PRIVATE+KEY+"
_KEY_BYTES = 32


def brief_name(name: str, key_id: bytes) -> str:
    """A key as a sentence names it: `buyback/A1+7f3a9c01`."""
    return f"{name}+{key_id.hex()}"


class NoKeyText(ValueError):
    """A text that holds no private half. It never says what it holds instead."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half: `name` says whose it is, `public` are its 32 bytes."""

    name: str
    public: bytes

    def __str__(self) -> str:
        return f"{self.brief}+{base64.b64encode(ED25519 + self.public).decode()}"

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature line names the key."""
        return hashlib.sha256(f"{self.name}\n".encode() + ED25519 + self.public).digest()[:4]

    @property
    def brief(self) -> str:
        """See `brief_name`."""
        return brief_name(self.name, self.id)

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read what `str()` writes; BadVerifierKey for anything else, also where the id is not the key's."""
        name, _1, rest = text.strip().partition("+")
        key_id, _2, encoded = rest.partition("+")
        data = decoded(encoded)
        if not is_name(name) or data is None or len(data) != 1 + _KEY_BYTES or data[:1] != ED25519:
            raise BadVerifierKey(text=text[:120])
        key = cls(name, data[1:])
        if key.id.hex() != key_id:
            raise BadVerifierKey(text=text[:120])
        return key

    def fits(self, text: str, signature: bytes) -> bool:
        """Whether the signature is one by this key over the text."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


class SigningKey:
    """The private half. Neither `repr` nor `str`, nor a traceback that shows variables, shows it."""

    __slots__ = ("_seed", "verifier")

    def __init__(self, name: str, seed: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._seed = _Hidden(seed)
        private = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = VerifierKey(name, private.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"SigningKey({self.verifier.brief!r})"

    @classmethod
    def generate(cls, name: str) -> "SigningKey":
        """A new key; BadKeyName for a name that no key can have."""
        from secrets import token_bytes

        return cls(check_name(name), token_bytes(_KEY_BYTES))

    @classmethod
    def parse(cls, text: str) -> "SigningKey":
        """Read what `reveal` writes; NoKeyText for anything else."""
        head, body = text[: len(_PRIVATE)], text[len(_PRIVATE) :].strip()
        name, _1, rest = body.partition("+")
        key_id, _2, encoded = rest.partition("+")
        data = decoded(encoded)
        whole = head == _PRIVATE and is_name(name) and data is not None and len(data) == 1 + _KEY_BYTES
        if not whole or data is None or data[:1] != ED25519:
            raise NoKeyText
        key = cls(name, data[1:])
        if key.verifier.id.hex() != key_id:
            raise NoKeyText
        return key

    def reveal(self) -> str:
        """The text of the key's file."""
        encoded = base64.b64encode(ED25519 + self._seed.data).decode()
        return f"{_PRIVATE}{self.verifier.brief}+{encoded}\n"

    def sign(self, text: str) -> bytes:
        """64 bytes over the text, the same for the same text."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self._seed.data).sign(text.encode())


class _Hidden:
    """Bytes that show in nothing that is printed of an object."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __repr__(self) -> str:
        return "'***'"


def is_name(name: str) -> bool:
    """Whether a key may have this name, by the specification: not empty, no blank of any kind, no plus."""
    return name != "" and not any(letter.isspace() or letter == "+" for letter in name)


def check_name(name: str) -> str:
    """The name for a new key; BadKeyName where no key can have it, or where it holds what nobody sees."""
    name = name.strip()
    if not is_name(name) or not name.isprintable() or len(name) > LONGEST_NAME:
        raise BadKeyName(text=name[:LONGEST_NAME], most=LONGEST_NAME)
    return name


def decoded(text: str) -> bytes | None:
    """What the base64 text (RFC 4648, section 4) holds, None unless it is the very text that those bytes make."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None
