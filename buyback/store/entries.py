"""The rows of the log, in order."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from buyback.chain import Sealed

A_FEW_AT_A_TIME = {"yield_per": 1000}
"""For one statement, so that memory does not grow with its rows; given to a connection it would hold for all."""


class Unreadable(Exception):
    """An entry that says nothing which has a projection: it was changed by force, or a newer program wrote it."""

    def __init__(self, seq: int, problem: str) -> None:
        super().__init__(f"entry {seq}: {problem}")
        self.seq, self.problem = seq, problem


def entries(connection: Connection, *, ledger: str = "", after: int = 0) -> Iterator[Sealed]:
    """The rows of the log in order, of one ledger or of all; memory does not grow with them."""
    found = connection.execute(
        text(
            "SELECT ledger, seq, at, kind, body, previous, digest FROM entry"
            " WHERE (ledger = :ledger OR :ledger = '') AND seq > :after ORDER BY ledger, seq"
        ),
        {"ledger": ledger, "after": after},
        execution_options=A_FEW_AT_A_TIME,
    )
    for row in found:
        yield Sealed(*row)
