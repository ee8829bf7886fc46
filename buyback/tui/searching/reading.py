"""Finds out what words mean in a ledger."""

import re
from dataclasses import dataclass
from functools import cached_property

from buyback.errors import Refusal, UnknownWord
from buyback.i18n import N_, in_every_language
from buyback.tui.searching import called, shapes
from buyback.tui.searching.called import Found, Names
from buyback.tui.searching.folded import folded
from buyback.tui.searching.sought import Sought

LONGEST = 120

_PREFIXES = {
    "words": (N_("folio"), N_("tag"), N_("serial")),
    "types": (N_("type"),),
    "site": (N_("site"),),
    "by": (N_("by"),),
    "status": (N_("status"),),
    "kind": (N_("kind"),),
    "days": (N_("day"), N_("month")),
    "amount": (N_("amount"),),
}
"""What may stand before a colon, for each thing that lists are narrowed by."""
_MOST_WORDS = 6
_ENTRY = re.compile(r"\d{1,12}", re.ASCII)
_PART = re.compile(r'(?:[^\s":]+:)?"[^"]*"?|\S+')


def entry_typed(text: str) -> int | None:
    """The number of an entry, where nothing else was typed."""
    return int(text) if _ENTRY.fullmatch(text.strip()) else None


def understood(text: str, names: Names) -> Sought:
    """What a person typed, as far as it can be understood."""
    parts = _PART.findall(text[:LONGEST])
    found: Found = {}
    rest: list[str] = []
    reader = _Reader(names)
    place = 0
    while place < len(parts):
        before, colon, value = parts[place].partition(":")
        name = prefix(before) if colon else ""
        if name:
            try:
                found |= reader.named(name, value.strip('"'))
            except Refusal as refusal:
                return Sought(found, str(refusal))
            place += 1
            continue
        taken, meant = reader.phrase(parts[place:])
        if meant is None:
            rest.append(parts[place].strip('"'))
        else:
            found |= meant
        place += taken
    if rest:
        found["words"] = " ".join(filter(None, (found.get("words", ""), *rest)))
    return Sought(found)


@dataclass
class _Reader:
    """Finds out what words mean in a ledger."""

    names: Names

    def phrase(self, parts: list[str]) -> tuple[int, Found | None]:
        """How many of the first parts belong together, and what they mean; None for a beginning of a folio or serial."""
        for length in range(min(_MOST_WORDS, len(parts)), 0, -1):
            if any(":" in part and prefix(part.partition(":")[0]) for part in parts[1:length]):
                continue
            meant = self._meant(" ".join(parts[:length]))
            if meant:
                return length, dict(meant)
        return 1, None

    def _meant(self, words: str) -> Found | None:
        """What the words mean together: the first of what they may."""
        today = self.names.today
        month = shapes.month(words, today)
        return (
            self._known.get(folded(words))
            or shapes.shaped(words, today)
            or ({"days": month} if month else None)
            or self._type(words)
        )

    def named(self, name: str, value: str) -> Found:
        """What a word with a name before it means; a refusal where there is no such thing."""
        if not value:
            return {}
        if name == "words":
            return {"words": value}
        if name == "types":
            return {"types": called.types(value, self.names.table) or (value,)}
        if name == "days":
            meant = shapes.shaped(value, self.names.today) or self._known.get(folded(value), {})
            month = shapes.month(value, self.names.today, is_named=True)
            days = month or meant.get("days")
            return {"days": days} if days else self._nothing(value)
        if name == "amount":
            meant = shapes.shaped(value, self.names.today) or shapes.amount(f"={value}") or {}
            return dict(meant) if name in meant else self._nothing(value)
        meant = self._known.get(folded(value), {})
        wanted = {"status": ("status", "left", "kind")}.get(name, (name,))
        return {key: meant[key] for key in wanted if key in meant} or self._nothing(value)

    def _nothing(self, value: str) -> Found:
        raise UnknownWord(text=value[:40])

    @cached_property
    def _known(self) -> dict[str, Found]:
        return dict(called.everything(self.names))

    def _type(self, words: str) -> Found | None:
        """The types that are called so; a single word needs some letters, or to be just what a type is called."""
        table = self.names.table
        if called.are_words(words) or called.is_type(words, table):
            codes = called.types(words, table)
            return {"types": codes} if codes else None
        return None


def prefix(word: str) -> str:
    """What a word before a colon says that the next one is; "" where it says nothing."""
    typed = folded(word)
    for name, words in _PREFIXES.items():
        if any(typed == folded(said) for one in words for said in in_every_language(one)):
            return name
    return ""
