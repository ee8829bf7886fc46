"""The log: the one table that is the truth, and the versions of what stands beside it."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from buyback.store.models.columns import about, text, whole


class Meta(SQLModel, table=True):
    __table_args__ = (about("Which version of the tables this database holds."),)

    name: str = text("format: of the log. projections: of all other tables.", key=True)
    value: str = text("The version, a whole number.")


class EntryRow(SQLModel, table=True):
    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("ledger", "previous", name="entry_one_successor"),
        CheckConstraint("length(digest) = 64 AND length(previous) = 64", name="entry_digest_length"),
        CheckConstraint("seq >= 1", name="entry_seq_from_one"),
        about("The log: every fact, sealed, in order. Rows are only ever added; triggers refuse the rest."),
    )

    ledger: str = text("Short code of the terminal that writes this chain.", key=True)
    seq: int = whole("1 for the first entry of the ledger, then without gap.", key=True)
    at: str = text("When it was written, UTC (the body's 'at').")
    kind: str = text("Kind of fact (the body's 'kind').")
    body: str = text("Canonical JSON (RFC 8785) with everything: v, ledger, seq, at, by, kind, fact.")
    previous: str = text("Digest of the entry before; 64 zeros for the first.")
    digest: str = text("SHA-256 of previous, a line feed and body, in lower-case hex.")
