"""Corrections of what was read from a weapon."""

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import SQLModel

from buyback.facts import CORRECTABLES, SERIAL_STATUSES
from buyback.store.models.columns import about, one_of, text, whole


class CorrectionRow(SQLModel, table=True):
    __tablename__ = "correction"
    __table_args__ = (
        ForeignKeyConstraint(["folio", "line"], ["item.folio", "item.line"]),
        one_of("status", CORRECTABLES),
        one_of("was_serial_status", SERIAL_STATUSES),
        one_of("now_serial_status", SERIAL_STATUSES),
        Index("correction_day", "ledger", "business_on"),
        Index("correction_serial", "was_serial_key", "folio", "line"),
        about(
            "Marks that were recorded wrongly: what they were, what they are from then on, by whom and why."
        ),
    )

    folio: str = text("Drop-off of the item.", key=True)
    line: int = whole("Line of the item.", key=True)
    seq: int = whole("Entry that recorded it.", key=True)
    ledger: str = text("Ledger.")
    business_on: str = text("The site's local day of the correction.")
    corrected_at: str = text("When it was recorded, UTC.")
    corrected_by: str = text("Operator.")
    status: str = text("Where the item was by then: held, destroyed, kept, handed_over or lost.")
    reason: str = text("Why.")
    was_make: str = text("Maker, until then; empty if none was recorded.", empty=True)
    was_model: str = text("Model, until then; empty if none was recorded.", empty=True)
    was_calibre: str = text("Calibre, until then; empty if none was recorded.", empty=True)
    was_serial: str = text("Serial number, until then; empty if none was recorded.", empty=True)
    was_serial_key: str = text(
        "The serial that was taken away, in capitals, letters and digits only, as it is searched for; empty if none was.",
        empty=True,
    )
    was_serial_status: str = text("read, none, filed_off, part_only or not_asked, until then.")
    was_country: str = text("Country of manufacture, until then; empty if none was recorded.", empty=True)
    was_marks: str = text("Where the marks are, until then; empty if none was recorded.", empty=True)
    now_make: str = text("Maker, from then on; empty if none was recorded.", empty=True)
    now_model: str = text("Model, from then on; empty if none was recorded.", empty=True)
    now_calibre: str = text("Calibre, from then on; empty if none was recorded.", empty=True)
    now_serial: str = text("Serial number, from then on; empty if none was recorded.", empty=True)
    now_serial_status: str = text("read, none, filed_off, part_only or not_asked, from then on.")
    now_country: str = text("Country of manufacture, from then on; empty if none was recorded.", empty=True)
    now_marks: str = text("Where the marks are, from then on; empty if none was recorded.", empty=True)
