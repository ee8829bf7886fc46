"""Where a clerk types: letters find a type; the arrow keys, Enter and a few signs work on what is found."""

import re
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from buyback.i18n import N_, _

_QUANTITY = re.compile(r"\s*(?P<quantity>\d{1,9})\s*[*×]\s*(?P<words>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: the words to look for, and a quantity if one stood before ("250*cartridge")."""

    words: str
    quantity: int | None


def parse(text: str) -> Typed:
    """Read the line; "250*bala" is 250 of what "bala" finds."""
    found = _QUANTITY.fullmatch(text)
    return Typed(found["words"], int(found["quantity"])) if found else Typed(text, None)


class TypeSearch(Input):
    """The search line of the desk."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.add", N_("Add"), id="desk.add", tooltip=N_("Add the highlighted type to this drop-off")),
        Binding("up", "move(-1)", N_("Previous type"), show=False),
        Binding("down", "move(1)", N_("Next type"), show=False),
        Binding("pageup", "move(-5)", N_("Earlier types"), show=False),
        Binding("pagedown", "move(5)", N_("Later types"), show=False),
        Binding("escape", "clear", N_("Clear what is typed"), show=False),
    ]  # fmt: skip

    SIGNS: ClassVar[dict[str, str]] = {"+": "more", "-": "less", "*": "quantity"}
    """What a sign does to the current line while nothing is typed; no type begins with one."""

    class Moved(Message):
        """The highlight is to move by so many rows."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self) -> None:
        super().__init__(id="search", compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword)

    def reword(self) -> None:
        """Show the hint in the current language."""
        self.placeholder = _("Type part of a name, alias or calibre, like ak, cuerno or 9 mm")

    async def on_key(self, event: events.Key) -> None:
        if self.value:
            return
        action = self.SIGNS.get(event.character or "")
        if event.key == "delete":
            action = "remove"
        if action:
            event.stop()
            event.prevent_default()
            await self.run_action(f"screen.{action}")

    def action_move(self, by: int) -> None:
        """Move the highlight of the list."""
        self.post_message(self.Moved(by))

    def action_clear(self) -> None:
        """Clear the line."""
        self.value = ""
