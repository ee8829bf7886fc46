"""The one writer: entries go into the log here and nowhere else, each with its projections, in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Insert, insert

from buyback import chain, errors, folios, rules
from buyback.chain import FIRST_PREVIOUS, Entry, Sealed, parse_utc, utc_text
from buyback.fact_json import Undecodable
from buyback.facts import ClockWentBack, DayClosed, DroppedOff, Fact, FoliosReserved
from buyback.i18n import _
from buyback.rules import Box, Closed
from buyback.store import shape
from buyback.store.complaints import NotWritten
from buyback.store.engine import ONE_AT_A_TIME, Db, Store
from buyback.store.fitting import Unfit
from buyback.store.statements import text
from buyback.store.views import close

if TYPE_CHECKING:  # the tables' models are loaded when the first entry is written
    from buyback.store.projections import Projecting

CLOCK_TOLERANCE = timedelta(minutes=1)
"""By how much a clock may be set back unmentioned: what a computer does that asks the network for the time."""


@dataclass(slots=True)
class Writer:
    """The writer's turn in one transaction: who writes, when, and where the chain stands."""

    db: Db
    by: str
    at: str
    head_seq: int
    head_digest: str
    folio_count: int
    last_at: str = ""
    clock_step: ClockWentBack | None = None
    closed: dict[str, Closed | None] = field(default_factory=dict)
    """By site, the last day that is closed, as it was read in this turn."""
    _projecting: "Projecting | None" = None

    def next_folio(self) -> str:
        """The folio that follows the last one; it is taken when a DroppedOff with it is appended."""
        return self.next_folios(1)[0]

    def next_folios(self, number: int) -> tuple[str, ...]:
        """So many folios that follow the last one; they are taken when a FoliosReserved with them is appended."""
        first = self.folio_count + 1
        return tuple(folios.make(self.db.ledger, each) for each in range(first, first + number))

    def append(self, fact: Fact) -> Sealed:
        """Seal the fact as the next entry and make its projections; the row that was written.

        Where the clock went back since the last entry, a ClockWentBack is sealed before it. DayIsClosed for what is
        booked to a closed day.
        """
        self.check_day(fact)
        self.note_clock()
        sealed = chain.seal(
            fact,
            ledger=self.db.ledger,
            seq=self.head_seq + 1,
            at=self.at,
            by=self.by,
            previous=self.head_digest,
        )
        written = self.db.connection.execute(
            _insert_entry(), sealed._asdict(), execution_options={"preserve_rowcount": True}
        )
        if written.rowcount != 1:
            raise NotWritten(_("the database kept nothing of it"))
        entry = Entry(self.db.ledger, sealed.seq, sealed.at, self.by, sealed.kind, fact)
        self.projecting.add(entry, sealed)
        self.head_seq, self.head_digest = sealed.seq, sealed.digest
        self.folio_count += _folios_taken(fact)
        if isinstance(fact, DayClosed):
            self.closed.pop(fact.site, None)
        return sealed

    def box(self, site: str) -> Box | None:
        """The cash box of a site after what was appended so far; None as long as it is not kept. Read once in a turn."""
        return self.projecting.boxes.box(self.db.ledger, site)

    @property
    def projecting(self) -> "Projecting":
        """The projections of this turn."""
        from buyback.store.projections import Projecting

        if self._projecting is None:
            self._projecting = Projecting(self.db.connection)
        return self._projecting

    def finish(self) -> None:
        """Write in the ledger's row where the log and the folios end after what was appended."""
        if self._projecting is not None:
            self._projecting.finish()

    def check_day(self, fact: Fact) -> None:
        """DayIsClosed where the fact is booked to a day that one of its sites has closed. One row is read for each site."""
        booked = rules.booked(fact)
        if booked is None:
            return
        for site in sorted({*booked.sites, *close.sites_of(self.db, booked.folios)}):
            found = self.closed_day(site)
            if found is not None:
                rules.check_booking(booked.business_on, found)

    def closed_day(self, site: str) -> Closed | None:
        """The last day of the site that is closed; read once in a turn."""
        if site not in self.closed:
            self.closed[site] = close.closed_until(self.db, site)
        return self.closed[site]

    def note_clock(self) -> None:
        """Seal a ClockWentBack where the clock went back since the last entry; once in a turn."""
        if self._clock_went_back():
            self.clock_step, self.last_at = ClockWentBack(self.last_at, self.at), self.at
            self.append(self.clock_step)

    def _clock_went_back(self) -> bool:
        """Whether the entry before says a time that is a minute or more after now."""
        if self.at >= self.last_at:
            return False
        try:
            return parse_utc(self.last_at) - parse_utc(self.at) >= CLOCK_TOLERANCE
        except ValueError as problem:
            raise Undecodable(f"entry {self.head_seq}: {problem}") from problem


