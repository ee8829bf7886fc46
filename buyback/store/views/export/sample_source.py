"""samples.csv and sample_items.csv: what was drawn from the shelf, and what was found."""

from buyback.store import models
from buyback.store.views.export.columns import columns
from buyback.store.views.export.source import BY_ENTRY, by, item_name, refers, source

SAMPLES = source(
    "samples",
    "Shelf samples",
    models.SampleRow,
    "p",
    columns(
        models.SampleRow,
        "p",
        "ledger seq site business_on drawn_at drawn_by seed population population_hash undrawn",
    ),
    key="ledger entry",
    order="p.seq",
    refers=(BY_ENTRY, by("drawn_by")),
)

SAMPLE_ITEMS = source(
    "sample_items",
    "Items of shelf samples",
    models.SampleItemRow,
    "x",
    (
        *columns(models.SampleItemRow, "x", "ledger sample_seq folio line"),
        item_name("x"),
        *columns(models.SampleItemRow, "x", "position result told_seq told_on told_by note"),
    ),
    key="ledger sample_entry folio line",
    order="x.sample_seq, x.position",
    refers=(refers("ledger sample_entry", "samples", "ledger entry"),),
    is_whole=True,
)
