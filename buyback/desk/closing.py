"""The close of a site's day, and the comparison of its signed paper the next morning. One verb, one transaction."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from buyback import errors, report, rules
from buyback.chain import Checkpoint
from buyback.desk.signing import SignedCheckpoint, sign
from buyback.desk.turn import turn
from buyback.errors import Refusal
from buyback.export import checkpoints
from buyback.facts import CloseCompared, DayClosed
from buyback.report import Reconciliation
from buyback.rules import Approval, Paper
from buyback.store.engine import Db, Store
from buyback.store.ledger import Writer
from buyback.store.views import close as view
from buyback.store.views import log, setup
from buyback.store.views.close import Close
from buyback.store.views.setup import Site


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day that is closed: what was sealed, and its three reconciliations as they were sealed with it.

    `signed` is the close's checkpoint as the ledger's key signed it, kept as a file; else `unsigned` says why it was not.
    """

    close: Close
    reconciliation: Reconciliation
    signed: SignedCheckpoint | None = None
    unsigned: Refusal | None = None

    @property
    def checkpoint(self) -> Checkpoint:
        """The entry that closed the day: what the signed paper says, as text and as QR."""
        return self.close.checkpoint


@dataclass(frozen=True, slots=True)
class Compared:
    """A paper that was compared with the log, recorded as the entry `seq`.

    `says` is what stands on the paper, `close` the day that the site closed last. Where the two do not agree, `found` is
    the digest that the entry of the paper's number has in the log, empty where the log has no such entry.
    """

    site: Site
    agrees: bool
    says: Paper
    close: Close
    found: str
    seq: int

    @property
    def closed_on(self) -> date:
        return self.close.day

    @property
    def refusal(self) -> Refusal | None:
        """Why they do not agree: the log has another entry of that number, or none; None where they agree."""
        if self.agrees:
            return None
        kind = errors.PaperDiffers if self.found else errors.PaperOfNoEntry
        return kind(seq=self.says.seq, day=self.closed_on.isoformat(), site=self.site.name)


def close_day(
    store: Store,
    site: str,
    day: date | None = None,
    *,
    by: str,
    at: datetime,
    approval: Approval | None = None,
    note_folder: str = "",
) -> ClosedDay:
    """Close a day of the site: seal what it comes to, with where the log stands. It takes no more entries.

    Then its checkpoint is signed and kept in `note_folder`, by default beside the ledger; the day is closed without too.

    `day` None is the oldest open day, today where none is open. Refused, in this order: InTheFuture, ClosedAlready,
    EarlierDayOpen, NoFloat, CloseUncounted, CloseCountOld, CloseCountEarlier, CloseCountOpen, and what `Turn.approved` says
    where the operator is no supervisor.
    """
    with turn(store, "close-day", by=by, at=at, approval=approval) as this:
        writer = this.writer
        where = setup.site(writer.db, site)
        chosen = day or day_to_close(writer.db, where, at)
        found = report.reconcile(writer.db, where.code, chosen, now=at)
        if found.hindrance is not None:
            raise found.hindrance
        signed_by = this.signed()
        writer.note_clock()
        writer.append(_sealed(found, writer, signed_by))
        close = view.close_of(writer.db, where.code, chosen)
        assert close is not None
        done = ClosedDay(close, report.reconcile(writer.db, where.code, chosen, now=at))
    try:
        signed = sign(store, close.checkpoint)
        file = checkpoints.keep(store.engine, close.checkpoint, signed.note, note_folder)
    except Refusal as refusal:
        return replace(done, unsigned=refusal)
    return replace(done, signed=replace(signed, file=file))


def day_to_close(db: Db, site: Site, at: datetime) -> date:
    """The oldest open day of the site, today where none is open."""
    today = site.business_date(at)
    return next(iter(view.open_days(db, site.code)), today)


def _sealed(found: Reconciliation, writer: Writer, signed_by: str) -> DayClosed:
    totals, count, box = found.totals, found.count, found.box
    return DayClosed(
        site=found.site.code,
        business_on=found.day.isoformat(),
        count_seq=count.seq,
        count_expected_minor=count.expected_minor,
        counted_minor=count.counted_minor,
        carried_minor=box.carried.amount_minor,
        float_minor=box.floated.amount_minor,
        topped_up_minor=box.topped_up.amount_minor,
        paid_minor=box.paid.amount_minor,
        returned_minor=box.returned.amount_minor,
        recovered_minor=box.recovered.amount_minor,
        differences_minor=box.differences.amount_minor,
        expected_minor=box.expected.amount_minor,
        paid_without_float_minor=found.paid_without_float.amount_minor,
        drop_offs=totals.drop_offs,
        items=totals.items,
        valued_minor=totals.valued.amount_minor,
        usd_cents=totals.usd.amount_minor,
        vouchers_minor=totals.vouchers.amount_minor,
        held=found.held,
        open_vouchers=found.open_vouchers,
        open_forms=found.open_forms,
        checkpoint_seq=writer.head_seq,
        checkpoint_digest=writer.head_digest,
        approved_by=signed_by,
    )


def compare_close(store: Store, site: str, paper: str, *, by: str, at: datetime) -> Compared:
    """Compare the checkpoint on the signed paper of the site's last closed day with the log, and record the outcome.

    `paper` is "LEDGER:NUMBER:DIGEST" as it was typed or scanned: see `rules.parse_paper`.
    What cannot be read, or is the true paper of another day, site or ledger, is refused and not recorded: BadPaper,
    CheckpointElsewhere, PaperOfEarlierDay, PaperOfOtherSite, NothingClosed. Whatever else is not the last close's own is
    recorded with `agrees` false: a slip of whoever typed it, or another history than the one that was signed.
    """
    says = rules.parse_paper(paper, store.ledger)
    with turn(store, "close-compare", by=by, at=at) as this:
        db = this.writer.db
        where = setup.site(db, site)
        close = view.last_close(db, where.code)
        if close is None:
            raise errors.NothingClosed(site=where.name)
        _check_paper(db, says, where, close)
        entry = log.sealed(db, says.seq)
        agrees = says.fits(close.checkpoint)
        fact = CloseCompared(where.code, close.day.isoformat(), close.checkpoint.seq, agrees)
        seq = this.writer.append(fact).seq
        return Compared(where, agrees, says, close, entry.digest if entry else "", seq)


def _check_paper(db: Db, says: Paper, where: Site, close: Close) -> None:
    """A true paper that is not the one to compare says nothing about it."""
    other = view.close_at(db, says.seq)
    if other is None or other == close or not says.fits(other.checkpoint):
        return
    if other.site != close.site:
        raise errors.PaperOfOtherSite(given=setup.site(db, other.site).name, site=where.name)
    raise errors.PaperOfEarlierDay(given=other.day.isoformat(), site=where.name, last=close.day.isoformat())
