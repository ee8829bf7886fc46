"""The close of a site's day, and the comparison of its signed paper the next morning."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DayClosed:
    """A site's day is counted, reconciled and signed; with it every earlier one. It takes no more entries.

    `count_seq` is the count that it rests on, `expected_minor` what the box should have held then. `drop_offs`, `items`,
    `valued_minor` and `usd_cents` are the day's, neither returned nor voided by now; `paid_minor` left the site's box,
    `vouchers_minor` is what the day's vouchers promise. `held`, `open_vouchers` and `open_forms` are what the site had at
    the end of the day: items in custody, vouchers still to be paid, blank forms that were still out. `checkpoint_seq` and
    `checkpoint_digest` are the entry before this one. `approved_by` is the supervisor who signs.
    """

    site: str
    business_on: str
    count_seq: int
    expected_minor: int
    counted_minor: int
    drop_offs: int
    items: int
    valued_minor: int
    usd_cents: int
    paid_minor: int
    vouchers_minor: int
    held: int
    open_vouchers: int
    open_forms: int
    checkpoint_seq: int
    checkpoint_digest: str
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class CloseCompared:
    """The checkpoint on the signed paper of a closed day was compared with the log, whose entry `close_seq` closed it."""

    site: str
    closed_on: str
    close_seq: int
    agrees: bool
