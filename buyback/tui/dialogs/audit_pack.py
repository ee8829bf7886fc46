"""Where the audit pack is written."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult

from buyback.errors import CannotWrite, FolderNotEmpty, Refusal, TextMissing
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words

_FOLDER = N_("folder")


class PackDialog(Dialog[Path]):
    """Asks for a new folder."""

    CSS_PATH = "audit.tcss"
    HEADING = N_("Audit pack")
    ACCEPT = N_("Write it")
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {FolderNotEmpty: "folder", CannotWrite: "folder"}
    TEXTS: ClassVar[Mapping[str, str]] = {_FOLDER: "folder"}
    HELP = N_(
        "Writes everything that an auditor needs into a new folder: every table of the whole ledger as CSV with its "
        "description and sums, a workbook with the three reconciliations, the journals of the cash for hledger and beancount, "
        "and VERIFY.txt with verify.py: how a stranger checks it all without this program. Nothing is overwritten, and no "
        "name of a giver is in it, for there is none in the ledger."
    )

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def compose_content(self) -> ComposeResult:
        yield Words(
            N_(
                "The whole ledger for an auditor in a new folder: CSV, a workbook, journals of the cash, and how to check it "
                "all. Nothing is overwritten."
            ),
            classes="hint",
        )
        yield Labelled(N_("Folder"), Field(str(self.folder), id="folder", longest=400))

    def answer(self) -> Path:
        folder = self.query_one("#folder", Field).value.strip()
        if not folder:
            raise TextMissing(field=_FOLDER)
        return Path(folder).expanduser()
