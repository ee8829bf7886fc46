"""Weapons that an audit looks at: serials met again, items alike, items outside the table, what is still held, what was not found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Row

from buyback.chain import parse_utc
from buyback.folios import item_id
from buyback.money import Money
from buyback.rules import MOST_LISTED
from buyback.store.engine import Db
from buyback.store.statements import text
from buyback.store.views import hand_overs as sent
from buyback.store.views import samples, setup
from buyback.store.views.audit.case import Case, Gathered, Links, Said, touches
from buyback.store.views.totals import OUTSIDE, STAYED, WITHIN, WITHIN_ITEM, Span

_REPEATED = "SELECT serial_key FROM item WHERE serial_key > '' GROUP BY serial_key HAVING count(*) > 1"
"""Answered by the index of serials alone; its keys are few."""
_OF_SPAN = f"SELECT i.serial_key FROM item i WHERE {WITHIN_ITEM} AND i.serial_key > ''"
_SERIALS = """
SELECT i.serial_key, i.ledger, i.serial, i.business_on, i.site, i.folio, i.line,
       coalesce((SELECT max(k.seq) FROM correction k WHERE k.folio = i.folio AND k.line = i.line), d.seq) AS seq
FROM item i JOIN drop_off d ON d.folio = i.folio
WHERE i.serial_key IN ({}) AND {} ORDER BY i.serial_key, i.ledger, d.number, i.line
"""


def serials_twice(db: Db, span: Span) -> Iterator[Case]:
    """Serials that several items carry, written any way, of which one of this ledger came in on the span's days.

    What was voided or taken back does not count: it was an error, or it left with who brought it. An item of another ledger
    of the database, `other`, makes a case of its own: the entries are this ledger's alone, and an answer is to that item.
    """
    keys, values = (_REPEATED, {"ledger": db.ledger}) if span.is_endless else (_OF_SPAN, span.values(db))
    rows = db.connection.execute(text(_SERIALS.format(keys, STAYED)), values)
    for key, group in groupby(rows, key=itemgetter(0)):
        same = tuple(group)
        own = tuple(row for row in same if row.ledger == db.ledger)
        if not own or len(same) == 1:
            continue
        _keys, _ledgers, serials, days, sites, folios, lines, seqs = zip(*own, strict=True)
        if not touches(days, sites, span):
            continue
        links, since = Links.of(seqs, folios, lines), date.fromisoformat(min(days))
        said: dict[str, Said] = {"serial": serials[0], "other": ""}
        if len(own) > 1:
            yield Case((key,), since, len(own), max(seqs), links, said)
        for row in same:
            if row.ledger != db.ledger:
                other = item_id(row.folio, row.line)
                yield Case((key, other), since, len(own), max(seqs), links, said | {"other": other})


_MADE = "counts_as IN ('home-made', 'pen-gun')"
"""What nobody numbers and no factory marks: a serial, a maker or a calibre that stands on such an item is what somebody made up."""
_MARKS = tuple(
    f"CASE WHEN {_MADE} THEN '' ELSE {mark} END" for mark in ("condition", "make", "model", "calibre")
)
_SAME = f"type_code, {', '.join(_MARKS)}"
_ALIKE = f"business_on, site, {_SAME}"
"""Of one day, site and type; of what a factory made also of one condition, make, model and calibre."""
_PAID_ONE = "quantity = 1 AND amount_minor > 0 AND status NOT IN ('returned', 'voided')"
_UNNUMBERED = f"(serial_key = '' OR {_MADE})"
_EQUAL = f"""
SELECT i.business_on, i.site, {_SAME}, i.folio, i.line, i.serial_key,
       d.seq, d.number, CASE WHEN d.written_at = '' THEN d.received_at ELSE d.written_at END AS happened_at
FROM (SELECT folio, line FROM (
        SELECT folio, line, count(*) OVER (PARTITION BY {_ALIKE}) AS alike FROM item
        WHERE {WITHIN} AND {_PAID_ONE} AND {_UNNUMBERED}) AS e WHERE alike >= :least
      UNION ALL
      SELECT folio, line FROM item WHERE (folio, type_code) IN
        (SELECT folio, type_code FROM item WHERE folio IN
            (SELECT folio FROM item WHERE {WITHIN} AND line >= :least AND {_PAID_ONE} AND NOT {_UNNUMBERED})
           AND {_PAID_ONE} AND NOT {_UNNUMBERED} GROUP BY folio, {_ALIKE} HAVING count(*) >= :least)
        AND {_PAID_ONE} AND NOT {_UNNUMBERED}) AS found
