"""What leaves the ledger as files: one folder that an auditor checks without this program and without trusting anyone.

cells        values as CSV, exactly, and harmless in a spreadsheet
daily        one row per business day and site
staging      a folder that appears whole or not at all
descriptor   datapackage.json: what every file and column is
folder       all of it, out of one snapshot
"""

from buyback.export.folder import Exported, ExportedFile, export_folder

__all__ = ["Exported", "ExportedFile", "export_folder"]
