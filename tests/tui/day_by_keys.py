"""The steps of `whole_day` as keys, and a player who presses them on the running app.

One terminal is used by everybody: who works next is chosen with Ctrl+O and gives a PIN, and Ctrl+G changes the site.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import singledispatch
from pathlib import Path
from typing import Any

import pytest
import whole_day as day
from conftest import SETTINGS, Clerk
from textual._context import active_app
from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import OptionList
from whole_day import Step

from buyback import desk, i18n
from buyback.errors import NotAllowed
from buyback.report import Reconciliation
from buyback.rules import Item, Pin
from buyback.store.engine import open_store
from buyback.tui.app import BuybackApp
from buyback.tui.screens.mode import ModeScreen
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field
from buyback.tui.widgets.notes_form import PieceLine, field_of
from buyback.tui.widgets.pin_field import PinField
from buyback.tui.widgets.type_list import TypeList

SIZE = (80, 24)
SEARCHES = {
    "ak-47": "cuerno",
    "pistol-9mm": "9 mm",
    "five-seven": "five",
    "revolver-22": "revolver .22",
    "submachine-gun-22": "submachine .22",
}
"""What a clerk types to find a row; another code is typed with blanks."""
STRANGERS = (day.ROSA,)
"""Who works here no more, or never did, has nothing to press: the alias is not offered."""
LOCKED_AT = "Norinco"
"""While this is typed, nobody touches the keyboard for some minutes."""
SAYS = {
    "ana has no PIN yet": "This operator has no PIN yet",
    "was not counted since its float": "The cash box is not counted yet. C counts it here and now.",
    "differs by -200.00 pesos and nobody has recorded that": "differs by -200.00 pesos, and nobody recorded that. D records it",
    "count the box again": "C counts the box again.",
    "was last counted on 18 February 2025 16:21, before the day": (
        "was last counted on 18 February 2025 16:21, before this day. C counts it here and now."
    ),
    "18 February 2025 is still open at Plaza Santa Cecilia": (
        "18 February 2025 is still open, and days are closed in their order. O goes to it."
    ),
    "the PIN of the supervisor": "The PIN is empty; it is needed",
}
"""Where the app says it in other words than the command line."""


class Typist(Clerk):
    """Types ahead, as a practised hand does: keys follow each other without a look; then the app is waited for."""

    async def press(self, *keys: str) -> None:
        self.pressed += keys
        for key in keys:
            self.app.post_message(Key(key, " " if key == "space" else key if len(key) == 1 else None))
        await self.taken()

    async def type(self, text: str) -> None:
        self.pressed += text
        for character in text:
            self.app.post_message(Key(_character_to_key(character), character))
        await self.taken()

    async def taken(self) -> None:
        """Every key has had its turn, and the screen shows what came of it."""
        turns = self.app.key_turns
        await self.pilot._wait_for_screen()
        await self.until(lambda: not (turns._waiting or turns._let_in or turns._under_way))
        await self.pilot.pause()


@asynccontextmanager
async def _running(app: BuybackApp) -> AsyncIterator[Pilot[object]]:
    """The app in a terminal of the smallest size; the ledger is let go of at the end."""
    async with app.run_test(size=SIZE) as pilot:
        yield pilot
    if app.session is not None:
        app.session.store.close()
    i18n.set_language("en")


@dataclass
class Player(day.Tags):
    """Plays steps on the ledger at `where`. `said` is all that was seen or popped up.

    `folios` by the names of the story; `acts`: the hashes of their lists; `closes`: each site's checkpoint, and `sums`:
    its reconciliation as the screen of the close shows it.
    """

    where: str
    folder: Path
    folios: dict[str, str] = field(default_factory=dict)
    acts: dict[str, str] = field(default_factory=dict)
    closes: dict[str, str] = field(default_factory=dict)
    sums: dict[tuple[str, str], day.Groups] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    at: Any = None
    is_shared: bool = False
    clerks: dict[str, Typist] = field(default_factory=dict)
    clerk: Typist = field(init=False)
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)

    @asynccontextmanager
    async def terminals(self, *, shared: bool = False) -> AsyncIterator[None]:
        """Everybody has a terminal of their own, opened when they are first needed; or all share that of the first."""
        self.is_shared, self.clerks = shared, {}
        async with AsyncExitStack() as self._open:
            yield

    async def sit_down(self, step: Step) -> None:
        """Go to the terminal of whoever does the step; the app is opened there if it is not yet."""
        alias = step.by
        is_elsewhere = alias in STRANGERS or alias not in day.PINS or isinstance(step, day.Setting)
        if self.clerks and (self.is_shared or is_elsewhere or "no PIN" in step.refused):
            alias = next(iter(self.clerks))
        if alias not in self.clerks:
            settings = replace(SETTINGS, print_folder=str(self.folder), lock_minutes=600)
            operator = "" if isinstance(step, day.Open) else alias
            site = "" if isinstance(step, day.Open) else getattr(step, "site", day.BASILICA)
            app = BuybackApp(
                self.where, settings=settings, operator=operator, site=site, clock=lambda: self.at
            )
            self.clerks[alias] = Typist(await self._open.enter_async_context(_running(app)))
        self.clerk = self.clerks[alias]
        active_app.set(self.app)

    async def play(self, step: Step) -> None:
        """Press the keys of the step when its time has come; it is done, or refused in words that are seen."""
        self.at = step.moment
        await self.sit_down(step)
        self.app.clear_notifications()
        try:
            if await self.at_work(step):
                await keys(step, self)
            self.look()
            if step.refused and not self.app.lock.is_on:
                await self.leave()
        except AssertionError as problem:
            raise AssertionError(f"{step}: {problem}") from problem

    # --- who and where ------------------------------------------------------------------------------------------------

    @property
    def app(self) -> BuybackApp:
        return self.clerk.app

    @property
    def screen(self) -> Any:
        return self.app.screen

    async def at_work(self, step: Step) -> bool:
        """Let the person of the step take over at its site; False where that is what is refused."""
        if isinstance(step, day.Open | day.Setting):
            return True
        if step.by in STRANGERS or step.by not in day.PINS:
            await self.check_that_nobody_is_called(step.by)
            return False
        if not await self.take_over(step):
            return False
        site = getattr(step, "site", "")
        if site and not isinstance(step, day.Reserve):
            await self.go_to_site(site)
        return True

    async def take_over(self, step: Step) -> bool:
        """Ctrl+O, the alias, the PIN; False where the step ends with its refusal."""
        clerk, app = self.clerk, self.app
        if app.session is None:  # the app begins with the PIN
            await clerk.until_shown("SignIn")
        if not self.shows("SignIn"):
            assert app.session is not None
            if app.session.operator == step.by and not step.wrong_pin:
                return True
            if app.session.operator == step.by:
                await clerk.press("ctrl+k")
            else:
                await clerk.press("ctrl+o")
                await self.choose(step.by)
            await clerk.until_shown("SignIn")
        if step.refused and SAYS.get(step.refused, "") in clerk.seen() and "no PIN" in step.refused:
            return False
        await clerk.type(day.WRONG_PIN if step.wrong_pin else day.PINS[step.by])
        await clerk.press("enter")

        def is_answered() -> bool:
            if self.shows("SignIn"):
                return bool(self.screen.refusal) and (not step.refused or step.refused in clerk.seen())
            is_there = app.session is not None and app.session.operator == step.by and not app.lock.is_on
            return is_there and app.rate is not None and app.chain.finding is not None

        await clerk.until(is_answered)
        if self.shows("SignIn"):
            assert step.refused in clerk.seen()
            return False
        await clerk.pilot.pause()
        await self.past_the_morning()
        return True

    async def check_that_nobody_is_called(self, alias: str) -> None:
        """Whoever was revoked is not offered any more."""
        await self.clerk.press("ctrl+o")
        await self.clerk.until_shown("Choose")
        assert alias not in self.screen.values

    async def go_to_site(self, code: str) -> None:
        """Ctrl+G, if they do not work for it already."""
        assert self.app.session is not None
        if self.app.session.site.code != code:
            await self.clerk.press("ctrl+g")
            await self.choose(code)
            await self.clerk.until(lambda: self.app.session and self.app.session.site.code == code)
            await self.clerk.pilot.pause()
            await self.past_the_morning()

    async def past_the_morning(self) -> None:
        """Put off what the app asks about the days before."""
        await self.clerk.until(
            lambda: not any(worker.group == "morning" and worker.is_running for worker in self.app.workers)
        )
        base = self.app.screen_stack[0]
        while getattr(base, "is_asking", False):
            await self.clerk.until(
                lambda: (
                    (len(self.app.screen_stack) > 1 and self.screen.is_ready)
                    or not getattr(base, "is_asking", False)
                )
            )
            if len(self.app.screen_stack) > 1:
                self.look()
                await self.clerk.press("escape")
            await self.clerk.pilot.pause()

    async def choose(self, value: str) -> None:
        """The value of the list that is asked."""
        await self.clerk.until_shown("Choose")
        await self.highlight(value)
        await self.clerk.press("enter")

    async def highlight(self, name: str) -> None:
        """Move the cursor of the dialog's list to the row of this id."""
        listed = self.screen.query_one(OptionList)
        wanted = [option.id for option in listed.options].index(name)
        by = wanted - (listed.highlighted or 0)
        await self.clerk.press(*["down" if by > 0 else "up"] * abs(by))
        assert listed.highlighted == wanted

    # --- what is on the screen ------------------------------------------------------------------------------------------

    def shows(self, name: str) -> bool:
        return type(self.screen).__name__ == name

    def look(self) -> None:
        """Keep what the app shows, says and remembers: no secret may be in it."""
        widgets = (f"{widget!r} {getattr(widget, 'value', '')!r}" for widget in self.screen.walk_children())
        shown = (self.clerk.seen(), self.clerk.said(), repr(self.app.unfinished), *widgets)
        self.said.append("\n".join(shown))

    async def leave(self) -> None:
        """Go back from every dialog, to a screen of the app."""
        for _dialog in range(5):
            if isinstance(self.screen, ModeScreen):
                break
            before: Screen[Any] = self.screen
            await self.clerk.until(lambda before=before: getattr(before, "is_ready", True))  # type: ignore[misc]
            await self.clerk.press("escape")
            await self.clerk.until(lambda before=before: self.screen is not before)  # type: ignore[misc]
        await self.clerk.until(lambda: not self.screen.is_asking)

    async def mode(self, key: str, name: str) -> None:
        """One of the screens by its key, when it has read the ledger."""
        await self.leave()
        if self.shows("CloseScreen"):
            await self.clerk.press("escape")
        await self.clerk.press(key)
        await self.clerk.until_shown(name)
        await self.settled()

    async def settled(self) -> None:
        """Wait until the screen has read what it shows."""
        await self.clerk.until(lambda: not any(worker.is_running for worker in self.screen.workers))
        await self.clerk.pilot.pause()

    async def answered(self, step: Step, dialog: str, shown: str) -> bool:
        """Wait for what comes of a dialog that was accepted: the screen `shown`, or the refusal of the step in place."""
        clerk = self.clerk
        if not step.refused:
            await clerk.until(lambda: self.shows(shown) and getattr(self.screen, "is_ready", True))
            await clerk.pilot.pause()
            return True

        def is_refused() -> bool:
            is_open = self.shows(dialog) and self.screen.is_ready
            return is_open and any(words in str(self.screen.refusal) for words in self.words(step))

        await clerk.until(is_refused)
        line, focused = self.screen.query_one("#refusal"), self.app.focused
        assert line.display
        assert line.region.height > 0
        assert self.screen.region.contains_region(line.region), f"the refusal is not seen: {clerk.seen()}"
        assert focused is not None
        self.said.append(f"{dialog} {step.refused!r}: cursor in {focused.id}")
        return False

    async def told(self, step: Step) -> None:
        """Wait for the refusal of the step in a message that pops up."""
        await self.clerk.until(lambda: any(words in self.clerk.said() for words in self.words(step)))

    def words(self, step: Step) -> tuple[str, ...]:
        """The refusal as the app may say it: a dialog that asks for a supervisor's PIN at once misses that."""
        if "supervisor's approval" in step.refused and not step.approved_by:
            return step.refused, SAYS["the PIN of the supervisor"]
        return step.refused, SAYS.get(step.refused, step.refused)

    # --- fields ---------------------------------------------------------------------------------------------------------

    async def go_to(self, name: str) -> None:
        """Put the cursor into a field of the dialog, by the arrow keys."""
        for _try in range(3):
            chain = self.screen.focus_chain
            here = chain.index(self.app.focused) if self.app.focused in chain else 0
            wanted = next((index for index, widget in enumerate(chain) if widget.id == name), None)
            assert wanted is not None, f"{name} is not there: {self.clerk.seen()}"
            if here == wanted:
                return
            await self.clerk.press(*["down" if wanted > here else "up"] * abs(wanted - here))
        raise AssertionError(f"no key leads to {name}: {self.clerk.seen()}")

    async def fill(self, texts: dict[str, str]) -> None:
        """Type each text over what stands in its field; an empty one is left as it is."""
        for name, text in texts.items():
            if text:
                await self.go_to(name)
                focused = self.app.focused
                if isinstance(focused, PinField):
                    await self.clerk.press("ctrl+u")
                elif isinstance(focused, Field) and focused.value:
                    await self.clerk.press("end", "ctrl+u")
                await self.clerk.type(text)

    async def set(self, name: str, value: str) -> None:
        """Turn a choice to this value."""
        await self.go_to(name)
        choice = self.screen.query_one(f"#{name}", Choice)
        values = [found for found, _label in choice.options]
        await self.clerk.press(*["right"] * ((values.index(value) - choice.index) % len(values)))
        assert choice.value == value

    async def notes(self, text: str) -> None:
        """Type how many there are of each note and coin, "500x100,20cx5", and take away what else stands there."""
        parts = (part.partition("x") for part in text.split(",") if part)
        wanted = {field_of(piece): number for piece, _x, number in parts}
        for line in self.screen.query(PieceLine):
            if line.field.value and line.field.id not in wanted:
                await self.go_to(line.field.id or "")
                await self.clerk.press("end", "ctrl+u")
        await self.fill(wanted)

    async def approve(self, step: Step) -> None:
        """The supervisor of the step chooses the alias, where there are several, and types the PIN."""
        if step.approved_by:
            known = self.screen.query_one("#approver-alias", Choice)
            if len(known.options) > 1:
                await self.set("approver-alias", step.approved_by)
            assert known.value == step.approved_by
            await self.fill(
                {"approver-pin": day.WRONG_PIN if step.wrong_approval else day.PINS[step.approved_by]}
            )

    # --- drop-offs ------------------------------------------------------------------------------------------------------

    async def row(self, code: str) -> None:
        """Move to the row of the payout table with this code, among those that were found."""
        found = self.screen.query_one(TypeList)
        codes = [row.code for row in found.rows]
        assert code in codes, f"{code} was not found: {self.clerk.seen()}"
        by = codes.index(code) - (found.highlighted if found.highlighted is not None else -1)
        await self.clerk.press(*["down" if by > 0 else "up"] * abs(by))
        assert found.chosen
        assert found.chosen.code == code

    async def story(self, name: str) -> None:
        """The drop-off of this name, whole, found by its folio on the ledger."""
        await self.mode("f5", "LedgerScreen")
        await self.search(self.folios[name])
        await self.clerk.press("enter")
        await self.clerk.until_shown("DropOffDetail")

    async def search(self, text: str) -> None:
        """Scan it into the search line of the screen, over what stands there."""
        await self.clerk.press("escape", "end", "ctrl+u")
        self.app.post_message(Paste(text))
        await self.clerk.taken()
        await self.settled()

    async def come_back_after_a_while(self, alias: str, typed: str) -> None:
        """Nobody touches a key: all is covered until the PIN is given, and then what was typed is still there."""
        app, dialog = self.app, self.screen
        minutes, app.settings = app.settings, replace(app.settings, lock_minutes=0.001)
        await self.clerk.until_shown("SignIn")
        app.settings = minutes
        assert typed not in self.clerk.seen()
        await self.clerk.type(day.WRONG_PIN[:4])
        await self.clerk.press("ctrl+u")
        await self.clerk.type(day.PINS[alias])
        await self.clerk.press("enter")
        await self.clerk.until(lambda: self.screen is dialog and not app.lock.is_on)
        assert typed in self.clerk.seen()


