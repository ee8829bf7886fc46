"""Every kind of finding, and where it is looked for.

A function of `LOOKS_AT` per kind of finding (`rules.LOOKS`): it puts a case of the store's views into words.
"""

from collections.abc import Iterable
from datetime import date

from buyback.report.audit import cash, weapons, work
from buyback.report.audit.finding import Audited, Finding, LookAt, answered
from buyback.rules import LOOKS, LookName, look_of
from buyback.store.engine import Db
from buyback.store.views.audit.answers import answers
from buyback.store.views.audit.thresholds import thresholds
from buyback.store.views.totals import EVER, NEVER, Span

LOOKS_AT: dict[LookName, LookAt] = {
    "serial-twice": weapons.serial_twice,
    "many-equal": weapons.many_equal,
    "void-after-payment": cash.void_after_payment,
    "voids-by-person": cash.voids_by_person,
    "off-table": weapons.off_table,
    "valued-as": weapons.valued_as,
    "manual-rate": cash.manual_rate,
    "under-step": cash.under_step,
    "one-hand": work.one_hand,
    "held-long": weapons.held_long,
    "not-received": weapons.not_received,
    "not-confirmed": weapons.not_confirmed,
    "not-found": weapons.not_found,
    "cash-difference": cash.cash_difference,
    "late-paper": work.late_paper,
    "day-open": work.day_open,
    "out-of-hours": work.out_of_hours,
    "loosened": work.loosened,
}


def audited(db: Db, span: Span, today: date) -> Audited:
    """Every finding of the span's days, by kind in the order of `rules.LOOKS`, the oldest of a kind first."""
    known = answers(db)
    found = (_of(db, span, today, look) for look in LOOKS)
    findings = tuple(answered(one, known) for some in found for one in sorted(some, key=Finding.order))
    return Audited(span, findings, thresholds(db, span))


def find(db: Db, key: str, today: date) -> Finding | None:
    """The finding with this key, whenever it was; None where there is none."""
    look = look_of(key)
    if look is None:
        return None
    found = (one for one in _of(db, Span(EVER, NEVER), today, look) if one.key == key)
    one = next(found, None)
    return None if one is None else answered(one, answers(db))


_OF_ITEMS: tuple[LookName, ...] = (
    "serial-twice",
    "many-equal",
    "void-after-payment",
    "valued-as",
    "one-hand",
    "held-long",
    "not-received",
    "not-confirmed",
    "not-found",
    "late-paper",
    "out-of-hours",
)
"""The kinds that look at items one by one; the others count what a person did."""


def of_drop_off(db: Db, folio: str, item: str, days: Iterable[date], today: date) -> tuple[Finding, ...]:
    """The findings that rest on a drop-off, or with the tag of an item on that one of its items.

    `days` are those on which anything happened to it: findings are looked for on them, and nowhere else.
    """
    known, found = answers(db), dict[str, Finding]()
    for look in _OF_ITEMS:
        for day in sorted(set(days)):
            same = (one for one in _of(db, Span(day, day), today, look) if one.names(folio, item))
            found |= {one.key: one for one in same}
    return tuple(answered(one, known) for one in found.values())


def _of(db: Db, span: Span, today: date, look: LookName) -> list[Finding]:
    return [Finding.of(look, case, words) for case, words in LOOKS_AT[look](db, span, today)]
