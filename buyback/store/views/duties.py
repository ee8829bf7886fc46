"""Who did what on some days: by alias, as the log names them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from buyback.chain import parse_utc
from buyback.folios import item_id
from buyback.money import Money
from buyback.store.engine import Db
from buyback.store.fitting import OfRow
from buyback.store.statements import text
from buyback.store.views import setup
from buyback.store.views.totals import PAID_AT, VOIDED_AT, Span

Deed: TypeAlias = Literal[
    "received",
    "paid",
    "returned",
    "voided",
    "destroyed",
    "kept",
    "handed_over",
    "checked",
    "resolved",
    "corrected",
    "moved_cash",
    "counted_cash",
    "closed",
    "approved",
]
DEEDS: tuple[Deed, ...] = (
    "received",
    "paid",
    "returned",
    "voided",
    "destroyed",
    "kept",
    "handed_over",
    "checked",
    "resolved",
    "corrected",
    "moved_cash",
    "counted_cash",
    "closed",
    "approved",
)


@dataclass(frozen=True, slots=True)
class Did(OfRow):
    """How often somebody did something: drop-offs received, payments, voids, corrections, cash, approvals; items of the others.

    `mxn` is what was paid out, else zero.
    """

    alias: str
    deed: Deed
    number: int
    mxn: Money


@dataclass(frozen=True, slots=True)
class OneHand:
    """Items that one person received, paid and destroyed: how many, and the first of them."""

    alias: str
    items: int
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelfApproved:
    """What whoever did it approved themselves.

    `about` is the folio, the site of a difference of its cash box, or the day that a manual rate holds for (YYYY-MM-DD).
    """

    alias: str
    what: Literal["received", "paid", "voided", "lost", "difference", "rate"]
    about: str


@dataclass(frozen=True, slots=True)
class Alone:
    """What one person did from end to end although nobody has to approve it, on the day of its last deed.

    `close`: counted, closed and signed, of the site `about`. `hand_over`: sent and checked on arrival, of the act `about`.
    """

    alias: str
    what: Literal["close", "hand_over"]
    day: date
    about: str


_TAKEN_IN = "d.ledger = :ledger AND d.business_on BETWEEN :first AND :last AND (:site = '' OR d.site = :site)"
_OF_THE_DAYS = (
    "{0}.ledger = :ledger AND {0}.business_on BETWEEN :first AND :last AND (:site = '' OR {1} = :site)"
)
_PAYOUTS = f"FROM payout p JOIN drop_off d ON d.folio = p.folio WHERE {_OF_THE_DAYS.format('p', PAID_AT)}"
_CASH = (
    "FROM cash c WHERE c.ledger = :ledger AND c.business_on BETWEEN :first AND :last"
    " AND (:site = '' OR c.site = :site)"
)
_VOIDS = f"FROM void v JOIN drop_off d ON d.folio = v.folio WHERE {_OF_THE_DAYS.format('v', VOIDED_AT)}"

_ARRIVALS = f"FROM arrival a JOIN drop_off d ON d.folio = a.folio WHERE {_OF_THE_DAYS.format('a', 'd.site')}"

_DID = f"""
SELECT d.received_by AS alias, 'received' AS deed, count(*) AS number, 0 AS minor
FROM drop_off d WHERE {_TAKEN_IN} GROUP BY d.received_by
UNION ALL
SELECT p.paid_by, 'paid', count(*), sum(p.amount_minor) {_PAYOUTS} GROUP BY p.paid_by
UNION ALL
SELECT v.voided_by, 'voided', count(*), 0 {_VOIDS} GROUP BY v.voided_by
UNION ALL
SELECT x.recorded_by, x.kind, count(*), 0 FROM disposal x JOIN drop_off d ON d.folio = x.folio
WHERE {_OF_THE_DAYS.format("x", "d.site")} GROUP BY x.recorded_by, x.kind
UNION ALL
SELECT c.recorded_by, CASE WHEN c.kind = 'count' THEN 'counted_cash' ELSE 'moved_cash' END, count(*), 0
{_CASH} AND c.kind <> 'difference' GROUP BY 1, 2
UNION ALL
SELECT a.recorded_by, CASE WHEN a.kind IN ('confirmed', 'not_received') THEN 'checked' ELSE 'resolved' END,
       count(*), 0 {_ARRIVALS} GROUP BY 1, 2
