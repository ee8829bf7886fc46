"""The files of an export that are rows of tables."""

from typing import get_args

from buyback.facts import KINDS, CustodyRule
from buyback.store import models
from buyback.store.views import acts
from buyback.store.views.export.answer_source import ANSWERS
from buyback.store.views.export.close_source import CLOSES, COMPARISONS
from buyback.store.views.export.columns import Column, columns
from buyback.store.views.export.form_source import FORMS
from buyback.store.views.export.sample_source import SAMPLE_ITEMS, SAMPLES
from buyback.store.views.export.source import AT_SITE, BY_ENTRY, by, item_name, only, refers, source
from buyback.store.views.export.voucher_source import VOUCHERS

_OF_DROP_OFF = refers("folio", "drop_offs", "folio")

_DROP_OFFS = source(
    "drop_offs",
    "Drop-offs",
    models.DropOffRow,
    "d",
    columns(
        models.DropOffRow,
        "d",
        "folio ledger number seq site business_on received_at written_at received_by settlement status settled_on"
        " settled_by reason approved_by status_reason pieces total_minor total_cents table_code table_seq rate_seq mxn_per_usd"
        " rate_as_of rate_source draft_id form_seq",
    ),
    key="folio",
    order="d.folio",
    refers=(
        BY_ENTRY,
        AT_SITE,
        by("received_by"),
        refers("ledger table_entry", "adoptions", "ledger entry"),
        refers("ledger rate_entry", "rates", "ledger entry"),
    ),
)

_ITEMS = source(
    "items",
    "Items",
    models.ItemRow,
    "i",
    (
        item_name("i"),
        *columns(models.ItemRow, "i", "folio line ledger site business_on"),
        *columns(models.DropOffRow, "d", "table_seq"),
        *columns(models.ItemRow, "i", "type_code"),
        *columns(models.PayoutRow, "r", "name_es=type_name_es name_en=type_name_en", joined="Of the type"),
        *columns(
            models.ItemRow,
            "i",
            "class_code counts_as condition quantity unit unit_amount_minor amount_minor usd_cents valued_as donated"
            " make model calibre serial serial_status country marks note status status_on status_seq arrival arrival_on",
        ),
    ),
    key="folio line",
    unique=("item",),
    order="i.folio, i.line",
    refers=(
        _OF_DROP_OFF,
        refers("ledger table_entry type", "payout_table", "ledger entry type"),
        refers("ledger status_entry", "entries", "ledger seq"),
    ),
    joined=" LEFT JOIN drop_off d ON d.folio = i.folio LEFT JOIN payout_row r"
    " ON r.ledger = d.ledger AND r.table_seq = d.table_seq AND r.code = i.type_code",
)

_PAYOUTS = source(
    "payouts",
    "Payouts",
    models.PayoutPaid,
    "p",
    columns(
        models.PayoutPaid,
        "p",
        "folio ledger seq business_on paid_at paid_by means amount_minor usd_cents approved_by site",
    ),
    key="folio",
    order="p.folio",
    refers=(_OF_DROP_OFF, BY_ENTRY, by("paid_by")),
)

_DISPOSALS = source(
    "disposals",
    "Disposals",
    models.DisposalRow,
    "x",
    (
        item_name("x"),
        *columns(
            models.DisposalRow,
            "x",
            "folio line seq ledger kind act business_on recorded_at recorded_by method receiver place witnesses cuts",
        ),
        Column(
            "list_hash",
            "text",
            "Short hash of the act's whole list, as it stands on its paper: SHA-256 over the items of all its rows,"
            " sorted by their bytes, each followed by a line feed; the first 12 digits. Empty for a return.",
            required=False,
            sql="x.act",
        ),
    ),
    key="folio line entry",
    order="x.folio, x.line, x.seq",
    refers=(refers("folio line", "items", "folio line"), BY_ENTRY, by("recorded_by")),
    looked_up={"list_hash": acts.list_hashes},
)

_ARRIVALS = source(
    "arrivals",
    "Arrivals of what was handed over",
    models.ArrivalRow,
    "a",
    (
        item_name("a"),
        *columns(
            models.ArrivalRow,
            "a",
            "folio line seq ledger kind act business_on recorded_at recorded_by list_hash witnesses serial serial_status"
            " differs belongs_to reason approved_by",
        ),
    ),
    key="folio line entry",
    order="a.folio, a.line, a.seq",
    refers=(refers("folio line", "items", "folio line"), BY_ENTRY, by("recorded_by")),
)

_VOIDS = source(
    "voids",
    "Voids",
    models.VoidRow,
    "v",
    columns(
        models.VoidRow,
        "v",
        "folio ledger seq business_on voided_at voided_by reason paid_minor recovered_minor approved_by site",
    ),
    key="folio",
    order="v.folio",
    refers=(_OF_DROP_OFF, BY_ENTRY, by("voided_by")),
)

