"""The rows of the log, in order."""

from collections.abc import Generator

from sqlalchemy import Connection

from buyback.chain import Sealed
from buyback.store.statements import streamed

A_FEW = 1000
A_FEW_AT_A_TIME = {"yield_per": A_FEW}
"""For one statement, so that memory does not grow with its rows; given to a connection it would hold for all."""


class Unreadable(Exception):
    """An entry that says nothing which has a projection: it was changed by force, or a newer program wrote it."""

    def __init__(self, seq: int, problem: str) -> None:
        self.seq, self.problem = seq, problem.encode("utf-8", "backslashreplace").decode()
        super().__init__(f"entry {seq}: {self.problem}")


class Contradicted(Exception):
    """Entries that make rows which the tables do not take: of two of them neither is chosen."""


_TYPES = (str, int, str, str, str, str, str)


def is_sound(row: Sealed) -> bool:
    """Whether each column holds what its type says; a table that was made anew without STRICT may hold anything."""
    return tuple(map(type, row)) == _TYPES


def entries(
    connection: Connection, *, ledger: str = "", after: int = 0, limit: int = 2**53
) -> Generator[Sealed, None, None]:
    """The rows of the log in order, of one ledger or of all; memory does not grow with them."""
    sql = (
        "SELECT ledger, seq, at, kind, body, previous, digest FROM entry"
        " WHERE (ledger = :ledger OR :ledger = '') AND seq > :after ORDER BY ledger, seq LIMIT :limit"
    )
    values = {"ledger": ledger, "after": after, "limit": limit}
    with streamed(connection, sql, values, batch=A_FEW) as found:
        for row in found:
            yield Sealed(*row)
