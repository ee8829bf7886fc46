"""forms.csv: every blank form whose folio was reserved, and what became of it."""

from buyback.store import models
from buyback.store.views.export.columns import columns
from buyback.store.views.export.source import AT_SITE, BY_ENTRY, by, refers, source

FORMS = source(
    "forms",
    "Blank forms",
    models.BlankFormRow,
    "b",
    columns(
        models.BlankFormRow,
        "b",
        "folio ledger number seq site business_on reserved_at reserved_by state state_on state_seq state_at state_by"
        " reason",
    ),
    key="folio",
    order="b.folio",
    refers=(
        BY_ENTRY,
        refers("ledger state_entry", "entries", "ledger seq"),
        AT_SITE,
        by("reserved_by"),
        by("state_by"),
    ),
    is_whole=True,
)