JOIN item i ON i.folio = found.folio AND i.line = found.line JOIN drop_off d ON d.folio = i.folio
WHERE d.settlement <> 'none'
"""
"""Those of a day of which there are enough; which of them came close together is told apart afterwards.

Of numbered ones, only the drop-offs are read that have as many lines. Days come first, as in the index: each is sorted by itself.
"""


def many_equal(db: Db, span: Span, *, least: int, minutes: int) -> Iterator[Case]:
    """Items of one site, paid for or still to be, that are alike in type, condition, make, model and calibre, at least so
    many of them within so many minutes. By when it happened, for what was first on paper. What was given for nothing was
    not made for the money.

    Home-made arms and pen guns are alike by their type: what stands on them, and serials too, can be made up. Factory weapons with serials are named where so many
    came in one drop-off: what strangers bring in an hour is often of one type.
    """
    alike: dict[tuple[Any, ...], list[Row[Any]]] = {}
    names = setup.site_names(db)
    for row in db.connection.execute(text(_EQUAL), span.values(db) | {"least": least}):
        alike.setdefault(tuple(row[:7]), []).append(row)
    for _key, same in sorted(alike.items()):
        same.sort(key=lambda row: (row.happened_at, row.number, row.line))
        moments = [parse_utc(row.happened_at) for row in same]
        for run in _runs(moments, least, timedelta(minutes=minutes)):
            yield _equal([same[place] for place in run], names)


def _running(keys: Iterable[str]) -> set[str]:
    """Of the serials those that run on: another has the number before or after, with the same letters before it."""
    numbered: dict[tuple[str, int], str] = {}
    for key in keys:
        letters = key.rstrip("0123456789")
        if letters != key:
            numbered[letters, int(key[len(letters) :])] = key
    return {
        key
        for (letters, number), key in numbered.items()
        if (letters, number - 1) in numbered or (letters, number + 1) in numbered
    }


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


def _equal(run: Sequence[Row[Any]], names: Mapping[str, str]) -> Case:
    """The case of a run; `minutes` are those that it took, begun ones too, and 0 where all came in one drop-off."""
    first, last = run[0], run[-1]
    found = Gathered((first.folio, str(first.line)))
    for row in run:
        found.add(row.business_on, row.seq, row.folio, row.line)
    passed = parse_utc(last.happened_at) - parse_utc(first.happened_at)
    keys = [row.serial_key for row in run]
    serials = "none" if not any(keys) else "running" if _running(keys) >= set(keys) else "any"
    is_one = len({row.folio for row in run}) == 1
    minutes = 0 if is_one else max(1, -(-passed // timedelta(minutes=1)))
    site = names.get(first.site, first.site)
    return found.case(type=first.type_code, site=site, minutes=minutes, serials=serials)


_AT_ONCE = 1000
"""Rows that are put together in one go: one by one they take twice the time."""
_OUTSIDE = f"""
SELECT d.received_by, i.business_on, d.seq, i.folio, i.line, i.donated FROM item i JOIN drop_off d ON d.folio = i.folio
WHERE {WITHIN_ITEM} AND {OUTSIDE} ORDER BY d.received_by, d.seq, i.line
"""


def off_table(db: Db, span: Span, *, least: int) -> Iterator[Case]:
    """Who took in at least so many items that were valued as another row or donated."""
    rows = db.connection.execute(text(_OUTSIDE), span.values(db))
    for alias, group in groupby(rows, key=itemgetter(0)):
        found, donated = Gathered((alias,)), 0
        while some := tuple(islice(group, _AT_ONCE)):
            _aliases, days, seqs, folios, lines, given = zip(*some, strict=True)
            found.extend(days, seqs, folios, lines)
            donated += sum(given)
        if found.number >= least:
            yield found.case(alias=alias, donated=donated, valued=found.number - donated)


_ALONE = "d.approved_by IN ('', d.received_by)"
"""That who took it in approved it, or nobody did."""
_VALUED = f"""
WITH dearest AS (
    SELECT table_seq, class_code, max(serviceable_minor) AS minor FROM payout_row WHERE ledger = :ledger
    GROUP BY table_seq, class_code)
