"""Payout tables: read and check one, keep an imported one, look up what a piece pays.

    file.csv + file.toml --read_table_file--> PayoutTable --find, row, amount_minor--> what a clerk needs
          ^                                        |
    seeds, imported tables <-----import_table------+

A table is checked once, when it is read; inside the program its rows are right by construction.
"""

from buyback.payout_table.cells import ANY_CALIBRE, COLUMNS, UNITS
from buyback.payout_table.changes import KINDS, Change, changes
from buyback.payout_table.index import seed_codes
from buyback.payout_table.library import available, import_table, load, load_seed
from buyback.payout_table.meta import TableMeta
from buyback.payout_table.reader import read_table_file
from buyback.payout_table.sources import source_text
from buyback.payout_table.table import PayoutTable

__all__ = [
    "ANY_CALIBRE",
    "COLUMNS",
    "KINDS",
    "UNITS",
    "Change",
    "PayoutTable",
    "TableMeta",
    "available",
    "changes",
    "import_table",
    "load",
    "load_seed",
    "read_table_file",
    "seed_codes",
    "source_text",
]
