"""The tables, each column with the sentence that schema.sql, the export's descriptions and the reader share.

`entry` is the log and the truth. Every other table but `meta` is a projection: made from the log by
`projections.py`, dropped and rebuilt at will. Dates are text (YYYY-MM-DD), times UTC text with milliseconds,
`_minor` is centavos and `_cents` US cents.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from buyback.facts import CONDITIONS, COUNTS, SERIAL_STATUSES, SETTLEMENTS
from buyback.rules import DROP_OFF_STATUSES, ITEM_STATUSES

DISPOSALS = ("destroyed", "kept", "handed_over", "returned")
MEANS = ("cash", "voucher")

_WHOLE = BigInteger().with_variant(Integer(), "sqlite")
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")  # both engines sort text by its bytes


def _text(comment: str, *, key: bool = False, optional: bool = False) -> Any:
    return Field(primary_key=key, sa_type=_TEXT, nullable=optional, sa_column_kwargs={"comment": comment})


def _whole(comment: str, *, key: bool = False, optional: bool = False) -> Any:
    more: dict[str, Any] = {"comment": comment}
    if key:
        more["autoincrement"] = False
    return Field(primary_key=key, sa_type=_WHOLE, nullable=optional, sa_column_kwargs=more)


def _one_of(column: str, allowed: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in allowed)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _yes_no(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_yes_no")


def _about(comment: str) -> dict[str, Any]:
    return {"comment": comment, "sqlite_strict": True}


class Meta(SQLModel, table=True):
    __table_args__ = (_about("Which version of the tables this database holds."),)

    name: str = _text("format: of the log. projections: of all other tables.", key=True)
    value: str = _text("The version, a whole number.")


class EntryRow(SQLModel, table=True):
    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("ledger", "previous", name="entry_one_successor"),
        CheckConstraint("length(digest) = 64 AND length(previous) = 64", name="entry_digest_length"),
        CheckConstraint("seq >= 1", name="entry_seq_from_one"),
        _about("The log: every fact, sealed, in order. Rows are only ever added; triggers refuse the rest."),
    )

    ledger: str = _text("Short code of the terminal that writes this chain.", key=True)
    seq: int = _whole("1 for the first entry of the ledger, then without gap.", key=True)
    at: str = _text("When it was written, UTC (the body's 'at').")
    kind: str = _text("Kind of fact (the body's 'kind').")
    body: str = _text("Canonical JSON (RFC 8785) with everything: v, ledger, seq, at, by, kind, fact.")
    previous: str = _text("Digest of the entry before; 64 zeros for the first.")
    digest: str = _text("SHA-256 of previous, a line feed and body, in lower-case hex.")


class LedgerRow(SQLModel, table=True):
    __tablename__ = "ledger"
    __table_args__ = (_about("One row per ledger: its opening and the head of its chain."),)

    code: str = _text("Short code, 2 to 8 letters and digits; the first part of every folio.", key=True)
    programme: str = _text("Name of the buyback programme.")
    currency: str = _text("ISO 4217 code of the payouts.")
    opened_at: str = _text("When the ledger was opened, UTC.")
    head_seq: int = _whole("Number of the last entry.")
    head_digest: str = _text("Digest of the last entry.")
    folios: int = _whole("How many folios were given out; the last one has this number.")


class SiteRow(SQLModel, table=True):
    __tablename__ = "site"
    __table_args__ = (_about("Places where weapons are taken in."),)

    ledger: str = _text("Ledger that knows the site.", key=True)
    code: str = _text("Short name of the site.", key=True)
    name: str = _text("Full name.")
    venue: str = _text("Kind of place: church, square, barracks.")
    municipality: str = _text("Municipality or borough.")
    state: str = _text("State.")
    timezone: str = _text("IANA time zone; decides the business date.")
    seq: int = _whole("Entry that added it.")


class OperatorRow(SQLModel, table=True):
    __tablename__ = "operator"
    __table_args__ = (_about("People who work at a site, by alias."),)

    ledger: str = _text("Ledger that enrolled the operator.", key=True)
    alias: str = _text("Alias; the 'by' of entries.", key=True)
    seq: int = _whole("Entry that enrolled the operator.")


class PayoutTableRow(SQLModel, table=True):
    __tablename__ = "payout_table"
    __table_args__ = (_about("Payout tables that a ledger adopted; the newest one pays."),)

    ledger: str = _text("Ledger that adopted it.", key=True)
    seq: int = _whole("Entry that adopted it.", key=True)
    code: str = _text("Short name of the table, such as federal-2025.")
    campaign: str = _text("Campaign that the table belongs to.")
    issuer: str = _text("Who issued it.")
    effective_on: str = _text("First day that it holds.")
    currency: str = _text("ISO 4217 code of its amounts.")
    source: str = _text("Where it was published.")
    complete: int = _whole("1 when every row of the official annex is here, else 0.")
    adopted_at: str = _text("When it was adopted, UTC.")
    adopted_by: str = _text("Operator who adopted it.")


class PayoutClass(SQLModel, table=True):
    __tablename__ = "payout_class"
    __table_args__ = (
        ForeignKeyConstraint(["ledger", "table_seq"], ["payout_table.ledger", "payout_table.seq"]),
        _yes_no("traced"),
        _about("Classes of an adopted payout table."),
    )

    ledger: str = _text("Ledger.", key=True)
    table_seq: int = _whole("Entry that adopted the table.", key=True)
    code: str = _text("Short name of the class.", key=True)
    position: int = _whole("Place in the table, from 1.")
    name_es: str = _text("Spanish name.")
    name_en: str = _text("English name.")
    traced: int = _whole("1 when each piece is a line of its own with its own tag, else 0.")
    custody: str = _text("What ends its custody: destroy, hand_over or none.")
    cuts: int = _whole("How many cuts destroy one piece.")


class PayoutRow(SQLModel, table=True):
    __tablename__ = "payout_row"
    __table_args__ = (
        ForeignKeyConstraint(["ledger", "table_seq"], ["payout_table.ledger", "payout_table.seq"]),
        _one_of("counts_as", COUNTS),
        _about(
            "Types of an adopted payout table and what they pay. An empty amount is not published, which is not zero."
        ),
    )

    ledger: str = _text("Ledger.", key=True)
    table_seq: int = _whole("Entry that adopted the table.", key=True)
    code: str = _text("Short name of the type.", key=True)
    position: int = _whole("Place in the table, from 1.")
    class_code: str = _text("Class of the type.")
    counts_as: str = _text("Figure that reports count it in.")
    name_es: str = _text("Spanish name.")
    name_en: str = _text("English name.")
    calibre: str = _text("Calibre as the annex writes it.")
    aliases: str = _text("Other names that people say, separated by |.")
    serviceable_minor: int | None = _whole(
        "Centavos for one serviceable unit; empty: not published.", optional=True
    )
    unserviceable_minor: int | None = _whole(
        "Centavos for one unserviceable unit; empty: not published.", optional=True
    )
    unit: str = _text("What the amount is paid for: piece, lot, kilo.")
    source: str = _text("Where the amount was published.")


class RateRow(SQLModel, table=True):
    __tablename__ = "rate"
    __table_args__ = (
        Index("rate_as_of", "ledger", "as_of"),
        _about("Exchange rates that the ledger learned, Mexican pesos per US dollar."),
    )

    ledger: str = _text("Ledger.", key=True)
    seq: int = _whole("Entry that recorded it.", key=True)
    as_of: str = _text("Day that the rate holds for.")
    mxn_per_usd: str = _text("Pesos per dollar, four decimals.")
    source: str = _text("Who published it; 'manual' when a person set it.")
    learned_at: str = _text("When it was learned, UTC.")
    reason: str = _text("Why, when a person set it.")
    recorded_by: str = _text("Operator.")


class DropOffRow(SQLModel, table=True):
    __tablename__ = "drop_off"
    __table_args__ = (
        UniqueConstraint("ledger", "number", name="drop_off_number"),
        UniqueConstraint("ledger", "draft_id", name="drop_off_draft"),
        Index("drop_off_day", "ledger", "business_on", "number"),
        Index("drop_off_site", "ledger", "site", "number"),
        Index("drop_off_status", "ledger", "status", "number"),
        _one_of("status", DROP_OFF_STATUSES),
        _one_of("settlement", SETTLEMENTS),
        CheckConstraint("total_minor >= 0 AND total_cents >= 0", name="drop_off_not_negative"),
        _about("One visit: one folio, one or more items. Nothing about the person is recorded."),
    )

    folio: str = _text("Number of the receipt: ledger, number, check character.", key=True)
    ledger: str = _text("Ledger that gave the folio.")
    number: int = _whole("Running number in the ledger, from 1, without gap.")
    seq: int = _whole("Entry that recorded it.")
    draft_id: str = _text("Made when the form opened; a form is received once.")
    site: str = _text("Site that took it in.")
    business_on: str = _text("The site's local day.")
    received_at: str = _text("When it was typed, UTC.")
    written_at: str = _text("When it happened, UTC, if it was first written on paper; else empty.")
    received_by: str = _text("Operator who took it in.")
    settlement: str = _text("What was agreed: cash, voucher, later or none.")
    status: str = _text("owed, voucher, paid, none (nothing to pay), returned or voided.")
    settled_on: str = _text("Business day of the payment, return or void; else empty.")
    settled_by: str = _text("Operator who paid, returned or voided it; else empty.")
    reason: str = _text("Why an item was valued as another row; else empty.")
    approved_by: str = _text(
        "Operator who approved that value; empty where nothing was valued as another row."
    )
    status_reason: str = _text("Why it was returned or voided; else empty.")
    total_minor: int = _whole("Sum of its lines, centavos.")
    total_cents: int = _whole("Sum of its lines, US cents.")
    pieces: int = _whole("Sum of its lines' quantities.")
    table_code: str = _text("Payout table that priced it.")
    table_seq: int = _whole("Entry that adopted that table.")
    rate_seq: int = _whole("Entry that recorded the rate.")
    mxn_per_usd: str = _text("Pesos per dollar that was used.")
    rate_as_of: str = _text("Day that the rate holds for.")
    rate_source: str = _text("Who published the rate.")


class ItemRow(SQLModel, table=True):
    __tablename__ = "item"
    __table_args__ = (
        ForeignKeyConstraint(["folio"], ["drop_off.folio"]),
        Index("item_day", "ledger", "business_on", "site"),
        Index("item_status", "ledger", "status", "business_on"),
        Index("item_serial", "serial_key"),
        _one_of("status", ITEM_STATUSES),
        _one_of("condition", CONDITIONS),
        _one_of("serial_status", SERIAL_STATUSES),
        _one_of("counts_as", COUNTS),
        _yes_no("donated"),
        CheckConstraint("quantity >= 1", name="item_quantity"),
        CheckConstraint("amount_minor = unit_amount_minor * quantity", name="item_amount"),
        CheckConstraint("donated = 0 OR amount_minor = 0", name="item_donated_pays_nothing"),
        _about("One line of a drop-off: what it is, what it pays, where it is now. Its name is folio/line."),
    )

    folio: str = _text("Drop-off.", key=True)
    line: int = _whole("Line of the drop-off, from 1.", key=True)
    ledger: str = _text("Ledger.")
    site: str = _text("Site that took it in.")
    business_on: str = _text("Business day that it was taken in.")
    type_code: str = _text("Type: a row of the payout table.")
    class_code: str = _text("Class of the type.")
    counts_as: str = _text("Figure that reports count it in.")
    condition: str = _text("serviceable or unserviceable.")
    quantity: int = _whole("How many units.")
    unit: str = _text("Unit that the table pays: piece, lot, kilo.")
    unit_amount_minor: int = _whole("Centavos for one unit.")
    amount_minor: int = _whole("Centavos for the line.")
    usd_cents: int = _whole("US cents for the line, by the drop-off's rate, half-even.")
    valued_as: str = _text("Row whose amount was used when the table does not price the type; else empty.")
    donated: int = _whole("1 when the giver donated it for nothing, else 0.")
    make: str = _text("Maker.")
    model: str = _text("Model.")
    calibre: str = _text("Calibre as read from the weapon.")
    serial: str = _text("Serial number as read; not unique, serials repeat.")
    serial_key: str = _text("Serial in capitals without blanks and dashes, for the search.")
    serial_status: str = _text("read, none, filed_off, part_only or not_asked.")
    country: str = _text("Country of manufacture.")
    marks: str = _text("Where the marks are.")
    note: str = _text("Remark about the item.")
    status: str = _text("held, destroyed, kept, handed_over, returned or voided.")
    status_on: str = _text("Business day since when.")
    status_seq: int = _whole("Entry that made it so.")


class PayoutPaid(SQLModel, table=True):
    __tablename__ = "payout"
    __table_args__ = (
        ForeignKeyConstraint(["folio"], ["drop_off.folio"]),
        _one_of("means", MEANS),
        Index("payout_day", "ledger", "business_on"),
        _about("Cash that left the box, one row per folio at most."),
    )

    folio: str = _text("Drop-off that was paid.", key=True)
    ledger: str = _text("Ledger.")
    seq: int = _whole("Entry that recorded it.")
    business_on: str = _text("The site's local day of the payment.")
    paid_at: str = _text("When it was recorded, UTC.")
    paid_by: str = _text("Operator who paid.")
    means: str = _text("cash, or voucher when a voucher was redeemed.")
    amount_minor: int = _whole("Centavos paid.")
    usd_cents: int = _whole("US cents, as the drop-off was valued.")


class DisposalRow(SQLModel, table=True):
    __tablename__ = "disposal"
    __table_args__ = (
        ForeignKeyConstraint(["folio", "line"], ["item.folio", "item.line"]),
        _one_of("kind", DISPOSALS),
        Index("disposal_act", "ledger", "act"),
        Index("disposal_day", "ledger", "business_on"),
        _about("What ended an item's custody, item by item: destroyed, kept, handed over, returned."),
    )

    folio: str = _text("Drop-off of the item.", key=True)
    line: int = _whole("Line of the item.", key=True)
    seq: int = _whole("Entry that recorded it.", key=True)
    ledger: str = _text("Ledger.")
    kind: str = _text("destroyed, kept, handed_over or returned.")
    act: str = _text("Number of the act; empty for a return.")
    business_on: str = _text("The site's local day.")
    recorded_at: str = _text("When it was recorded, UTC.")
    recorded_by: str = _text("Operator.")
    method: str = _text("How it was destroyed, or the value for which it is kept.")
    receiver: str = _text("Authority or museum that took it; else empty.")
    place: str = _text("Where.")
    witnesses: str = _text("Witnesses, separated by '; '.")
    cuts: int = _whole("Cuts made through it.")


class VoidRow(SQLModel, table=True):
    __tablename__ = "void"
    __table_args__ = (
        ForeignKeyConstraint(["folio"], ["drop_off.folio"]),
        Index("void_day", "ledger", "business_on"),
        CheckConstraint("recovered_minor BETWEEN 0 AND paid_minor", name="void_recovered"),
        _about("Drop-offs that were entry errors."),
    )

    folio: str = _text("Drop-off that was voided.", key=True)
    ledger: str = _text("Ledger.")
    seq: int = _whole("Entry that recorded it.")
    business_on: str = _text("The site's local day of the void.")
    voided_at: str = _text("When it was recorded, UTC.")
    voided_by: str = _text("Operator.")
    reason: str = _text("Why.")
    paid_minor: int = _whole("Centavos that had been paid.")
    recovered_minor: int = _whole("Centavos of them that came back.")


LOG_TABLES = ("meta", "entry")
"""Tables that are not projections."""
