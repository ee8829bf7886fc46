"""A folio is read as it is written, and a slip of the pen is caught before anything is looked up."""

import contextlib
import itertools
import re
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from buyback import folios
from buyback.errors import BadFolio, BadItemId, FolioWithoutCheck, MistypedFolio

ALPHABET = string.digits + string.ascii_uppercase
ledgers = st.text(ALPHABET, min_size=2, max_size=8)
numbers = st.integers(1, 999_999_999)


@given(ledgers, numbers)
def test_a_folio_is_read_as_it_is_written(ledger: str, number: int) -> None:
    """In small letters and with blanks too, as people type it."""
    folio = folios.make(ledger, number)
    assert folios.parse(folio) == folios.parse(f"  {folio.lower()} ") == folio
    assert folios.parse(folio.replace("-", " - ")) == folio
    assert folio.startswith(f"{ledger}-{number:06d}-")


@given(ledgers, numbers, st.data())
def test_one_wrong_character_is_always_caught(ledger: str, number: int, data: st.DataObject) -> None:
    """ISO 7064 MOD 37,36 finds every single substitution, wherever it is."""
    folio = folios.make(ledger, number)
    place = data.draw(st.sampled_from([at for at, letter in enumerate(folio) if letter != "-"]))
    other = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != folio[place]]))
    with pytest.raises((MistypedFolio, BadFolio)):
        folios.parse(folio[:place] + other + folio[place + 1 :])


def test_neighbours_swapped_are_nearly_always_caught() -> None:
    """A hybrid system of ISO 7064 misses a few transpositions: at least 97 of 100 swapped digits are caught."""
    swapped = [
        folio[:at] + folio[at + 1] + folio[at] + folio[at + 2 :]
        for folio in (folios.make("A1", number) for number in range(1, 10_000, 7))
        for at in range(3, 8)
        if folio[at] != folio[at + 1]
    ]
    missed = 0
    for text in swapped:
        with contextlib.suppress(MistypedFolio):
            folios.parse(text)
            missed += 1
    assert missed <= len(swapped) * 3 // 100


def _check_character(text: str) -> str:
    """ISO 7064 MOD 37,36, written down again from the standard."""
    product = 36
    for letter in text:
        sum_ = (product + ALPHABET.index(letter)) % 36 or 36
        product = sum_ * 2 % 37
    return ALPHABET[(1 - product) % 36]


@given(ledgers, numbers)
def test_the_check_character_is_that_of_the_standard(ledger: str, number: int) -> None:
    """Any other program that knows ISO 7064 can check our receipts."""
    assert folios.make(ledger, number)[-1] == _check_character(f"{ledger}{number:06d}")


def test_a_known_folio() -> None:
    """Receipts that were printed stay valid in later versions."""
    assert folios.make("A1", 1) == "A1-000001-B"


@pytest.mark.parametrize(
    "text",
    ["", " ", "A1", "A1-000001", "000001-W", "A1-1-W", "A1-00001-W", "A1-000001-WW", "A-000001-W", "ABCDEFGHI-000001-W",
     "A1_000001_W", "A1-000001-W/1", "A1-00000l-W", "A1–000001–W", "A1-٠٠٠٠٠١-W", "Á1-000001-W", "A1-000001-ß", "x" * 1000,
     "A1-000001-W\x00", "'; DROP TABLE entry; --"],
)  # fmt: skip
def test_what_is_no_folio(text: str) -> None:
    """Anything without a folio's form is refused and shown shortened."""
    with pytest.raises(BadFolio) as refused:
        folios.parse(text)
    assert len(str(refused.value)) < 200


@given(st.text(max_size=30))
def test_whatever_is_typed_is_answered(text: str) -> None:
    """Any text is a folio, an item, or a refusal; nothing crashes."""
    for read in (folios.parse, folios.parse_item):
        for ledger in ("", "A1"):
            with contextlib.suppress(BadFolio, MistypedFolio, BadItemId):
                assert read(text, ledger)


@given(ledgers, numbers)
def test_the_open_ledger_fills_in_what_was_left_out(ledger: str, number: int) -> None:
    """Its code and the leading zeros may be left out, alone or together; what is typed whole stays what it is."""
    folio = folios.make(ledger, number)
    check = folio[-1].lower()
    for typed in (
        folio,
        f"{number:06d}-{check}",
        f"{number}-{check}",
        f" {number} - {check}",
        f"{ledger}-{number}-{check}",
    ):
        assert folios.parse(typed, ledger) == folio
        assert folios.parse_item(f"{typed}/2", ledger) == (folio, 2)


