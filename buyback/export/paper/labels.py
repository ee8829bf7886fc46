"""Tags to cut out: three by eight on a page with lines to cut along, or one per label of a ticket printer's roll."""

from collections.abc import Sequence
from dataclasses import dataclass

from buyback.export.paper.document import Label
from buyback.export.paper.fonts import TEXT
from buyback.export.paper.sheet import GREY, Sheet

_ACROSS, _DOWN = 3, 8
_EDGE = 24
"""What printers leave white at the edges of a page."""
_PADDING, _QR_SIDE, _NAME_HEIGHT = 7, 62, 17
_LARGEST, _SMALLEST = 10, 4


def draw(sheet: Sheet, labels: Sequence[Label]) -> None:
    """A label for each item, in this order."""
    sheet.set_auto_page_break(auto=False)
    if sheet.size.is_roll:
        for label in labels:
            sheet.next_page()
            _on_roll(sheet, label)
        return
    each = _ACROSS * _DOWN
    for first in range(0, len(labels), each):
        sheet.next_page()
        _page(sheet, labels[first : first + each])


def _page(sheet: Sheet, labels: Sequence[Label]) -> None:
    width, height = (sheet.w - 2 * _EDGE) / _ACROSS, (sheet.h - 2 * _EDGE) / _DOWN
    rows = -(-len(labels) // _ACROSS)
    for number, label in enumerate(labels):
        down, across = divmod(number, _ACROSS)
        _draw(sheet, label, _Box(_EDGE + across * width, _EDGE + down * height, width, height))
    sheet.set_draw_color(GREY)
    sheet.set_line_width(1 / 2)
    sheet.set_dash_pattern(dash=3, gap=3)
    for down in range(rows + 1):
        y = _EDGE + down * height
        sheet.line(_EDGE, y, sheet.w - _EDGE, y)
    for across in range(_ACROSS + 1):
        x = _EDGE + across * width
        sheet.line(x, _EDGE, x, _EDGE + rows * height)
    sheet.set_dash_pattern()


@dataclass(frozen=True, slots=True)
class _Box:
    """A place on a page."""

    x: float
    y: float
    width: float
    height: float


def _draw(sheet: Sheet, label: Label, box: _Box) -> None:
    """The name on top; below it the code, and beside that what the item is, as large as there is room for."""
    inside = box.width - 2 * _PADDING
    sheet.fit(label.name, inside, 15, 6)
    sheet.set_xy(box.x + _PADDING, box.y + _PADDING - 1)
    sheet.cell(inside, _NAME_HEIGHT, label.name)
    top = box.y + _PADDING + _NAME_HEIGHT + 1
    side = min(_QR_SIDE, box.height - _NAME_HEIGHT - 2 * _PADDING - 1)
    sheet.qr(label.qr, box.x + _PADDING, top, side)
    _text(sheet, label, _Box(box.x + _PADDING + side + 8, top, inside - side - 8, side))


def _text(sheet: Sheet, label: Label, box: _Box) -> None:
    """Every line of the label, in the largest size in which all of them fit."""
    size = next(
        (
            size
            for size in range(_LARGEST, _SMALLEST, -1)
            if _height(sheet, label, box.width, size) <= box.height
        ),
        _SMALLEST,
    )
    sheet.set_y(box.y - 1)
    _lines(sheet, label, size, box.x, box.width)


def _lines(sheet: Sheet, label: Label, size: int, x: float, width: float) -> None:
    """The lines of the label from here down."""
    for number, line in enumerate(label.lines):
        sheet.write_as(size, "" if number else "B", TEXT)
        for text in sheet.lines(line, width):
            sheet.set_x(x)
            sheet.cell(width, size * 5 // 4, text)
            sheet.ln(size * 5 // 4)


def _height(sheet: Sheet, label: Label, width: float, size: int) -> float:
    found = 0
    for number, line in enumerate(label.lines):
        sheet.write_as(size, "" if number else "B", TEXT)
        found += len(sheet.lines(line, width)) * (size * 5 // 4)
    return found


def _on_roll(sheet: Sheet, label: Label) -> None:
    """The same, as high as its text needs."""
    left = sheet.l_margin + _QR_SIDE + 10
    width = sheet.w - sheet.r_margin - left
    height = max(_QR_SIDE + 4, _height(sheet, label, width, sheet.size.font))
    sheet.fit(label.name, sheet.epw, 19, 8)
    sheet.cell(sheet.epw, 22, label.name)
    sheet.ln(26)
    top = sheet.get_y()
    sheet.qr(label.qr, sheet.l_margin, top, _QR_SIDE)
    _lines(sheet, label, sheet.size.font, left, width)
    sheet.set_y(top + height)
