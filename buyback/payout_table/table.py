"""A payout table in use: its rows, what they pay, and the search that a clerk types into."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from buyback.errors import UnknownType, UnknownTypeIsOther
from buyback.facts import Condition, PayoutTableAdopted, TableClass, TableRow
from buyback.payout_table.cells import ANY_CALIBRE

_WORD = re.compile(r"[^\W_]+")
_LONGEST_QUERY = 100
_FILLERS = frozenset(["de", "del", "la", "el", "of", "the", "cal", "calibre", "caliber"])
"""Words that people say between the words that tell; they count only where nothing else is typed."""

_OTHER = "other"
"""The class, or the beginning of the code, of a row for what the table does not name."""

_Score: TypeAlias = tuple[int, bool, int]
_BEGINS = 2
"""The rank in `_Term.score` of a name that begins with the word: there the shorter name is the likelier."""


@dataclass(frozen=True)
class PayoutTable:
    """One payout table, as a ledger adopts it. Amounts are in minor units of `adopted.currency`."""

    adopted: PayoutTableAdopted

    @property
    def code(self) -> str:
        return self.adopted.code

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """Every type, in the table's order."""
        return self.adopted.rows

    def row(self, code: str) -> TableRow:
        """The type with exactly this code; UnknownType names the nearest, and the rows for what the table does not name."""
        try:
            return self._rows_by_code[code]
        except KeyError:
            nearest = ", ".join(self.nearest(code))
            unlisted = ", ".join(row.code for row in self.unlisted)
            if unlisted:
                raise UnknownTypeIsOther(
                    table=self.code, code=code, nearest=nearest, unlisted=unlisted
                ) from None
            raise UnknownType(table=self.code, code=code, nearest=nearest) from None

    @cached_property
    def unlisted(self) -> tuple[TableRow, ...]:
        """The rows for what no other row names: their class is `other`, or their code begins so, and none has an amount.

        An amount would be paid without a look, for whatever it is; without one a supervisor values each.
        """
        return tuple(
            row
            for row in self.rows
            if _OTHER in (row.class_code, row.code.split("-")[0])
            and row.serviceable_minor is None
            and row.unserviceable_minor is None
        )

    def amount_minor(self, row: TableRow, condition: Condition) -> int | None:
        """What one unit pays; None where the table does not publish it, which is not zero."""
        return row.serviceable_minor if condition == "serviceable" else row.unserviceable_minor

    def class_of(self, row: TableRow) -> TableClass:
        """The class of one of this table's rows."""
        return self._classes_by_code[row.class_code]

    def name(self, row: TableRow, lang: str) -> str:
        """The type's name in "es" or "en"; KeyError for any other language."""
        return {"es": row.name_es, "en": row.name_en}[lang]

    def find(self, text: str) -> tuple[TableRow, ...]:
        """The types that every typed word fits, the likeliest first; with nothing typed, all in the table's order.

        A word fits a part of the code, a name, an alias or the calibre; capitals, accents and punctuation do not
        matter. First comes what is exactly that, then what has it as a word, then what begins with it, then what has a
        word that begins with it, then what only holds it. Among equals: names before aliases, of names that
        begin so the one with fewer words, then the table's order.
        """
        typed = text[:_LONGEST_QUERY]
        words = [word for word in map(_compact, typed.split()) if word]
        if not words:
            return self.rows
        telling = [word for word in words if word not in _FILLERS] or words
        scored = ((entry.score(_compact(typed), telling), entry) for entry in self._entries)
        hits = [(score, entry.position, entry.row) for score, entry in scored if score is not None]
        return tuple(row for _score, _position, row in sorted(hits, key=lambda hit: hit[:2]))

    def alias_found(self, row: TableRow, text: str) -> str:
        """The alias by which `find` came upon the row; "" where its code, a name or its calibre fits the text."""
        typed = _compact(text[:_LONGEST_QUERY])
        names = (row.code, row.name_es, row.name_en, row.calibre)
        if not typed or any(typed in _compact(name) for name in names):
            return ""
        return next((alias for alias in row.aliases if typed in _compact(alias)), "")

    def nearest(self, text: str, n: int = 3) -> tuple[str, ...]:
        """The codes of the n types that `text` most likely means, hits of `find` first; fewer only in a small table."""
        typed = _compact(text[:_LONGEST_QUERY])
        hits = [row.code for row in self.find(text)]
        if len(hits) >= n:
            return tuple(hits[:n])
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(typed)
        by_likeness = sorted(self._entries, key=lambda entry: (-entry.likeness(matcher), entry.position))
        return tuple(dict.fromkeys([*hits, *(entry.row.code for entry in by_likeness)]))[:n]

    def nearest_priced(self, row: TableRow, condition: Condition, n: int = 3) -> tuple[str, ...]:
        """Codes of up to n types that `row` could be valued as: an amount above zero is published for the condition.

        The same class comes first, then the same figure of the reports, then a class that is handled alike; among
        equals the smallest amount, so that a hint never overpays.
        """

        def distance(other: TableRow) -> tuple[bool, bool, bool, int]:
            mine, its = self.class_of(row), self.class_of(other)
            return (
                its.code != mine.code,
                other.counts_as != row.counts_as,
                (its.traced, its.custody) != (mine.traced, mine.custody),
                self.amount_minor(other, condition) or 0,
            )

        priced = [
            other for other in self.rows if other.code != row.code and self.amount_minor(other, condition)
        ]
        return tuple(other.code for other in sorted(priced, key=distance)[:n])

    @cached_property
    def _rows_by_code(self) -> dict[str, TableRow]:
        return {row.code: row for row in self.rows}

    @cached_property
    def _classes_by_code(self) -> dict[str, TableClass]:
        return {found.code: found for found in self.adopted.classes}

    @cached_property
    def _entries(self) -> tuple["_Entry", ...]:
        return tuple(_Entry(position, row, tuple(_terms(row))) for position, row in enumerate(self.rows))


