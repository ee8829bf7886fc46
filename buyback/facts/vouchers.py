"""A promise on paper: whoever brings it with its code is paid, once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VoucherIssued:
    """A bearer voucher for the whole amount of a drop-off, good until the day `expires_on` (inclusive).

    `coded`: the giver chose a code. The code stands in no fact, and neither does its hash.
    """

    folio: str
    site: str
    business_on: str
    amount_minor: int
    expires_on: str
    coded: bool


@dataclass(frozen=True, slots=True)
class VoucherCodeRefused:
    """Somebody gave a wrong code for the voucher; `tries` is how many in a row that makes."""

    folio: str
    tries: int
