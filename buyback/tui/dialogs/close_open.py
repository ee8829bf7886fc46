"""An earlier day that was left open: the first thing that whoever opens the app is shown."""

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.widgets import Static

from buyback import l10n
from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.store.views.setup import Site
from buyback.tui import morning
from buyback.tui.dialogs.dialog import Dialog


class CloseOpen(Dialog[bool]):
    """Says which days of the site are open and what is missing to close the first; True leads to its close."""

    CSS_PATH = "close.tcss"
    HEADING = N_("{day} is still open: close it first")
    ACCEPT = N_("Go to the close")
    BACK = N_("Work first")
    HELP = N_(
        "A day that is not closed can still be changed, and nobody has signed for its cash. Days are closed in their order, "
        "the oldest first. It can wait while people stand in the queue; the Day screen goes on to say so until it is done."
    )
    HELP_KEYS = N_("**Enter** goes to the close of the oldest open day, **Escape** goes on to work.")

    def __init__(self, site: Site, days: Sequence[date], hindrance: Refusal | None) -> None:
        super().__init__(site.code)
        self.site = site
        self.days = tuple(days)
        self.hindrance = hindrance

    def compose_content(self) -> ComposeResult:
        yield Static("", id="which", markup=False)
        yield Static("", id="missing", markup=False)

    def heading(self) -> str:
        return _(self.HEADING).format(day=l10n.day_weekday(self.days[0]))

    def reword(self) -> None:
        super().reword()
        self.query_one("#which", Static).update(f"{self.site.name}\n{morning.still_open(self.days)}")
        missing = (
            str(self.hindrance)
            if self.hindrance is not None
            else _("It is counted; only a supervisor's signature is missing.")
        )
        words = _("To close {day}: {missing}")
        said = words.format(day=l10n.day_weekday(self.days[0]), missing=missing)
        self.query_one("#missing", Static).update(said)

    def answer(self) -> bool:
        return True
