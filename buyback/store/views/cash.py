"""The cash boxes: what each should hold, what was counted, which notes and coins are likely in it, and the day's pace."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal, TypeAlias

from sqlalchemy import Connection, Row

from buyback import denominations, rules
from buyback.chain import parse_utc
from buyback.facts import Denomination
from buyback.money import Money
from buyback.rules import Box, Pace
from buyback.store.engine import Db
from buyback.store.fitting import OfRow, fitted
from buyback.store.statements import text
from buyback.store.views.totals import PAID_AT, Span

CashKind: TypeAlias = Literal["float", "top_up", "return", "count", "difference"]
CountState: TypeAlias = Literal["none", "fits", "recorded", "open", "counted_again"]

MOST_PAYOUTS = 300
"""After so many payouts since a count nobody can say any more which notes are in the box."""

_BOX = f"SELECT {', '.join(f'b.{field.name}' for field in fields(Box))} FROM cash_box b"


@dataclass(frozen=True, slots=True)
class CashEntry(OfRow):
    """A movement (its amount), a count (what was counted) or a difference; `expected` is what the box holds after it."""

    seq: int
    site: str
    business_on: date
    recorded_at: datetime
    recorded_by: str
    kind: CashKind
    amount: Money
    expected: Money
    count_seq: int
    reason: str
    approved_by: str
    notes: tuple[Denomination, ...]


@dataclass(frozen=True, slots=True)
class NotesInBox:
    """Which notes and coins are likely in a box: an estimate, None where it is not known until the next count.

    It starts with those of the entry `since_seq` and takes away those that the program proposed for every payout.
    """

    notes: tuple[Denomination, ...] | None
    since_seq: int
    payouts: int

    def proposal(self, amount: Money) -> tuple[Denomination, ...] | None:
        """The notes and coins that make the amount; None where these cannot, or nobody knows them."""
        return None if self.notes is None else denominations.make(amount.amount_minor, self.notes)


@dataclass(frozen=True, slots=True)
class CashDay(OfRow):
    """The box of a site on one business day: carried + float + top-ups - paid - returned + recovered + differences
    = expected.

    `counted` is the day's last count, None without one, and `count_expected` what the box should have held then.
    """

    site: str
    day: date
    carried: Money
    floated: Money
    topped_up: Money
    paid: Money
    returned: Money
    recovered: Money
    differences: Money
    expected: Money
    counted: Money | None
    count_expected: Money
    count: CountState

    @classmethod
    def resting(cls, site: str, day: date, carried: Money) -> "CashDay":
        """A day on which the box did not move and was not counted: it holds what it carried."""
        nothing = Money(0)
        return cls(
            site=site,
            day=day,
            carried=carried,
            floated=nothing,
            topped_up=nothing,
            paid=nothing,
            returned=nothing,
            recovered=nothing,
            differences=nothing,
            expected=carried,
            counted=None,
            count_expected=nothing,
            count="none",
        )

    @property
    def advanced(self) -> Money:
        """What the organiser brought on the day, which is not what was paid."""
        return self.floated + self.topped_up

    @property
    def difference(self) -> Money:
        """What the day's last count found more or (negative) less than expected; zero without a count."""
        return self.counted - self.count_expected if self.counted is not None else Money(0)


@dataclass(frozen=True, slots=True)
class ReplacedCount(OfRow):
    """A count that did not fit, whose difference nobody recorded before the box was counted again.

    `seq` is its entry, `more` what it found more or (negative) less than expected.
    """

    seq: int
    site: str
    day: date
    more: Money


def read_box(connection: Connection, ledger: str, site: str) -> Box | None:
    """The box of a site; None as long as it is not kept."""
    found = connection.execute(
        text(f"{_BOX} WHERE b.ledger = :ledger AND b.site = :site"), {"ledger": ledger, "site": site}
    ).one_or_none()
    return fitted(Box(*found)) if found else None


def box(db: Db, site: str) -> Box | None:
    """The box of a site; None as long as it is not kept. Two rows are read, however long the log is."""
    return read_box(db.connection, db.ledger, site)


def paid_at(db: Db, folio: str) -> str:
    """The site whose box paid the drop-off; "" where nothing was paid for it."""
    found: str | None = db.connection.scalar(
        text(
            f"SELECT {PAID_AT} FROM payout p JOIN drop_off d ON d.folio = p.folio"
            " WHERE p.folio = :folio AND p.ledger = :ledger"
        ),
        {"folio": folio, "ledger": db.ledger},
    )
    return found or ""


def boxes(db: Db) -> tuple[Box, ...]:
    """Every box that is kept, in the order in which the sites were added."""
    found = db.connection.execute(
        text(
            f"{_BOX} JOIN site s ON s.ledger = b.ledger AND s.code = b.site WHERE b.ledger = :ledger ORDER BY s.seq"
        ),
        {"ledger": db.ledger},
    )
    return tuple(fitted(Box(*row)) for row in found)


