"""What was typed cannot be read, or names what is not there."""

from buyback.errors.tree import NotFoundRefusal, RuleRefusal, UsageRefusal
from buyback.i18n import N_

# --- what is typed --------------------------------------------------------------------------------------------------


class PersonalData(RuleRefusal):
    messages = ("field", "what")
    template = N_(
        "“{found}” in {field} looks like {what}; nothing about a person may be recorded; describe the weapon only."
    )


class ControlCharacters(UsageRefusal):
    messages = ("field",)
    template = N_("{field} holds a character that cannot be printed (at position {position}); type it again.")


class FormulaText(UsageRefusal):
    messages = ("field",)
    template = N_(
        "{field} begins with “{first}”, which a spreadsheet would run as a formula; start with a letter or a digit."
    )


class TextTooLong(UsageRefusal):
    messages = ("field",)
    template = N_("{field} is {length} characters long and may have {most}; shorten it.")


class TextMissing(UsageRefusal):
    messages = ("field",)
    template = N_("{field} is empty; it is needed.")

    def __str__(self) -> str:
        said = super().__str__()
        return said[:1].upper() + said[1:]


class NoWords(UsageRefusal):
    messages = ("field",)
    template = N_("No word stands in {field}, only digits and signs; say it in words.")


class BadCode(UsageRefusal):
    messages = ("field", "allowed")
    template = N_("“{text}” is not a code for {field}; use {allowed}.")


class BadTimezone(UsageRefusal):
    template = N_("“{text}” is not a time zone; write it like America/Mexico_City.")


class BadFolio(UsageRefusal):
    template = N_("“{text}” is not a folio; a folio is written like A1-000123-S, or 123-S for short.")


class FolioWithoutCheck(BadFolio):
    template = N_(
        "“{text}” lacks the check character, without which a slip would name another drop-off; "
        "write the whole folio, like A1-000123-S, or its number and check character, like 123-S."
    )


class MistypedFolio(UsageRefusal):
    template = N_("“{text}” is mistyped: its check character does not fit the number; read the folio again.")


class BadItemId(UsageRefusal):
    template = N_("“{text}” is not an item; an item is written like A1-000123-S/1, or 123-S/1 for short.")


class BadDate(UsageRefusal):
    template = N_("“{text}” is not a date; write it like 2025-02-18.")


class TooEarly(BadDate):
    template = N_("{when} is before the year {year}, and nothing of then is recorded here; check the year.")


class BadTime(UsageRefusal):
    template = N_("“{text}” is not a date and time; write it like 2025-02-18T10:42.")


class BadSpan(UsageRefusal):
    template = N_("The span from {first} to {last} is empty; the first day comes first.")


class BadAmount(UsageRefusal):
    template = N_("“{text}” is not an amount; write pesos with a point, like 8700 or 8700.50.")


class InTheFuture(RuleRefusal):
    template = N_("{when} is in the future (it is {now} now); check the date, or the clock of this computer.")


class BadChoice(UsageRefusal):
    template = N_("“{text}” is not one of {allowed}.")


class NothingTyped(UsageRefusal):
    template = N_("Nothing is typed yet. If the box is empty, type 0 anywhere.")


class NothingChosen(UsageRefusal):
    template = N_("Nothing is chosen yet: choose a row with up and down, or donated with left and right.")


class NotDecided(UsageRefusal):
    template = N_("It is not decided yet what this item pays: the right arrow chooses that it is donated.")


class CodeNotChosen(UsageRefusal):
    template = N_(
        "The giver has not chosen a code yet: four digits, typed twice. If they want none, choose “no code” above."
    )


# --- the command line -----------------------------------------------------------------------------------------------


class UnknownCommand(UsageRefusal):
    template = N_("There is no command “{text}”; did you mean {nearest}? See {help}.")


class NoSuchCommand(UsageRefusal):
    template = N_("There is no command “{text}”; see {help}.")


class CommandMissing(UsageRefusal):
    template = N_("{command} needs one of {known}; see {help}.")


class UnknownOption(UsageRefusal):
    template = N_("There is no option {option}; see {help}.")


class BelowZero(UsageRefusal):
    template = N_(
        "“{text}” is below zero; rates, amounts and numbers are written without a minus; see {help}."
    )


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
    messages = ("problem",)
    template = N_(
        "The answer could not be written ({problem}); what the command recorded stays recorded, "
        "and buyback log shows it."
    )


# --- what is not there ----------------------------------------------------------------------------------------------


class UnknownFolio(NotFoundRefusal):
    template = N_("No drop-off has the folio {folio} in this ledger; check the receipt.")


class NoSuchEntry(NotFoundRefusal):
    template = N_("The log has no entry {seq}; it ends with entry {last}.")


class UnknownItem(NotFoundRefusal):
    template = N_("The drop-off {folio} has no line {line}; it has {lines}.")


class UnknownSite(NotFoundRefusal):
    template = N_("No site has the code “{code}”; the sites are {known}; add it if it is a new one.")


class UnknownOperator(NotFoundRefusal):
    template = N_(
        "No operator has the alias “{alias}”; the operators are {known}; enrol whoever is new here."
    )


class UnknownTable(NotFoundRefusal):
    template = N_("There is no payout table “{code}”; there are {known}.")


class UnknownAct(NotFoundRefusal):
    template = N_("No act has the number “{number}” in this ledger; the nearest are {nearest}.")


class CheckpointElsewhere(NotFoundRefusal):
    template = N_(
        "This is a checkpoint of the ledger {given}, and this ledger is {own}; check the other one with it."
    )


class UnknownLedgerCode(NotFoundRefusal):
    template = N_("This database has no ledger “{code}”; it has {known}.")


class SiteNotNamed(UsageRefusal):
    template = N_("This ledger has several sites; say which: {known}.")


class OperatorNotNamed(UsageRefusal):
    template = N_("This ledger has several operators; say who you are: {known}.")


class LedgerNotNamed(UsageRefusal):
    template = N_("This database holds several ledgers; name one by adding #CODE to its address: {known}.")


class UnknownWord(UsageRefusal):
    template = N_("nothing here is called “{text}”")
