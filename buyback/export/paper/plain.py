"""A document as text at 40 columns, as ticket printers print it: nothing is cut, amounts stand at the right."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import singledispatch

from rich.cells import cell_len, chop_cells

from buyback.export.paper import document as parts
from buyback.export.paper.document import Document, Table

WIDTH = 40
_INDENT = "  "
_BOX = "[ ]"
_IN_ASCII = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "×": "x",
    "…": "...",
    "¿": "?",
    "¡": "!",
    "·": "-",
}


def render(document: Document, *, ascii_only: bool = False) -> str:
    """The document's lines, each with its line feed and at most 40 columns wide.

    `ascii_only`: for a printer that knows no accents; "Acción" becomes "Accion".
    """
    spelled = document.spelled(_in_ascii if ascii_only else _printable)
    lines: list[str] = []
    above: object = None
    for block in spelled.blocks:
        lines += [] if above is None or isinstance(above, parts.Heading) else [""]
        lines += _drawn(block)
        above = block
    return "".join(f"{line.replace(parts.NO_BREAK, ' ').rstrip()}\n" for line in lines)


def _printable(text: str) -> str:
    shown = (parts.NO_BREAK, "\n")
    return "".join(
        character if character.isprintable() or character in shown else parts.unknown(character)
        for character in text
    )


def _in_ascii(text: str) -> str:
    return "".join(map(_ascii_of, _printable(text)))


def _ascii_of(character: str) -> str:
    if character.isascii():
        return character
    plain = unicodedata.normalize("NFKD", character).replace("⁄", "/").encode("ascii", "ignore").decode()
    return _IN_ASCII.get(character) or plain.strip() or parts.unknown(character)


# --- lines ------------------------------------------------------------------------------------------------------------


def wrapped(text: str, width: int = WIDTH) -> list[str]:
    """The text in lines of at most so many columns, broken at blanks, and inside a word that is longer than a line."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            if line and cell_len(line) + 1 + cell_len(word) <= width:
                line += f" {word}"
                continue
            if line:
                lines.append(line)
            *full, line = chop_cells(word, width) or [""]
            lines += full
        lines.append(line)
    return lines


def _centred(text: str) -> list[str]:
    return [" " * ((WIDTH - cell_len(line)) // 2) + line for line in wrapped(text)] if text else []


def _indented(text: str) -> list[str]:
    return [_INDENT + line for line in wrapped(text, WIDTH - len(_INDENT))]


def _apart(left: str, right: str) -> list[str]:
    """Both on one line, the right one at its end, if there is room; else the right one on the next."""
    *above, last = wrapped(left)
    room = WIDTH - cell_len(last) - cell_len(right)
    if right and room >= 2:
        return [*above, last + " " * room + right]
    return [
        *above,
        last,
        *([" " * (WIDTH - cell_len(line)) + line for line in wrapped(right)] if right else []),
    ]


# --- blocks -----------------------------------------------------------------------------------------------------------


@singledispatch
def _drawn(block: object) -> Iterator[str]:
    """The lines of a block."""
    raise TypeError(f"{type(block).__name__} is no block")


@_drawn.register
def _banner(block: parts.Banner) -> Iterator[str]:
    yield "*" * WIDTH
    yield from _centred(block.text)
    yield "*" * WIDTH


@_drawn.register
def _title(block: parts.Title) -> Iterator[str]:
    yield from _centred(block.over)
    yield from _centred(block.text)
    yield from _centred(block.under)
    yield "=" * WIDTH


@_drawn.register
def _heading(block: parts.Heading) -> Iterator[str]:
    yield from wrapped(block.text)
    yield "-" * WIDTH


@_drawn.register
def _code(block: parts.Code) -> Iterator[str]:
    yield from _centred(f"{block.label}:")
    yield from _centred(block.text)


@_drawn.register
def _facts(block: parts.Facts) -> Iterator[str]:
    for name, value in block.pairs:
        if cell_len(name) + 3 + cell_len(value) <= WIDTH:
            yield from _apart(f"{name}:", value)
        else:
            yield from wrapped(f"{name}:")
            yield from _indented(value)


@_drawn.register
def _table(block: Table) -> Iterator[str]:
    lead, _detail, end = parts.narrow(
        block, tuple("" if each.is_told else each.head for each in block.columns)
    )
    if end:
        yield from _apart(lead.strip(), end)
        yield "-" * WIDTH
    for row in block.rows:
        yield from _row(block, row, _BOX if parts.has_box(block) else "")
    if block.total:
        yield "-" * WIDTH
        yield from _row(block, block.total, "")


def _row(block: Table, row: tuple[str, ...], box: str) -> Iterator[str]:
    lead, detail, end = parts.narrow(block, row)
    yield from _apart(lead, end or box)
    if detail:
        yield from _indented(detail)


@_drawn.register
def _sum(block: parts.Sum) -> Iterator[str]:
    yield from _apart(block.label, block.amount)
    if block.small:
        yield from wrapped(block.small)


@_drawn.register
def _signatures(block: parts.Signatures) -> Iterator[str]:
    for role, name in block.lines:
        yield from ("", "", "_" * WIDTH)
        yield from wrapped(name) if name else ()
        yield from wrapped(role)


@_drawn.register
def _blank(block: parts.Blank) -> Iterator[str]:
    yield from wrapped(f"{block.label}:")
    for _line in range(block.lines):
        yield from ("", "_" * WIDTH)


@_drawn.register
def _note(block: parts.Note) -> Iterator[str]:
    yield from wrapped(block.text)


@_drawn.register
def _labels(block: parts.Labels) -> Iterator[str]:
    for label in block.labels:
        yield "-" * WIDTH
        yield label.name
        for line in label.lines:
            yield from wrapped(line)
    yield "-" * WIDTH


@_drawn.register
def _slips(block: parts.Slips) -> Iterator[str]:
    for number, slip in enumerate(block.slips):
        yield from ("", "=" * WIDTH, "") if number else ()
        yield from _slip(slip)


def _slip(slip: parts.Slip) -> Iterator[str]:
    """A form to fill in by hand, and below it what is torn off."""
    yield from _head(slip, slip.title)
    yield from map(_line_after, slip.moment)
    for number in range(1, slip.rows + 1):
        yield "-" * WIDTH
        for place, column in enumerate(slip.columns):
            if column.is_box:
                yield from ("", *_ticked(slip.conditions))
            else:
                yield _line_after(column.head if place else f"{number}. {column.head}")
    yield "-" * WIDTH
    about, *payments = slip.payment
    yield from (f"{about}:", *_ticked(payments))
    yield from map(_line_after, (*slip.sums, *slip.signatures))
    yield from ("", *wrapped(slip.hint), *wrapped(slip.note))
    about, *endings = slip.ending
    yield from ("", about, *_ticked(endings), "", "- " * (WIDTH // 2), "")
    title, *names = slip.stub
    yield from _head(slip, title)
    yield from map(_line_after, names)
    yield from ("", *wrapped(slip.stub_note))


def _head(slip: parts.Slip, title: str) -> Iterator[str]:
    yield from (*_centred(slip.over), *_centred(title), *_centred(slip.under), "")
    yield from _apart(f"{slip.label}:", slip.folio)


def _line_after(name: str) -> str:
    """A name and a line to write on, with an empty line above it for the hand."""
    return f"\n{name} ".ljust(WIDTH + 1, "_")


def _ticked(choices: Iterable[str]) -> Iterator[str]:
    return (f"{_BOX} {words}" for words in choices)