Keys = Callable[[Any, Player], Awaitable[None]]


@singledispatch
async def keys(step: Step, player: Player) -> None:
    """Press what the step needs, from any screen of the app; whoever does it works already."""
    raise TypeError(type(step).__name__)


# --- the ledger and its people --------------------------------------------------------------------------------------------


@keys.register
async def _open(step: day.Open, player: Player) -> None:
    clerk = player.clerk
    await clerk.until_shown("SetUp")
    await player.set("site", step.site)
    pin = day.PINS[step.by]
    await player.fill({"operator": step.by, "pin": pin, "pin-again": pin, "ledger": day.LEDGER})
    await clerk.press("enter")
    await clerk.until(lambda: player.app.session is not None)
    await clerk.until(lambda: player.app.rate is not None and player.app.chain.finding is not None)
    await clerk.until_shown("DeskScreen")


@keys.register
async def _add_site(step: day.AddSite, player: Player) -> None:
    await player.mode("f11", "TablesScreen")
    await player.clerk.press("n")
    await player.clerk.until_shown("NewSiteDialog")
    if step.name:
        await player.set("site", "*")
        await player.fill({"name": step.name, "code": step.code, "timezone": step.timezone})
    else:
        await player.set("site", step.code)
    await player.clerk.press("enter")
    await player.answered(step, "NewSiteDialog", "TablesScreen")


