"""Since when a finding is so, as the log itself says it: the entry that it begins with, or the last one that still stands."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from buyback.chain import Finding, Since
from buyback.store.checks.log import standing
from buyback.store.engine import Db


def dated(db: Db, found: Iterable[Finding]) -> Iterator[Finding]:
    """Each finding with the moment, and the business day if it has one, of the entry that it begins with or comes after.

    What is of no entry keeps no date: nobody can know since when a trigger is gone.
    """
    for one in found:
        since = one.since or Since(one.seq)
        yield replace(one, since=_told(db, since) if since.seq else None)


def _told(db: Db, since: Since) -> Since | None:
    """As the entry says; None where it is not there."""
    entry = standing(db, since.seq)
    if entry is None:
        return None
    try:
        fact = json.loads(entry.body)["fact"]
        day = fact.get("business_on", "")
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        day = ""
    return replace(since, at=entry.at, business_on=day if isinstance(day, str) else "")
