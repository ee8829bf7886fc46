"""A key that can also be clicked; the keyboard never stops on it."""

from textual import events
from textual.widgets import Static

from buyback.i18n import _


class MouseButton(Static, can_focus=False):
    """Shows `key label`; a click runs the action on its screen."""

    def __init__(self, key: str, label: str, action: str, *, classes: str = "") -> None:
        super().__init__("", markup=False, classes=classes)
        self.key = key
        self.label = label
        self.action = action

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword)

    def reword(self) -> None:
        """Show the label in the current language."""
        self.update(f"{self.key}  {_(self.label)}")

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        await self.run_action(self.action)
