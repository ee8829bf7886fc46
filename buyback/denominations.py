"""Notes and coins: which there are, how they are typed, and how an amount is made of those that are at hand.

The set is data (Banco de México, the pieces in circulation); nothing below it knows a value by name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import gcd, lcm

from buyback import errors
from buyback.facts import Denomination, Form


@dataclass(frozen=True, slots=True)
class Piece:
    """A kind of note or coin; `code` is how it is typed."""

    code: str
    value_minor: int
    form: Form


MXN = (
    Piece("1000", 1000_00, "note"),
    Piece("500", 500_00, "note"),
    Piece("200", 200_00, "note"),
    Piece("100", 100_00, "note"),
    Piece("50", 50_00, "note"),
    Piece("20", 20_00, "note"),
    Piece("20c", 20_00, "coin"),
    Piece("10", 10_00, "coin"),
    Piece("5", 5_00, "coin"),
    Piece("2", 2_00, "coin"),
    Piece("1", 1_00, "coin"),
    Piece("0.50", 50, "coin"),
)
"""Mexican pesos, the largest first, a note before the coin of its value. `20` is the note, `20c` the coin."""

SMALLEST_MINOR = MXN[-1].value_minor
MOST_PIECES = 20_000
"""Of one kind in one count or movement: more than any box of a site holds is a slip of the hand."""

_PART = re.compile(r"(?P<code>[0-9.]+c?) ?[x×*] ?(?P<number>[+-]?[0-9][0-9.]*)", re.ASCII | re.IGNORECASE)
_CODES = {piece.code: piece for piece in MXN} | {
    f"{piece.code}c": piece for piece in MXN if piece.form == "coin" and not piece.code.endswith("c")
}
_CODES |= {"0.5": _CODES["0.50"], ".50": _CODES["0.50"], ".5": _CODES["0.50"]}
_ORDER = {(piece.value_minor, piece.form): position for position, piece in enumerate(MXN)}


def known_codes() -> str:
    """How every note and coin is typed, for a sentence."""
    return ", ".join(piece.code for piece in MXN)


def code_of(notes: Denomination) -> str:
    """How these pieces are typed; plain centavos for a piece that is not in the set."""
    position = _ORDER.get((notes.value_minor, notes.form))
    return f"{notes.value_minor} centavos" if position is None else MXN[position].code


def parse(text: str) -> tuple[Denomination, ...]:
    """The pieces written as "500x20,200x10,20cx5", by commas or lines, the largest first; "0" is none at all.

    BadNotes, BadPieces or NotesTwice where it cannot be that. What is written with the number 0 is left out.
    """
    parts = [part for line in text.splitlines() for part in line.split(",") if part.strip()]
    if not parts:
        raise errors.BadNotes(part=text[:40], known=known_codes())
    if [part.strip() for part in parts] == ["0"]:
        return ()
    found: dict[str, Denomination] = {}
    for part in parts:
        piece, number = _parse_part(part.strip())
        if piece.code in found:
            raise errors.NotesTwice(code=piece.code)
        found[piece.code] = Denomination(piece.value_minor, number, piece.form)
    return ordered(found.values())


def _parse_part(part: str) -> tuple[Piece, int]:
    read = _PART.fullmatch(part)
    piece = _CODES.get(read["code"].lower()) if read else None
    if read is None or piece is None:
        raise errors.BadNotes(part=part[:40], known=known_codes())
    return piece, parse_number(read["number"], piece)


def parse_number(text: str, piece: Piece) -> int:
    """How many pieces there are of a kind, 0 to the most that there can be; BadPieces for anything else."""
    text = text.strip()
    if not (text.isdecimal() and text.isascii() and len(text) <= 9 and int(text) <= MOST_PIECES):
        raise errors.BadPieces(number=text[:40], code=piece.code, most=MOST_PIECES)
    return int(text)


def written(notes: Iterable[Denomination]) -> str:
    """The pieces as `parse` reads them; "0" where there are none."""
    return ",".join(f"{code_of(each)}x{each.number}" for each in notes) or "0"


def worth_minor(notes: Iterable[Denomination]) -> int:
    """What the pieces come to."""
    return sum(each.value_minor * each.number for each in notes)


def ordered(notes: Iterable[Denomination]) -> tuple[Denomination, ...]:
    """The pieces in the order of the set, without those that there are none of."""
    there = (each for each in notes if each.number)
    return tuple(sorted(there, key=lambda each: (-each.value_minor, each.form != "note")))


def together(one: Iterable[Denomination], other: Iterable[Denomination]) -> tuple[Denomination, ...]:
    """Both put in one place."""
    return _summed([*one, *other])


def without(stock: Iterable[Denomination], taken: Iterable[Denomination]) -> tuple[Denomination, ...] | None:
    """What stays of the stock; None where it does not hold all that is taken."""
    rest = _summed([*stock, *(Denomination(each.value_minor, -each.number, each.form) for each in taken)])
    return None if any(each.number < 0 for each in rest) else rest


def _summed(notes: Iterable[Denomination]) -> tuple[Denomination, ...]:
    numbers: dict[tuple[int, Form], int] = {}
    for each in notes:
        key = (each.value_minor, each.form)
        numbers[key] = numbers.get(key, 0) + each.number
    return ordered(Denomination(value, number, form) for (value, form), number in numbers.items())


# --- making an amount ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def make(amount_minor: int, stock: tuple[Denomination, ...]) -> tuple[Denomination, ...] | None:
    """The amount exactly, out of the stock, with the fewest pieces; None where the stock cannot make it.

    Of several ways with as few pieces, the one with more of the largest. The kinds are gone through from the largest
    down; `reach` holds what is still to be made and the fewest pieces so far, and only the numbers that the best way
    can have are tried (see `_fewest_of`), so that neither the amount nor the stock makes it slow.
    """
    kinds = [each for each in ordered(stock) if each.number > 0]
    reach: dict[int, tuple[int, tuple[int, ...]]] = {amount_minor: (0, ())}
    for position, kind in enumerate(kinds):
        smaller = kinds[position + 1 :]
        room_minor, step_minor = worth_minor(smaller), gcd(*(each.value_minor for each in smaller))
        after: dict[int, tuple[int, tuple[int, ...]]] = {}
        for rest_minor, (pieces, path) in reach.items():
            for number in _numbers(rest_minor, kind, smaller):
                left_minor = rest_minor - number * kind.value_minor
                if left_minor > room_minor:
                    break
                if left_minor % step_minor if step_minor else left_minor:
                    continue
                if left_minor not in after or pieces + number < after[left_minor][0]:
                    after[left_minor] = (pieces + number, (*path, number))
        reach = after
    if 0 not in reach:
        return None
    _pieces, path = reach[0]
    return ordered(
        Denomination(kind.value_minor, number, kind.form) for kind, number in zip(kinds, path, strict=True)
    )


def _numbers(rest_minor: int, kind: Denomination, smaller: list[Denomination]) -> Iterator[int]:
    """How many pieces of a kind the best way may take, the most first."""
    most = min(kind.number, rest_minor // kind.value_minor)
    return iter(range(most, _fewest_of(rest_minor, kind, smaller) - 1, -1))


def _fewest_of(rest_minor: int, kind: Denomination, smaller: list[Denomination]) -> int:
    """The fewest pieces of a kind that the best way may take.

    Of the ways with the fewest pieces take the one with more of the larger kinds. For a smaller kind of value w, its
    pieces worth lcm(v, w) could be changed for lcm(v, w) / v pieces of this kind, of value v: not more pieces, and
    larger ones. So where that many are left over, the best way has fewer of every smaller kind, and these come to at
    most the sum of lcm(v, w) - w.
    """
    common = [lcm(kind.value_minor, each.value_minor) for each in smaller]
    spare = max((found // kind.value_minor for found in common), default=1)
    most_below_minor = sum(found - each.value_minor for found, each in zip(common, smaller, strict=True))
    by_rest = -((most_below_minor - rest_minor) // kind.value_minor)
    return max(0, min(kind.number - spare + 1, by_rest))
