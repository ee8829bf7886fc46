"""A long job under way: how far it is; Escape stops it."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import ProgressBar, Static

from buyback import l10n
from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.tui import background
from buyback.tui.dialogs.dialog import Dialog

R = TypeVar("R")

Progress: TypeAlias = Callable[[int, int], None]

_SHOW_S = 0.1


class Stopped(Exception):
    """The person stopped the job, or the app is closing."""


class Working(Dialog[object]):
    """Runs a job in a thread; answers with its result or refusal, None if it was stopped.

    The job is told to stop when it reports progress; one that leaves something half-done meanwhile is `awaited`, by
    the app too if that is left.
    """

    CSS_PATH = "ledger.tcss"
    ACCEPT = ""
    BACK = N_("Stop")
    HELP = N_(
        "A long job is under way and says how far it is. If it is stopped, it leaves nothing half-done."
    )
    HELP_KEYS = N_("**Escape** stops it.")

    class Finished(Message):
        """The job has ended with this."""

        def __init__(self, result: object) -> None:
            super().__init__()
            self.result = result

    def __init__(self, heading: str, words: str, job: Callable[[Progress], object], *, awaited: bool) -> None:
        super().__init__()
        self.heading_words = heading
        self.words = words
        self.job = job
        self.awaited = awaited
        self._at = (0, 0)
        self._is_stopped = False
        self._result: object = None
        self._is_done = False

    def compose_content(self) -> ComposeResult:
        yield Static("", id="working", markup=False)
        yield ProgressBar(show_eta=False, show_percentage=False)

    def on_mount(self) -> None:
        self.query_one("#dialog-keys .-accept").display = False
        self.set_interval(_SHOW_S, self._show)
        thread = background.start(self.app, self._run)
        if self.awaited:
            self.app.awaited.append(thread)

    def heading(self) -> str:
        return _(self.heading_words)

    def reword(self) -> None:
        super().reword()
        self._show()

    def _run(self) -> None:
        try:
            result = self.job(self._progress)
        except Stopped:
            result = None
        except Refusal as refusal:
            result = refusal
        if self.is_running:
            self.post_message(self.Finished(result))

    def _progress(self, done: int, of: int) -> None:
        if self._is_stopped or not self.is_running:
            raise Stopped
        self._at = (done, of)

    def _show(self) -> None:
        done, of = self._at
        self.query_one(ProgressBar).update(total=of if done else None, progress=done)
        how_far = _("{done} of {of}").format(done=l10n.number(done), of=l10n.number(of)) if done else ""
        said = _("Stopping …") if self._is_stopped else _(self.words)
        self.query_one("#working", Static).update(f"{said}  {how_far}")

    def on_working_finished(self, message: Finished) -> None:
        self._result, self._is_done = message.result, True
        self._answer_if_done()

    def on_screen_resume(self) -> None:
        self._answer_if_done()

    def _answer_if_done(self) -> None:
        """Answer with the result; one that came while the help covered the dialog, once it is uncovered."""
        if self._is_done and self.is_active:
            self.dismiss(None if self._is_stopped and not self.awaited else self._result)

    def action_accept(self) -> None:
        """There is nothing to accept yet."""

    def action_back(self) -> None:
        """Stop the job."""
        self._is_stopped = True
        if not self.awaited:
            self.dismiss(None)
