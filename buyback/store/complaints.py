"""What the database complains about, as refusals that a person can read."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from traceback import walk_tb

from sqlalchemy import exc

from buyback import errors
from buyback.chain import Undecodable
from buyback.i18n import N_, _
from buyback.store.entries import Unreadable

BUSY_TIMEOUT_S = 10
_VIEWS = "buyback.store.views."
_UNFIT_ROW = N_("a row cannot be read, {said}; buyback verify names it")


class NotWritten(Exception):
    """A statement that succeeded and wrote nothing: something in the database swallowed it."""


@contextmanager
def refusals(where: str) -> Iterator[None]:
    """Turn the database's errors into refusals; what is not one of these is a bug and passes."""
    try:
        yield
    except exc.DBAPIError as problem:
        if isinstance(problem.orig, sqlite3.Error):
            raise sqlite_refusal(problem.orig, where) from problem
        raise _postgres_refusal(problem, where) from problem
    except sqlite3.Error as problem:
        raise sqlite_refusal(problem, where) from problem
    except (Undecodable, Unreadable) as problem:
        raise errors.LedgerDamaged(where=where, problem=str(problem)) from problem
    except NotWritten as problem:
        raise errors.LedgerRefusesEntry(where=where, problem=str(problem)) from problem
    except (exc.NoResultFound, ValueError, KeyError, OverflowError) as problem:
        if isinstance(problem, exc.NoResultFound) or _is_of_a_row(problem):
            said = _(_UNFIT_ROW).format(said=f"{type(problem).__name__} {problem!s:.80}")
            raise errors.LedgerDamaged(where=where, problem=said) from problem
        raise


def _is_of_a_row(problem: Exception) -> bool:
    """Whether a view raised it over a value that it had read; not where the database was given a value."""
    modules = [str(frame.f_globals.get("__name__", "")) for frame, _line in walk_tb(problem.__traceback__)]
    read = [module for module in modules if module.startswith(_VIEWS)]
    return bool(read) and not any(
        module.startswith("sqlalchemy.") for module in modules[modules.index(read[0]) :]
    )


def sqlite_refusal(problem: sqlite3.Error, where: str) -> Exception:
    """The refusal that says what SQLite complains about; what is the program's own mistake comes back as it is."""
    name = str(getattr(problem, "sqlite_errorname", "") or "")
    said = str(problem)
    for starts, refusal in (
        (("SQLITE_BUSY", "SQLITE_LOCKED"), errors.LedgerLocked(where=where, seconds=BUSY_TIMEOUT_S)),
        (("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE"), errors.DiskFull()),
        (("SQLITE_READONLY",), errors.LedgerReadOnly(where=where)),
        (("SQLITE_CANTOPEN",), errors.LedgerUnreachable(where=where, problem=said)),
        (("SQLITE_NOTADB",), errors.NotALedger(where=where)),
        (("SQLITE_CORRUPT", "SQLITE_IOERR"), errors.LedgerDamaged(where=where, problem=said)),
        (("SQLITE_CONSTRAINT",), errors.LedgerRefusesEntry(where=where, problem=said)),
    ):
        if name.startswith(starts):
            return refusal
    if isinstance(problem, sqlite3.OperationalError):
        return errors.LedgerDamaged(where=where, problem=said)
    return problem


def _postgres_refusal(problem: exc.DBAPIError, where: str) -> Exception:
    state = str(getattr(problem.orig, "sqlstate", None) or "")
    said = (str(problem.orig).strip().splitlines() or [""])[0]
    for starts, refusal in (
        (("55P03", "57014"), errors.LedgerLocked(where=where, seconds=BUSY_TIMEOUT_S)),
        (("53100",), errors.DiskFull()),
        (("25006", "42501"), errors.LedgerReadOnly(where=where)),
        (("P0001", "23"), errors.LedgerRefusesEntry(where=where, problem=said)),
        (("42P01", "42703", "XX001", "XX002"), errors.LedgerDamaged(where=where, problem=said)),
        (("08", "57P", "28", "3D"), errors.LedgerUnreachable(where=where, problem=said)),
    ):
        if state.startswith(starts):
            return refusal
    if isinstance(problem, exc.OperationalError) and not state:
        return errors.LedgerUnreachable(where=where, problem=said)
    return problem
