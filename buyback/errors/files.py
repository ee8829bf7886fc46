"""Payout tables, rates, files and the ledger itself."""

from buyback.errors.tree import LedgerRefusal, NotFoundRefusal, RuleRefusal, UsageRefusal, VerificationRefusal
from buyback.i18n import N_

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
