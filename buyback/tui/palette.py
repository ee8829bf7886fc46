"""The command palette: every binding that works where it was opened, by its description."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from textual.binding import ActiveBinding
from textual.command import DiscoveryHit, Hit, Hits, Provider


class Actions(Provider):
    """The actions of the screen beneath, with their keys."""

    async def discover(self) -> Hits:
        for label, found in self._actions():
            yield DiscoveryHit(label, self._run(found), help=found.tooltip or None)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for label, found in self._actions():
            score = matcher.match(label)
            if score > 0:
                yield Hit(
                    score, matcher.highlight(label), self._run(found), text=label, help=found.tooltip or None
                )

    def _actions(self) -> Iterator[tuple[str, ActiveBinding]]:
        seen: set[str] = set()
        for found in self.screen.active_bindings.values():
            binding = found.binding
            named = binding.id and binding.description and not binding.system
            if named and found.enabled and binding.action not in seen:
                seen.add(binding.action)
                yield f"{binding.description}  ({self.app.get_key_display(binding)})", found

    def _run(self, found: ActiveBinding) -> Callable[[], Awaitable[bool]]:
        return partial(self.app.run_action, found.binding.action, found.node)
