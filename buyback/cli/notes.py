"""Signed checkpoints on the command line: files that are given to be compared, and those that are signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from buyback import errors
from buyback.chain import Checkpoint
from buyback.export.paper import files
from buyback.i18n import _
from buyback.signing import key_files
from buyback.signing.keys import VerifierKey
from buyback.signing.notes import Note
from buyback.signing.outcomes import GivenKey, Outcome, outcomes
from buyback.store.notes import read


@dataclass(frozen=True, slots=True)
class Given:
    """A checkpoint that was given, as text or as the file of a note, which then has its name."""

    checkpoint: Checkpoint
    note: Note | None = None
    file: str = ""


def given(text: str) -> Given:
    """Read L:SEQ:DIGEST, or the file of a note. BadCheckpoint for what is neither."""
    path = Path(text).expanduser()
    try:
        return Given(Checkpoint.parse(text))
    except errors.BadCheckpoint:
        if not (_stands(path) or path.suffix or path.parent != Path()):
            raise
    note, checkpoint = read(path)
    return Given(checkpoint, note, path.name)


def _stands(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def trusted(texts: Sequence[str], given: Sequence[Given]) -> tuple[VerifierKey, ...]:
    """The keys that are trusted; BadUsage where there is no note whose signatures could be checked by them."""
    keys = tuple(map(VerifierKey.parse, texts))
    if keys and not any(one.note for one in given):
        raise errors.BadUsage(problem=_("--trust is for a checkpoint in a file; name one with --checkpoint."))
    return keys


def judged(
    given: Sequence[Given], told: Sequence[GivenKey], trusted: Sequence[VerifierKey]
) -> tuple[list[Outcome], dict[Checkpoint, str]]:
    """What the signatures of every note come to, and the files of those notes below which a good one stands."""
    found: list[Outcome] = []
    signed: dict[Checkpoint, str] = {}
    for one in (one for one in given if one.note is not None):
        assert one.note is not None
        own = list(outcomes(one.note, one.checkpoint, told, trusted))
        if any(outcome.standing in ("own", "trusted") for outcome in own):
            signed[one.checkpoint] = one.file
        found += own
    return found, signed


def as_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "seq": outcome.said.seq,
        "key": outcome.key,
        "standing": outcome.standing,
        "message": str(outcome.said),
    }


def cosign(file: str, key_file: str, trust: Sequence[str]) -> tuple[Checkpoint, VerifierKey]:
    """Add this key's signature to the note in a file, below those that are there; what was signed, and by which key.

    With keys to trust, nothing is signed unless one of them signed the note: NoteAltered, NoteUntrusted.
    """
    path = Path(file).expanduser()
    note, checkpoint = read(path)
    keys = tuple(map(VerifierKey.parse, trust))
    stands = {key: note.fits(key) for key in keys}
    for key in (key for key, fits in stands.items() if fits is False):
        raise errors.NoteAltered(file=file, key=key.brief)
    if keys and not any(stands.values()):
        raise errors.NoteUntrusted(file=file)
    own = key_files.read(Path(key_file).expanduser())
    fits = note.fits(own.verifier)
    if fits is False:
        raise errors.NoteAltered(file=file, key=own.verifier.brief)
    if fits is None:
        files.save(path, str(note.signed(own)).encode(), replaces=True)
    return checkpoint, own.verifier
