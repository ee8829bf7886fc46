"""Another person who works here."""

from textual.app import ComposeResult

from buyback import desk
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words


class NewOperator(Dialog[str]):
    """Ask for an alias."""

    HEADING = N_("Enrol an operator")
    ACCEPT = N_("Enrol")

    def compose_content(self) -> ComposeResult:
        yield Labelled(N_("Alias"), Field(id="alias", hint=N_("for example: rosa"), longest=30))
        yield Words(N_("One word, not a full name: it stands in every entry."), classes="hint")

    def answer(self) -> str:
        return desk.check_alias(self.query_one("#alias", Field).value)
