"""The entry point and the one edge where refusals become a sentence and an exit code."""

import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from buyback.errors import BadChoice, Exit, OutputFailed, Refusal
from buyback.i18n import LANGUAGES, N_, _, set_language

if TYPE_CHECKING:
    from buyback.cli.session import Session

NOTHING_RECORDED = N_("Interrupted; nothing was recorded.")
LOOK_AT_LOG = N_("Interrupted while something was being recorded; buyback log shows whether it is there.")


def system_clock() -> datetime:
    """The moment it is now, aware, UTC."""
    return datetime.now(UTC)


def main(argv: Sequence[str] | None = None, *, clock: Callable[[], datetime] = system_clock) -> int:
    """Run one command and return its exit code (`errors.Exit`). `clock` is what every command takes the time from."""
    from buyback.cli.session import Session, let_go_of_stdout, talk

    _streams_that_hold()
    _end_like_ctrl_c()
    session = Session(clock)
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv), session)
        sys.stdout.flush()
    except Refusal as refusal:
        from buyback.cli import how

        talk(how.sentence(refusal))
        return refusal.exit_code
    except BrokenPipeError:
        let_go_of_stdout()
        return session.outcome
    except OSError as problem:
        if problem.errno != errno.ENOSPC:
            raise
        let_go_of_stdout()
        talk(str(OutputFailed(problem=problem.strerror or str(problem))))
        return OutputFailed.exit_code
    except KeyboardInterrupt:
        talk(_(LOOK_AT_LOG if session.touched else NOTHING_RECORDED))
        return Exit.INTERRUPTED
    return code


def _run(arguments: list[str], session: "Session") -> int:
    from buyback import config

    named, wished = _named_language(arguments), os.environ.get("BUYBACK_LANG", "")
    if (named or wished) in LANGUAGES:
        set_language(named or wished)  # a settings file that cannot be read is refused in it
    session.settings = config.load()
    language = session.settings.language if named is None else named
    if language not in LANGUAGES:
        raise BadChoice(text=language[:40], allowed=", ".join(LANGUAGES))
    set_language(language)
    if not arguments:
        from buyback.cli.terminal import open_app

        open_app(session, session.where)  # as the command line would, without loading its grammar
        return session.outcome

    from buyback.cli.app import run

    return run(arguments, session)


def _named_language(arguments: list[str]) -> str | None:
    """The value of --lang, wherever it stands; it is needed before Typer reads the line, as help is translated."""
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
    return None


def _streams_that_hold() -> None:
    """Both streams exist (a shell can close them), and take any character rather than stop at one."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it stays open as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - likewise
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _end_like_ctrl_c() -> None:
    """A closed window or a shutdown ends a command as Ctrl+C does, so that nothing half-made is left behind."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
