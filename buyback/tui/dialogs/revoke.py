"""An operator who works here no more."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult

from buyback.free_text import NOTE_LONGEST, REASON, required
from buyback.i18n import N_, _
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words


class Revoke(Dialog[str]):
    """Ask why; the answer is the reason."""

    HEADING = N_("Revoke {alias}")
    ACCEPT = N_("Revoke")
    HELP = N_(
        "Lets an operator work here no more. Their entries stay and go on naming them; the alias is never given to "
        "anybody else, and the PIN is forgotten. It cannot be taken back: whoever comes again is enrolled by another "
        "alias."
    )
    TEXTS: ClassVar[Mapping[str, str]] = {REASON: "reason"}

    def __init__(self, alias: str) -> None:
        super().__init__(alias)
        self.alias = alias

    def compose_content(self) -> ComposeResult:
        yield Words(
            N_(
                "From now on nobody works here under this alias, and it cannot be taken back. What was recorded under it "
                "stays as it is."
            ),
            id="what",
        )
        yield Labelled(
            N_("Reason"), Field(id="reason", hint=N_("for example: left the site"), longest=NOTE_LONGEST)
        )

    def heading(self) -> str:
        return _(self.HEADING).format(alias=self.alias)

    def answer(self) -> str:
        return required(self.query_one("#reason", Field).value, REASON)