UNION ALL
SELECT k.corrected_by, 'corrected', count(*), 0 FROM correction k JOIN item i ON i.folio = k.folio AND i.line = k.line
WHERE {_OF_THE_DAYS.format("k", "i.site")} GROUP BY k.corrected_by
UNION ALL
SELECT z.closed_by, 'closed', count(*), 0 FROM close z WHERE {_OF_THE_DAYS.format("z", "z.site")} GROUP BY z.closed_by
UNION ALL
SELECT alias, 'approved', sum(number), 0 FROM (
    SELECT d.approved_by AS alias, count(*) AS number FROM drop_off d
    WHERE {_TAKEN_IN} AND d.approved_by <> '' GROUP BY d.approved_by
    UNION ALL
    SELECT p.approved_by, count(*) {_PAYOUTS} AND p.approved_by <> '' GROUP BY p.approved_by
    UNION ALL
    SELECT v.approved_by, count(*) {_VOIDS} AND v.approved_by <> '' GROUP BY v.approved_by
    UNION ALL
    SELECT c.approved_by, count(*) {_CASH} AND c.approved_by <> '' GROUP BY c.approved_by
    UNION ALL
    SELECT a.approved_by, count(*) {_ARRIVALS} AND a.approved_by <> '' GROUP BY a.approved_by
    UNION ALL
    SELECT z.approved_by, count(*) FROM close z
    WHERE {_OF_THE_DAYS.format("z", "z.site")} AND z.approved_by NOT IN ('', z.closed_by) GROUP BY z.approved_by
) AS approvals GROUP BY alias
"""


def did(db: Db, span: Span) -> tuple[Did, ...]:
    """What everybody did on the span's days, by alias and in the order of DEEDS."""
    found = {
        (row.alias, row.deed): Did(row.alias, row.deed, int(row.number), Money(int(row.minor)))
        for row in db.connection.execute(text(_DID), span.values(db))
    }
    for rate in _approved_rates(db, span):
        key = (rate.approved_by, "approved")
        before = found.get(key, Did(rate.approved_by, "approved", 0, Money(0)))
        found[key] = replace(before, number=before.number + 1)
    return tuple(sorted(found.values(), key=lambda one: (one.alias, DEEDS.index(one.deed))))


@dataclass(frozen=True, slots=True)
class _ApprovedRate:
    """A manual rate that a supervisor approved."""

    as_of: str
    recorded_by: str
    approved_by: str


def _approved_rates(db: Db, span: Span) -> list[_ApprovedRate]:
    """The manual rates that were approved on the span's days. A rate is the ledger's: it counts at every site.

    The day is that of the span's site, or of the ledger's first where all are meant.
    """
    here = setup.site(db, span.site) if span.site else setup.sites(db)[0]
    found = db.connection.execute(
        text(
            "SELECT r.as_of, r.recorded_by, r.approved_by, e.at FROM rate r"
            " JOIN entry e ON e.ledger = r.ledger AND e.seq = r.seq"
            " WHERE r.ledger = :ledger AND r.approved_by <> '' ORDER BY r.seq"
        ),
        {"ledger": db.ledger},
    )
    return [
        _ApprovedRate(row.as_of, row.recorded_by, row.approved_by)
        for row in found
        if span.first <= here.business_date(parse_utc(row.at)) <= span.last
    ]


_BY_ONE = """
SELECT d.received_by AS alias, d.number, x.folio, x.line, x.business_on, x.seq FROM drop_off d
JOIN payout p ON p.folio = d.folio AND p.paid_by = d.received_by
JOIN disposal x ON x.folio = d.folio AND x.kind = 'destroyed' AND x.recorded_by = d.received_by
"""
_ONE_HAND = f"""
FROM (
    {_BY_ONE} WHERE {_TAKEN_IN}
    UNION {_BY_ONE} WHERE {_OF_THE_DAYS.format("p", PAID_AT)}
    UNION {_BY_ONE} WHERE {_OF_THE_DAYS.format("x", "d.site")}
) AS done
"""
"""Three selects, as one with OR could use none of the indexes of days."""
_ONE_HAND_EVER = f"""
FROM (
    {_BY_ONE} WHERE x.ledger = :ledger AND (:site = '' OR d.site = :site OR {PAID_AT} = :site)
    AND x.recorded_by IN (SELECT paid_by FROM payout WHERE ledger = :ledger)
) AS done
"""
"""The same of every day. Who destroys seldom pays: of what was destroyed, only that by people who also paid is followed."""

