"""What the desk refuses of a drop-off that is there: paying, returning, voiding, and the acts of custody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from refusing import Receive, refused
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, on_a_file

from buyback import desk, errors
from buyback.errors import Refusal
from buyback.facts import Destroyed
from buyback.money import Money
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.views import log

pytestmark = on_a_file

# --- paying, returning, voiding --------------------------------------------------------------------------------------


def test_a_drop_off_is_paid_once(ledger: Store, receive: Receive) -> None:
    """Paid in cash, later, or by a voucher: the second payment says when and by whom the first was made."""
    for settlement in ("cash", "later", "voucher"):
        folio = receive("revolver", settlement=settlement).folio
        if settlement != "cash":
            desk.pay(ledger, folio, by=COLLEAGUE, at=AT)
        with refused(ledger, errors.PaidTwice) as caught:
            desk.pay(ledger, f" {folio.lower()} ", by=BY, at=AT)
        assert "8,700.00 pesos" in str(caught[0])
        assert (BY if settlement == "cash" else COLLEAGUE) in str(caught[0])


def test_nothing_is_paid_where_nothing_is_owed(ledger: Store, receive: Receive) -> None:
    """Donated, received without payment, returned or voided drop-offs are not paid."""
    for items in (("cartridge:9:donated",), ("war-toy:3",)):
        free = receive(*items).folio
        with refused(ledger, errors.NothingToPay):
            desk.pay(ledger, free, by=BY, at=AT)
    unpaid = receive("revolver", settlement="none").folio
    with refused(ledger, errors.NothingToPay):
        desk.pay(ledger, unpaid, by=BY, at=AT)
    back, wrong = receive("revolver", settlement="later").folio, receive("revolver", settlement="later").folio
    desk.give_back(ledger, back, by=BY, at=AT)
    desk.void(ledger, wrong, reason="error", recovered=None, by=BY, at=AT)
    for folio in (back, wrong):
        with refused(ledger, errors.NotPaidOut):
            desk.pay(ledger, folio, by=BY, at=AT)


def test_a_weapon_goes_back_only_until_it_is_paid(ledger: Store, receive: Receive) -> None:
    """Paid, voided, already returned or no longer held: nothing goes back."""
    paid = receive("revolver").folio
    with refused(ledger, errors.ReturnAfterPayment):
        desk.give_back(ledger, paid, by=BY, at=AT)
    voided = receive("revolver", settlement="later").folio
    desk.void(ledger, voided, reason="error", recovered=None, by=BY, at=AT)
    with refused(ledger, errors.AlreadyVoided):
        desk.give_back(ledger, voided, by=BY, at=AT)
    back = receive("revolver", settlement="later").folio
    desk.give_back(ledger, back, by=BY, at=AT)
    with refused(ledger, errors.NotHeld):
        desk.give_back(ledger, back, by=BY, at=AT)
    promised = receive("revolver", "ak-47", settlement="voucher")
    desk.destroy(ledger, promised.item_ids[:1], act(), by=BY, at=AT)
    with refused(ledger, errors.NotHeld):
        desk.give_back(ledger, promised.folio, by=BY, at=AT)


def test_a_void_is_for_what_is_still_here(ledger: Store, receive: Receive) -> None:
    """Voided already, or with any item that left custody in any way: a void is too late."""
    items = [receive("revolver", "ak-47", "cartridge:3:donated") for _ in range(3)]
    desk.destroy(ledger, items[0].item_ids[1:2], act("1"), by=BY, at=AT)
    desk.keep(ledger, items[1].item_ids[:1], act("2"), value="artistic", by=BY, at=AT)
    desk.hand_over(ledger, items[2].item_ids[2:], act("3"), by=BY, at=AT)
    back = receive("revolver", settlement="later")
    desk.give_back(ledger, back.folio, by=BY, at=AT)
    for taken in (*items, back):
        with refused(ledger, errors.VoidAfterCustody):
            desk.void(ledger, taken.folio, reason="error", recovered=taken.mxn, by=BY, at=AT)
    wrong = receive("revolver", settlement="later").folio
    desk.void(ledger, wrong, reason="mal tecleado", recovered=None, by=BY, at=AT)
    with refused(ledger, errors.AlreadyVoided) as caught:
        desk.void(ledger, wrong, reason="otra vez", recovered=None, by=BY, at=AT)
    assert "mal tecleado" in str(caught[0])


def test_a_void_says_how_much_came_back(ledger: Store, receive: Receive) -> None:
    """Of what was paid: not more, not less than nothing, and never left unsaid; of what was not paid, nothing."""
    folio = receive("revolver").folio
    with refused(ledger, errors.RecoveredMissing):
        desk.void(ledger, folio, reason="error", recovered=None, by=BY, at=AT)
    for wrong in (Money(870001), Money(-1)):
        with refused(ledger, errors.RecoveredTooMuch):
            desk.void(ledger, folio, reason="error", recovered=wrong, by=BY, at=AT)
    for nothing in ("", "   "):
        with refused(ledger, errors.TextMissing):
            desk.void(ledger, folio, reason=nothing, recovered=Money(0), by=BY, at=AT)
    owed = receive("revolver", settlement="later").folio
    with refused(ledger, errors.RecoveredTooMuch):
        desk.void(ledger, owed, reason="error", recovered=Money(1), by=BY, at=AT)
    assert desk.void(ledger, folio, reason="error", recovered=Money(870000), by=BY, at=AT).status == "voided"
    assert desk.void(ledger, owed, reason="error", recovered=Money(0), by=BY, at=AT).status == "voided"


# --- custody ---------------------------------------------------------------------------------------------------------


def _endings(ledger: Store, items: list[str]) -> list[Callable[[], object]]:
    return [
        lambda: desk.destroy(ledger, items, act("D"), by=BY, at=AT),
        lambda: desk.keep(ledger, items, act("K"), value="historic", by=BY, at=AT),
        lambda: desk.hand_over(ledger, items, act("H"), by=BY, at=AT),
    ]


def test_what_is_gone_does_not_go_again(ledger: Store, receive: Receive) -> None:
    """Destroyed, kept, returned and voided items are in no further act, alone or among others."""
    gone = [receive("revolver").item_ids[0] for _ in range(2)]
    desk.destroy(ledger, gone[:1], act("1"), by=BY, at=AT)
    desk.keep(ledger, gone[1:], act("2"), value="cultural", by=BY, at=AT)
    back, wrong = receive("revolver", settlement="later"), receive("revolver", settlement="later")
    desk.give_back(ledger, back.folio, by=BY, at=AT)
    desk.void(ledger, wrong.folio, reason="error", recovered=None, by=BY, at=AT)
    held = receive("revolver").item_ids[0]
    for item in (*gone, *back.item_ids, *wrong.item_ids):
        for verb in _endings(ledger, [held, item]):
            with refused(ledger, errors.NotHeld):
                verb()
    handed = receive("ak-47").item_ids
    desk.hand_over(ledger, handed, act("3"), by=BY, at=AT)
    with refused(ledger, errors.NotHeld):
        desk.hand_over(ledger, handed, act("4"), by=BY, at=AT)
    desk.destroy(ledger, handed, act("5"), by=BY, at=AT)


def test_what_is_owed_stays(ledger: Store, receive: Receive) -> None:
    """Until it is paid, or promised by a voucher, a giver may take it back: no act takes it away."""
    owed = receive("revolver", settlement="later")
    for verb in _endings(ledger, list(owed.item_ids)):
        with refused(ledger, errors.NotSettled):
            verb()
    desk.pay(ledger, owed.folio, by=BY, at=AT)
    desk.destroy(ledger, owed.item_ids, act("1"), by=BY, at=AT)
    desk.destroy(ledger, receive("revolver", settlement="voucher").item_ids, act("2"), by=BY, at=AT)


@pytest.mark.parametrize("item", ["grenade", "cartridge:9", "magazine", "dynamite", "detonating-cap:3"])
def test_explosives_are_not_destroyed_in_an_atrium(ledger: Store, receive: Receive, item: str) -> None:
    """Ammunition, grenades and explosives leave for Defensa first; what Defensa then destroyed can be recorded."""
    taken = receive(f"{item}:donated")
    with refused(ledger, errors.MustBeHandedOver):
        desk.destroy(ledger, taken.item_ids, act("1"), by=BY, at=AT)
    desk.hand_over(ledger, taken.item_ids, act("2"), by=BY, at=AT)
    desk.destroy(ledger, taken.item_ids, act("3", "Campo Militar 1"), by=BY, at=AT)


@pytest.mark.parametrize(
    ("witnesses", "kind"),
    [
        ((), errors.TooFewWitnesses),
        (("rosa",), errors.TooFewWitnesses),
        (("rosa", "rosa"), errors.SameWitness),
        (("rosa", "Rosa"), errors.SameWitness),
        (("Rosa Díaz", " rosa  diaz "), errors.SameWitness),
        (("Rosa Díaz", "ROSA DÍAZ", "tomas"), errors.SameWitness),
        (("Rosa Di\u0301az", "Rosa Díaz"), errors.SameWitness),
        (("rosa.diaz", "rosa diaz"), errors.SameWitness),
        (("Straße", "STRASSE"), errors.SameWitness),
        (("ｒｏｓａ", "rosa"), errors.SameWitness),
        (("rosa", BY), errors.ClerkAsWitness),
        ((" ANA ", "rosa"), errors.ClerkAsWitness),
        (("Aná", "rosa"), errors.ClerkAsWitness),
        (("rosa", ""), errors.TextMissing),
        (("rosa", "x" * 61), errors.TextTooLong),
        (("rosa", "=rosa"), errors.FormulaText),
        (("rosa", "ro\u200bsa"), errors.ControlCharacters),
        (("rosa", "tel 5512345678"), errors.PersonalData),
    ],
)
def test_witnesses_are_two_people_other_than_the_clerk(
    ledger: Store, receive: Receive, witnesses: tuple[str, ...], kind: type[Refusal]
) -> None:
    """The same name in other letters, blanks or accents is the same person, and so is the clerk's."""
    taken = receive("revolver")
    with refused(ledger, kind):
        desk.destroy(ledger, taken.item_ids, act("1", "", witnesses), by=BY, at=AT)
    desk.destroy(ledger, taken.item_ids, act("1", "", ("Rosa Díaz", "Tomás")), by=BY, at=AT)


