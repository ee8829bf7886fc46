"""Blank forms on paper: two on a page with lines to cut along, or one on each piece of a roll.

Beside each stands what the person takes home, to be torn off.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from buyback.export.paper import drawing
from buyback.export.paper.document import Code, Note, Slip, Title
from buyback.export.paper.sheet import GREY, Sheet

_DOWN = 2
_EDGE, _WHITE = 26, 14
"""Where the forms begin, and what every printer leaves white at the edges of a page."""
_STUB, _GAP = 138, 26
_QR, _TICK = 62, 7
_SMALLEST, _SMALL, _TEXT = 4, 7, 8
_ROLL_LINE = 19


@dataclass(frozen=True, slots=True)
class _Box:
    """A place on a page."""

    x: float
    y: float
    width: float
    height: float


def draw(sheet: Sheet, slips: Sequence[Slip]) -> None:
    """A form for each slip, in this order."""
    sheet.set_auto_page_break(auto=False)
    if sheet.size.is_roll:
        for slip in slips:
            sheet.next_page()
            _on_roll(sheet, slip)
        return
    for first in range(0, len(slips), _DOWN):
        sheet.next_page()
        height = sheet.h / _DOWN
        for number, slip in enumerate(slips[first : first + _DOWN]):
            box = _Box(_EDGE, number * height + _EDGE, sheet.w - 2 * _EDGE, height - 2 * _EDGE)
            _main(sheet, slip, _Box(box.x, box.y, box.width - _STUB - _GAP, box.height))
            _stub(sheet, slip, _Box(box.x + box.width - _STUB, box.y, _STUB, box.height))
            _cut(sheet, (box.x + box.width - _STUB - _GAP / 2, box.y), (0, box.height))
        _cut(sheet, (_WHITE, height), (sheet.w - 2 * _WHITE, 0))


def _cut(sheet: Sheet, start: tuple[float, float], along: tuple[float, float]) -> None:
    sheet.set_draw_color(GREY)
    sheet.set_line_width(1 / 2)
    sheet.set_dash_pattern(dash=3, gap=3)
    sheet.line(*start, start[0] + along[0], start[1] + along[1])
    sheet.set_dash_pattern()
    sheet.set_draw_color(0)


# --- the form ---------------------------------------------------------------------------------------------------------

_HEAD, _MOMENT, _HEADS, _HINT, _PAYMENT, _SUMS, _SIGNED, _END = 80, 24, 20, 12, 20, 24, 42, 22


def _main(sheet: Sheet, slip: Slip, box: _Box) -> None:
    """What is filled in, from the top down; the items get the height that the rest leaves."""
    x, y, width = box.x, box.y, box.width
    _head(sheet, slip, box)
    y += _HEAD
    _lines(sheet, slip.moment, _Box(x, y, width * 3 / 5, _MOMENT))
    y += _MOMENT + 4
    rest = _HEAD + _MOMENT + 4 + _HEADS + _HINT + _PAYMENT + _SUMS + _SIGNED + _END
    row = (box.height - rest) / slip.rows
    _items(sheet, slip, _Box(x, y, width, row))
    y += _HEADS + row * slip.rows
    _write(sheet, slip.hint, x, y + 1, _SMALL, colour=GREY)
    y += _HINT
    _ticks(sheet, slip.payment, _Box(x, y, width, _PAYMENT))
    y += _PAYMENT
    _lines(sheet, slip.sums, _Box(x, y, width, _SUMS - 4))
    y += _SUMS
    _signatures(sheet, slip.signatures, _Box(x, y, width, _SIGNED))
    y += _SIGNED
    _write(sheet, slip.note, x, y, _SMALL, style="B")
    _ticks(sheet, slip.ending, _Box(x, y + 10, width, _END - 10), colour=GREY)


def _head(sheet: Sheet, slip: Slip, box: _Box) -> None:
    """Whose form, of which site, and its folio for eyes and for a machine."""
    room = box.width - _QR - 12
    sheet.qr(slip.qr, box.x + box.width - _QR, box.y, _QR)
    _write(sheet, slip.over, box.x, box.y - 2, _SMALL, colour=GREY)
    _write(sheet, slip.title, box.x, box.y + 8, 14, style="B")
    _whole(sheet, slip.under, _Box(box.x, box.y + 25, room, 18))
    _write(sheet, slip.label, box.x, box.y + 40, _SMALL, colour=GREY)
    sheet.fit(slip.folio, room, 24, 10)
    sheet.set_xy(box.x, box.y + 49)
    sheet.cell(room, 24, slip.folio)


def _items(sheet: Sheet, slip: Slip, first: _Box) -> None:
    """The heads, and below them a row for each item with a cell for all that is asked; `first` is the height of one."""
    weights = sum(column.weight for column in slip.columns)
    widths = [first.width * column.weight / weights for column in slip.columns]
    sheet.set_draw_color(0)
    sheet.set_line_width(1)
    sheet.line(first.x, first.y + _HEADS, first.x + first.width, first.y + _HEADS)
    sheet.set_line_width(1 / 2)
    x = first.x
    for column, width in zip(slip.columns, widths, strict=True):
        sheet.write_as(_SMALL, "B")
        for number, text in enumerate(reversed(sheet.lines(column.head, width - 4))):
            _write(sheet, text, x + 2, first.y + _HEADS - 9 - 8 * number, _SMALL, style="B")
        for row in range(slip.rows):
            top = first.y + _HEADS + row * first.height
            sheet.rect(x, top, width, first.height)
            if column.is_box:
                for number, words in enumerate(slip.conditions):
                    share = first.height / len(slip.conditions)
                    _tick(sheet, words, x + 3, top + number * share + (share - _TICK) / 2, _SMALL - 1)
        x += width


def _stub(sheet: Sheet, slip: Slip, box: _Box) -> None:
    """What the person takes home."""
    title, *lines = slip.stub
    _write(sheet, slip.over, box.x, box.y - 2, _SMALL, colour=GREY)
    _write(sheet, title, box.x, box.y + 8, 12, style="B")
    y = _whole(sheet, slip.under, _Box(box.x, box.y + 26, box.width, 33))
    _write(sheet, slip.label, box.x, y + 6, _SMALL, colour=GREY)
    sheet.fit(slip.folio, box.width, 18, 8)
    sheet.set_xy(box.x, y + 15)
    sheet.cell(box.width, 20, slip.folio)
    sheet.qr(slip.qr, box.x, y + 42, _QR)
    y += 42 + _QR + 10
    for name in lines:
        _lines(sheet, (name,), _Box(box.x, y, box.width, 26))
        y += 30
    sheet.write_as(_SMALL)
    for number, text in enumerate(sheet.lines(slip.stub_note, box.width)):
        _write(sheet, text, box.x, y + 4 + 9 * number, _SMALL, colour=GREY)


# --- pieces -----------------------------------------------------------------------------------------------------------


def _write(
    sheet: Sheet, text: str, x: float, y: float, size: int, *, style: str = "", colour: int = 0
) -> None:
    sheet.write_as(size, style, colour=colour)
    sheet.set_xy(x, y)
    sheet.cell(sheet.get_string_width(text), size + 2, text)


def _whole(sheet: Sheet, text: str, box: _Box) -> float:
    """The text in the largest size in which all of it fits; where it ends."""
    size = _TEXT
    sheet.write_as(size)
    while size > _SMALLEST and len(sheet.lines(text, box.width)) * (size + 2) > box.height:
        size -= 1
        sheet.write_as(size)
    lines = sheet.lines(text, box.width)
    for number, line in enumerate(lines):
        _write(sheet, line, box.x, box.y + number * (size + 2), size)
    return box.y + len(lines) * (size + 2)


def _lines(sheet: Sheet, names: Sequence[str], box: _Box) -> None:
    """Names beside each other, behind each a line to write on."""
    share = box.width / len(names)
    for number, name in enumerate(names):
        x, foot = box.x + number * share, box.y + box.height
        _write(sheet, name, x, foot - _TEXT - 2, _TEXT)
        after = x + sheet.get_string_width(name) + 6
        sheet.set_line_width(1 / 2)
        sheet.line(after, foot, x + share - (12 if number < len(names) - 1 else 0), foot)


def _signatures(sheet: Sheet, names: Sequence[str], box: _Box) -> None:
    """Lines beside each other, below each who signs there."""
    share = box.width / len(names)
    for number, name in enumerate(names):
        x, y = box.x + number * share, box.y + box.height - 15
        sheet.set_line_width(1 / 2)
        sheet.line(x, y, x + share - (12 if number < len(names) - 1 else 0), y)
        _write(sheet, name, x, y + 1, _SMALL, colour=GREY)


def _ticks(sheet: Sheet, words: Sequence[str], box: _Box, *, colour: int = 0) -> float:
    """What it is about, and behind it boxes to tick, on more lines where one is too short; where the last one is."""
    about, *choices = words
    x, y = box.x, box.y + (box.height - _TICK) / 2
    _write(sheet, about, x, y - 1, _TEXT, colour=colour)
    x += sheet.get_string_width(about) + 12 * bool(about)
    for choice in choices:
        sheet.write_as(_TEXT)
        if x > box.x and x + _TICK + 3 + sheet.get_string_width(choice) > box.x + box.width:
            x, y = box.x, y + _TEXT + 6
        x = _tick(sheet, choice, x, y, _TEXT) + 12
    return y


def _tick(sheet: Sheet, words: str, x: float, y: float, size: int) -> float:
    """A box to tick with its words; where they end."""
    sheet.set_line_width(1 / 2)
    sheet.rect(x, y, _TICK, _TICK)
    _write(sheet, words, x + _TICK + 3, y + (_TICK - size - 2) / 2, size)
    return x + _TICK + 3 + sheet.get_string_width(words)


# --- on a roll --------------------------------------------------------------------------------------------------------


def _on_roll(sheet: Sheet, slip: Slip) -> None:
    """The same below each other, and the person's part at the end."""
    drawing.draw(Title(slip.title, over=slip.over, under=slip.under), sheet)
    drawing.draw(Code(slip.label, slip.folio, qr=slip.qr), sheet)
    _field(sheet, *slip.moment)
    for number in range(1, slip.rows + 1):
        sheet.ln(6)
        sheet.rule(width=1)
        for place, column in enumerate(slip.columns):
            if column.is_box:
                _choices(sheet, ("", *slip.conditions))
            else:
                _field(sheet, f"{number}  {column.head}" if place == 0 else column.head)
    sheet.ln(8)
    sheet.rule(width=1)
    _choices(sheet, slip.payment)
    for name in (*slip.sums, *slip.signatures):
        _field(sheet, name)
    sheet.ln(8)
    for text in (slip.hint, slip.note):
        drawing.draw(Note(text, is_small=True), sheet)
    _choices(sheet, slip.ending)
    _stub_on_roll(sheet, slip)


def _stub_on_roll(sheet: Sheet, slip: Slip) -> None:
    title, *names = slip.stub
    sheet.ln(14)
    _cut(sheet, (sheet.l_margin, sheet.get_y()), (sheet.epw, 0))
    sheet.ln(14)
    drawing.draw(Title(title, over=slip.over, under=slip.under), sheet)
    drawing.draw(Code(slip.label, slip.folio, qr=slip.qr), sheet)
    for name in names:
        _field(sheet, name)
    sheet.ln(8)
    drawing.draw(Note(slip.stub_note, is_small=True), sheet)


def _field(sheet: Sheet, *names: str) -> None:
    top = sheet.get_y()
    _lines(sheet, names, _Box(sheet.l_margin, top, sheet.epw, _ROLL_LINE))
    sheet.set_y(top + _ROLL_LINE)


def _choices(sheet: Sheet, words: Sequence[str]) -> None:
    place = _Box(sheet.l_margin, sheet.get_y(), sheet.epw, _ROLL_LINE)
    sheet.set_y(_ticks(sheet, words, place) + _ROLL_LINE - 5)
