"""What a total of firearms counts: the definitions of `seeds/counting.toml`, and the figures that they add up."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from buyback import config, errors
from buyback.facts import COUNTS
from buyback.i18n import N_, _, language
from buyback.payout_table import cells, toml
from buyback.payout_table.files import read_bytes
from buyback.payout_table.toml import Document

COUNT_NAMES = {
    "short": N_("Short arms"),
    "long": N_("Long arms"),
    "home-made": N_("Home-made arms"),
    "pen-gun": N_("Pen guns"),
    "grenade": N_("Grenades"),
    "cartridge": N_("Cartridges"),
    "magazine": N_("Magazines"),
    "cap": N_("Detonating caps"),
    "dynamite": N_("Dynamite"),
    "explosive": N_("Explosives"),
    "air": N_("Air and gas guns"),
    "toy": N_("War toys"),
    "other": N_("Other"),
}

_FILE = "counting.toml"
_KEYS = ("name_es", "name_en", "sentence_es", "sentence_en", "counts", "apart", "source")
_LONGEST_SENTENCE = 600


@dataclass(frozen=True, slots=True)
class Definition:
    """Which figures of facts.COUNTS a total of firearms adds up, and the sentence that is printed under it.

    `apart` are figures that it tells apart from those. `source` is where totals were published that add up like this.
    """

    code: str
    name_es: str
    name_en: str
    sentence_es: str
    sentence_en: str
    counts: tuple[str, ...]
    apart: tuple[str, ...]
    source: str

    @property
    def name(self) -> str:
        """The name in the current language."""
        return self.name_es if language() == "es" else self.name_en

    @property
    def sentence(self) -> str:
        """The sentence in the current language."""
        return self.sentence_es if language() == "es" else self.sentence_en

    def total(self, pieces: Mapping[str, int]) -> int:
        """The firearms among pieces by figure."""
        return sum(pieces.get(code, 0) for code in self.counts)


@cache
def definitions() -> tuple[Definition, ...]:
    """Every counting definition that comes with the program, the one that is used unless another is chosen first."""
    return read_definitions(config.data_path("seeds", _FILE))


def read_definitions(path: Path) -> tuple[Definition, ...]:
    """The counting definitions of a file, in its order; UnreadableFile names what is wrong with it."""
    found = toml.parse_toml(str(path), read_bytes(path))
    if not found:
        raise toml.bad_key(str(path), "national", _("there is no definition"))
    return tuple(_definition(str(path), code, one) for code, one in found.items())


def definition(code: str = "") -> Definition:
    """The counting definition with this code, the first one for ""; BadChoice names those there are."""
    known = definitions()
    for found in known:
        if code in (found.code, ""):
            return found
    raise errors.BadChoice(text=code[:40], allowed=", ".join(one.code for one in known))


def count_name(code: str) -> str:
    """The name of a figure in the current language."""
    return _(COUNT_NAMES[code])


def _definition(file: str, code: str, found: object) -> Definition:
    if not isinstance(found, dict) or not cells.is_code(code):
        raise toml.bad_key(file, code, _("write each definition as a table of its own, like [national]"))
    toml.only_keys(file, found, _KEYS)
    name_es, name_en = (_words(file, code, found, f"name_{lang}", toml.LONGEST_TEXT) for lang in ("es", "en"))
    sentence_es, sentence_en = (
        _words(file, code, found, f"sentence_{lang}", _LONGEST_SENTENCE) for lang in ("es", "en")
    )
    counts = _figures(file, code, found, "counts")
    apart = _figures(file, code, found, "apart") if "apart" in found else ()
    for figure in apart:
        if figure in counts:
            problem = _("{figure} is counted, and cannot be apart as well").format(figure=figure)
            raise toml.bad_key(file, f"{code}.apart", problem)
    source = _words(file, code, found, "source", toml.LONGEST_TEXT)
    return Definition(code, name_es, name_en, sentence_es, sentence_en, counts, apart, source)


def _words(file: str, code: str, found: Document, key: str, longest: int) -> str:
    words = toml.text(file, f"{code}.{key}", found.get(key), longest)
    if not words:
        raise toml.bad_key(file, f"{code}.{key}", _("it is empty"))
    return words


def _figures(file: str, code: str, found: Document, key: str) -> tuple[str, ...]:
    """The figures of a list, each once, in the order in which reports print them."""
    where, listed = f"{code}.{key}", found.get(key)
    if not isinstance(listed, list) or not listed:
        raise toml.bad_key(file, where, _("write the figures as a list, like [“short”, “long”]"))
    named = [toml.choice(file, where, figure, COUNTS) for figure in listed]
    if len(set(named)) < len(named):
        raise toml.bad_key(file, where, _("a figure stands twice in it, and would be counted twice"))
    return tuple(figure for figure in COUNTS if figure in named)
