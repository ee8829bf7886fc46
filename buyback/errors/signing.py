"""Signed checkpoints: keys, their files, and notes that others keep."""

from buyback.errors.tree import NotFoundRefusal, RuleRefusal, UsageRefusal, VerificationRefusal
from buyback.i18n import N_


class BadKeyName(UsageRefusal):
    template = N_(
        "“{text}” cannot be the name of a key; write an address without its https://, like parish.example/guadalupe: "
        "up to {most} letters and signs, no blank and no plus."
    )


class KeyNameOfLedger(UsageRefusal):
    template = N_(
        "“{text}” is how the keys of ledgers are named; give a key for a co-signature another name."
    )


class BadVerifierKey(UsageRefusal):
    template = N_(
        "“{text}” is not the public half of a key; copy it whole, NAME+8 LETTERS+KEY, as it was shown or printed."
    )


class BadKeyFile(UsageRefusal):
    template = N_("{file} holds no signing key, or one that was changed; name the file of the key.")


class KeyFileThere(RuleRefusal):
    template = N_(
        "There is already a file {file}, and a key never takes the place of another; name a new one."
    )


class KeyFileOpen(RuleRefusal):
    template = N_(
        "Others on this computer can read {file}, so the key in it is no secret and signs nothing; make it yours alone "
        "(chmod 600 {file}), and if somebody else may have read it, replace the key."
    )


class KeyMissing(NotFoundRefusal):
    template = N_(
        "Nothing is signed: the ledger's key {key} is not on this computer (it would be {file}); sign where it is, or "
        "replace it if it is lost."
    )


class KeyForeign(RuleRefusal):
    template = N_("Nothing is signed: {file} holds another key than {key}, by which the ledger signs now.")


class KeyLacking(NotFoundRefusal):
    template = N_("Nothing is signed: the ledger {ledger} has no key yet, and a supervisor can give it one.")


class BadNote(UsageRefusal):
    messages = ("problem",)
    template = N_("{file} is not a signed checkpoint: {problem}; get it once more from whoever keeps it.")


class NoteUntrusted(VerificationRefusal):
    template = N_("{file} was not co-signed: no signature on it fits a key that you trust.")


class NoteAltered(VerificationRefusal):
    template = N_(
        "{file} was not co-signed: the signature of {key} does not fit its text, so it was changed after it was signed."
    )
