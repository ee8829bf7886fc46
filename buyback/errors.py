"""Every refusal that a person can read.

    Refusal                     one sentence: what was wrong, what is allowed, what to do next
    |-- RuleRefusal         1   the programme's rules do not allow it
    |-- UsageRefusal        2   what was typed, or a file that was given, cannot be read
    |-- NotFoundRefusal     3   well formed, but not there
    |-- VerificationRefusal 4   the check of the ledger found something
    `-- LedgerRefusal       5   the ledger cannot be used

A refusal is raised with its values and put into words only when it is shown, so that pure code has no language.
Anything that is not a Refusal is a bug and crashes loudly.
"""

from enum import IntEnum
from typing import ClassVar

from buyback.i18n import N_, _


class Exit(IntEnum):
    """The exit codes of the command line."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    NOT_FOUND = 3
    FOUND_SOMETHING = 4
    LEDGER_UNUSABLE = 5
    INTERRUPTED = 130


class Refusal(Exception):
    """A refusal: `str()` gives the sentence in the current language, `exit_code` what a command ends with."""

    exit_code: ClassVar[Exit] = Exit.REFUSED
    template: ClassVar[str] = ""

    def __init__(self, **values: str | int) -> None:
        super().__init__(self.template, values)
        self.values = values

    def __str__(self) -> str:
        return _(self.template).format(**self.values)


class RuleRefusal(Refusal):
    exit_code = Exit.REFUSED


class UsageRefusal(Refusal):
    exit_code = Exit.USAGE


class NotFoundRefusal(Refusal):
    exit_code = Exit.NOT_FOUND


class VerificationRefusal(Refusal):
    exit_code = Exit.FOUND_SOMETHING


class LedgerRefusal(Refusal):
    exit_code = Exit.LEDGER_UNUSABLE


# --- what is taken in ---------------------------------------------------------------------------------------------


class UnknownType(NotFoundRefusal):
    template = N_(
        "The payout table {table} has no type “{code}”; the nearest are {nearest}; "
        "type another part of its name, or take it as another type with as=CODE and a reason."
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


class NotPaidPerPiece(UsageRefusal):
    template = N_("The payout table {table} pays {name} per {unit}; give the quantity in that unit.")


class ValuedAsNeedsReason(RuleRefusal):
    template = N_("Valuing an item as another row needs a reason of at least {fewest} letters; say why.")


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


class DraftReused(RuleRefusal):
    template = N_(
        "This form was already received as {folio} with other items, another payment or another site; start a new drop-off."
    )


# --- what is typed --------------------------------------------------------------------------------------------------


class PersonalData(RuleRefusal):
    template = N_(
        "“{found}” in {field} looks like {what}; nothing about a person may be recorded; describe the weapon only."
    )


class ControlCharacters(UsageRefusal):
    template = N_("{field} holds a character that cannot be printed (at position {position}); type it again.")


class FormulaText(UsageRefusal):
    template = N_(
        "{field} begins with “{first}”, which a spreadsheet would run as a formula; start with a letter or a digit."
    )


class TextTooLong(UsageRefusal):
    template = N_("{field} is {length} characters long and may have {most}; shorten it.")


class TextMissing(UsageRefusal):
    template = N_("{field} is empty; it is needed.")


class BadCode(UsageRefusal):
    template = N_("“{text}” is not a code for {field}; use {allowed}.")


class BadTimezone(UsageRefusal):
    template = N_("“{text}” is not a time zone; write it like America/Mexico_City.")


class BadFolio(UsageRefusal):
    template = N_("“{text}” is not a folio; a folio is written like A1-000123-K.")


class MistypedFolio(UsageRefusal):
    template = N_("“{text}” is mistyped: its check character does not fit the number; read the folio again.")


class BadItemId(UsageRefusal):
    template = N_("“{text}” is not an item; an item is written like A1-000123-K/1.")


class BadDate(UsageRefusal):
    template = N_("“{text}” is not a date; write it like 2025-02-18.")


class BadTime(UsageRefusal):
    template = N_("“{text}” is not a date and time; write it like 2025-02-18T10:42.")


class BadSpan(UsageRefusal):
    template = N_("The span from {first} to {last} is empty; the first day comes first.")


class BadAmount(UsageRefusal):
    template = N_("“{text}” is not an amount; write pesos with a point and no commas, like 8700 or 8700.50.")


class InTheFuture(RuleRefusal):
    template = N_("{when} is in the future (it is {now} now); check the date, or the clock of this computer.")


class BadChoice(UsageRefusal):
    template = N_("“{text}” is not one of {allowed}.")


# --- the command line -----------------------------------------------------------------------------------------------


class UnknownCommand(UsageRefusal):
    template = N_("There is no command “{text}”; did you mean {nearest}? See {help}.")


class NoSuchCommand(UsageRefusal):
    template = N_("There is no command “{text}”; see {help}.")


class CommandMissing(UsageRefusal):
    template = N_("{command} needs one of {known}; see {help}.")


class UnknownOption(UsageRefusal):
    template = N_("There is no option {option}; see {help}.")


class OptionValueMissing(UsageRefusal):
    template = N_("The option {option} needs a value; see {help}.")


class OptionTakesNoValue(UsageRefusal):
    template = N_("The option {option} takes no value; see {help}.")


class ArgumentMissing(UsageRefusal):
    template = N_("{what} is missing; see {help}.")


class TooManyArguments(UsageRefusal):
    template = N_(
        "“{text}” is one word too many; put text with blanks between quotation marks, and see {help}."
    )


class BadUsage(UsageRefusal):
    template = N_("The command cannot be read: {problem}")


class BadNumber(UsageRefusal):
    template = N_("“{text}” is not a number for {field}; write a whole number from {least} to {most}.")


class NeedsTerminal(UsageRefusal):
    template = N_("The app needs a terminal; for scripts there are the commands that buyback --help lists.")


class OutputFailed(RuleRefusal):
    template = N_(
        "The answer could not be written ({problem}); what the command recorded stays recorded, "
        "and buyback log shows it."
    )


# --- what is not there ----------------------------------------------------------------------------------------------


class UnknownFolio(NotFoundRefusal):
    template = N_("No drop-off has the folio {folio} in this ledger; check the receipt.")


class UnknownItem(NotFoundRefusal):
    template = N_("The drop-off {folio} has no line {line}; it has {lines}.")


class UnknownSite(NotFoundRefusal):
    template = N_("No site has the code “{code}”; the sites are {known}; add one with buyback sites add.")


class UnknownOperator(NotFoundRefusal):
    template = N_(
        "No operator has the alias “{alias}”; the operators are {known}; enrol one with buyback operators add."
    )


class UnknownTable(NotFoundRefusal):
    template = N_("There is no payout table “{code}”; there are {known}.")


class UnknownLedgerCode(NotFoundRefusal):
    template = N_("This database has no ledger “{code}”; it has {known}.")


class SiteNotNamed(UsageRefusal):
    template = N_("This ledger has several sites; say which with --site: {known}.")


class OperatorNotNamed(UsageRefusal):
    template = N_("This ledger has several operators; say who you are with --operator: {known}.")


class LedgerNotNamed(UsageRefusal):
    template = N_("This database holds several ledgers; name one by adding #CODE to its address: {known}.")


# --- what is already so ---------------------------------------------------------------------------------------------


class AlreadyThere(RuleRefusal):
    template = N_("{what} “{code}” is already in this ledger.")


class AlreadyAdopted(RuleRefusal):
    template = N_(
        "The payout table {code} is already the one in use, row for row; there is nothing to adopt."
    )


class OtherCurrency(RuleRefusal):
    template = N_("The payout table {code} is in {currency}, and ledgers pay in {own} only; convert its amounts first.")


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
    template = N_("{folio} paid out {paid} pesos; say how much of it came back with --recovered (0 if none).")


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
    template = N_("A destruction act needs at least {fewest} witnesses, and there are {given}.")


class SameWitness(RuleRefusal):
    template = N_("“{name}” is named twice; the witnesses are different people.")


class ClerkAsWitness(RuleRefusal):
    template = N_("“{name}” does the work and cannot be its witness; name someone else.")


class ActReused(RuleRefusal):
    template = N_("The act {number} was already used on {when}; give this one its own number.")


class NothingToDispose(UsageRefusal):
    template = N_("No item is chosen; choose at least one.")


# --- payout tables and rates ------------------------------------------------------------------------------------------


class BadTableFile(UsageRefusal):
    template = N_("{file}, line {line}, column {column}: {problem}.")


class TableExists(RuleRefusal):
    template = N_(
        "There is already another payout table “{code}” and it was left as it is; "
        "rename the file, so that this one has its own code."
    )


class UnreadableFile(UsageRefusal):
    template = N_("{file} cannot be read: {problem}.")


class BadRate(UsageRefusal):
    template = N_(
        "“{text}” is not a rate; write pesos per dollar from 1 to 99.9999 with at most four decimals, like 20.2852."
    )


class RateNeedsReason(UsageRefusal):
    template = N_("A rate that a person sets needs a reason; say where it was read.")


class NoRate(NotFoundRefusal):
    template = N_("No exchange rate could be had for {on} ({tried}); set one with buyback rates set.")


class RateServiceFailed(NotFoundRefusal):
    template = N_(
        "The rate service at {url} did not give a rate: {problem}; "
        "try again later, or set a rate with buyback rates set."
    )


class RateServiceOff(RuleRefusal):
    template = N_(
        "The rate service is switched off (the setting rate_url is empty); "
        "give rate_url an address, or set a rate with buyback rates set."
    )


# --- files and the ledger ---------------------------------------------------------------------------------------------


class FolderNotEmpty(RuleRefusal):
    template = N_("The folder {folder} is not empty, and an export never overwrites; name a new one.")


class CannotWrite(RuleRefusal):
    template = N_("{path} cannot be written: {problem}; nothing was left half-written.")


class FindingsFound(VerificationRefusal):
    template = N_("The check of the ledger found problems ({count}); they are listed above.")


class BadCheckpoint(UsageRefusal):
    template = N_(
        "“{text}” is not a checkpoint; it is written LEDGER:NUMBER:DIGEST, as buyback checkpoint prints it."
    )


class NoLedger(LedgerRefusal):
    template = N_(
        "There is no ledger at {where}; make one with buyback init, or open the app and let it guide you."
    )


class LedgerExists(LedgerRefusal):
    template = N_("There is already a ledger at {where}; it was left as it is.")


class NotALedger(LedgerRefusal):
    template = N_("{where} is not a ledger of this program; check the path.")


class LedgerDamaged(LedgerRefusal):
    template = N_(
        "The ledger {where} is damaged ({problem}); stop, keep this file, and go on from the last backup."
    )


class LedgerNewer(LedgerRefusal):
    template = N_(
        "The ledger {where} was written by a newer version of this program; install that version to open it."
    )


class LedgerReadOnly(LedgerRefusal):
    template = N_(
        "The ledger {where} cannot be written to; check the permissions of the file and its folder."
    )


class LedgerLocked(LedgerRefusal):
    template = N_(
        "Another program is writing to the ledger {where} and did not finish in {seconds} seconds; try again."
    )


class DiskFull(LedgerRefusal):
    template = N_(
        "The disk is full, so the entry was not recorded and nothing is half-written; free some space and try again."
    )


class LedgerUnreachable(LedgerRefusal):
    template = N_("The database {where} cannot be reached: {problem}.")


class LedgerRefusesEntry(LedgerRefusal):
    template = N_("The ledger {where} refused the entry: {problem}; run buyback verify.")
