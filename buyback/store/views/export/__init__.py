"""What the export reads: every file's columns and rows, as streams out of one snapshot.

columns   what a column is called, holds and means, out of store/models
sources   which files there are, and where their rows come from
rows      the rows themselves, and the figures of every day
"""

from buyback.store.views.export.columns import Column, File, Kind, Reference
from buyback.store.views.export.rows import EVER, DayFigure, Rows, batches, count, day_figures
from buyback.store.views.export.sources import SOURCES, Source

__all__ = [
    "EVER",
    "SOURCES",
    "Column",
    "DayFigure",
    "File",
    "Kind",
    "Reference",
    "Rows",
    "Source",
    "batches",
    "count",
    "day_figures",
]
