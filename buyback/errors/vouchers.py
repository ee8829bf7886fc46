"""Vouchers: their codes, their days."""

from buyback.errors.tree import RuleRefusal, UsageRefusal
from buyback.i18n import N_


class BadCodeDigits(UsageRefusal):
    template = N_("That is not a voucher's code; it is {digits} digits, which the giver chooses and keeps.")


class BadVoucherDays(UsageRefusal):
    template = N_(
        "“{text}” is not for how many days a voucher is good; write a whole number from 1 to {most}."
    )


class CodeFileOpen(RuleRefusal):
    template = N_(
        "Others on this computer can read {file}, so the code in it is no secret; "
        "make it yours alone (chmod 600 {file})."
    )


class CodesDiffer(UsageRefusal):
    template = N_("The two codes are not the same; let the giver say it again.")


class CodeMissing(RuleRefusal):
    template = N_(
        "The voucher {folio} is paid against the code that its giver chose; ask for it. "
        "Where it is forgotten, a supervisor may approve the payment."
    )


class WrongCode(RuleRefusal):
    template = N_(
        "That is not the code of the voucher {folio} ({tries} of {most} tries); ask the person who brings it again."
    )


class VoucherLocked(RuleRefusal):
    template = N_(
        "The code of the voucher {folio} was wrong {tries} times; it is paid only with a supervisor's approval."
    )


class VoidOfPaidVoucher(RuleRefusal):
    template = N_(
        "{folio} was paid against its voucher on {when}; whoever brought it has the cash, so it cannot be voided any more."
    )
