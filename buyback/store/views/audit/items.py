"""Weapons that an audit looks at: serials met again, items alike, items outside the table, what is still held, what was not found."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Row

from buyback.chain import parse_utc
from buyback.store.engine import Db
from buyback.store.statements import text
from buyback.store.views import hand_overs as sent
from buyback.store.views import samples
from buyback.store.views.audit.case import Case, Gathered, gather, touches
from buyback.store.views.totals import EVER, NEVER, OUTSIDE, STAYED, WITHIN_ITEM, Span

_REPEATED = "SELECT serial_key FROM item WHERE serial_key > '' GROUP BY serial_key HAVING count(*) > 1"
"""Answered by the index of serials alone; its keys are few."""
_OF_SPAN = f"SELECT i.serial_key FROM item i WHERE {WITHIN_ITEM} AND i.serial_key > ''"
_SERIALS = """
SELECT i.serial_key, i.serial, i.business_on, i.site, i.folio, i.line,
       coalesce((SELECT max(k.seq) FROM correction k WHERE k.folio = i.folio AND k.line = i.line), d.seq) AS seq
FROM item i JOIN drop_off d ON d.folio = i.folio
WHERE i.serial_key IN ({}) AND i.ledger || '' = :ledger AND {} ORDER BY i.serial_key, d.number, i.line
"""


def serials_twice(db: Db, span: Span) -> Iterator[Case]:
    """Serials that several items carry, written any way, of which one came in on the span's days.

    What was voided or taken back does not count: it was an error, or it left with who brought it.
    """
    is_whole = (span.first, span.last) == (EVER, NEVER)
    keys, values = (_REPEATED, {"ledger": db.ledger}) if is_whole else (_OF_SPAN, span.values(db))
    rows = db.connection.execute(text(_SERIALS.format(keys, STAYED)), values)
    for key, group in groupby(rows, key=lambda row: str(row.serial_key)):
        same = list(group)
        if len(same) > 1 and touches((row.business_on for row in same), (row.site for row in same), span):
            found = Gathered((key,))
            for row in same:
                found.add(row.business_on, row.seq, row.folio, row.line)
            yield found.case(serial=same[0].serial, items=len(same))


_ALIKE = "i.site, i.business_on, i.type_code, i.condition, i.make, i.model, i.calibre"
_EQUAL = f"""
SELECT e.*, d.seq, CASE WHEN d.written_at = '' THEN d.received_at ELSE d.written_at END AS happened_at
FROM (SELECT {_ALIKE}, i.folio, i.line, count(*) OVER (PARTITION BY {_ALIKE}) AS alike FROM item i
      WHERE {WITHIN_ITEM} AND i.serial_key = '' AND i.quantity = 1 AND i.amount_minor > 0 AND {STAYED}) AS e
