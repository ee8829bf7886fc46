"""The signed checkpoint under which something is published."""

from dataclasses import dataclass
from pathlib import Path

from buyback import errors
from buyback.chain import Checkpoint
from buyback.facts import DroppedOff
from buyback.signing.checkpoints import checkpoint_of
from buyback.signing.keys import VerifierKey
from buyback.signing.notes import Note, Signature
from buyback.store import notes
from buyback.store.engine import Db
from buyback.store.views import keys, log


@dataclass(frozen=True, slots=True)
class Proof:
    """A checkpoint of the log, the note that holds it, and the key by which the ledger signed it."""

    checkpoint: Checkpoint
    note: Note
    key: VerifierKey

    @property
    def signature(self) -> Signature:
        """The ledger's own signature line."""
        return self.note.of(self.key)[0]


def read(path: Path) -> Note:
    """The note in a file; UnreadableFile, BadNote."""
    return notes.read(path)[0]


def proof(db: Db, note: Note, name: str) -> Proof:
    """The note as a proof, if this ledger's log and key bear it out; `name` is what refusals call it.

    CheckpointElsewhere, CheckpointNotInLog, CheckpointNotSigned; CheckpointOfDropOff where it would give a code away.
    """
    checkpoint = checkpoint_of(note, name)
    if checkpoint.ledger != db.ledger:
        raise errors.CheckpointElsewhere(given=checkpoint.ledger, own=db.ledger)
    entry = log.sealed(db, checkpoint.seq)
    if entry is None or entry.digest != checkpoint.digest:
        raise errors.CheckpointNotInLog(file=name, seq=checkpoint.seq)
    if entry.kind == DroppedOff.__name__:
        raise errors.CheckpointOfDropOff(file=name, seq=checkpoint.seq)
    good = keys.good_at(db, checkpoint.seq)
    if good is None:
        raise errors.KeyLacking(ledger=db.ledger)
    if not note.fits(good.key):
        raise errors.CheckpointNotSigned(file=name, seq=checkpoint.seq, key=good.key.brief)
    return Proof(checkpoint, note, good.key)
