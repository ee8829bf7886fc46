"""Verification is recomputation: every digest again, every rule again, and every projection again from the log.

Each check has a name and yields findings, and none stops the others; an empty answer means that nothing was found.

    file          SQLite finds its file sound
    guards        tables, indexes and triggers are those of a new ledger
    versions      the tables are said to be those of this version
    ledgers       a file holds one ledger's entries
    digest, order, gap, columns    each entry fits its digest, follows the one before it, and says the same beside its body
    end           the log reaches as far as the ledger knows
    checkpoint    what was kept elsewhere is in the log
    notes         what the ledger's key signed, and lies beside the ledger, is in the log
    unreadable    each entry can be read
    story.CHECKS  what the entries say contradicts no rule
    projections   the tables are what a replay of the log makes
    secrets       what PINs and codes are checked by is there, and nothing else
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from buyback import chain, errors
from buyback.chain import Checkpoint, Finding
from buyback.fact_json import LARGEST_INTEGER
from buyback.store.checks.counts import COUNTED, OF_EVERY_ENTRY
from buyback.store.checks.dating import dated
from buyback.store.checks.file import check_file, check_guards, check_ledgers, check_versions
from buyback.store.checks.log import Progress, check_chain, check_end, silent
from buyback.store.checks.notes import check_checkpoints, check_notes, misfits
from buyback.store.checks.tables import check_projections, tried
from buyback.store.checks.tally import Tally
from buyback.store.engine import Store
from buyback.store.statements import text

__all__ = [
    "COUNTED",
    "OF_EVERY_ENTRY",
    "PASSES",
    "Progress",
    "Tally",
    "check_chain",
    "check_notes",
    "check_projections",
    "head",
    "misfits",
    "verify",
]

PASSES = 3


def head(store: Store) -> Checkpoint:
    """Where the log ends, read from the log alone, whatever else is wrong with the ledger."""
    last = text(
        "SELECT seq, digest FROM entry WHERE ledger = :ledger AND seq <= :largest ORDER BY seq DESC LIMIT 1"
    )
    with store.reading() as db:
        found = db.connection.execute(last, {"ledger": db.ledger, "largest": LARGEST_INTEGER}).first()
    return Checkpoint(store.ledger, *found) if found else Checkpoint(store.ledger, 0, chain.FIRST_PREVIOUS)


def verify(
    store: Store,
    given: Iterable[Checkpoint] = (),
    progress: Progress = silent,
    *,
    tally: Tally | None = None,
    signed: Mapping[Checkpoint, str] = MappingProxyType({}),
    note_folder: str = "",
) -> Iterator[Finding]:
    """Every finding in the store's ledger; `tally`, if given, holds afterwards how much was looked at.

    `progress` is told how many entries are done: each is gone over PASSES times, for its digest, for what it says, and for
    the tables. `signed` says in which file those of `given` stand that a good signature is below. `note_folder` is where the ledger's
    own notes are, by default beside it.

    CheckpointElsewhere for a checkpoint of another ledger, which says nothing about this one.
    """
    given, tally = tuple(given), tally or Tally()
    for checkpoint in given:
        if checkpoint.ledger != store.ledger:
            raise errors.CheckpointElsewhere(given=checkpoint.ledger, own=store.ledger)
    with store.reading() as db:
        yield from check_file(db)
        yield from check_guards(db, tally)
        yield from check_versions(db)
        yield from check_ledgers(db)
        yield from dated(db, check_chain(db, progress, tally))
        yield from dated(db, tried(db, "ledger", check_end(db)))
        yield from dated(db, check_checkpoints(db, given, signed, tally))
        yield from dated(db, check_notes(db, tally, note_folder, given))
        yield from dated(db, check_projections(db, tally, _after(progress, tally), _last(progress, tally)))


def _after(progress: Progress, tally: Tally) -> Progress:
    """The replay as the second part of the way, as long as that over the digests."""
    return lambda done: progress(tally.entries + done)


def _last(progress: Progress, tally: Tally) -> Progress:
    """The tables as the third part."""
    from buyback.store import schema

    number = len(schema.projections())
    return lambda done: progress(2 * tally.entries + tally.entries * done // number)
