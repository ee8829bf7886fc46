"""How an item's custody ended, and what came of it where it was handed over."""

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import SQLModel

from buyback.facts import RESOLUTIONS, SERIAL_STATUSES
from buyback.store.models.columns import about, index_where, one_of, text, whole, yes_no

DISPOSALS = ("destroyed", "kept", "handed_over", "returned")
TOLD = ("confirmed", "not_received", *RESOLUTIONS)
"""What is told of an item that was handed over: by its receiver, and later of what did not arrive."""


class DisposalRow(SQLModel, table=True):
    __tablename__ = "disposal"
    __table_args__ = (
        ForeignKeyConstraint(["folio", "line"], ["item.folio", "item.line"]),
        one_of("kind", DISPOSALS),
        Index("disposal_act", "ledger", "act_key"),
        Index("disposal_day", "ledger", "business_on"),
        index_where("disposal_out", "ledger", "act", where="kind = 'handed_over'"),
        about("What ended an item's custody, item by item: destroyed, kept, handed over, returned."),
    )

    folio: str = text("Drop-off of the item.", key=True)
    line: int = whole("Line of the item.", key=True)
    seq: int = whole("Entry that recorded it.", key=True)
    ledger: str = text("Ledger.")
    kind: str = text("destroyed, kept, handed_over or returned.")
    act: str = text("Number of the act; empty for a return.", empty=True)
    act_key: str = text(
        "Number of the act in small letters without blanks, by which two are compared; empty like it.",
        empty=True,
    )
    business_on: str = text("The site's local day.")
    recorded_at: str = text("When it was recorded, UTC.")
    recorded_by: str = text("Operator.")
    method: str = text("How it was destroyed, or the value for which it is kept; else empty.", empty=True)
    receiver: str = text("Authority or museum that took it; else empty.", empty=True)
    place: str = text("Where; empty for a return.", empty=True)
    witnesses: str = text("Witnesses, separated by '; '; empty where there were none.", empty=True)
    cuts: int = whole("Cuts made through it.")


class ArrivalRow(SQLModel, table=True):
    __tablename__ = "arrival"
    __table_args__ = (
        ForeignKeyConstraint(["folio", "line"], ["item.folio", "item.line"]),
        one_of("kind", TOLD),
        one_of("serial_status", SERIAL_STATUSES),
        yes_no("differs"),
        Index("arrival_act", "ledger", "act"),
        Index("arrival_day", "ledger", "business_on"),
        about(
            "What is told of what was handed over, item by item: confirmed or not received by its receiver; and what did"
            " not arrive: that it arrived later, is still here, or is lost."
        ),
    )

    folio: str = text("Drop-off of the item.", key=True)
    line: int = whole("Line of the item.", key=True)
    seq: int = whole("Entry that recorded it.", key=True)
    ledger: str = text("Ledger.")
    kind: str = text("confirmed, not_received, arrived, still_here or lost.")
    act: str = text("Number of the hand-over's act.")
    business_on: str = text("The site's local day.")
    recorded_at: str = text("When it was recorded, UTC.")
    recorded_by: str = text("Operator.")
    list_hash: str = text("Hash of the list that the receiver checked; else empty.", empty=True)
    witnesses: str = text("Witnesses, separated by '; '; empty where there were none.", empty=True)
    serial: str = text(
        "Serial as its receiver read it again; empty if nobody did, or it has none.", empty=True
    )
    serial_status: str = text("What was read again: read, none, filed_off, part_only or not_asked.")
    differs: int = whole("1 when the ledger has another serial for it, else 0.")
    belongs_to: str = text(
        "Other tags that carry the serial which was read, separated by '; '; empty if there are none.",
        empty=True,
    )
    reason: str = text(
        "How it is known that it arrived later, is still here or is lost; else empty.", empty=True
    )
    approved_by: str = text("Supervisor who approved that; else empty.", empty=True)
