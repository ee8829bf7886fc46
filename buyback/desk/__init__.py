"""The verbs: one function each, one transaction each. The command line and the app both do their work here.

    open_ledger -> Store        add_site  enrol  adopt_table  record_rate  ensure_rate
    price -> Quote              with or without a ledger
    receive -> Received         pay  give_back  void -> Settled
    destroy  keep  hand_over -> Disposed
"""

from buyback.desk.custody import DEFAULT_METHOD, DEFENSA, Act, Disposed, destroy, hand_over, keep
from buyback.desk.intake import Order, Received, Settled, give_back, pay, receive, void
from buyback.desk.items import cleaned, parse_item, parse_quantity
from buyback.desk.opening import (
    DEFAULT_OPERATOR,
    DEFAULT_TIMEZONE,
    NewSite,
    add_site,
    adopt_table,
    check_alias,
    enrol,
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
    "Act",
    "Disposed",
    "NewSite",
    "Order",
    "Quote",
    "Received",
    "Settled",
    "add_site",
    "adopt_table",
    "check_alias",
    "cleaned",
    "destroy",
    "enrol",
    "give_back",
    "hand_over",
    "keep",
    "known_sites",
    "open_ledger",
    "parse_item",
    "parse_quantity",
    "pay",
    "price",
    "receive",
    "record_rate",
    "void",
]
