"""Plays the script through the desk's verbs, in the order of a clock that the script sets."""

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from buyback import desk, rates, rules
from buyback.demo.cash import CashBoxes
from buyback.demo.closing import Closings
from buyback.demo.custody import Shelves
from buyback.demo.forms import Forms
from buyback.demo.samples import Samples
from buyback.demo.script import Script
from buyback.demo.visits import Dice, SiteDay, Visit, Visits, site_days
from buyback.demo.vouchers import Vouchers
from buyback.desk import NewMarks, NewSite, Order, Received
from buyback.money import Money
from buyback.payout_table import PayoutTable
from buyback.rules import Item
from buyback.store.engine import Store
from buyback.store.views.setup import RecordedRate

Happening = Callable[[datetime], object]


def set_up(where: str, script: Script, table: PayoutTable) -> Store:
    """A new ledger with the script's sites and operators, made in the hour before the first site opens."""
    named = {site.code: site for site in desk.known_sites()}
    sites = [named[code] for code in dict.fromkeys(stay.site for stay in script.stays)]
    clock = _early_morning(script, sites[0])
    by = script.operators.opens_ledger
    store = desk.open_ledger(
        where, code=script.ledger_code, site=sites[0], operator=by, table=table, at=next(clock)
    )
    for alias in script.operators.aliases()[1:]:
        desk.enrol(store, alias, by=by, at=next(clock), roles=script.operators.roles(alias))
    desk.enrol(store, script.helper.alias, by=by, at=next(clock), roles=("custody",))
    step = Money(script.operators.approval_step_mxn * 100)
    desk.change_setting(store, rules.APPROVAL_STEP, str(step.amount_minor), by=by, at=next(clock))
    days = str(script.vouchers.good_for_days)
    desk.change_setting(store, rules.VOUCHER_DAYS, days, by=by, at=next(clock))
    for site in sites[1:]:
        desk.add_site(store, site, by=by, at=next(clock))
    return store


def _early_morning(script: Script, site: NewSite) -> Iterator[datetime]:
    on = script.starts_on
    moment = datetime(on.year, on.month, on.day, 8, 15, 4, tzinfo=ZoneInfo(site.timezone)).astimezone(UTC)
    while True:
        yield moment
        moment += timedelta(seconds=23)


