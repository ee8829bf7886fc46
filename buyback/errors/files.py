"""Payout tables, rates, files and the ledger itself."""

from typing import ClassVar

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
    messages = ("problem",)
    template = N_("{file} cannot be read: {problem}.")


class BadRate(UsageRefusal):
    template = N_(
        "“{text}” is not a rate; write pesos per dollar from 1 to 99.9999 with at most four decimals, like 20.2852."
    )


class RateNeedsReason(UsageRefusal):
    template = N_("A rate that a person sets needs a reason; say where it was read.")


class NoRate(NotFoundRefusal):
    template = N_("No exchange rate could be had for {on} ({tried}); set one by hand.")


class RateServiceFailed(NotFoundRefusal):
    template = N_(
        "The rate service at {url} did not give a rate: {problem}; try again later, or set a rate by hand."
    )


class RateServiceOff(RuleRefusal):
    template = N_(
        "The rate service is switched off (the setting rate_url is empty); "
        "give rate_url an address, or set a rate by hand."
    )


# --- files and the ledger ---------------------------------------------------------------------------------------------


class FolderNotEmpty(RuleRefusal):
    template = N_(
        "The folder {folder} is not empty (“{name}” is in it), and an export never overwrites; name a new one."
    )


class FolderNotEmptyHidden(FolderNotEmpty):
    template = N_(
        "The folder {folder} looks empty, but hidden in it is “{name}”, and an export never overwrites; "
        "delete it if nobody needs it, or name a new folder."
    )


class BadFolderName(UsageRefusal):
    template = N_(
        "A folder's name cannot hold the character at position {position} of {folder}; name another folder."
    )


class CannotWrite(RuleRefusal):
    messages: ClassVar[tuple[str, ...]] = ("problem",)
    template = N_("{path} cannot be written: {problem}; nothing was left half-written.")


class FolderNotThere(CannotWrite):
    messages = ()
    template = N_(
        "{path} cannot be written: there is no folder {folder}; "
        "connect the medium that it is on, or make the folder first."
    )


class FindingsFound(VerificationRefusal):
    template = N_("The check of the ledger found problems ({count}); they are listed above.")


class BadCheckpoint(UsageRefusal):
    template = N_(
        "“{text}” is not a checkpoint; it is written LEDGER:NUMBER:DIGEST, as it was shown or printed, and the first four "
        "groups of letters are enough, like A1 1204 9f2c 01ab 77de 4410."
    )


class NoLedger(LedgerRefusal):
    template = N_("There is no ledger at {where}; check the path, or make one: the app leads you through it.")


class LedgerExists(LedgerRefusal):
    template = N_("There is already a ledger at {where}; it was left as it is.")


class NotALedger(LedgerRefusal):
    template = N_("{where} is not a ledger of this program; check the path.")


class LedgerDamaged(LedgerRefusal):
    messages = ("problem",)
    template = N_(
        "The ledger {where} is damaged ({problem}); stop, keep this file, and go on from the last backup."
    )


class TablesDisagree(LedgerRefusal):
    template = N_(
        "The tables of the ledger {where} do not agree with its log ({problem}), and the log is what counts: "
        "check it with “buyback verify”, then make the tables anew from it with “buyback rebuild”."
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
        "The disk is full where {where} is: nothing was recorded and nothing is half-written; "
        "free some space and try again."
    )


class NoRoomToRead(DiskFull):
    template = N_(
        "The disk is full where {where} is, and even reading needs a little room beside it; "
        "free some space and try again. The ledger itself is as it was."
    )


class NoRoom(LedgerRefusal):
    messages = ("problem",)
    template = N_(
        "{place} has no room for what the program puts there while it reads ({problem}); "
        "free some space there, or set TMPDIR to another folder. The ledger itself is as it was."
    )


class LedgerUnreachable(LedgerRefusal):
    messages = ("problem",)
    template = N_("The database {where} cannot be reached: {problem}.")


class LedgerRefusesEntry(LedgerRefusal):
    template = N_("The ledger {where} refused the entry: {problem}; check the whole ledger.")