SELECT * FROM (
    SELECT d.received_by, i.type_code, i.valued_as, i.class_code, r.class_code AS paid_class, d.seq, i.folio, i.line,
           row_number() OVER (PARTITION BY d.received_by, i.type_code, i.valued_as ORDER BY d.seq, i.line) AS place,
           count(*) OVER same AS number, min(i.business_on) OVER same AS since, max(d.seq) OVER same AS last_seq,
           sum(i.amount_minor) OVER same AS minor,
           sum(i.amount_minor - i.quantity * coalesce(m.minor, 0)) OVER same AS more_minor,
           min(coalesce(m.minor, 0)) OVER same AS dearest_minor,
           sum(CASE WHEN {_ALONE} THEN 1 ELSE 0 END) OVER same AS alone
    FROM item i JOIN drop_off d ON d.folio = i.folio
    JOIN payout_row r ON r.ledger = d.ledger AND r.table_seq = d.table_seq AND r.code = i.valued_as
    LEFT JOIN dearest m ON m.table_seq = d.table_seq AND m.class_code = i.class_code
    WHERE {WITHIN_ITEM} AND i.valued_as <> '' AND {STAYED} AND (r.class_code <> i.class_code OR {_ALONE})
    WINDOW same AS (PARTITION BY d.received_by, i.type_code, i.valued_as)) AS valued
WHERE place <= :most ORDER BY received_by, type_code, valued_as, place
"""
"""Counted and summed where they are read: of a large ledger there are very many, and of each kind only the first are listed."""


def valued_as(db: Db, span: Span) -> Iterator[Case]:
    """Who took in items valued as a row of another class, or valued with nobody else's approval: by type and by that row.

    `more` is by how much they came to more than the dearest row of their own class, and is left out where that class has none
    that is priced; `alone` of them nobody else approved.
    """
    rows = db.connection.execute(text(_VALUED), span.values(db) | {"most": MOST_LISTED})
    for (alias, type_code, row_code), group in groupby(rows, key=itemgetter(0, 1, 2)):
        same = tuple(group)
        first = same[0]
        links = Links.of(*(tuple(row[place] for row in same) for place in (5, 6, 7)))
        said: dict[str, Said] = {
            "alias": alias,
            "type": type_code,
            "row": row_code,
            "own": first.class_code,
            "theirs": first.paid_class,
            "amount": Money(int(first.minor)),
            "alone": int(first.alone),
        }
        if first.dearest_minor:
            said["more"] = Money(int(first.more_minor))
        since = date.fromisoformat(first.since)
        yield Case((alias, type_code, row_code), since, first.number, first.last_seq, links, said)


_HELD = """
SELECT i.site, i.business_on, i.folio, i.line,
       CASE WHEN i.folio IN (SELECT a.folio FROM arrival a WHERE a.ledger = :ledger AND a.kind = 'still_here')
            THEN (SELECT d.seq FROM drop_off d WHERE d.folio = i.folio) ELSE i.status_seq END AS seq
FROM item i
WHERE i.ledger = :ledger AND i.status = 'held' AND i.business_on BETWEEN :first AND :last AND i.business_on < :before
  AND (:site = '' OR i.site = :site) ORDER BY i.business_on, i.site, seq, i.line
"""
"""What is held is so since its drop-off, unless it was handed over and turned out to be still here."""


def held_long(db: Db, span: Span, today: date, *, days: int) -> Iterator[Case]:
    """What is held longer than so many days, by the site and the day on which it came in."""
    names, before = setup.site_names(db), (today - timedelta(days=days)).isoformat()
    rows = db.connection.execute(text(_HELD), span.values(db) | {"before": before})
    for (site, day), group in groupby(rows, key=itemgetter(0, 1)):
        _sites, _days, folios, lines, seqs = zip(*group, strict=True)
        since = date.fromisoformat(day)
        said: dict[str, Said] = {"site": names.get(site, site), "days": (today - since).days}
        links = Links.of(seqs, folios, lines)
        yield Case((site, day), since, len(seqs), seqs[-1], links, said)


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
