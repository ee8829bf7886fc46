"""What a cash box should hold, with the parts that make it; each leads to the entries behind it."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from buyback import l10n
from buyback.i18n import N_
from buyback.report import box_words
from buyback.rules import Box
from buyback.store.views.behind import Figure
from buyback.tui import cells

_CURSOR = "$block-cursor-foreground on $block-cursor-background"


class Formula(Static, can_focus=True):
    """float + top-ups - paid - returned + recovered + differences = expected, a part on a line.

    Up and down choose a part, Enter lists its entries.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "part(-1)", N_("Up"), show=False),
        Binding("down", "part(1)", N_("Down"), show=False),
        Binding("enter", "open", N_("Entries"), show=False, id="formula.open", tooltip=N_("The entries that the figure is made of")),
    ]  # fmt: skip

    class Opened(Message):
        """The entries behind a part are to be listed; `words` gives the line that it stands in, in the current language."""

        def __init__(self, figure: Figure, words: Callable[[], str]) -> None:
            super().__init__()
            self.figure = figure
            self.words = words

    def __init__(self) -> None:
        super().__init__("", id="formula", markup=False)
        self.box: Box | None = None
        self.at = len(box_words.BOX_PARTS) - 1
        """The part under the cursor."""

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword)

    def on_resize(self) -> None:
        self.reword()

    def on_focus(self) -> None:
        self.reword()

    def on_blur(self) -> None:
        self.reword()

    def show(self, box: Box) -> None:
        """Show the parts of this box."""
        self.box = box
        self.reword()

    def reword(self) -> None:
        """Show them in the current language and width."""
        lines = self._lines()
        if not lines:
            return
        *parts, result = lines
        width = max(len(line.split()[-1]) for line in lines) + 1
        styles = ["" for _line in parts] + ["bold"]
        if self.has_focus:
            styles[self.at] = _CURSOR
        shown = [Content.styled(line, style) for line, style in zip((*parts, result), styles, strict=True)]
        shown.insert(len(parts), Content(cells.right("─" * width, self.size.width)))
        self.update(Content("\n").join(shown))

    def _lines(self) -> list[str]:
        if self.box is None or not self.size.width:
            return []
        found = list(box_words.formula(self.box))
        width = max(len(l10n.amount(amount_minor)) for _sign, _words, amount_minor in found) + 1
        return [self._line(*part, width) for part in found]

    def _line(self, sign: str, words: str, amount_minor: int, width: int) -> str:
        room = self.size.width - width - 2
        return (
            f"{sign or cells.BLANK} {cells.left(words, room)}{cells.right(l10n.amount(amount_minor), width)}"
        )

    # --- keys -----------------------------------------------------------------------------------------------------

    def action_part(self, by: int) -> None:
        """Go to the part before or after."""
        self.at = max(0, min(len(box_words.BOX_PARTS) - 1, self.at + by))
        self.reword()

    def action_open(self) -> None:
        """List the entries behind the part, since the float that is in the box."""
        if self.box is not None:
            name = f"box_{box_words.BOX_PARTS[self.at]}"
            words = partial(self._words, self.at)
            self.post_message(self.Opened(Figure(name, str(self.box.float_seq)), words))

    def _words(self, at: int) -> str:
        return self._lines()[at]

    def on_click(self, event: events.Click) -> None:
        y, last = event.get_content_offset_capture(self).y, len(box_words.BOX_PARTS) - 1
        if 0 <= y <= last + 1 and y != last:
            is_there, self.at = min(y, last) == self.at, min(y, last)
            self.reword()
            if is_there:
                self.action_open()
