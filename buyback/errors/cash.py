"""The cash box: what does not go in, does not come out, does not fit."""

from buyback.errors.tree import RuleRefusal, UsageRefusal
from buyback.errors.verbs import OtherCurrency
from buyback.i18n import N_

# --- notes and coins, as they are typed ---------------------------------------------------------------------------------


class BadNotes(UsageRefusal):
    template = N_(
        "“{part}” cannot be read as notes or coins; write each as VALUExNUMBER with commas between, "
        "like 500x20,200x10,20cx5 (the values: {known}), or 0 for none at all."
    )


class NotesTwice(UsageRefusal):
    template = N_(
        "{code} stands twice among the notes and coins; write each value once, with all of its pieces."
    )


class BadPieces(UsageRefusal):
    template = N_(
        "“{number}” is not how many pieces of {code} there can be; write a whole number from 0 to {most}."
    )


class NotesDiffer(UsageRefusal):
    template = N_(
        "The notes and coins come to {notes} pesos and the amount is {amount}; count them again, or correct the amount."
    )


class CashOutOfRange(UsageRefusal):
    template = N_("{amount} pesos cannot be moved; an amount of cash is from {least} to {most} pesos.")


class NotInCoins(UsageRefusal):
    template = N_("{amount} pesos cannot be made of coins; the smallest coin is {smallest}.")


# --- the float ----------------------------------------------------------------------------------------------------------


class CashInOtherCurrency(OtherCurrency):
    template = N_("{amount} {currency} do not go into a cash box of {own}; change them first.")


class NoFloat(RuleRefusal):
    template = N_(
        "The cash box of {site} has no float yet; record what it starts with first, even if that is 0."
    )


class FloatTwice(RuleRefusal):
    days = ("when",)
    template = N_(
        "The cash box of {site} has its float since {when} ({amount} pesos) and should still hold {held}; "
        "top it up, or return what is in it first."
    )


class CountOpen(RuleRefusal):
    days = ("when",)
    template = N_(
        "The count of {when} at {site} differs by {difference} pesos and nobody has recorded that; "
        "record the difference, or count again, before the next float."
    )


# --- what the box holds -------------------------------------------------------------------------------------------------


class NotEnoughCash(RuleRefusal):
    template = N_(
        "The cash box of {site} holds {held} pesos, and {owed} are to be paid; "
        "give a voucher, pay later, or top the box up first."
    )


class NotEnoughCounted(NotEnoughCash):
    days = ("when",)
    template = N_(
        "By the count of {when} the cash box of {site} holds {held} pesos, and {owed} are to be paid; "
        "give a voucher, pay later, or top the box up first."
    )


class NotEnoughToSettle(NotEnoughCash):
    template = N_(
        "The cash box of {site} holds {held} pesos, and {owed} are to be paid; "
        "top the box up first, or let the box of another site pay."
    )


class NotEnoughCountedToSettle(NotEnoughCounted):
    template = N_(
        "By the count of {when} the cash box of {site} holds {held} pesos, and {owed} are to be paid; "
        "top the box up first, or let the box of another site pay."
    )


class ReturnTooMuch(RuleRefusal):
    template = N_("{amount} pesos cannot go back: the cash box of {site} holds {held}.")


class ReturnOverCount(ReturnTooMuch):
    days = ("when",)
    template = N_(
        "{amount} pesos cannot go back: by the count of {when} the cash box of {site} holds {held}."
    )


# --- counts and differences ---------------------------------------------------------------------------------------------


class NothingCounted(RuleRefusal):
    template = N_("Nothing was counted at {site} since its float; count the box first.")


class NothingDiffers(RuleRefusal):
    days = ("when",)
    template = N_("The count of {when} at {site} fits to the centavo; there is no difference to record.")


class DifferenceTwice(RuleRefusal):
    days = ("when",)
    template = N_(
        "The difference of the count of {when} at {site} is recorded already ({difference} pesos); "
        "if it is another one by now, count again."
    )
