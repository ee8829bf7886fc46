"""Bad input at the desk: the right refusal, in a sentence, and nothing is written. Good input beside it goes through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from samples import AT, BY, COLLEAGUE, OTHER_SITE, SITE, act, dump, order, rate_of
from sqlalchemy import text
from tampering import force

from buyback import desk, errors
from buyback.chain import parse_utc
from buyback.desk import NewSite, Order, Received
from buyback.errors import Refusal
from buyback.facts import Destroyed
from buyback.folios import make
from buyback.money import Money, Rate
from buyback.payout_table import PayoutTable, load_seed
from buyback.rates import Quoted
from buyback.rules import LARGEST_QUANTITY, MOST_LINES, Item
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.views import drop_offs, log

Receive = Callable[..., Received]


@contextmanager
def refused(store: Store, kind: type[Refusal]) -> Iterator[list[Refusal]]:
    """Exactly this refusal comes, every name in its sentence is filled in, and not one row of any table changed."""
    before = dump(store)
    caught: list[Refusal] = []
    with pytest.raises(Refusal) as problem:
        yield caught
    caught.append(problem.value)
    assert type(problem.value) is kind, problem.value
    assert "{" not in str(problem.value)
    assert dump(store) == before


# --- what is taken in ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("revolvr", "revolver"),
        ("cuerno", "ak-47"),
        ("9mm", "pistol-9mm"),
        ("metralleta", "submachine-gun-22"),
        ("zzz", ""),
    ],
)
def test_an_unknown_type_names_the_nearest(ledger: Store, receive: Receive, typed: str, nearest: str) -> None:
    """A type that the table does not know is refused with the codes that were probably meant."""
    with refused(ledger, errors.UnknownType) as caught:
        receive(typed)
    assert nearest in str(caught[0].values["nearest"])
    with refused(ledger, errors.UnknownType):
        receive("shotgun:as=nothing", reason="como revólver")


@pytest.mark.parametrize(
    "quantity", ["0", "-1", "+1", "1.5", "1,5", "2x", "1e3", ".5", "٣", "100001", "9" * 50]
)
def test_a_quantity_is_a_whole_number(ledger: Store, receive: Receive, quantity: str) -> None:
    """Zero, negative, fractional and huge quantities are refused before anything is looked up."""
    kind = errors.BadItem if quantity == "٣" else errors.BadQuantity
    with refused(ledger, kind):
        receive(f"cartridge:{quantity}:donated")


@pytest.mark.parametrize("quantity", [0, -1, LARGEST_QUANTITY + 1])
@pytest.mark.parametrize("code", ["revolver", "war-toy"])
def test_a_quantity_is_checked_at_the_desk_too(ledger: Store, quantity: int, code: str) -> None:
    """A form that lets a bad quantity through is stopped at the desk."""
    asked = replace(order(ledger), items=(Item(code, quantity),))
    with refused(ledger, errors.BadQuantity):
        desk.receive(ledger, asked, by=BY, at=AT)


@pytest.mark.parametrize("item", ["revolver:u", "shotgun", "cartridge:250", "grenade", "magazine:u"])
def test_an_amount_that_is_not_published_is_not_zero(ledger: Store, receive: Receive, item: str) -> None:
    """What the table does not price is refused, and the sentence says what can be done instead."""
    with refused(ledger, errors.AmountNotPublished) as caught:
        receive("revolver", item)
    assert "donate" in str(caught[0])


def test_an_item_that_is_not_priced_is_valued_or_donated(ledger: Store, receive: Receive) -> None:
    """Valued as another row it pays that row's amount for its condition, donated it pays nothing."""
    taken = receive(
        "shotgun:as=revolver",
        "cartridge:250:donated",
        "revolver:u:as=machine-gun",
        reason="lo decidió la jefa",
    )
    assert [str(Money(line.amount_minor)) for line in taken.lines] == ["8700.00", "0.00", "11815.00"]
    with refused(ledger, errors.ValuedAsNeedsReason):
        receive("shotgun:as=revolver")
    with refused(ledger, errors.ValuedAsNeedsReason):
        receive("shotgun:as=revolver", reason=" si ")
    with refused(ledger, errors.ValuedAsUnpriced):
        receive("shotgun:as=rifle", reason="como rifle")
    with refused(ledger, errors.ValuedAsUnpriced):
        receive("shotgun:u:as=revolver", reason="como revólver")
    with refused(ledger, errors.DonatedAndValued):
        receive("shotgun:donated:as=revolver", reason="las dos cosas")
    with refused(ledger, errors.AlreadyPriced):
        receive("ak-47:as=machine-gun", reason="vale más")
    with refused(ledger, errors.ValuedAsOtherKind):
        receive("cartridge:250:as=ak-47", reason="como fusil")


