"""Publishing what was destroyed."""

from buyback.errors.tree import RuleRefusal, VerificationRefusal
from buyback.i18n import N_


class CheckpointOfDropOff(RuleRefusal):
    template = N_(
        "Nothing is published: entry {seq}, which {file} is of, recorded a drop-off, and its digest begins with the check "
        "code of a receipt; take the checkpoint of a close of day, or none, and one is signed now."
    )


class CheckpointNotInLog(VerificationRefusal):
    template = N_(
        "Nothing is published: {file} says of entry {seq} what this ledger does not; check which of the two was changed."
    )


class CheckpointNotSigned(VerificationRefusal):
    template = N_(
        "Nothing is published: {file} does not carry a signature that fits by {key}, which was the ledger's key at "
        "entry {seq}; take the checkpoint as it was signed."
    )


class PackContradicted(VerificationRefusal):
    template = N_(
        "The pack is written, and signed notes do not fit the ledger ({count}): they are named above and stand first in "
        "findings.csv. Hand it to whoever audits the ledger, and leave the ledger and the notes as they are."
    )


class LedgerUnsound(VerificationRefusal):
    template = N_(
        "Nothing is published, as the check of the ledger found something: {finding} Leave the file as it is and call "
        "whoever audits it."
    )