# --- movements and counts -----------------------------------------------------------------------------------------------


def entries(db: Db, site: str, *, after: int = 0, limit: int = 200) -> tuple[CashEntry, ...]:
    """The newest movements, counts and differences of a box with a number above `after`, in their order."""
    found = db.connection.execute(
        text(
            "SELECT * FROM cash WHERE ledger = :ledger AND site = :site AND seq > :after"
            " ORDER BY seq DESC LIMIT :limit"
        ),
        {"ledger": db.ledger, "site": site, "after": after, "limit": limit},
    ).all()
    pieces = _pieces(db, [row.seq for row in found])
    return tuple(_entry(row, pieces.get(row.seq, ())) for row in reversed(found))


def _entry(row: Row[tuple[object, ...]], notes: tuple[Denomination, ...]) -> CashEntry:
    return CashEntry(
        seq=row.seq,
        site=row.site,
        business_on=date.fromisoformat(row.business_on),
        recorded_at=parse_utc(row.recorded_at),
        recorded_by=row.recorded_by,
        kind=row.kind,
        amount=Money(row.amount_minor),
        expected=Money(row.expected_minor),
        count_seq=row.count_seq,
        reason=row.reason,
        approved_by=row.approved_by,
        notes=notes,
    )


def _pieces(db: Db, seqs: Iterable[int]) -> dict[int, tuple[Denomination, ...]]:
    """The notes and coins of each entry that has any."""
    names = {f"s{number}": seq for number, seq in enumerate(seqs)}
    if not names:
        return {}
    found = db.connection.execute(
        text(
            "SELECT seq, value_minor, number, form FROM cash_piece WHERE ledger = :ledger"
            f" AND seq IN ({', '.join(f':{name}' for name in names)})"
        ),
        {"ledger": db.ledger, **names},
    )
    pieces: dict[int, list[Denomination]] = {}
    for row in found:
        pieces.setdefault(row.seq, []).append(Denomination(row.value_minor, row.number, row.form))
    return {seq: denominations.ordered(notes) for seq, notes in pieces.items()}


# --- the notes in the box -----------------------------------------------------------------------------------------------


def notes_in(db: Db, found: Box) -> NotesInBox:
    """The notes of the last count (or of the float), plus what came with its notes, less those proposed for payouts.

    Nobody knows them after a movement whose notes were not written down, after cash that a void brought back, after
    a payout that the notes could not make, and after 300 payouts; the next count tells.
    """
    since = found.count_seq or found.float_seq
    moved = entries(db, found.site, after=since - 1)
    taken = _taken(db, found.site, since)
    if taken is None or not moved or moved[0].seq != since:
        return NotesInBox(None, since, MOST_PAYOUTS)
    steps: dict[int, CashEntry | int] = {each.seq: each for each in moved if each.kind != "difference"}
    steps |= taken
    notes: tuple[Denomination, ...] | None = None
    for seq in sorted(steps):
        notes = _after(notes, steps[seq])
    return NotesInBox(notes, since, len(taken))


def _after(notes: tuple[Denomination, ...] | None, step: CashEntry | int) -> tuple[Denomination, ...] | None:
    """The notes after a movement, a count or a payout of so many centavos (0: cash came back, nobody knows how)."""
    if isinstance(step, int):
        made = denominations.make(step, notes) if step and notes is not None else None
        return None if made is None or notes is None else denominations.without(notes, made)
    if not step.expected.amount_minor and step.kind != "count":
        return ()
    if step.kind in ("count", "float"):
        return step.notes if step.notes or step.kind == "count" else None
    if notes is None or not step.notes:
        return None
    return (denominations.together if step.kind == "top_up" else denominations.without)(notes, step.notes)


def _taken(db: Db, site: str, since: int) -> dict[int, int] | None:
    """The payouts of a box after an entry, by number in centavos, and voids that brought cash back as 0.

    None where there are too many.
    """
    found = db.connection.execute(
        text(
            "SELECT seq, amount_minor FROM payout WHERE ledger = :ledger AND site = :site AND seq > :since"
            " UNION ALL SELECT seq, 0 FROM void WHERE ledger = :ledger AND site = :site AND seq > :since"
            " AND recovered_minor > 0 LIMIT :most"
        ),
        {"ledger": db.ledger, "site": site, "since": since, "most": MOST_PAYOUTS + 1},
    ).all()
    return {row.seq: row.amount_minor for row in found} if len(found) <= MOST_PAYOUTS else None


# --- the day ------------------------------------------------------------------------------------------------------------


def pace(db: Db, found: Box, day: date) -> Pace | None:
    """For how many drop-offs and minutes the cash lasts at the pace of the site's day; None before three payouts.

    A visit that was on paper first counts at the time when it happened.
    """
    paid = db.connection.execute(
        text(
            "SELECT p.amount_minor, CASE WHEN d.written_at <> '' AND d.received_at = p.paid_at THEN d.written_at"
            " ELSE p.paid_at END AS at FROM payout p JOIN drop_off d ON d.folio = p.folio"
            " WHERE p.ledger = :ledger AND p.business_on = :day AND p.site = :site AND d.status <> 'voided'"
        ),
        {"ledger": db.ledger, "day": day.isoformat(), "site": found.site},
    )
    return rules.pace(found.at_hand_minor, [(parse_utc(row.at), row.amount_minor) for row in paid])


