"""What was kept of the log, against the log: checkpoints from elsewhere, and the notes that the ledger's own key signed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from buyback import chain
from buyback.chain import Checkpoint, Finding, Sealed, Since
from buyback.fact_json import Undecodable
from buyback.facts import DayClosed
from buyback.i18n import N_
from buyback.signing.outcomes import Outcome, outcomes
from buyback.store import notes, places
from buyback.store.checks.dating import dated
from buyback.store.checks.log import last_seq, standing
from buyback.store.checks.tally import Tally
from buyback.store.engine import Db
from buyback.store.notes import Lying
from buyback.store.views import keys

_CUT = N_(
    "The ledger's key signed in {file} that entry {seq} has the digest {signed}…, and this log ends with entry {last}: "
    "entries were taken away after that was signed."
)
_GONE = N_(
    "The ledger's key signed in {file} that entry {seq} has the digest {signed}…, and this log has no such entry: it was "
    "taken away after that was signed."
)
_OTHER = N_(
    "The ledger's key signed in {file} that entry {seq} has the digest {signed}…, and in this log it has {found}…: the "
    "history up to there was rewritten after that was signed."
)
_OTHER_CLOSE = N_(
    "The ledger's key signed in {file}, at the close of {day} at {name}, that entry {seq} has the digest {signed}…, and in "
    "this log it has {found}…: the history up to there was rewritten after that was signed."
)
_NO_KEY_OF_LOG = N_(
    "By a key whose private half lies beside this ledger, and which no entry of its log gives it, are signed: {files}. Entries "
    "were taken away, or the history was rewritten with another key."
)
_NOT_COMPARED = N_("A note beside the ledger could not be compared: {problem}")
_IN_FILE = N_("{file}: {said}")
_SHOWN = 8
_MOST_NAMED = 3


def check_checkpoints(
    db: Db, given: Iterable[Checkpoint], signed: Mapping[Checkpoint, str], tally: Tally
) -> Iterator[Finding]:
    """Whether each checkpoint names an entry of the log by its digest; `signed` are those that stand signed in a file."""
    for checkpoint in given:
        tally.checkpoints += 1
        if checkpoint in signed:
            yield from says_otherwise(db, checkpoint, signed[checkpoint], tally, "checkpoint")
            continue
        found = standing(db, checkpoint.seq)
        misses = list(chain.check_checkpoint(checkpoint, found))
        if not misses:
            tally.borne_out.add(checkpoint.seq)
        since = Since(tally.before(checkpoint.seq), after=True)
        yield from (replace(miss, since=since) for miss in misses)


def check_notes(
    db: Db, tally: Tally, folder: str = "", given: Collection[Checkpoint] = ()
) -> Iterator[Finding]:
    """Whether each note in the folder, by default the one beside the ledger, that the ledger's key signed is borne out by the log.

    A note of `given` is compared already. One that names this ledger and carries no signature of a key that its log gives
    it is of another ledger with this code, unless that key lies beside this ledger: `tally` names its file.
    """
    lies = notes.lying(db.connection.engine, db.ledger, folder)
    for problem in lies.unread:
        yield Finding("notes", db.ledger, 0, _NOT_COMPARED, (("problem", problem),), "look")
    told = keys.told(db) if lies.notes else ()
    strange = [one for one in lies.notes if not any(one.note.of(key.key) for key in told)]
    yield from _strangers(db, strange, tally)
    for one in sorted((one for one in lies.notes if one not in strange), key=lambda one: one.checkpoint.seq):
        tally.notes += 1
        own = next(outcomes(one.note, one.checkpoint, told, ()))
        if own.is_finding:
            yield _in_file(one, own)
        if any(one.note.fits(key.key) for key in told) and one.checkpoint not in given:
            yield from says_otherwise(db, one.checkpoint, one.name, tally)


@dataclass(frozen=True, slots=True)
class Misfits:
    """What the notes in a folder find, each since when, and the first entry (None) of which one says otherwise than the log."""

    findings: tuple[Finding, ...]
    first_seq: int | None


def misfits(db: Db, folder: str = "") -> Misfits:
    """For whoever writes something else of the ledger than what a check of all of it found."""
    tally = Tally()
    found = tuple(dated(db, check_notes(db, tally, folder)))
    return Misfits(found, min(tally.against, default=None))


def says_otherwise(
    db: Db, signed: Checkpoint, file: str, tally: Tally, check: str = "notes"
) -> Iterator[Finding]:
    """What the log contradicts of a checkpoint that stands signed in the file; `tally` has whether it bears it out."""
    found = standing(db, signed.seq)
    if found is not None and found.digest == signed.digest:
        tally.borne_out.add(signed.seq)
        return
    tally.against.add(signed.seq)
    since = Since(tally.before(signed.seq), after=True)
    values: tuple[tuple[str, str | int], ...] = (("file", file), ("signed", signed.digest[:_SHOWN]))
    if found is None:
        last = last_seq(db)
        template = _GONE if last > signed.seq else _CUT
        yield Finding(check, db.ledger, signed.seq, template, (*values, ("last", last)), since=since)
        return
    values = (*values, ("found", found.digest[:_SHOWN]))
    close = _close(found)
    if close is None:
        yield Finding(check, db.ledger, signed.seq, _OTHER, values, since=since)
        return
    more = (("day", close.business_on), ("name", close.site))
    yield Finding(check, db.ledger, signed.seq, _OTHER_CLOSE, (*values, *more), since=since)


def _close(found: Sealed) -> DayClosed | None:
    try:
        fact = chain.open_body(found.body).fact
    except Undecodable:
        return None
    return fact if isinstance(fact, DayClosed) else None


def _strangers(db: Db, strange: Sequence[Lying], tally: Tally) -> Iterator[Finding]:
    """Notes of another ledger with this code; or of this one under a key that its log does not know."""
    own = [one for one in strange if _has_key_here(db, one)]
    tally.strange = tuple(one.name for one in strange if one not in own)
    if own:
        first = ", ".join(one.name for one in own[:_MOST_NAMED])
        files = first if len(own) <= _MOST_NAMED else f"{first}, … ({len(own)})"
        least = min(one.checkpoint.seq for one in own)
        yield Finding("notes", db.ledger, least, _NO_KEY_OF_LOG, (("files", files),))


def _has_key_here(db: Db, one: Lying) -> bool:
    """Whether the private half of a key that signed it lies beside this ledger's file: of a database many may be there."""
    engine = db.connection.engine
    if engine.dialect.name != "sqlite":
        return False
    return any(places.key_file_of(engine, db.ledger, line.key_id).exists() for line in one.note.signatures)


def _in_file(one: Lying, own: Outcome) -> Finding:
    values = (("file", one.name), ("said", str(own.said)))
    return replace(own.said, check="notes", template=_IN_FILE, values=values)
