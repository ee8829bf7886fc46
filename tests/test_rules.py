"""The rules alone: what is owed, and what a drop-off and its items may become. Pure, so every case is tried."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyback import errors, names, rules
from buyback.errors import Refusal
from buyback.facts import CONDITIONS, SETTLEMENTS, TableClass, TableRow
from buyback.i18n import set_language
from buyback.money import USD, Money, Rate
from buyback.payout_table import load_seed
from buyback.rules import DROP_OFF_STATUSES, ITEM_STATUSES, DropOffState, Item, ItemState

DAY = date(2025, 2, 18)
RATE = Rate.parse("20.2852")
TABLE = load_seed("federal-2025")


def _price(item: Item, *, row: TableRow | None = None, pays: TableRow | None = None, rate: Rate = RATE):
    row = row or TABLE.row(item.type_code)
    of = TABLE.class_of(row)
    return rules.price(
        1,
        item,
        row=row,
        of=of,
        pays=pays,
        pays_of=TABLE.class_of(pays) if pays else None,
        rate=rate,
        table="federal-2025",
        nearest=lambda: "revolver",
    )


def _item(status: str = "held", *, custody: str = "destroy", number: int = 1) -> ItemState:
    return ItemState("A1-000001-B", number, "revolver", "Revolver", 1, custody, 2, status, DAY)  # type: ignore[arg-type]


def _drop_off(status: str, *items: ItemState, total_minor: int = 870000) -> DropOffState:
    total = Money(0 if status == "none" else total_minor)
    return DropOffState(
        "A1-000001-B", "x", status, total, Money(0, USD), items or (_item(),), DAY, "ana", "error"  # type: ignore[arg-type]
    )  # fmt: skip


# --- pricing --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "mxn", "usd"),
    [
        ("revolver", "8700.00", "428.88"),
        ("ak-47", "25000.00", "1232.43"),
        ("machine-gun", "26450.00", "1303.91"),
    ],
)
def test_the_amounts_of_the_announcement(code: str, mxn: str, usd: str) -> None:
    """What the programme announced, in pesos and at the European Central Bank's rate of 18 February 2025."""
    line = _price(Item(code))
    assert (str(Money(line.amount_minor)), str(Money(line.usd_cents))) == (mxn, usd)


@given(
    st.sampled_from(TABLE.rows),
    st.sampled_from(CONDITIONS),
    st.integers(1, 100_000),
    st.integers(1_0000, 99_9999),
)
def test_a_line_is_pieces_times_amount(row: TableRow, condition, quantity: int, e4: int) -> None:
    """Every row of the table, in both conditions: its amount times the pieces, or a refusal where it has none."""
    item = Item(row.code, quantity, condition)
    unit = row.serviceable_minor if condition == "serviceable" else row.unserviceable_minor
    if unit is None:
        with pytest.raises(errors.AmountNotPublished):
            _price(item, rate=Rate(e4))
        return
    line = _price(item, rate=Rate(e4))
    assert (line.unit_amount_minor, line.amount_minor) == (unit, unit * quantity)
    assert line.usd_cents == Rate(e4).dollars(Money(unit * quantity)).amount_minor
    assert (line.type_code, line.condition, line.quantity, line.counts_as) == (
        row.code,
        condition,
        quantity,
        row.counts_as,
    )


def test_zero_is_an_amount_and_nothing_is_not() -> None:
    """A published amount of zero is exchanged for nothing; an amount that is not published is refused."""
    assert _price(Item("war-toy", 3)).amount_minor == 0
    row = replace(TABLE.row("revolver"), serviceable_minor=0, unserviceable_minor=None)
    assert _price(Item("revolver"), row=row).amount_minor == 0
    with pytest.raises(errors.AmountNotPublished):
        _price(Item("revolver", condition="unserviceable"), row=row)


def test_a_serial_that_is_there_was_read() -> None:
    """Whatever a form said about it, a serial that stands there was read."""
    assert _price(Item("revolver", serial="A1", serial_status="filed_off")).serial_status == "read"
    assert _price(Item("revolver", serial_status="filed_off")).serial_status == "filed_off"


def test_a_hint_speaks_the_readers_language() -> None:
    """The type in a refusal has the name that the reader knows."""
    set_language("es")
    with pytest.raises(errors.AmountNotPublished) as refused:
        _price(Item("shotgun"))
    spanish = str(refused.value)
    set_language("en")
    assert TABLE.row("shotgun").name_es in spanish


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=8))
def test_each_traced_weapon_is_a_line_of_its_own(asked: list[tuple[int, bool]]) -> None:
    """Pieces are neither lost nor made; what has a tag has one piece per line; too many lines are refused."""
    items = [Item(f"t{n}", quantity) for n, (quantity, _traced) in enumerate(asked)]
    traced = [own for _quantity, own in asked]
    lines = sum(quantity if own else 1 for quantity, own in asked)
    if lines > rules.MOST_LINES:
        with pytest.raises(errors.TooManyLines):
            rules.one_piece_each(items, traced)
        return
    pieces = rules.one_piece_each(items, traced)
    assert len(pieces) == lines
    for item, own in zip(items, traced, strict=True):
        mine = [piece for piece in pieces if piece.type_code == item.type_code]
        assert sum(piece.quantity for piece in mine) == item.quantity
        assert not own or all(piece.quantity == 1 for piece in mine)


# --- what may follow --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("settlement", "paid"), product(SETTLEMENTS, (0, 1)))
def test_the_status_that_a_drop_off_begins_with(settlement, paid: int) -> None:
    """Nothing to pay is nothing to pay, whatever was agreed; a voucher is a promise; the rest is owed."""
    expected = {"cash": "owed", "later": "owed", "voucher": "voucher", "none": "none"}[settlement]
    assert rules.status_after(settlement, Money(paid)) == (expected if paid else "none")


