"""Findings about money and rates: voids, amounts just under the step, rates by hand, counts that did not fit."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from buyback import l10n, rates
from buyback.errors import NoRate
from buyback.i18n import _, ngettext
from buyback.money import Rate
from buyback.rates import ECB, MANUAL
from buyback.report.audit.finding import Worded, named, with_reason, words
from buyback.rules import MANY_VOIDS, NEAR_STEP_PERCENT, RATE_PERCENT
from buyback.store.engine import Db
from buyback.store.views.audit import money as view
from buyback.store.views.audit.case import Case, Gathered, Said
from buyback.store.views.audit.money import KnownRate
from buyback.store.views.people import setting
from buyback.store.views.totals import EVER, Span

LATEST = timedelta(days=10)
"""An older rate of the European Central Bank says nothing of a day: no holidays are as long."""


def void_after_payment(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    template = _("{alias} voided {folio} after {paid} had been paid; {back} came back.")
    for case in view.voids_after_payment(db, span):
        yield case, words(template, case)


def voids_by_person(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    template = _("{alias} voided {n} drop-offs, {paid} of them after payment.")
    for case in view.voids_by_person(db, span, least=setting(db, MANY_VOIDS)):
        yield case, words(template, case)


def under_step(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    percent = setting(db, NEAR_STEP_PERCENT)
    for case in view.under_step(db, span, percent=percent):
        template = ngettext(
            "{alias} paid {n} amount that was less than {percent} % under the approval step: {folios}.",
            "{alias} paid {n} amounts that were less than {percent} % under the approval step: {folios}.",
            case.number,
        )
        yield case, words(template, case, percent=percent, folios=named(case))


def manual_rate(db: Db, span: Span, today: date) -> Iterator[Worded]:
    """Held against the European Central Bank's rate of the day or the last one before, of the ledger or of its history.

    Where that one is too old to say anything of the day, the rate by hand is named with how old it is.
    """
    del today
    by_hand, percent = view.rates_from(db, span, MANUAL), setting(db, RATE_PERCENT)
    if not by_hand:
        return
    recorded = sorted(view.rates_from(db, Span(EVER, span.last), ECB), key=lambda one: one.as_of)
    for one in by_hand:
        bank = _bank(recorded, one.as_of)
        if bank is not None and _is_near(one, bank, percent):
            continue
        gathered = Gathered((str(one.seq),))
        gathered.add(one.as_of.isoformat(), one.seq)
        case = gathered.case(alias=one.recorded_by, day=one.as_of, rate=str(one.rate))
        yield case, _off_words(case, one, bank)


@dataclass(frozen=True, slots=True)
class _Bank:
    """The bank's newest rate on or before some day, and of which day it is."""

    rate: Rate
    of: date


def _is_near(one: KnownRate, bank: _Bank, percent: int) -> bool:
    """Whether the bank's rate says anything of the day, and that the rate by hand is at most so many per cent off."""
    off = abs(one.rate.mxn_per_usd_e4 - bank.rate.mxn_per_usd_e4)
    return one.as_of - bank.of <= LATEST and off * 100 <= percent * bank.rate.mxn_per_usd_e4


def _off_words(case: Case, one: KnownRate, bank: _Bank | None) -> str:
    if bank is None:
        return words(
            _(
                "{alias} set {rate} for {day}. Nothing could be compared with it: no rate of the European Central Bank of "
                "that day or before is known."
            ),
            case,
        )
    off = abs(one.rate.mxn_per_usd_e4 - bank.rate.mxn_per_usd_e4)
    said: dict[str, Said] = {
        "bank": str(bank.rate),
        "of": bank.of,
        "percent": l10n.percent(off, bank.rate.mxn_per_usd_e4),
    }
    age = one.as_of - bank.of
    if age <= LATEST:
        template = _(
            "{alias} set {rate} for {day}, {percent} from the European Central Bank's {bank} of {of}."
        )
        return words(template, case, **said)
    template = _(
        "{alias} set {rate} for {day}. It could not be compared: the newest rate of the European Central Bank that is known "
        "is {days} days older, {bank} of {of}, {percent} from it."
    )
    return words(template, case, days=age.days, **said)


def _bank(recorded: Sequence[KnownRate], day: date) -> _Bank | None:
    """The bank's newest rate on or before the day, whatever its age; None where there is none."""
    place = bisect_right(recorded, day, key=lambda one: one.as_of) - 1
    found = [_Bank(recorded[place].rate, recorded[place].as_of)] if place >= 0 else []
    try:
        carried = rates.from_ecb(day, datetime.combine(day, time(), UTC))
        found.append(_Bank(carried.rate, carried.as_of))
    except NoRate:
        pass
    return max(found, key=lambda one: one.of, default=None)


def cash_difference(db: Db, span: Span, today: date) -> Iterator[Worded]:
    del today
    template = _("{alias} counted the cash box of {site}, and it was off by {difference}.")
    for case in view.counts_that_differ(db, span):
        yield case, with_reason(words(template, case), case.said["reason"])
