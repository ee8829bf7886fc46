"""Blank forms: which folios are on paper, and what became of each."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from buyback.rules import FORM_STATES
from buyback.store.models.columns import about, one_of, text, whole


class BlankFormRow(SQLModel, table=True):
    __tablename__ = "blank_form"
    __table_args__ = (
        UniqueConstraint("ledger", "number", name="blank_form_number"),
        Index("blank_form_state", "ledger", "state", "state_on", "number"),
        Index("blank_form_day", "ledger", "business_on", "number"),
        one_of("state", FORM_STATES),
        CheckConstraint("state_seq >= seq", name="blank_form_order"),
        about(
            "Blank forms: a folio that was reserved for paper is out until it is typed in as a drop-off, or came back"
            " unused."
        ),
    )

    folio: str = text("Folio that is printed on it; the drop-off's, once it is typed in.", key=True)
    ledger: str = text("Ledger that gave the folio.")
    number: int = whole("Running number in the ledger, of the one sequence of all folios.")
    seq: int = whole("Entry that reserved it.")
    site: str = text("Site that it was reserved for.")
    business_on: str = text("The site's local day on which it was reserved.")
    reserved_at: str = text("When it was reserved, UTC.")
    reserved_by: str = text("Operator who reserved it.")
    state: str = text("out, typed_in or returned.")
    state_on: str = text("Business day since when; of what was typed in, its drop-off's.")
    state_seq: int = whole("Entry that made it so.")
    state_at: str = text("When that was recorded, UTC.")
    state_by: str = text("Operator who recorded it.")
    reason: str = text("Why it came back unused; else empty.", empty=True)