async def _operators(player: Player, alias: str = "") -> None:
    """The list of the operators, on this one."""
    await player.mode("f11", "TablesScreen")
    await player.clerk.press("o")
    await player.clerk.until_shown("Operators")
    if alias:
        await player.highlight(alias)


@keys.register
async def _enrol(step: day.Enrol, player: Player) -> None:
    await _operators(player)
    await player.clerk.press("n")
    await player.clerk.until_shown("NewOperator")
    await player.fill({"alias": step.alias})
    await _roles_of(step.roles, player)
    await player.clerk.press("enter")
    await player.answered(step, "NewOperator", "Operators")
    await player.leave()


async def _roles_of(roles: tuple[str, ...], player: Player) -> None:
    for role in ("receive", "pay", "custody", "supervise", "audit"):
        await player.set(f"role-{role}", "yes" if role in roles else "no")


@keys.register
async def _set_pin(step: day.SetPin, player: Player) -> None:
    await _operators(player, step.alias)
    await player.clerk.press("p")
    await player.clerk.until_shown("SetPin")
    new = day.PINS[step.alias]
    await player.fill({"own": day.PINS[step.by], "pin": new, "pin-again": new})
    await player.clerk.press("enter")
    await player.answered(step, "SetPin", "Operators")
    await player.leave()


