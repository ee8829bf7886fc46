"""Where the chain stands, to be copied and kept elsewhere; and one that was kept, to be compared."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from buyback.chain import Checkpoint
from buyback.errors import BadCheckpoint, Refusal, UnknownLedgerCode
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.words import Words

_GROUP, _GROUPS_A_LINE = 8, 4


def on_paper(checkpoint: Checkpoint) -> str:
    """The checkpoint as a person copies it: the digest in groups of eight."""
    digest = checkpoint.digest
    groups = [digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP)]
    half = [
        " ".join(groups[start : start + _GROUPS_A_LINE]) for start in range(0, len(groups), _GROUPS_A_LINE)
    ]
    return "\n".join([f"{checkpoint.ledger}:{checkpoint.seq}:", *half])


class CheckpointDialog(Dialog[Checkpoint]):
    """Shows the checkpoint of now whole; answers with one that was typed, to be compared."""

    CSS_PATH = "ledger.tcss"
    HEADING = N_("Checkpoint")
    ACCEPT = N_("Compare")
    BACK = N_("Close")
    HELP = N_(
        "A checkpoint says where the log stands. Nobody can tell from a ledger alone that its last entries "
        "were cut off; with a checkpoint that is kept elsewhere, on paper or with somebody who is trusted, "
        "anybody can.\n\nCopy the one that stands here at the close of the day. Type one that was copied "
        "before, and the whole ledger is checked against it."
    )
    HELP_KEYS = N_("**Enter** checks the one that is typed and closes if none is, **Escape** closes.")
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {BadCheckpoint: "typed", UnknownLedgerCode: "typed"}

    def __init__(self, head: Checkpoint) -> None:
        super().__init__(head.ledger)
        self.head = head

    def compose_content(self) -> ComposeResult:
        yield Words(
            N_(
                "Copy this onto paper, or send it to somebody: who has it can tell later whether the log was cut."
            )
        )
        yield Static(on_paper(self.head), id="checkpoint", markup=False)
        yield Labelled(
            N_("One kept elsewhere"), Field(id="typed", hint=N_("blanks do not count"), longest=140)
        )
        yield Words(
            N_(
                "Type one that was written down before, or what stands under the checkpoint of a signed act, like "
                "A1 1204 9f2c 01ab 77de 4410; the whole ledger is checked with it."
            ),
            classes="hint",
        )

    def on_mount(self) -> None:
        self.query_one("#typed").focus()

    def answer(self) -> Checkpoint:
        return Checkpoint.parse(self.query_one("#typed", Field).value)

    def action_accept(self) -> None:
        """Compare what was typed; close if nothing was."""
        if self.query_one("#typed", Field).value.strip():
            super().action_accept()
        else:
            self.dismiss(None)
