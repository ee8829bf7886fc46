"""The opening hours of a site, where the ledger has them: a setting with the site's code in its name."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from buyback import errors

HOURS = "hours"
NO_HOURS = "none"
USUAL_HOURS = "10:00-16:00"
"""When most sites of the programme are open."""

_HOURS = re.compile(r"(\d{1,2}):(\d{2}) ?[-–] ?(\d{1,2}):(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when a site is open, in its own time; both belong to it."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

    def reaches_over(self, other: "Hours") -> bool:
        """Whether the site is open at times at which it is not by the others."""
        return self.opens < other.opens or self.closes > other.closes

    def on(self, day: date, timezone: str) -> tuple[datetime, datetime]:
        """When the site opened and closed on a day."""
        zone = ZoneInfo(timezone)
        return datetime.combine(day, self.opens, zone), datetime.combine(day, self.closes, zone)


def hours_setting(site: str) -> str:
    """The name of the setting that holds a site's hours."""
    return f"{HOURS}:{site}"


def hours_site(setting: str) -> str:
    """The site whose hours a setting holds; "" for a setting of another name."""
    name, _colon, site = setting.partition(":")
    return site if name == HOURS else ""


def check_hours(value: str) -> Hours | None:
    """The hours as they are written, 10:00-16:00; None for "none". BadHours for anything else."""
    text = value.strip()
    if text == NO_HOURS:
        return None
    found = _HOURS.fullmatch(text)
    if found is None:
        raise errors.BadHours(text=value[:40])
    try:
        hours = Hours(time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
    except ValueError as problem:
        raise errors.BadHours(text=value[:40]) from problem
    if hours.opens >= hours.closes:
        raise errors.BadHours(text=value[:40])
    return hours