@keys.register
async def _roles(step: day.Roles, player: Player) -> None:
    await _operators(player, step.alias)
    await player.clerk.press("r")
    await player.clerk.until_shown("ChangeRoles")
    await _roles_of(step.roles, player)
    await player.fill({"reason": step.reason})
    await player.clerk.press("enter")
    await player.answered(step, "ChangeRoles", "Operators")
    await player.leave()


@keys.register
async def _revoke(step: day.Revoke, player: Player) -> None:
    await _operators(player, step.alias)
    await player.clerk.press("v")
    await player.clerk.until_shown("Revoke")
    await player.fill({"reason": step.reason})
    await player.clerk.press("enter")
    await player.answered(step, "Revoke", "Operators")
    await player.leave()


@keys.register
async def _setting(step: day.Setting, player: Player) -> None:
    """The app has no key for it: it is set elsewhere, and the app goes on with it."""
    name = step.name.replace("-", "_").replace("approval_step", "approval_step_minor")
    store = open_store(player.where)
    desk.sign_in(store, step.by, Pin(day.PINS[step.by]), at=player.at)
    if step.refused:
        with pytest.raises(NotAllowed, match=re.escape(step.refused)):
            desk.change_setting(store, name, step.value, by=step.by, at=player.at)
    else:
        desk.change_setting(store, name, step.value, by=step.by, at=player.at)
    store.close()


