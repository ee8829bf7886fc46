"""What the dialogs share that show the life of something: E goes to its lines, Enter shows the one under the cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias
from zoneinfo import ZoneInfo

from textual.binding import Binding, BindingType

from buyback.chain import Sealed
from buyback.i18n import N_
from buyback.tui.dialogs.dialog import T
from buyback.tui.dialogs.reading import Reading
from buyback.tui.widgets.life_list import LifeList, Look


@dataclass(frozen=True, slots=True)
class FindingKey:
    """The finding that is to be shown."""

    key: str


LifeAnswer: TypeAlias = int | FindingKey
"""The number of the entry to show, or the finding."""


class LifeDialog(Reading[T | LifeAnswer]):
    """A dialog with a `LifeList`."""

    CSS_PATH = "ledger.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "entries", N_("Its entries"), id="life.entries",
                tooltip=N_("Go to the lines of its life; Enter shows one as it was sealed")),
    ]  # fmt: skip
    HELP_KEYS = N_(
        "The arrow keys scroll. **E** goes to the lines of its life, **Enter** there shows the entry or the finding; "
        "**Escape** closes."
    )

    def __init__(self, told: Sequence[Sealed], zone: ZoneInfo, look: Look) -> None:
        super().__init__()
        self.told = tuple(told)
        self.zone = zone
        self.look = look

    @property
    def life(self) -> LifeList:
        """Its life, line by line."""
        return self.query_one(LifeList)

    def action_entries(self) -> None:
        """Go to the first line of its life."""
        self.life.focus()
        self.life.highlighted = 0

    @property
    def chosen(self) -> LifeAnswer | None:
        """What is under the cursor, if the keys are there."""
        return _answer(self.life.chosen) if self.life.chosen else None

    def action_accept(self) -> None:
        """Show what is under the cursor if the keys are there, else close."""
        self.dismiss(self.chosen)

    def on_option_list_option_selected(self, event: LifeList.OptionSelected) -> None:
        self.dismiss(_answer(event.option_id or ""))


def _answer(chosen: str) -> LifeAnswer:
    return int(chosen) if chosen.isdecimal() else FindingKey(chosen)
