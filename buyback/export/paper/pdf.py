"""A document as a PDF: letter or A4 pages, a roll of 80 mm as long as what stands on it, or labels.

The same ledger gives the same bytes: the file's moment is that of the entry that it tells of. It is made as PDF/A-2u
(ISO 19005-2), the form that archives ask for: its fonts are inside, its text can be searched, it fetches nothing.
"""

from collections.abc import Callable
from html import escape

from fpdf import FPDF
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from buyback import __version__
from buyback.chain import utc_text
from buyback.export.paper import document as parts
from buyback.export.paper import drawing, fonts, labels, slips
from buyback.export.paper.document import Document, Drawn
from buyback.export.paper.sheet import SIZES, Measured, Sheet, Size

_LANGUAGES = {"es": "es-MX", "en": "en-US"}
_MADE_BY = f"buyback {__version__}"

_XMP = """\
<x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
        xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="U"
        xmp:CreatorTool="{made_by}" xmp:CreateDate="{at}" xmp:ModifyDate="{at}" pdf:Producer="{made_by}">
      <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
      <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
      <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
    </rdf:Description>
  </rdf:RDF>
</x:xmpmeta>"""


def render(document: Document, paper: str) -> Drawn:
    """The document on this paper, by its name in SIZES. A character that no font has is written as its number."""
    size = SIZES[paper]
    with fonts.unpacked() as give:
        known = _known(give)
        spelled = document.spelled(lambda text: "".join(c if known(c) else parts.unknown(c) for c in text))
        sheet = _drawn(spelled, size, None, give)
        if size.is_roll or sheet.last_part:  # how long it is shows when it is drawn
            sheet = _drawn(spelled, size, sheet.measure(), give)
        return Drawn(bytes(sheet.output()), sheet.pages_count)


def _known(give: Callable[[FPDF], None]) -> Callable[[str], bool]:
    """Whether every font can show a character."""
    probe = FPDF()
    give(probe)
    maps = [font.cmap for font in probe.fonts.values() if isinstance(font, TTFFont)]

    def known(character: str) -> bool:
        return character == "\n" or all(ord(character) in cmap for cmap in maps)

    return known


def _drawn(document: Document, size: Size, measured: Measured | None, give: Callable[[FPDF], None]) -> Sheet:
    sheet = Sheet(document, size, measured)
    give(sheet)
    _describe(sheet)
    for block in document.blocks:
        if isinstance(block, parts.Labels):
            labels.draw(sheet, block.labels)
        elif isinstance(block, parts.Slips):
            slips.draw(sheet, block.slips)
        else:
            if not sheet.page:
                sheet.next_page()
            drawing.draw(block, sheet)
    sheet.end_page()
    return sheet


def _describe(sheet: Sheet) -> None:
    """Title, language and moment: in the file, and in the form that archives read."""
    document = sheet.document
    language = _LANGUAGES[document.language]
    sheet.set_title(document.title)
    sheet.set_lang(language)
    sheet.set_creation_date(document.created)
    sheet.viewer_preferences = ViewerPreferences(display_doc_title=True)
    texts = {
        "title": document.title,
        "author": document.author,
        "language": language,
        "made_by": _MADE_BY,
        "at": utc_text(document.created),
    }
    sheet.set_xmp_metadata(_XMP.format(**{name: escape(text) for name, text in texts.items()}))