@keys.register
async def _rate(step: day.Rate, player: Player) -> None:
    await player.clerk.press("f10")
    await player.clerk.until_shown("RateDialog")
    await player.fill({"rate": step.rate, "reason": step.reason})
    await player.approve(step)
    await player.clerk.press("enter")
    if await player.answered(step, "RateDialog", type(player.app.screen_stack[0]).__name__):
        await player.clerk.until(lambda: player.app.rate and str(player.app.rate.rate) == step.rate)


# --- the till -------------------------------------------------------------------------------------------------------------


@keys.register
async def _cash(step: day.Cash, player: Player) -> None:
    key, dialog = {
        "float": ("f", "GiveFloat"),
        "top-up": ("t", "TopUp"),
        "return": ("r", "ReturnCash"),
    }[step.kind]
    await player.mode("f6", "TillScreen")
    await player.clerk.press(key)
    if step.refused and "cannot go back" not in step.refused:  # before anything is typed
        await player.told(step)
        return
    await player.clerk.until_shown(dialog)
    await player.fill({"amount": step.amount, "reason": step.reason})
    await player.notes(step.notes)
    await player.clerk.press("f8")
    await player.answered(step, dialog, "TillScreen")


@keys.register
async def _count(step: day.Count, player: Player) -> None:
    await player.mode("f6", "TillScreen")
    await player.clerk.press("c")
    await player.clerk.until_shown("Count")
    await player.notes(step.notes)
    await player.clerk.press("f8")
    if await player.answered(step, "Count", "Counted"):
        await player.leave()


@keys.register
async def _difference(step: day.Difference, player: Player) -> None:
    await player.mode("f6", "TillScreen")
    await player.clerk.press("d")
    await player.clerk.until_shown("Difference")
    await player.fill({"reason": step.reason})
    await player.approve(step)
    await player.clerk.press("enter")
    await player.answered(step, "Difference", "TillScreen")


# --- drop-offs ------------------------------------------------------------------------------------------------------------


