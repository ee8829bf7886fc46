"""Vouchers: what was promised on paper, until when."""

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import SQLModel

from buyback.store.models.columns import about, text, whole, yes_no


class VoucherRow(SQLModel, table=True):
    __tablename__ = "voucher"
    __table_args__ = (
        ForeignKeyConstraint(["folio"], ["drop_off.folio"]),
        Index("voucher_day", "ledger", "business_on"),
        yes_no("coded"),
        about(
            "Bearer vouchers that were given out where cash was out or the rule says so. "
            "The status of the drop-off tells whether one is still open."
        ),
    )

    folio: str = text("Drop-off that it pays; also the voucher's number.", key=True)
    ledger: str = text("Ledger.")
    seq: int = whole("Entry that recorded it.")
    site: str = text("Site that gave it out.")
    business_on: str = text("The site's local day on which it was given out.")
    issued_at: str = text("When it was recorded, UTC.")
    issued_by: str = text("Operator who gave it out.")
    amount_minor: int = whole("Centavos that it promises.")
    expires_on: str = text("Last day on which it is paid without a supervisor.")
    coded: int = whole("1 when the giver chose a code, else 0.")
    wrong: int = whole("How many wrong codes in a row were given last; 0 when none was.")
