"""vouchers.csv: every voucher that was given out, and how its drop-off stands."""

from buyback.store import models
from buyback.store.views.export.columns import columns
from buyback.store.views.export.source import AT_SITE, BY_ENTRY, by, refers, source

VOUCHERS = source(
    "vouchers",
    "Vouchers",
    models.VoucherRow,
    "w",
    (
        *columns(
            models.VoucherRow,
            "w",
            "folio ledger seq site business_on issued_at issued_by amount_minor expires_on coded wrong=wrong_codes",
        ),
        *columns(models.DropOffRow, "d", "status settled_on", joined="Of the drop-off"),
    ),
    key="folio",
    order="w.folio",
    refers=(
        refers("folio", "drop_offs", "folio"),
        BY_ENTRY,
        AT_SITE,
        by("issued_by"),
    ),
    joined=" LEFT JOIN drop_off d ON d.folio = w.folio",
)