@cache
def _insert_entry() -> Insert:
    from buyback.store import schema

    return insert(schema.log())


def _folios_taken(fact: Fact) -> int:
    """How many new folios the fact gives out; one that is typed in from a form has the form's."""
    if isinstance(fact, FoliosReserved):
        return len(fact.folios)
    return int(isinstance(fact, DroppedOff) and fact.form_seq is None)


@contextmanager
def writing(store: Store, *, by: str, at: datetime) -> Iterator[Writer]:
    """Take the writer's turn: what is appended inside is kept together or not at all.

    TablesDisagree where the ledger's row does not tell where its log and its folios end: what follows a wrong end
    would stand in the log for ever.
    """
    with store.transaction() as db:
        named = {"ledger": db.ledger}
        if not store.is_sqlite:
            db.connection.execute(text("SELECT 1 FROM ledger WHERE code = :ledger FOR UPDATE"), named)
        stands = db.connection.execute(_ENDS, named).one_or_none()
        if stands is None or stands[:3] != stands[3:6]:
            raise Unfit(_("the table ledger does not say where the log ends"))
        head_seq, head_digest, folio_count = stands[:3]
        writer = Writer(db, by, utc_text(at), head_seq, head_digest, folio_count, stands.at)
        yield writer
        writer.finish()
    if writer.clock_step is not None:
        store.clock_steps.append(writer.clock_step)


_ENDS = text(
    "SELECT e.seq, e.digest, (SELECT coalesce(max(last), 0) FROM"
    " (SELECT max(number) AS last FROM drop_off WHERE ledger = :ledger"
    " UNION ALL SELECT max(number) FROM blank_form WHERE ledger = :ledger) AS given),"
    " l.head_seq, l.head_digest, l.folios, e.at FROM ledger l"
    " JOIN entry e ON e.ledger = l.code AND e.seq = (SELECT max(seq) FROM entry WHERE ledger = :ledger)"
    " WHERE l.code = :ledger"
)
"""Where the log ends, and the folios, by the log itself and by the ledger's row.

Read after the lock is held, so that it is what the writer before has left.
"""


@contextmanager
def opening(store: Store, *, by: str, at: datetime) -> Iterator[Writer]:
    """Take the first turn of a new ledger, whose first fact is its LedgerOpened; LedgerExists if another was first."""
    with store.transaction() as db:
        if not store.is_sqlite:
            db.connection.exec_driver_sql(ONE_AT_A_TIME)
        taken = text("SELECT 1 FROM entry WHERE ledger = :ledger OR :only_one = 1 LIMIT 1")
        if db.connection.scalar(taken, {"ledger": store.ledger, "only_one": int(store.is_sqlite)}):
            raise errors.LedgerExists(where=store.where)
        writer = Writer(db, by, utc_text(at), 0, FIRST_PREVIOUS, 0)
        yield writer
        writer.finish()


def rebuild(store: Store, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Drop and remake every projection from the log, in one transaction; how many entries were replayed.

    Whatever became of their tables, and of the triggers that guard the log, they are those of a new ledger again.
    """
    from buyback.store import projections, schema

    with store.transaction() as db:
        connection = db.connection
        if not store.is_sqlite:
            connection.exec_driver_sql(ONE_AT_A_TIME)
        misfits = shape.misfits(connection)
        if store.is_sqlite or misfits:
            schema.remake_projections(connection, spares_others=True)
        else:  # readers of PostgreSQL go on seeing the old rows, and a writer that waits for its turn finds the new ones
            connection.exec_driver_sql("LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE")
            projections.clear(connection)
        if not shape.is_guarded(connection):
            schema.restore_guards(connection)
        return projections.refill(connection, progress)
