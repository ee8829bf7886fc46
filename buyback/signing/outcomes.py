"""What the signatures of a checkpoint come to: one outcome for each that somebody wants to know of, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from buyback.chain import Certainty, Checkpoint, Finding
from buyback.i18n import N_
from buyback.signing.checkpoints import origin
from buyback.signing.keys import VerifierKey
from buyback.signing.notes import Note

Standing: TypeAlias = Literal[
    "own", "trusted", "unknown", "altered", "unsigned", "replaced", "keyless", "missing", "foreign"
]

_GOOD: tuple[Standing, ...] = ("own", "trusted", "unknown")
_CERTAIN: tuple[Standing, ...] = ("altered", "replaced")
_WORDS: dict[Standing, str] = {
    "own": N_("Entry {seq}: the ledger's own signature fits; it is by the key {key}, which entry {given} gave it."),
    "trusted": N_("Entry {seq}: the signature of {key} fits, and you trust that key."),
    "unknown": N_("Entry {seq}: {key} signed too, which was not checked, as nobody named that key as trusted."),
    "altered": N_(
        "Entry {seq}: the signature of {key} does not fit what the checkpoint says. It was changed after it was signed, "
        "or somebody else signed it under that name."
    ),
    "unsigned": N_(
        "Entry {seq}: the checkpoint does not carry the ledger's own signature, by the key {key} that entry {given} gave it."
    ),
    "replaced": N_(
        "Entry {seq}: the checkpoint is signed by the key {key}, and when that entry was made the ledger's key was the one "
        "that entry {given} gave it."
    ),
    "keyless": N_(
        "Entry {seq}: by the log the ledger had no key then, so its own signature cannot be checked."
    ),
    "missing": N_("Entry {seq}: {key}, which you trust, did not sign this checkpoint."),
    "foreign": N_(
        "Entry {seq}: you trust {key} as a key of this ledger, and no entry of the log gives it that key. Compare it with "
        "what you noted; if it is the same, the history was rewritten."
    ),
}  # fmt: skip


class GivenKey(NamedTuple):
    """A key of the ledger, and the entry from which on it is the one that signs."""

    seq: int
    key: VerifierKey


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a signature stands, by which key, and the sentence that says so."""

    standing: Standing
    key: str
    said: Finding

    @property
    def is_finding(self) -> bool:
        """Whether something is wrong, and not only to be known."""
        return self.standing not in _GOOD


def outcomes(
    note: Note, checkpoint: Checkpoint, given: Sequence[GivenKey], trusted: Sequence[VerifierKey]
) -> Iterator[Outcome]:
    """The ledger's own signature against the key that was good at the checkpoint's entry, each trusted key's, then others.

    `given` are the keys as the log tells of them, in order. Signatures by keys that nobody named prove nothing and are
    no fault either: see https://c2sp.org/signed-note.
    """
    good = next((one for one in reversed(given) if one.seq <= checkpoint.seq), None)
    yield _own(note, checkpoint, good, given)
    own, named = {one.key for one in given}, tuple(dict.fromkeys(trusted))
    for key in named:
        if key.name == origin(checkpoint.ledger) and key not in own:
            yield _outcome("foreign", key.brief, checkpoint)
        elif good is None or key != good.key:
            fits = note.fits(key)
            standing: Standing = "missing" if fits is None else "trusted" if fits else "altered"
            yield _outcome(standing, key.brief, checkpoint)
    known = {(key.name, key.id) for key in (*own, *named)}
    for line in note.signatures:
        if (line.name, line.key_id) not in known:
            yield _outcome("unknown", line.brief, checkpoint)


def _own(note: Note, checkpoint: Checkpoint, good: GivenKey | None, given: Sequence[GivenKey]) -> Outcome:
    if good is None:
        return _outcome("keyless", origin(checkpoint.ledger), checkpoint)
    fits = note.fits(good.key)
    if fits is not None:
        return _outcome("own" if fits else "altered", good.key.brief, checkpoint, good.seq)
    other = next((one.key for one in given if note.of(one.key)), None)
    standing: Standing = "unsigned" if other is None else "replaced"
    return _outcome(standing, (other or good.key).brief, checkpoint, good.seq)


def _outcome(standing: Standing, key: str, checkpoint: Checkpoint, given: int = 0) -> Outcome:
    values: tuple[tuple[str, str | int], ...] = (("key", key), ("given", given))
    certainty: Certainty = "certain" if standing in _CERTAIN else "look"
    said = Finding("signature", checkpoint.ledger, checkpoint.seq, _WORDS[standing], values, certainty)
    return Outcome(standing, key, said)
