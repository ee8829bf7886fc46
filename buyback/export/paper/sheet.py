"""A PDF that is being drawn: its size, its fonts, where the next thing goes, and what stands at the foot of a page.

All measures are points (1/72 inch) and whole, or computed from whole ones.
"""

from dataclasses import dataclass

import segno
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from buyback.export.paper.document import Document
from buyback.export.paper.fonts import MONO, TEXT
from buyback.i18n import _

GREY = 90
LIGHT = 190


@dataclass(frozen=True, slots=True)
class Size:
    """A paper. Its height is the longest for a roll, which is cut where its content ends."""

    name: str
    width: int
    height: int
    margin: int
    font: int
    is_roll: bool = False


SIZES = {
    "letter": Size("letter", 612, 792, 48, 10),
    "a4": Size("a4", 595, 842, 48, 10),
    "80mm": Size("80mm", 227, 9000, 12, 9, is_roll=True),
}
"""The papers by the names that people choose them by; 80 mm of a ticket printer, of which it prints 72."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How long each page of a roll is, and how high the last part of a document (0: none, or more than a page)."""

    heights: tuple[int, ...]
    last_part: float


class Sheet(FPDF):
    """The pages of one document. `measured`: what drawing it once before has shown."""

    def __init__(self, document: Document, size: Size, measured: Measured | None) -> None:
        super().__init__(unit="pt", format=(size.width, size.height), enforce_compliance="PDF/A-2B")
        self.document = document
        self.size = size
        self.measured = measured
        self.ends: list[int] = []
        """Where each page of a roll ended."""
        self.last_part: tuple[int, float] | None = None
        """The page and height at which the last part began."""
        self.set_margins(size.margin, size.margin - 4 if size.is_roll else 44)
        self.set_auto_page_break(not size.is_roll, margin=54)
        self.c_margin = 0
        self.set_line_width(1 / 2)

    # --- pages ----------------------------------------------------------------------------------------------------

    def next_page(self) -> None:
        """Begin a page, of a roll as long as its content is where that is known."""
        if not self.size.is_roll:
            self.add_page()
            return
        self.end_page()
        heights = self.measured.heights if self.measured else ()
        known = heights[self.page] if self.page < len(heights) else self.size.height
        self.add_page(format=(self.size.width, known))

    def end_page(self) -> None:
        """Remember where the page of a roll ends."""
        if self.page and self.size.is_roll:
            self.ends.append(int(self.get_y()) + self.roll_end)

    @property
    def roll_end(self) -> int:
        """What stays white below the last line of a roll: its margin and room for the cut."""
        return 2 * self.size.margin

    def begin_last_part(self) -> None:
        """Begin a page unless the whole last part still fits on this one, or does not fit on one at all."""
        if self.size.is_roll:
            return
        if self.measured is None:
            self.next_page()
        elif self.measured.last_part:
            self.need(self.measured.last_part)
        self.last_part = (self.page, self.get_y())

    def measure(self) -> Measured:
        """What a second drawing has to know: how long a roll is, how high the last part."""
        page, top = self.last_part or (0, 0)
        return Measured(tuple(self.ends), self.get_y() - top if page == self.page else 0)

    def need(self, height: float) -> None:
        """Begin a page unless so much still fits on this one."""
        end = self.size.height - self.roll_end if self.size.is_roll else self.page_break_trigger
        if self.get_y() + height > end and self.get_y() > self.t_margin:
            self.next_page()

    def footer(self) -> None:
        """The page's number of how many, and whose page it is. A roll has none: it is one piece."""
        if self.size.is_roll or not self.document.running:
            return
        self.set_y(-38)
        self.write_as(8, colour=GREY)
        words = _("Page {n} of {of}").format(n=self.page_no(), of=self.str_alias_nb_pages)
        self.cell(self.epw, 10, words)
        self.set_x(self.l_margin)
        self.cell(self.epw, 10, self.document.running, align="R")

    # --- text -----------------------------------------------------------------------------------------------------

    def write_as(self, size: float, style: str = "", family: str = TEXT, colour: int = 0) -> None:
        """The font of what is written next; on a roll all of it is black, as ticket printers know no grey."""
        self.set_font(family, style, size)
        self.set_text_color(0 if self.size.is_roll else colour)

    def lines(self, text: str, width: float) -> list[str]:
        """The text as it breaks in this width, in the font that is set."""
        found = self.multi_cell(width, text=text, dry_run=True, output="LINES")
        assert isinstance(found, list)
        return found

    def block(
        self, text: str, line_height: float, *, align: str = "L", x: float = 0, width: float = 0
    ) -> None:
        """Write the text in lines from here down, whole on one page if it fits on one."""
        width = width or self.epw
        self.need(line_height * min(len(self.lines(text, width)), 40))
        self.set_x(x or self.l_margin)
        self.multi_cell(width, line_height, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def fit(self, text: str, width: float, largest: int, smallest: int) -> None:
        """Set the largest size in which the letters of a code stand on one line of this width."""
        for size in range(largest, smallest - 1, -1):
            self.write_as(size, "B", MONO)
            if self.get_string_width(text) <= width:
                return

    def rule(self, *, colour: int = 0, width: float = 1 / 2) -> None:
        """A line across, here."""
        self.set_draw_color(0 if self.size.is_roll else colour)
        self.set_line_width(width)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.set_draw_color(0)

    def qr(self, text: str, x: float, y: float, side: float) -> None:
        """A QR code of this text in a square. Each row of dark modules is one bar, a little higher than its row, so
        that no viewer shows a seam between two.
        """
        rows = segno.make_qr(text, error="m").matrix
        module = side / len(rows)
        self.set_fill_color(0)
        for number, row in enumerate(rows):
            start = 0
            for dark, length in _runs(row):
                if dark:
                    self.rect(
                        x + start * module, y + number * module, length * module, module * 21 / 20, style="F"
                    )
                start += length


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """The modules of a row as (dark or light, how many)."""
    found: list[tuple[int, int]] = []
    for module in row:
        if found and found[-1][0] == module:
            found[-1] = (module, found[-1][1] + 1)
        else:
            found.append((module, 1))
    return found