def test_it_is_on_record_who_approved_a_value(ledger: Store, receive: Receive) -> None:
    """The operator who is named for it, or else the one who receives; nobody where nothing was valued otherwise."""
    mine = receive("shotgun:as=revolver", reason="como revólver")
    theirs = receive("shotgun:as=revolver", reason="como revólver", approved_by=COLLEAGUE)
    plain = receive("revolver", approved_by=COLLEAGUE)
    with ledger.reading() as db:
        approved = [drop_offs.whole(db, taken.folio).approved_by for taken in (mine, theirs, plain)]
    assert approved == [BY, COLLEAGUE, ""]
    with refused(ledger, errors.UnknownOperator):
        receive("shotgun:as=revolver", reason="como revólver", approved_by="nobody")


def test_a_table_in_another_currency_opens_no_ledger(tmp_path) -> None:
    """Dollars are never paid out as pesos."""
    table = PayoutTable(replace(load_seed("federal-2025").adopted, currency="USD"))
    where = tmp_path / "ledger.db"
    with pytest.raises(errors.OtherCurrency):
        desk.open_ledger(str(where), code="A1", site=NewSite(SITE), operator=BY, table=table, at=AT)
    assert not where.exists()


@pytest.mark.parametrize("quantity", [2, 99, LARGEST_QUANTITY])
def test_a_serial_belongs_to_one_weapon(ledger: Store, receive: Receive, quantity: int) -> None:
    """A serial with more than one piece is refused, for what has a tag of its own and for what has none."""
    for code in ("revolver", "war-toy"):
        with refused(ledger, errors.SerialNeedsOnePiece):
            receive(f"{code}:{quantity}:serial=A1")


def test_a_drop_off_has_items_and_not_too_many(ledger: Store, receive: Receive) -> None:
    """None, and one line more than fits, are refused; as many as fit are taken, each weapon on a line of its own."""
    with refused(ledger, errors.EmptyDropOff):
        desk.receive(ledger, replace(order(ledger), items=()), by=BY, at=AT)
    for items in (
        [f"revolver:{MOST_LINES + 1}"],
        ["war-toy"] * (MOST_LINES + 1),
        ["revolver:50", "ak-47:50"],
        ["ak-47:100000"],
    ):
        with refused(ledger, errors.TooManyLines):
            receive(*items)
    taken = receive(f"revolver:{MOST_LINES - 1}", "war-toy:100000")
    assert len(taken.lines) == MOST_LINES
    assert taken.mxn == Money(870000 * (MOST_LINES - 1))
    assert list(checks.verify(ledger)) == []


def test_a_total_that_cannot_be_meant_is_refused(ledger: Store, receive: Receive) -> None:
    """Millions in one drop-off are a slip of the finger; the sentence says so."""
    desk.adopt_table(ledger, load_seed("federal-2026"), by=BY, at=AT)  # it pays five pesos for a cartridge
    with refused(ledger, errors.AmountTooLarge):
        receive(*["cartridge:100000"] * 21)
    taken = receive("cartridge:99999")
    assert taken.mxn == Money(99999 * 500)
    assert taken.usd == taken.rate.dollars(taken.mxn)


# --- who, where, when -----------------------------------------------------------------------------------------------------


def test_sites_and_operators_are_known_ones(ledger: Store, receive: Receive) -> None:
    """An unknown site or operator is refused with the known ones; where there are several, one has to be named."""
    with refused(ledger, errors.UnknownSite) as caught:
        receive("revolver", site="nowhere")
    assert SITE in str(caught[0])
    with refused(ledger, errors.SiteNotNamed):
        receive("revolver", site="")
    with refused(ledger, errors.UnknownOperator) as caught:
        receive("revolver", by="mallory")
    assert BY in str(caught[0])
    with refused(ledger, errors.OperatorNotNamed):
        receive("revolver", by="")
    for alias in ("Ana", "ana ", "ANA"):
        with refused(ledger, errors.UnknownOperator):
            receive("revolver", by=alias)


