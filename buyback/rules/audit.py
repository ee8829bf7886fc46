"""What an audit looks for: each kind of finding, what it means, how sure it is, and on which entries it rests. Pure.

A finding's key is its kind and what it is about, with colons between: `not-received:A1-000123-S/1`. It is the same
whenever somebody looks, so that an answer stays with what it answers.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from buyback.chain import Certainty
from buyback.i18n import N_

LookName: TypeAlias = Literal[
    "serial-twice",
    "many-equal",
    "void-after-payment",
    "voids-by-person",
    "off-table",
    "valued-as",
    "manual-rate",
    "under-step",
    "one-hand",
    "held-long",
    "not-received",
    "not-confirmed",
    "not-found",
    "cash-difference",
    "late-paper",
    "day-open",
    "out-of-hours",
    "loosened",
]

CERTAINTY_NAMES: dict[Certainty, str] = {"certain": N_("certain"), "look": N_("look at it")}

MOST_LINKS = 20
"""How many of its entries a finding names; how many there are it says too."""
MOST_LISTED = 1_000
"""How many of them a person can leaf through."""
LONGEST_KEY = 120


@dataclass(frozen=True, slots=True)
class Look:
    """A kind of finding. `meaning` is a sentence for a supervisor. `kinds` are the entries that it rests on; none: any.

    `certain`: what it says is so, and is wrong until somebody mends it. `look`: there may be a good reason.
    """

    title: str
    meaning: str
    certainty: Certainty
    kinds: tuple[str, ...]


LOOKS: dict[LookName, Look] = {
    "serial-twice": Look(
        N_("the same serial twice"),
        N_("Serials repeat, but the same weapon may also have been paid twice: compare the weapons."),
        "look",
        ("DroppedOff", "MarksCorrected"),
    ),
    "many-equal": Look(
        N_("many equal items in a short time"),
        N_(
            "Weapons that are alike may have been made for the money, and their serials too; look at them before they are cut."
        ),
        "look",
        ("DroppedOff",),
    ),
    "void-after-payment": Look(
        N_("voided after payment"),
        N_("The cash had left the box: ask how much came back, and who saw it."),
        "look",
        ("Voided",),
    ),
    "voids-by-person": Look(
        N_("many voids by one person"),
        N_("Everybody mistypes now and then; who often does may need help, or may hide payments."),
        "look",
        ("Voided",),
    ),
    "off-table": Look(
        N_("many items outside the table by one person"),
        N_(
            "What is valued as another row or donated is priced by judgement: compare it with what colleagues do."
        ),
        "look",
        ("DroppedOff",),
    ),
    "valued-as": Look(
        N_("valued as another class or by one person alone"),
        N_(
            "What the table does not price is paid as a row that somebody chose: look at the weapon, and ask why as that one."
        ),
        "look",
        ("DroppedOff",),
    ),
    "manual-rate": Look(
        N_("a rate set by hand that the European Central Bank's does not bear out"),
        N_(
            "Every dollar figure of that day rests on it: compare it with the bulletin that it was read from."
        ),
        "look",
        ("RateRecorded",),
    ),
    "under-step": Look(
        N_("amounts just under the approval step"),
        N_("Above the step a second person looks at a payment; many just under it may avoid that."),
        "look",
        ("PaidOut",),
    ),
    "one-hand": Look(
        N_("one person received, paid and destroyed"),
        N_("That takes three people, so that no weapon exists on paper only."),
        "certain",
        ("Destroyed",),
    ),
    "held-long": Look(
        N_("held for long"),
        N_("What waits can be lost: find it on the shelf, and destroy it, keep it or hand it over."),
        "certain",
        ("DroppedOff",),
    ),
    "not-received": Look(
        N_("handed over and not received"),
        N_("A weapon left and did not arrive: find out where it is."),
        "certain",
        ("HandOverChecked", "NotReceivedResolved"),
    ),
    "not-confirmed": Look(
        N_("handed over and not confirmed"),
        N_("Nobody has said yet that it arrived: ask for the list that its receiver signed."),
        "certain",
        ("HandedOver",),
    ),
    "not-found": Look(
        N_("not found on the shelf"),
        N_("A sample looked for it where the ledger says that it is: find it, and say so in the sample."),
        "certain",
        ("SampleChecked",),
    ),
    "cash-difference": Look(
        N_("a cash box did not fit"),
        N_(
            "What was counted is not what the entries come to: read the reason, and whether it happens again."
        ),
        "certain",
        ("CashCounted",),
    ),
    "late-paper": Look(
        N_("paper typed in late"),
        N_("What is typed in days later was not in the day's act: hold it against the forms."),
        "look",
        ("DroppedOff",),
    ),
    "day-open": Look(
        N_("a day left open"),
        N_("Nobody counted the cash and signed: close the day, the oldest first."),
        "certain",
        (),
    ),
    "out-of-hours": Look(
        N_("work outside the site's hours"),
        N_("A site takes in and pays while people can see it; ask who was there."),
        "look",
        ("DroppedOff", "PaidOut", "Voided"),
    ),
    "loosened": Look(
        N_("a threshold of the audit was loosened"),
        N_(
            "By a looser threshold the audit names less, of earlier days too; by wider hours it names less from then on. Ask why."
        ),
        "look",
        ("SettingChanged",),
    ),
}
"""Everything that an audit looks for, in the order in which it is listed."""


def finding_key(look: LookName, *about: str) -> str:
    """The key of the finding of this kind that is about this."""
    return ":".join((look, *about))


def look_of(key: str) -> LookName | None:
    """The kind of a finding by its key; None for what is the key of none."""
    name, colon, about = key.partition(":")
    return next((look for look in LOOKS if look == name), None) if colon and about else None