@given(ledgers, numbers, st.data())
def test_the_check_character_guards_the_short_form_too(ledger: str, number: int, data: st.DataObject) -> None:
    """A wrong digit, or a wrong check character, never names another drop-off."""
    short = f"{number}-{folios.make(ledger, number)[-1]}"
    place = data.draw(st.sampled_from([at for at, letter in enumerate(short) if letter != "-"]))
    letters = ALPHABET if place == len(short) - 1 else string.digits
    other = data.draw(st.sampled_from([letter for letter in letters if letter != short[place]]))
    with pytest.raises((MistypedFolio, BadFolio)):
        folios.parse(short[:place] + other + short[place + 1 :], ledger)


@given(ledgers, numbers)
def test_a_number_alone_is_enough_to_look_and_never_to_act(ledger: str, number: int) -> None:
    """Without the check character it is refused unless the caller only looks."""
    assume(not (ledger.isdecimal() and number < 10))  # "12-3" is number 12 with its check character
    for typed in (f"{number}", f"{number:06d}", f"{ledger}-{number}", f"{ledger}-{number:06d}"):
        with pytest.raises(FolioWithoutCheck) as refused:
            folios.parse(typed, ledger)
        assert "A1-000123-S" in str(refused.value)
        assert "check character" in str(refused.value)
        with pytest.raises(FolioWithoutCheck):
            folios.parse_item(f"{typed}/1", ledger)
        assert folios.parse(typed, ledger, needs_check=False) == folios.make(ledger, number)
        assert (
            folios.sought(typed, ledger) == folios.sought(f"{typed}-", ledger) == folios.make(ledger, number)
        )


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "000000",
        "0-0",
        "7-KK",
        "7--K",
        "-7-K",
        "7K",
        "7-",
        "1000000000-K",
        "7/K",
        "٧-K",
        "B2-7",
        "7.0",
        "",
    ],
)
def test_what_is_no_short_folio(text: str) -> None:
    """Number 0, ten digits, two check characters, another ledger's number: refused as no folio, to whoever looks too."""
    for needs_check in (True, False):
        with pytest.raises(BadFolio) as refused:
            folios.parse(text, "A1", needs_check=needs_check)
        assert type(refused.value) is BadFolio


def test_a_ledger_of_digits_has_short_folios_too() -> None:
    """Its code is not taken for a number, nor a number for its code."""
    folio = folios.make("12", 12)
    assert folios.parse(f"12-{folio[-1]}", "12") == folios.parse(f"12-12-{folio[-1]}", "12") == folio


@given(ledgers, numbers, st.data())
def test_the_spans_of_a_beginning_hold_its_folios_and_no_others(
    ledger: str, number: int, data: st.DataObject
) -> None:
    """A folio is in a span of the words exactly if it begins with them, as far as the number reaches."""
    folio = folios.make(ledger, number)
    words = folio[: data.draw(st.integers(1, len(folio) - 2))].lower()
    other = data.draw(numbers)
    for one in (number, other):
        is_in = any(low <= one <= high for low, high in folios.spans(words, ledger))
        assert is_in == folios.make(ledger, one).startswith(words.upper())


@given(st.text(max_size=20), ledgers)
def test_any_words_have_spans_from_high_to_low(words: str, ledger: str) -> None:
    """Whatever is typed into a search is answered, and no number is in two spans."""
    found = folios.spans(words, ledger)
    assert all(low <= high for low, high in found)
    assert all(below[1] < above[0] for above, below in itertools.pairwise(found))
    assert folios.sought(words, ledger) in (None, *(folios.make(ledger, int(n)) for n in _digits(words)))


def _digits(words: str) -> list[str]:
    found = [part for part in re.findall("[0-9]+", "".join(words.split())) if len(part) <= 9]
    return [part for part in found if int(part)]


@given(ledgers, numbers, st.integers(1, 999))
def test_an_item_is_read_as_it_is_written(ledger: str, number: int, line: int) -> None:
    """The name on a tag gives its folio and its line."""
    folio = folios.make(ledger, number)
    assert folios.parse_item(folios.item_id(folio, line)) == (folio, line)
    assert folios.parse_item(f" {folio.lower()} / {line} ") == (folio, line)


@pytest.mark.parametrize("tail", ["", "/", "/0", "/01", "/-1", "/1000", "/1.0", "/x", "/1/1", "/²", "/١"])
def test_what_is_no_item(tail: str) -> None:
    """A folio alone, line 0, leading zeros, other scripts' digits are no items."""
    with pytest.raises((BadItemId, BadFolio)):
        folios.parse_item(folios.make("A1", 1) + tail)