def test_witnesses_of_other_acts_are_people_too(ledger: Store, receive: Receive) -> None:
    """To keep or to hand over needs no witness; those that are named are not the clerk and not twice the same."""
    taken = receive("revolver", "ak-47")
    for witnesses, kind in (((BY,), errors.ClerkAsWitness), (("eva", "EVA"), errors.SameWitness)):
        with refused(ledger, kind):
            desk.keep(ledger, taken.item_ids[:1], act("1", "", witnesses), value="historic", by=BY, at=AT)
        with refused(ledger, kind):
            desk.hand_over(ledger, taken.item_ids[:1], act("1", "", witnesses), by=BY, at=AT)
    desk.keep(ledger, taken.item_ids[:1], act("1", "Museo", ()), value="historic", by=BY, at=AT)
    desk.hand_over(ledger, taken.item_ids[1:], act("2", "", ()), by=BY, at=AT)


def test_an_act_number_is_of_one_act(ledger: Store, receive: Receive) -> None:
    """An act may go on during its day; on another day, of another kind, elsewhere or before others it is another act."""
    items = receive("revolver:6").item_ids
    desk.destroy(ledger, items[:1], act("A-1"), by=BY, at=AT)
    desk.destroy(ledger, items[1:2], act(" A-1 "), by=BY, at=AT)
    others: list[Callable[[], object]] = [
        lambda: desk.destroy(ledger, items[2:3], act("A-1"), by=BY, at=AT + timedelta(days=1)),
        lambda: desk.destroy(ledger, items[2:3], act("A-1", "elsewhere"), by=BY, at=AT),
        lambda: desk.destroy(ledger, items[2:3], act("A-1", "", ("eva", "tomas")), by=BY, at=AT),
        lambda: desk.keep(ledger, items[2:3], act("A-1"), value="historic", by=BY, at=AT),
        lambda: desk.hand_over(ledger, items[2:3], act("A-1"), by=BY, at=AT),
    ]
    others += [
        lambda: desk.destroy(ledger, items[2:3], act("a-1 ", "elsewhere"), by=BY, at=AT),
        lambda: desk.keep(ledger, items[2:3], act("Ａ‑１"), value="historic", by=BY, at=AT),
    ]
    for verb in others:
        with refused(ledger, errors.ActReused) as caught:
            verb()
        assert "The act A-1 was already used" in str(caught[0])
    with refused(ledger, errors.TextMissing):
        desk.destroy(ledger, items[2:3], act(" "), by=BY, at=AT)
    with refused(ledger, errors.BadChoice):
        desk.keep(ledger, items[2:3], act("A-2"), value="monetary", by=BY, at=AT)  # type: ignore[arg-type]


