"""The cash box of every site: what it should hold, day by day, and what was moved, counted and found to differ."""

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import SQLModel

from buyback.facts import FORMS, MOVEMENTS
from buyback.store.models.columns import about, one_of, text, whole

CASH_KINDS = (*MOVEMENTS, "count", "difference")


class CashBoxRow(SQLModel, table=True):
    __tablename__ = "cash_box"
    __table_args__ = (
        about(
            "What the cash box of a site should hold: float + topped up - paid - returned + recovered + differences,"
            " since the float that is in it."
        ),
    )

    ledger: str = text("Ledger.", key=True)
    site: str = text("Site; it has a row from its first float on.", key=True)
    float_seq: int = whole("Entry of the float.")
    float_at: str = text("When the float was recorded, UTC.")
    float_minor: int = whole("Centavos of the float.")
    topped_up_minor: int = whole("Centavos of all top-ups.")
    paid_minor: int = whole("Centavos that were paid out of it.")
    returned_minor: int = whole("Centavos that went back to the organiser.")
    recovered_minor: int = whole("Centavos that voids brought back.")
    differences_minor: int = whole(
        "Sum of the recorded differences, centavos; negative where money was missing.", signed=True
    )
    count_seq: int = whole("Entry of the newest count since the float, 0 before the first.", or_zero=True)
    count_at: str = text("When that was recorded, UTC; empty before the first.", empty=True)
    count_expected_minor: int = whole("Centavos that it should have held at that count.")
    counted_minor: int = whole("Centavos that were counted.")
    difference_seq: int = whole(
        "Entry that recorded the difference of that count, 0 where none did.", or_zero=True
    )


class CashDay(SQLModel, table=True):
    __tablename__ = "cash_day"
    __table_args__ = (
        ForeignKeyConstraint(["ledger", "site"], ["cash_box.ledger", "cash_box.site"]),
        about(
            "The cash box of a site on one business day: carried + float + topped up - paid - returned + recovered"
            " + differences = expected."
        ),
    )

    ledger: str = text("Ledger.", key=True)
    site: str = text("Site.", key=True)
    business_on: str = text("The site's local day.", key=True)
    carried_minor: int = whole(
        "Centavos that it should have held when the day began; below zero where a wrong clock dated a float later than payouts.",
        signed=True,
    )
    float_minor: int = whole("Centavos of the day's floats.")
    topped_up_minor: int = whole("Centavos of the day's top-ups.")
    paid_minor: int = whole("Centavos that were paid out of it, later voids included.")
    returned_minor: int = whole("Centavos that went back to the organiser.")
    recovered_minor: int = whole("Centavos that the day's voids brought back.")
    differences_minor: int = whole(
        "Sum of the differences recorded on the day, centavos; negative: missing.", signed=True
    )
    expected_minor: int = whole(
        "Centavos that it should hold after the day; below zero where a wrong clock dated a float later than payouts.",
        signed=True,
    )
    count_seq: int = whole("Entry of the day's last count, 0 where nothing was counted.", or_zero=True)
    count_expected_minor: int = whole("Centavos that it should have held at that count.")
    counted_minor: int = whole("Centavos that were counted.")


class CashRow(SQLModel, table=True):
    __tablename__ = "cash"
    __table_args__ = (
        Index("cash_site", "ledger", "site", "seq"),
        Index("cash_count", "ledger", "count_seq"),
        one_of("kind", CASH_KINDS),
        about("What the organiser brought into a cash box or took back, what was counted, what differed."),
    )

    ledger: str = text("Ledger.", key=True)
    seq: int = whole("Entry that recorded it.", key=True)
    site: str = text("Site whose cash box it is.")
    business_on: str = text("The site's local day.")
    recorded_at: str = text("When it was recorded, UTC.")
    recorded_by: str = text("Operator.")
    kind: str = text("float, top_up, return, count or difference.")
    amount_minor: int = whole(
        "Centavos: of the movement, of the count, or counted less expected for a difference (negative: missing).",
        signed=True,
    )
    expected_minor: int = whole("Centavos that the box should hold after this entry.")
    count_seq: int = whole("Entry of the count that a difference belongs to; 0 for all else.", or_zero=True)
    reason: str = text("Why, as it was given; else empty.", empty=True)
    approved_by: str = text("Supervisor who approved a difference; else empty.", empty=True)


class CashPiece(SQLModel, table=True):
    __tablename__ = "cash_piece"
    __table_args__ = (
        ForeignKeyConstraint(["ledger", "seq"], ["cash.ledger", "cash.seq"]),
        one_of("form", FORMS),
        about("The notes and coins of a movement of cash or of a count, where they were written down."),
    )

    ledger: str = text("Ledger.", key=True)
    seq: int = whole("Entry of the movement or count.", key=True)
    value_minor: int = whole("Value of one piece, centavos.", key=True)
    form: str = text("note or coin.", key=True)
    number: int = whole("How many pieces.")
