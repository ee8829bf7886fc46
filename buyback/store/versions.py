"""What a ledger's file says of itself: how we know one, and which version of the program it fits."""

APPLICATION_ID = 0x42757962  # "Buyb": how file(1) and we know a ledger
LOG_VERSION = 1
PROJECTIONS_VERSION = 4

LOG_TABLES = ("meta", "entry")
SECRET_TABLES = ("secret",)
"""What no log can give back; a rebuild keeps them as they are."""
KEPT_TABLES = LOG_TABLES + SECRET_TABLES
"""Tables that are not projections."""
