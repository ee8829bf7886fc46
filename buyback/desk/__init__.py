"""The verbs: one function each, one transaction each. The command line and the app both do their work here.

open_ledger -> Store        add_site  enrol  adopt_table  record_rate  import_rates  ensure_rate
price -> Quote              with or without a ledger
receive -> Received         pay  give_back  void -> Settled
destroy  keep  hand_over -> Disposed
correct -> Corrected        the marks of one item
"""

from buyback.desk.custody import DEFAULT_METHOD, DEFENSA, Act, Disposed, destroy, hand_over, keep
from buyback.desk.intake import Order, Received, Settled, give_back, pay, receive, void
from buyback.desk.items import FIELDS, cleaned, parse_item, parse_quantity, parse_serial_status
from buyback.desk.marks import Corrected, NewMarks, correct
from buyback.desk.opening import (
    DEFAULT_OPERATOR,
    DEFAULT_TIMEZONE,
    NewSite,
    add_site,
    adopt_table,
    as_quoted,
    check_alias,
    enrol,
    ensure_rate,
    find_rate,
    import_rates,
    known_sites,
    open_ledger,
    record_rate,
)
from buyback.desk.pricing import Quote, price

__all__ = [
    "DEFAULT_METHOD",
    "DEFAULT_OPERATOR",
    "DEFAULT_TIMEZONE",
    "DEFENSA",
    "FIELDS",
    "Act",
    "Corrected",
    "Disposed",
    "NewMarks",
    "NewSite",
    "Order",
    "Quote",
    "Received",
    "Settled",
    "add_site",
    "adopt_table",
    "as_quoted",
    "check_alias",
    "cleaned",
    "correct",
    "destroy",
    "enrol",
    "ensure_rate",
    "find_rate",
    "give_back",
    "hand_over",
    "import_rates",
    "keep",
    "known_sites",
    "open_ledger",
    "parse_item",
    "parse_quantity",
    "parse_serial_status",
    "pay",
    "price",
    "receive",
    "record_rate",
    "void",
]
