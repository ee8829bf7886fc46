"""The line of modes with the keys that lead there, and the help at its end."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.binding import Binding

from buyback.i18n import _
from buyback.tui import cells
from buyback.tui.widgets.line import Line, Part, gap, width_of

_MODE, _HELP = "switch_mode", "help"
_ACTIVE = "bold $primary on $background"


class Tabs(Line):
    """One tab per mode, from the bindings that lead there; their descriptions are messages of the catalogue."""

    def __init__(self, bindings: Sequence[Binding]) -> None:
        super().__init__()
        modes = {
            binding.action: binding for binding in reversed(bindings) if binding.action.startswith(_MODE)
        }
        self.modes = list(reversed(modes.values()))
        """One binding for each mode: the first of its keys."""
        self.help = [binding for binding in bindings if binding.action == _HELP]
        self._has_keys = True

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword, init=False)

    def show_keys(self, works: bool) -> None:
        """Name the keys, or leave their places empty while they do not work."""
        if self._has_keys != works:
            self._has_keys = works
            self.reword()

    def parts(self, width: int) -> Sequence[Part]:
        for lead, between in ((1, 2), (1, 1), (0, 1)):
            tabs = [self._tab(binding, lead, between) for binding in self.modes]
            end = [self._tab(binding, lead, between) for binding in self.help]  # it helps in dialogs too
            room = width - width_of([*tabs, *end])
            if room >= 0:
                break
        return [*tabs, gap(room), *end]

    def _tab(self, binding: Binding, lead: int, between: int) -> Part:
        is_active = binding.action == f"{_MODE}('{self.app.current_mode}')"
        key = self.app.get_key_display(binding)
        works = self._has_keys or binding in self.help
        shown = key if works else cells.BLANK * cell_len(key)
        text = f"{cells.BLANK * lead}{shown}{cells.BLANK * between}{_(binding.description)} "
        return Part(text, _ACTIVE if is_active else "", f"app.{binding.action}", _(binding.tooltip))
