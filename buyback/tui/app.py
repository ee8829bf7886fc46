"""The app: its keys, its state, and the one way to read and write the ledger."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import work
from textual.app import App
from textual.binding import Binding
from textual.command import CommandPalette, Provider
from textual.events import Event, Key, Paste, Resize
from textual.geometry import Size
from textual.notifications import Notification, SeverityLevel
from textual.reactive import var
from textual.screen import Screen

from buyback import i18n
from buyback.config import Settings
from buyback.errors import Refusal
from buyback.i18n import LANGUAGES, _
from buyback.rules import Approval
from buyback.store.engine import Db
from buyback.store.views.setup import RecordedRate
from buyback.tui import (
    app_keys,
    asking,
    background,
    exchange,
    kept,
    keys,
    leaving,
    messages,
    modes,
    sign_in,
    start,
    state,
    themes,
    verbs,
)
from buyback.tui.key_turns import Answered, KeyTurns
from buyback.tui.lock import Lock
from buyback.tui.palette import Actions
from buyback.tui.screens.mode import ModeScreen
from buyback.tui.state import Chain, Opened, Session

if TYPE_CHECKING:
    from buyback.tui.dialogs.dialog import Dialog
    from buyback.tui.widgets.approval import ApprovalAnswer

T = TypeVar("T")
R = TypeVar("R")

SMALLEST = Size(80, 24)
_TICK_S, _AT_ONCE_S, NOTICE_S = 30.0, 0.3, 8.0


class BuybackApp(App[object]):
    """The terminal app on the ledger at `where`."""

    CSS_PATH = "app.tcss"
    TITLE = "buyback"
    ENABLE_COMMAND_PALETTE = False
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Actions}
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        mode.name: partial(modes.make, mode) for mode in modes.MODES
    }
    DEFAULT_MODE = modes.MODES[0].name
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as Textual declares them
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - likewise

    BINDINGS = app_keys.BINDINGS

    language: var[str] = var("en", init=False)
    session: var[Session | None] = var(None, init=False)
    rate: var[RecordedRate | None] = var(None, init=False)
    chain: var[Chain] = var(Chain(), init=False)
    business_on: var[date | None] = var(None, init=False)

    def __init__(
        self,
        where: str,
        *,
        settings: Settings,
        operator: str = "",
        site: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        remember: Callable[[str, str], None] = lambda _name, _value: None,
    ) -> None:
        super().__init__()
        self.where = where
        self.settings = settings
        self.wanted_operator = operator
        self.wanted_site = site
        self.clock = clock
        self.remember = remember
        """Keep a setting for the next start, by its name."""
        self.unfinished: dict[str, dict[str, str]] = {}
        """What was typed into dialogs that were left, by the dialog and its subject."""
        self.mode_screens: list[ModeScreen] = []
        """The modes that have been shown, in that order."""
        self.opening: asyncio.Task[Opened]
        self.rate_settled = asyncio.Event()
        """Set while nobody is being asked for a rate."""
        self.jobs: list[Thread] = []
        """What is done meanwhile."""
        self.awaited: list[Thread] = []
        """Those of them that must take away what they have half-done, however the app is left."""
        self.key_turns = KeyTurns(self)
        self.lock = Lock(self)
        self._clashes: set[str] = set()
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = settings.theme if settings.theme in self.available_themes else themes.LIGHT
        if i18n.language() != settings.language:
            i18n.set_language(settings.language)
        self.set_reactive(BuybackApp.language, settings.language)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours of our own that the style sheet names, for themes that do not give them."""
        return themes.defaults()

    def get_key_display(self, binding: Binding) -> str:
        """The key as it is printed on a keyboard of the current language."""
        return keys.printed(binding) or super().get_key_display(binding)

    # --- the ledger -------------------------------------------------------------------------------------------------

    async def read(self, view: Callable[[Db], T]) -> T:
        """What the view reads, in a thread; its refusals are raised here."""
        store = self.at_work.store

        def reading() -> T:
            with store.reading() as db:
                return view(db)

        return await asyncio.to_thread(reading)

    async def write(self, verb: Callable[..., R], *args: object, **named: object) -> R:
        """Do a verb of the desk as the operator, now, in a thread; afterwards every screen shows it."""
        return await verbs.do(self, verb, *args, **named)

    async def approval(self, given: "ApprovalAnswer | None") -> Approval | None:
        """The supervisor's approval for one verb; None where nobody was asked. Refused as `desk.approve` is."""
        return None if given is None else await verbs.approve(self, given)

    @property
    def at_work(self) -> Session:
        """Who works where, for whatever only they can begin."""
        assert self.session is not None
        return self.session

    async def refresh_session(self) -> Session:
        """The session as the ledger has it by now; the screens follow."""
        await verbs.look_again(self)
        return self.at_work

    @property
    def is_rate_old(self) -> bool:
        """The rate is missing, or older than the setting allows."""
        if self.rate is None or self.business_on is None:
            return True
        return (self.business_on - self.rate.as_of).days > self.settings.rate_max_age_days

    # --- dialogs ----------------------------------------------------------------------------------------------------

    async def ask(self, make: "Callable[[], Dialog[T]]") -> T | None:
        """The dialog's answer, or None for going back. Call it in a worker."""
        return await asking.ask(self, make)

    async def ask_and_do(self, make: "Callable[[], Dialog[T]]", do: Callable[[T], Awaitable[R]]) -> R | None:
        """Ask, then do it; a refusal opens the dialog again as it was filled in. None for going back."""
        return await asking.ask_and_do(self, make, do)

    async def push_screen_wait(self, screen: Screen[T], *, mode: str | None = None) -> T:  # type: ignore[override]  # it always waits, and the answer is a T
        """As Textual does; while the terminal is locked, whatever may not stand upon the cover waits."""
        await self._flush_next_callbacks()
        if not getattr(screen, "is_over_lock", False):
            await self.lock.until_open()
        return await asyncio.shield(self.push_screen(screen, wait_for_dismiss=True, mode=mode))

    def show_refusal(self, refusal: Refusal | str) -> None:
        """Say a refusal where no dialog is open for it."""
        self.notify(str(refusal), severity="error", timeout=15, markup=False)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Let a message pop up, each once; only one with a title, which is serious, stays for long.

        While the terminal is locked it waits.
        """
        self.take_back(lambda shown: (shown.message, shown.title) == (message, title))
        most = timeout if title else min(timeout or self.NOTIFICATION_TIMEOUT, NOTICE_S)
        if self.lock.is_on:
            self.lock.hold(Notification(message, title, severity, most or self.NOTIFICATION_TIMEOUT))
            return
        super().notify(message, title=title, severity=severity, timeout=most, markup=markup)

    def take_back(self, is_meant: Callable[[Notification], bool]) -> tuple[Notification, ...]:
        """Let the messages that are meant stand no more; which they were."""
        meant = tuple(filter(is_meant, self._notifications))
        for shown in meant:
            self._unnotify(shown)
        return meant

    # --- keys -------------------------------------------------------------------------------------------------------

    async def on_event(self, event: Event) -> None:
        """Deal with keys one after the other: see `KeyTurns`."""
        self.lock.touched(event)
        if not isinstance(event, Key | Paste):
            await super().on_event(event)
        elif event.is_forwarded:
            await super().on_event(event)
            self.key_turns.done(event)
        elif self.screen_stack and self.key_turns.takes(event):
            target = self.focused or self.screen
            await super().on_event(event)
            self.key_turns.passed_on(event, target)

    def on_answered(self, message: Answered) -> None:
        self.key_turns.done(message.key)

    async def on_key(self, event: Key) -> None:
        """A capital that nothing took does what its small letter does: Caps Lock is on, or keys are shown as capitals."""
        if (small := event.key.lower()) != event.key:
            event.prevent_default()
            await self._check_bindings(event.key) or await self._check_bindings(small)

    # --- start ------------------------------------------------------------------------------------------------------

    async def on_load(self) -> None:
        """Open the ledger before anything is drawn; if that takes its time, the screen says what it waits for."""
        self.begin_opening()
        await asyncio.wait({self.opening}, timeout=_AT_ONCE_S)
        self.session = start.unasked(self)

    def begin_opening(self) -> None:
        """Open the ledger in a thread; `opening` gives what it says of itself, or the refusal."""
        self.opening = asyncio.create_task(asyncio.to_thread(state.open_ledger, self.where))

    def on_mount(self) -> None:
        self.set_keymap(self.settings.keymap)
        self.set_interval(_TICK_S, self._tick)
        self.lock.begin()
        self.set_interval(self.settings.rate_retry_minutes * 60, self._resolve_rate)
        if self.session is None:
            self.open()
        else:
            self.call_after_refresh(self._meanwhile)

    @work(exclusive=True, group="open")
    async def open(self) -> None:
        """Open the ledger, setting it up or choosing who works where if need be; closes the app if nobody will."""
        session = await start.session(self)
        if session is None:
            self.exit()
            return
        self.session = session
        await self.refresh_session()
        self.key_turns.begun()
        self._meanwhile()

    def _meanwhile(self) -> None:
        """What can wait until the desk can be used."""
        self._resolve_rate()
        self.action_verify()
        background.meanwhile(self)

    async def _tick(self) -> None:
        if self.session is not None:
            self.business_on = self.session.today(self.clock())
            await self.refresh_session()

    def _resolve_rate(self) -> None:
        if self.session is not None:
            self.rate_settled.clear()
            background.resolve_rate(self, self.session, self.settings, self.clock())

    def watch_session(self, session: Session | None) -> None:
        """A session has its day, its chain, which may have grown, and perhaps a newer rate."""
        if session is None:
            return
        self.business_on = session.today(self.clock())
        self.chain = replace(self.chain, entries=session.info.head.seq)
        exchange.take_up(self, session.rate_of(self.business_on, self.settings.rate_max_age_days))

    def watch_language(self, language: str) -> None:
        i18n.set_language(language)
        kept.keep(self, "language", language)

    def on_rate_found(self, message: messages.RateFound) -> None:
        exchange.found(self, message.rate)

    def on_rate_missing(self, message: messages.RateMissing) -> None:
        exchange.missing(self, message.why)

    def on_chain_progress(self, message: messages.ChainProgress) -> None:
        self.chain = replace(self.chain, checked=message.checked)

    def on_chain_checked(self, message: messages.ChainChecked) -> None:
        self.chain = replace(self.chain, finding=message.finding)
        if message.finding:
            self.notify(message.finding, title=_("The log was changed"), severity="error", timeout=60)

    def on_crashed(self, message: messages.Crashed) -> None:
        raise message.error

    # --- size -------------------------------------------------------------------------------------------------------

    def on_resize(self, event: Resize) -> None:
        from buyback.tui.dialogs.too_small import TooSmall

        is_small = event.size.width < SMALLEST.width or event.size.height < SMALLEST.height
        if is_small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall(SMALLEST))

    # --- actions ----------------------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """Say what the screen is for, with its keys."""
        from buyback.tui.dialogs.dialog import Once
        from buyback.tui.dialogs.help import Help

        screen = self.screen
        if isinstance(screen, ModeScreen | Once) and not isinstance(screen, Help):
            self.push_screen(Help(screen))

    def action_palette(self) -> None:
        """Search every action that works here."""
        if not CommandPalette.is_open(self):
            self.push_screen(CommandPalette(placeholder=_("Search for an action …")))

    def action_language(self) -> None:
        """Switch to the next language."""
        self.language = LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]

    def action_theme(self) -> None:
        """Switch between light and dark."""
        self.theme = themes.other(self.theme)
        kept.keep(self, "theme", self.theme)

    def action_verify(self) -> None:
        """Check the whole chain again, meanwhile."""
        if self.session is not None:
            self.chain = replace(self.chain, checked=0, finding=None)
            background.check_chain(self, self.session)

    @work(exclusive=True, group="session")
    async def action_change_operator(self) -> None:
        """Let another operator take over."""
        if self.session is not None:
            await sign_in.change(self)

    @work(exclusive=True, group="session")
    async def action_change_site(self) -> None:
        """Work for another site."""
        await start.change_site(self)

    def action_lock(self) -> None:
        """Cover everything until a PIN is given."""
        if not self.lock.now() and self.session is not None:
            self.notify(_("This ledger has no PINs, so there is nothing to lock it with."))

    @work(exclusive=True, group="rate")
    async def action_set_rate(self) -> None:
        """Record a rate that a person read somewhere."""
        await exchange.set_by_hand(self)

    def action_copy_or_quit(self) -> None:
        """Copy the text that is selected; quit if none is."""
        if selected := self.screen.get_selected_text() or getattr(self.focused, "selected_text", ""):
            self.copy_to_clipboard(selected)
        else:
            self._quit()

    async def action_quit(self) -> None:
        """Leave, after asking if something would be lost."""
        self._quit()

    @work(exclusive=True, group="quit")
    async def _quit(self) -> None:
        await leaving.ask(self)

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: object) -> None:  # noqa: ARG002 - Textual gives it
        """A key of the user's keymap that is already taken: the keymap wins, and the person is told once."""
        twice = ", ".join(sorted(map(self.get_key_display, clashed_bindings)))
        if twice not in self._clashes:
            self._clashes.add(twice)
            self.show_refusal(_("The keymap uses a key twice here: {keys}.").format(keys=twice))
