"""The close of a day: what a closed day does not take, and what has to be done before one is closed."""

from buyback.errors.tree import NotFoundRefusal, RuleRefusal, VerificationRefusal
from buyback.i18n import N_


class DayIsClosed(RuleRefusal):
    template = N_(
        "{site} is closed up to {closed_on} (on {when}, signed by {by}), so nothing more is booked to {day}; "
        "record it on the next business day."
    )


class ClosedAlready(RuleRefusal):
    template = N_(
        "{day} at {site} cannot be closed again: it is closed up to {closed_on} since {when}, signed by {by}."
    )


class EarlierDayOpen(RuleRefusal):
    template = N_(
        "{earlier} is still open at {site}; days are closed in their order, so close it before {day}."
    )


class CloseUncounted(RuleRefusal):
    template = N_("The cash box of {site} was not counted since its float; count it, and then close {day}.")


class CloseCountOld(RuleRefusal):
    template = N_(
        "Cash of {site} moved on {moved}, after the count of {counted}; count the box again, and then close {day}."
    )


class CloseCountOpen(RuleRefusal):
    template = N_(
        "The count of {when} at {site} differs by {difference} pesos and nobody has recorded that; "
        "record the difference, or count again, and then close {day}."
    )


class NothingClosed(NotFoundRefusal):
    template = N_("No day of {site} is closed yet, so there is no signed paper to compare.")


class PaperOfEarlierDay(RuleRefusal):
    template = N_(
        "That is the paper of {given}, and the day that {site} closed last is {last}; compare the paper of that day."
    )


class PaperOfOtherSite(RuleRefusal):
    template = N_("That is a paper of {given}, and this is {site}; compare the paper of this site.")


class PaperDiffers(VerificationRefusal):
    template = N_(
        "The paper of {day} at {site} and entry {seq} of the ledger do not agree; read the paper once more, letter by letter. "
        "If it says the same, the history was rewritten: record nothing more, and call a supervisor."
    )


class PaperOfNoEntry(VerificationRefusal):
    template = N_(
        "The paper of {day} at {site} names entry {seq}, which the ledger does not have; read the number once more. "
        "If it is that, the log was cut: record nothing more, and call a supervisor."
    )
