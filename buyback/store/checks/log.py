"""The log itself: every digest, the order and the gaps, the columns beside the bodies, and its end."""

from collections.abc import Callable, Iterable, Iterator

from buyback import chain
from buyback.chain import Finding, Sealed, Since
from buyback.fact_json import LARGEST_INTEGER
from buyback.i18n import N_
from buyback.store.checks.tally import Tally
from buyback.store.engine import Db
from buyback.store.entries import entries, is_sound
from buyback.store.statements import text

Progress = Callable[[int], None]


def silent(_done: int) -> None:
    """Report no progress."""


def standing(db: Db, seq: int) -> Sealed | None:
    """The entry of this number as the log has it; None where it has none that can be read."""
    found = next(sound(entries(db.connection, ledger=db.ledger, after=seq - 1, limit=1)), None)
    return found if found is not None and found.seq == seq else None


def last_seq(db: Db) -> int:
    """The number of the log's last entry, whatever else is wrong with it; 0 where it has none."""
    last = db.connection.scalar(
        text("SELECT max(seq) FROM entry WHERE ledger = :ledger AND seq <= :largest"),
        {"ledger": db.ledger, "largest": LARGEST_INTEGER},
    )
    return last if isinstance(last, int) else 0


def check_end(db: Db) -> Iterator[Finding]:
    """Whether the log reaches as far as the ledger's own row says."""
    last = last_seq(db)
    knows = db.connection.scalar(
        text("SELECT head_seq FROM ledger WHERE code = :ledger"), {"ledger": db.ledger}
    )
    if isinstance(knows, int) and knows > last:
        template = N_(
            "The log ends with entry {seq}, and the ledger knows entry {knows}: its end was cut off."
        )
        values = (("knows", knows),)
        yield Finding("end", db.ledger, last, template, values, since=Since(last, after=True))


def check_chain(db: Db, progress: Progress = silent, tally: Tally | None = None) -> Iterator[Finding]:
    """Digests, order, gaps, and the columns against the bodies."""
    odd: list[Sealed] = []
    rows = sound(entries(db.connection, ledger=db.ledger), odd)
    yield from chain.verify(_counted(rows, progress, tally or Tally()))
    for row in odd:
        template = N_(
            "A row of the log, numbered {number}, holds something else than text and whole numbers."
        )
        yield Finding("columns", db.ledger, 0, template, (("number", repr(row.seq)),))


def sound(rows: Iterable[Sealed], odd: list[Sealed] | None = None) -> Iterator[Sealed]:
    """The rows whose columns are of their types; the others, which a table without STRICT can hold, go into `odd`."""
    for row in rows:
        if is_sound(row):
            yield row
        elif odd is not None:
            odd.append(row)


def _counted(rows: Iterable[Sealed], progress: Progress, tally: Tally) -> Iterator[Sealed]:
    for number, row in enumerate(rows, start=1):
        tally.entries = number
        if number % 5000 == 0:
            progress(number)
        yield row
