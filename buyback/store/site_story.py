"""What the log tells of sites and of their days, and where it contradicts itself: a site that is none, another day.

The desk books an entry to the day that it is at the site, and what was first on paper to the day on which it was written,
or to that on which it is typed. Whoever seals entries by hand is refused nothing, so verification walks over it again.
Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from buyback import facts, rules
from buyback.chain import Entry
from buyback.i18n import N_
from buyback.store.contradiction import Contradiction

_NO_SITE = N_("Entry {seq} names the site {name}, which no entry before it added.")
_NO_ZONE = N_("Entry {seq} adds the site {name} in {zone}, which is no time zone.")
_OTHER_DAY = N_("Entry {seq} is booked to {day} at {name}, and at that time it was {today} there.")
_TOO_EARLY = N_("Entry {seq} pays {name} on {day}, and entry {before} received it on {received}.")


@dataclass(slots=True)
class Sites:
    """The sites as the entries so far make them, each with its time zone (None for one that is none)."""

    _zones: dict[str, ZoneInfo | None] = field(default_factory=dict)
    _went_back: int = 0
    """The last entry that says that the clock went back; 0 while none does."""

    def told(self, entry: Entry, sites: Sequence[str]) -> Iterator[Contradiction]:
        """Go on with an entry; `sites` are those to which it is booked, the one that it names first."""
        fact = entry.fact
        match fact:
            case facts.SiteAdded():
                zone = self._zones.setdefault(fact.code, _zone(fact.timezone))
                if zone is None:
                    yield Contradiction(_NO_ZONE, fact.code, 0, {"zone": fact.timezone})
            case facts.ClockWentBack():
                self._went_back = entry.seq
        named = getattr(fact, "site", "")
        if named and named not in self._zones:
            yield Contradiction(_NO_SITE, named)
        booked = rules.booked(fact)
        if booked is not None:
            yield from self._booked(entry, booked.business_on, sites[:1] if named else sites)

    def paid(
        self, fact: facts.PaidOut, *, site: str, business_on: str, received: int
    ) -> Iterator[Contradiction]:
        """What a payment contradicts of the drop-off that the entry `received` took in on a day at a site.

        Another site's day may have begun later, and after a clock that was set back a day is an earlier one.
        """
        is_there = fact.site in ("", site)
        if is_there and fact.business_on < business_on and self._went_back < received:
            days = {"day": fact.business_on, "received": business_on}
            yield Contradiction(_TOO_EARLY, fact.folio, received, days)

    def _booked(self, entry: Entry, business_on: str, sites: Sequence[str]) -> Iterator[Contradiction]:
        """An act over items of several sites is booked to the day of one of them."""
        moments = (entry.at, getattr(entry.fact, "written_at", ""))
        days = [day for site in sites for moment in moments if (day := _day(moment, self._zones.get(site)))]
        if days and business_on not in days:
            yield Contradiction(_OTHER_DAY, sites[0], 0, {"day": business_on, "today": days[0]})


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _day(moment: str, zone: ZoneInfo | None) -> str:
    """The local day at the moment; "" where either is none, which other checks find."""
    if zone is None or not moment:
        return ""
    try:
        return datetime.fromisoformat(moment).astimezone(zone).date().isoformat()
    except (ValueError, OverflowError):
        return ""
