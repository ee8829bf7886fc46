"""Who may do what, and who somebody is."""

from buyback.errors.tree import RuleRefusal, UsageRefusal
from buyback.i18n import N_, ngettext

# --- roles --------------------------------------------------------------------------------------------------------------


class NotAllowed(RuleRefusal):
    template = N_(
        "{alias} may not {what}: that needs the role {needed}, and {alias} has {own}; "
        "let someone with that role do it, or a supervisor change the roles."
    )


class RolesMissing(UsageRefusal):
    template = N_("No role is named; name one or more of {known}.")


class RevokedOperator(RuleRefusal):
    template = N_("{alias} was revoked and no longer works in this ledger; use another operator's alias.")


class LastSupervisor(RuleRefusal):
    template = N_(
        "{alias} is the last supervisor who can work here; "
        "give another operator the role supervise (and a PIN, where this ledger has PINs) first."
    )


class SameRoles(RuleRefusal):
    template = N_("{alias} has exactly these roles already: {roles}.")


# --- PINs ---------------------------------------------------------------------------------------------------------------


class BadPin(UsageRefusal):
    template = N_("That is not a PIN; a PIN is {fewest} to {most} digits and nothing else.")


class WeakPin(RuleRefusal):
    template = N_(
        "That PIN is guessed at once (all digits alike, or a run like 1234 or 4321); choose another."
    )


class PinsDiffer(UsageRefusal):
    template = N_("The two PINs are not the same, so none was set; type it twice again.")


class FirstPinIsSupervisors(RuleRefusal):
    template = N_(
        "This ledger has no PINs yet; the first one is a supervisor's own: "
        "a supervisor ({known}) sets it, and then the others'."
    )


class PinNotSet(RuleRefusal):
    template = N_("{alias} has no PIN yet, and this ledger works with PINs; a supervisor sets one.")


class PinLost(RuleRefusal):
    template = N_(
        "The PIN of {alias} cannot be checked: what is kept of it is missing or damaged; "
        "a supervisor sets a new one."
    )


class PinNotHashed(RuleRefusal):
    template = N_(
        "The PIN could not be kept ({problem}); nothing was changed; close other programs and try again."
    )


class WrongPin(RuleRefusal):
    template = "The PIN is not that of {alias} ({tries} wrong in a row); try again."

    def __str__(self) -> str:
        words = ngettext(
            "The PIN is not that of {alias} ({tries} wrong in a row); try again.",
            "The PIN is not that of {alias} ({tries} wrong in a row); try again.",
            int(self.values["tries"]),
        )
        return words.format(**self.values)


class WrongPinWait(RuleRefusal):
    template = N_(
        "The PIN is not that of {alias} ({tries} wrong in a row); wait {seconds} s before the next try."
    )


class TooSoon(RuleRefusal):
    template = N_(
        "After {tries} wrong PINs in a row {alias} has to wait: try again in {seconds} s. "
        "This PIN was not looked at."
    )


class NotSignedIn(RuleRefusal):
    template = N_("{alias} is not signed in; this ledger works with PINs, so give the PIN first.")


class PinMissing(UsageRefusal):
    template = N_(
        "This ledger works with PINs and the PIN of {alias} was not given; "
        "run the command in a terminal, which asks for it, or name a file that holds it with {option}."
    )


class NewPinMissing(UsageRefusal):
    template = N_(
        "The new PIN of {alias} was not given; "
        "run the command in a terminal, which asks for it twice, or name a file that holds it with {option}."
    )


class SecretNoFile(UsageRefusal):
    template = N_(
        "A PIN or a code is never written on the command line, where others can see it; "
        "name a file that holds it, or leave the option out and be asked."
    )


class SecretFileEmpty(UsageRefusal):
    template = N_("{file} is empty, so nothing was tried; write the digits into it, and nothing else.")


class PinFileOpen(RuleRefusal):
    template = N_(
        "Others on this computer can read {file}, so the PIN in it is no secret; "
        "make it yours alone (chmod 600 {file})."
    )


# --- approvals ----------------------------------------------------------------------------------------------------------


class ApprovalNeeded(RuleRefusal):
    template = N_("This needs a supervisor's approval ({what}); {alias} can get it from: {known}.")


class NoSecondSupervisor(ApprovalNeeded):
    template = N_(
        "This needs the approval of a second supervisor ({what}), and {alias} is the only one here; "
        "enrol another supervisor first, or give that role to somebody who works here."
    )


class ApproverNoSupervisor(RuleRefusal):
    template = N_("{alias} is no supervisor and cannot approve ({what}); the supervisors are {known}.")


class ApprovedByOneself(RuleRefusal):
    template = N_("{alias} cannot approve what {alias} does ({what}); another supervisor has to: {known}.")


class ApprovalNotGiven(RuleRefusal):
    template = N_("{alias} did not approve this with a PIN, or that approval was used already; ask again.")


class ApprovalForOther(RuleRefusal):
    template = N_("{alias} approved something else, and not this ({what}); ask {alias} again.")


class BadStep(UsageRefusal):
    template = N_("“{text}” is not an amount for this; it goes from 0 to {most} pesos.")
