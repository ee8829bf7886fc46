"""The command palette: every binding that works where it was opened, and what people look for from anywhere.

An action is found by its name, by what its tooltip says, and by the everyday words of `_WORDS`.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pkgutil import resolve_name

from textual.binding import ActiveBinding, Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider

from buyback.i18n import N_, _
from buyback.names import name_key
from buyback.tui import modes
from buyback.tui.modes import Mode

_WORDS = {
    "app.operator": N_("sign in, log in, log out, take over, shift, user"),
    "app.lock": N_("leave the desk, cover, PIN"),
    "operators.list": N_(
        "enrol, register, add a person, new operator, staff, user, role, permission, PIN, password, revoke, remove"
    ),
    "sites.add": N_("church, atrium, square, module, open a site"),
    "till.float": N_("opening cash, starting cash, begin the till"),
    "till.top_up": N_("add cash, more cash, refill"),
    "till.return": N_("take cash out, withdraw, hand cash back"),
    "till.count": N_("count the cash, notes and coins, balance the till"),
    "till.difference": N_("shortage, surplus, missing, too much"),
    "till.vouchers": N_("promise, unpaid, owed"),
    "till.moves": N_("payments, history of the till"),
    "day.close": N_("end of day, reconcile, sign the day"),
    "ledger.forms": N_("paper forms, reserve folios, power cut"),
    "ledger.publish": N_("public proof, web page, receipt, transparency"),
}
"""What people call an action otherwise, by the id of its binding; each language has its own words."""

_ANYWHERE = {
    "till": (
        "till.float",
        "till.top_up",
        "till.return",
        "till.count",
        "till.difference",
        "till.vouchers",
        "till.moves",
    ),
    "day": ("day.close",),
    "ledger": ("ledger.forms", "ledger.publish"),
    "tables": ("operators.list", "sites.add"),
}
"""What is found on the other screens too, by their modes; it leads there and does it."""

_FEWEST = 3
"""So many letters are looked for among the words; fewer stand in too many of them."""
_BY_WORD = 0.5
"""How well an action is found that only its words name."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action: what is shown, what it is looked for by, and what does it."""

    id: str
    label: str
    about: str
    run: Callable[[], Awaitable[object]]

    def has_word(self, query: str) -> bool:
        """Whether its words hold what was typed, whatever the case and the accents."""
        wanted = name_key(query)
        return len(wanted) >= _FEWEST and wanted in name_key(f"{self.about} {_(_WORDS.get(self.id, ''))}")


class Actions(Provider):
    """The actions of the screen beneath, with their keys, and some of the other screens."""

    async def discover(self) -> Hits:
        for one in self._here():
            yield DiscoveryHit(one.label, one.run, help=one.about or None)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for one in (*self._here(), *self._elsewhere()):
            score = max(matcher.match(one.label), _BY_WORD if one.has_word(query) else 0)
            if score > 0:
                yield Hit(
                    score, matcher.highlight(one.label), one.run, text=one.label, help=one.about or None
                )

    def _here(self) -> Iterator[Action]:
        seen: set[str] = set()
        for found in self.screen.active_bindings.values():
            binding = found.binding
            named = binding.id and binding.description and not binding.system
            if named and found.enabled and binding.action not in seen:
                seen.add(binding.action)
                label = f"{binding.description}  ({self.app.get_key_display(binding)})"
                yield Action(binding.id or "", label, found.tooltip, self._run(found))

    def _elsewhere(self) -> Iterator[Action]:
        for mode in modes.MODES:
            if mode.name == self.app.current_mode:
                continue
            wanted = _ANYWHERE.get(mode.name, ())
            bindings: list[Binding] = resolve_name(mode.screen).BINDINGS if wanted else []
            for binding in bindings:
                if binding.id in wanted:
                    label = f"{_(mode.label)}: {_(binding.description)}"
                    go = partial(self._go, mode, binding)
                    yield Action(binding.id or "", label, _(binding.tooltip), go)

    def _run(self, found: ActiveBinding) -> Callable[[], Awaitable[bool]]:
        return partial(self.app.run_action, found.binding.action, found.node)

    async def _go(self, mode: Mode, binding: Binding) -> None:
        """Do it on its own screen; in a worker, as the screen is to have read its data before."""
        self.app.run_worker(self._there(mode, binding), group="palette", exclusive=True)

    async def _there(self, mode: Mode, binding: Binding) -> None:
        await self.app.switch_mode(mode.name)
        screen = self.app.screen
        reading = [one for one in self.app.workers if one.group == "reload" and one.node is screen]
        await self.app.workers.wait_for_complete(reading)
        await self.app.run_action(binding.action, screen)
