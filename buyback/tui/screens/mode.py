"""What every mode shares: the header, the tabs, the footer, and reading its data in a thread."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import Container
from textual.css.query import NoMatches
from textual.screen import Screen

from buyback.errors import Refusal
from buyback.i18n import _
from buyback.tui import keys
from buyback.tui.shell import Shelled
from buyback.tui.state import Session
from buyback.tui.widgets.header import Header
from buyback.tui.widgets.key_line import KeyLine
from buyback.tui.widgets.tabs import Tabs


class ModeScreen(Shelled, Screen[None]):
    """A screen of the app. A subclass gives HELP, `compose_content`, `load` and perhaps `reword` and `unsaved`."""

    HELP: ClassVar[str] = ""
    """What the screen is for, in Markdown: a message of the catalogue."""
    FIRST_KEYS: ClassVar[tuple[str, ...]] = ()
    """The ids of the bindings that stand first below, whatever has the cursor: where the line is short, the others go."""

    def __init__(self) -> None:
        super().__init__()
        self._is_stale = True
        self.is_asking = False
        """A job with dialogs is under way."""

    def compose(self) -> ComposeResult:
        self.add_class(*self._of_size(), update=False)
        yield Header()
        yield Tabs([found.binding for found in super().active_bindings.values()])
        with Container(id="content"):
            yield from self.compose_content()
        yield KeyLine(self.FIRST_KEYS)

    def _of_size(self) -> list[str]:
        """The classes that Textual will give for the size, known before anything is laid out the first time."""
        lines = (
            (self.app.HORIZONTAL_BREAKPOINTS, self.app.size.width),
            (self.app.VERTICAL_BREAKPOINTS, self.app.size.height),
        )
        return [[name for least, name in breakpoints if length >= least][-1] for breakpoints, length in lines]

    def compose_content(self) -> ComposeResult:
        """What stands between the tabs and the footer."""
        yield from ()

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        return keys.translated(super().active_bindings)

    @property
    def help_text(self) -> str:
        """What the screen is for, in the current language, as Markdown."""
        return _(self.HELP)

    def unsaved(self) -> str:
        """What would be lost by quitting, as a sentence; "" if nothing."""
        return ""

    # --- data -----------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.app.mode_screens.append(self)
        self.watch(self.app, "session", self._changed, init=False)
        self.watch(self.app, "session", self._show_keys)
        self.watch(self.app, "business_on", self._changed, init=False)
        self.watch(self.app, "language", self._changed)
        self.watch(self.app, "language", self.reword)

    def _show_keys(self) -> None:
        """Keys are promised while they work: there is a ledger, and no dialog covers the screen."""
        works = self.app.session is not None and self.is_active
        self.query_one(KeyLine).visible = works
        self.query_one(Tabs).show_keys(works)

    def reword(self) -> None:
        """Show again, in the current language, whatever no widget of the screen shows by itself."""
        self.refresh_bindings()

    def on_screen_resume(self) -> None:
        self._show_keys()
        if self._is_stale:
            self.reload()

    def on_screen_suspend(self) -> None:
        self._show_keys()

    def _changed(self) -> None:
        self._is_stale = True
        if self in self.app.screen_stack:
            self.reload()

    @work(exclusive=True, group="reload")
    async def reload(self) -> None:
        """Read and show the screen's data, if a ledger is open; a refusal is shown."""
        session = self.app.session
        if session is None:
            return
        self._is_stale = False
        try:
            await self.load(session)
        except Refusal as refusal:
            self.app.show_refusal(refusal)
        except NoMatches:
            if self.app.is_running:  # else it was closed while the data was read
                raise

    async def load(self, session: Session) -> None:
        """Read with `app.read` and show; called when the ledger, the day or the language has changed."""

    # --- dialogs --------------------------------------------------------------------------------------------------

    def in_turn(self, job: Callable[[], Awaitable[object]]) -> None:
        """Run a job that asks with dialogs; while one is under way, another is not begun."""
        if not self.is_asking:
            self.is_asking = True
            self.app.key_turns.opening(after=False)
            self.run_worker(self._run(job), group="job")

    async def _run(self, job: Callable[[], Awaitable[object]]) -> None:
        try:
            await job()
        except Refusal as refusal:
            self.app.show_refusal(refusal)
        finally:
            self.is_asking = False
            self.app.key_turns.ended()
