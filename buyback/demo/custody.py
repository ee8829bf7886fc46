"""What becomes of the items of the demo: cut in front of the person or at the end of the day, kept, handed over."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from buyback import desk
from buyback.demo.hand_overs import Receivers
from buyback.demo.script import Script
from buyback.demo.visits import Dice, SiteDay, Visit
from buyback.desk import Act, Received
from buyback.facts import Line
from buyback.payout_table import PayoutTable
from buyback.store.engine import Store

Plan = Callable[[datetime, Callable[[datetime], object]], None]


@dataclass(slots=True)
class Shelf:
    """The items of one site that wait for an act, by what the act will be; what is kept, with its type."""

    to_cut: list[str] = field(default_factory=list)
    to_crush: list[str] = field(default_factory=list)
    to_hand_over: list[str] = field(default_factory=list)
    to_keep: list[tuple[str, str]] = field(default_factory=list)


class Shelves:
    """The custody of every site. Acts are numbered by site and day; the act of cutting goes on through its day."""

    def __init__(self, store: Store, script: Script, table: PayoutTable, dice: Dice, plan: Plan) -> None:
        self.store = store
        self.script = script
        self.table = table
        self.dice = dice
        self.plan = plan
        self.shelves = {stay.site: Shelf() for stay in script.stays}
        self.receivers = Receivers(store, script, plan)
        self.hand_overs = 0

    def take(self, visit: Visit, received: Received, now: datetime) -> None:
        """Put the items of a drop-off where they belong; some of the weapons are cut in a few minutes."""
        then = self.script.afterwards
        cut = self._shelve(self.shelves[visit.site_day.stay.site], received)
        if cut and not visit.on_paper and self.dice.percent(then.destroyed_at_once_percent):
            soon = now + timedelta(minutes=self.dice.between(then.destroyed_after_minutes), seconds=11)
            self.plan(soon, partial(self._cut, visit.site_day, cut))
        else:
            self.shelves[visit.site_day.stay.site].to_cut += cut

    def _shelve(self, shelf: Shelf, received: Received) -> list[str]:
        """Shelve what waits for its act; the rest is to be cut."""
        cut = []
        for line, item in zip(received.lines, received.item_ids, strict=True):
            of = self.table.class_of(self.table.row(line.type_code))
            if of.custody == "hand_over":
                shelf.to_hand_over.append(item)
            elif of.cuts == 0:
                shelf.to_crush.append(item)
            elif self._wanted_by_museum(line):
                shelf.to_keep.append((item, line.type_code))
            elif not self.dice.percent(self.script.afterwards.destroyed_never_percent):
                cut.append(item)
        return cut

    def _wanted_by_museum(self, line: Line) -> bool:
        kind = self.script.kind(line.type_code)
        return line.make in kind.museum and self.dice.percent(self.script.afterwards.museum_percent)

    def close_day(self, site_day: SiteDay, now: datetime) -> None:
        """The acts of the evening: what is left to cut, and every few days what leaves the site."""
        shelf = self.shelves[site_day.stay.site]
        self._cut(site_day, shelf.to_cut, now)
        shelf.to_cut = []
        if site_day.is_last:
            self.plan(now + timedelta(minutes=9), partial(self._crush, site_day, shelf))
            for number, kept in enumerate(shelf.to_keep, start=1):
                self.plan(now + timedelta(minutes=15 + number), partial(self._keep, site_day, number, kept))
            shelf.to_keep = []
        if site_day.is_last or site_day.nth % self.script.afterwards.hand_over_every_days == 0:
            self.plan(now + timedelta(minutes=31), partial(self._hand_over, site_day, shelf))

    def _act(self, site_day: SiteDay, letter: str) -> Act:
        stay = site_day.stay
        number = f"{stay.act_prefix}-{site_day.on:%Y%m%d}-{letter}"
        return Act(number, witnesses=stay.witnesses[site_day.nth % len(stay.witnesses)])

    def _cut(self, site_day: SiteDay, items: list[str], now: datetime) -> None:
        if items:
            by, method = self.script.operators.destroy, self.script.afterwards.cutting_method
            desk.destroy(self.store, items, self._act(site_day, "D"), by=by, at=now, method=method)

    def _crush(self, site_day: SiteDay, shelf: Shelf, now: datetime) -> None:
        items, shelf.to_crush = shelf.to_crush, []
        if items:
            by, method = self.script.operators.destroy, self.script.afterwards.crushing_method
            desk.destroy(self.store, items, self._act(site_day, "J"), by=by, at=now, method=method)

    def _keep(self, site_day: SiteDay, number: int, kept: tuple[str, str], now: datetime) -> None:
        item, code = kept
        act = replace(self._act(site_day, f"A{number}"), place=self.script.afterwards.museum_place)
        value, by = self.script.kind(code).museum_value, self.script.operators.supervise
        desk.keep(self.store, [item], act, value=value, by=by, at=now)

    def _hand_over(self, site_day: SiteDay, shelf: Shelf, now: datetime) -> None:
        then = self.script.afterwards
        items, shelf.to_hand_over = shelf.to_hand_over, []
        if not items:
            return
        by, receiver = self.script.operators.supervise, site_day.stay.receiver
        act = self._act(site_day, "E")
        desk.hand_over(self.store, items, act, by=by, at=now, receiver=receiver)
        self.receivers.take(act.number, items, now)
        self.hand_overs += 1
        if self.hand_overs % then.defensa_reports_every == 0:
            reported = now + timedelta(days=then.defensa_reports_after_days, hours=-3)
            self.plan(reported, partial(self._defensa_reports, site_day, items))

    def _defensa_reports(self, site_day: SiteDay, items: list[str], now: datetime) -> None:
        """Defensa sends its act: what it received of that day's hand-over is destroyed."""
        then = self.script.afterwards
        number = f"DEF-{site_day.stay.act_prefix}-{site_day.on:%Y%m%d}"
        act = Act(number, then.defensa_place, then.defensa_witnesses)
        by = self.script.operators.supervise
        items = [item for item in items if item not in self.receivers.absent]
        desk.destroy(self.store, items, act, by=by, at=now, method=then.defensa_method)
