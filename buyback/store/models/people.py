"""Who works with a ledger, its settings, and what is kept of a PIN."""

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from buyback.store.models.columns import about, one_of, text, whole

SECRET_KINDS = ("pin", "voucher")


class OperatorRow(SQLModel, table=True):
    __tablename__ = "operator"
    __table_args__ = (about("People who work with the ledger, by alias."),)

    ledger: str = text("Ledger that enrolled the operator.", key=True)
    alias: str = text("Alias; the 'by' of entries.", key=True)
    seq: int = whole("Entry that enrolled the operator.")
    roles: str = text("What the operator may do, separated by |: receive, pay, custody, supervise, audit.")
    roles_seq: int = whole("Entry that gave these roles.")
    pin_seq: int = whole("Entry that last set the operator's PIN; 0 while there is none.", or_zero=True)
    revoked_seq: int = whole(
        "Entry that revoked the operator; 0 while the operator works here.", or_zero=True
    )


class SettingRow(SQLModel, table=True):
    __tablename__ = "setting"
    __table_args__ = (
        about("Settings of the ledger, each with every value that it had; the newest entry holds."),
    )

    ledger: str = text("Ledger.", key=True)
    seq: int = whole("Entry that set it.", key=True)
    name: str = text("Name of the setting, such as approval_step_minor.")
    value: str = text("The value from then on.")
    changed_at: str = text("When it was set, UTC.")
    changed_by: str = text("Operator who set it.")


class SecretRow(SQLModel, table=True):
    __tablename__ = "secret"
    __table_args__ = (
        one_of("kind", SECRET_KINDS),
        CheckConstraint("wrong >= 0", name="secret_wrong"),
        about(
            "What proves that a PIN or a code is the right one. Not in the log, made from nothing, never exported."
        ),
    )

    ledger: str = text("Ledger.", key=True)
    kind: str = text("pin or voucher.", key=True)
    subject: str = text("Whose it is: an operator's alias, a voucher's folio.", key=True)
    hash: str = text("Argon2 hash with its own salt and costs.")
    wrong: int = whole("How many wrong ones were typed in a row.")
    last_wrong_at: str = text(
        "When the last wrong one was typed, UTC; empty while there is none.", empty=True
    )