@pytest.mark.parametrize(
    "verb", ["pay", "give_back", "void", "destroy", "keep", "hand_over", "enrol", "add_site", "rate", "table"]
)
def test_every_verb_is_done_by_someone(ledger: Store, receive: Receive, verb: str) -> None:
    """Nobody can write under a name that is not enrolled."""
    folio = receive("revolver", settlement="voucher").folio
    mallory = "mallory"
    verbs: dict[str, Callable[[], object]] = {
        "pay": lambda: desk.pay(ledger, folio, by=mallory, at=AT),
        "give_back": lambda: desk.give_back(ledger, folio, by=mallory, at=AT),
        "void": lambda: desk.void(ledger, folio, reason="error", recovered=None, by=mallory, at=AT),
        "destroy": lambda: desk.destroy(ledger, [f"{folio}/1"], act(), by=mallory, at=AT),
        "keep": lambda: desk.keep(ledger, [f"{folio}/1"], act(), value="historic", by=mallory, at=AT),
        "hand_over": lambda: desk.hand_over(ledger, [f"{folio}/1"], act(), by=mallory, at=AT),
        "enrol": lambda: desk.enrol(ledger, "eva", by=mallory, at=AT),
        "add_site": lambda: desk.add_site(ledger, NewSite("x", "X"), by=mallory, at=AT),
        "rate": lambda: desk.record_rate(
            ledger, Quoted(Rate.parse("20"), date(2025, 2, 18), "ECB", AT), by=mallory, at=AT
        ),
        "table": lambda: desk.adopt_table(ledger, load_seed("federal-2026"), by=mallory, at=AT),
    }
    with refused(ledger, errors.UnknownOperator):
        verbs[verb]()


def test_what_was_written_on_paper_is_in_the_past(ledger: Store, receive: Receive) -> None:
    """Paper that says tomorrow is refused, even by a second; paper of this moment or before is taken, on its own day."""
    with refused(ledger, errors.InTheFuture):
        receive("revolver", written_at=AT + timedelta(seconds=1))
    assert receive("revolver", written_at=AT).business_on == date(2025, 2, 18)
    assert receive("revolver", written_at=AT - timedelta(hours=11)).business_on == date(2025, 2, 17)


# --- folios ---------------------------------------------------------------------------------------------------------------


def _on_a_folio(ledger: Store, folio: str) -> list[Callable[[], object]]:
    return [
        lambda: desk.pay(ledger, folio, by=BY, at=AT),
        lambda: desk.give_back(ledger, folio, by=BY, at=AT),
        lambda: desk.void(ledger, folio, reason="error", recovered=None, by=BY, at=AT),
        lambda: desk.destroy(ledger, [f"{folio}/1"], act(), by=BY, at=AT),
        lambda: desk.keep(ledger, [f"{folio}/1"], act(), value="historic", by=BY, at=AT),
        lambda: desk.hand_over(ledger, [f"{folio}/1"], act(), by=BY, at=AT),
    ]


@pytest.mark.parametrize(
    ("folio", "kind"),
    [
        ("A1-1X", errors.BadFolio),
        ("A1-1-X", errors.MistypedFolio),
        ("1-C", errors.MistypedFolio),
        ("1", errors.FolioWithoutCheck),
        ("000001", errors.FolioWithoutCheck),
        ("A1-000001", errors.FolioWithoutCheck),
        (f"2-{make('A1', 2)[-1]}", errors.UnknownFolio),
        ("A1-٠٠٠٠٠١-B", errors.BadFolio),
        ("A1-000001-C", errors.MistypedFolio),
        ("A1-000010-B", errors.MistypedFolio),
        ("B1-000001-B", errors.MistypedFolio),
        (make("A1", 2), errors.UnknownFolio),
        (make("A1", 999_999_999), errors.UnknownFolio),
        (make("B2", 1), errors.UnknownFolio),
    ],
)
def test_a_wrong_folio_is_told_apart(
    ledger: Store, receive: Receive, folio: str, kind: type[Refusal]
) -> None:
    """No folio, a mistyped one, one that was not given and one of another ledger: each verb says which."""
    receive("revolver")
    for verb in _on_a_folio(ledger, folio):
        with refused(ledger, kind):
            verb()


