"""Signing where the log stands, and the ledger's own key: its first one, and one in place of one that was lost."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from buyback import errors
from buyback.chain import Checkpoint
from buyback.desk.turn import turn
from buyback.export import checkpoints
from buyback.facts import DroppedOff, KeyChanged
from buyback.free_text import REASON, required
from buyback.rules import Approval
from buyback.signing import key_files
from buyback.signing.checkpoints import origin
from buyback.signing.keys import SigningKey, VerifierKey
from buyback.signing.notes import Note
from buyback.store import places
from buyback.store.engine import Store
from buyback.store.views import keys as view
from buyback.store.views import log
from buyback.store.views.keys import LedgerKey


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint that the ledger's key signed. `file` is where the note was kept, None where it was not."""

    checkpoint: Checkpoint
    key: VerifierKey
    note: Note
    file: Path | None = None


def sign(store: Store, checkpoint: Checkpoint) -> SignedCheckpoint:
    """The checkpoint with the signature of the key that was the ledger's at that entry. Nothing is written.

    KeyLacking where it had none; KeyMissing, KeyForeign, KeyFileOpen, BadKeyFile, UnreadableFile for its file.
    """
    with store.reading() as db:
        has = view.good_at(db, checkpoint.seq)
    if has is None:
        raise errors.KeyLacking(ledger=store.ledger)
    return SignedCheckpoint(checkpoint, has.key, checkpoints.signed(store.engine, checkpoint, has.key))


def sign_public(store: Store) -> SignedCheckpoint:
    """The newest checkpoint that anybody may see, signed; `sign` says what refuses.

    The entry of a drop-off is passed over: its digest begins with the check code of a receipt.
    """
    with store.reading() as db:
        checkpoint = log.last_but(db, DroppedOff.__name__)
    return sign(store, checkpoint)


def is_at_hand(store: Store, key: VerifierKey) -> bool:
    """Whether the private half of the key is on this computer, where only this user can read it."""
    path = places.key_file(store.engine, store.ledger, key)
    try:
        return key_files.read(path).verifier == key
    except errors.Refusal:
        return False


def replace_key(
    store: Store, *, reason: str, by: str, at: datetime, approval: Approval | None = None
) -> LedgerKey:
    """Give the ledger a new key, its first one where it has none; from this entry on no other signs its checkpoints.

    The new key's file is there before the log names it. What the old key signed before stays good.
    """
    reason = required(reason, REASON)
    with turn(store, "key-replace", by=by, at=at, approval=approval) as this:
        writer = this.writer
        approved_by = this.approved("key")
        before = view.current(writer.db)
        with new_key(store) as key:
            was_seq = None if before is None else before.seq
            writer.append(KeyChanged(str(key), reason, approved_by, was_seq))
    with store.reading() as db:  # the ledger's row is written when the turn ends
        after = view.current(db)
    assert after is not None
    return after


@contextmanager
def new_key(store: Store) -> Iterator[VerifierKey]:
    """The public half of a new key for the ledger, whose file is there, and goes again where what is inside fails."""
    key = SigningKey.generate(origin(store.ledger))
    path = places.key_file(store.engine, store.ledger, key.verifier)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise errors.CannotWrite(path=str(path), problem=problem.strerror or str(problem)) from problem
    key_files.write(path, key)
    try:
        yield key.verifier
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
