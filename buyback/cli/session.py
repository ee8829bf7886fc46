"""What a command runs with, and its two ways out: data on stdout, talk on stderr."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from buyback.cli.output import Table, as_json, printable
from buyback.config import Settings, default_ledger, stands
from buyback.errors import Exit, OutputFailed
from buyback.i18n import _, ngettext

if TYPE_CHECKING:
    from buyback.rules import Approval, Pin
    from buyback.store.engine import Db, Store

Progress = Callable[[int, int], None]


@dataclass
class Session:
    """One run of the program. The options are those that are accepted everywhere, before or after the command."""

    clock: Callable[[], datetime]
    settings: Settings = field(default_factory=Settings)
    ledger_option: str = ""
    operator_option: str = ""
    pin_file_option: str = ""
    json: bool = False
    outcome: int = Exit.DONE
    """What the command ends with if the reader of its output goes away."""
    touched: bool = False
    """Whether the ledger may have been written to."""
    approver_pins: dict[str, "Pin"] = field(default_factory=dict, repr=False)
    """What supervisors typed, so that one command asks once for all that needs an approval."""

    def take(
        self,
        *,
        ledger: str | None,
        operator: str | None,
        pin_file: str | None,
        as_json: bool,
        lang: str | None = None,
    ) -> None:
        """Take over options where they were given; `lang` was read before the line was."""
        del lang
        self.ledger_option = ledger or self.ledger_option
        self.operator_option = operator or self.operator_option
        self.pin_file_option = pin_file or self.pin_file_option
        self.json = self.json or as_json

    @property
    def operator(self) -> str:
        """The alias of who does it, empty where nobody was named."""
        return self.operator_option or self.settings.operator

    @property
    def pin_file(self) -> str:
        """The file that holds the operator's PIN, empty where none was named and it is asked for."""
        return self.pin_file_option or os.environ.get("BUYBACK_PIN_FILE", "")

    @property
    def where(self) -> str:
        """The ledger that is meant: the option, the environment, the settings, else the default place."""
        return self.ledger_option or self.settings.ledger or str(default_ledger())

    @property
    def has_ledger(self) -> bool:
        """Whether a ledger was named, or stands at the default place."""
        return bool(self.ledger_option or self.settings.ledger) or stands(default_ledger())

    @contextmanager
    def store(self, *, as_it_is: bool = False) -> Iterator["Store"]:
        """The ledger, open; closed at the end. `as_it_is`: whatever has become of its tables."""
        from buyback.store.engine import open_store

        store = open_store(self.where, as_it_is=as_it_is)
        try:
            yield store
        finally:
            store.close()
            for step in store.clock_steps:
                words = _(
                    "The clock of this computer went back, from {before} to {now} (UTC); that is recorded."
                )
                talk(words.format(before=step.last_at, now=step.now))

    @contextmanager
    def writing(self) -> Iterator["Store"]:
        """The ledger, open for a verb, the operator signed in where it has PINs.

        What the verb needs is asked for inside, and whoever gives up then is told what was recorded until then.
        """
        from buyback.cli.pins import GivenUp

        with self.store() as store:
            self.sign_in(store)
            was_touched = self.touched
            try:
                with self.recording():
                    yield store
            except GivenUp:
                self.touched = was_touched
                raise

    def sign_in(self, store: "Store") -> None:
        """Prove who works, where the ledger has PINs: by the file that was named, else asked in the terminal."""
        from buyback.store.views.people import named, people

        with store.reading() as db:
            found = people(db)
            operator = named(db, found, self.operator)
        if not found.have_pins:
            if self.pin_file_option:
                talk(
                    _(
                        "This ledger has no PINs, so the file was not looked at: anyone can write under any alias."
                    )
                )
            return
        from buyback import desk, errors
        from buyback.cli import pins

        if not operator.has_pin:
            raise errors.PinNotSet(alias=operator.alias)
        pin = pins.read(operator.alias, self.pin_file, "--pin-file")
        was_touched = self.touched
        with self.recording():
            desk.sign_in(store, operator.alias, pin, at=self.clock())
        self.touched = was_touched  # the right PIN is no entry

    def approval(
        self, store: "Store", verb: str, alias: str | None, pin_file: str | None
    ) -> "Approval | None":
        """The approval of the supervisor who was named with --approved-by, of all that a verb needs; None where nobody was.

        In a ledger with PINs the supervisor proves it, by the file that was named or in the terminal.
        """
        if not alias:
            return None
        from buyback import desk, rules
        from buyback.cli import pins
        from buyback.store.views.people import people

        with store.reading() as db:
            has_pins = people(db).have_pins
        if has_pins and alias not in self.approver_pins:
            own = self.pin_file if alias == self.operator else ""
            self.approver_pins[alias] = pins.read(alias, pin_file or own, "--supervisor-pin-file")
        with self.recording():
            given = rules.RIGHTS[verb].approvals
            return desk.approve(store, alias, self.approver_pins.get(alias), *given, at=self.clock())

    @contextmanager
    def reading(self) -> Iterator["Db"]:
        """One snapshot of the ledger."""
        with self.store() as store, store.reading() as db:
            yield db

    @contextmanager
    def recording(self) -> Iterator[None]:
        """What happens inside may write to the ledger; an interruption must not say that nothing was recorded."""
        self.touched = True
        yield

    def today(self, db: "Db", site: str = "") -> date:
        """The business date now: of the site, else of the one in the settings, else of the first."""
        from buyback.store.views import setup

        known = setup.sites(db)
        named = site or self.settings.site
        chosen = next((found for found in known if found.code == named), known[0])
        return chosen.business_date(self.clock())

    # --- out ----------------------------------------------------------------------------------------------------------

    def answer(self, data: object, *parts: str | Table) -> None:
        """Print the answer: `data` as JSON where --json was asked for, else the texts and tables, one below the other."""
        texts = (printable(part) if isinstance(part, str) else str(part) for part in parts)
        emit(as_json(data) if self.json else "\n\n".join(texts))

    def warn_of_rate(self, as_of: date, source: str, on: date) -> None:
        """Say on stderr when a rate is older than the settings allow."""
        from buyback import l10n
        from buyback.rates import source_name

        days = (on - as_of).days
        if days > self.settings.rate_max_age_days:
            words = ngettext(
                "The rate is {days} day old: it is of {as_of} ({source}).",
                "The rate is {days} days old: it is of {as_of} ({source}).",
                days,
            )
            talk(words.format(days=days, as_of=l10n.day(as_of), source=source_name(source)))

    def warn_of_table(self, code: str, complete: bool) -> None:
        """Say on stderr when a table does not hold every row of the official annex."""
        if not complete:
            words = _("The payout table {code} is not complete: it lacks rows of the official annex.")
            talk(words.format(code=code))

    def warn_of_early_table(self, code: str, effective_on: date, today: date) -> None:
        """Say on stderr when a table pays although the day from which it is in force has not come."""
        if effective_on > today:
            from buyback import l10n

            words = _("The payout table {code} is in force from {day} only, and pays already.")
            talk(words.format(code=code, day=l10n.day(effective_on)))


def emit(text: str) -> None:
    """Write to stdout and past every buffer; OutputFailed where it is full, BrokenPipeError where nobody reads."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as problem:
        let_go_of_stdout()
        raise OutputFailed(problem=problem.strerror or str(problem)) from problem


def emit_bytes(data: bytes) -> None:
    """Write a file's bytes to stdout, with the refusals of `emit`."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as problem:
        let_go_of_stdout()
        raise OutputFailed(problem=problem.strerror or str(problem)) from problem


def talk(text: str) -> None:
    """Write one line to stderr; nobody listening is no reason to fail."""
    line = printable(text).replace("\n", "\\n")  # a file's name may hold one
    with suppress(OSError, ValueError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def let_go_of_stdout() -> None:
    """What is still unwritten goes nowhere, so that Python's own last flush does not fail."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """A progress bar on stderr where that is a terminal, else nothing: call it with how many of how many are done."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole or None)
