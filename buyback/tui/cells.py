"""Text in columns of terminal cells, where an accent is one cell and a wide character two."""

from rich.cells import cell_len, set_cell_size

BLANK = " "
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
