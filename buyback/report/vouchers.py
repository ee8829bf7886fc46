"""Vouchers of some days: given out, paid, and who is still owed what.

Where cash runs out, promises are written on paper (San Francisco, Oakland, Marin); each one that is open stands here
with its amount and its last day until it is paid.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from buyback.i18n import N_
from buyback.money import Money, total
from buyback.rules import Voucher
from buyback.store.engine import Db
from buyback.store.views import vouchers as view
from buyback.store.views.totals import Span
from buyback.store.views.vouchers import VoucherSum

VOUCHER_NAMES = {
    "given": N_("Vouchers given out"),
    "paid": N_("Vouchers paid"),
    "still_open": N_("Open vouchers"),
    "expired": N_("of them past their last day"),
}
"""The sums of a VoucherReport in words."""


@dataclass(frozen=True, slots=True)
class VoucherReport:
    """What was promised and paid on the span's days, and the vouchers of its site that are open now.

    `open` has those that were given out up to the span's last day, the one that expires first first; `today` is the
    day by which they have expired or not.
    """

    today: date
    given: VoucherSum
    paid: VoucherSum
    open: tuple[Voucher, ...]

    def __bool__(self) -> bool:
        return bool(self.given.number or self.paid.number or self.open)

    @property
    def still_open(self) -> VoucherSum:
        """What is owed to whoever brings the open vouchers."""
        return _sum(self.open)

    @property
    def expired(self) -> VoucherSum:
        """The part of it whose last day is over: paid only with a supervisor's approval."""
        return _sum(tuple(one for one in self.open if self.is_expired(one)))

    def is_expired(self, voucher: Voucher) -> bool:
        """Whether the voucher's last day is over."""
        return voucher.days_left(self.today) < 0


def _sum(found: tuple[Voucher, ...]) -> VoucherSum:
    return VoucherSum(len(found), total(one.amount for one in found))


def voucher_report(db: Db, span: Span, today: date) -> VoucherReport:
    """The vouchers of the span's days and site, as the ledger stands now."""
    return VoucherReport(
        today,
        view.given_out(db, span),
        view.paid_out(db, span),
        view.open_vouchers(db, span.site, last=span.last),
    )


def voucher_rows(found: VoucherReport) -> Iterator[tuple[str, str, int, Money, str]]:
    """Section, code, number, amount and remark of every sum and of every open voucher, in English, for files."""
    for name, code in (("given", "given"), ("paid", "paid"), ("still_open", "open"), ("expired", "expired")):
        one: VoucherSum = getattr(found, name)
        yield "voucher", code, one.number, one.mxn, ""
    for voucher in found.open:
        remark = f"{voucher.site}, good until {voucher.expires_on.isoformat()}"
        expired = ", expired" if found.is_expired(voucher) else ""
        yield "open_voucher", voucher.folio, 1, voucher.amount, remark + expired
