"""What proves a PIN or a code: the one place that writes the table `secret` and reads it.

It lies beside the log and is no projection. Nothing that is kept here leaves this module: not in a message, not in
an error, not in what it returns. Argon2 is loaded when a PIN is set or checked and never before.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Literal, TypeAlias

from sqlalchemy import delete, insert, select, update

from buyback import errors
from buyback.chain import parse_utc, utc_text
from buyback.rules import Pin
from buyback.store import schema
from buyback.store.engine import Db
from buyback.store.statements import text

Kind: TypeAlias = Literal["pin", "voucher"]


class Answer(Enum):
    """What a check of a PIN or a code says; LOST where nothing usable is kept of it."""

    RIGHT = "right"
    WRONG = "wrong"
    LOST = "lost"


class _Hidden(str):
    """Text that a traceback which shows variables does not show."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


@dataclass(frozen=True, slots=True)
class Tries:
    """How many wrong ones in a row were typed, and when the last one was."""

    wrong: int
    last_wrong_at: datetime | None


def keep(db: Db, kind: Kind, subject: str, pin: Pin) -> None:
    """Keep the hash of a new PIN or code in place of the one before; wrong tries are forgotten."""
    table = schema.secrets()
    row = {"hash": _hashed(_bound(db, kind, subject, pin)), "wrong": 0, "last_wrong_at": ""}
    db.connection.execute(delete(table).where(*_key(db, kind, subject)))
    db.connection.execute(insert(table), {"ledger": db.ledger, "kind": kind, "subject": subject} | row)


def tries(db: Db, kind: Kind, subject: str) -> Tries:
    """The wrong tries so far."""
    table = schema.secrets()
    row = db.connection.execute(
        select(table.c.wrong, table.c.last_wrong_at).where(*_key(db, kind, subject))
    ).one_or_none()
    if row is None:
        return Tries(0, None)
    return Tries(row.wrong, parse_utc(row.last_wrong_at) if row.last_wrong_at else None)


def check(db: Db, kind: Kind, subject: str, pin: Pin, *, at: datetime) -> Answer:
    """Whether it is the one that was set, counting the wrong tries in a row; a right one begins anew at none."""
    table = schema.secrets()
    answer, is_old = _compared(db, kind, subject, pin)
    if answer is Answer.WRONG:
        wrong = {"wrong": table.c.wrong + 1, "last_wrong_at": utc_text(at)}
        db.connection.execute(update(table).where(*_key(db, kind, subject)).values(wrong))
    elif answer is Answer.RIGHT and is_old:
        keep(db, kind, subject, pin)
    elif answer is Answer.RIGHT:
        none = {"wrong": 0, "last_wrong_at": ""}
        db.connection.execute(update(table).where(*_key(db, kind, subject)).values(none))
    return answer


def wait_from(db: Db, kind: Kind, subject: str, *, at: datetime) -> None:
    """Let the wait after wrong tries begin at this moment: the clock shows an earlier time than at the last try."""
    table = schema.secrets()
    db.connection.execute(
        update(table).where(*_key(db, kind, subject)).values({"last_wrong_at": utc_text(at)})
    )


def forget(db: Db, kind: Kind, subject: str) -> None:
    """Keep nothing of it any more."""
    db.connection.execute(delete(schema.secrets()).where(*_key(db, kind, subject)))


def subjects(db: Db, kind: Kind) -> frozenset[str]:
    """Of whom, or of which vouchers, something is kept."""
    found = db.connection.scalars(
        text("SELECT subject FROM secret WHERE ledger = :ledger AND kind = :kind"),
        {"ledger": db.ledger, "kind": kind},
    )
    return frozenset(found)


def _key(db: Db, kind: Kind, subject: str) -> tuple[Any, ...]:
    table = schema.secrets()
    return table.c.ledger == db.ledger, table.c.kind == kind, table.c.subject == subject


def _bound(db: Db, kind: Kind, subject: str, pin: Pin) -> _Hidden:
    """What is hashed: the digits with whose they are, so that a hash proves nothing in another's place."""
    return _Hidden(f"{db.ledger}/{kind}/{subject}/{pin.reveal()}")


def _hashed(secret: _Hidden) -> _Hidden:
    """The hash of a secret; PinNotHashed where this computer has no memory for it."""
    from argon2 import PasswordHasher, exceptions

    try:
        return _Hidden(PasswordHasher().hash(secret))
    except exceptions.HashingError as problem:
        said = str(problem)
    raise errors.PinNotHashed(problem=said)  # outside, as what it would come from holds the digits


def _compared(db: Db, kind: Kind, subject: str, pin: Pin) -> tuple[Answer, bool]:
    """The answer, and whether the hash was made with costs of before.

    What Argon2 complains of is answered and not raised on: its frames hold the hash and the digits.
    """
    from argon2 import PasswordHasher, exceptions

    found = select(schema.secrets().c.hash).where(*_key(db, kind, subject))
    hasher = PasswordHasher()
    try:
        hasher.verify(str(db.connection.scalar(found)), _bound(db, kind, subject, pin))
        return Answer.RIGHT, hasher.check_needs_rehash(str(db.connection.scalar(found)))
    except exceptions.VerifyMismatchError:
        return Answer.WRONG, False
    except (exceptions.VerificationError, exceptions.InvalidHashError):
        return Answer.LOST, False
