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
    as_quoted,
    check_alias,
    enrol,
    ensure_rate,
    find_rate,
    known_sites,
    open_ledger,
    record_rate,
    record_rates,
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
    "as_quoted",
    "check_alias",
    "cleaned",
    "destroy",
    "enrol",
    "ensure_rate",
    "find_rate",
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
    "record_rates",
    "void",
]
