"""The exchange rates in the ledger, the newest first."""

import textwrap
from datetime import date
from zoneinfo import ZoneInfo

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from buyback import l10n
from buyback.i18n import _
from buyback.rates import source_name
from buyback.store.views.setup import RecordedRate
from buyback.tui import cells

_RATE, _INDENT = 9, "  "


class RateList(OptionList):
    """The rate and its day; under it, its source, when it was learned, by whom, and why."""

    def __init__(self) -> None:
        super().__init__(id="rate-list", compact=True)
        self.rates: tuple[RecordedRate, ...] = ()
        self.in_use: RecordedRate | None = None
        self.today = date.min
        self.zone = ZoneInfo("UTC")

    def on_resize(self) -> None:
        self.reprompt()

    def show(
        self, rates: tuple[RecordedRate, ...], in_use: RecordedRate | None, today: date, zone: ZoneInfo
    ) -> None:
        """Show these rates; the one in use is marked with its age."""
        is_same = rates == self.rates
        self.rates, self.in_use, self.today, self.zone = rates, in_use, today, zone
        if is_same:
            self.reprompt()
        else:
            self.set_options(Option(self._prompt(rate), id=str(rate.seq)) for rate in rates)
            self.highlighted = 0 if rates else None

    def reprompt(self) -> None:
        """Show the same rates again: for another width or language."""
        for index, rate in enumerate(self.rates):
            self.replace_option_prompt_at_index(index, self._prompt(rate))

    def _prompt(self, rate: RecordedRate) -> Content:
        width = self.scrollable_content_region.width
        age = l10n.age_days((self.today - rate.as_of).days)
        is_used = self.in_use is not None and self.in_use.seq == rate.seq
        mark = _("in use, {age}").format(age=age) if is_used else age
        first = f"{cells.left(str(rate.rate), _RATE)}{l10n.day(rate.as_of)}"
        learned = _("learned {when}").format(when=l10n.moment(rate.learned_at, self.zone))
        known = (source_name(rate.source), learned, rate.recorded_by, rate.reason)
        below = textwrap.wrap(", ".join(filter(None, known)), max(20, width - len(_INDENT)))
        style = "bold" if is_used else ""
        rest = "".join(f"\n{_INDENT}{line}" for line in below)
        return Content.assemble((cells.spread(first, mark, width), style), rest)
