"""The keys of the moment, from the bindings of the screen and of whatever has the focus."""

from collections.abc import Sequence

from textual.binding import ActiveBinding

from buyback.tui.widgets.line import Line, Part, gap, width_of


class KeyLine(Line):
    """Shows the keys that work now; a click presses one.

    `first` are the ids of those that stand first; the keys of the focused widget come before the rest.
    """

    def __init__(self, first: Sequence[str] = ()) -> None:
        super().__init__()
        self.first = tuple(first)

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self.watch(self.app, "language", self.reword, init=False)

    def _changed(self, _screen: object) -> None:
        self.reword()

    def parts(self, width: int) -> Sequence[Part]:
        keys = [self._key(found) for found in self._shown()]
        for between in (2, 1):
            line = [part for key in keys for part in (*key, gap(between))][:-1]
            if width_of(line) <= width:
                return line
        return self._as_many(keys, width)

    def _as_many(self, keys: Sequence[tuple[Part, Part]], width: int) -> list[Part]:
        """The keys that fit whole, the first ones first; F1, which stands above, lists them all."""
        line: list[Part] = []
        for key in keys:
            longer = [*line, gap(1), *key] if line else [*key]
            if width_of(longer) > width:
                break
            line = longer
        return line

    def _shown(self) -> list[ActiveBinding]:
        """One binding per action; one of the focused widget takes the place of the screen's for the same action."""
        found: dict[str, ActiveBinding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.enabled:
                found.setdefault(active.binding.action.removeprefix("screen."), active)
        return sorted(found.values(), key=self._place)

    def _place(self, active: ActiveBinding) -> int:
        named = active.binding.id or ""
        return self.first.index(named) if named in self.first else len(self.first)

    def _key(self, active: ActiveBinding) -> tuple[Part, Part]:
        binding, press = active.binding, f"app.simulate_key({active.binding.key!r})"
        shown = self.app.get_key_display(binding)
        return (
            Part(shown, "bold $footer-key-foreground", press, active.tooltip),
            Part(f" {binding.description}", "", press, active.tooltip),
        )
