"""Days that an audit looks at: paper that was typed in late, days that nobody closed, work outside a site's hours."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date

from buyback.chain import parse_utc, utc_text
from buyback.rules import MOST_LISTED, Hours
from buyback.store.engine import Db
from buyback.store.statements import text
from buyback.store.views import close, setup
from buyback.store.views.audit.case import Case, Links, Said, gather
from buyback.store.views.setup import HoursTold, Site
from buyback.store.views.totals import VOIDED_AT, Span

_PAPER = """
SELECT d.site, d.business_on, d.written_at, d.received_at, d.seq, d.folio FROM drop_off d
WHERE d.ledger = :ledger AND d.written_at <> '' AND d.business_on BETWEEN :first AND :last
  AND (:site = '' OR d.site = :site) AND d.status <> 'voided' ORDER BY d.seq
"""


def late_paper(db: Db, span: Span) -> Iterator[Case]:
    """What was first on paper and typed in on a later day, by the site and the day on which it was written."""
    sites = {site.code: site for site in setup.sites(db)}
    last: dict[tuple[str, ...], date] = {}

    def told() -> Iterator[tuple[tuple[str, ...], str, int, str, int]]:
        for row in db.connection.execute(text(_PAPER), span.values(db)):
            there = sites[row.site]
            written = there.business_date(parse_utc(row.written_at))
            typed = there.business_date(parse_utc(row.received_at))
            if typed > written:
                about = (row.site, written.isoformat())
                last[about] = max(typed, last.get(about, typed))
                yield about, written.isoformat(), row.seq, row.folio, 0

    for one in gather(told()):
        site, day = one.about
        yield one.case(site=sites[site].name, day=date.fromisoformat(day), typed=last[one.about])


_PAID_HERE = (
    "(p.site = :site OR p.site = '' AND (SELECT h.site FROM drop_off h WHERE h.folio = p.folio) = :site)"
)
"""That `PAID_AT` is the site; the drop-off is read only where the payout leaves it to that."""
_LAST_OF_DAY = f"""
SELECT max(seq) FROM (
    SELECT max(d.seq) AS seq FROM drop_off d WHERE d.ledger = :ledger AND d.business_on = :day AND d.site || '' = :site
    UNION ALL SELECT max(p.seq) FROM payout p WHERE p.ledger = :ledger AND p.business_on = :day AND {_PAID_HERE}
    UNION ALL SELECT max(v.seq) FROM void v JOIN drop_off d ON d.folio = v.folio
              WHERE v.ledger = :ledger AND v.business_on = :day AND :site IN (v.site, d.site)
    UNION ALL SELECT max(x.seq) FROM disposal x JOIN drop_off d ON d.folio = x.folio
              WHERE x.ledger = :ledger AND x.business_on = :day AND d.site = :site
    UNION ALL SELECT max(b.seq) FROM blank_form b WHERE b.ledger = :ledger AND b.business_on = :day AND b.site = :site
    UNION ALL SELECT max(b.state_seq) FROM blank_form b
              WHERE b.ledger = :ledger AND b.state = 'returned' AND b.state_on = :day AND b.site = :site
) AS entries
"""
"""Of drop-offs the index of days is meant, and not that of sites: a site has many more than a day."""
_LAST_OF_CASH = (
    "SELECT business_on, max(seq) FROM cash WHERE ledger = :ledger AND site = :site GROUP BY business_on"
)
"""Of every day at once: cash has no index of days, and little of it moves."""


def days_open(db: Db, span: Span, today: date) -> Iterator[Case]:
    """Sites with days before today that nobody closed; each day by its last entry."""
    for site in setup.sites(db):
        if span.site not in ("", site.code):
            continue
        days = [day for day in close.open_days(db, site.code, before=today) if span.first <= day <= span.last]
        if days:
            *seqs, last = _last_seqs(db, site.code, (*days[:MOST_LISTED], days[-1]))
            last_seq = max(*seqs, last)
            links = Links.of(seqs, [""] * len(seqs), [0] * len(seqs))
            said: dict[str, Said] = {"site": site.name, "first": days[0], "last": days[-1]}
            yield Case((site.code,), days[0], len(days), last_seq, links, said)


def _last_seqs(db: Db, site: str, days: Sequence[date]) -> Iterator[int]:
    """The last entry of each of the days."""
    of_site = {"ledger": db.ledger, "site": site}
    of_cash = {row[0]: row[1] for row in db.connection.execute(text(_LAST_OF_CASH), of_site)}
    for day in map(date.isoformat, days):
        last = db.connection.scalar(text(_LAST_OF_DAY), of_site | {"day": day})
        yield max(last or 0, of_cash.get(day, 0))


_WHEN = "CASE WHEN d.written_at = '' THEN d.received_at ELSE d.written_at END"
_OUTSIDE = f"""
SELECT d.seq, d.folio, {_WHEN} AS happened_at FROM drop_off d
WHERE d.ledger = :ledger AND d.site || '' = :site AND d.business_on = :day AND ({_WHEN} < :opens OR {_WHEN} > :closes)
UNION ALL
SELECT p.seq, p.folio, p.paid_at FROM payout p
WHERE p.ledger = :ledger AND p.business_on = :day AND (p.paid_at < :opens OR p.paid_at > :closes) AND {_PAID_HERE}
  AND NOT EXISTS (SELECT 1 FROM drop_off d WHERE d.folio = p.folio AND d.written_at <> '' AND d.received_at = p.paid_at)
