"""Publish what was destroyed: where to, and what came of it."""

from pathlib import Path

from textual.app import ComposeResult

from buyback import l10n
from buyback.export.public import Published
from buyback.i18n import N_, _
from buyback.tui.dialogs.new_folder import NewFolder
from buyback.tui.dialogs.reading import Reading
from buyback.tui.widgets.fact_sheet import FactSheet
from buyback.tui.widgets.words import Words


class PublishDialog(NewFolder[Path]):
    """Asks for a new folder, and says what will be in it."""

    CSS_PATH = "ledger.tcss"
    HEADING = N_("Publish what was destroyed")
    ACCEPT = N_("Publish")
    HELP = N_(
        "Writes a page on which whoever kept a receipt finds by its folio and check code that the weapon is destroyed, "
        "when, and by which act; and the same as a table. The whole ledger is checked first, and a checkpoint is signed. "
        "Nothing in it names a person, a serial, a place or what is still held. The numbers of the acts are published as "
        "they were written."
    )

    def compose_content(self) -> ComposeResult:
        yield Words(
            N_(
                "A page for whoever kept a receipt, in a new folder, for any web server. The ledger is checked first; no "
                "person, serial or place is in it, and nothing that is still held."
            )
        )
        yield from super().compose_content()

    def answer(self) -> Path:
        return self.chosen()


class PublishDone(Reading[bool]):
    """Says where the page is, of how many receipts it tells, and under which checkpoint."""

    CSS_PATH = "ledger.tcss"
    HEADING = N_("Published")
    HELP = N_(
        "The page is there. Put its whole folder on a web server, or hand it on as it is: it needs no network. Whoever "
        "audits the ledger can write the same files again under the same checkpoint and compare their sums."
    )

    def __init__(self, published: Published) -> None:
        super().__init__()
        self.published = published

    def compose_content(self) -> ComposeResult:
        yield FactSheet(id="published")
        yield Words(N_("Put the whole folder on a web server, or open its page as it is."), classes="hint")

    def reword(self) -> None:
        super().reword()
        done = self.published
        self.query_one("#published", FactSheet).show(
            [
                (_("Page"), str(done.folder.resolve() / "index.html")),
                (_("Receipts in this list"), l10n.number(done.receipts)),
                (_("Pieces destroyed"), l10n.number(done.pieces)),
                (_("Checkpoint"), str(done.checkpoint)),
            ]
        )
