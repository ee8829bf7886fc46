"""The shelf sample: who is drawn by a seed, and what a result says of all that is held. Pure, and whole numbers only.

What is drawn depends on the seed and on what is held, and on no machine: the items of a site and class stand in the order of
SHA-256(seed ":" tag), and the first of them are taken. `printf %s 4711:A1-000001-B/1 | sha256sum` gives an item's place.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import comb
from typing import NamedTuple

from buyback import errors

MOST_DRAWN = 1_000
"""More than that in one list is a stock-take."""
LARGEST_SEED = 999_999_999
CONFIDENCE_PERCENT = 95


class Stratum(NamedTuple):
    """Items of one class at one site."""

    site: str
    class_code: str


class Shelved(NamedTuple):
    """An item that should be on the shelf."""

    item: str
    stratum: Stratum


def population_hash(items: Iterable[str]) -> str:
    """SHA-256 over the tags, sorted by their bytes, each followed by a line feed: `LC_ALL=C sort | sha256sum`."""
    return hashlib.sha256("".join(f"{item}\n" for item in sorted(items)).encode()).hexdigest()


def allotted(shelf: Iterable[Shelved], number: int) -> dict[Stratum, int]:
    """How many are drawn of each class at each site: in proportion, the largest remainders rounded up (Hamilton's method);
    where remainders are equal, first by site and then by class. All are drawn where no more are held.
    """
    sizes = Counter(one.stratum for one in shelf)
    held = sizes.total()
    if number >= held:
        return dict(sizes)
    shares = {stratum: size * number // held for stratum, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda stratum: (-(sizes[stratum] * number % held), stratum))
    for stratum in by_remainder[: number - sum(shares.values())]:
        shares[stratum] += 1
    return shares


def undrawn(shelf: Iterable[Shelved], shares: Mapping[Stratum, int]) -> int:
    """How many items are of a class at a site of which none is drawn."""
    return sum(not shares[one.stratum] for one in shelf)


def draw(shelf: Sequence[Shelved], number: int, seed: int) -> tuple[str, ...]:
    """The tags that are drawn, by site, class and tag: the order in which the shelf is walked."""
    shares = allotted(shelf, number)
    by_lot = sorted(shelf, key=lambda one: hashlib.sha256(f"{seed}:{one.item}".encode()).digest())
    drawn = []
    for one in by_lot:
        if shares[one.stratum]:
            shares[one.stratum] -= 1
            drawn.append(one)
    return tuple(one.item for one in sorted(drawn, key=lambda one: (one.stratum, one.item)))


def most_missing(held: int, drawn: int, missing: int) -> int:
    """So many of all that were held may be missing at most, with 95 % confidence, where `missing` of those drawn are.

    The exact one-sided bound of the hypergeometric distribution: the largest number of missing items of which a sample
    without replacement would show so few in more than 5 of 100 draws (Buonaccorsi, The American Statistician 41, 1987,
    215-218). It is that of a sample drawn from all items alike; one in proportion to its strata comes near it.
    """
    low, high = missing, held - (drawn - missing)
    while low < high:
        tried = (low + high + 1) // 2
        as_few = sum(comb(tried, few) * comb(held - tried, drawn - few) for few in range(missing + 1))
        if as_few * 100 > comb(held, drawn) * (100 - CONFIDENCE_PERCENT):
            low = tried
        else:
            high = tried - 1
    return low


def check_sample_size(number: int, seed: int, held: int) -> None:
    """BadNumber for none, more than a list has, or a seed that is none; NothingToSample where nothing is held."""
    if not 1 <= number <= MOST_DRAWN:
        raise errors.BadNumber(text=str(number), field="--n", least=1, most=MOST_DRAWN)
    if not 0 <= seed <= LARGEST_SEED:
        raise errors.BadNumber(text=str(seed), field="--seed", least=0, most=LARGEST_SEED)
    if not held:
        raise errors.NothingToSample


def check_sampled(seq: int, drawn: Sequence[str], told: Sequence[str]) -> None:
    """Something is said, of items of the sample only, and of each once."""
    if not told:
        raise errors.NothingSaidOfSample(seq=seq)
    seen: set[str] = set()
    for item in told:
        if item in seen:
            raise errors.ItemTwice(item=item)
        if item not in drawn:
            raise errors.NotInSample(item=item, seq=seq)
        seen.add(item)