def test_an_item_is_one_of_its_drop_off(ledger: Store, receive: Receive) -> None:
    """A line that the drop-off does not have is refused with those that it has; without its line it is no item."""
    folio = receive("revolver", "ak-47").folio
    with refused(ledger, errors.UnknownItem) as caught:
        desk.destroy(ledger, [f"{folio}/1", f"{folio}/3"], act(), by=BY, at=AT)
    assert f"{folio}/2" in str(caught[0])
    with refused(ledger, errors.BadItemId):
        desk.destroy(ledger, [folio], act(), by=BY, at=AT)
    with refused(ledger, errors.ItemTwice):
        desk.destroy(ledger, [f"{folio}/1", f" {folio.lower()}/1"], act(), by=BY, at=AT)
    with refused(ledger, errors.NothingToDispose):
        desk.destroy(ledger, [], act(), by=BY, at=AT)


# --- paying, returning, voiding ---------------------------------------------------------------------------------------------


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


# --- custody ----------------------------------------------------------------------------------------------------------------


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


# --- text -------------------------------------------------------------------------------------------------------------------

HARMFUL = [
    ("GOML800101HDFRRR09", errors.PersonalData),
    ("GMMRLR80010109H100", errors.PersonalData),
    ("GOML800101AB1", errors.PersonalData),
    ("juan@example.com", errors.PersonalData),
    ("IDMEX1234567890", errors.PersonalData),
    ("=HYPERLINK()", errors.FormulaText),
    ("+1", errors.FormulaText),
    ("-1", errors.FormulaText),
    ("@SUM(A1)", errors.FormulaText),
    ("＝1+1", errors.FormulaText),
    ("a\tb", errors.ControlCharacters),
    ("a\nb", errors.ControlCharacters),
    ("a\x00b", errors.ControlCharacters),
    ("\x1b[2J", errors.ControlCharacters),
    ("abc\u202egnp", errors.ControlCharacters),
    ("a\u200bb", errors.ControlCharacters),
    ("x" * 201, errors.TextTooLong),
]
HARMFUL_IN_NOTES = [
    ("55 1234 5678", errors.PersonalData),
    ("ABC-12-34", errors.PersonalData),
    ("la trajo con placas ABC1234", errors.PersonalData),
    ("se llama Juan", errors.PersonalData),
]


def _texts(ledger: Store, receive: Receive, text: str) -> dict[str, Callable[[], object]]:
    """Every place at the desk where a person types text, with this text in it."""
    taken = receive("revolver", "revolver", settlement="voucher")
    one, _other = taken.item_ids

    def item(name: str) -> Callable[[], object]:
        asked = replace(order(ledger), items=(Item("revolver", **{name: text}),))
        return lambda: desk.receive(ledger, asked, by=BY, at=AT)

    return {
        **{name: item(name) for name in ("serial", "make", "model", "calibre", "country", "marks", "note")},
        "reason": lambda: receive("shotgun:as=revolver", reason=text),
        "return": lambda: desk.give_back(ledger, taken.folio, reason=text, by=BY, at=AT),
        "void": lambda: desk.void(ledger, taken.folio, reason=text, recovered=None, by=BY, at=AT),
        "act": lambda: desk.destroy(ledger, [one], act(text), by=BY, at=AT),
        "place": lambda: desk.destroy(ledger, [one], act("1", text), by=BY, at=AT),
        "method": lambda: desk.destroy(ledger, [one], act("1"), method=text, by=BY, at=AT),
        "witness": lambda: desk.destroy(ledger, [one], act("1", "", ("rosa", text)), by=BY, at=AT),
        "receiver": lambda: desk.hand_over(ledger, [one], act("1"), receiver=text, by=BY, at=AT),
        "site name": lambda: desk.add_site(ledger, NewSite("x", text), by=BY, at=AT),
        "venue": lambda: desk.add_site(ledger, NewSite("x", "X", venue=text), by=BY, at=AT),
        "municipality": lambda: desk.add_site(ledger, NewSite("x", "X", municipality=text), by=BY, at=AT),
        "state": lambda: desk.add_site(ledger, NewSite("x", "X", state=text), by=BY, at=AT),
        "alias": lambda: desk.enrol(ledger, text, by=BY, at=AT),
        "rate's reason": lambda: desk.record_rate(
            ledger, Quoted(Rate.parse("20"), date(2025, 2, 18), "manual", AT, text), by=BY, at=AT
        ),
    }


