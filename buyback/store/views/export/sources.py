"""The files of an export that are rows of tables, and where each finds its rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import get_args

from sqlalchemy import Table, UniqueConstraint
from sqlmodel import SQLModel

from buyback.facts import KINDS, CustodyRule
from buyback.store import models
from buyback.store.views.export.columns import Column, File, Reference, columns, table_of


@dataclass(frozen=True, slots=True)
class Source:
    """A file's rows: those of `table`, one each. `joined` adds columns to a row and never takes one away."""

    file: File
    table: str
    alias: str
    order: str
    joined: str = ""

    @property
    def by_folio(self) -> bool:
        """Whether each row belongs to a drop-off, whose day and site a span restricts."""
        return any(column.name == "folio" for column in self.file.columns)


def _source(
    name: str,
    title: str,
    kind: type[SQLModel],
    alias: str,
    found: tuple[Column, ...],
    *,
    key: str,
    order: str,
    refers: tuple[Reference, ...] = (),
    unique: tuple[str, ...] = (),
    joined: str = "",
) -> Source:
    table = table_of(kind)
    keys = (*_unique(table, alias, found), *((name,) for name in unique))
    file = File(name, title, table.comment or "", found, tuple(key.split()), refers, keys)
    return Source(file, table.name, alias, order, joined)


def _unique(table: Table, alias: str, found: tuple[Column, ...]) -> Iterator[tuple[str, ...]]:
    """The keys by which the table has each row once besides its first, by the names in the file."""
    names = {column.sql: column.name for column in found}
    for rule in sorted(table.constraints, key=lambda rule: str(rule.name)):
        if isinstance(rule, UniqueConstraint):
            yield tuple(names[f"{alias}.{column.name}"] for column in rule.columns)


