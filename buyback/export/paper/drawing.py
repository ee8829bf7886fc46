"""Blocks on paper, one function each: from where the sheet stands down to where the next block begins."""

from functools import singledispatch

from fpdf.enums import TableBordersLayout, TableBorderStyle, TableCellStyle, XPos, YPos
from fpdf.fonts import FontFace

from buyback.export.paper import document as parts
from buyback.export.paper.fonts import MONO, TEXT
from buyback.export.paper.sheet import GREY, LIGHT, Sheet

_NAMES_WIDTH, _NAMES_ON_ROLL, _QR_SIDE, _LINE = 132, 96, 82, 14


@singledispatch
def draw(block: object, sheet: Sheet) -> None:
    """Draw a block."""
    raise TypeError(f"{sheet.document.title}: {type(block).__name__} is no block")


@draw.register
def _banner(block: parts.Banner, sheet: Sheet) -> None:
    size = 11 if sheet.size.is_roll else 15
    sheet.write_as(size, "B")
    lines = sheet.lines(block.text, sheet.epw - 16)
    height = len(lines) * size * 13 // 10 + 12
    sheet.need(height)
    sheet.set_line_width(2)
    sheet.rect(sheet.l_margin + 1, sheet.get_y(), sheet.epw - 2, height)
    sheet.set_y(sheet.get_y() + 6)
    sheet.block(block.text, size * 13 // 10, align="C", x=sheet.l_margin + 8, width=sheet.epw - 16)
    sheet.set_y(sheet.get_y() + 16)


@draw.register
def _title(block: parts.Title, sheet: Sheet) -> None:
    align = "C" if sheet.size.is_roll else "L"
    for text, size, style, colour in (
        (block.over, sheet.size.font, "", GREY),
        (block.text, 14 if sheet.size.is_roll else 20, "B", 0),
        (block.under, sheet.size.font + 1, "", 0),
    ):
        if text:
            sheet.write_as(size, style, colour=colour)
            sheet.block(text, size * 13 // 10 + 1, align=align)
    sheet.ln(5)
    sheet.rule(width=1)
    sheet.ln(9)


@draw.register
def _heading(block: parts.Heading, sheet: Sheet) -> None:
    size = sheet.size.font + 2
    if block.is_last:
        sheet.begin_last_part()
    sheet.need(5 * size)  # a heading never stands alone at the foot of a page
    sheet.ln(4)
    sheet.write_as(size, "B")
    sheet.block(block.text, size * 13 // 10)
    sheet.ln(3)


@draw.register
def _code(block: parts.Code, sheet: Sheet) -> None:
    if sheet.size.is_roll:
        _code_on_roll(block, sheet)
        return
    sheet.need(_QR_SIDE + 8 if block.qr else 36)
    top = sheet.get_y()
    height = _QR_SIDE if block.qr else 32
    if block.qr:
        sheet.qr(block.qr, sheet.w - sheet.r_margin - _QR_SIDE, top, _QR_SIDE)
    sheet.set_y(top + (height - 40) // 2 if block.qr else top)
    sheet.write_as(9, colour=GREY)
    sheet.block(block.label, 12)
    sheet.fit(block.text, sheet.epw - _QR_SIDE - 12, 26 if block.qr else 15, 9)
    sheet.block(block.text, 30 if block.qr else 18, width=sheet.epw - _QR_SIDE - 12)
    sheet.set_y(top + height + 8)


def _code_on_roll(block: parts.Code, sheet: Sheet) -> None:
    side = _QR_SIDE + 8
    sheet.need(side + 40 if block.qr else 36)
    sheet.write_as(8)
    sheet.block(block.label, 11, align="C")
    sheet.fit(block.text, sheet.epw, 19 if block.qr else 15, 8)
    sheet.block(block.text, 22, align="C")
    if block.qr:
        sheet.ln(5)
        sheet.qr(block.qr, (sheet.w - side) / 2, sheet.get_y(), side)
        sheet.ln(side)
    sheet.ln(8)


@draw.register
def _facts(block: parts.Facts, sheet: Sheet) -> None:
    sheet.write_as(sheet.size.font)
    widest = max(sheet.get_string_width(name) for name, _value in block.pairs)
    names = min(widest + 10, _NAMES_ON_ROLL) if sheet.size.is_roll else _NAMES_WIDTH
    line = _LINE - 2 if sheet.size.is_roll else _LINE + 1
    values = sheet.epw - names
    for name, value in block.pairs:
        sheet.write_as(sheet.size.font)
        height = line * max(len(sheet.lines(value, values)), len(sheet.lines(name, names - 6)))
        sheet.need(height)
        top = sheet.get_y()
        sheet.write_as(sheet.size.font, colour=GREY)
        sheet.multi_cell(names - 6, line, name, align="L")
        sheet.write_as(sheet.size.font)
        sheet.set_xy(sheet.l_margin + names, top)
        sheet.multi_cell(values, line, value, align="L")
        sheet.set_y(top + height)
    sheet.ln(8)


# --- tables -----------------------------------------------------------------------------------------------------------


class _Lines(TableBordersLayout):
    """Lines between rows only, a stronger one below the heads and above the total, and boxes to tick."""

    def __init__(self, table: parts.Table) -> None:
        self.table = table

    def cell_style_getter(  # noqa: PLR0917 - as fpdf2 declares it
        self,
        row_idx: int,
        col_idx: int,
        col_pos: int,  # noqa: ARG002 - fpdf2 gives it
        num_heading_rows: int,  # noqa: ARG002 - fpdf2 gives it
        num_rows: int,  # noqa: ARG002 - fpdf2 gives it
        num_col_idx: int,  # noqa: ARG002 - fpdf2 gives it
        num_col_pos: int,  # noqa: ARG002 - fpdf2 gives it
    ) -> TableCellStyle:
        if row_idx and self.table.columns[col_idx].is_box:
            return TableCellStyle(left=_STRONG, bottom=_STRONG, right=_STRONG, top=_STRONG)
        is_strong = row_idx == 0 or (self.table.total and row_idx == len(self.table.rows))
        return TableCellStyle(bottom=_STRONG if is_strong else _THIN)


_THIN = TableBorderStyle(thickness=1 / 2, color=LIGHT)
_STRONG = TableBorderStyle(thickness=1, color=0)


@draw.register
def _table(block: parts.Table, sheet: Sheet) -> None:
    if sheet.size.is_roll:
        _table_on_roll(block, sheet)
        return
    sheet.write_as(sheet.size.font - 1)
    with sheet.table(
        col_widths=tuple(column.weight for column in block.columns),
        text_align=tuple("R" if column.is_figure else "L" for column in block.columns),
        line_height=12,
        padding=(1, 3, 1, 3) if block.is_dense else (3, 3, 3, 3),
        headings_style=FontFace(family=TEXT, emphasis="B", size_pt=sheet.size.font - 1),
        borders_layout=_Lines(block),
        v_align="TOP",
    ) as table:
        heads = table.row()
        for column in block.columns:
            heads.cell(column.head)
        for number, cells in enumerate((*block.rows, *((block.total,) if block.total else ())), start=1):
            row = table.row()
            is_total = number > len(block.rows)
            for column, cell in zip(block.columns, cells, strict=True):
                style = FontFace(
                    family=MONO if column.is_code else TEXT,
                    emphasis="B" if is_total else None,
                    size_pt=sheet.size.font - 1,
                )
                row.cell(cell, style=style)
    sheet.ln(10)


def _table_on_roll(block: parts.Table, sheet: Sheet) -> None:
    """Each row on lines of its own: what it is, with its amount at the right, and the details below."""
    heads = parts.narrow(block, tuple("" if column.is_told else column.head for column in block.columns))
    if heads[2]:
        _narrow_row(sheet, (heads[0], "", heads[2]), "B")
        sheet.rule(width=1)
        sheet.ln(2)
    for row in block.rows:
        _narrow_row(sheet, parts.narrow(block, row), box=parts.has_box(block))
    if block.total:
        sheet.rule(width=1)
        sheet.ln(2)
        _narrow_row(sheet, parts.narrow(block, block.total), "B")
    sheet.ln(6)


def _narrow_row(sheet: Sheet, row: tuple[str, str, str], style: str = "", *, box: bool = False) -> None:
    lead, detail, end = row
    sheet.write_as(sheet.size.font, "B")
    right = max(sheet.get_string_width(end), 14 * box) + 8 * bool(end or box)
    height = 12 * len(sheet.lines(lead, sheet.epw - right))
    sheet.write_as(sheet.size.font - 1)
    details = sheet.lines(detail, sheet.epw - 8) if detail else []
    sheet.need(height + 11 * len(details) + 3)
    top = sheet.get_y()
    sheet.write_as(sheet.size.font, "B")
    sheet.multi_cell(sheet.epw - right, 12, lead, align="L")
    if end:
        sheet.write_as(sheet.size.font, style)
        sheet.set_xy(sheet.l_margin, top + height - 12)
        sheet.cell(sheet.epw, 12, end, align="R")
    if box:
        sheet.set_line_width(1)
        sheet.rect(sheet.w - sheet.r_margin - 11, top + 1, 10, 10)
    sheet.set_xy(sheet.l_margin + 8, top + height)
    if detail:
        sheet.write_as(sheet.size.font - 1)
        sheet.multi_cell(sheet.epw - 8, 11, detail, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.set_y(top + height + 11 * len(details) + 3)


# --- sums, notes, lines to write on -----------------------------------------------------------------------------------


@draw.register
def _sum(block: parts.Sum, sheet: Sheet) -> None:
    size = 12 if sheet.size.is_roll else 15
    sheet.need(52)
    sheet.rule(width=1)
    sheet.ln(4)
    top = sheet.get_y()
    sheet.write_as(sheet.size.font + 1, "B")
    sheet.cell(sheet.epw, size + 6, block.label)
    sheet.set_xy(sheet.l_margin, top)
    sheet.write_as(size, "B")
    sheet.cell(sheet.epw, size + 6, block.amount, align="R")
    sheet.set_y(top + size + 7)
    if block.small:
        sheet.write_as(sheet.size.font - 1, colour=GREY)
        is_short = len(sheet.lines(block.small, sheet.epw)) == 1
        sheet.block(block.small, 12, align="R" if is_short else "L")
    sheet.ln(9)


@draw.register
def _note(block: parts.Note, sheet: Sheet) -> None:
    size = sheet.size.font - 1 if block.is_small else sheet.size.font
    sheet.write_as(size, colour=GREY if block.is_small else 0)
    sheet.block(block.text, size + 4)
    sheet.ln(6)


@draw.register
def _signatures(block: parts.Signatures, sheet: Sheet) -> None:
    """Lines to sign on, two beside each other where the paper is wide enough."""
    columns, gap = (1, 0) if sheet.size.is_roll else (2, 28)
    width = (sheet.epw - gap * (columns - 1)) / columns
    for first in range(0, len(block.lines), columns):
        beside = block.lines[first : first + columns]
        sheet.write_as(sheet.size.font, "B")
        names = max(len(sheet.lines(name, width)) if name else 0 for _role, name in beside)
        sheet.write_as(sheet.size.font - 1)
        roles = max(len(sheet.lines(role, width)) for role, _name in beside)
        height = 46 + 13 * names + 12 * roles
        sheet.need(height)
        top = sheet.get_y()
        for column, (role, name) in enumerate(beside):
            x = sheet.l_margin + column * (width + gap)
            sheet.set_line_width(1 / 2)
            sheet.line(x, top + 40, x + width, top + 40)
            sheet.set_xy(x, top + 43)
            if name:
                sheet.write_as(sheet.size.font, "B")
                sheet.multi_cell(width, 13, name, align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)
            sheet.write_as(sheet.size.font - 1, colour=GREY)
            sheet.multi_cell(width, 12, role, align="L")
        sheet.set_y(top + height)
    sheet.ln(8)


@draw.register
def _blank(block: parts.Blank, sheet: Sheet) -> None:
    sheet.need(20 + 24 * block.lines)
    sheet.write_as(sheet.size.font, "B")
    sheet.block(block.label, 14)
    for _line in range(block.lines):
        sheet.ln(22)
        sheet.rule(colour=GREY)
    sheet.ln(14)
