"""Bad input at the desk: the right refusal, in a sentence, and nothing is written. Good input beside it goes through."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from refusing import Receive, refused
from samples import AT, BY, COLLEAGUE, SITE, act, on_a_file, order

from buyback import desk, errors
from buyback.desk import NewSite
from buyback.errors import Refusal
from buyback.folios import make
from buyback.money import Money, Rate
from buyback.payout_table import load_seed
from buyback.rates import Quoted
from buyback.rules import LARGEST_QUANTITY, MOST_LINES, Item
from buyback.store import checks
from buyback.store.engine import Store
from buyback.store.views import drop_offs

pytestmark = on_a_file

# --- what is taken in ------------------------------------------------------------------------------------------------


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
    with refused(ledger, errors.UnknownTypeIsOther) as caught:
        receive(typed)
    assert nearest in str(caught[0].values["nearest"])
    with refused(ledger, errors.UnknownTypeIsOther):
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


# --- who, where, when ------------------------------------------------------------------------------------------------


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


# --- folios ----------------------------------------------------------------------------------------------------------


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