MOST_NAMED = 5


def one_hand(db: Db, span: Span) -> tuple[OneHand, ...]:
    """Who received, paid and destroyed the same items, where any of the three happened on the span's days.

    The report of the last deed's day thus has it, whose paper is signed when it is known; asked again, those before too.
    """
    values = span.values(db)
    counted = db.connection.execute(
        text(f"SELECT alias, count(*) {_ONE_HAND} GROUP BY alias ORDER BY alias"),
        values,
    ).all()
    named = text(f"SELECT folio, line {_ONE_HAND} WHERE alias = :alias ORDER BY number, line LIMIT :most")
    return tuple(
        OneHand(
            alias,
            items,
            tuple(
                item_id(row.folio, row.line)
                for row in db.connection.execute(named, values | {"alias": alias, "most": MOST_NAMED})
            ),
        )
        for alias, items in counted
    )


def by_one_hand(db: Db, span: Span) -> Iterator[tuple[tuple[str, ...], str, int, str, int]]:
    """Each of these items: by whom, when it was destroyed and by which entry, folio and line; in the order of the log."""
    done = _ONE_HAND_EVER if span.is_endless else _ONE_HAND
    found = db.connection.execute(
        text(f"SELECT alias, business_on, seq, folio, line {done} ORDER BY seq, number, line"),
        span.values(db),
    )
    for alias, day, seq, folio, line in found:
        yield (alias,), day, seq, folio, line


_SELF_APPROVED = f"""
SELECT d.received_by AS alias, 'received' AS what, d.folio AS about FROM drop_off d
WHERE {_TAKEN_IN} AND d.approved_by = d.received_by
UNION ALL
SELECT p.paid_by, 'paid', p.folio {_PAYOUTS} AND p.approved_by = p.paid_by
UNION ALL
SELECT v.voided_by, 'voided', v.folio {_VOIDS} AND v.approved_by = v.voided_by
UNION ALL
SELECT c.recorded_by, 'difference', c.site {_CASH} AND c.approved_by = c.recorded_by
UNION ALL
SELECT a.recorded_by, 'lost', a.folio {_ARRIVALS} AND a.kind = 'lost' AND a.approved_by = a.recorded_by
"""


def self_approved(db: Db, span: Span) -> tuple[SelfApproved, ...]:
    """What was approved on the span's days by the one who did it."""
    found = [
        SelfApproved(row.alias, row.what, row.about)
        for row in db.connection.execute(text(_SELF_APPROVED), span.values(db))
    ]
    found += [
        SelfApproved(rate.recorded_by, "rate", rate.as_of)
        for rate in _approved_rates(db, span)
        if rate.approved_by == rate.recorded_by
    ]
    return tuple(sorted(found, key=lambda one: (one.alias, one.about, one.what)))


_ALONE = f"""
SELECT z.closed_by AS alias, 'close' AS what, z.business_on, z.site AS about FROM close z
JOIN cash c ON c.ledger = z.ledger AND c.seq = z.count_seq AND c.recorded_by = z.closed_by
WHERE {_OF_THE_DAYS.format("z", "z.site")} AND z.approved_by = z.closed_by
UNION
SELECT a.recorded_by, 'hand_over', a.business_on, a.act FROM arrival a JOIN drop_off d ON d.folio = a.folio
JOIN disposal x ON x.folio = a.folio AND x.line = a.line AND x.act = a.act AND x.recorded_by = a.recorded_by
WHERE {_OF_THE_DAYS.format("a", "d.site")} AND a.kind IN ('confirmed', 'not_received')
"""


def alone(db: Db, span: Span) -> tuple[Alone, ...]:
    """The closes that one person counted, closed and signed, and the hand-overs that one sent and checked."""
    found = [
        Alone(row.alias, row.what, date.fromisoformat(row.business_on), row.about)
        for row in db.connection.execute(text(_ALONE), span.values(db))
    ]
    return tuple(sorted(found, key=lambda one: (one.alias, one.what, one.day, one.about)))
