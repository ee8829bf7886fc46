"""Another person who works here."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult

from buyback import desk
from buyback.desk.opening import ALIAS, OPERATOR_ALIAS
from buyback.errors import AlreadyThere, Refusal
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words


class NewOperator(Dialog[str]):
    """Ask for an alias."""

    HEADING = N_("Enrol an operator")
    ACCEPT = N_("Enrol")
    HELP = N_(
        "Another person who works with this ledger. The alias stands in every entry that the person "
        "records, so it is one word and never a full name. Ctrl+O changes who is working."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {AlreadyThere: "alias"}
    TEXTS: ClassVar[Mapping[str, str]] = {ALIAS: "alias", OPERATOR_ALIAS: "alias"}

    def compose_content(self) -> ComposeResult:
        yield Labelled(N_("Alias"), Field(id="alias", hint=N_("for example: rosa"), longest=30))
        yield Words(N_("One word, not a full name: it stands in every entry."), classes="hint")

    def answer(self) -> str:
        return desk.check_alias(self.query_one("#alias", Field).value)