_DAYS = """
SELECT y.*, x.seq AS difference_seq, b.count_seq AS newest_count_seq
FROM cash_day y
JOIN cash_box b ON b.ledger = y.ledger AND b.site = y.site
JOIN site s ON s.ledger = y.ledger AND s.code = y.site
LEFT JOIN cash x ON x.ledger = y.ledger AND x.count_seq = y.count_seq AND x.kind = 'difference'
WHERE y.ledger = :ledger AND (:site = '' OR y.site = :site)
"""
_WITHIN = "AND y.business_on BETWEEN :first AND :last ORDER BY y.business_on, s.seq"
_BEFORE = """
AND y.business_on = (SELECT max(z.business_on) FROM cash_day z
                     WHERE z.ledger = y.ledger AND z.site = y.site AND z.business_on <= :last)
AND y.business_on < :first AND y.expected_minor <> 0 ORDER BY s.seq
"""


def days(db: Db, span: Span) -> tuple[CashDay, ...]:
    """A row for every site and day of the span on which its box moved; the first day first.

    A box that did not move in the span and still holds money has a row of its last day, with what it carries.
    """
    values = span.values(db)
    moved = db.connection.execute(text(_DAYS + _WITHIN), values).all()
    resting = db.connection.execute(text(_DAYS + _BEFORE), values).all()
    carried = ((row.site, Money(row.expected_minor)) for row in resting)
    return (*map(_day, moved), *(CashDay.resting(site, span.last, amount) for site, amount in carried))


def _day(row: Row[tuple[object, ...]]) -> CashDay:
    counted = Money(row.counted_minor) if row.count_seq else None
    return CashDay(
        site=row.site,
        day=date.fromisoformat(row.business_on),
        carried=Money(row.carried_minor),
        floated=Money(row.float_minor),
        topped_up=Money(row.topped_up_minor),
        paid=Money(row.paid_minor),
        returned=Money(row.returned_minor),
        recovered=Money(row.recovered_minor),
        differences=Money(row.differences_minor),
        expected=Money(row.expected_minor),
        counted=counted,
        count_expected=Money(row.count_expected_minor),
        count=_count_state(row),
    )


def _count_state(row: Row[tuple[object, ...]]) -> CountState:
    if not row.count_seq:
        return "none"
    if row.counted_minor == row.count_expected_minor:
        return "fits"
    if row.difference_seq:
        return "recorded"
    return "open" if row.count_seq == row.newest_count_seq else "counted_again"


_REPLACED = text("""
SELECT c.seq, c.site, c.business_on, c.amount_minor - c.expected_minor AS more_minor FROM cash c
WHERE c.ledger = :ledger AND (:site = '' OR c.site = :site) AND c.business_on BETWEEN :first AND :last
  AND c.kind = 'count' AND c.amount_minor <> c.expected_minor
  AND NOT EXISTS (
    SELECT 1 FROM cash x WHERE x.ledger = c.ledger AND x.count_seq = c.seq AND x.kind = 'difference')
  AND EXISTS (
    SELECT 1 FROM cash n WHERE n.ledger = c.ledger AND n.site = c.site AND n.seq > c.seq AND n.kind = 'count')
ORDER BY c.seq
""")


def replaced_counts(db: Db, span: Span) -> tuple[ReplacedCount, ...]:
    """The counts of the span that did not fit and were followed by another one, their difference never recorded."""
    found = db.connection.execute(_REPLACED, span.values(db))
    return tuple(
        ReplacedCount(row.seq, row.site, date.fromisoformat(row.business_on), Money(row.more_minor))
        for row in found
    )


def paid_without_float(db: Db, span: Span) -> tuple[tuple[str, Money], ...]:
    """What was paid in the span out of boxes that were not kept, by site: cash that nobody can reconcile."""
    found = db.connection.execute(
        text(
            "WITH first AS (SELECT site, min(seq) AS seq FROM cash WHERE ledger = :ledger AND kind = 'float' GROUP BY site)"
            f" SELECT {PAID_AT} AS at, sum(p.amount_minor) AS minor FROM payout p JOIN drop_off d ON d.folio = p.folio"
            " LEFT JOIN first f ON f.site = p.site WHERE p.ledger = :ledger"
            f" AND p.business_on BETWEEN :first AND :last AND (:site = '' OR {PAID_AT} = :site)"
            " AND (f.seq IS NULL OR p.seq < f.seq) GROUP BY 1 ORDER BY 1"
        ),
        span.values(db),
    )
    return tuple((row.at, Money(int(row.minor))) for row in found)
