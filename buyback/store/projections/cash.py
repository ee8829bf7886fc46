"""The cash boxes: what moved and was counted, and what each box should hold after it."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection

from buyback import facts, rules
from buyback.chain import Entry
from buyback.fact_json import LARGEST_INTEGER
from buyback.facts import Denomination
from buyback.rules import Box
from buyback.store.projections.change import Change, Insert, Row, Update, changes_of
from buyback.store.statements import text
from buyback.store.views import cash as view

_DAYS = text("""
SELECT * FROM cash_day WHERE ledger = :ledger AND site = :site AND business_on >= coalesce(
    (SELECT max(business_on) FROM cash_day WHERE ledger = :ledger AND site = :site AND business_on <= :business_on), '')
""")
"""The day, else the last one before it, and those that are later."""
_BOX = tuple(part.name for part in fields(Box))
_values_of = attrgetter(*_BOX)
_PARTS = (
    "float_minor",
    "topped_up_minor",
    "paid_minor",
    "returned_minor",
    "recovered_minor",
    "differences_minor",
)


@changes_of.register
def _moved(fact: facts.CashMoved, entry: Entry) -> Iterator[Change]:
    yield from _pieces(fact.notes, entry)


@changes_of.register
def _counted(fact: facts.CashCounted, entry: Entry) -> Iterator[Change]:
    yield from _pieces(fact.notes, entry)


@changes_of.register
def _differed(_fact: facts.CashDiffered, _entry: Entry) -> Iterator[Change]:
    yield from ()


def _pieces(notes: Iterable[Denomination], entry: Entry) -> Iterator[Change]:
    for each in notes:
        row = {"value_minor": each.value_minor, "form": each.form, "number": each.number}
        yield Insert("cash_piece", {"ledger": entry.ledger, "seq": entry.seq} | row)


class Boxes:
    """The cash boxes as the entries so far make them. What is not here yet is read from the tables, once."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.boxes: dict[tuple[str, str], Box | None] = {}
        self.days: dict[tuple[str, str], dict[str, Row]] = {}
        """By ledger and site, the days of a box in their order."""

    def changes(self, entry: Entry) -> Iterator[Change]:
        """What the entry changes about the box of its site; ValueError for sums that no fact could hold."""
        fact = entry.fact
        site = rules.box_site(fact)
        if not site:
            return
        before = self.box(entry.ledger, site)
        box = rules.box_after(before, fact, seq=entry.seq, at=entry.at)
        for value in _values_of(box) if box else ():
            if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
                raise ValueError(f"{value!s:.20} is too large")
        if isinstance(fact, facts.CashMoved | facts.CashCounted | facts.CashDiffered):
            yield Insert("cash", _cash_row(fact, entry, box))
        if box is None:
            return
        yield from self._box_change(entry.ledger, before, box)
        assert isinstance(
            fact, facts.CashMoved | facts.CashCounted | facts.CashDiffered | facts.PaidOut | facts.Voided
        )
        yield from self._day_change(entry.ledger, fact.business_on, before, box)

    def box(self, ledger: str, site: str) -> Box | None:
        """The box of a site after the entries so far; None as long as it is not kept."""
        if (ledger, site) not in self.boxes:
            self.boxes[ledger, site] = view.read_box(self.connection, ledger, site)
        return self.boxes[ledger, site]

    def _box_change(self, ledger: str, before: Box | None, box: Box) -> Iterator[Change]:
        row = _row(box)
        key = {"ledger": ledger, "site": row.pop("site")}
        self.boxes[ledger, box.site] = box
        yield Update("cash_box", key, row) if before else Insert("cash_box", key | row)

    def _day_change(self, ledger: str, business_on: str, before: Box | None, box: Box) -> Iterator[Change]:
        """The day goes on by what the entry changed; where the clock went back, so do the days that are later."""
        key = {"ledger": ledger, "site": box.site, "business_on": business_on}
        days = self._days(key)
        known = days.get(business_on)
        day = known or _begun(days, business_on)
        more_minor = box.expected_minor - (before.expected_minor if before else 0)
        row = day | _more(before, box, day) | {"expected_minor": day["expected_minor"] + more_minor}
        if box.count_seq and (before is None or box.count_seq != before.count_seq):
            row |= {
                name: getattr(box, name) for name in ("count_seq", "count_expected_minor", "counted_minor")
            }
        yield Update("cash_day", key, row) if known else Insert("cash_day", key | row)
        is_last = not days or business_on >= next(reversed(days))
        days[business_on] = row
        if is_last:
            return
        for later in [name for name in days if name > business_on]:
            days[later] |= {
                name: days[later][name] + more_minor for name in ("carried_minor", "expected_minor")
            }
            yield Update("cash_day", key | {"business_on": later}, dict(days[later]))
        self.days[ledger, box.site] = dict(sorted(days.items()))

    def _days(self, key: Row) -> dict[str, Row]:
        """The days of the box from the one before the key's on, if there is one; each is read once."""
        name = (key["ledger"], key["site"])
        days = self.days.setdefault(name, {})
        if key["business_on"] < next(iter(days), "~"):
            for found in self.connection.execute(_DAYS, key).mappings():
                row = {column: value for column, value in found.items() if column not in key}
                days.setdefault(found["business_on"], row)
            days = self.days[name] = dict(sorted(days.items()))
        return days


def _row(box: Box) -> Row:
    return dict(zip(_BOX, _values_of(box), strict=True))


def _begun(days: dict[str, Row], business_on: str) -> Row:
    """A day on which nothing moved yet: it carries what the box should have held after the day before."""
    before = max((day for day in days if day < business_on), default="")
    carried_minor = days[before]["expected_minor"] if before else 0
    counted = dict.fromkeys(("count_seq", "count_expected_minor", "counted_minor"), 0)
    return (
        dict.fromkeys(_PARTS, 0) | counted | {"carried_minor": carried_minor, "expected_minor": carried_minor}
    )


def _more(before: Box | None, box: Box, day: Row) -> Row:
    """The day's parts with what the entry added. A float begins the parts of its box anew, and adds to the day's."""
    begins = before is None or before.float_seq != box.float_seq
    more: dict[str, Any] = {}
    for name in _PARTS:
        was = 0 if begins or before is None else getattr(before, name)
        more[name] = day[name] + getattr(box, name) - was
    return more


def _cash_row(
    fact: facts.CashMoved | facts.CashCounted | facts.CashDiffered, entry: Entry, box: Box | None
) -> Row:
    kind, amount_minor, count_seq, reason, approved_by = "count", 0, 0, "", ""
    match fact:
        case facts.CashMoved():
            kind, amount_minor, reason = fact.kind, fact.amount_minor, fact.reason
        case facts.CashCounted():
            amount_minor = fact.counted_minor
        case facts.CashDiffered():
            kind, amount_minor = "difference", fact.counted_minor - fact.expected_minor
            count_seq, reason, approved_by = fact.count_seq, fact.reason, fact.approved_by
    return {
        "ledger": entry.ledger,
        "seq": entry.seq,
        "site": fact.site,
        "business_on": fact.business_on,
        "recorded_at": entry.at,
        "recorded_by": entry.by,
        "kind": kind,
        "amount_minor": amount_minor,
        "expected_minor": box.expected_minor if box else 0,
        "count_seq": count_seq,
        "reason": reason,
        "approved_by": approved_by,
    }