@keys.register
async def _receive(step: day.Receive, player: Player) -> None:
    clerk = player.clerk
    await player.mode("f2", "DeskScreen")
    wanted = tuple(map(_item, step.items))
    items = tuple(piece for item in wanted for piece in _lines(item))
    if player.screen.draft.items != items:  # else it is still there from a try that was refused
        if player.screen.draft.lines:
            await clerk.press("ctrl+n")
            await clerk.until_shown("Confirm")
            await clerk.press("enter")
            await clerk.until_shown("DeskScreen")
            await clerk.until(lambda: not player.screen.is_asking)
        for item in wanted:
            if not await _bring(step, item, player):
                return
    assert player.screen.draft.items == items, player.screen.draft.items
    await clerk.press("f8")
    if "nothing more is booked" in step.refused:  # before anybody is told what to hand out
        await player.told(step)
        return
    await clerk.until_shown("Payment")
    if player.screen.has_amount:
        await player.set("settlement", step.pay)
    if step.code:
        await player.fill({"code": step.code, "code-again": step.code})
    await player.fill(
        {
            "written-at": step.written_at.replace("T", " "),
            "form-folio": player.folios[step.form] if step.form else "",
        }
    )
    await clerk.press("enter")
    if await player.answered(step, "Payment", "Receipt"):
        player.folios[step.name] = player.screen.received.folio
        player.look()
        await clerk.until(lambda: player.screen._is_due)
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")


def _item(text: str) -> Item:
    """As the desk has it: a serial that is typed was read."""
    item = desk.parse_item(text)
    return replace(item, serial_status="read") if item.serial else item


def _lines(item: Item) -> tuple[Item, ...]:
    """Each grenade has a line and a tag of its own."""
    return (replace(item, quantity=1),) * item.quantity if item.type_code == "grenade" else (item,)


async def _bring(step: day.Receive, item: Item, player: Player) -> bool:
    """Add one line as a clerk does; False where the step is refused for how it is valued."""
    clerk, words = player.clerk, SEARCHES.get(item.type_code, item.type_code.replace("-", " "))
    lines = len(player.screen.draft.lines)
    await clerk.type(f"{item.quantity}*{words}" if item.quantity > 1 else words)
    await player.row(item.type_code)
    desk_screen = player.screen
    await clerk.press("enter")
    await clerk.until(lambda: len(desk_screen.draft.lines) > lines)
    await clerk.pilot.pause()
    if item.condition == "unserviceable":
        await clerk.press("f7")
    if player.shows("Value") or item.donated or item.valued_as:
        for _piece in _lines(item):
            if not await _value(step, item, player):
                return False
    if item.serial or item.make or item.serial_status != "not_asked":
        await clerk.press("f9")
        await clerk.until_shown("Marks")
        await player.fill({"serial": item.serial, "make": item.make})
        if not item.serial:
            await player.set("status", item.serial_status)
        if item.make == LOCKED_AT:
            await player.come_back_after_a_while(step.by, item.make)
        await clerk.press("enter")
        await clerk.until_shown("DeskScreen")
        await clerk.until(lambda: not player.screen.is_asking)
    return True


async def _value(step: day.Receive, item: Item, player: Player) -> bool:
    """As another row with a supervisor's PIN, or as a gift."""
    clerk = player.clerk
    if not player.shows("Value"):
        await clerk.press("f12")
    await clerk.until_shown("Value")
    choice = player.screen.query_one("#how", Choice)
    if item.donated and choice.value != "donated":  # the first letters of the search would be typed by "down"
        await clerk.press("right")
        assert choice.value == "donated"
    elif item.valued_as:
        await player.fill({"words": item.valued_as})
        await player.row(item.valued_as)
        await clerk.press("tab")
        await player.fill({"reason": step.reason})
        await player.approve(step)
    dialog = player.screen
    await clerk.press("enter")
    if step.refused and not step.approved_by and item.valued_as:
        await player.answered(step, "Value", "")
        return False
    await clerk.until(lambda: player.screen is not dialog)
    await clerk.until(lambda: player.shows("Value") or not player.screen.is_asking)
    await clerk.until(lambda: player.shows("DeskScreen") or player.screen.is_ready)
    return True


@keys.register
async def _pay(step: day.Pay, player: Player) -> None:
    await player.story(step.name)
    if step.refused and "pay" in player.screen.hindered:
        await player.clerk.press("p")
        assert player.shows("DropOffDetail")
        assert step.refused in player.clerk.seen()
        return
    await player.clerk.press("p")
    await player.clerk.until_shown("Pay")
    if step.code and player.screen.due.asks_code:
        await player.fill({"code": step.code})
    await player.approve(step)
    await player.clerk.press("enter")
    if await player.answered(step, "Pay", "DropOffDetail"):
        await player.leave()


@keys.register
async def _give_back(step: day.GiveBack, player: Player) -> None:
    await player.story(step.name)
    await player.clerk.press("r")
    await player.clerk.until_shown("GiveBack")
    await player.fill({"reason": step.reason})
    await player.clerk.press("enter")
    if await player.answered(step, "GiveBack", "DropOffDetail"):
        await player.leave()


