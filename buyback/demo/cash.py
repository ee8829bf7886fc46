"""The cash boxes of the demo: a float in the morning, more when it runs out, a count in the evening, the rest back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from buyback import denominations, desk
from buyback.demo.script import Script
from buyback.demo.visits import SiteDay
from buyback.desk import Approval, Received
from buyback.facts import Denomination
from buyback.money import Money
from buyback.rules import Box
from buyback.store.engine import Store
from buyback.store.views import cash

Plan = Callable[[datetime, Callable[[datetime], object]], None]


class CashBoxes:
    """The cash of every site. What a count found missing by day and site stands in the script."""

    def __init__(self, store: Store, script: Script, plan: Plan) -> None:
        self.store = store
        self.script = script.cash
        self.operators = script.operators
        self.plan = plan
        self.open: dict[str, SiteDay] = {}
        """The last day on which each site had a float."""

    def open_day(self, site_day: SiteDay, now: datetime) -> None:
        """The float is brought; what was left of the day before went back before."""
        site, notes = site_day.stay.site, denominations.parse(self.script.float)
        amount = Money(denominations.worth_minor(notes))
        desk.give_float(self.store, site, amount, by=self.operators.supervise, at=now, notes=notes)
        self.open[site] = site_day

    def close_day(self, site_day: SiteDay, now: datetime) -> None:
        """The evening's count; a difference gets its reason. Where the site opens again, the rest goes back before that."""
        site, by = site_day.stay.site, self.operators.pay
        missing = next(
            (one for one in self.script.missing if one.day == site_day.day and one.site == site), None
        )
        counted = self._found(site, missing.pesos * 100 if missing else 0)
        done = desk.count_cash(self.store, site, counted, by=by, at=now)
        if missing and done.box.open_minor:
            difference = partial(self._record, site, missing.reason)
            self.plan(now + timedelta(minutes=14), difference)
        if not site_day.is_last:
            self.plan(site_day.moment(9, 20) + timedelta(days=1), partial(self._return, site))

    def leave(self, site_day: SiteDay, now: datetime) -> None:
        """The site does not open again: everything goes back, and the empty box is counted."""
        site = site_day.stay.site
        self._return(site, now)
        count = partial(desk.count_cash, self.store, site, (), by=self.operators.pay)
        self.plan(now + timedelta(minutes=5), lambda moment: count(at=moment))

    def _record(self, site: str, reason: str, now: datetime) -> None:
        by, approval = self.operators.pay, Approval(self.operators.supervise)
        desk.record_difference(self.store, site, reason=reason, by=by, at=now, approval=approval)

    def _return(self, site: str, now: datetime) -> None:
        left_minor = self._box(site).at_hand_minor
        if left_minor:
            by, reason = self.operators.supervise, self.script.return_reason
            desk.return_cash(self.store, site, Money(left_minor), by=by, at=now, reason=reason)

    def provide(self, site: str, needed: Money, now: datetime) -> None:
        """Have the box topped up, as often as it takes, before an amount is paid that it does not hold."""
        notes = denominations.parse(self.script.top_up)
        amount = Money(denominations.worth_minor(notes))
        while self._box(site).at_hand_minor < needed.amount_minor:
            desk.top_up(self.store, site, amount, by=self.operators.supervise, at=now, notes=notes)

    def pays_at(self, received: Received, now: datetime) -> str:
        """Where a person who comes back is paid: at the same site while it stands, else at one that does."""
        standing = [site for site, day in self.open.items() if now.astimezone(day.zone).date() == day.on]
        return received.site if received.site in standing else standing[0]

    def _found(self, site: str, missing_minor: int) -> tuple[Denomination, ...]:
        """The notes and coins that lie in the box, less what is missing."""
        with self.store.reading() as db:
            box = self._box(site)
            likely = cash.notes_in(db, box).notes
        there_minor = box.expected_minor - missing_minor
        if likely is not None and denominations.worth_minor(likely) == there_minor:
            return likely
        plenty = tuple(Denomination(piece.value_minor, 2000, piece.form) for piece in denominations.MXN[1:])
        found = denominations.make(there_minor, plenty)
        assert found is not None, "there are coins enough for any amount"
        return found

    def _box(self, site: str) -> Box:
        with self.store.reading() as db:
            box = cash.box(db, site)
        assert box is not None, "the day began with a float"
        return box
