"""The demo's evenings and mornings: the day is closed, its paper is signed, and compared when the site opens again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from buyback import desk
from buyback.chain import Checkpoint
from buyback.demo.script import Script
from buyback.demo.visits import SiteDay
from buyback.store.engine import Store

Plan = Callable[[datetime, Callable[[datetime], object]], None]


class Closings:
    """Every day is closed but the last one of the demo, which is left for whoever tries the program."""

    def __init__(self, store: Store, script: Script, plan: Plan) -> None:
        self.store = store
        self.misread_days = script.misread_paper_days
        self.operators = script.operators
        self.plan = plan

    def close_day(self, site_day: SiteDay, now: datetime) -> None:
        """The supervisor closes; the paper is compared the next morning, also where the site has moved on by then."""
        site = site_day.stay.site
        closed = desk.close_day(self.store, site, site_day.on, by=self.operators.supervise, at=now)
        morning, paper = site_day.moment(9, 30) + timedelta(days=1), closed.checkpoint
        if site_day.day in self.misread_days:
            self.plan(morning - timedelta(minutes=1), partial(self._compare, site, _misread(paper)))
        self.plan(morning, partial(self._compare, site, paper))

    def _compare(self, site: str, paper: Checkpoint, now: datetime) -> None:
        desk.compare_close(self.store, site, str(paper), by=self.operators.pay, at=now)


def _misread(paper: Checkpoint) -> Checkpoint:
    """The paper as somebody types it who takes its first digit for the one after."""
    first = f"{(int(paper.digest[0], 16) + 1) % 16:x}"
    return Checkpoint(paper.ledger, paper.seq, first + paper.digest[1:])
