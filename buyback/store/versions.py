"""What a ledger's file says of itself: how we know one, and which version of the program it fits."""

APPLICATION_ID = 0x42757962  # "Buyb": how file(1) and we know a ledger
LOG_VERSION = 1
PROJECTIONS_VERSION = 2

LOG_TABLES = ("meta", "entry")
"""Tables that are not projections."""
