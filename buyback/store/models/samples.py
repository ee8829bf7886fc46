"""Shelf samples: what was drawn, and what was found of it."""

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import SQLModel

from buyback.store.models.columns import about, one_of, text, whole

SAMPLED = ("open", "found", "not_found")


class SampleRow(SQLModel, table=True):
    __tablename__ = "sample"
    __table_args__ = (about("Shelf samples: items that should be on the shelf, drawn by a seed."),)

    ledger: str = text("Ledger.", key=True)
    seq: int = whole("Entry that drew it.", key=True)
    site: str = text("Site whose items it was drawn from; empty for all.", empty=True)
    business_on: str = text("The local day.")
    drawn_at: str = text("When it was drawn, UTC.")
    drawn_by: str = text("Operator.")
    seed: int = whole("Seed: items stand in the order of SHA-256 of seed, colon and tag.")
    population: int = whole("How many items were held then.")
    population_hash: str = text("SHA-256 of their tags, sorted, each followed by a line feed.")
    undrawn: int = whole("How many of them are of a class at a site of which none was drawn.")


class SampleItemRow(SQLModel, table=True):
    __tablename__ = "sample_item"
    __table_args__ = (
        ForeignKeyConstraint(["folio", "line"], ["item.folio", "item.line"]),
        ForeignKeyConstraint(["ledger", "sample_seq"], ["sample.ledger", "sample.seq"]),
        one_of("result", SAMPLED),
        Index("sample_item_result", "ledger", "result"),
        Index("sample_item_item", "folio", "line"),
        about("The items of shelf samples, each with what was last said of it."),
    )

    ledger: str = text("Ledger.", key=True)
    sample_seq: int = whole("Entry that drew the sample.", key=True)
    folio: str = text("Drop-off of the item.", key=True)
    line: int = whole("Line of the item.", key=True)
    position: int = whole("Its place in the list, from 1.")
    result: str = text("open, found or not_found.")
    told_seq: int = whole("Entry that said so; 0 where it is open.", or_zero=True)
    told_on: str = text("Local day of that; else empty.", empty=True)
    told_by: str = text("Operator; empty where it is open.", empty=True)
    note: str = text("Remark; empty if there is none.", empty=True)
