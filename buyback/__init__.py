"""The calculator and ledger of a weapons buyback programme."""

__version__ = "0.1.0"