JOIN drop_off d ON d.folio = e.folio WHERE e.alike >= :least
ORDER BY e.site, e.business_on, e.type_code, e.condition, e.make, e.model, e.calibre, happened_at, d.number, e.line
"""
"""Those of a day of which there are enough; which of them came close together is told apart afterwards."""


def many_equal(db: Db, span: Span, *, least: int, minutes: int) -> Iterator[Case]:
    """Items of one site, paid for and without a serial, that are alike in type, condition, make, model and calibre, at
    least so many of them within so many minutes. By when it happened, for what was first on paper.
    """
    rows = db.connection.execute(text(_EQUAL), span.values(db) | {"least": least})
    for _key, group in groupby(rows, key=lambda row: tuple(row[:7])):
        same = list(group)
        for run in _runs([parse_utc(row.happened_at) for row in same], least, timedelta(minutes=minutes)):
            yield _equal([same[place] for place in run])


def _runs(moments: Sequence[datetime], least: int, within: timedelta) -> Iterator[range]:
    """Where in the ascending moments at least so many lie within the time; what overlaps is one."""
    begin = end = 0
    for last in range(least - 1, len(moments)):
        first = last - least + 1
        if moments[last] - moments[first] > within:
            continue
        if end and first >= end:
            yield range(begin, end)
            end = 0
        begin, end = (begin if end else first), last + 1
    if end:
        yield range(begin, end)


def _equal(run: Sequence[Row[Any]]) -> Case:
    first, last = run[0], run[-1]
    found = Gathered((first.folio, str(first.line)))
    for row in run:
        found.add(row.business_on, row.seq, row.folio, row.line)
    passed = parse_utc(last.happened_at) - parse_utc(first.happened_at)
    return found.case(type=first.type_code, site=first.site, minutes=passed // timedelta(minutes=1))


_OUTSIDE = f"""
SELECT d.received_by, i.business_on, d.seq, i.folio, i.line, i.donated FROM item i JOIN drop_off d ON d.folio = i.folio
WHERE {WITHIN_ITEM} AND {OUTSIDE} ORDER BY d.seq, i.line
"""


def off_table(db: Db, span: Span, *, least: int) -> Iterator[Case]:
    """Who took in at least so many items that were valued as another row or donated."""
    rows = db.connection.execute(text(_OUTSIDE), span.values(db))
    donated: dict[str, int] = {}

    def told() -> Iterator[tuple[tuple[str, ...], str, int, str, int]]:
        for alias, day, seq, folio, line, given in rows:
            donated[alias] = donated.get(alias, 0) + given
            yield (alias,), day, seq, folio, line

    for one in gather(told()):
        alias = one.about[0]
        if one.number >= least:
            yield one.case(alias=alias, donated=donated[alias], valued=one.number - donated[alias])


_HELD = """
SELECT i.site, i.business_on, d.seq, i.folio, i.line FROM item i JOIN drop_off d ON d.folio = i.folio
WHERE i.ledger = :ledger AND i.status = 'held' AND i.business_on BETWEEN :first AND :last AND i.business_on < :before
  AND (:site = '' OR i.site = :site) ORDER BY i.business_on, d.seq, i.line
"""


def held_long(db: Db, span: Span, today: date, *, days: int) -> Iterator[Case]:
    """What is held longer than so many days, by the site and the day on which it came in."""
    before = (today - timedelta(days=days)).isoformat()
    rows = db.connection.execute(text(_HELD), span.values(db) | {"before": before})
    for one in gather(((site, day), day, seq, folio, line) for site, day, seq, folio, line in rows):
        yield one.case(site=one.about[0], days=(today - date.fromisoformat(one.about[1])).days)


def not_received(db: Db, span: Span) -> Iterator[Case]:
    """What was handed over and is missing since a day of the span, or is lost since one: item by item."""
    for missing in (*sent.not_received(db, site=span.site), *sent.lost(db, site=span.site)):
        if span.first <= missing.since <= span.last:
            item = missing.item
            found = Gathered((item.id,))
            found.add(missing.since.isoformat(), missing.seq, item.folio, item.line)
            yield found.case(item=item.id, act=missing.act, receiver=missing.receiver, status=item.status)


_OF_ACT = """
SELECT x.seq, x.folio, x.line FROM disposal x JOIN item i ON i.folio = x.folio AND i.line = x.line
WHERE x.ledger = :ledger AND x.act = :act AND x.kind = 'handed_over' AND i.status = 'handed_over' AND i.arrival = 'sent'
ORDER BY x.folio, x.line
"""


def not_confirmed(db: Db, span: Span, today: date, *, days: int) -> Iterator[Case]:
    """Hand-overs of more than so many days ago of which items wait for their receiver's word."""
    for act in sent.hand_overs(db, site=span.site):
        if not act.not_confirmed or (today - act.sent_on).days <= days:
            continue
        if span.first <= act.sent_on <= span.last:
            found = Gathered((act.act,))
            for row in db.connection.execute(text(_OF_ACT), {"ledger": db.ledger, "act": act.act}):
                found.add(act.sent_on.isoformat(), row.seq, row.folio, row.line)
            yield found.case(act=act.act, receiver=act.receiver, days=(today - act.sent_on).days)


def not_found(db: Db, span: Span) -> Iterator[Case]:
    """What a sample did not find on a day of the span and nobody found since: item by item, each sample that missed it."""
    missed = (one for one in samples.missed(db, span.site) if span.first <= one.since <= span.last)
    for _item, group in groupby(sorted(missed, key=lambda one: one.item.id), key=lambda one: one.item.id):
        same = sorted(group, key=lambda one: one.told_seq)
        first, item = same[0], same[0].item
        found = Gathered((item.id,))
        for one in same:
            found.add(one.since.isoformat(), one.told_seq, item.folio, item.line)
        yield found.case(item=item.id, alias=first.told_by, sample=first.sample_seq, note=first.note)
