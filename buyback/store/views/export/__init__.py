"""What the export reads: every file's columns and rows, as streams out of one snapshot.

columns   what a column is called, holds and means, out of store/models
source    what a file is declared by, and where its rows come from
sources   which files there are
rows      the rows themselves, and the figures of every day
"""

from buyback.store.views.export.columns import Column, File, Kind, Reference
from buyback.store.views.export.rows import DayFigure, Rows, batches, count, day_figures
from buyback.store.views.export.source import Source
from buyback.store.views.export.sources import SOURCES

__all__ = [
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
