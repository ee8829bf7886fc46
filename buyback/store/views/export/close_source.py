"""closes.csv and comparisons.csv: the days that are closed, and the mornings on which their papers were compared."""

from buyback.store import models
from buyback.store.views.export.columns import columns
from buyback.store.views.export.source import AT_SITE, BY_ENTRY, by, refers, source

CLOSES = source(
    "closes",
    "Closed days",
    models.CloseRow,
    "c",
    (
        *columns(models.CloseRow, "c", "ledger site business_on seq"),
        *columns(models.EntryRow, "e", "digest", joined="Of the entry that closed it"),
        *columns(
            models.CloseRow,
            "c",
            "closed_at closed_by approved_by count_seq count_expected_minor counted_minor carried_minor float_minor"
            " topped_up_minor=top_ups_mxn paid_minor returned_minor recovered_minor differences_minor expected_minor"
            " paid_without_float_minor drop_offs items valued_minor usd_cents=valued_usd vouchers_minor held open_vouchers"
            " open_forms checkpoint_seq checkpoint_digest",
        ),
    ),
    key="ledger site business_on",
    order="c.business_on, c.seq",
    refers=(
        BY_ENTRY,
        AT_SITE,
        by("closed_by"),
        refers("ledger count_entry", "cash", "ledger entry"),
        refers("ledger checkpoint_entry", "entries", "ledger seq"),
    ),
    joined=" LEFT JOIN entry e ON e.ledger = c.ledger AND e.seq = c.seq",
)

COMPARISONS = source(
    "comparisons",
    "Signed papers that were compared",
    models.ComparisonRow,
    "k",
    columns(models.ComparisonRow, "k", "ledger seq site closed_on close_seq agrees compared_at compared_by"),
    key="ledger entry",
    order="k.seq",
    refers=(
        BY_ENTRY,
        AT_SITE,
        by("compared_by"),
        refers("ledger site closed_on", "closes", "ledger site business_on"),
        refers("ledger close_entry", "entries", "ledger seq"),
    ),
)
