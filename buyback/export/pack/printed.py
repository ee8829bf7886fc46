"""How a sheet of the workbook is printed: letter paper across, which is what printers in Mexico hold."""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LETTER = 1
"""The number of letter paper in workbooks (ECMA-376, paperSize)."""

_MARGIN_INCHES = 2 / 5
_MOST_CHARACTERS = 190
"""As wide as a page can be read: letter across holds some 105 characters of 11 points, and as many as these in 6 points."""


def print_on_letter(
    sheet: "Worksheet", widths: Sequence[float], *, rows: int, header: int | None = 0
) -> None:
    """Every column is on as few pages as can be read, all of them on one where they fit; `rows` is the last row with a cell.

    The first column stands on each of those pages, the row `header` on top of every page, its name and number below.
    """
    sheet.set_landscape()
    sheet.set_paper(LETTER)
    sheet.set_margins(_MARGIN_INCHES, _MARGIN_INCHES, _MARGIN_INCHES, 2 * _MARGIN_INCHES)
    pages = ceil(sum(widths) / _MOST_CHARACTERS)
    sheet.fit_to_pages(pages, 0)
    if header is not None:
        sheet.repeat_rows(header)
    if pages > 1:
        sheet.repeat_columns(0)
    sheet.print_area(0, 0, rows, len(widths) - 1)
    sheet.set_footer("&L&F, &A&R&P / &N")
