"""How an item's custody ended."""

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import SQLModel

from buyback.store.models.columns import about, one_of, text, whole

DISPOSALS = ("destroyed", "kept", "handed_over", "returned")


class DisposalRow(SQLModel, table=True):
    __tablename__ = "disposal"
    __table_args__ = (
        ForeignKeyConstraint(["folio", "line"], ["item.folio", "item.line"]),
        one_of("kind", DISPOSALS),
        Index("disposal_act", "ledger", "act_key"),
        Index("disposal_day", "ledger", "business_on"),
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