_CORRECTIONS = source(
    "corrections",
    "Corrections of marks",
    models.CorrectionRow,
    "k",
    (
        item_name("k"),
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
    refers=(refers("folio line", "items", "folio line"), BY_ENTRY, by("corrected_by")),
)

_CASH_DAYS = source(
    "cash_days",
    "Cash boxes by day",
    models.CashDay,
    "y",
    columns(
        models.CashDay,
        "y",
        "ledger site business_on carried_minor float_minor topped_up_minor=top_ups_mxn paid_minor returned_minor"
        " recovered_minor differences_minor expected_minor count_seq count_expected_minor counted_minor",
    ),
    key="ledger site business_on",
    order="y.business_on, y.site",
    refers=(AT_SITE,),
)

_CASH = source(
    "cash",
    "Floats, top-ups, returns, counts and differences",
    models.CashRow,
    "m",
    columns(
        models.CashRow,
        "m",
        "ledger seq site business_on recorded_at recorded_by kind amount_minor expected_minor count_seq reason approved_by",
    ),
    key="ledger entry",
    order="m.seq",
    refers=(BY_ENTRY, AT_SITE, by("recorded_by")),
)

_COUNTS = source(
    "counts",
    "Notes and coins of counts and movements of cash",
    models.CashPiece,
    "n",
    (
        *columns(models.CashPiece, "n", "ledger seq"),
        *columns(models.CashRow, "m", "site business_on kind"),
        *columns(models.CashPiece, "n", "value_minor form number"),
    ),
    key="ledger entry value_mxn form",
    order="n.seq, n.value_minor DESC, n.form DESC",
    refers=(refers("ledger entry", "cash", "ledger entry"),),
    joined=" LEFT JOIN cash m ON m.ledger = n.ledger AND m.seq = n.seq",
)

_RATES = source(
    "rates",
    "Exchange rates",
    models.RateRow,
    "q",
    columns(
        models.RateRow, "q", "ledger seq as_of mxn_per_usd source learned_at reason recorded_by approved_by"
    ),
    key="ledger entry",
    order="q.seq",
    refers=(BY_ENTRY, by("recorded_by")),
)

_ADOPTIONS = source(
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
    refers=(BY_ENTRY, by("adopted_by")),
)

_PAYOUT_TABLE = source(
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
        *only(
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
    refers=(refers("ledger entry", "adoptions", "ledger entry"),),
    joined=" LEFT JOIN payout_table t ON t.ledger = r.ledger AND t.seq = r.table_seq LEFT JOIN payout_class c"
    " ON c.ledger = r.ledger AND c.table_seq = r.table_seq AND c.code = r.class_code",
)

_SITES = source(
    "sites",
    "Sites",
    models.SiteRow,
    "s",
    columns(models.SiteRow, "s", "ledger code=site name venue municipality state timezone seq"),
    key="ledger site",
    order="s.seq",
    refers=(BY_ENTRY,),
)

_OPERATORS = source(
    "operators",
    "Operators",
    models.OperatorRow,
    "o",
    columns(models.OperatorRow, "o", "ledger alias=operator seq roles roles_seq pin_seq revoked_seq"),
    key="ledger operator",
    order="o.seq",
    refers=(BY_ENTRY, refers("ledger roles_entry", "entries", "ledger seq")),
)

_SETTINGS = source(
    "settings",
    "Settings of the ledger",
    models.SettingRow,
    "g",
    columns(models.SettingRow, "g", "ledger seq name value changed_at changed_by"),
    key="ledger entry",
    order="g.seq",
    refers=(BY_ENTRY, by("changed_by")),
)

_ENTRIES = source(
    "entries",
    "The log",
    models.EntryRow,
    "e",
    only(columns(models.EntryRow, "e", "ledger seq=seq at kind body previous digest"), "kind", tuple(KINDS)),
    key="ledger seq",
    order="e.seq",
)

SOURCES = (
    _DROP_OFFS,
    _ITEMS,
    _PAYOUTS,
    VOUCHERS,
    FORMS,
    _DISPOSALS,
    _ARRIVALS,
    _VOIDS,
    _CORRECTIONS,
    _CASH_DAYS,
    _CASH,
    _COUNTS,
    CLOSES,
    COMPARISONS,
    ANSWERS,
    SAMPLES,
    SAMPLE_ITEMS,
    _RATES,
    _ADOPTIONS,
    _PAYOUT_TABLE,
    _SITES,
    _OPERATORS,
    _SETTINGS,
    _ENTRIES,
)
"""Every file of rows, the ones that auditors open first before those that they refer to."""
