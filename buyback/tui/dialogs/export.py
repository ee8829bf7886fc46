"""Export the ledger as files: where to, and which days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult

from buyback import l10n
from buyback.errors import BadSpan, Refusal
from buyback.export import Exported
from buyback.i18n import N_, _, ngettext
from buyback.store.views.setup import Site
from buyback.tui.dialogs.new_folder import NewFolder
from buyback.tui.dialogs.reading import Reading
from buyback.tui.typed_time import parse_day
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.fact_sheet import FactSheet
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words


@dataclass(frozen=True, slots=True)
class ExportAnswer:
    """Where to, and which business days and site; None and "" do not restrict."""

    folder: Path
    first: date | None
    last: date | None
    site: str


class ExportDialog(NewFolder[ExportAnswer]):
    """Asks for a new folder, and for the days if not all are wanted."""

    CSS_PATH = "ledger.tcss"
    HEADING = N_("Export")
    ACCEPT = N_("Export")
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {**NewFolder.WRONG, BadSpan: "first"}
    TEXTS: ClassVar[Mapping[str, str]] = {**NewFolder.TEXTS, "first": "first", "last": "last"}
    HELP = N_(
        "Writes the ledger as CSV files that anybody can read and check: the drop-offs, the items, the "
        "acts and the sealed log, with a description of every column and the sums of the files. The folder "
        "is a new one; nothing is overwritten. Days and a site may be chosen; left as they are, everything "
        "is written."
    )

    def __init__(self, folder: Path, sites: Sequence[Site]) -> None:
        super().__init__(folder)
        self.sites = tuple(sites)

    def compose_content(self) -> ComposeResult:
        yield Words(
            N_(
                "CSV files for auditors in a new folder, with their description and sums. Nothing is overwritten."
            )
        )
        yield from super().compose_content()
        yield Labelled(
            N_("From day"), Field(id="first", hint=N_("YYYY-MM-DD, or empty for the beginning"), longest=10)
        )
        yield Labelled(N_("To day"), Field(id="last", hint=N_("YYYY-MM-DD, or empty for today"), longest=10))
        sites = [("", N_("all sites")), *((site.code, site.name) for site in self.sites)]
        yield Labelled(N_("Site"), Choice(sites, id="of-site"))

    def answer(self) -> ExportAnswer:
        return ExportAnswer(
            self.chosen(),
            self._day("first"),
            self._day("last"),
            self.query_one("#of-site", Choice).value,
        )

    def _day(self, name: str) -> date | None:
        text = self.query_one(f"#{name}", Field).value.strip()
        return parse_day(text, name) if text else None


class ExportDone(Reading[bool]):
    """Says where the files are, how many rows they have, and how to check them."""

    CSS_PATH = "ledger.tcss"
    HEADING = N_("Exported")
    HELP = N_(
        "The files are there. Whoever gets them can check that none was changed: SHA256SUMS holds the sum "
        "of each."
    )

    CHECK = N_("Anyone checks the files there with: sha256sum -c SHA256SUMS")

    def __init__(self, exported: Exported, words: str = HEADING, check: str = CHECK) -> None:
        super().__init__()
        self.exported = exported
        self.words = words
        self.check = check

    def compose_content(self) -> ComposeResult:
        yield Words(self.check, classes="hint")
        yield FactSheet(id="exported")

    def heading(self) -> str:
        return _(self.words)

    def reword(self) -> None:
        super().reword()
        files = [(file.name, _rows(file.rows or 0)) for file in self.exported.files]
        self.query_one(FactSheet).show([(_("Folder"), str(self.exported.folder.resolve())), *files])


def _rows(rows: int) -> str:
    return ngettext("{n} row", "{n} rows", rows).format(n=l10n.number(rows)) if rows else ""
