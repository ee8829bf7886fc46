"""A payout table in a CSV file."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult

from buyback import errors
from buyback.errors import Refusal
from buyback.i18n import N_
from buyback.payout_table import TableMeta
from buyback.payout_table.meta import TABLE_CODE
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words

FILE, SINCE = N_("CSV file"), N_("In force from")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """Which file, and what to say of it where the TOML file beside it says nothing."""

    path: Path
    meta: TableMeta


class ImportTable(Dialog[ImportAnswer]):
    """Ask for a file, and for what a CSV file cannot say of itself."""

    HEADING = N_("Import a payout table")
    ACCEPT = N_("Check and keep it")
    HELP = N_(
        "Brings a payout table from a CSV file. Every line is checked, and a mistake is named by its line "
        "and column. A table that passes is kept on this computer and offered for adoption; until it is "
        "adopted, nothing is paid by it.\n\nWhat the file cannot say of itself is typed here, or stands in "
        "a TOML file of the same name beside it."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        errors.UnreadableFile: "path",
        errors.BadTableFile: "path",
        errors.BadDate: "effective-on",
        errors.TableExists: "code",
    }
    TEXTS: ClassVar[Mapping[str, str]] = {FILE: "path", SINCE: "effective-on", TABLE_CODE: "code"}

    def compose_content(self) -> ComposeResult:
        yield Labelled(FILE, Field(id="path", hint=N_("for example: ~/tabulador-2026.csv")))
        yield Labelled(SINCE, Field(id="effective-on", hint=N_("YYYY-MM-DD"), longest=10))
        yield Labelled(N_("Campaign"), Field(id="campaign", longest=_LONGEST))
        yield Labelled(N_("Issuer"), Field(id="issuer", longest=_LONGEST))
        yield Labelled(N_("Published in"), Field(id="source", longest=_LONGEST))
        yield Labelled(N_("Code"), Field(id="code", hint=N_("the file's name"), longest=32))
        options = [("no", N_("no, amounts are missing")), ("yes", N_("yes, the whole annex"))]
        yield Labelled(N_("Complete"), Choice(options, id="complete"))
        yield Words(
            N_("A TOML file of the same name beside it says all this too, and then only the path is needed."),
            classes="hint",
        )

    def on_mount(self) -> None:
        self.query_one("#path").focus()

    def wrong(self, refusal: Refusal) -> str:
        """Of what is said of a table, the part that was typed; else it stands in the TOML file."""
        key = str(refusal.values.get("key", ""))
        return key if key in ("campaign", "issuer", "source") and self._typed(key) else super().wrong(refusal)

    def answer(self) -> ImportAnswer:
        typed = {
            name: self._typed(name)
            for name in ("path", "effective-on", "campaign", "issuer", "source", "code")
        }
        if not typed["path"]:
            raise errors.TextMissing(field=FILE)
        return ImportAnswer(
            Path(os.path.expanduser(typed["path"])),
            TableMeta(
                effective_on=typed["effective-on"],
                code=typed["code"],
                campaign=typed["campaign"],
                issuer=typed["issuer"],
                source=typed["source"],
                complete=self.query_one("#complete", Choice).value == "yes",
            ),
        )

    def _typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value.strip()
