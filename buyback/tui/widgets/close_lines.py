"""The lines of the three reconciliations; whatever is wrong about one is red and has a mark."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from buyback import l10n
from buyback.i18n import N_, ngettext
from buyback.report import Line, Reconciliation
from buyback.tui import close_text


class CloseLines(OptionList, inherit_bindings=False):
    """One row per line under the head of its sum. Left and right stay free for the screen.

    Where there is no room for all of them, the lines that are 0 are left out; their number stands at the end.
    """

    class Folded(Message):
        """Lines were left out, or none is any more."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", N_("Previous"), show=False),
        Binding("down", "cursor_down", N_("Next"), show=False),
        Binding("pageup", "page_up", N_("Page up"), show=False),
        Binding("pagedown", "page_down", N_("Page down"), show=False),
        Binding("home", "first", N_("First"), show=False),
        Binding("end", "last", N_("Last"), show=False),
        Binding("enter", "select", N_("Behind it"), id="close.behind",
                tooltip=N_("The items, folios or entries behind the line")),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__(id="close-lines", compact=True)
        self.found: Reconciliation | None = None
        self.shows_zeros = False
        self.folded = 0
        """How many lines are left out."""
        self._shown_lines: list[Line | None] = []
        """What each option shows; None for a head."""

    def on_resize(self) -> None:
        self._draw(self.line)

    def show(self, found: Reconciliation) -> None:
        """Show this day; the highlight stays on its line, and on another day goes to the first that is wrong."""
        is_same = self.found is not None and (self.found.day, self.found.site) == (found.day, found.site)
        kept = self.line if is_same else next(iter(found.uneven), None)
        self.found = found
        self._draw(kept)
        if not is_same:
            self.scroll_home(animate=False)

    @property
    def line(self) -> Line | None:
        """The line under the highlight."""
        return None if self.highlighted is None else self._shown_lines[self.highlighted]

    def fold(self, *, shows_zeros: bool) -> None:
        """Show the lines that are 0 however little room there is, or leave them out again."""
        self.shows_zeros = shows_zeros
        if self.found is not None:
            self.show(self.found)

    def _draw(self, wanted: Line | None) -> None:
        """Show the lines that there is room for, the highlight on the one that is wanted, else on the first."""
        found, width = self.found, self.scrollable_content_region.width
        if found is None or not width:
            return
        room, quiet = self.scrollable_content_region.height, sum(map(close_text.is_quiet, found.lines))
        needed = self._height(found, width)
        leaves_out = not self.shows_zeros and needed > room
        is_airy = needed - (quiet - 1 if leaves_out else 0) + len(found.groups) - 1 <= room
        rows: list[tuple[Content, Line | None]] = []
        for title, lines in found.groups:
            if is_airy and rows:
                rows.append((Content(""), None))
            rows.append((close_text.head_row(title, width), None))
            rows += [
                (close_text.row(line, width), line)
                for line in lines
                if not (leaves_out and close_text.is_quiet(line))
            ]
        before, self.folded = self.folded, quiet if leaves_out else 0
        if self.folded:
            rows.append((self._left_out(), None))
        self._shown_lines = [line for _text, line in rows]
        places = [place for place, line in enumerate(self._shown_lines) if line is not None]
        same = (
            place
            for place in places
            if wanted and wanted.name == getattr(self._shown_lines[place], "name", "")
        )
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(Option(text, disabled=line is None) for text, line in rows)
            self.highlighted = next(same, places[0])
        if bool(before) != bool(self.folded):
            self.post_message(self.Folded())

    def _height(self, found: Reconciliation, width: int) -> int:
        return len(found.groups) + sum(close_text.height(line, width) for line in found.lines)

    def _left_out(self) -> Content:
        n = self.folded
        words = ngettext("Z shows the line that is 0 too", "Z shows the {n} lines that are 0 too", n)
        return Content.styled(words.format(n=l10n.number(n)), "$text-muted")
