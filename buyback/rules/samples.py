"""The shelf sample: what is drawn by a seed. Pure, and whole numbers only.

What is drawn depends on the seed and on what is held, and on no machine: the items of a site and class stand in the order of
SHA-256(seed ":" tag), and the first of them are taken. `printf %s 4711:A1-000001-B/1 | sha256sum` gives an item's place.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from buyback import errors
from buyback.facts import SampledStratum

MOST_DRAWN = 1_000
"""More than that in one list is a stock-take."""
LARGEST_SEED = 999_999_999


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


def allotted(shelf: Iterable[Shelved], number: int, seed: int) -> dict[Stratum, int]:
    """How many are drawn of each class at each site: one of each, so that nothing is never looked for, and the rest in
    proportion to what more there is, the largest remainders rounded up (Hamilton's method); where remainders are equal,
    first by site and then by class. All are drawn where no more are held.

    Where fewer are drawn than there are classes at sites, the lot decides which: those of the items that come first.
    """
    sizes = Counter(one.stratum for one in shelf)
    if number >= sizes.total():
        return dict(sizes)
    if number < len(sizes):
        first = dict.fromkeys(one.stratum for one in _by_lot(shelf, seed))
        return dict.fromkeys(sizes, 0) | dict.fromkeys(islice(first, number), 1)
    more, rest = {stratum: size - 1 for stratum, size in sizes.items()}, number - len(sizes)
    held = sum(more.values())
    shares = {stratum: 1 + size * rest // held for stratum, size in more.items()}
    by_remainder = sorted(more, key=lambda stratum: (-(more[stratum] * rest % held), stratum))
    for stratum in by_remainder[: number - sum(shares.values())]:
        shares[stratum] += 1
    return shares


def strata(shelf: Iterable[Shelved], shares: Mapping[Stratum, int]) -> tuple[SampledStratum, ...]:
    """What is held of each class at each site and what of it is drawn, by site and class."""
    sizes = Counter(one.stratum for one in shelf)
    return tuple(SampledStratum(*stratum, sizes[stratum], shares[stratum]) for stratum in sorted(sizes))


def undrawn(strata: Iterable[SampledStratum]) -> int:
    """How many items are of a class at a site of which none is drawn."""
    return sum(one.held for one in strata if not one.drawn)


def draw(shelf: Sequence[Shelved], number: int, seed: int) -> tuple[str, ...]:
    """The tags that are drawn, by site, class and tag: the order in which the shelf is walked."""
    shares = allotted(shelf, number, seed)
    drawn = []
    for one in _by_lot(shelf, seed):
        if shares[one.stratum]:
            shares[one.stratum] -= 1
            drawn.append(one)
    return tuple(one.item for one in sorted(drawn, key=lambda one: (one.stratum, one.item)))


def _by_lot(shelf: Iterable[Shelved], seed: int) -> list[Shelved]:
    return sorted(shelf, key=lambda one: hashlib.sha256(f"{seed}:{one.item}".encode()).digest())


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
