"""The close of a day: what a closed day does not take, and what has to be done before one is closed."""

from buyback.errors.tree import NotFoundRefusal, RuleRefusal, UsageRefusal, VerificationRefusal
from buyback.i18n import N_


class DayIsClosed(RuleRefusal):
    days = ("day", "closed_on", "when")
    template = N_(
        "{site} is closed up to {closed_on} (on {when}, signed by {by}), so nothing more is booked to {day}; "
        "record it on the next business day."
    )


class ClosedAlready(RuleRefusal):
    days = ("day", "closed_on", "when")
    template = N_(
        "{day} at {site} cannot be closed again: it is closed up to {closed_on} since {when}, signed by {by}."
    )


class EarlierDayOpen(RuleRefusal):
    days = ("earlier", "day")
    template = N_(
        "{earlier} is still open at {site}; days are closed in their order, so close it before {day}."
    )


class CloseUncounted(RuleRefusal):
    days = ("day",)
    template = N_("The cash box of {site} was not counted since its float; count it, and then close {day}.")


class CloseCountOld(RuleRefusal):
    days = ("day", "moved", "counted")
    template = N_(
        "Cash of {site} moved on {moved}, after the count of {counted}; count the box again, and then close {day}."
    )


class CloseCountEarlier(RuleRefusal):
    days = ("day", "counted")
    template = N_(
        "The cash box of {site} was last counted on {counted}, before the day that is to be closed; "
        "count it, and then close {day}."
    )


class CloseCountOpen(RuleRefusal):
    days = ("day", "when")
    template = N_(
        "The count of {when} at {site} differs by {difference} pesos and nobody has recorded that; "
        "record the difference, or count again, and then close {day}."
    )


class NothingClosed(NotFoundRefusal):
    template = N_("No day of {site} is closed yet, so there is no signed paper to compare.")


class BadPaper(UsageRefusal):
    template = N_(
        "“{text}” is not what stands on a signed paper; type the ledger, the number and four groups of letters from under "
        "its checkpoint, like A1 1204 9f2c 01ab 77de 4410, or scan its square code."
    )


class PaperOfEarlierDay(RuleRefusal):
    days = ("given", "last")
    template = N_(
        "That is the paper of {given}, and the day that {site} closed last is {last}; compare the paper of that day."
    )


class PaperOfOtherSite(RuleRefusal):
    template = N_("That is a paper of {given}, and this is {site}; compare the paper of this site.")


class PaperDiffers(VerificationRefusal):
    days = ("day",)
    template = N_(
        "The paper of {day} at {site} and entry {seq} of the ledger do not agree; read the paper once more, letter by letter. "
        "If it says the same, the history was rewritten: record nothing more, and call a supervisor."
    )


class PaperOfNoEntry(VerificationRefusal):
    days = ("day",)
    template = N_(
        "The paper of {day} at {site} names entry {seq}, which the ledger does not have; read the number once more. "
        "If it is that, the log was cut: record nothing more, and call a supervisor."
    )
