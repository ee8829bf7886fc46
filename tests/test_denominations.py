"""Notes and coins: read as they are typed, and an amount made of those that are there, proven against trying everything."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buyback import denominations, errors
from buyback.denominations import MXN, code_of, make, ordered, parse, together, without, worth_minor, written
from buyback.facts import Denomination

LARGEST_FIRST = [(piece.value_minor, piece.form) for piece in MXN]


def stock_of(numbers: list[int]) -> tuple[Denomination, ...]:
    """So many pieces of each kind of the Mexican set."""
    return ordered(
        Denomination(piece.value_minor, number, piece.form)
        for piece, number in zip(MXN, numbers, strict=True)
    )


small_stocks = st.lists(st.integers(0, 3), min_size=len(MXN), max_size=len(MXN)).map(stock_of)
large_stocks = st.lists(st.integers(0, 500), min_size=len(MXN), max_size=len(MXN)).map(stock_of)
odd_sets = st.dictionaries(st.integers(1, 30), st.integers(1, 6), min_size=1, max_size=6).map(
    lambda numbers: ordered(Denomination(value, number) for value, number in numbers.items())
)
"""Sets in which no value need divide another, where paying the largest first often fails."""


def fewest_by_trying(amount_minor: int, stock: tuple[Denomination, ...]) -> int | None:
    """The fewest pieces that make the amount, by adding every single piece to every sum that there is."""
    sums = {0: 0}
    for kind in stock:
        for _piece in range(kind.number):
            for total_minor, pieces in list(sums.items()):
                more_minor = total_minor + kind.value_minor
                if more_minor <= amount_minor and pieces + 1 < sums.get(more_minor, 10**9):
                    sums[more_minor] = pieces + 1
    return sums.get(amount_minor)


def check(amount_minor: int, stock: tuple[Denomination, ...]) -> None:
    made, fewest = make(amount_minor, stock), fewest_by_trying(amount_minor, stock)
    assert (made is None) == (fewest is None)
    if made is not None:
        assert worth_minor(made) == amount_minor
        assert sum(each.number for each in made) == fewest
        assert without(stock, made) is not None


# --- making an amount ---------------------------------------------------------------------------------------------------


@settings(max_examples=400)
@given(small_stocks, st.integers(0, 12_000))
def test_an_amount_is_made_of_the_fewest_pieces(stock: tuple[Denomination, ...], halves: int) -> None:
    """Exactly the amount, out of the stock, with as few pieces as trying everything finds; or nothing can make it."""
    check(halves * 50, stock)


@settings(max_examples=400)
@given(odd_sets, st.integers(0, 200))
def test_any_set_of_values_is_made_of_the_fewest_pieces(stock: tuple[Denomination, ...], amount: int) -> None:
    """The set is data: one in which the values have nothing in common is as exact."""
    check(amount, stock)


@given(large_stocks, st.data())
def test_what_lies_in_the_box_can_be_paid_out_of_it(
    stock: tuple[Denomination, ...], data: st.DataObject
) -> None:
    """Any handful out of a large stock is an amount that can be made, with no more pieces than the handful."""
    handful = tuple(
        Denomination(each.value_minor, data.draw(st.integers(0, each.number)), each.form) for each in stock
    )
    made = make(worth_minor(handful), stock)
    assert made is not None
    assert worth_minor(made) == worth_minor(handful)
    assert sum(each.number for each in made) <= sum(each.number for each in handful)


def test_the_largest_first_is_not_always_right() -> None:
    """600 of two notes of 500 and three of 200 is three notes of 200, as no note of 100 is there."""
    assert make(600_00, parse("500x2,200x3")) == parse("200x3")
    assert make(700_00, parse("500x2,200x3")) == parse("500x1,200x1")
    assert make(300_00, parse("500x2,200x3")) is None


def test_the_note_of_20_goes_before_its_coin() -> None:
    """Both are worth the same; the note is proposed first, the coin when the notes are used up."""
    assert make(60_00, parse("20x2,20cx2")) == parse("20x2,20cx1")


def test_nothing_is_made_of_nothing() -> None:
    """Zero needs no piece, anything else cannot be made of an empty box."""
    assert make(0, ()) == ()
    assert make(50, ()) is None


def test_large_amounts_take_no_longer() -> None:
    """Neither a large amount nor a large stock, nor one that cannot make it, takes longer than a key may."""
    plenty = stock_of([20_000] * len(MXN))
    only_20 = parse("1000x15000,200x9000,20x4")
    started = time.perf_counter()
    assert make(worth_minor(plenty), plenty) == plenty
    assert make(9_999_950, plenty) is not None
    assert make(9_000_050_00, only_20) is None
    assert time.perf_counter() - started < 1


# --- stocks -------------------------------------------------------------------------------------------------------------


@given(small_stocks, small_stocks)
def test_what_is_put_in_can_be_taken_out(
    one: tuple[Denomination, ...], other: tuple[Denomination, ...]
) -> None:
    """Together they are worth both, and without one the other is left; more than is there cannot be taken."""
    both = together(one, other)
    assert worth_minor(both) == worth_minor(one) + worth_minor(other)
    assert without(both, other) == one
    assert without(one, together(both, parse("1000x1"))) is None


# --- as it is typed -----------------------------------------------------------------------------------------------------


@given(small_stocks)
def test_what_is_written_is_read_back(stock: tuple[Denomination, ...]) -> None:
    """The form that is printed is the form that is typed."""
    assert parse(written(stock)) == stock


def test_notes_are_read_as_people_write_them() -> None:
    """Commas or lines, blanks, capitals, in any order; the coin of 20 is 20c, and a piece counted 0 times is not there."""
    expected = (
        Denomination(500_00, 20, "note"),
        Denomination(20_00, 3, "note"),
        Denomination(20_00, 5, "coin"),
        Denomination(50, 2, "coin"),
    )
    for text in (
        "500x20,20x3,20cx5,0.50x2",
        " 20C X 5 , 500*20, .5x2,20×3",
        "500x20\n20cx5\n\n20x3\n0.5x2,100x0\n",
    ):
        assert parse(text) == expected
    assert parse("0") == parse("500x0") == ()
    assert parse("10x4") == parse("10cx4") == (Denomination(10_00, 4, "coin"),)


@pytest.mark.parametrize(
    ("text", "refusal", "said"),
    [
        ("", errors.BadNotes, "500x20"),
        (",", errors.BadNotes, "0.50"),
        ("500", errors.BadNotes, "“500”"),
        ("20x500x1", errors.BadNotes, "20x500x1"),
        ("250x2", errors.BadNotes, "1000, 500, 200, 100, 50, 20, 20c, 10"),
        ("50cx2", errors.BadNotes, "50cx2"),
        ("500x1.5", errors.BadPieces, "“1.5”"),
        ("500x-3", errors.BadPieces, "“-3”"),
        ("500x+3", errors.BadPieces, "from 0 to 20000"),
        ("500x20001", errors.BadPieces, "20001"),
        ("500x99999999999999999999", errors.BadPieces, "9999"),
        ("500x1,500x2", errors.NotesTwice, "500 stands twice"),
        ("10x1,10cx2", errors.NotesTwice, "10 stands twice"),
        ("500x٣", errors.BadNotes, "500x"),
        ("0,500x1", errors.BadNotes, "“0”"),
    ],
)
def test_what_cannot_be_notes_is_refused(text: str, refusal: type[errors.Refusal], said: str) -> None:
    """A sentence that names the part and says how it is written."""
    with pytest.raises(refusal) as refused:
        parse(text)
    assert said in str(refused.value)


def test_the_set_is_in_order() -> None:
    """The largest first, a note before the coin of its value, every code its own, the smallest last."""
    assert sorted(LARGEST_FIRST, key=lambda kind: (-kind[0], kind[1] != "note")) == LARGEST_FIRST
    assert len({piece.code for piece in MXN}) == len(MXN)
    assert denominations.SMALLEST_MINOR == 50
    assert code_of(Denomination(20_00, 1, "coin")) == "20c"
    assert code_of(Denomination(7, 1)) == "7 centavos"
