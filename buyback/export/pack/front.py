"""The first sheet of the workbook: the totals with what they count, and the three reconciliations, site by site."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from buyback.chain import utc_text
from buyback.export import daily
from buyback.export.folder import Made
from buyback.export.pack.printed import print_on_letter
from buyback.facts import COUNTS
from buyback.i18n import N_, _
from buyback.money import Money
from buyback.report import COUNT_NAMES, Accounted, Definition, Line, together_sentences
from buyback.store.views.export import Rows
from buyback.store.views.setup import LedgerInfo
from buyback.store.views.totals import ToldTogether

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SHEET = N_("Reconciliation")

_KEYS = 3  # ledger, day and site stand before the figures of daily.csv
_TAKEN_IN = (("drop_offs", N_("Drop-offs")), ("pieces", N_("Pieces of all kinds")))
_AMOUNTS = (
    ("valued_mxn", N_("Taken in, by the table")),
    ("paid_mxn", N_("Left the cash box")),
    ("vouchers_mxn", N_("Vouchers given out")),
    ("recovered_mxn", N_("Came back through voids")),
)
_WIDTH_OF_WORDS, _WIDTH_OF_FIGURES = 46, 18
_COLUMNS_OF_WORDS = 5  # beside the first one, over which a sentence goes on
_POINTS_OF_A_LINE = 15
_SPARE = 4  # characters that a line loses because it ends between words, and because its letters are bold


@dataclass(frozen=True, slots=True)
class Front:
    """What the first sheet says: of which ledger, when it was made, its days and its reconciliations.

    `totals` are the counting definitions, each with the payout tables that did not tell apart what it does.
    `made` are the files that the pack has and an export has not.
    """

    info: LedgerInfo
    at: datetime
    days: Rows
    sites: tuple[Accounted, ...]
    totals: tuple[tuple[Definition, tuple[ToldTogether, ...]], ...]
    made: tuple[Made, ...]

    @property
    def title(self) -> str:
        return f"{self.info.programme}: {self.info.code}"

    def total(self, name: str, site: str = "") -> int:
        """The sum of a column of daily.csv, centavos for amounts, of one site or (empty) of all."""
        position = [column.name for column in daily.file().columns].index(name)
        return sum(row[position] for row in self.days if site in ("", row[_KEYS - 1]))


def write_front(book: "Workbook", front: Front) -> None:
    """Write the sheet; it is the workbook's first."""
    _Sheet(book, front).write()


class _Sheet:
    """The sheet while it is written, from its top down."""

    def __init__(self, book: "Workbook", front: Front) -> None:
        self.front = front
        self.sheet: Worksheet = book.add_worksheet(_(SHEET))
        self.row = -1
        self.large = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8E8E8", "text_wrap": True})
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.small = book.add_format(
            {"italic": True, "font_color": "#555555", "text_wrap": True, "valign": "top"}
        )
        self.words = {bold: book.add_format({"bold": bold}) for bold in (False, True)}
        self.figures = {
            (number, bold, red): book.add_format(
                {"num_format": number, "bold": bold} | ({"font_color": "#C00000"} if red else {})
            )
            for number in ("#,##0", "#,##0.00")
            for bold in (False, True)
            for red in (False, True)
        }

    def write(self) -> None:
        widths = [_WIDTH_OF_WORDS, *[_WIDTH_OF_FIGURES] * len(self.front.sites)]
        for number, width in enumerate(widths):
            self.sheet.set_column(number, number, width)
        self.sheet.freeze_panes(0, 1)
        self._say(self.front.title, self.large)
        self._tell(_("Made {moment}, up to entry {seq}.").format(moment=utc_text(self.front.at), seq=self.front.info.head.seq), self.plain)  # fmt: skip
        self._tell(_("Checkpoint: {checkpoint}").format(checkpoint=self.front.info.head), self.plain)
        self._tell(_("Since the ledger was opened. What does not come out is red."), self.plain)
        self._totals()
        for number, (title, _lines) in enumerate(self.front.sites[0].groups):
            self._group(title, [one.groups[number][1] for one in self.front.sites])
        print_on_letter(self.sheet, widths, rows=self.row, header=None)

    def _tell(self, text: str, how: "Format") -> None:
        """A sentence over as many columns as a page shows, in as many lines as it needs."""
        self.row += 1
        columns = min(len(self.front.sites), _COLUMNS_OF_WORDS)
        characters = _WIDTH_OF_WORDS + columns * _WIDTH_OF_FIGURES
        self.sheet.set_row(self.row, _POINTS_OF_A_LINE * ceil(len(text) / characters))
        self.sheet.merge_range(self.row, 0, self.row, columns, text, how)

    def _say(self, text: str, how: "Format | None" = None) -> None:
        self.row += 1
        self.sheet.write_string(self.row, 0, text, how)

    def _head(self, title: str) -> None:
        """A blank row, then the title with the sites beside it."""
        self.row += 1
        self._say(_(title), self.head)
        names = [one.site.name if one.site else _("All sites") for one in self.front.sites]
        lines = max(ceil(len(name) / (_WIDTH_OF_FIGURES - _SPARE)) for name in names)
        self.sheet.set_row(self.row, _POINTS_OF_A_LINE * lines)
        for column, name in enumerate(names, start=1):
            self.sheet.write_string(self.row, column, name, self.head)

    def _totals(self) -> None:
        self._head(N_("Totals"))
        for name, label in _TAKEN_IN:
            self._sum(_(label), name)
        for by, tables in self.front.totals:
            words = _("Firearms, {definition}").format(definition=by.name)
            self._sum(words, f"firearms_{by.code.replace('-', '_')}", bold=True)
            for sentence in (by.sentence, *together_sentences(by, tables)):
                self._tell(sentence, self.small)
        for code in COUNTS:
            self._sum(_(COUNT_NAMES[code]), f"{code.replace('-', '_')}_pieces")
        for name, label in _AMOUNTS:
            self._sum(_(label), name, is_money=True)

    def _sum(self, words: str, name: str, *, bold: bool = False, is_money: bool = False) -> None:
        self._say(words, self.words[bold])
        for column, one in enumerate(self.front.sites, start=1):
            found = self.front.total(name, one.site.code if one.site else "")
            self._figure(column, Money(found) if is_money else found, bold=bold)

    def _group(self, title: str, groups: list[tuple[Line, ...]]) -> None:
        """The lines of a reconciliation, those of all sites first; where a site has not that line its cell is empty."""
        self._head(title)
        by_name = [{line.name: line for line in lines} for lines in groups]
        for line in groups[0]:
            is_sum = line.sign == "="
            self._say(f"{line.sign or ' '} {_(line.label)}", self.words[is_sum])
            same = [lines.get(line.name) for lines in by_name]
            for column, found in enumerate(same, start=1):
                if found is not None and found.figure is not None:
                    self._figure(column, found.figure, bold=is_sum, red=not found.is_even)
            if is_sum:
                self._differences(same)

    def _differences(self, same: Iterable[Line | None]) -> None:
        self._say(_("Difference"), self.small)
        for column, found in enumerate(same, start=1):
            if found is not None and found.difference is not None:
                self._figure(column, found.difference, red=not found.is_even)

    def _figure(self, column: int, figure: Money | int, *, bold: bool = False, red: bool = False) -> None:
        is_money = isinstance(figure, Money)
        number = figure.amount_minor / 100 if isinstance(figure, Money) else figure
        how = self.figures["#,##0.00" if is_money else "#,##0", bold, red]
        self.sheet.write_number(self.row, column, number, how)