UNION ALL
SELECT v.seq, v.folio, v.voided_at FROM void v JOIN drop_off d ON d.folio = v.folio
WHERE v.ledger = :ledger AND v.business_on = :day AND (v.voided_at < :opens OR v.voided_at > :closes) AND {VOIDED_AT} = :site
ORDER BY 1
"""
"""What is done with people at the table. What was paid together with paper that was typed in was paid when that was written."""
_WORKED = """
SELECT DISTINCT business_on AS day FROM item
WHERE ledger = :ledger AND business_on BETWEEN :first AND :last AND site = :site
UNION SELECT DISTINCT business_on FROM payout
WHERE ledger = :ledger AND business_on BETWEEN :first AND :last AND site IN ('', :site)
UNION SELECT business_on FROM void
WHERE ledger = :ledger AND business_on BETWEEN :first AND :last AND site IN ('', :site)
ORDER BY day
"""
"""The days of which the above may find anything, by the indexes of days alone."""


def out_of_hours(db: Db, span: Span) -> Iterator[Case]:
    """What was taken in, paid or voided outside the hours that a site had at that moment, by site and day.

    Of sites whose hours were told; what happened before they were first told is held against those.
    """
    told = setup.hours_told(db)
    for site in setup.sites(db):
        if site.code in told and span.site in ("", site.code):
            yield from _outside(db, site, told[site.code], span)


def _outside(db: Db, site: Site, told: HoursTold, span: Span) -> Iterator[Case]:
    of_site = {"ledger": db.ledger, "site": site.code}
    if all(known is None for known in told.hours):
        return
    for day in db.connection.scalars(text(_WORKED), span.values(db) | of_site).all():
        on = date.fromisoformat(day)
        ends = {known: _ends(known, on, site) for known in told.hours if known is not None}
        strictest = {
            "opens": max(ends.values())[0],
            "closes": min(closes for _opens, closes in ends.values()),
        }
        rows = db.connection.execute(text(_OUTSIDE), of_site | strictest | {"day": day})
        outside = [
            (known, row)
            for row in rows
            if (known := told.at(row.happened_at)) is not None and not _within(row.happened_at, ends[known])
        ]
        hours = ", ".join(dict.fromkeys(str(known) for known, _row in outside))
        for found in gather(((site.code, day), day, row.seq, row.folio, 0) for _known, row in outside):
            yield found.case(site=site.name, day=on, hours=hours)


def _ends(hours: Hours, day: date, site: Site) -> tuple[str, str]:
    """When the site opened and closed on a day, as the ledger writes moments."""
    opens, closes = (utc_text(moment.astimezone(UTC)) for moment in hours.on(day, site.timezone))
    return opens, closes


def _within(moment: str, ends: tuple[str, str]) -> bool:
    return ends[0] <= moment <= ends[1]
