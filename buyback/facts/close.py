"""The close of a site's day, and the comparison of its signed paper the next morning."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DayClosed:
    """A site's day is counted, reconciled and signed; with it every earlier one. It takes no more entries.

    `count_seq` is the count that it rests on, and `count_expected_minor` what the box should have held then. Of the box on
    that day, carried + float + topped_up - paid - returned + recovered + differences = expected; what was paid while no
    float had been recorded stands apart. `drop_offs`, `items`, `valued_minor` and `usd_cents` are the day's, neither
    returned nor voided by now; `vouchers_minor` is what the day's vouchers promise. `held`, `open_vouchers` and `open_forms` are what the site had at
    the end of the day: items in custody, vouchers still to be paid, blank forms that were still out. `checkpoint_seq` and
    `checkpoint_digest` are the entry before this one. `approved_by` is the supervisor who signs.
    """

    site: str
    business_on: str
    count_seq: int
    count_expected_minor: int
    counted_minor: int
    carried_minor: int
    float_minor: int
    topped_up_minor: int
    paid_minor: int
    returned_minor: int
    recovered_minor: int
    differences_minor: int
    expected_minor: int
    paid_without_float_minor: int
    drop_offs: int
    items: int
    valued_minor: int
    usd_cents: int
    vouchers_minor: int
    held: int
    open_vouchers: int
    open_forms: int
    checkpoint_seq: int
    checkpoint_digest: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class CloseCompared:
    """The checkpoint on the signed paper of a closed day was compared with the log, whose entry `close_seq` closed it."""

    site: str
    closed_on: str
    close_seq: int
    agrees: bool
