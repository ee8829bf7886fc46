"""Days that an audit looks at: paper that was typed in late, days that nobody closed, work outside a site's hours."""

from collections.abc import Iterator
from datetime import UTC, date

from buyback.chain import parse_utc, utc_text
from buyback.rules import MOST_LISTED, Hours
from buyback.store.engine import Db
from buyback.store.statements import text
from buyback.store.views import close, setup
from buyback.store.views.audit.case import Case, Link, Said, gather
from buyback.store.views.setup import Site
from buyback.store.views.totals import PAID_AT, VOIDED_AT, Span

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
        yield one.case(site=one.about[0], day=date.fromisoformat(one.about[1]), typed=last[one.about])


_LAST_OF_DAY = f"""
SELECT max(seq) FROM (
    SELECT max(d.seq) AS seq FROM drop_off d WHERE d.ledger = :ledger AND d.business_on = :day AND d.site || '' = :site
    UNION ALL SELECT max(p.seq) FROM payout p JOIN drop_off d ON d.folio = p.folio
              WHERE p.ledger = :ledger AND p.business_on = :day AND {PAID_AT} = :site
    UNION ALL SELECT max(v.seq) FROM void v JOIN drop_off d ON d.folio = v.folio
              WHERE v.ledger = :ledger AND v.business_on = :day AND :site IN (v.site, d.site)
    UNION ALL SELECT max(x.seq) FROM disposal x JOIN drop_off d ON d.folio = x.folio
              WHERE x.ledger = :ledger AND x.business_on = :day AND d.site = :site
    UNION ALL SELECT max(c.seq) FROM cash c WHERE c.ledger = :ledger AND c.business_on = :day AND c.site = :site
    UNION ALL SELECT max(b.seq) FROM blank_form b WHERE b.ledger = :ledger AND b.business_on = :day AND b.site = :site
    UNION ALL SELECT max(b.state_seq) FROM blank_form b
              WHERE b.ledger = :ledger AND b.state = 'returned' AND b.state_on = :day AND b.site = :site
) AS entries
"""
"""Of drop-offs the index of days is meant, and not that of sites: a site has many more than a day."""


def days_open(db: Db, span: Span, today: date) -> Iterator[Case]:
    """Sites with days before today that nobody closed; each day by its last entry."""
    for site in setup.sites(db):
        if span.site not in ("", site.code):
            continue
        days = [day for day in close.open_days(db, site.code, before=today) if span.first <= day <= span.last]
        if days:
            links = [Link(_last_seq(db, site.code, day)) for day in days[:MOST_LISTED]]
            last_seq = max((*(link.seq for link in links), _last_seq(db, site.code, days[-1])))
            said: dict[str, Said] = {"site": site.code, "first": days[0], "last": days[-1]}
            yield Case((site.code,), days[0], len(days), last_seq, tuple(links), said)


def _last_seq(db: Db, site: str, day: date) -> int:
    values = {"ledger": db.ledger, "site": site, "day": day.isoformat()}
    return int(db.connection.scalar(text(_LAST_OF_DAY), values))


_WHEN = "CASE WHEN d.written_at = '' THEN d.received_at ELSE d.written_at END"
_WORK = f"""
SELECT d.business_on AS day, {_WHEN} AS at, d.seq, d.folio FROM drop_off d
WHERE d.ledger = :ledger AND d.site = :site AND d.business_on BETWEEN :first AND :last
UNION ALL
SELECT p.business_on, p.paid_at, p.seq, p.folio FROM payout p JOIN drop_off d ON d.folio = p.folio
WHERE p.ledger = :ledger AND {PAID_AT} = :site AND p.business_on BETWEEN :first AND :last
  AND NOT (d.written_at <> '' AND p.paid_at = d.received_at)
UNION ALL
SELECT v.business_on, v.voided_at, v.seq, v.folio FROM void v JOIN drop_off d ON d.folio = v.folio
WHERE v.ledger = :ledger AND {VOIDED_AT} = :site AND v.business_on BETWEEN :first AND :last
"""
"""What is done with people at the table. What was paid together with paper that was typed in was paid when that was written."""
_EXTREMES = text(
    f"SELECT day, min(at) AS first_at, max(at) AS last_at FROM ({_WORK}) AS w GROUP BY day ORDER BY day"
)
_OF_DAY = text(
    f"SELECT day, at, seq, folio FROM ({_WORK}) AS w WHERE at < :opens OR at > :closes ORDER BY seq"
)


def out_of_hours(db: Db, span: Span) -> Iterator[Case]:
    """What was taken in, paid or voided outside a site's hours, by site and day; of sites whose hours are known."""
    hours = setup.hours(db)
    for site in setup.sites(db):
        open_when = hours.get(site.code)
        if open_when is not None and span.site in ("", site.code):
            yield from _outside(db, site, open_when, span)


def _outside(db: Db, site: Site, hours: Hours, span: Span) -> Iterator[Case]:
    """The first and the last of each day tell which days have to be read."""
    values = span.values(db) | {"site": site.code}
    for row in db.connection.execute(_EXTREMES, values).all():
        day = date.fromisoformat(row.day)
        opens, closes = (utc_text(moment.astimezone(UTC)) for moment in hours.on(day, site.timezone))
        if opens <= row.first_at and row.last_at <= closes:
            continue
        of_day = values | {"first": row.day, "last": row.day, "opens": opens, "closes": closes}
        rows = db.connection.execute(_OF_DAY, of_day)
        (found,) = gather(((site.code, row.day), row.day, one.seq, one.folio, 0) for one in rows)
        yield found.case(site=site.code, day=day, hours=str(hours))
