"""What a ledger works with: sites, payout tables, rates."""

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import SQLModel

from buyback.facts import COUNTS
from buyback.store.models.columns import about, one_of, text, whole, yes_no


class LedgerRow(SQLModel, table=True):
    __tablename__ = "ledger"
    __table_args__ = (about("One row per ledger: its opening and the head of its chain."),)

    code: str = text("Short code, 2 to 8 letters and digits; the first part of every folio.", key=True)
    programme: str = text("Name of the buyback programme; empty if it was not given.", empty=True)
    currency: str = text("ISO 4217 code of the payouts.")
    opened_at: str = text("When the ledger was opened, UTC.")
    head_seq: int = whole("Number of the last entry.")
    head_digest: str = text("Digest of the last entry.")
    folios: int = whole(
        "How many folios were given out, those of blank forms included; the last one has this number."
    )
    signing_key: str = text(
        "Public half of the key that signs its checkpoints; empty while it has none.", empty=True
    )
    key_seq: int = whole("Entry that gave it that key; 0 while it has none.", or_zero=True)


class SiteRow(SQLModel, table=True):
    __tablename__ = "site"
    __table_args__ = (about("Places where weapons are taken in."),)

    ledger: str = text("Ledger that knows the site.", key=True)
    code: str = text("Short name of the site.", key=True)
    name: str = text("Full name.")
    venue: str = text("Kind of place: church, square, barracks; empty if it was not given.", empty=True)
    municipality: str = text("Municipality or borough; empty if it was not given.", empty=True)
    state: str = text("State; empty if it was not given.", empty=True)
    timezone: str = text("IANA time zone; decides the business date.")
    seq: int = whole("Entry that added it.")


class PayoutTableRow(SQLModel, table=True):
    __tablename__ = "payout_table"
    __table_args__ = (about("Payout tables that a ledger adopted; the newest one pays."),)

    ledger: str = text("Ledger that adopted it.", key=True)
    seq: int = whole("Entry that adopted it.", key=True)
    code: str = text("Short name of the table, such as federal-2025.")
    campaign: str = text("Campaign that the table belongs to; empty if it was not given.", empty=True)
    issuer: str = text("Who issued it; empty if it was not given.", empty=True)
    effective_on: str = text("First day that it holds.")
    currency: str = text("ISO 4217 code of its amounts.")
    source: str = text("Where it was published; empty if it was not given.", empty=True)
    complete: int = whole("1 when every row of the official annex is here, else 0.")
    adopted_at: str = text("When it was adopted, UTC.")
    adopted_by: str = text("Operator who adopted it.")


class PayoutClass(SQLModel, table=True):
    __tablename__ = "payout_class"
    __table_args__ = (
        ForeignKeyConstraint(["ledger", "table_seq"], ["payout_table.ledger", "payout_table.seq"]),
        yes_no("traced"),
        about("Classes of an adopted payout table."),
    )

    ledger: str = text("Ledger.", key=True)
    table_seq: int = whole("Entry that adopted the table.", key=True)
    code: str = text("Short name of the class.", key=True)
    position: int = whole("Place in the table, from 1.")
    name_es: str = text("Spanish name.")
    name_en: str = text("English name.")
    traced: int = whole("1 when each piece is a line of its own with its own tag, else 0.")
    custody: str = text("What ends its custody: destroy, hand_over or none.")
    cuts: int = whole("How many cuts destroy one piece.")


class PayoutRow(SQLModel, table=True):
    __tablename__ = "payout_row"
    __table_args__ = (
        ForeignKeyConstraint(["ledger", "table_seq"], ["payout_table.ledger", "payout_table.seq"]),
        one_of("counts_as", COUNTS),
        about(
            "Types of an adopted payout table and what they pay. An empty amount is not published, which is not zero."
        ),
    )

    ledger: str = text("Ledger.", key=True)
    table_seq: int = whole("Entry that adopted the table.", key=True)
    code: str = text("Short name of the type.", key=True)
    position: int = whole("Place in the table, from 1.")
    class_code: str = text("Class of the type.")
    counts_as: str = text("Figure that reports count it in.")
    name_es: str = text("Spanish name.")
    name_en: str = text("English name.")
    calibre: str = text("Calibre as the annex writes it; empty where it names none.", empty=True)
    aliases: str = text("Other names that people say, separated by |; empty if there are none.", empty=True)
    serviceable_minor: int | None = whole(
        "Centavos for one serviceable unit; empty: not published.", optional=True
    )
    unserviceable_minor: int | None = whole(
        "Centavos for one unserviceable unit; empty: not published.", optional=True
    )
    unit: str = text("What the amount is paid for: piece, lot, kilo.")
    source: str = text("Where the amount was published; empty if it was not given.", empty=True)


class RateRow(SQLModel, table=True):
    __tablename__ = "rate"
    __table_args__ = (
        Index("rate_as_of", "ledger", "as_of"),
        about("Exchange rates that the ledger learned, Mexican pesos per US dollar."),
    )

    ledger: str = text("Ledger.", key=True)
    seq: int = whole("Entry that recorded it.", key=True)
    as_of: str = text("Day that the rate holds for.")
    mxn_per_usd: str = text("Pesos per dollar, four decimals.")
    source: str = text("Who published it; 'manual' when a person set it.")
    learned_at: str = text("When it was learned, UTC.")
    reason: str = text("Why, when a person set it; else empty.", empty=True)
    recorded_by: str = text("Operator.")
    approved_by: str = text("Supervisor who approved it, when a person set it; else empty.", empty=True)