@pytest.mark.parametrize(("text", "kind"), HARMFUL)
def test_no_text_tells_of_a_person_or_harms_a_file(
    ledger: Store, receive: Receive, text: str, kind: type[Refusal]
) -> None:
    """In every place where text is typed: documents, addresses, formulas, what cannot be printed, and far too much."""
    for verb in _texts(ledger, receive, text).values():
        with refused(ledger, kind):
            verb()


@pytest.mark.parametrize(("text", "kind"), HARMFUL_IN_NOTES)
def test_only_a_serial_and_an_act_number_may_look_like_a_plate(
    ledger: Store, receive: Receive, text: str, kind: type[Refusal]
) -> None:
    """Telephones, plates and words about a person are refused everywhere but where a number is copied from steel or paper."""
    for name, verb in _texts(ledger, receive, text).items():
        if name not in ("serial", "act"):
            with refused(ledger, kind):
                verb()


@pytest.mark.parametrize(
    "text",
    [
        "S&W modelo 10",
        "1911-A1 .45",
        "MAC-10",
        "lote 2023-11",
        "cacha rota",
        "señal «87»",
        "Smith & Wesson 586-2",
    ],
)
def test_what_people_write_about_weapons_is_recorded_as_it_is(
    ledger: Store, receive: Receive, text: str
) -> None:
    """What is typed about a weapon comes back letter for letter."""
    names = ("serial", "make", "model", "calibre", "country", "marks", "note")
    asked = replace(order(ledger), items=(Item("revolver", **dict.fromkeys(names, text)),))
    (line,) = desk.receive(ledger, asked, by=BY, at=AT).lines
    assert {getattr(line, name) for name in names} == {text}
    assert list(checks.verify(ledger)) == []


def test_a_serial_met_before_is_a_warning(ledger: Store, receive: Receive) -> None:
    """Serials repeat, so the same one again, written any way, is taken and told; a voided one is not."""
    first = receive("revolver:serial=AB 123-4", "war-toy")
    again = receive("ak-47", "revolver:serial=ab1234")
    assert again.serials_seen == ((2, (first.item_ids[0],)),)
    desk.void(ledger, first.folio, reason="error", recovered=first.mxn, by=BY, at=AT)
    assert receive("revolver:serial=AB-1234").serials_seen == ((1, (again.item_ids[1],)),)
    assert receive("revolver").serials_seen == ()


# --- forms, tables, rates -----------------------------------------------------------------------------------------------------


def test_a_form_is_received_once(ledger: Store) -> None:
    """A double Enter gets the first answer, with what became of it since; the same form with other items is refused."""
    asked = order(ledger, "revolver", "ak-47:u:donated", settlement="later", draft_id="form-1")
    first = desk.receive(ledger, asked, by=BY, at=AT)
    before = dump(ledger)
    again = desk.receive(ledger, asked, by=COLLEAGUE, at=AT + timedelta(hours=1))
    assert dump(ledger) == before
    assert again == replace(first, repeated=True)
    desk.pay(ledger, first.folio, by=BY, at=AT)
    assert desk.receive(ledger, asked, by=BY, at=AT).status == "paid"
    for items in (
        ("revolver",),
        ("revolver", "ak-47"),
        ("ak-47:u:donated", "revolver"),
        ("revolver", "ak-47:u:donated", "war-toy"),
    ):
        with refused(ledger, errors.DraftReused):
            desk.receive(ledger, order(ledger, *items, settlement="later", draft_id="form-1"), by=BY, at=AT)


def test_a_form_keeps_its_answer_after_a_new_table_and_a_new_rate(ledger: Store) -> None:
    """A retry after another table was adopted or another rate recorded still gets what the giver was told."""
    asked = order(ledger, "revolver", draft_id="form-1")
    first = desk.receive(ledger, asked, by=BY, at=AT)
    desk.adopt_table(ledger, load_seed("federal-2026"), by=BY, at=AT)
    desk.record_rate(ledger, Quoted(Rate.parse("18.5"), date(2025, 2, 18), "ECB", AT), by=BY, at=AT)
    later = replace(asked, rate=rate_of(ledger))
    assert desk.receive(ledger, later, by=BY, at=AT) == replace(first, repeated=True)


