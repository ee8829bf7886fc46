"""Answers to findings of the audit."""

from sqlmodel import SQLModel

from buyback.store.models.columns import about, text, whole


class AnswerRow(SQLModel, table=True):
    __tablename__ = "finding_answer"
    __table_args__ = (
        about(
            "Answers to findings of the audit. The findings themselves are looked for anew each time, and stand in no table."
        ),
    )

    ledger: str = text("Ledger.", key=True)
    seq: int = whole("Entry that recorded it.", key=True)
    finding: str = text(
        "Key of the finding: its kind and what it is about, such as not-received:A1-000123-S/1."
    )
    last_seq: int = whole("Newest entry that the finding rested on by then; what follows is not answered.")
    note: str = text("What is behind it.")
    answered_at: str = text("When it was recorded, UTC.")
    answered_by: str = text("Operator who answered.")
