"""What the database complains about, as refusals that a person can read."""

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from traceback import walk_tb

from sqlalchemy import exc

from buyback import errors
from buyback.fact_json import Undecodable
from buyback.i18n import _
from buyback.store.entries import Contradicted, Unreadable
from buyback.store.fitting import Unfit

BUSY_TIMEOUT_S = 10
_VIEWS = "buyback.store.views."
_OF_THE_LOG = re.compile(r"\b(?:entry|meta|body|previous|digest)\b|\bentry_")
"""The log's tables and columns in a complaint: what is wrong with them cannot be made anew."""


_NO_COLUMN = ("Could not locate column", '"Could not locate column')
"""How SQLAlchemy begins to say that a row lacks what it is asked for, as an AttributeError or a KeyError."""


class NotWritten(Exception):
    """A statement that succeeded and wrote nothing: something in the database swallowed it."""


@contextmanager
def refusals(where: str, *, reads: bool = False) -> Iterator[None]:
    """Turn the database's errors into refusals; what is not one of these is a bug and passes.

    `reads`: nothing is being recorded, so a full disk is the one on which SQLite sorts, or it lacks the room for the
    index that SQLite keeps beside the file for all who read it.
    """
    try:
        yield
    except exc.DBAPIError as problem:
        name = getattr(problem.orig, "sqlite_errorname", "")
        if reads and name == "SQLITE_IOERR_SHMSIZE":
            raise errors.NoRoomToRead(where=where) from problem
        if reads and name in ("SQLITE_FULL", "SQLITE_IOERR_WRITE"):
            raise errors.NoRoom(place=temporary_place(), problem=first_line(problem)) from problem
        raise refusal_of(problem, where) from problem
    except sqlite3.Error as problem:
        raise sqlite_refusal(problem, where) from problem
    except (Undecodable, Unreadable, Contradicted) as problem:
        raise errors.LedgerDamaged(where=where, problem=str(problem)) from problem
    except NotWritten as problem:
        raise errors.LedgerRefusesEntry(where=where, problem=str(problem)) from problem
    except Unfit as problem:
        raise errors.TablesDisagree(where=where, problem=str(problem)) from problem
    except (exc.NoResultFound, exc.MultipleResultsFound) as problem:
        raise errors.TablesDisagree(where=where, problem=_("a row is missing, or stands twice")) from problem
    except (ValueError, TypeError, KeyError, OverflowError, AttributeError) as problem:
        if not (_is_of_a_row(problem) or str(problem).startswith(_NO_COLUMN)):
            raise
        said = _("a row cannot be read: {said}").format(said=f"{type(problem).__name__} {problem!s:.80}")
        raise errors.TablesDisagree(where=where, problem=said) from problem


def _is_of_a_row(problem: Exception) -> bool:
    """Whether a view raised it over a value that it had read; not where the database was given a value."""
    modules = [str(frame.f_globals.get("__name__", "")) for frame, _line in walk_tb(problem.__traceback__)]
    read = [module for module in modules if module.startswith(_VIEWS)]
    return bool(read) and not any(
        module.startswith("sqlalchemy.") for module in modules[modules.index(read[0]) :]
    )


def refusal_of(problem: exc.DBAPIError, where: str) -> Exception:
    """The refusal that says what the database complains about."""
    if isinstance(problem.orig, sqlite3.Error):
        return sqlite_refusal(problem.orig, where)
    return _postgres_refusal(problem, where)


def first_line(problem: exc.DBAPIError) -> str:
    """What the database said, without the hints below it."""
    return (str(problem.orig).strip().splitlines() or [""])[0]


def temporary_place() -> str:
    """The folder for temporary files, as messages may name it."""
    try:
        return tempfile.gettempdir()
    except OSError:
        return os.environ.get("TMPDIR", "TMPDIR")


def sqlite_refusal(problem: sqlite3.Error, where: str) -> Exception:
    """The refusal that says what SQLite complains about; what is the program's own mistake comes back as it is."""
    name = str(getattr(problem, "sqlite_errorname", "") or "")
    said = str(problem)
    for starts, refusal in (
        (("SQLITE_BUSY", "SQLITE_LOCKED"), errors.LedgerLocked(where=where, seconds=BUSY_TIMEOUT_S)),
        (("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE"), errors.DiskFull(where=where)),
        (("SQLITE_READONLY",), errors.LedgerReadOnly(where=where)),
        (("SQLITE_CANTOPEN",), errors.LedgerUnreachable(where=where, problem=said)),
        (("SQLITE_NOTADB",), errors.NotALedger(where=where)),
        (("SQLITE_CORRUPT", "SQLITE_IOERR"), errors.LedgerDamaged(where=where, problem=said)),
        (("SQLITE_CONSTRAINT_TRIGGER",), errors.LedgerRefusesEntry(where=where, problem=said)),
        (("SQLITE_CONSTRAINT",), _constraint_refusal(said, where)),
    ):
        if name.startswith(starts):
            return refusal
    if isinstance(problem, sqlite3.OperationalError):
        return _shape_refusal(said, where, is_of_shape=said.startswith(_OF_SHAPE))
    return problem


_OF_SHAPE = ("no such table", "no such column", "no such index", "table ", "foreign key mismatch", "view ")
"""How SQLite's complaints about tables begin that are not as a new ledger has them."""


def _shape_refusal(said: str, where: str, *, is_of_shape: bool = True) -> errors.LedgerRefusal:
    """Tables that are made from the log can be made anew, the log itself cannot."""
    mends = is_of_shape and not _OF_THE_LOG.search(said)
    return (errors.TablesDisagree if mends else errors.LedgerDamaged)(where=where, problem=said)


def _constraint_refusal(said: str, where: str) -> errors.LedgerRefusal:
    """A row that contradicts others: they are not what the log says, unless it is the log that refuses."""
    of_the_log = _OF_THE_LOG.search(said)
    return (errors.LedgerRefusesEntry if of_the_log else errors.TablesDisagree)(where=where, problem=said)


def _postgres_refusal(problem: exc.DBAPIError, where: str) -> Exception:
    state = str(getattr(problem.orig, "sqlstate", None) or "")
    said = first_line(problem)
    for starts, refusal in (
        (("55P03", "57014"), errors.LedgerLocked(where=where, seconds=BUSY_TIMEOUT_S)),
        (("53100",), errors.DiskFull(where=where)),
        (("25006", "42501"), errors.LedgerReadOnly(where=where)),
        (("P0001",), errors.LedgerRefusesEntry(where=where, problem=said)),
        (("23",), _constraint_refusal(said, where)),
        (("42P01", "42703", "42804", "42809", "42883"), _shape_refusal(said, where)),
        (("XX001", "XX002"), errors.LedgerDamaged(where=where, problem=said)),
        (("08", "57P", "28", "3D"), errors.LedgerUnreachable(where=where, problem=said)),
    ):
        if state.startswith(starts):
            return refusal
    connects = problem.statement is None
    if not state and (connects or isinstance(problem, exc.OperationalError)):
        return errors.LedgerUnreachable(where=where, problem=said)
    return problem
