"""Text in columns of terminal cells, where an accent is one cell and a wide character two."""

from rich.cells import cell_len, set_cell_size

BLANK = " "
NO_BREAK = "\u00a0"
ELLIPSIS = "…"


def left(text: str, width: int) -> str:
    """The text in exactly `width` cells, cut with an ellipsis or padded on its right."""
    if width <= 0:
        return ""
    if cell_len(text) > width:
        cut = set_cell_size(text, width - 1).rstrip() + ELLIPSIS if width > 1 else ELLIPSIS
        return cut + BLANK * (width - cell_len(cut))
    return text + BLANK * (width - cell_len(text))


def right(text: str, width: int) -> str:
    """The text in exactly `width` cells, cut with an ellipsis or padded on its left."""
    if cell_len(text) > width:
        return left(text, width)
    return BLANK * (width - cell_len(text)) + text


def spread(start: str, end: str, width: int) -> str:
    """`start` at the left edge and `end` at the right one; `start` is cut where both do not fit."""
    return left(start, max(0, width - cell_len(end) - 1)) + BLANK + end if end else left(start, width)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells where its words allow it; what a no-break space joins is one word."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(BLANK):
            if line and cell_len(line) + 1 + cell_len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line}{BLANK}{word}" if line else word
        lines.append(line)
    return [line.replace(NO_BREAK, BLANK) for line in lines]
