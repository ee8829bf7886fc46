"""The demo's shelf samples: drawn in the evening of some days, one item of each found the next morning only."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from buyback import desk
from buyback.demo.script import Script
from buyback.demo.visits import SiteDay
from buyback.store.engine import Store

Plan = Callable[[datetime, Callable[[datetime], object]], None]


class Samples:
    """The supervisor draws by the day's date and walks along the shelf."""

    def __init__(self, store: Store, script: Script, plan: Plan) -> None:
        self.store = store
        self.script = script
        self.plan = plan

    def plan_day(self, site_day: SiteDay) -> None:
        """On a day of samples one is drawn, once the items of the day are seen to."""
        if site_day.day in self.script.sample_days:
            self.plan(site_day.moment(19, 0), partial(self._draw, site_day))

    def _draw(self, site_day: SiteDay, now: datetime) -> None:
        by, site, seed = self.script.operators.supervise, site_day.stay.site, int(f"{site_day.on:%Y%m%d}")
        drawn = desk.draw_sample(self.store, self.script.sample_size, seed, site=site, by=by, at=now)
        last = drawn.items[-1].item.id
        self.plan(now + timedelta(minutes=8), partial(self._look, drawn.seq, last))
        self.plan(site_day.moment(9, 20) + timedelta(days=1), partial(self._find, drawn.seq, last))

    def _look(self, seq: int, missing: str, now: datetime) -> None:
        by = self.script.operators.supervise
        desk.check_sample(self.store, seq, (), (missing,), rest_found=True, by=by, at=now)

    def _find(self, seq: int, item: str, now: datetime) -> None:
        by = self.script.operators.supervise
        desk.check_sample(self.store, seq, (item,), (), by=by, at=now)
