"""From when on the audit names something: the thresholds and hours that hold, and who loosened one."""

from collections.abc import Iterator
from dataclasses import dataclass

from buyback import rules
from buyback.chain import parse_utc
from buyback.rules import Hours
from buyback.store.engine import Db
from buyback.store.statements import text
from buyback.store.views import people, setup
from buyback.store.views.audit.case import Case, Gathered, Said
from buyback.store.views.totals import Span


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The thresholds that hold, by the names of their settings, and the hours of the sites that have any, by their codes."""

    numbers: tuple[tuple[str, int], ...]
    hours: tuple[tuple[str, Hours], ...]


def thresholds(db: Db, span: Span) -> Thresholds:
    """What an audit of the span goes by."""
    numbers = tuple((name, people.setting(db, name)) for name in rules.thresholds())
    hours = tuple((site, known) for site, known in setup.hours(db).items() if span.site in ("", site))
    return Thresholds(numbers, hours)


_CHANGES = "SELECT seq, name, value, changed_at, changed_by FROM setting WHERE ledger = :ledger ORDER BY seq"


def loosened(db: Db, span: Span) -> Iterator[Case]:
    """Who loosened a threshold, or widened a site's hours or took them away, on the span's days: change by change.

    A threshold counts at every site, the hours at theirs. `setting` is the threshold, and empty for the hours of `site`.
    """
    sites = {site.code: site for site in setup.sites(db)}
    anywhere = next(iter(sites.values()))
    last = {name: str(value) for name, value in rules.DEFAULTS.items()}
    for row in db.connection.execute(text(_CHANGES), {"ledger": db.ledger}):
        was, last[row.name] = last.get(row.name, rules.NO_HOURS), row.value
        place = rules.hours_site(row.name)
        is_looser = _is_wider(was, row.value) if place else _is_looser(row.name, was, row.value)
        day = sites.get(place, anywhere).business_date(parse_utc(row.changed_at))
        if not is_looser or not span.first <= day <= span.last or (place and span.site not in ("", place)):
            continue
        found = Gathered((str(row.seq),))
        found.add(day.isoformat(), row.seq)
        site = sites[place].name if place in sites else place
        said: dict[str, Said] = {"setting": "" if place else row.name, "was": was, "now": row.value}
        yield found.case(alias=row.changed_by, site=site, **said)


def _is_looser(name: str, was: str, now: str) -> bool:
    if name not in rules.thresholds():
        return False
    return rules.is_loosened(name, rules.check_setting(name, was), rules.check_setting(name, now))


def _is_wider(was: str, now: str) -> bool:
    before, after = rules.check_hours(was), rules.check_hours(now)
    return before is not None and (after is None or after.reaches_over(before))