@keys.register
async def _void(step: day.Void, player: Player) -> None:
    await player.story(step.name)
    if step.refused and "void" in player.screen.hindered:
        await player.clerk.press("v")
        assert player.shows("DropOffDetail")
        assert step.refused in player.clerk.seen()
        return
    await player.clerk.press("v")
    await player.clerk.until_shown("Void")
    await player.fill({"reason": step.reason, "recovered": step.recovered})
    await player.approve(step)
    await player.clerk.press("enter")
    if await player.answered(step, "Void", "DropOffDetail"):
        await player.leave()


@keys.register
async def _correct(step: day.Correct, player: Player) -> None:
    await player.story(step.item.partition("/")[0])
    await player.clerk.press("c")
    await player.clerk.until(lambda: player.shows("Choose") or player.shows("CorrectMarks"))
    if player.shows("Choose"):
        await player.choose(player.tag(step.item))
    await player.clerk.until_shown("CorrectMarks")
    await player.fill({"serial": step.serial, "reason": step.reason})
    await player.clerk.press("enter")
    if await player.answered(step, "CorrectMarks", "DropOffDetail"):
        await player.leave()


# --- forms ----------------------------------------------------------------------------------------------------------------


@keys.register
async def _reserve(step: day.Reserve, player: Player) -> None:
    clerk = player.clerk
    await player.mode("f5", "LedgerScreen")
    await clerk.press("ctrl+f")
    await clerk.until_shown("FormsOut")
    await clerk.press("f7")
    await clerk.until_shown("ReserveForms")
    await player.fill({"how-many": str(step.number)})
    await player.set("of-site", step.site)
    await clerk.press("enter")
    await player.answered(step, "ReserveForms", "FormsOut")
    player.folios |= {f"form {number}": folio for number, folio in enumerate(player.screen.found, 1)}
    await player.leave()


@keys.register
async def _return_forms(step: day.ReturnForms, player: Player) -> None:
    clerk = player.clerk
    await player.mode("f5", "LedgerScreen")
    await clerk.press("ctrl+f")
    await clerk.until_shown("FormsOut")
    listed = tuple(player.screen.found)
    for folio in (player.folios[form] for form in step.forms):
        await clerk.press("home", *["down"] * listed.index(folio), "space")
    await clerk.press("enter")
    await clerk.until_shown("ReturnForms")
    await player.fill({"reason": step.reason})
    await clerk.press("enter")
    await player.answered(step, "ReturnForms", "FormsOut")
    await player.leave()


# --- custody --------------------------------------------------------------------------------------------------------------


@keys.register
async def _act(step: day.Act, player: Player) -> None:
    clerk = player.clerk
    await player.mode("f3", "CustodyScreen")
    await clerk.press("ctrl+u")
    for item in step.items:
        await player.search(player.tag(item))
        await clerk.press("enter")
        await clerk.until(
            lambda item=item: player.screen.current and player.screen.current.id == player.tag(item)
        )  # type: ignore[misc]
        await clerk.until(lambda: not player.screen.is_asking)
        await clerk.press("space")
    assert set(player.screen.marked) == set(map(player.tag, step.items))
    await clerk.press({"destroy": "f7", "hand-over": "f8", "keep": "f9"}[step.kind])
    await clerk.until_shown("ActDialog")
    if "handed over" in step.refused:  # said beside what else the act would take
        await clerk.until(lambda: "Left out" in clerk.seen() and step.refused in clerk.seen())
        return
    await player.fill({"number": step.number})
    if step.value:
        await player.set("detail", step.value)
    for number in range(4):
        await player.go_to(f"witness-{number + 1}")
        await clerk.press("end", "ctrl+u")
        if number < len(step.witnesses):
            await clerk.type(step.witnesses[number])
    await clerk.press("enter")
    if await player.answered(step, "ActDialog", "ActDone"):
        player.acts[step.number] = player.screen.listed.list_hash
        assert player.acts[step.number] in clerk.seen()
        await player.leave()


@keys.register
async def _check(step: day.Check, player: Player) -> None:
    clerk = player.clerk
    await _hand_overs(f"act {step.act}", player)
    await clerk.until_shown("CheckList")
    await player.fill({"hash": player.acts[step.paper]})
    await player.go_to("list")
    listed = tuple(player.screen.items)

    async def on(item: str, *pressed: str) -> None:
        await clerk.press("ctrl+home", *["down"] * listed.index(player.tag(item)), *pressed)

    for item in step.missing:
        seen = player.screen.said.get(player.tag(item))
        if seen is None or seen.found:
            await on(item, *["space"] * (2 if seen is None else 1))
    for item, serial in step.serials:
        await on(item, "f9")
        await clerk.until_shown("SerialAgain")
        await player.fill({"serial": serial})
        await clerk.press("enter")
        await clerk.until_shown("CheckList")
    await clerk.press("ctrl+a", "enter")
    if await player.answered(step, "CheckList", "CheckDone"):
        player.look()
        await player.leave()


