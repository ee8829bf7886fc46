"""Notes and coins to count into: one line for each kind, with what it comes to beside it."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from buyback import denominations, errors, l10n
from buyback.denominations import MXN, Piece
from buyback.facts import Denomination
from buyback.i18n import N_
from buyback.tui.shell import Shelled
from buyback.tui.widgets.field import Field
from buyback.tui.widgets.words import Words

_LONGEST = 9
_UNREAD = "?"


def field_of(code: str) -> str:
    """The id of the field for a note or coin, by how it is typed on the command line: "20c", "0.50"."""
    return f"piece-{code.replace('.', '-')}"


class NotesForm(Shelled, Horizontal):
    """Fields for every note and coin, all empty at first; an empty one counts as none."""

    class Changed(Message):
        """Something else is typed; `worth_minor` is what can be read of it."""

        def __init__(self, worth_minor: int) -> None:
            super().__init__()
            self.worth_minor = worth_minor

    def __init__(self) -> None:
        super().__init__(id="notes-form")

    def compose(self) -> ComposeResult:
        for head, form in ((N_("Notes"), "note"), (N_("Coins"), "coin")):
            with Vertical(classes="pieces"):
                yield Words(head, classes="part")
                for piece in MXN:
                    if piece.form == form:
                        yield PieceLine(piece)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        for line in self.query(PieceLine):
            line.say()
        self.post_message(self.Changed(sum(line.worth_minor for line in self.query(PieceLine))))

    @property
    def is_empty(self) -> bool:
        """Nothing was typed, not even a zero."""
        return not any(line.field.value.strip() for line in self.query(PieceLine))

    def notes(self) -> tuple[Denomination, ...]:
        """What is typed, the largest first; BadPieces for what is not a number of pieces."""
        return denominations.ordered(line.pieces() for line in self.query(PieceLine))

    def goes_on(self) -> bool:
        """Go to the next kind, if the cursor is in a kind that has one: a number and Enter, as on an adding machine."""
        fields = [line.field for line in self.query(PieceLine)]
        here = next((index for index, field in enumerate(fields) if field.has_focus), len(fields))
        if here + 1 >= len(fields):
            return False
        fields[here + 1].focus()
        return True


class PieceLine(Shelled, Horizontal):
    """How many there are of one kind, and what they come to."""

    def __init__(self, piece: Piece) -> None:
        super().__init__(classes="piece")
        self.piece = piece
        self.field = Field(id=field_of(piece.code), longest=_LONGEST)

    def compose(self) -> ComposeResult:
        whole = self.piece.value_minor % 100 == 0
        value = l10n.number(self.piece.value_minor // 100) if whole else l10n.amount(self.piece.value_minor)
        yield Static(f"{value} ×", classes="value", markup=False)
        yield self.field
        yield Static("", classes="worth", markup=False)

    def pieces(self) -> Denomination:
        """How many there are; BadPieces for what is not a number of pieces."""
        typed = self.field.value.strip()
        number = denominations.parse_number(typed, self.piece) if typed else 0
        return Denomination(self.piece.value_minor, number, self.piece.form)

    @property
    def worth_minor(self) -> int:
        """What they come to; 0 while it cannot be read."""
        try:
            return denominations.worth_minor([self.pieces()])
        except errors.BadPieces:
            return 0

    def say(self) -> None:
        """Show what they come to."""
        try:
            found = self.pieces()
        except errors.BadPieces:
            said = _UNREAD
        else:
            said = l10n.amount(denominations.worth_minor([found])) if self.field.value.strip() else ""
        self.query_one(".worth", Static).update(said)
