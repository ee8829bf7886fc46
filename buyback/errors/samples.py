"""What a shelf sample does not allow."""

from buyback.errors.tree import NotFoundRefusal, RuleRefusal, UsageRefusal
from buyback.i18n import N_


class NothingToSample(RuleRefusal):
    template = N_("Nothing is held here, so there is nothing to draw a sample from.")


class NotASample(NotFoundRefusal):
    template = N_("Entry {seq} drew no sample; those that there are: {known}.")


class NotInSample(RuleRefusal):
    template = N_("{item} is not in the sample of entry {seq}; check the tag against the printed list.")


class NothingSaidOfSample(UsageRefusal):
    template = N_(
        "Nothing is said of any item of the sample of entry {seq}; name what was found and what was not."
    )
