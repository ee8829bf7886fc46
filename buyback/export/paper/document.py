"""A document: blocks that say what stands there and never where. What is a figure, a head or a sum is known here."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias

NO_BREAK = "\u00a0"

Part: TypeAlias = Literal["lead", "detail", "end"]
"""Where a cell stands when the paper is too narrow for columns: first, below it, or last at the right."""


@dataclass(frozen=True, slots=True)
class Banner:
    """Across the whole width, so that nobody overlooks it: voided, a copy, a day that is not closed."""

    text: str


@dataclass(frozen=True, slots=True)
class Title:
    """What the document is; above it whose, below it where."""

    text: str
    over: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a part. `is_last`: with all that follows it stands on one page if it can, so that nobody signs a page
    on which nothing else stands.
    """

    text: str
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """What is read off by eye and typed again, so large and clear; `qr` is what a machine reads beside it."""

    label: str
    text: str
    qr: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `weight`: its share of the width.

    On narrow paper `part` says where its cells go, and `is_told` that a cell carries its head ("Cuts 3").
    """

    head: str
    weight: int
    part: Part = "detail"
    is_figure: bool = False
    is_code: bool = False
    is_box: bool = False
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads, the heads again on every page. `total` is its last row. `is_dense`: its rows are short and many."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    is_dense: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """What it all comes to, and below it in small how."""

    label: str
    amount: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on: who signs as what, with the name where it is known."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """Empty lines to write on, with what belongs there."""

    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence or two."""

    text: str
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A tag for one item, to be cut out: its name, what it is, and for a machine its name again."""

    name: str
    lines: tuple[str, ...]
    qr: str


@dataclass(frozen=True, slots=True)
class Labels:
    """Tags, each on a label of its own."""

    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """A form to be filled in by hand: its folio, lines to write on, boxes to tick, and a part that is torn off.

    `columns` are what is written of each of `rows` items; one that is a box is ticked as one of `conditions`. `payment`
    and `ending` begin with what their boxes are about. `stub` is for whoever goes home with it: its title first.
    """

    title: str
    over: str
    under: str
    label: str
    folio: str
    qr: str
    moment: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: int
    conditions: tuple[str, ...]
    hint: str
    payment: tuple[str, ...]
    sums: tuple[str, ...]
    signatures: tuple[str, ...]
    note: str
    ending: tuple[str, ...]
    stub: tuple[str, ...]
    stub_note: str


@dataclass(frozen=True, slots=True)
class Slips:
    """Forms, as many on a page as there is room for."""

    slips: tuple[Slip, ...]


Block: TypeAlias = (
    Banner | Title | Heading | Code | Facts | Table | Sum | Signatures | Blank | Note | Labels | Slips
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document in one language. `created` is the moment of the entry that it tells of, never that of printing.

    `running` stands at the foot of every page.
    """

    title: str
    language: str
    created: datetime
    author: str
    running: str
    blocks: tuple[Block, ...]

    def spelled(self, spell: Callable[[str], str]) -> "Document":
        """The document with `spell` done to every text that is seen; what machines read stays."""
        return replace(
            self, running=spell(self.running), blocks=tuple(_spelled(block, spell) for block in self.blocks)
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document as a file holds it, and on how many pages."""

    data: bytes
    pages: int


def _spelled(part: Any, spell: Callable[[str], str]) -> Any:
    if isinstance(part, str):
        return spell(part)
    if isinstance(part, tuple):
        return tuple(_spelled(one, spell) for one in part)
    if is_dataclass(part) and not isinstance(part, type):
        seen = [field.name for field in fields(part) if field.name not in ("qr", "part")]
        return replace(part, **{name: _spelled(getattr(part, name), spell) for name in seen})
    return part


def narrow(table: Table, row: tuple[str, ...]) -> tuple[str, str, str]:
    """A row where there is no room for columns: what stands first, the details below it, and what stands at its right.

    A cell and its head stay together: the blanks between them are ones that no line is broken at.
    """
    found: dict[Part, list[str]] = {"lead": [], "detail": [], "end": []}
    for column, cell in zip(table.columns, row, strict=True):
        if column.is_box or not cell:
            continue
        told = f"{column.head} {cell}".replace(" ", NO_BREAK)
        found[column.part].append(told if column.is_told else cell)
    return " ".join(found["lead"]), ", ".join(found["detail"]), " ".join(found["end"])


def has_box(table: Table) -> bool:
    """Whether each row has a box to tick."""
    return any(column.is_box for column in table.columns)


def unknown(character: str) -> str:
    """A character that the paper cannot show, so that it is not lost: "[U+9283]"."""
    return f"[U+{ord(character):04X}]"
