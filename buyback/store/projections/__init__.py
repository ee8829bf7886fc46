"""What an entry changes in the typed tables: a pure function of the entry, so that a replay gives the same rows.

`changes` knows the facts (each area registers its own), `Projecting` the database in a writer's turn, `replay` does many
entries at once. No change reads a table: all that a row needs stands in the fact, but for the cash boxes, which go
on from what they held (`cash.Boxes`).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing

from sqlalchemy import Connection, delete, exc

from buyback import chain
from buyback.chain import Entry, Sealed
from buyback.errors import Refusal
from buyback.store import schema
from buyback.store.entries import Contradicted, Unreadable, entries, is_sound
from buyback.store.projections import (  # noqa: F401 - each registers its own
    audit,
    close,
    custody,
    drop_offs,
    forms,
    marks,
    people,
    samples,
    setup,
    vouchers,
)
from buyback.store.projections.batch import Batch
from buyback.store.projections.cash import Boxes
from buyback.store.projections.change import Change, Update, changes_of

AT_ONCE = 2000
"""After how many entries of a replay their rows are written and the progress is told."""


def changes(entry: Entry, boxes: Boxes) -> Iterator[Change]:
    """The rows that the entry adds and changes; `boxes` holds the cash boxes before it, and then after it."""
    yield from changes_of(entry.fact, entry)
    yield from boxes.changes(entry)


def _head(sealed: Sealed) -> Update:
    return Update("ledger", {"code": sealed.ledger}, {"head_seq": sealed.seq, "head_digest": sealed.digest})


class Projecting:
    """The projections of one writer's turn: each entry's rows at once, where the log and the folios end when it is over."""

    def __init__(self, connection: Connection) -> None:
        self.batch, self.boxes = Batch(connection), Boxes(connection)

    def add(self, entry: Entry, sealed: Sealed) -> None:
        """Make the entry's changes in the connection's transaction."""
        for change in (*changes(entry, self.boxes), _head(sealed)):
            again = self.batch.add(change)
            if again:
                raise Unreadable(sealed.seq, f"it makes {again} again")
        self.batch.flush(except_updates_of="ledger")

    def finish(self) -> None:
        """Write where the log and the folios end now."""
        self.batch.flush()


def replay(
    connection: Connection,
    rows: Iterable[Sealed],
    *,
    progress: Callable[[int], None] = lambda _done: None,
    skipped: list[Unreadable] | None = None,
    watch: Callable[[Entry], None] = lambda _entry: None,
) -> int:
    """Make every row's changes, in order; how many there were. `watch` is told each entry that can be read.

    An entry that cannot be read, or makes a row anew, raises Unreadable; or goes into `skipped`, for whoever looks
    into a ledger that was tampered with: then rows that contradict each other stop nothing, and the last one stands.
    """
    batch, boxes, done = Batch(connection, replaces=skipped is not None), Boxes(connection), 0
    heads: dict[str, Sealed] = {}

    def flush() -> None:
        for sealed in heads.values():
            batch.add(_head(sealed))
        heads.clear()
        batch.flush()
        progress(done)

    for sealed in rows:
        try:
            if not is_sound(sealed):
                raise ValueError("its columns do not hold text and whole numbers")
            entry = chain.open_body(sealed.body)
            made = tuple(changes(entry, boxes))
        except (Refusal, ValueError, IndexError) as problem:
            _skip(Unreadable(sealed.seq, str(problem)[:200]), skipped, problem)
            continue
        watch(entry)
        again = [row for row in map(batch.add, made) if row]
        if again:
            _skip(Unreadable(sealed.seq, f"it makes {again[0]} again"), skipped)
        heads[entry.ledger] = sealed
        done += 1
        if done % AT_ONCE == 0:
            flush()
    flush()
    return done


def _skip(unreadable: Unreadable, skipped: list[Unreadable] | None, problem: Exception | None = None) -> None:
    if skipped is None:
        raise unreadable from problem
    skipped.append(unreadable)


def clear(connection: Connection) -> None:
    """Empty every projection."""
    for table in reversed(schema.projections()):
        connection.execute(delete(table))


def refill(connection: Connection, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Fill empty projections from the log of the same database; how many entries there were.

    Unreadable or Contradicted where the log tells of what the tables cannot hold.
    """
    try:
        with closing(entries(connection)) as rows:
            return replay(connection, rows, progress=progress)
    except exc.IntegrityError as problem:
        raise Contradicted((str(problem.orig).splitlines() or [""])[0]) from problem
