"""The search line above a list: letters search, the arrow keys move in the list, and it never loses the keyboard."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from buyback.i18n import N_
from buyback.tui.widgets.field import Field


class ListSearch(Field):
    """A line to search with. Keys in `passed` do an action of the screen instead of being typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("Previous"), show=False),
        Binding("down", "move(1)", N_("Next"), show=False),
        Binding("pageup", "move_page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "move_page(1)", N_("Page down"), show=False),
        Binding("escape", "clear", N_("Clear what is typed"), show=False),
    ]

    class Moved(Message):
        """The cursor of the list is to move by so many rows, or so many pages."""

        def __init__(self, by: int, *, is_page: bool = False) -> None:
            super().__init__()
            self.by = by
            self.is_page = is_page

    def __init__(self, *, hint: str, id: str, longest: int, passed: dict[str, str] | None = None) -> None:
        super().__init__(hint=hint, id=id, longest=longest)
        self.passed = passed or {}

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key not in self.passed and super().check_consume_key(key, character)

    async def on_key(self, event: events.Key) -> None:
        action = self.passed.get(event.key)
        if action is None or (event.key in ("left", "right") and self.value):
            return
        event.stop()
        event.prevent_default()
        await self.run_action(f"screen.{action}")

    def take_over(self, event: events.Key) -> None:
        """Type a key that was pressed elsewhere."""
        event.stop()
        self.focus()
        self.insert_text_at_cursor(event.character or "")

    def action_move(self, by: int) -> None:
        """Move in the list."""
        self.post_message(self.Moved(by))

    def action_move_page(self, by: int) -> None:
        """Move in the list by a page."""
        self.post_message(self.Moved(by, is_page=True))

    def action_clear(self) -> None:
        """Clear the line."""
        self.value = ""
