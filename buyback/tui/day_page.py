"""One page of a summary: how its lines are written, and which of them stand for entries that can be listed."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content

from buyback import l10n
from buyback.i18n import language, ngettext
from buyback.report import Summary
from buyback.store.views.behind import Figure
from buyback.tui import cells

Names = dict[str, tuple[str, str]]
"""The Spanish and the English name of every type."""

COUNT, PIECES, PESOS, DOLLARS = 9, 9, 15, 14
HEAD, STRONG, WRONG, GOOD = "bold $text-primary", "bold", "bold $text-error", "$text-success"

MOST = 400
"""Rows of one list; a campaign may have more, and the command line prints them all."""


class FigureLine(Content):
    """A line with a figure that is made of entries."""

    behind: Figure


@dataclass(frozen=True, slots=True)
class Page:
    """What every section needs to write itself."""

    summary: Summary
    names: Names
    width: int

    def name(self, code: str) -> str:
        """A type's name in the current language."""
        spanish, english = self.names.get(code, (code, code))
        return spanish if language() == "es" else english

    def wrapped(
        self, text: str, style: str = "", indent: str = "", behind: Figure | None = None
    ) -> list[Content]:
        """The text in as many lines as it needs; the first one has the figure, if there is one."""
        lines = textwrap.wrap(text, max(20, self.width), initial_indent=indent, subsequent_indent=indent)
        return [line_of(line, style, None if number else behind) for number, line in enumerate(lines)]

    def row(
        self, name: str, figures: Iterable[tuple[str, int]], style: str = "", behind: Figure | None = None
    ) -> Content:
        """A name, and figures in columns at the right edge; the name gives way where it is narrow."""
        right = "".join(cells.right(text, width) for text, width in figures)
        return line_of(cells.spread(name, right, self.width), style, behind)

    def pesos(self, name: str, amount_minor: int, style: str = "", behind: Figure | None = None) -> Content:
        """A name with an amount in pesos alone."""
        return self.row(name, ((l10n.amount(amount_minor), PESOS), ("", DOLLARS)), style, behind)

    def left_out(self, rows: int) -> list[Content]:
        """What is not shown of a long list."""
        left = rows - MOST
        words = ngettext(
            "{n} more is not shown here; buyback summary prints them all.",
            "{n} more are not shown here; buyback summary prints them all.",
            left,
        )
        return self.wrapped(words.format(n=l10n.number(left))) if left > 0 else []


def line_of(text: str, style: str, behind: Figure | None) -> Content:
    """A line, with the figure that it stands for if there is one."""
    if behind is None:
        return Content.styled(text, style)
    spans = Content.styled(text, style).spans
    line = FigureLine(text, spans=list(spans))
    line.behind = behind
    return line
