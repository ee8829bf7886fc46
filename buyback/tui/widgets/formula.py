"""What a cash box should hold, with the parts that make it."""

from textual.content import Content
from textual.widgets import Static

from buyback import l10n
from buyback.report import box_words
from buyback.rules import Box
from buyback.tui import cells


class Formula(Static):
    """float + top-ups - paid - returned + recovered + differences = expected, a part on a line."""

    def __init__(self) -> None:
        super().__init__("", id="formula", markup=False)
        self.box: Box | None = None

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword)

    def on_resize(self) -> None:
        self.reword()

    def show(self, box: Box) -> None:
        """Show the parts of this box."""
        self.box = box
        self.reword()

    def reword(self) -> None:
        """Show them in the current language and width."""
        if self.box is None or not self.size.width:
            return
        found = list(box_words.formula(self.box))
        width = max(len(l10n.amount(amount_minor)) for _sign, _words, amount_minor in found) + 1
        *parts, result = (self._line(*part, width) for part in found)
        rule = cells.right("─" * width, self.size.width)
        self.update(Content("\n").join([*map(Content, parts), Content(rule), Content.styled(result, "bold")]))

    def _line(self, sign: str, words: str, amount_minor: int, width: int) -> str:
        room = self.size.width - width - 2
        return (
            f"{sign or cells.BLANK} {cells.left(words, room)}{cells.right(l10n.amount(amount_minor), width)}"
        )