async def _hand_overs(row: str, player: Player) -> None:
    """Custody, F12, and Enter on this row."""
    await player.go_to_site(day.BASILICA)
    await player.mode("f3", "CustodyScreen")
    await player.clerk.press("f12")
    await player.clerk.until_shown("HandOvers")
    await player.highlight(row)
    await player.clerk.press("enter")


@keys.register
async def _resolve(step: day.Resolve, player: Player) -> None:
    await _hand_overs(f"item {player.tag(step.item)}", player)
    await player.clerk.until_shown("Resolve")
    await player.set("outcome", step.outcome.replace("-", "_"))
    await player.fill({"reason": step.reason})
    await player.approve(step)
    await player.clerk.press("enter")
    if await player.answered(step, "Resolve", "HandOvers"):
        await player.leave()


# --- the close of the day -------------------------------------------------------------------------------------------------


async def _close_of(player: Player, shown: str = "") -> None:
    """The screen of the close, on the day that it offers or on this one."""
    clerk = player.clerk
    await player.mode("f4", "DayScreen")
    await clerk.press("f8")
    await clerk.until_shown("CloseScreen")
    await clerk.until(lambda: player.screen.data is not None)
    await player.settled()
    while shown and player.screen.day.isoformat() < shown:
        before = player.screen.day
        await clerk.press("right")
        await player.settled()
        if player.screen.day == before:
            return


@keys.register
async def _close(step: day.Close, player: Player) -> None:
    clerk = player.clerk
    await _close_of(player, step.day)
    if step.day and player.screen.day.isoformat() != step.day:  # nobody gets to a day that has not begun
        assert "in the future" in step.refused
        return
    found = player.screen.data.found
    await clerk.press("f8")
    if "again" in step.refused and found.close is not None:  # the key is gone with the day
        assert player.shows("CloseScreen")
        return
    if step.refused and "approval" not in step.refused:
        await player.told(step)
        return
    await clerk.until_shown("CloseDay")
    await player.approve(step)
    await clerk.press("enter")
    if await player.answered(step, "CloseDay", "CloseDone"):
        await _print(step, player)
        player.closes[step.site] = str(player.screen.done.checkpoint)
        player.sums[step.site, found.day.isoformat()] = _figures(player.screen.done.reconciliation)
        await clerk.press("enter")
        await clerk.until_shown("CloseScreen")
        player.look()


def _figures(found: Reconciliation) -> day.Groups:
    """The lines of the three sums, amounts in centavos, and the totals that are sealed."""
    groups = {
        name: Counter(
            {
                line.name: getattr(line.figure, "amount_minor", line.figure)
                for line in getattr(found, name)
                if line.figure is not None
            }
        )
        for name in ("items", "money", "papers")
    }
    totals = found.totals
    return groups | {
        "totals": Counter(
            drop_offs=totals.drop_offs,
            items=totals.items,
            valued_mxn=totals.valued.amount_minor,
            valued_usd=totals.usd.amount_minor,
            paid_mxn=totals.paid.amount_minor,
            vouchers_mxn=totals.vouchers.amount_minor,
        )
    }


async def _print(step: day.Close, player: Player) -> None:
    """Enter goes on to the print; its file is named for the site. A folder that is not there is refused in place."""
    await player.clerk.press("enter")
    await player.clerk.until_shown("PrintOut")
    await player.fill({"file": str(player.folder / "no-folder" / "act.pdf")})
    await player.clerk.press("enter")
    await player.clerk.until(lambda: "cannot be written" in player.clerk.seen())
    assert player.shows("PrintOut")
    await player.fill({"file": str(player.folder / f"{step.site}.pdf")})
    await player.clerk.press("enter")
    await player.clerk.until(lambda: player.shows("CloseDone") and player.screen.is_ready)
    assert player.screen.is_printed


@keys.register
async def _compare(step: day.Compare, player: Player) -> None:
    clerk = player.clerk
    if not player.shows("ComparePaper"):
        await player.mode("f4", "DayScreen")
        await clerk.press("m")
        await clerk.until_shown("ComparePaper")
    await player.fill({"paper": day.on_paper(step, player.closes[step.paper])})
    await clerk.press("enter")
    if step.refused and not (step.misread or step.later):
        await player.answered(step, "ComparePaper", "")
        return
    await clerk.until_shown("PaperCompared")
    assert ("does NOT agree" in clerk.seen()) is bool(step.refused)
    player.look()
    await player.leave()