@dataclass(frozen=True, slots=True)
class _Term:
    """One thing that a type is called, folded: its words, and all of them run together."""

    compact: str
    words: tuple[str, ...]
    is_alias: bool

    def score(self, word: str) -> _Score | None:
        """How well a typed word fits, less is better; None where it does not."""
        fits = (
            self.compact == word,
            word in self.words,
            self.compact.startswith(word),
            any(own.startswith(word) for own in self.words),
            word in self.compact,
        )
        if not any(fits):
            return None
        rank = fits.index(True)
        return rank, self.is_alias, len(self.words) if rank == _BEGINS else 0


@dataclass(frozen=True, slots=True)
class _Entry:
    """A type with everything that it is called."""

    position: int
    row: TableRow
    terms: tuple[_Term, ...]

    def score(self, whole: str, words: Iterable[str]) -> _Score | None:
        """The best of the whole text, else the worst of its words; None where a word does not fit."""
        exact = [score for term in self.terms if (score := term.score(whole)) and score[0] == 0]
        if exact:
            return min(exact)
        scores = []
        for word in words:
            found = [score for term in self.terms if (score := term.score(word))]
            if not found:
                return None
            scores.append(min(found))
        return max(scores)

    def likeness(self, matcher: "difflib.SequenceMatcher[str]") -> float:
        """How much the best of its names, or a word of them, is like the matcher's text: 0 to 1."""
        best = 0.0
        for called in dict.fromkeys(part for term in self.terms for part in (term.compact, *term.words)):
            matcher.set_seq1(called)
            if matcher.real_quick_ratio() > best:
                best = max(best, matcher.ratio())
        return best


def _terms(row: TableRow) -> Iterator[_Term]:
    calibres = () if row.calibre == ANY_CALIBRE else row.calibre.split(",")
    for called in (row.code, row.name_es, row.name_en, *calibres):
        yield _term(called, is_alias=False)
    for called in row.aliases:
        yield _term(called, is_alias=True)


def _term(called: str, *, is_alias: bool) -> _Term:
    return _Term(_compact(called), tuple(_WORD.findall(_folded(called))), is_alias)


def _compact(text: str) -> str:
    return "".join(_WORD.findall(_folded(text)))


def _folded(text: str) -> str:
    """The text without accents and capitals: "Revólver" and "REVOLVER" are the same."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))
