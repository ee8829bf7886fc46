"""The next morning: the checkpoint on the signed paper, typed or scanned."""

import re
from collections.abc import Mapping
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.widgets import Static

from buyback import errors, l10n
from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.store.views.close import Close
from buyback.store.views.setup import Site
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words

_PAPER = N_("letters on the paper")
_LONGEST = 240


class ComparePaper(Dialog[str]):
    """Asks what the paper of the day says; Escape puts it off. What the ledger says is not shown before."""

    CSS_PATH = "close.tcss"
    HEADING = N_("Is {day} still the day that was signed?")
    ACCEPT = N_("Compare")
    BACK = N_("Later")
    HELP = N_(
        "Take the signed act of the last closed day and type what stands under its checkpoint, or scan its square code. The "
        "ledger, the number and the first four groups of letters are enough; capitals and blanks do not count. If somebody had "
        "changed or cut the log since it was signed, they would not agree. What comes of it is recorded."
    )
    HELP_KEYS = N_("**Enter** compares, **Escape** puts it off; **M** on the Day screen asks again.")
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        errors.BadPaper: "paper",
        errors.CheckpointElsewhere: "paper",
        errors.PaperOfEarlierDay: "paper",
        errors.PaperOfOtherSite: "paper",
    }
    TEXTS: ClassVar[Mapping[str, str]] = {_PAPER: "paper"}

    def __init__(self, close: Close, site: Site) -> None:
        super().__init__(f"{site.code} {close.day.isoformat()}")
        self.close_ = close
        self.site = site

    def compose_content(self) -> ComposeResult:
        yield Static("", id="what", markup=False)
        yield Labelled(
            N_("On the paper"), Field(id="paper", hint=N_("type it, or scan the code"), longest=_LONGEST)
        )
        yield Words(
            N_("The ledger, the number and four groups: A1 1204 9f2c 01ab 77de 4410. Blanks do not count."),
            classes="hint",
        )

    def heading(self) -> str:
        return _(self.HEADING).format(day=l10n.day_weekday(self.close_.day))

    def reword(self) -> None:
        super().reword()
        when = l10n.moment(self.close_.closed_at, ZoneInfo(self.close_.timezone))
        words = _(
            "{site} was closed on {when}; {by} signed the act. Take that paper and type or scan its checkpoint."
        )
        said = words.format(site=self.site.name, when=when, by=self.close_.signed_by)
        self.query_one("#what", Static).update(said)

    def answer(self) -> str:
        text = self.query_one(
            "#paper", Field
        ).value.strip()  # no remark: groups of digits are no telephone here
        if not text:
            raise errors.TextMissing(field=_PAPER, number=0)
        # a whole code that was scanned behind what stood there counts alone
        ledger = re.escape(self.close_.checkpoint.ledger)
        scanned = re.search(rf"{ledger}:[0-9]+:[0-9a-f]{{64}}$", text, re.IGNORECASE)
        return scanned[0] if scanned else text