def test_an_act_goes_on_as_it_was_first_written(ledger: Store, receive: Receive) -> None:
    """Number, place and witnesses in other capitals, width, blanks or accents are the same act, recorded as at first."""
    items = receive("revolver:3").item_ids
    first = desk.destroy(ledger, items[:1], act("Acta A-1", "Atrio", ("José Peña", "Rosa")), by=BY, at=AT)
    for number, item in (("acta a-1", items[1]), ("ＡＣＴＡ  A–1 ", items[2])):
        again = desk.destroy(ledger, [item], act(number, "ATRIO", ("rosa", "JOSE PENA")), by=BY, at=AT)
        assert (again.act, again.place, again.witnesses) == (first.act, first.place, first.witnesses)
    with ledger.reading() as db:
        last = log.entry(db, checks.head(ledger).seq).fact
    assert isinstance(last, Destroyed)
    assert (last.act, last.place, last.witnesses) == ("Acta A-1", "Atrio", ("José Peña", "Rosa"))


@pytest.mark.parametrize(
    ("alias", "refusal"), [("аna", errors.MixedAlphabets), ("ＡＮＡ", errors.AlreadyThere), ("iván", None)]
)
def test_an_alias_is_of_one_alphabet(ledger: Store, alias: str, refusal: type[Refusal] | None) -> None:
    """Nobody is enrolled a second time with a letter that only looks the same."""
    if refusal is None:
        desk.enrol(ledger, alias, by=BY, at=AT)
        return
    with refused(ledger, refusal):
        desk.enrol(ledger, alias, by=BY, at=AT)


def test_an_act_over_several_sites_names_its_place(ledger: Store, receive: Receive) -> None:
    """Items of one site are destroyed there unless it is said otherwise; items of several sites, nobody knows where."""
    here, there = receive("revolver").item_ids, receive("revolver", site=OTHER_SITE).item_ids
    with refused(ledger, errors.PlaceNotNamed) as caught:
        desk.destroy(ledger, [*here, *there], act("1"), by=BY, at=AT)
    assert SITE in str(caught[0])
    assert OTHER_SITE in str(caught[0])
    assert (
        desk.destroy(ledger, [*here, *there], act("1", "Campo Militar 1"), by=BY, at=AT).place
        == "Campo Militar 1"
    )
