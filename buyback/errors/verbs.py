"""What the rules of the programme do not allow: taking in, paying, returning, voiding, disposing."""

from buyback.errors.tree import NotFoundRefusal, RuleRefusal, UsageRefusal
from buyback.i18n import N_

# --- what is taken in ---------------------------------------------------------------------------------------------


class UnknownType(NotFoundRefusal):
    template = N_(
        "The payout table {table} has no type “{code}”; the nearest are {nearest}; "
        "it has no row for what it does not name either: a supervisor adopts a table that has one."
    )


class UnknownTypeIsOther(UnknownType):
    template = N_(
        "The payout table {table} has no type “{code}”; the nearest are {nearest}; what the table does not name "
        "is taken in as one of {unlisted}, and a supervisor values it as a row with an amount, or it is donated."
    )


class AmountNotPublished(RuleRefusal):
    template = N_(
        "The payout table {table} does not publish an amount for {name} ({condition}); it is unknown, not zero; "
        "a supervisor can value it as another row (for example {nearest}), or the giver can donate it."
    )


class EmptyDropOff(UsageRefusal):
    template = N_("There is no item in this drop-off; add at least one.")


class TooManyLines(UsageRefusal):
    template = N_(
        "A drop-off holds at most {most} lines and this one has {lines}; take the rest in as a second drop-off."
    )


class BadItem(UsageRefusal):
    template = N_(
        "“{text}” is not an item: {part} cannot be read; "
        "write CODE, then if needed :QUANTITY, :unserviceable, :serial=S, :make=M, :donated or :as=CODE."
    )


class BadQuantity(UsageRefusal):
    template = N_("“{text}” is not a quantity; write a whole number from 1 to {most}.")


class SerialNeedsOnePiece(RuleRefusal):
    template = N_(
        "A serial belongs to one weapon, and this line has {quantity} pieces of {name}; make a line of each."
    )


class ValuedAsOtherKind(RuleRefusal):
    template = N_(
        "{name} is counted in bulk and {other} is paid by the weapon; choose a row that is counted like it."
    )


class ValuedAsNeedsReason(RuleRefusal):
    template = N_("Valuing an item as another row needs a reason of at least {fewest} letters; say why.")


class AlreadyPriced(RuleRefusal):
    template = N_(
        "The table pays {amount} pesos for {name} ({condition}); only what it does not price is valued as another row."
    )


class ValuedAsUnpriced(RuleRefusal):
    template = N_(
        "{name} has no published amount ({condition}) either, so nothing can be valued as it; choose another row."
    )


class DonatedAndValued(UsageRefusal):
    template = N_("An item is either donated or valued as another row, not both; choose one.")


class AmountTooLarge(RuleRefusal):
    template = N_(
        "{amount} pesos in one drop-off is more than the {most} that the program can hold; check the quantity."
    )


class RateNotRecorded(RuleRefusal):
    template = N_(
        "The rate {rate} of {as_of} is not one that this ledger recorded; take the rate of the day again."
    )


class DraftReused(RuleRefusal):
    template = N_(
        "This form was already received as {folio} with other items, another payment or another site; start a new drop-off."
    )


# --- what is already so ---------------------------------------------------------------------------------------------


class AlreadyThere(RuleRefusal):
    messages = ("what",)
    template = N_("{what} “{code}” is already in this ledger.")


class AlreadyAdopted(RuleRefusal):
    template = N_(
        "The payout table {code} is already the one in use, row for row; there is nothing to adopt."
    )


class OtherCurrency(RuleRefusal):
    template = N_(
        "The payout table {code} is in {currency}, and ledgers pay in {own} only; convert its amounts first."
    )


# --- paying, returning, voiding ---------------------------------------------------------------------------------------


class PaidTwice(RuleRefusal):
    template = N_("{folio} was already paid: {amount} pesos on {when} by {by}; it is not paid again.")


class NothingToPay(RuleRefusal):
    template = N_("{folio} has nothing to pay: {why}.")


class NotPaidOut(RuleRefusal):
    template = N_("{folio} was {status}; nothing is paid for it.")


class ReturnAfterPayment(RuleRefusal):
    template = N_(
        "{folio} was paid, so its items stay; a person may take an item back only until it is paid."
    )


class VoidAfterCustody(RuleRefusal):
    template = N_(
        "{item} is {status}, so {folio} can no longer be voided; a void is for an entry whose items are all still held."
    )


class AlreadyVoided(RuleRefusal):
    template = N_("{folio} was voided on {when}: {reason}.")


class RecoveredTooMuch(RuleRefusal):
    template = N_("{recovered} pesos cannot have come back: {folio} paid out {paid}.")


class RecoveredMissing(UsageRefusal):
    template = N_("{folio} paid out {paid} pesos; say how much of it came back, 0 if nothing did.")


# --- marks ----------------------------------------------------------------------------------------------------------


class RecordClosed(RuleRefusal):
    template = N_(
        "{item} was {status} on {when}, so its record is closed; only what the programme has is corrected."
    )


class NoMarks(RuleRefusal):
    template = N_(
        "{item} is {name}, which is counted in bulk and has no marks; "
        "whatever else was typed wrong is voided and received again."
    )


class NothingCorrected(RuleRefusal):
    template = N_("This is how {item} is recorded already; say what is to be corrected.")


class SerialAndStatus(UsageRefusal):
    template = N_("A serial was either read or it was not; give the serial, or why there is none.")


# --- custody --------------------------------------------------------------------------------------------------------


class NotHeld(RuleRefusal):
    template = N_("{item} is {status} (since {when}); {verb} needs an item that is held{also}.")


class NotSettled(RuleRefusal):
    template = N_(
        "{folio} is not paid yet, and its giver may still take {item} back; pay it or give a voucher before it leaves custody."
    )


class MustBeHandedOver(RuleRefusal):
    template = N_(
        "{item} is {name}; ammunition, grenades and explosives are handed over to Defensa, not destroyed at the site."
    )


class ItemTwice(UsageRefusal):
    template = N_("{item} stands twice in the list; name each item once.")


class TooFewWitnesses(RuleRefusal):
    template = N_("A destruction act needs at least {fewest} witnesses, not {given}.")


class NotAName(UsageRefusal):
    template = N_("“{name}” is not a name; write at least two letters of it.")


class MixedAlphabets(UsageRefusal):
    template = N_(
        "“{name}” mixes two alphabets: “{one}” and “{other}” are letters of different ones that may look alike; "
        "type it again in one alphabet."
    )


class SameWitness(RuleRefusal):
    template = N_("“{name}” is named twice; the witnesses are different people.")


class ClerkAsWitness(RuleRefusal):
    template = N_("“{name}” does the work and cannot be its witness; name someone else.")


class ActReused(RuleRefusal):
    template = N_("The act {number} was already used on {when}; give this one its own number.")


class PlaceNotNamed(UsageRefusal):
    template = N_("The items are of several sites ({sites}); say in which place the act is made.")


class NothingToDispose(UsageRefusal):
    template = N_("No item is chosen; choose at least one.")
