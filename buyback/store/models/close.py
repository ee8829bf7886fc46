"""Days that are closed, and the mornings on which their papers were compared."""

from sqlmodel import SQLModel

from buyback.store.models.columns import about, text, whole, yes_no


class CloseRow(SQLModel, table=True):
    __tablename__ = "close"
    __table_args__ = (
        about(
            "Days of a site that are counted, reconciled and signed, each with all earlier ones; they take no more entries."
        ),
    )

    ledger: str = text("Ledger.", key=True)
    site: str = text("Site whose day is closed.", key=True)
    business_on: str = text("The site's local day.", key=True)
    seq: int = whole("Entry that closed it; its number and digest are the checkpoint on the signed paper.")
    closed_at: str = text("When it was closed, UTC.")
    closed_by: str = text("Operator who closed it.")
    approved_by: str = text(
        "Supervisor who signs; the operator's own alias where a supervisor closed it, empty where nobody signed.",
        empty=True,
    )
    count_seq: int = whole("Entry of the count that it rests on.")
    count_expected_minor: int = whole("Centavos that the cash box should have held at that count.")
    counted_minor: int = whole("Centavos that were counted.")
    carried_minor: int = whole(
        "Centavos that the cash box should have held when the day began; below zero where a wrong clock dated a float later.",
        signed=True,
    )
    float_minor: int = whole("Centavos of the day's floats.")
    topped_up_minor: int = whole("Centavos of the day's top-ups.")
    paid_minor: int = whole("Centavos that were paid out of the cash box on the day.")
    returned_minor: int = whole("Centavos that went back to the organiser.")
    recovered_minor: int = whole("Centavos that the day's voids brought back.")
    differences_minor: int = whole(
        "Sum of the differences recorded on the day, centavos; negative: missing.", signed=True
    )
    expected_minor: int = whole(
        "Centavos that it should hold after the day: carried + float + topped up - paid - returned + recovered + differences.",
        signed=True,
    )
    paid_without_float_minor: int = whole("Centavos that the site paid on the day before it had a float.")
    drop_offs: int = whole("Drop-offs of the day, neither returned nor voided by then.")
    items: int = whole("Their items.")
    valued_minor: int = whole("What they come to, centavos.")
    usd_cents: int = whole("What they come to, US cents.")
    vouchers_minor: int = whole("Centavos that the day's vouchers promise.")
    held: int = whole(
        "Items that the site held at its end; below zero where a wrong clock dated them later than their end.",
        signed=True,
    )
    open_vouchers: int = whole("Vouchers of the site that were still to be paid at its end.")
    open_forms: int = whole("Blank forms of the site that were still out at its end.")
    checkpoint_seq: int = whole("Entry before the close.")
    checkpoint_digest: str = text("Digest of that entry.")


class ComparisonRow(SQLModel, table=True):
    __tablename__ = "close_comparison"
    __table_args__ = (
        yes_no("agrees"),
        about("Comparisons of the checkpoint on the signed paper of a closed day with the log."),
    )

    ledger: str = text("Ledger.", key=True)
    seq: int = whole("Entry that recorded it.", key=True)
    site: str = text("Site whose day it is.")
    closed_on: str = text("The day that was closed.")
    close_seq: int = whole("Entry that closed it.")
    agrees: int = whole("1 when the paper says what the log says, else 0.")
    compared_at: str = text("When it was recorded, UTC.")
    compared_by: str = text("Operator who compared.")
