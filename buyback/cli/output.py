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
_LONGEST_WORD = 24
_FEW_WORDS = 20
_GAP = 2


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
        least = self._least(rows)
        console = Console(
            file=out,
            width=max(width(), sum(least) + _GAP * len(least)),
            force_terminal=sys.stdout.isatty(),
            no_color=True,
            highlight=False,
            emoji=False,
            markup=False,
        )
        table = Rich(
            box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold", footer_style="bold"
        )
        table.show_footer = bool(self.total)
        table.show_header = any(head.strip(RIGHT + FLEXIBLE) for head in self.heads)
        for position, (head, narrowest) in enumerate(zip(self.heads, least, strict=True)):
            table.add_column(
                Text(head.lstrip(RIGHT + FLEXIBLE)),
                Text(printable(self.total[position])) if self.total else "",
                justify="right" if head.startswith(RIGHT) else "left",
                no_wrap=not head.startswith(FLEXIBLE),
                min_width=narrowest,
                overflow="fold",
            )
        for row in rows:
            table.add_row(*(Text(printable(cell)) for cell in row))
        console.print(table)
        return "\n".join(line.rstrip() for line in out.getvalue().splitlines())

    def _least(self, rows: Sequence[Sequence[str]]) -> list[int]:
        """How narrow each column may be: what is not folded stands whole, and of what is, each word (a code, a tag)."""
        heads = (head.lstrip(RIGHT + FLEXIBLE) for head in self.heads)
        columns = zip_longest(heads, self.total, *rows, fillvalue="")
        return [
            min(_LONGEST_WORD, _widest(word for cell in column for word in cell.split()))
            if head.startswith(FLEXIBLE)
            else _widest(column)
            for head, column in zip(self.heads, columns, strict=True)
        ]


def _widest(texts: Iterable[str]) -> int:
    from rich.cells import cell_len

    return max(map(cell_len, texts), default=0)


def paragraph(text: str) -> str:
    """Prose folded as the tables are."""
    return textwrap.fill(text, width=width(), break_long_words=False, break_on_hyphens=False)


def width() -> int:
    """How wide text may be: the terminal, COLUMNS, else 80; never less than a few words."""
    return max(shutil.get_terminal_size((80, 24)).columns, _FEW_WORDS)


def pairs(rows: Iterable[tuple[str, str]]) -> Table:
    """Names and values, two columns, without the empty ones."""
    return Table(("", "~"), [(name, value) for name, value in rows if value])
