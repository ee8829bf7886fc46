"""One line of words that can be clicked: the header, the tabs and the keys. One widget each, so that nothing is laid out anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from buyback.tui import cells
from buyback.tui.shell import Shelled


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a line: how they look, what a click on them does and what is said of them."""

    text: str
    style: str = ""
    action: str = ""
    tip: str = ""


class Line(Shelled, Widget, can_focus=False):
    """Shows what `parts` gives for its width; what does not fit is cut at the end."""

    def parts(self, width: int) -> Sequence[Part]:
        """What stands on the line, from its left edge."""
        raise NotImplementedError

    def reword(self) -> None:
        """Show it again: in another language or state."""
        self.refresh()

    def render(self) -> Content:
        width, shown = self.content_size.width, []
        for part in self.parts(width):
            text = part.text if cell_len(part.text) <= width else cells.left(part.text, width)
            shown.append((text, part.style))
            width -= cell_len(text)
        return Content.assemble(*shown)

    def _part_at(self, x: int) -> Part | None:
        for part in self.parts(self.content_size.width):
            x -= cell_len(part.text)
            if x < 0:
                return part
        return None

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        part = self._part_at(event.get_content_offset_capture(self).x)
        if part is not None and part.action:
            await self.run_action(part.action)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        part = self._part_at(event.get_content_offset_capture(self).x)
        tip = part.tip if part is not None else ""
        if (self.tooltip or "") != tip:
            self.tooltip = tip or None


def gap(cell_count: int) -> Part:
    """Blanks between parts."""
    return Part(cells.BLANK * max(0, cell_count))


def width_of(parts: Sequence[Part]) -> int:
    """The cells that the parts need."""
    return sum(cell_len(part.text) for part in parts)