class Player:
    """Keeps what is still to happen, each at its time, and lets it happen."""

    def __init__(self, store: Store, script: Script, table: PayoutTable) -> None:
        self.store = store
        self.script = script
        self.table = table
        self.dice = Dice(f"{script.seed}: afterwards")
        self.shelves = Shelves(store, script, table, self.dice, self.plan)
        self.boxes = CashBoxes(store, script, self.plan)
        self.closings = Closings(store, script, self.plan)
        self.forms = Forms(store, script)
        self.samples = Samples(store, script, self.plan)
        self.vouchers = Vouchers(store, script)
        self.visits = Visits(script, table)
        self.rates: list[RecordedRate] = []
        self.later = itertools.cycle(script.afterwards.later)
        self.received = 0
        self.wrong_type_due = False
        self.typed_twice_due = False
        self.misread_due = False
        self.corrected_minutes = itertools.cycle(script.afterwards.misread_corrected_minutes)
        self._number = itertools.count()
        self._waiting: list[tuple[datetime, int, Happening]] = []

    def plan(self, moment: datetime, happening: Happening) -> None:
        """Let it happen at that moment."""
        heapq.heappush(self._waiting, (moment, next(self._number), happening))

    def play(self, days: int, progress: Callable[[int, int], None]) -> None:
        """Everything up to the last midnight; what would come later stays open. `progress` counts visits."""
        zones = {site.code: ZoneInfo(site.timezone) for site in desk.known_sites()}
        planned = list(site_days(self.script, days, zones))
        self._plan_help(planned)
        for site_day in planned:
            self._plan_day(site_day)
            if site_day.number < days:
                self._plan_close(site_day)
        midnight = max(site_day.moment(23, 59) for site_day in planned)
        while self._waiting and self._waiting[0][0] <= midnight:
            moment, _number, happening = heapq.heappop(self._waiting)
            happening(moment)
            progress(self.received, self.visits.number)

    def _plan_day(self, site_day: SiteDay) -> None:
        """The site opens, visitors come, and in the evening the items, the forms and the cash are seen to."""
        self.plan(site_day.moment(9, 40), partial(self._open_day, site_day))
        self.plan(site_day.moment(9, 45), partial(self.boxes.open_day, site_day))
        for visit in self.visits.of(site_day):
            self.plan(visit.typed_at, partial(self._arrive, visit))
        evening = site_day.moment(18 if site_day.stay.on_paper else 16, 20)
        self.plan(evening, partial(self.shelves.close_day, site_day))
        if site_day.stay.on_paper:
            self.plan(site_day.moment(9, 35), partial(self.forms.open_day, site_day))
            self.plan(site_day.moment(18, 5), partial(self.forms.close_day, site_day))
        self.samples.plan_day(site_day)
        self.plan(site_day.moment(19, 10), partial(self.boxes.close_day, site_day))

    def _plan_close(self, site_day: SiteDay) -> None:
        """After everything else the day is closed; all of it is later than what happens on a day that stays open."""
        if site_day.is_last:
            self.plan(site_day.moment(19, 35), partial(self.boxes.leave, site_day))
        self.plan(site_day.moment(19, 50), partial(self.closings.close_day, site_day))

    def _plan_help(self, planned: list[SiteDay]) -> None:
        """The helper gets more to do in the morning of one day, and is revoked in that of another."""
        mornings = {site_day.number: site_day.moment(9, 30) for site_day in reversed(planned)}
        helper, by = self.script.helper, self.script.operators.supervise

        def comes(now: datetime) -> None:
            roles, reason = ("receive", "pay", "custody"), helper.comes_reason
            desk.change_roles(self.store, helper.alias, roles, reason=reason, by=by, at=now)

        def leaves(now: datetime) -> None:
            desk.revoke(self.store, helper.alias, reason=helper.leaves_reason, by=by, at=now)

        for day, happening in ((helper.comes_day, comes), (helper.leaves_day, leaves)):
            if day in mornings:
                self.plan(mornings[day], happening)

    # --- a day, a visit -----------------------------------------------------------------------------------------------

    def _open_day(self, site_day: SiteDay, now: datetime) -> None:
        """Record the rate of the day if it is not the last one still."""
        quoted = rates.from_ecb(site_day.on, now)
        if self.rates and self.rates[-1].as_of == quoted.as_of:
            return
        if site_day.day in self.script.manual_rate_days:
            reason = self.script.manual_rate_reason
            quoted = rates.manual(str(quoted.rate), quoted.as_of, reason, now, today=site_day.on)
        by = self.script.operators.pay
        self.rates.append(
            desk.record_rate(self.store, quoted, by=by, at=now, approval=self.script.operators.approval)
        )

    def _arrive(self, visit: Visit, now: datetime) -> None:
        every = self.script.afterwards
        self.received += 1
        self.wrong_type_due |= visit.number % every.wrong_type_every == 0
        self.typed_twice_due |= visit.number % every.typed_twice_every == 0
        self.misread_due |= visit.number % every.misread_every == 0
        plain = visit.settlement == "cash" and not visit.on_paper and not visit.reason
        if plain and self.wrong_type_due and visit.items[0].type_code == every.wrong_type_of:
            self.wrong_type_due = False
            self._type_wrong(visit, now)
        elif plain and self.typed_twice_due:
            self.typed_twice_due = False
            self._type_twice(visit, now)
        elif plain and self.misread_due and _misread(visit.items[0].serial):
            self.misread_due = False
            self._misread(visit, now)
        else:
            self._receive_and_follow(visit, now)

    def _receive(self, visit: Visit, now: datetime, *, form: str = "", first: Item | None = None) -> Received:
        code = self.vouchers.choose() if visit.settlement == "voucher" else None
        order = Order(
            site=visit.site_day.stay.site,
            items=(first, *visit.items[1:]) if first else visit.items,
            settlement=visit.settlement,
            draft_id=f"demo-{visit.number:05d}{form}",
            rate=self.rates[-1],
            reason=visit.reason,
            approval=self.script.operators.approval,
            written_at=visit.at if visit.on_paper else None,
            code=code,
            folio=self.forms.take(visit),
        )
        if order.settlement == "cash":
            quote = desk.price(order.items, self.table, order.rate.rate, reason=order.reason)
            self.boxes.provide(order.site, quote.mxn, now)
        received = desk.receive(self.store, order, by=self._clerk(visit), at=now)
        self.vouchers.keep(received, code)
        return received

    def _clerk(self, visit: Visit) -> str:
        operators = self.script.operators
        if visit.on_paper:
            return operators.type_paper
        return operators.receive[visit.number % len(operators.receive)]

    def _receive_and_follow(self, visit: Visit, now: datetime) -> None:
        self._follow(visit, self._receive(visit, now), now)

    def _follow(self, visit: Visit, received: Received, now: datetime) -> None:
        """Decide what becomes of a drop-off: its payment first, then its items."""
        then = self.script.afterwards
        if received.status == "owed":
            self._follow_owed(visit, received, now)
            return
        if received.status == "voucher" and self.dice.percent(then.voucher_redeemed_percent):
            days = self.dice.between(then.voucher_redeemed_days)
            self.plan(now + timedelta(days=days, seconds=self.dice.below(1800)), partial(self._pay, received))
        self.shelves.take(visit, received, now)

    def _follow_owed(self, visit: Visit, received: Received, now: datetime) -> None:
        then = self.script.afterwards
        soon = now + timedelta(minutes=self.dice.between(then.later_paid_minutes), seconds=7)
        soon = min(soon, visit.site_day.moment(18, 10))  # nobody waits past the count of the evening
        end = next(self.later)
        if end == "returned":
            reason = self.dice.pick(self.script.reasons.returned)
            self.plan(soon, partial(self._give_back, received, self._clerk(visit), reason))
        elif end == "paid":
            self.plan(soon, partial(self._pay_and_take, visit, received))

    def _give_back(self, received: Received, by: str, reason: str, now: datetime) -> None:
        desk.give_back(self.store, received.folio, by=by, at=now, reason=reason)

    def _pay(self, received: Received, now: datetime) -> None:
        site = self.boxes.pays_at(received, now)
        self.boxes.provide(site, received.mxn, now)
        self.vouchers.pay(received.folio, site, now)

    def _pay_and_take(self, visit: Visit, received: Received, now: datetime) -> None:
        self._pay(received, now)
        self.shelves.take(visit, received, now)

    # --- entry errors -------------------------------------------------------------------------------------------------

    def _type_wrong(self, visit: Visit, now: datetime) -> None:
        """Another type is entered than lies on the table; the cash comes back, and it is entered again."""
        other = replace(visit.items[0], type_code=self.script.afterwards.wrong_type_as)
        wrong = self._receive(visit, now, form="-wrong", first=other)
        reason = self.script.reasons.wrong_type
        self.plan(now + timedelta(seconds=130), partial(self._void, wrong, reason, wrong.mxn))
        self.plan(now + timedelta(seconds=175), partial(self._receive_and_follow, visit))

    def _type_twice(self, visit: Visit, now: datetime) -> None:
        """One visit is entered and paid twice; the second entry is voided, and part of its cash comes back."""
        self._receive_and_follow(visit, now)

        def again(moment: datetime) -> None:
            second = self._receive(visit, moment, form="-again")
            part = Money(second.mxn.amount_minor * self.script.afterwards.recovered_part_percent // 100)
            reason = self.script.reasons.typed_twice
            self.plan(moment + timedelta(minutes=4), partial(self._void, second, reason, part))

        self.plan(now + timedelta(seconds=40), again)

    def _misread(self, visit: Visit, now: datetime) -> None:
        """A serial is entered with two letters swapped; the supervisor reads it again and corrects it."""
        right = visit.items[0].serial
        received = self._receive(visit, now, first=replace(visit.items[0], serial=_misread(right)))
        self._follow(visit, received, now)
        later = now + timedelta(minutes=next(self.corrected_minutes), seconds=23)
        self.plan(later, partial(self._correct, received.item_ids[0], right))

    def _correct(self, item: str, serial: str, now: datetime) -> None:
        by, reason = self.script.operators.supervise, self.script.reasons.misread
        desk.correct(self.store, item, NewMarks(serial=serial), reason=reason, by=by, at=now)

    def _void(self, received: Received, reason: str, recovered: Money, now: datetime) -> None:
        staff = self.script.operators
        desk.void(
            self.store,
            received.folio,
            reason=reason,
            recovered=recovered,
            by=staff.receive[0],
            at=now,
            approval=staff.approval,
        )


def _misread(serial: str) -> str:
    """The serial with its last two letters swapped; "" where that makes no other."""
    swapped = f"{serial[:-2]}{serial[:-3:-1]}"
    return swapped if swapped != serial else ""