def test_a_drop_off_keeps_the_table_and_the_rate_it_was_paid_by(ledger: Store, receive: Receive) -> None:
    """Another table and another rate pay from then on, and change nothing of what was before."""
    old = receive("pistol-9mm", settlement="later")
    desk.adopt_table(ledger, load_seed("federal-2026"), by=BY, at=AT)
    desk.record_rate(ledger, Quoted(Rate.parse("10.0000"), date(2025, 2, 18), "ECB", AT), by=BY, at=AT)
    new = receive("pistol-9mm")
    paid = desk.pay(ledger, old.folio, by=BY, at=AT)
    assert (str(old.mxn), str(old.usd), old.table) == ("10350.00", "510.22", "federal-2025")
    assert (str(new.mxn), str(new.usd), new.table) == ("14570.00", "1457.00", "federal-2026")
    assert (paid.amount, paid.usd) == (old.mxn, old.usd)
    with refused(ledger, errors.AmountNotPublished):
        receive("revolver")
    with refused(ledger, errors.UnknownType):
        receive("revolver-22")
    assert list(checks.verify(ledger)) == []


def test_what_is_there_is_not_added_again(ledger: Store) -> None:
    """A site, an operator or a table that the ledger has already is refused."""
    with refused(ledger, errors.AlreadyThere):
        desk.add_site(ledger, NewSite(SITE), by=BY, at=AT)
    for alias in (COLLEAGUE, COLLEAGUE.upper()):
        with refused(ledger, errors.AlreadyThere):
            desk.enrol(ledger, alias, by=BY, at=AT)
    with refused(ledger, errors.AlreadyAdopted):
        desk.adopt_table(ledger, load_seed("federal-2025"), by=BY, at=AT)


@pytest.mark.parametrize("code", ["", " ", "a b", "-a", "a/b", "á", "x" * 41, "a\n", "=a"])
def test_a_site_code_is_plain(ledger: Store, code: str) -> None:
    """A site's code can be typed on any keyboard and stand in any file."""
    with refused(ledger, errors.BadCode):
        desk.add_site(ledger, NewSite(code, "X"), by=BY, at=AT)


@pytest.mark.parametrize(
    "zone", ["", "Mexico", "America/Nowhere", "../../etc/passwd", "/etc/passwd", "UTC+6", "x\x00y"]
)
def test_a_time_zone_is_a_real_one(ledger: Store, zone: str) -> None:
    """The business date needs a zone that exists."""
    with refused(ledger, errors.BadTimezone):
        desk.add_site(ledger, NewSite("x", "X", timezone=zone), by=BY, at=AT)


@pytest.mark.parametrize("alias", ["Ana López", "a b", "_x", ".x", "x" * 31, "a/b", "a,b"])
def test_an_alias_is_one_word(ledger: Store, alias: str) -> None:
    """An operator is known by an alias, not by a full name."""
    with refused(ledger, errors.BadCode):
        desk.enrol(ledger, alias, by=BY, at=AT)


@pytest.mark.parametrize(("moment", "day"), [("05:59:59.999", 17), ("06:00:00.000", 18)])
def test_the_business_day_is_the_sites(receive: Receive, moment: str, day: int) -> None:
    """A drop-off before midnight in Mexico City belongs to that day, whatever UTC says."""
    taken = receive("revolver", at=parse_utc(f"2025-02-18T{moment}Z"))
    assert taken.business_on == date(2025, 2, day)


def test_an_order_names_a_rate_of_this_ledger(ledger: Store, receive: Receive) -> None:
    """The rate that is pinned is the one that the order was shown, and the entry says which it was."""
    shown = rate_of(ledger)
    desk.record_rate(ledger, Quoted(Rate.parse("30"), date(2025, 2, 18), "ECB", AT), by=BY, at=AT)
    asked = Order(SITE, (Item("revolver"),), "cash", "form-1", shown)
    taken = desk.receive(ledger, asked, by=BY, at=AT)
    assert (taken.rate, taken.rate_as_of, taken.rate_source) == (shown.rate, shown.as_of, shown.source)
    assert str(taken.usd) == "428.88"


