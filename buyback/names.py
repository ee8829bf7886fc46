"""Names of people and numbers of acts as they are compared: what a second hand writes otherwise is the same. Pure."""

import unicodedata

from buyback.errors import MixedAlphabets, NotAName

FEWEST_LETTERS = 2

_WRITTEN_TOGETHER = ("HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC")


def name_key(name: str) -> str:
    """By what a person's name is told from others: not by case, accents, width, blanks or points."""
    return "".join(part for part in unicodedata.normalize("NFKD", name.upper()).casefold() if part.isalnum())


def same_name(one: str, other: str) -> bool:
    """Whether two names read alike."""
    return name_key(one) == name_key(other)


def check_name(name: str, field: str, number: int = 0) -> None:
    """A person's name has two letters, and those of one alphabet: NotAName, MixedAlphabets.

    `field` and `number` tell what was filled in.
    """
    if sum(part.isalpha() for part in name_key(name)) < FEWEST_LETTERS:
        raise NotAName(name=name, field=field, number=number)
    check_alphabet(name, field, number)


def check_alphabet(name: str, field: str, number: int = 0) -> None:
    """The letters are all of one alphabet, or one person could pass for two; MixedAlphabets shows two that are not."""
    letters = [part for part in unicodedata.normalize("NFKC", name) if part.isalpha()]
    odd = next((part for part in letters if _alphabet(part) != _alphabet(letters[0])), None)
    if odd is not None:
        raise MixedAlphabets(name=name, one=letters[0], other=odd, field=field, number=number)


def _alphabet(letter: str) -> str:
    """The alphabet as Unicode's name of the letter begins; scripts that one language writes together are one."""
    script = unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
    return "CJK" if script in _WRITTEN_TOGETHER else script


def act_key(number: str) -> str:
    """By what an act's number is told from others: not by case, width, blanks or the kind of dash."""
    plain = unicodedata.normalize("NFKC", number).casefold()
    dashed = ("-" if unicodedata.category(part) == "Pd" else part for part in plain)
    return "".join("".join(dashed).split())
