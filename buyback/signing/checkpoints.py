"""A checkpoint of a ledger's log as the text of a signed note, in the form of https://c2sp.org/tlog-checkpoint.

    buyback/A1                                       the origin: the log of the ledger A1, and the name of its key
    1204                                             the size: the log has 1204 entries, numbered from 1 without a gap
    nywBq3feRBA...                                   the "root hash": base64 of the 32 bytes of entry 1204's digest

**What the root hash is here.** It is the head of a hash chain and not the root of a Merkle tree (RFC 6962): the digest of
the entry numbered as the size says, digest = SHA-256(previous digest in hex || 0x0A || body), each entry going on from the
one before it, the first from 64 zeros. The form of the note is that of a transparency log, so that any tool for signed
notes reads it and checks its signatures; what it says is that of a chain.

**What a reader may conclude.** Whoever has the log and a note that a trusted key signed can compute every digest again: if
entry 1204 of that log has this digest, then its entries 1 to 1204 are, letter for letter and in this order, those that the
log had when the note was signed. If it does not, one of the two is not what was signed. Two notes with the same origin and
size and different hashes, both signed by the ledger's key, prove that the ledger showed two histories. A co-signature
proves that its signer had this very text before them.

**What a reader may not conclude.** Nothing about entries after the size. Nothing from the note alone about what an entry
says: the digest shows no part of the log, and there are neither inclusion nor consistency proofs, which are made of a
Merkle tree; a program that asks for such a proof has to refuse this log, and to see that a later note goes on from an
earlier one the entries between them are needed. Nothing about whether what was recorded is true, or when a note was
signed: it carries no time. And the ledger's own signature says that it was made where the ledger's key file was: whoever
holds that file can sign another history. Co-signatures, and copies kept elsewhere, are what that cannot undo.
"""

import base64

from buyback.chain import Checkpoint
from buyback.errors import BadNote
from buyback.i18n import N_
from buyback.signing.keys import decoded
from buyback.signing.notes import Note

ORIGINS = "buyback/"
"""How the origin of every ledger begins; the names of other parties' keys do not begin so."""

_DIGEST_BYTES = 32
_MOST_DIGITS = 15


def origin(ledger: str) -> str:
    """The name of a ledger's log and of its key."""
    return ORIGINS + ledger


def note_of(checkpoint: Checkpoint) -> Note:
    """The checkpoint as a note that nobody has signed yet."""
    root = base64.b64encode(bytes.fromhex(checkpoint.digest)).decode()
    return Note(f"{origin(checkpoint.ledger)}\n{checkpoint.seq}\n{root}\n")


def checkpoint_of(note: Note, file: str) -> Checkpoint:
    """The checkpoint that a note holds; BadNote where it holds none of a ledger. Lines below the third say nothing here."""
    name, size, root = (*note.text.split("\n")[:3], "", "")[:3]
    if "" in note.text[:-1].split("\n"):
        raise BadNote(file=file, problem=N_("its text is no checkpoint"))
    code = name.removeprefix(ORIGINS)
    if not name.startswith(ORIGINS) or not (code.isalnum() and code.isascii()):
        raise BadNote(file=file, problem=N_("it is of another log and of no ledger of this program"))
    numbered = size.isdecimal() and size.isascii() and size[:1] != "0" and len(size) <= _MOST_DIGITS
    digest = decoded(root)
    if not numbered or digest is None or len(digest) != _DIGEST_BYTES:
        raise BadNote(file=file, problem=N_("its text is no checkpoint"))
    return Checkpoint(code, int(size), digest.hex())
