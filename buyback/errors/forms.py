"""Blank forms with reserved folios: reserving, typing in, returning."""

from buyback.errors.tree import NotFoundRefusal, RuleRefusal, UsageRefusal
from buyback.i18n import N_


class BadFormCount(UsageRefusal):
    template = N_("“{text}” is not how many forms to reserve; write a whole number from 1 to {most}.")


class NotAForm(NotFoundRefusal):
    template = N_("No blank form has the folio {folio}; read it again on the form.")


class FormTypedIn(RuleRefusal):
    template = N_("The form {folio} was already typed in, for {when} by {by}; it is not taken in twice.")


class FormNotUsed(RuleRefusal):
    template = N_(
        "By an entry of {by} the form {folio} came back unused on {when} ({reason}); if it was used after all, "
        "take the drop-off in without its folio and name the folio in a note of its first item."
    )


class FormOfOtherSite(RuleRefusal):
    template = N_(
        "The form {folio} is one of {site}, as it says on the paper, and this drop-off is of {other}; "
        "take it in at {site}."
    )


class FormWithoutTime(UsageRefusal):
    template = N_(
        "What is typed in from the form {folio} needs its time; write when it happened, as it says there."
    )


class BeforeTheForm(RuleRefusal):
    template = N_(
        "The form {folio} was reserved on {reserved}, so nothing was written on it at {when}; read the time on it again."
    )


class FormNamedTwice(UsageRefusal):
    template = N_("{folio} stands twice in the list; name each form once.")


class FormInUse(RuleRefusal):
    template = N_(
        "The form {folio} was typed in for {when} by {by}, so it did not come back unused; "
        "what was typed in by mistake is voided."
    )


class FormReturnedBefore(RuleRefusal):
    template = N_("The form {folio} is already among those that came back unused, on {when} by {by}.")


class NoForms(UsageRefusal):
    template = N_("No form is named; name at least one.")


class FormStillOut(NotFoundRefusal):
    template = N_("{folio} is a blank form of {site} that was not typed in yet; type it in first.")


class FormBlank(NotFoundRefusal):
    template = N_("{folio} is a form that came back unused on {when} ({reason}); there is no drop-off on it.")
