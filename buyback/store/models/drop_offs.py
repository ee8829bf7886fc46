"""Visits, their items, and what became of the visit: paid or voided."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from buyback.facts import CONDITIONS, COUNTS, SERIAL_STATUSES, SETTLEMENTS
from buyback.rules import ARRIVALS, DROP_OFF_STATUSES, ITEM_STATUSES
from buyback.store.models.columns import about, index_where, one_of, text, whole, yes_no

MEANS = ("cash", "voucher")


class DropOffRow(SQLModel, table=True):
    __tablename__ = "drop_off"
    __table_args__ = (
        UniqueConstraint("ledger", "number", name="drop_off_number"),
        UniqueConstraint("ledger", "draft_id", name="drop_off_draft"),
        Index("drop_off_day", "ledger", "business_on", "number"),
        Index("drop_off_site", "ledger", "site", "number"),
        Index("drop_off_status", "ledger", "status", "number"),
        index_where("drop_off_paper", "ledger", "business_on", where="written_at <> ''"),
        one_of("status", DROP_OFF_STATUSES),
        one_of("settlement", SETTLEMENTS),
        CheckConstraint("total_minor >= 0 AND total_cents >= 0", name="drop_off_not_negative"),
        about("One visit: one folio, one or more items. Nothing about the person is recorded."),
    )

    folio: str = text("Number of the receipt: ledger, number, check character.", key=True)
    ledger: str = text("Ledger that gave the folio.")
    number: int = whole("Running number in the ledger, from 1; with those of the blank forms, without gap.")
    seq: int = whole("Entry that recorded it.")
    draft_id: str = text("Made when the form opened; a form is received once.")
    site: str = text("Site that took it in.")
    business_on: str = text("The site's local day.")
    received_at: str = text("When it was typed, UTC.")
    written_at: str = text("When it happened, UTC, if it was first written on paper; else empty.", empty=True)
    received_by: str = text("Operator who took it in.")
    settlement: str = text("What was agreed: cash, voucher, later or none.")
    status: str = text("owed, voucher, paid, none (nothing to pay), returned or voided.")
    settled_on: str = text("Business day of the payment, return or void; else empty.", empty=True)
    settled_by: str = text("Operator who paid, returned or voided it; else empty.", empty=True)
    reason: str = text("Why an item was valued as another row or donated; else empty.", empty=True)
    approved_by: str = text(
        "Supervisor who approved such a value or an amount above the step; empty where nothing needed it.",
        empty=True,
    )
    status_reason: str = text("Why it was returned or voided; else empty.", empty=True)
    total_minor: int = whole("Sum of its lines, centavos.")
    total_cents: int = whole("Sum of its lines, US cents.")
    pieces: int = whole("Sum of its lines' quantities.")
    table_code: str = text("Payout table that priced it.")
    table_seq: int = whole("Entry that adopted that table.")
    rate_seq: int = whole("Entry that recorded the rate.")
    mxn_per_usd: str = text("Pesos per dollar that was used.")
    rate_as_of: str = text("Day that the rate holds for.")
    rate_source: str = text("Who published the rate.")
    form_seq: int = whole(
        "Entry that reserved its folio, where it was first written on a blank form; else 0.", or_zero=True
    )


class ItemRow(SQLModel, table=True):
    __tablename__ = "item"
    __table_args__ = (
        ForeignKeyConstraint(["folio"], ["drop_off.folio"]),
        Index("item_day", "ledger", "business_on", "site"),
        Index("item_status", "ledger", "status", "business_on", "site"),
        Index("item_folio", "ledger", "status", "folio", "line"),
        Index("item_serial", "serial_key", "folio", "line"),
        index_where("item_missing", "ledger", "arrival_on", where="arrival = 'not_received'"),
        one_of("status", ITEM_STATUSES),
        one_of("arrival", ARRIVALS),
        one_of("condition", CONDITIONS),
        one_of("serial_status", SERIAL_STATUSES),
        one_of("counts_as", COUNTS),
        yes_no("donated"),
        CheckConstraint("quantity >= 1", name="item_quantity"),
        CheckConstraint("amount_minor = unit_amount_minor * quantity", name="item_amount"),
        CheckConstraint("donated = 0 OR amount_minor = 0", name="item_donated_pays_nothing"),
        about(
            "One line of a drop-off: what it is, what it pays, where it is now; its marks as they stand, corrected"
            " where they were recorded wrongly. Its name is folio/line."
        ),
    )

    folio: str = text("Drop-off.", key=True)
    line: int = whole("Line of the drop-off, from 1.", key=True)
    ledger: str = text("Ledger.")
    site: str = text("Site that took it in.")
    business_on: str = text("Business day that it was taken in.")
    type_code: str = text("Type: a row of the payout table.")
    class_code: str = text("Class of the type.")
    counts_as: str = text("Figure that reports count it in.")
    condition: str = text("serviceable or unserviceable.")
    quantity: int = whole("How many units.")
    unit: str = text("Unit that the table pays: piece, lot, kilo.")
    unit_amount_minor: int = whole("Centavos for one unit.")
    amount_minor: int = whole("Centavos for the line.")
    usd_cents: int = whole("US cents for the line, by the drop-off's rate, half-even.")
    valued_as: str = text(
        "Row whose amount was used when the table does not price the type; else empty.", empty=True
    )
    donated: int = whole("1 when the giver donated it for nothing, else 0.")
    make: str = text("Maker; empty if it is not known.", empty=True)
    model: str = text("Model; empty if it is not known.", empty=True)
    calibre: str = text("Calibre as read from the weapon; empty if it was not read.", empty=True)
    serial: str = text(
        "Serial number as read; not unique, serials repeat; empty if it was not read.", empty=True
    )
    serial_key: str = text(
        "Serial in capitals without blanks and dashes, for the search; empty like it.", empty=True
    )
    serial_status: str = text("read, none, filed_off, part_only or not_asked.")
    country: str = text("Country of manufacture; empty if it is not known.", empty=True)
    marks: str = text("Where the marks are; empty if it was not recorded.", empty=True)
    note: str = text("Remark about the item; empty if there is none.", empty=True)
    status: str = text("held, destroyed, kept, handed_over, returned, lost or voided.")
    status_on: str = text("Business day since when.")
    status_seq: int = whole("Entry that made it so.")
    arrival: str = text("Whether what was handed over arrived: sent, confirmed or not_received; else none.")
    arrival_on: str = text("Business day since when; else empty.", empty=True)


class PayoutPaid(SQLModel, table=True):
    __tablename__ = "payout"
    __table_args__ = (
        ForeignKeyConstraint(["folio"], ["drop_off.folio"]),
        one_of("means", MEANS),
        Index("payout_day", "ledger", "business_on", "site"),
        Index("payout_site", "ledger", "site", "seq"),
        about("Cash that left the box, one row per folio at most."),
    )

    folio: str = text("Drop-off that was paid.", key=True)
    ledger: str = text("Ledger.")
    seq: int = whole("Entry that recorded it.")
    business_on: str = text("The site's local day of the payment.")
    paid_at: str = text("When it was recorded, UTC.")
    paid_by: str = text("Operator who paid.")
    means: str = text("cash, or voucher when a voucher was redeemed.")
    amount_minor: int = whole("Centavos paid.")
    usd_cents: int = whole("US cents, as the drop-off was valued.")
    approved_by: str = text(
        "Supervisor who approved the amount when it was paid; empty where none did.", empty=True
    )
    site: str = text(
        "Site whose cash box paid; empty in an older entry, where it is the drop-off's.", empty=True
    )


class VoidRow(SQLModel, table=True):
    __tablename__ = "void"
    __table_args__ = (
        ForeignKeyConstraint(["folio"], ["drop_off.folio"]),
        Index("void_day", "ledger", "business_on"),
        Index("void_site", "ledger", "site", "seq"),
        CheckConstraint("recovered_minor BETWEEN 0 AND paid_minor", name="void_recovered"),
        about("Drop-offs that were entry errors."),
    )

    folio: str = text("Drop-off that was voided.", key=True)
    ledger: str = text("Ledger.")
    seq: int = whole("Entry that recorded it.")
    business_on: str = text("The site's local day of the void.")
    voided_at: str = text("When it was recorded, UTC.")
    voided_by: str = text("Operator.")
    reason: str = text("Why.")
    paid_minor: int = whole("Centavos that had been paid.")
    recovered_minor: int = whole("Centavos of them that came back.")
    approved_by: str = text("Supervisor who approved it; empty where none did.", empty=True)
    site: str = text(
        "Site whose cash box they came back to; empty in an older entry, where it is the drop-off's.",
        empty=True,
    )
