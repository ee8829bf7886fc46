"""How custody ends, and before whom."""

from collections.abc import Sequence

from buyback import errors, names
from buyback.i18n import N_, _
from buyback.rules.hand_overs import check_arrived
from buyback.rules.state import DropOffState, ItemState
from buyback.rules.words import STATUS_NAMES, Disposal, ItemStatus

FEWEST_WITNESSES = (
    2  # besides whoever does the work: DOF guidelines of the programme, as the press quotes them
)

FEWEST: dict[Disposal, int] = {"destroyed": FEWEST_WITNESSES, "kept": 0, "handed_over": 0}
"""How many witnesses an act takes at least, by how it ends custody."""

DISC_CUTTER = N_("disc cutter")
"""How weapons are destroyed where nobody says otherwise."""

WITNESS = N_("witness")
"""What refusals call the name of a witness."""

_VERBS = {"destroyed": N_("a destruction"), "kept": N_("keeping"), "handed_over": N_("a hand-over")}


def check_disposal(kind: Disposal, item: ItemState, drop_off: DropOffState) -> None:
    """One item may be destroyed, kept or handed over.

    Ammunition, grenades and explosives are destroyed by Defensa only, after a hand-over. What is owed and not
    yet paid or promised by a voucher may still be taken back, so it stays. What was handed over and not received is
    looked for first.
    """
    allowed = ("held",) if kind == "handed_over" else ("held", "handed_over")
    if item.status not in allowed:
        raise not_held(item, _(_VERBS[kind]), also_handed_over=kind != "handed_over")
    check_arrived(item)
    if drop_off.status == "owed":
        raise errors.NotSettled(folio=drop_off.folio, item=item.id)
    if must_leave(kind, item.custody, item.status):
        raise errors.MustBeHandedOver(item=item.id, name=item.name)


def must_leave(kind: Disposal, custody: str, status: ItemStatus) -> bool:
    """Whether it may not be destroyed where it is held: its class leaves the site first. `custody` is the class's rule."""
    return kind == "destroyed" and custody == "hand_over" and status == "held"


def check_witnesses(witnesses: Sequence[str], operator: str, fewest: int) -> None:
    """Witnesses are different people with names, enough of them, and none is the one who does the work.

    A name is the same in capitals, without its accents, in wide letters, and with other blanks or points.
    """
    seen: set[str] = set()
    for number, name in enumerate(witnesses, start=1):
        names.check_name(name, WITNESS, number)
        letters = names.name_key(name)
        if letters in seen:
            raise errors.SameWitness(name=name, number=number)
        if letters == names.name_key(operator):
            raise errors.ClerkAsWitness(name=name, number=number)
        seen.add(letters)
    if len(seen) < fewest:
        raise errors.TooFewWitnesses(fewest=fewest, given=len(seen))


def not_held(item: ItemState, verb: str, *, also_handed_over: bool = False) -> errors.NotHeld:
    """The refusal for an item that is somewhere else already."""
    return errors.NotHeld(
        item=item.id,
        status=_(STATUS_NAMES[item.status]),
        when=item.since.isoformat(),
        verb=verb,
        also=_(" or handed over") if also_handed_over else "",
    )
