"""Money that an audit looks at: voids, amounts just under the step, rates set by hand, counts that did not fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from buyback import rules
from buyback.money import Money, Rate
from buyback.store.engine import Db
from buyback.store.fitting import OfRow
from buyback.store.statements import text
from buyback.store.views import duties, setup, totals
from buyback.store.views.audit.case import Case, Gathered, gather
from buyback.store.views.totals import PAID_AT, Span


def voids_after_payment(db: Db, span: Span) -> Iterator[Case]:
    """Drop-offs that were voided when they were paid already."""
    for void in totals.voids(db, span):
        if void.paid.amount_minor:
            found = Gathered((void.folio,))
            found.add(void.business_on.isoformat(), void.seq, void.folio)
            yield found.case(folio=void.folio, alias=void.voided_by, paid=void.paid, back=void.recovered)


def voids_by_person(db: Db, span: Span, *, least: int) -> Iterator[Case]:
    """Who voided at least so many drop-offs."""
    voids = totals.voids(db, span)
    paid = {void.folio for void in voids if void.paid.amount_minor}
    told = (((void.voided_by,), void.business_on.isoformat(), void.seq, void.folio, 0) for void in voids)
    for one in gather(told):
        if one.number >= least:
            after = sum(void.voided_by == one.about[0] and void.folio in paid for void in voids)
            yield one.case(alias=one.about[0], paid=after)


_STEPS = "SELECT seq, value FROM setting WHERE ledger = :ledger AND name = :name ORDER BY seq"
_UNDER = (
    "SELECT p.paid_by, p.business_on, p.seq, p.folio FROM payout p JOIN drop_off d ON d.folio = p.folio"
    " WHERE p.ledger = :ledger AND p.business_on BETWEEN :first AND :last AND p.amount_minor BETWEEN :low AND :step"
    f" AND p.seq > :since AND p.seq < :until AND (:site = '' OR {PAID_AT} = :site) ORDER BY p.seq"
)


def under_step(db: Db, span: Span, *, percent: int) -> Iterator[Case]:
    """Who paid amounts that the step of that day did not let a supervisor see, by less than so many per cent of it."""
    changed = db.connection.execute(text(_STEPS), {"ledger": db.ledger, "name": rules.APPROVAL_STEP})
    steps = [(0, rules.DEFAULTS[rules.APPROVAL_STEP])]
    steps += [(row.seq, rules.check_setting(rules.APPROVAL_STEP, row.value)) for row in changed]
    ends = [seq for seq, _step in steps[1:]] + [2**53]
    told: list[tuple[tuple[str, ...], str, int, str, int]] = []
    for (since, step), until in zip(steps, ends, strict=True):
        low = step + -step * percent // 100 + 1
        near = {"low": low, "step": step, "since": since, "until": until}
        if step:
            rows = db.connection.execute(text(_UNDER), span.values(db) | near)
            told += (((alias,), day, seq, folio, 0) for alias, day, seq, folio in rows)
    for one in gather(told):
        yield one.case(alias=one.about[0])


@dataclass(frozen=True, slots=True)
class KnownRate(OfRow):
    """A rate as the entry `seq` recorded it."""

    seq: int
    rate: Rate
    as_of: date
    recorded_by: str
    approved_by: str


def rates_from(db: Db, span: Span, source: str) -> tuple[KnownRate, ...]:
    """The rates of this source for the span's days. A rate is the ledger's: it counts at every site."""
    found = db.connection.execute(
        text(
            "SELECT seq, mxn_per_usd, as_of, recorded_by, approved_by FROM rate WHERE ledger = :ledger"
            " AND source = :source AND as_of BETWEEN :first AND :last ORDER BY seq"
        ),
        span.values(db) | {"source": source},
    )
    return tuple(
        KnownRate(
            row.seq,
            Rate.parse(row.mxn_per_usd),
            date.fromisoformat(row.as_of),
            row.recorded_by,
            row.approved_by,
        )
        for row in found
    )


_COUNTS = (
    "SELECT m.seq, m.site, m.business_on, m.recorded_by, m.amount_minor, m.expected_minor, coalesce(x.reason, '') AS reason"
    " FROM cash m LEFT JOIN cash x ON x.ledger = m.ledger AND x.count_seq = m.seq AND x.kind = 'difference'"
    " WHERE m.ledger = :ledger AND m.kind = 'count' AND m.amount_minor <> m.expected_minor"
    " AND m.business_on BETWEEN :first AND :last AND (:site = '' OR m.site = :site) ORDER BY m.seq"
)


def counts_that_differ(db: Db, span: Span) -> Iterator[Case]:
    """Counts of a cash box that were not what the entries came to, also where another count followed."""
    names = setup.site_names(db)
    for row in db.connection.execute(text(_COUNTS), span.values(db)):
        found = Gathered((str(row.seq),))
        found.add(row.business_on, row.seq)
        off = Money(row.amount_minor - row.expected_minor)
        yield found.case(
            site=names.get(row.site, row.site), alias=row.recorded_by, difference=off, reason=row.reason
        )


def one_hand(db: Db, span: Span) -> Iterator[Case]:
    """Who received, paid and destroyed the same items, where any of the three happened on the span's days."""
    for one in gather(duties.by_one_hand(db, span)):
        yield one.case(alias=one.about[0])
