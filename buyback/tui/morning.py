"""What a day begins with at a site: earlier days that were left open, and whether yesterday is still yesterday.

The app asks when it is opened, and whenever another site or another day begins; Escape puts it off.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import Worker

from buyback import l10n, report
from buyback.errors import Refusal
from buyback.i18n import _, ngettext
from buyback.report import Reconciliation
from buyback.store.engine import Db
from buyback.store.views import close as view
from buyback.store.views.close import Close, Comparison
from buyback.store.views.setup import Site

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp
    from buyback.tui.screens.mode import ModeScreen

GROUP = "morning"
"""The group of the workers that look what there is to ask."""
_AGAIN_S = 5.0
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """How the days of a site stand today: those that are open, the last close, and the last comparison of its paper."""

    site: Site
    today: date
    open_days: tuple[date, ...]
    close: Close | None
    compared: Comparison | None

    @property
    def earlier(self) -> tuple[date, ...]:
        """The days before today that were left open, the oldest first."""
        return tuple(day for day in self.open_days if day < self.today)

    @property
    def is_due(self) -> bool:
        """A new day has begun since the last close, and nobody has compared its paper."""
        close = self.close
        return (
            close is not None
            and self.compared is None
            and self.site.business_date(close.closed_at) < self.today
        )

    @property
    def differs(self) -> bool:
        """The paper of the last close was compared, and it did not agree."""
        return self.compared is not None and not self.compared.agrees

    @property
    def is_closed_today(self) -> bool:
        """The day that is running is closed already."""
        return self.covers(self.today)

    def covers(self, day: date) -> bool:
        """Whether the day is closed, by itself or with a later one."""
        return self.close is not None and day <= self.close.day


def read(db: Db, site: Site, today: date) -> Standing:
    """How the days of the site stand."""
    close = view.last_close(db, site.code)
    compared = view.last_comparison(db, close) if close else None
    return Standing(site, today, view.open_days(db, site.code), close, compared)


# --- in words ---------------------------------------------------------------------------------------------------------


def named(days: Sequence[date]) -> str:
    """The first of the days, and how many more there are."""
    said = ", ".join(l10n.day_weekday(day) for day in days[:_MOST_NAMED])
    more = len(days) - _MOST_NAMED
    if more > 0:
        said += ngettext(" and {n} more", " and {n} more", more).format(n=l10n.number(more))
    return said


def still_open(days: Sequence[date]) -> str:
    """Which days are still open, in one sentence."""
    return _("Still open: {days}.").format(days=named(days))


def told(found: Standing) -> str:
    """What the Day screen says of it on top, with the keys; "" where there is nothing to say."""
    said = []
    if found.earlier:
        said.append(_("Still open: {days}. F8 goes to the close.").format(days=named(found.earlier)))
    if found.close is not None and found.differs:
        words = _("The signed paper of {day} did NOT agree with the ledger. M compares it again.")
        said.append(words.format(day=l10n.day_weekday(found.close.day)))
    elif found.close is not None and found.is_due:
        words = _("The signed paper of {day} is not compared yet. M compares it.")
        said.append(words.format(day=l10n.day_weekday(found.close.day)))
    return "\n".join(said)


# --- asking -----------------------------------------------------------------------------------------------------------


def begin(app: "BuybackApp") -> None:
    """Look now, and whenever the site or its day is another one."""
    looked_at: set[tuple[str, date]] = set()

    def look() -> None:
        session, today = app.session, app.business_on
        if session is not None and today is not None and (session.site.code, today) not in looked_at:
            looked_at.add((session.site.code, today))
            _start(app)

    app.watch(app, "session", look, init=False)
    app.watch(app, "business_on", look, init=False)
    look()


def _start(app: "BuybackApp") -> Worker[None]:
    return app.run_worker(_look(app), group=GROUP, exclusive=True)


async def _look(app: "BuybackApp") -> None:
    """Ask what there is to ask, on the screen of the moment; while that is busy, a little later."""
    from buyback.tui.screens.mode import ModeScreen

    session = app.session
    if session is None:
        return
    try:
        found = await app.read(partial(read, site=session.site, today=session.today(app.clock())))
    except Refusal as refusal:
        app.show_refusal(refusal)
        return
    if not (found.earlier or found.is_due or found.differs or found.is_closed_today):
        return
    screen = app.screen
    while app.lock.is_on or not isinstance(screen, ModeScreen) or screen.is_asking:
        await asyncio.sleep(_AGAIN_S)
        screen = app.screen
    screen.in_turn(partial(_ask, screen, found))


async def _ask(screen: "ModeScreen", found: Standing) -> None:
    """The open day first; then the paper."""
    from buyback.tui.dialogs.close_open import CloseOpen
    from buyback.tui.screens import close_jobs

    app = screen.app
    app.key_turns.opening(after=True)  # an Enter that was typed ahead was meant for the desk
    if found.earlier:
        first = await app.read(partial(_reconciled, found=found, screen=screen))
        if await app.ask(partial(CloseOpen, found.site, found.earlier, first.hindrance)):
            await close_jobs.go_to(app, found.earlier[0])
            return
    if found.is_due:
        await close_jobs.compare(screen)
    elif found.close is not None and found.differs:
        close_jobs.tell_difference(screen, found.close.day)
    elif found.close is not None and found.is_closed_today:
        words = _(
            "{site} is closed for {day}: nothing more is booked to it. What comes now belongs to the next day."
        )
        app.notify(
            words.format(site=found.site.name, day=l10n.day_weekday(found.close.day)),
            severity="warning",
            timeout=8,
        )


def _reconciled(db: Db, found: Standing, screen: "ModeScreen") -> Reconciliation:
    return report.reconcile(db, found.site.code, found.earlier[0], now=screen.app.clock())
