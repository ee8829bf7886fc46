"""The verbs: one function each, one transaction each. The command line and the app both do their work here.

open_ledger -> Store        add_site  adopt_table  record_rate  import_rates  ensure_rate
sign_in  is_signed_in  sign_out    approve -> Approval
enrol  change_roles  revoke  set_pin  change_setting
price -> Quote              with or without a ledger
reserve -> Reserved         return_forms  form_of: blank forms
receive -> Received         pay  give_back  void -> Settled
give_float  top_up  return_cash  count_cash  record_difference -> CashDone
destroy  keep  hand_over -> Disposed
check_hand_over -> Checked  resolve_not_received -> Resolved
correct -> Corrected        the marks of one item
draw_sample  check_sample -> Sample     what should be on the shelf, drawn by a seed
close_day -> ClosedDay      compare_close -> Compared
sign  sign_public -> SignedCheckpoint    replace_key: the ledger's own key
answer_finding -> Answered  what is behind a finding of the audit
"""

from buyback.desk.audit import Answered, answer_finding
from buyback.desk.cash import CashDone, count_cash, give_float, record_difference, return_cash, top_up
from buyback.desk.closing import ClosedDay, Compared, close_day, compare_close, day_to_close
from buyback.desk.custody import DEFAULT_METHOD, DEFENSA, Act, Disposed, destroy, hand_over, keep
from buyback.desk.forms import Reserved, form_of, reserve, return_forms
from buyback.desk.hand_overs import Checked, Resolved, Seen, check_hand_over, resolve_not_received
from buyback.desk.intake import Order, Received, receive
from buyback.desk.items import FIELDS, cleaned, parse_item, parse_quantity, parse_serial_status
from buyback.desk.marks import Corrected, NewMarks, correct
from buyback.desk.opening import (
    DEFAULT_TIMEZONE,
    NewSite,
    add_site,
    adopt_table,
    ensure_rate,
    find_rate,
    import_rates,
    known_sites,
    open_ledger,
    record_rate,
)
from buyback.desk.people import (
    approve,
    change_roles,
    change_setting,
    check_alias,
    enrol,
    revoke,
    set_pin,
    sign_in,
    sign_out,
)
from buyback.desk.pricing import Quote, price
from buyback.desk.samples import check_sample, draw_sample
from buyback.desk.settling import Settled, give_back, pay, void
from buyback.desk.signing import SignedCheckpoint, is_at_hand, replace_key, sign, sign_public
from buyback.desk.turn import is_signed_in
from buyback.rules import Approval, Pin

__all__ = [
    "DEFAULT_METHOD",
    "DEFAULT_TIMEZONE",
    "DEFENSA",
    "FIELDS",
    "Act",
    "Answered",
    "Approval",
    "CashDone",
    "Checked",
    "ClosedDay",
    "Compared",
    "Corrected",
    "Disposed",
    "NewMarks",
    "NewSite",
    "Order",
    "Pin",
    "Quote",
    "Received",
    "Reserved",
    "Resolved",
    "Seen",
    "Settled",
    "SignedCheckpoint",
    "add_site",
    "adopt_table",
    "answer_finding",
    "approve",
    "change_roles",
    "change_setting",
    "check_alias",
    "check_hand_over",
    "check_sample",
    "cleaned",
    "close_day",
    "compare_close",
    "correct",
    "count_cash",
    "day_to_close",
    "destroy",
    "draw_sample",
    "enrol",
    "ensure_rate",
    "find_rate",
    "form_of",
    "give_back",
    "give_float",
    "hand_over",
    "import_rates",
    "is_at_hand",
    "is_signed_in",
    "keep",
    "known_sites",
    "open_ledger",
    "parse_item",
    "parse_quantity",
    "parse_serial_status",
    "pay",
    "price",
    "receive",
    "record_difference",
    "record_rate",
    "replace_key",
    "reserve",
    "resolve_not_received",
    "return_cash",
    "return_forms",
    "revoke",
    "set_pin",
    "sign",
    "sign_in",
    "sign_out",
    "sign_public",
    "top_up",
    "void",
]