PAYABLE = {
    "owed": None,
    "voucher": None,
    "paid": errors.PaidTwice,
    "none": errors.NothingToPay,
    "returned": errors.NotPaidOut,
    "voided": errors.NotPaidOut,
}


@pytest.mark.parametrize("status", DROP_OFF_STATUSES)
def test_what_may_be_paid(status: str) -> None:
    """Of all statuses two may be paid; each other one says why not."""
    _either(PAYABLE[status], lambda: rules.check_payment(_drop_off(status)))


@pytest.mark.parametrize(("status", "item"), product(DROP_OFF_STATUSES, ITEM_STATUSES))
def test_what_may_be_returned(status: str, item: str) -> None:
    """Unpaid, not voided, and every item still held."""
    refusal: type[Refusal] | None = None if item == "held" else errors.NotHeld
    refusal = {"paid": errors.ReturnAfterPayment, "voided": errors.AlreadyVoided}.get(status, refusal)
    _either(refusal, lambda: rules.check_return(_drop_off(status, _item(), _item(item, number=2))))


@pytest.mark.parametrize(("status", "item"), product(DROP_OFF_STATUSES, ITEM_STATUSES))
def test_what_may_be_voided(status: str, item: str) -> None:
    """Not voided yet, and every item still held; then what came back is between nothing and what was paid."""
    state = _drop_off(status, _item(), _item(item, number=2))
    if status == "voided" or item != "held":
        refusal = errors.AlreadyVoided if status == "voided" else errors.VoidAfterCustody
        for recovered in (None, 0, 870000):
            _either(refusal, lambda back=recovered: rules.check_void(state, back))  # type: ignore[misc]
        return
    paid = 870000 if status == "paid" else 0
    assert rules.check_void(state, 0) == 0
    assert rules.check_void(state, paid) == paid
    _either(errors.RecoveredTooMuch, lambda: rules.check_void(state, paid + 1))
    _either(errors.RecoveredTooMuch, lambda: rules.check_void(state, -1))
    _either(errors.RecoveredMissing if paid else None, lambda: rules.check_void(state, None))


@pytest.mark.parametrize(
    ("kind", "status", "item", "custody"),
    product(
        ("destroyed", "kept", "handed_over"),
        DROP_OFF_STATUSES,
        ITEM_STATUSES,
        ("destroy", "hand_over", "none"),
    ),
)
def test_how_custody_may_end(kind, status: str, item: str, custody: str) -> None:
    """Every kind of end, for every status of the drop-off and the item, and for every rule of its class."""
    refusal: type[Refusal] | None = None
    if not (item == "held" or (item == "handed_over" and kind != "handed_over")):
        refusal = errors.NotHeld
    elif status == "owed":
        refusal = errors.NotSettled
    elif kind == "destroyed" and custody == "hand_over" and item == "held":
        refusal = errors.MustBeHandedOver
    state = _item(item, custody=custody)
    _either(refusal, lambda: rules.check_disposal(kind, state, _drop_off(status, state)))


def _either(refusal: type[Refusal] | None, check) -> None:
    if refusal is None:
        check()
        return
    with pytest.raises(Refusal) as refused:
        check()
    assert type(refused.value) is refusal
    assert "{" not in str(refused.value)


PEOPLE = st.text("abcdefghijklmnopqrstuvwxyzñáéíóúü", min_size=2, max_size=10)


@given(PEOPLE, PEOPLE)
def test_two_names_are_one_person_or_two(first: str, second: str) -> None:
    """A name is never a second witness beside itself, in capitals either; whoever is named twice is refused."""
    for same in (first, first.upper(), first.lower(), f" {first} "):
        with pytest.raises((errors.SameWitness, errors.ClerkAsWitness)):
            rules.check_witnesses((first, same), "ana", 2)
    keys = names.name_key(first), names.name_key(second)
    if keys[0] != keys[1] and "ana" not in keys:
        rules.check_witnesses((first, second), "ana", 2)


@pytest.mark.parametrize(
    ("witnesses", "refusal"),
    [
        ((".", "rosa"), errors.NotAName),
        (("rosa", "7"), errors.NotAName),
        (("rosa", "tоmas"), errors.MixedAlphabets),
        (("José", "JOSE"), errors.SameWitness),
        (("rosa", "ＡＮÁ"), errors.ClerkAsWitness),
        (("J. Pérez", "Cabo 2/o. R. Ruiz"), None),
    ],
)
def test_witnesses_are_people(witnesses: tuple[str, ...], refusal: type[Refusal] | None) -> None:
    """Two people with names of one alphabet each, who are not each other and not the clerk."""
    _either(refusal, lambda: rules.check_witnesses(witnesses, "ana", 2))


def test_every_rule_holds_for_every_class_of_both_tables() -> None:
    """Each class of the shipped tables says whether it is traced, what ends its custody, and in how many cuts."""
    for code in ("federal-2025", "federal-2026"):
        classes: tuple[TableClass, ...] = load_seed(code).adopted.classes
        for of in classes:
            assert (of.cuts > 0) == (of.traced and of.custody == "destroy"), of.code


def test_refusals_of_the_box_end_with_one() -> None:
    """Rules end a command with 1, what is typed wrong with 2."""
    assert errors.NotEnoughCash.exit_code == errors.FloatTwice.exit_code == errors.Exit.REFUSED
    assert errors.BadNotes.exit_code == errors.NotesDiffer.exit_code == errors.Exit.USAGE
