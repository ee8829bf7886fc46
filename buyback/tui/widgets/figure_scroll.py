"""Text with figures that lead to the entries behind them: up and down go from figure to figure, Enter opens one."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Static

from buyback.i18n import N_
from buyback.store.views.behind import Figure
from buyback.tui.day_page import FigureLine
from buyback.tui.widgets.text_scroll import TextScroll

_CURSOR = "$block-cursor-blurred-foreground on $block-cursor-blurred-background"


class FigureScroll(TextScroll):
    """Shows the lines that `lines` gives for a width; one with a figure has the cursor, if there is any."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "figure(-1)", N_("Up"), show=False),
        Binding("down", "figure(1)", N_("Down"), show=False),
        Binding("pageup", "page(-1)", N_("Page up"), show=False),
        Binding("pagedown,space", "page(1)", N_("Page down"), show=False),
        Binding("enter", "open", N_("Entries"), id="figure.open", tooltip=N_("The entries that the figure is made of")),
    ]  # fmt: skip

    class Opened(Message):
        """The entries behind a figure are to be listed; `words` gives the line that it stands in, in the current language."""

        def __init__(self, figure: Figure, words: Callable[[], str]) -> None:
            super().__init__()
            self.figure = figure
            self.words = words

    def __init__(self, lines: Callable[[int], Sequence[Content]], *, id: str) -> None:
        super().__init__(lambda width: Content("\n").join(lines(width)), id=id)
        self.lines = lines
        self.shown: list[Content] = []
        self.at: int | None = None
        """The line under the cursor."""

    @property
    def line(self) -> FigureLine | None:
        """The line under the cursor; it has a figure."""
        found = self.shown[self.at] if self.at is not None and self.at < len(self.shown) else None
        return found if isinstance(found, FigureLine) else None

    def reword(self) -> None:
        width = self.scrollable_content_region.width
        if not width:
            return
        kept = self.line.behind if self.line is not None else None
        self.shown = list(self.lines(width))
        places = self._places
        same = (place for place in places if kept is not None and self._figure(place) == kept)
        self.at = next(same, next(iter(places), None))
        self._draw()
        self.refresh_bindings()

    @property
    def _places(self) -> list[int]:
        return [place for place, line in enumerate(self.shown) if isinstance(line, FigureLine)]

    def _figure(self, place: int) -> Figure | None:
        line = self.shown[place]
        return line.behind if isinstance(line, FigureLine) else None

    def _draw(self) -> None:
        marked = [
            line.stylize(_CURSOR) if place == self.at else line for place, line in enumerate(self.shown)
        ]
        self.query_one(Static).update(Content("\n").join(marked))

    def _go_to(self, place: int) -> None:
        self.at = place
        self._draw()
        self.scroll_to_region(Region(0, place, 1, 1), animate=False, force=True)

    def home(self) -> None:
        """Go to the top, the cursor on the first figure."""
        self.at = next(iter(self._places), None)
        self._draw()
        self.scroll_home(animate=False)

    # --- keys -----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return super().check_action(action, parameters) if action != "open" else self.line is not None

    def action_figure(self, by: int) -> None:
        """Go to the figure before or after; past the last one the text scrolls on."""
        places = self._places if by > 0 else self._places[::-1]
        at = -1 if self.at is None else self.at
        following = next((place for place in places if (place - at) * by > 0), None)
        if following is None:
            self.scroll_relative(y=by, animate=False)
        else:
            self._go_to(following)

    def action_page(self, by: int) -> None:
        """Scroll by a page, the cursor with it."""
        rows = max(1, self.size.height - 1)
        self.scroll_relative(y=by * rows, animate=False)
        at = (self.at or 0) + by * rows
        nearest = min(self._places, key=lambda place: abs(place - at), default=None)
        if nearest is not None:
            self.at = nearest
            self._draw()

    def action_open(self) -> None:
        """List the entries behind the figure."""
        line = self.line
        if line is not None:
            self.post_message(self.Opened(line.behind, partial(self._words, line)))

    def _words(self, line: FigureLine) -> str:
        """The line with this one's figure as it is now."""
        now = self.lines(self.scrollable_content_region.width)
        same = (one for one in now if isinstance(one, FigureLine) and one.behind == line.behind)
        return next(same, line).plain

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset_capture(self).y + int(self.scroll_y)
        if 0 <= place < len(self.shown) and self._figure(place) is not None:
            is_there = place == self.at
            self._go_to(place)
            if is_there:
                self.action_open()
