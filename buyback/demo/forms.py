"""The blank forms of the demo's sites on paper: reserved in the morning, typed in in the evening, the rest returned."""

from datetime import datetime

from buyback import desk
from buyback.demo.script import Script
from buyback.demo.visits import SiteDay, Visit
from buyback.store.engine import Store


class Forms:
    """The forms that are out, by site. On some days one of those that are left does not come back."""

    def __init__(self, store: Store, script: Script) -> None:
        self.store = store
        self.script = script.forms
        self.operators = script.operators
        self.out: dict[str, list[str]] = {}

    def open_day(self, site_day: SiteDay, now: datetime) -> None:
        """As many as there may be visitors, and some to spare."""
        number, site = site_day.stay.visits[1] + self.script.spare, site_day.stay.site
        self.out[site] = list(
            desk.reserve(self.store, site, number, by=self.operators.type_paper, at=now).folios
        )

    def take(self, visit: Visit) -> str:
        """The folio of the form that this visit was written on, "" where the site has none."""
        stay = visit.site_day.stay
        return self.out[stay.site].pop(0) if stay.on_paper else ""

    def close_day(self, site_day: SiteDay, now: datetime) -> None:
        """What is left goes back, but for what nobody finds."""
        left = self.out.pop(site_day.stay.site)
        missing = 1 if site_day.day in self.script.missing_days else 0
        by, reason = self.operators.supervise, self.script.returned_reason
        desk.return_forms(self.store, left[missing:], reason, by=by, at=now)
