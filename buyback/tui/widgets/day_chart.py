"""Pesos and pieces per day as bars, and words where there are none. Importing this loads plotext, so only the Day screen does."""

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult, RenderResult
from textual.color import Color
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual_plotext import PlotextPlot

from buyback import l10n
from buyback.i18n import _, ngettext
from buyback.store.views.totals import DayTotal
from buyback.tui.bars import Bar, bars, ticks
from buyback.tui.shell import Shelled

_SCALE, _AXIS = 7, 1
"""Cells of the figures beside the axis, and of the axis."""
_BAR, _DAY_LABEL = 2, 7
"""Cells of the narrowest bar with its gap, and of a day under the axis."""
_PESOS = 100_000
"""Centavos of one thousand pesos."""


class BarChart(Shelled, PlotextPlot):
    """Whole numbers as bars in whole cells, the chosen days' bars in another colour."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.heights: tuple[tuple[int, bool], ...] = ()
        self.unit = 1
        self.labels: tuple[str, ...] = ()

    def show(self, heights: Sequence[tuple[int, bool]], labels: Sequence[str], unit: int = 1) -> None:
        """Show these heights (and whether each is chosen); the axis counts in `unit`."""
        self.heights, self.labels, self.unit = tuple(heights), tuple(labels), unit
        self.refresh()

    def render(self) -> RenderResult:
        room = self.size.width - _SCALE - _AXIS
        if self.heights and room > len(self.heights) and self.size.height > 4:
            self._draw(room)
        else:
            self.plt.clear_figure()
        return super().render()

    def _draw(self, room: int) -> None:
        plot = self.plt
        plot.clear_figure()
        plot.frame(False)
        plot.xaxes(True, False)
        plot.yaxes(True, False)
        each = room // len(self.heights)
        highest = max(height for height, _chosen in self.heights)
        scale = ticks(-(-highest // self.unit), max(2, (self.size.height - 1) // 2))
        plot.yticks(list(scale), [l10n.number(tick).rjust(_SCALE) for tick in scale])
        plot.ylim(0, scale[-1])
        plot.xlim(0, room - 1)
        if not highest:
            plot.scatter([0], [0], marker=" ")  # an axis is drawn only where there is something on it
        starts = [index * each for index in range(len(self.heights))]
        colors = self.app.theme_variables
        for start, (height, chosen) in zip(starts, self.heights, strict=True):
            if height:
                color = Color.parse(colors["accent" if chosen else "primary"]).rgb
                edges = [start, start + max(0, each - 2)]
                top = [0, height / self.unit]
                # plotext takes pairs here and is annotated for single numbers
                plot.rectangle(edges, top, marker="█", color=color, fill=True, lines=True)  # type: ignore[arg-type]
        every = -(-_DAY_LABEL // each)
        shown = range((len(starts) - 1) % every, len(starts), every)
        plot.xticks([starts[n] + max(0, each - 2) / 2 for n in shown], [self.labels[n] for n in shown])


class DayChart(Vertical):
    """Two charts: thousands of pesos, and pieces. Of chosen days without drop-offs that is said in words."""

    def __init__(self) -> None:
        super().__init__(id="chart")
        self.days: tuple[DayTotal, ...] = ()
        self.first = self.last = date.min

    def compose(self) -> ComposeResult:
        yield Static("", id="nothing", markup=False)
        yield Static("", id="pesos-title", classes="chart-title", markup=False)
        yield BarChart(id="pesos-chart")
        yield Static("", id="pieces-title", classes="chart-title", markup=False)
        yield BarChart(id="pieces-chart")

    def on_resize(self) -> None:
        self.reword()

    def show(self, days: Sequence[DayTotal], first: date, last: date) -> None:
        """Show these days; those from `first` to `last` are the chosen ones."""
        self.days, self.first, self.last = tuple(days), first, last
        self.reword()

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars that fit."""
        room = self.size.width - _SCALE - _AXIS
        return bars(self.days, self.last, max(1, room // _BAR)) if room > 0 else ()

    def reword(self) -> None:
        """Show the charts in the current language and width."""
        found = self.bars
        if self.last == date.min or not found:
            return
        self._say_if_none()
        is_part = self.first > found[0].first
        chosen = [is_part and bar.overlaps(self.first, self.last) for bar in found]
        labels = [l10n.day_short(bar.first) for bar in found]
        pesos = [bar.valued.amount_minor for bar in found]
        self.query_one("#pesos-chart", BarChart).show(list(zip(pesos, chosen, strict=True)), labels, _PESOS)
        pieces = [bar.pieces for bar in found]
        self.query_one("#pieces-chart", BarChart).show(list(zip(pieces, chosen, strict=True)), labels)
        per = ngettext("per day", "per {n} days", found[0].length).format(n=found[0].length)
        self._title("#pesos-title", _("Thousands of pesos {per}").format(per=per))
        self._title("#pieces-title", _("Pieces {per}").format(per=per))

    def _say_if_none(self) -> None:
        """Words for chosen days without drop-offs, instead of the charts where no day has any."""
        is_none = not any(day.drop_offs for day in self.days if self.first <= day.day <= self.last)
        says = self.query_one("#nothing", Static)
        says.update(self._none_words())
        says.display = is_none
        for part in ("#pesos-title", "#pesos-chart", "#pieces-title", "#pieces-chart"):
            self.query_one(part).display = any(day.drop_offs for day in self.days)

    def _none_words(self) -> str:
        first, last = l10n.day_weekday(self.first), l10n.day_weekday(self.last)
        if self.first == self.last:
            return _("Nothing was taken in on {day}.").format(day=last)
        return _("Nothing was taken in from {first} to {last}.").format(first=first, last=last)

    def _title(self, which: str, words: str) -> None:
        self.query_one(which, Static).update(Content.styled(words, "bold"))
