"""What is printed, and where it goes."""

from buyback.errors.tree import NotFoundRefusal, RuleRefusal, UsageRefusal
from buyback.i18n import N_


class ActIsHandOver(NotFoundRefusal):
    template = N_("{number} is a hand-over; what is printed of it is its list.")


class ActIsNoHandOver(NotFoundRefusal):
    template = N_("{number} is no hand-over; what is printed of it is the act.")


class FileThere(RuleRefusal):
    template = N_("{path} is already there and was left as it is; name another file.")


class PdfNeedsFile(UsageRefusal):
    template = N_("A PDF is nothing for a terminal; name a file, or send it through a pipe.")


class PrintCommandBad(UsageRefusal):
    template = N_(
        "The setting print_command cannot be run: {problem} (“{command}”); write it like lp -d tickets {{file}}."
    )


class PrintFailed(RuleRefusal):
    template = N_("The printer did not take it: {problem}. Nothing is lost: it is in {path}.")
