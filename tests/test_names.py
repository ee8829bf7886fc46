"""Who is named, and by what an act is told from another: a second hand that writes otherwise writes the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyback import names
from buyback.errors import MixedAlphabets, NotAName

LATIN = "abcdefghijklmnopqrstuvwxyzñáéíóúüçøæ"


@pytest.mark.parametrize(
    "name",
    [
        "J. Pérez",
        "Cabo 2/o. R. Ruiz",
        "Ñ. Muñoz",
        "María José O’Farrill-Núñez",
        "D'Angelo, P.",
        "Li",
        "ª. Sra. Ma. Luisa",
        "CNDH",
        "Юлия Иванова",
        "Νίκη Παπαδοπούλου",
        "山田 はなこ",
        "ヤマダ・ハナコー",
        "김 金子",
        "محمد علي",
        "Ｊｏｓé",
    ],
)
def test_a_name_as_people_write_it(name: str) -> None:
    """Initials, ranks, hyphens, apostrophes and any one alphabet, in wide letters or with accents of their own."""
    for written in (name, unicodedata.normalize("NFD", name), name.upper()):
        names.check_name(written, "witness")


@pytest.mark.parametrize(
    "name", ["", ".", "...", "A", "J.", "7", "12345", "2/o.", "á", "\u0301\u0301", "—", "１２"]
)
def test_what_is_no_name(name: str) -> None:
    """Points, figures and a single letter name nobody; the sentence shows what was written."""
    with pytest.raises(NotAName) as refused:
        names.check_name(name, "witness", 2)
    assert f"“{name}”" in str(refused.value)
    assert refused.value.values["number"] == 2


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("Rоsa López", "R", "о"),
        ("Рosa", "Р", "o"),
        ("Αna Ruiz", "Α", "n"),
        ("Rosa Лопес", "R", "Л"),
        ("Ana 山田", "A", "山"),
    ],
)
def test_a_name_of_two_alphabets_is_shown(name: str, one: str, other: str) -> None:
    """A Cyrillic or Greek letter that looks like a Latin one would make a second person of the first."""
    with pytest.raises(MixedAlphabets, match=f"“{one}” and “{other}”"):
        names.check_name(name, "witness")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José", "JOSE"),
        ("José", "Jose\u0301"),
        ("José", "Ｊｏｓｅ"),
        ("Ruiz  Peña", "ruiz pena"),
        ("R. Ruiz", "R Ruiz"),
        ("Straße", "STRASSE"),
        ("Núñez-Díaz", "Nunez Diaz"),
    ],
)
def test_one_person_in_two_hands(one: str, other: str) -> None:
    """Case, accents, width, blanks, points and hyphens make no second person."""
    assert names.same_name(one, other)


@pytest.mark.parametrize(("one", "other"), [("Rosa", "Rosa M."), ("Ana", "Anna"), ("Rosa 1", "Rosa 2")])
def test_two_people(one: str, other: str) -> None:
    """Another letter or figure is another name."""
    assert not names.same_name(one, other)


@given(st.text(LATIN + LATIN.upper(), min_size=2, max_size=12))
def test_a_name_is_itself_in_capitals(name: str) -> None:
    """In capitals, in small letters and between blanks a name stays the same, and it is one."""
    names.check_name(name, "witness")
    for same in (name.upper(), name.lower(), f" {name} ", unicodedata.normalize("NFD", name)):
        assert names.same_name(name, same)


@pytest.mark.parametrize("same", ["a-1", " A-1 ", "A - 1", "Ａ－１", "A–1", "A‑1", "a\u00a0-1"])
def test_one_act_in_two_hands(same: str) -> None:
    """Case, width, blanks and the kind of dash make no second act."""
    assert names.act_key(same) == names.act_key("A-1")


@pytest.mark.parametrize("other", ["A1", "A-01", "A-1/2025", "B-1", "А-1"])
def test_two_acts(other: str) -> None:
    """Whatever else is written is another act."""
    assert names.act_key(other) != names.act_key("A-1")
