"""Where the audit pack is written."""

from pathlib import Path

from textual.app import ComposeResult

from buyback.i18n import N_
from buyback.tui.dialogs.new_folder import NewFolder
from buyback.tui.widgets.words import Words


class PackDialog(NewFolder[Path]):
    """Asks for a new folder, and says what will be in it."""

    CSS_PATH = "audit.tcss"
    HEADING = N_("Audit pack")
    ACCEPT = N_("Write it")
    HELP = N_(
        "Writes everything that an auditor needs into a new folder: every table of the whole ledger as CSV with its "
        "description and sums, a workbook with the three reconciliations, the journals of the cash for hledger and beancount, "
        "and VERIFY.txt with verify.py: how a stranger checks it all without this program. Nothing is overwritten, and no "
        "name of a giver is in it, for there is none in the ledger."
    )

    def compose_content(self) -> ComposeResult:
        yield Words(
            N_(
                "The whole ledger for an auditor in a new folder: CSV, a workbook, journals of the cash, and how to check it "
                "all. Nothing is overwritten."
            ),
            classes="hint",
        )
        yield from super().compose_content()

    def answer(self) -> Path:
        return self.chosen()
