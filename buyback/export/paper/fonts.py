"""The fonts that every PDF carries with it: Noto Sans for text, Cascadia Mono for what is read off letter by letter.

Both are under the SIL Open Font License and come as data of the package pymupdf-fonts, whose modules unpack a font
when they are imported. In both every figure is as wide as any other, so that amounts stand below each other.
"""

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from importlib import import_module
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import SubsetMap, TTFFont

TEXT = "text"
MONO = "mono"
_FONTS = (
    (TEXT, "", "NotoSans_Regular"),
    (TEXT, "B", "NotoSans_Bold"),
    (MONO, "", "CascadiaMono_Regular"),
    (MONO, "B", "CascadiaMono_Bold"),
)


@contextmanager
def unpacked() -> Iterator[Callable[[FPDF], None]]:
    """A function that gives a PDF its fonts; the files that fpdf2 reads them from are gone after the block."""
    logging.getLogger("fontTools").setLevel(
        logging.ERROR
    )  # it tells of every table that a subset does without
    with tempfile.TemporaryDirectory(prefix="buyback-fonts-") as folder:
        files = [(family, style, Path(folder) / f"{name}.ttf") for family, style, name in _FONTS]
        for (_family, _style, name), (_same, _too, file) in zip(_FONTS, files, strict=True):
            file.write_bytes(import_module(f"pymupdf_fonts.{name}").fontbuffer)

        first = FPDF()
        for family, style, file in files:
            first.add_font(family, style, file)
        read = {key: font for key, font in first.fonts.items() if isinstance(font, TTFFont)}

        def give(pdf: FPDF) -> None:
            for key, font in read.items():
                pdf.fonts[key] = _unused(font)

        try:
            yield give
        finally:  # fpdf2 keeps the files open, and not every system removes an open file
            for font in read.values():
                font.ttfont.close()


def _unused(font: TTFFont) -> TTFFont:
    """The font for another PDF, which notes its own characters in it: to read a font takes longer than many a page."""
    own = copy(font)
    own.missing_glyphs = []
    own.subset = SubsetMap(own)
    return own
