"""The close of a site's day: which day an entry is booked to, and when a day may be closed.

Days of a site are closed in their order, each once, with the cash counted on the day or later, after its last movement,
and the difference recorded; a supervisor signs. What is booked to a closed day is refused, wherever it comes from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from buyback import errors, facts
from buyback.chain import Checkpoint
from buyback.facts import Fact
from buyback.i18n import _
from buyback.money import grouped_decimal
from buyback.rules.places import Place

CountStanding: TypeAlias = Literal["none", "old", "earlier", "open", "settled"]
"""How the count stands that a close would rest on: there is none since the float, cash moved after it, it was made on an
earlier day, its difference is not recorded, or the day can be closed with it."""


@dataclass(frozen=True, slots=True)
class Booked:
    """The business day that a fact is booked to, and of which sites: those named, and those of the drop-offs named."""

    business_on: str
    sites: tuple[str, ...] = ()
    folios: tuple[str, ...] = ()


def booked(fact: Fact) -> Booked | None:
    """Where the fact is booked to; None for what belongs to no day of a site. Pure."""
    match fact:
        case (
            facts.DroppedOff()
            | facts.VoucherIssued()
            | facts.CashMoved()
            | facts.CashCounted()
            | facts.CashDiffered()
            | facts.FoliosReserved()
            | facts.FormsReturned()
        ):
            return Booked(fact.business_on, (fact.site,))
        case facts.PaidOut() | facts.Voided() | facts.Returned():
            site = "" if isinstance(fact, facts.Returned) else fact.site
            by_site = bool(site) and isinstance(fact, facts.PaidOut)
            return Booked(fact.business_on, (site,) if site else (), () if by_site else (fact.folio,))
        case facts.Destroyed() | facts.Kept() | facts.HandedOver() | facts.HandOverChecked():
            return Booked(fact.business_on, (), _folios(part.item for part in fact.items))
        case facts.NotReceivedResolved() | facts.MarksCorrected():
            return Booked(fact.business_on, (), _folios((fact.item,)))
        case _:
            return None


def _folios(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.rpartition("/")[0] for item in items))


# --- what closing needs -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Closed:
    """The last day of a site that is closed: by which entry, when, and who signed ("" for nobody)."""

    place: Place
    day: date
    seq: int
    at: datetime
    signed_by: str

    @property
    def words(self) -> dict[str, str]:
        """What refusals say of it, the time as the site's clock showed it."""
        said = {"site": self.place.name, "when": self.place.clock(self.at)}
        return said | {"closed_on": self.day.isoformat(), "by": self.signed_by or _("nobody")}


@dataclass(frozen=True, slots=True)
class DayCount:
    """The count that a day would be closed with: of those made on the day or later, the last one before cash moved on a
    later day, else the newest. Where there is none it is the newest of all, and `standing` says why that will not do.

    `seq` is 0 where there is none; `recorded_seq` is the entry that recorded its difference, on `recorded_on`. `moved_at`
    is when cash last moved on the day or before it, None where it never did.
    """

    standing: CountStanding
    seq: int = 0
    at: datetime | None = None
    by: str = ""
    counted_minor: int = 0
    expected_minor: int = 0
    recorded_seq: int = 0
    recorded_on: date | None = None
    moved_at: datetime | None = None

    @property
    def difference_minor(self) -> int:
        """What was counted more (or, negative, less) than expected."""
        return self.counted_minor - self.expected_minor

    @property
    def open_minor(self) -> int:
        """The difference as long as nobody recorded it."""
        return 0 if self.recorded_seq else self.difference_minor


def check_booking(day: str, last: Closed) -> None:
    """DayIsClosed where the day is one that the site has closed."""
    if day <= last.day.isoformat():
        raise errors.DayIsClosed(day=day, **last.words)


def check_close(
    at: Place,
    day: date,
    *,
    today: date,
    last: Closed | None,
    earlier: Sequence[date],
    is_kept: bool,
    count: DayCount,
) -> None:
    """The day may be closed, but for the supervisor's yes.

    In this order: InTheFuture, ClosedAlready, EarlierDayOpen, NoFloat, CloseUncounted, CloseCountOld, CloseCountEarlier,
    CloseCountOpen. `earlier` are the days before it that are still open.
    """
    site, on = at.name, day.isoformat()
    if day > today:
        raise errors.InTheFuture(when=on, now=today.isoformat())
    if last is not None and day <= last.day:
        raise errors.ClosedAlready(day=on, **last.words)
    if earlier:
        raise errors.EarlierDayOpen(earlier=earlier[0].isoformat(), site=site, day=on)
    if not is_kept:
        raise errors.NoFloat(site=site)
    if count.standing == "none":
        raise errors.CloseUncounted(site=site, day=on)
    counted_at = "" if count.at is None else at.clock(count.at)
    if count.standing == "old":
        moved_at = "" if count.moved_at is None else at.clock(count.moved_at)
        raise errors.CloseCountOld(site=site, day=on, moved=moved_at, counted=counted_at)
    if count.standing == "earlier":
        raise errors.CloseCountEarlier(site=site, day=on, counted=counted_at)
    if count.standing == "open":
        difference = grouped_decimal(count.open_minor)
        raise errors.CloseCountOpen(site=site, day=on, when=counted_at, difference=difference)


# --- the paper of the day -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paper:
    """What a signed paper says of the entry that closed its day; `digest` is whole, or its first 16 letters or more."""

    ledger: str
    seq: int
    digest: str

    def __str__(self) -> str:
        return f"{self.ledger}:{self.seq}:{self.digest}"

    def fits(self, checkpoint: Checkpoint) -> bool:
        """Whether it is the paper of this entry."""
        same = (self.ledger, self.seq) == (checkpoint.ledger, checkpoint.seq)
        return same and checkpoint.digest.startswith(self.digest)


def parse_paper(text: str, ledger: str) -> Paper:
    """The checkpoint on a signed paper, typed or scanned: capitals, blanks, line breaks and hyphens are forgiven.

    The first four groups of the digest are enough. BadPaper for what is none, CheckpointElsewhere for one of another
    ledger.
    """
    try:
        found = Checkpoint.parse(text)
    except errors.BadCheckpoint:
        raise errors.BadPaper(text=text[:120]) from None
    if found.ledger != ledger:
        raise errors.CheckpointElsewhere(given=found.ledger, own=ledger)
    return Paper(found.ledger, found.seq, found.digest)
