"""The line of modes with the keys that lead there, and the help at its end."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal

from buyback.tui.shell import Shelled
from buyback.tui.widgets.mouse_button import MouseButton

_MODE, _HELP = "switch_mode", "help"


class Tabs(Shelled, Horizontal):
    """One tab per mode, from the bindings that lead there; their descriptions are messages of the catalogue."""

    def __init__(self, bindings: Iterable[Binding]) -> None:
        super().__init__()
        self.bindings = tuple(bindings)

    def compose(self) -> ComposeResult:
        for binding in self.bindings:
            if binding.action.startswith(_MODE):
                tab = self._tab(binding)
                tab.set_class(binding.action == f"{_MODE}('{self.app.current_mode}')", "-active")
                yield tab
        with Horizontal(id="tabs-end"):
            yield from (self._tab(binding) for binding in self.bindings if binding.action == _HELP)

    def _tab(self, binding: Binding) -> MouseButton:
        key = self.app.get_key_display(binding)
        return MouseButton(key, binding.description, f"app.{binding.action}")
