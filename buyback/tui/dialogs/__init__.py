"""Dialogs, one a file: each asks one thing, returns a value, and knows nothing of the ledger."""