# --- what the tables say against what is sealed -----------------------------------------------------------------------


def test_a_payment_is_what_the_sealed_entry_says(ledger: Store, receive: Receive) -> None:
    """An amount that was altered in the tables is not paid: the sealed entry of the drop-off says what is owed."""
    taken = receive("revolver", settlement="later")
    with ledger.transaction() as db:
        db.connection.execute(text("UPDATE drop_off SET total_minor = 999999900"))
    with refused(ledger, errors.TablesDisagree):
        desk.pay(ledger, taken.folio, by=BY, at=AT)


@pytest.mark.parametrize(
    "altered",
    [
        "UPDATE item SET line = 7 WHERE line = 2",
        "DELETE FROM item WHERE line = 2",
        "UPDATE item SET type_code = 'revolver-22' WHERE line = 2",
        "UPDATE payout_class SET cuts = 1",
        "UPDATE payout_class SET custody = 'hand_over'",
        "UPDATE drop_off SET site = 'catedral-morelia'",
        "DELETE FROM drop_off",
    ],
)
def test_no_verb_takes_altered_tables_into_the_log(ledger: Store, receive: Receive, altered: str) -> None:
    """Items, cuts, sites and rows that were altered by hand are not sealed: what ends a drop-off's story is its own."""
    taken = receive("revolver", "ak-47", settlement="voucher")
    force(ledger, altered)
    for end in (
        lambda: desk.pay(ledger, taken.folio, by=BY, at=AT),
        lambda: desk.give_back(ledger, taken.folio, by=BY, at=AT),
        lambda: desk.void(ledger, taken.folio, reason="typo", recovered=None, by=BY, at=AT),
        lambda: desk.destroy(ledger, taken.item_ids[:1], act(), by=BY, at=AT),
    ):
        with refused(ledger, errors.TablesDisagree):
            end()


def test_a_rate_that_the_ledger_did_not_record_is_not_pinned(ledger: Store, receive: Receive) -> None:
    """Neither another number, day or source under the number of an entry, nor an entry that records no rate."""
    shown = rate_of(ledger)
    for other in (
        {"rate": Rate.parse("99")},
        {"as_of": date(2025, 2, 17)},
        {"source": "manual"},
        {"seq": 1},
        {"seq": 999},
    ):
        asked = Order(SITE, (Item("revolver"),), "cash", "form-1", replace(shown, **other))  # type: ignore[arg-type]
        with refused(ledger, errors.RateNotRecorded):
            desk.receive(ledger, asked, by=BY, at=AT)
    force(ledger, "UPDATE rate SET mxn_per_usd = '19.0000'")
    for rate in (shown, rate_of(ledger)):
        with refused(ledger, errors.TablesDisagree):
            desk.receive(ledger, Order(SITE, (Item("revolver"),), "cash", "f", rate), by=BY, at=AT)


@pytest.mark.parametrize("other", [{"settlement": "later"}, {"site": OTHER_SITE}, {"written_at": AT}])
def test_a_form_cannot_come_back_as_another_one(ledger: Store, receive: Receive, other) -> None:
    """The same draft id with another payment, site or time is refused rather than answered with the first result."""
    receive("revolver", draft_id="form-1")
    with refused(ledger, errors.DraftReused):
        receive("revolver", draft_id="form-1", **other)


@pytest.mark.parametrize("zone", ["localtime", "posixrules", "Mexico", "../../etc/localtime"])
def test_a_time_zone_is_the_same_on_every_computer(ledger: Store, zone: str) -> None:
    """A zone that depends on the computer, or is none, is refused."""
    with refused(ledger, errors.BadTimezone):
        desk.add_site(ledger, NewSite("plaza", "Plaza", timezone=zone), by=BY, at=AT)


@pytest.mark.parametrize("alias", ["ANA", "aná", "Ａna"])
def test_two_operators_never_read_alike(ledger: Store, alias: str) -> None:
    """An alias that differs only by case, accents or width is taken."""
    with refused(ledger, errors.AlreadyThere):
        desk.enrol(ledger, alias, by=BY, at=AT)
