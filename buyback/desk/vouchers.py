"""Vouchers: given out with a drop-off, paid against folio and code. Parts of what settles a drop-off, in its turn."""

from datetime import date, datetime
from typing import Final

from buyback import errors, rules
from buyback.desk.turn import Turn
from buyback.facts import VoucherCodeRefused, VoucherIssued
from buyback.money import Money
from buyback.rules import Pin, Voucher
from buyback.store import secrets
from buyback.store.secrets import Answer
from buyback.store.views import people
from buyback.store.views.setup import Site

VOUCHER: Final = "voucher"


def issue(this: Turn, folio: str, amount: Money, site: Site, code: Pin | None, *, at: datetime) -> None:
    """Promise the amount on paper, until as many days from now as the ledger's setting says."""
    days = people.setting(this.writer.db, rules.VOUCHER_DAYS)
    today = site.business_date(at)
    until = rules.expires_on(today, days)
    given = (today.isoformat(), amount.amount_minor, until.isoformat())
    this.writer.append(VoucherIssued(folio, site.code, *given, coded=code is not None))
    if code is not None:
        secrets.keep(this.writer.db, VOUCHER, folio, code)


def settle(
    this: Turn, voucher: Voucher, code: Pin | None, *, today: date, at: datetime
) -> tuple[str, errors.Refusal | None]:
    """Who approved that the voucher is paid ("" where nobody had to), and why it is not, if it is not.

    A refusal that is returned has been recorded, so the turn must be kept before it is raised: WrongCode,
    VoucherLocked. Raised are CodeMissing, BadCodeDigits, VoucherLocked and what an approval needs.
    """

    def approved(*, is_proven: bool) -> str:
        is_expired = voucher.days_left(today) < 0
        return this.all_approved(
            rules.voucher_approvals(coded=voucher.coded, is_proven=is_proven, is_expired=is_expired)
        )

    if not voucher.coded or (this.approval is not None and (code is None or voucher.is_locked)):
        return approved(is_proven=False), None
    approved_by = approved(is_proven=True)
    if voucher.is_locked:
        raise errors.VoucherLocked(folio=voucher.folio, tries=voucher.wrong)
    if code is None:
        raise errors.CodeMissing(folio=voucher.folio)
    rules.check_code(code)
    answer = secrets.check(this.writer.db, VOUCHER, voucher.folio, code, at=at)
    if answer is Answer.LOST:
        return approved(is_proven=False), None
    if answer is Answer.RIGHT:
        return approved_by, None
    tries = voucher.wrong + 1
    this.writer.append(VoucherCodeRefused(voucher.folio, tries))
    if tries >= rules.MOST_WRONG_CODES:
        return "", errors.VoucherLocked(folio=voucher.folio, tries=tries)
    return "", errors.WrongCode(folio=voucher.folio, tries=tries, most=rules.MOST_WRONG_CODES)


def forget(this: Turn, folio: str) -> None:
    """Keep nothing to check a code by: the voucher was paid, or its drop-off undone."""
    secrets.forget(this.writer.db, VOUCHER, folio)
