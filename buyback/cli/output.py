"""How answers look: plain aligned tables for people, JSON for scripts."""

import io
import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

FLEXIBLE = "~"
RIGHT = ">"
_SHORT_WORD = 12
_FEW_WORDS = 20


def printable(text: str) -> str:
    """The text with every control character escaped, so that nothing in a ledger or an argument drives a terminal."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        character
        if character == "\n" or character.isprintable() or (character.isspace() and ord(character) > 0x9F)
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def as_json(data: object) -> str:
    """Indented JSON; in ASCII where stdout cannot write everything else."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return json.dumps(data, indent=2, ensure_ascii=not encoding.startswith("utf"))


@dataclass(frozen=True)
class Table:
    """Rows under heads. A head that begins with ">" is a column of figures, with "~" one whose text may be folded."""

    heads: Sequence[str]
    rows: Iterable[Sequence[str]]
    total: Sequence[str] = ()

    def __str__(self) -> str:
        """The table as wide as the terminal, 80 columns where there is none; the heads are bold on a terminal.

        Where that is too narrow the lines are longer than it: no figure and no folio is cut.
        """
        from rich.console import Console
        from rich.table import Table as Rich
        from rich.text import Text

        out, rows = io.StringIO(), list(self.rows)
        console = Console(
            file=out,
            width=max(width(), self._least(rows)),
            force_terminal=sys.stdout.isatty(),
            no_color=True,
            highlight=False,
            emoji=False,
            markup=False,
        )
        table = Rich(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", footer_style="bold")
        table.show_footer = bool(self.total)
        table.show_header = any(head.strip(RIGHT + FLEXIBLE) for head in self.heads)
        for position, head in enumerate(self.heads):
            table.add_column(
                Text(head.lstrip(RIGHT + FLEXIBLE)),
                Text(printable(self.total[position])) if self.total else "",
                justify="right" if head.startswith(RIGHT) else "left",
                no_wrap=not head.startswith(FLEXIBLE),
                overflow="fold",
            )
        for row in rows:
            table.add_row(*(Text(printable(cell)) for cell in row))
        console.print(table)
        return "\n".join(line.rstrip() for line in out.getvalue().splitlines())

    def _least(self, rows: Sequence[Sequence[str]]) -> int:
        """How many columns the table needs: what is not folded stands whole, and what is has room for a short word."""
        from rich.cells import cell_len

        columns = zip_longest(self.heads, self.total, *rows, fillvalue="")
        longest = [max(map(cell_len, column)) for column in columns]
        return sum(
            2 + (min(wide, _SHORT_WORD) if head.startswith(FLEXIBLE) else wide)
            for head, wide in zip(self.heads, longest, strict=True)
        )


def paragraph(text: str) -> str:
    """Prose folded as the tables are."""
    return textwrap.fill(text, width=width(), break_long_words=False, break_on_hyphens=False)


def width() -> int:
    """How wide text may be: the terminal, COLUMNS, else 80; never less than a few words."""
    return max(shutil.get_terminal_size((80, 24)).columns, _FEW_WORDS)


def pairs(rows: Iterable[tuple[str, str]]) -> Table:
    """Names and values, two columns, without the empty ones."""
    return Table(("", "~"), [(name, value) for name, value in rows if value])
