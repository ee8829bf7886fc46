"""A site as a refusal speaks of it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Place:
    """What a site is called, and its time zone (IANA)."""

    name: str
    timezone: str

    def clock(self, at: datetime) -> str:
        """The time as the site's clock shows it, "2025-02-18 10:42"."""
        return f"{at.astimezone(ZoneInfo(self.timezone)):%Y-%m-%d %H:%M}"