def _only(found: tuple[Column, ...], name: str, allowed: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns, one of which has these values only: the program writes no other."""
    return tuple(replace(column, allowed=allowed) if column.name == name else column for column in found)


def _refers(here: str, file: str, there: str) -> Reference:
    return Reference(tuple(here.split()), file, tuple(there.split()))


def _item(alias: str) -> Column:
    """The name that stands on an item's tag."""
    return Column("item", "text", "Name on the tag: folio/line.", sql=f"{alias}.folio || '/' || {alias}.line")


_BY_ENTRY = _refers("ledger entry", "entries", "ledger seq")
_OF_DROP_OFF = _refers("folio", "drop_offs", "folio")


def _by(column: str) -> Reference:
    return _refers(f"ledger {column}", "operators", "ledger operator")


_DROP_OFFS = _source(
    "drop_offs",
    "Drop-offs",
    models.DropOffRow,
    "d",
    columns(
        models.DropOffRow,
        "d",
        "folio ledger number seq site business_on received_at written_at received_by settlement status settled_on"
        " settled_by reason approved_by status_reason pieces total_minor total_cents table_code table_seq rate_seq mxn_per_usd"
        " rate_as_of rate_source draft_id",
    ),
    key="folio",
    order="d.folio",
    refers=(
        _BY_ENTRY,
        _refers("ledger site", "sites", "ledger site"),
        _by("received_by"),
        _refers("ledger table_entry", "adoptions", "ledger entry"),
        _refers("ledger rate_entry", "rates", "ledger entry"),
    ),
)

_ITEMS = _source(
    "items",
    "Items",
    models.ItemRow,
    "i",
    (
        _item("i"),
        *columns(models.ItemRow, "i", "folio line ledger site business_on"),
        *columns(models.DropOffRow, "d", "table_seq"),
        *columns(models.ItemRow, "i", "type_code"),
        *columns(models.PayoutRow, "r", "name_es=type_name_es name_en=type_name_en", joined="Of the type"),
        *columns(
            models.ItemRow,
            "i",
            "class_code counts_as condition quantity unit unit_amount_minor amount_minor usd_cents valued_as donated"
            " make model calibre serial serial_status country marks note status status_on status_seq",
        ),
    ),
    key="folio line",
    unique=("item",),
    order="i.folio, i.line",
    refers=(
        _OF_DROP_OFF,
        _refers("ledger table_entry type", "payout_table", "ledger entry type"),
        _refers("ledger status_entry", "entries", "ledger seq"),
    ),
    joined=" LEFT JOIN drop_off d ON d.folio = i.folio LEFT JOIN payout_row r"
    " ON r.ledger = d.ledger AND r.table_seq = d.table_seq AND r.code = i.type_code",
)

_PAYOUTS = _source(
    "payouts",
    "Payouts",
    models.PayoutPaid,
    "p",
    columns(
        models.PayoutPaid, "p", "folio ledger seq business_on paid_at paid_by means amount_minor usd_cents"
    ),
    key="folio",
    order="p.folio",
    refers=(_OF_DROP_OFF, _BY_ENTRY, _by("paid_by")),
)

_DISPOSALS = _source(
    "disposals",
    "Disposals",
    models.DisposalRow,
    "x",
    (
        _item("x"),
        *columns(
            models.DisposalRow,
            "x",
            "folio line seq ledger kind act business_on recorded_at recorded_by method receiver place witnesses cuts",
        ),
    ),
    key="folio line entry",
    order="x.folio, x.line, x.seq",
    refers=(_refers("folio line", "items", "folio line"), _BY_ENTRY, _by("recorded_by")),
)

_VOIDS = _source(
    "voids",
    "Voids",
    models.VoidRow,
    "v",
    columns(
        models.VoidRow,
        "v",
        "folio ledger seq business_on voided_at voided_by reason paid_minor recovered_minor",
    ),
    key="folio",
    order="v.folio",
    refers=(_OF_DROP_OFF, _BY_ENTRY, _by("voided_by")),
)

_CORRECTIONS = _source(
    "corrections",
    "Corrections of marks",
    models.CorrectionRow,
    "k",
    (
        _item("k"),
        *columns(
            models.CorrectionRow,
            "k",
            "folio line seq ledger business_on corrected_at corrected_by status reason was_make now_make was_model"
            " now_model was_calibre now_calibre was_serial now_serial was_serial_status now_serial_status was_country"
            " now_country was_marks now_marks",
        ),
    ),
    key="folio line entry",
    order="k.folio, k.line, k.seq",
    refers=(_refers("folio line", "items", "folio line"), _BY_ENTRY, _by("corrected_by")),
)

_RATES = _source(
    "rates",
    "Exchange rates",
    models.RateRow,
    "q",
    columns(models.RateRow, "q", "ledger seq as_of mxn_per_usd source learned_at reason recorded_by"),
    key="ledger entry",
    order="q.seq",
    refers=(_BY_ENTRY, _by("recorded_by")),
)

_ADOPTIONS = _source(
    "adoptions",
    "Adopted payout tables",
    models.PayoutTableRow,
    "t",
    columns(
        models.PayoutTableRow,
        "t",
        "ledger seq code=table campaign issuer effective_on currency source complete adopted_at adopted_by",
    ),
    key="ledger entry",
    order="t.seq",
    refers=(_BY_ENTRY, _by("adopted_by")),
)

_PAYOUT_TABLE = _source(
    "payout_table",
    "Rows of the adopted payout tables",
    models.PayoutRow,
    "r",
    (
        *columns(models.PayoutRow, "r", "ledger table_seq=entry"),
        *columns(models.PayoutTableRow, "t", "code=table", joined="Of the table"),
        *columns(
            models.PayoutRow,
            "r",
            "position code=type name_es name_en counts_as calibre aliases serviceable_minor unserviceable_minor unit"
            " source class_code",
        ),
        *_only(
            columns(
                models.PayoutClass,
                "c",
                "name_es=class_name_es name_en=class_name_en traced custody cuts",
                joined="Of the class",
            ),
            "custody",
            get_args(CustodyRule),
        ),
    ),
    key="ledger entry type",
    order="r.table_seq, r.position",
    refers=(_refers("ledger entry", "adoptions", "ledger entry"),),
    joined=" LEFT JOIN payout_table t ON t.ledger = r.ledger AND t.seq = r.table_seq LEFT JOIN payout_class c"
    " ON c.ledger = r.ledger AND c.table_seq = r.table_seq AND c.code = r.class_code",
)

_SITES = _source(
    "sites",
    "Sites",
    models.SiteRow,
    "s",
    columns(models.SiteRow, "s", "ledger code=site name venue municipality state timezone seq"),
    key="ledger site",
    order="s.seq",
    refers=(_BY_ENTRY,),
)

_OPERATORS = _source(
    "operators",
    "Operators",
    models.OperatorRow,
    "o",
    columns(models.OperatorRow, "o", "ledger alias=operator seq"),
    key="ledger operator",
    order="o.seq",
    refers=(_BY_ENTRY,),
)

_ENTRIES = _source(
    "entries",
    "The log",
    models.EntryRow,
    "e",
    _only(columns(models.EntryRow, "e", "ledger seq=seq at kind body previous digest"), "kind", tuple(KINDS)),
    key="ledger seq",
    order="e.seq",
)

SOURCES = (
    _DROP_OFFS,
    _ITEMS,
    _PAYOUTS,
    _DISPOSALS,
    _VOIDS,
    _CORRECTIONS,
    _RATES,
    _ADOPTIONS,
    _PAYOUT_TABLE,
    _SITES,
    _OPERATORS,
    _ENTRIES,
)
"""Every file of rows, the ones that auditors open first before those that they refer to."""
