"""Vouchers as text and JSON: each that is open, and what was given out and paid."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from buyback import l10n, rules
from buyback.cli.output import Table
from buyback.i18n import _
from buyback.money import total
from buyback.report import VOUCHER_NAMES, VoucherReport
from buyback.rules import Voucher
from buyback.store.views.vouchers import VoucherSum


def voucher_json(one: Voucher, today: date) -> dict[str, Any]:
    """One voucher as it stands today."""
    return {
        "folio": one.folio,
        "site": one.site,
        "business_date": one.business_on.isoformat(),
        "by": one.issued_by,
        "mxn": str(one.amount),
        "expires_on": one.expires_on.isoformat(),
        "days_left": one.days_left(today),
        "expired": one.days_left(today) < 0,
        "coded": one.coded,
        "wrong_codes": one.wrong,
        "locked": one.is_locked,
    }


def vouchers_json(found: Sequence[Voucher], today: date) -> dict[str, Any]:
    """A list of open vouchers with what they come to."""
    return {
        "date": today.isoformat(),
        "number": len(found),
        "total_mxn": str(total(one.amount for one in found)),
        "vouchers": [voucher_json(one, today) for one in found],
    }


def report_json(found: VoucherReport) -> dict[str, Any]:
    """The vouchers of a summary."""
    return {
        "given": _sum_json(found.given),
        "paid": _sum_json(found.paid),
        "open": _sum_json(found.still_open),
        "expired": _sum_json(found.expired),
        "vouchers": [voucher_json(one, found.today) for one in found.open],
    }


def _sum_json(found: VoucherSum) -> dict[str, Any]:
    return {"number": found.number, "mxn": str(found.mxn)}


# --- text -------------------------------------------------------------------------------------------------------------


def vouchers_table(found: Sequence[Voucher], today: date) -> Table:
    """Open vouchers, the one that expires first first, and what is owed on all of them."""
    rows = [
        (
            one.folio,
            l10n.amount(one.amount.amount_minor),
            until(one, today),
            code_standing(one),
            one.site,
        )
        for one in found
    ]
    heads = (_("Folio"), ">" + _("Pesos"), _("Good until"), "~" + _("Its code"), "~" + _("Site"))
    owed = l10n.amount(sum(one.amount.amount_minor for one in found))
    return Table(heads, rows, (_("Total"), owed, "", "", ""))


def until(one: Voucher, today: date) -> str:
    """The last day of a voucher, never a year away, and that it is over where it is."""
    day = l10n.day_short(one.expires_on)
    return day if one.days_left(today) >= 0 else _("{day}, expired").format(day=day)


def code_standing(one: Voucher) -> str:
    """Whether a voucher has a code, and how many wrong ones in a row were given for it."""
    if not one.coded:
        return _("no code")
    if one.is_locked:
        return _("locked, {n} wrong").format(n=one.wrong)
    if one.wrong:
        return _("{n} of {most} wrong").format(n=one.wrong, most=rules.MOST_WRONG_CODES)
    return _("with a code")


def report_text(found: VoucherReport) -> str:
    """The sums of a summary's days, and under them every voucher that is open."""
    table = Table(("~", ">" + _("Number"), ">" + _("Pesos")), [_row(found, name) for name in VOUCHER_NAMES])
    listed = (vouchers_table(found.open, found.today),) if found.open else ()
    return "\n".join(str(part) for part in (table, *listed))


def _row(found: VoucherReport, name: str) -> tuple[str, str, str]:
    part, one = "  " if name == "expired" else "", getattr(found, name)
    return part + _(VOUCHER_NAMES[name]), l10n.number(one.number), l10n.amount(one.mxn.amount_minor)
