"""What a hand-over does not allow: its list, the receiver's check, and what did not arrive."""

from buyback.errors.tree import RuleRefusal, UsageRefusal
from buyback.i18n import N_


class NotAHandOver(RuleRefusal):
    template = N_(
        "The act {act} of {when} is no hand-over ({kind}); only what was handed over is checked by its receiver."
    )


class AlreadyChecked(RuleRefusal):
    template = N_(
        "The hand-over {act} was checked on {when} by {by}; what did not arrive is resolved item by item."
    )


class BadListHash(UsageRefusal):
    template = N_(
        "“{text}” is not the hash of a list; it is twelve digits and letters from a to f, like 9f2c-11ab-03de."
    )


class ListDiffers(RuleRefusal):
    template = N_(
        "The paper with the hash {given} is not the list of the hand-over {act} ({n} items): list and goods must be the "
        "same; check against the list that was sent with them."
    )


class NotInHandOver(RuleRefusal):
    template = N_(
        "{item} is not in the list of the hand-over {act}; if it came all the same, find out with which act."
    )


class NotChecked(UsageRefusal):
    template = N_(
        "Nothing is said of {items} of the hand-over {act}; every item of the list is either found or not received."
    )


class BadOfItem(UsageRefusal):
    template = N_(
        "“{text}” cannot be read for {option}; write the item, = and what was read, like A1-000123-S/1=K4471."
    )


class MissingAndRead(UsageRefusal):
    template = N_("{item} cannot be not received and have its serial read again; say one of the two.")


class NothingToResolve(RuleRefusal):
    template = N_(
        "{item} is {status} (since {when}) and not among what was not received; there is nothing to resolve."
    )


class DisposedOf(RuleRefusal):
    template = N_(
        "{item} is {status} (since {when}), so it did arrive; all that can be recorded is that it arrived."
    )


class NotReceivedYet(RuleRefusal):
    template = N_("{item} was not received (since {when}); find out what became of it and record that first.")


class HandOverClosed(RuleRefusal):
    template = N_(
        "The hand-over {act} was checked by its receiver on {when}, so its list is closed; "
        "give this one a number of its own."
    )
