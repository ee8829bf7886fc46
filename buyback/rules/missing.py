"""How many of all that is held may be missing, by what a shelf sample found. Pure."""

import heapq
from collections.abc import Iterator, Sequence
from math import comb, inf, log
from typing import NamedTuple

CONFIDENCE_PERCENT = 95
_LEAST_CHANCE = log((100 - CONFIDENCE_PERCENT) / 100)
_TOLERANCE = 1e-9
"""By so much a logarithm may be off; what is so near the limit is taken for possible."""
_NEGLIGIBLE = 1e-20
_NEARBY = (0.8, 1.0, 1.2)


class Looked(NamedTuple):
    """Of a class at a site: how many were held, how many of them were drawn, and how many of these were not found."""

    held: int
    drawn: int
    missing: int


def most_missing(strata: Sequence[Looked]) -> int:
    """So many of all that were held may be missing at most, with 95 % confidence; never too few.

    The largest number of missing items that can lie in the classes and sites so that a draw shows no more of them than
    this one did in 5 of 100 draws or more, wherever they lie. Of one class at one site it is the exact one-sided bound
    of the hypergeometric distribution (Buonaccorsi, The American Statistician 41, 1987, 215-218), and so it is of several
    where everything was found: the chance is a product then, and missing items are put where they change it least. Where
    some were not found, that chance is bounded by Chernoff's inequality, which may say a few too many.
    """
    open_ones = [one for one in strata if one.drawn < one.held]
    certain = sum(one.missing for one in strata if one.drawn == one.held)
    if len(open_ones) == 1:
        return certain + _of_one(*open_ones[0])
    missing = sum(one.missing for one in open_ones)
    return certain + min(_most(open_ones, missing, weight) for weight in _weights(missing))


def _of_one(held: int, drawn: int, missing: int) -> int:
    low, high = missing, held - (drawn - missing)
    while low < high:
        tried = (low + high + 1) // 2
        as_few = sum(comb(tried, few) * comb(held - tried, drawn - few) for few in range(missing + 1))
        if as_few * 100 >= comb(held, drawn) * (100 - CONFIDENCE_PERCENT):
            low = tried
        else:
            high = tried - 1
    return low


def _weights(missing: int) -> tuple[float, ...]:
    """What an item that was found missing weighs in Chernoff's bound; each weight gives a true one, and the least counts.

    Near the best is the one that is best where what a draw shows follows Poisson's law: f / mean for the mean at the bound.
    """
    if not missing:
        return (0.0,)
    low, high = float(missing), 10.0 * missing + 100
    while high - low > _TOLERANCE * high:
        mean = (low + high) / 2
        if mean - missing - missing * log(mean / missing) < -_LEAST_CHANCE:
            low = mean
        else:
            high = mean
    return tuple(min(near * missing / high, 0.99) for near in _NEARBY)


def _most(strata: Sequence[Looked], missing: int, weight: float) -> int:
    """The largest number of missing items for which the bound of this weight, P(X <= f) <= E(w^X) / w^f, is 5 % or more.

    E(w^X) is a product over the strata, and in each its logarithm falls ever faster with every missing item more (X is a sum
    of independent trials: Vatutin and Mikhailov 1982), so that it is largest where each is put where it costs least.
    """
    chance = -missing * log(weight) if missing else 0.0
    costs: list[tuple[float, int, Iterator[float]]] = []
    for number, one in enumerate(strata):
        steps = _steps(one, weight)
        chance += next(steps)
        costs.append((-next(steps, -inf), number, steps))
    heapq.heapify(costs)
    most = missing
    while costs:
        cost, number, steps = costs[0]
        chance -= cost
        if chance < _LEAST_CHANCE - _TOLERANCE:
            break
        most += 1
        heapq.heapreplace(costs, (-next(steps, -inf), number, steps))
    return most


def _steps(one: Looked, weight: float) -> Iterator[float]:
    """The logarithm of E(w^X) with those missing that were found so, and by how much it changes with each one more that may be.

    The missing are taken one after the other, each drawn or not; `chances` are those of so many drawn, times w for each.
    """
    held, drawn, missing = one
    so_far, chances = 0.0, [1.0]
    for number in range(held - drawn + missing):
        if number == missing:
            yield so_far
        left = held - number
        undrawn = (chance * (left - drawn + shown) / left for shown, chance in enumerate(chances))
        weighed = (weight * chance * (drawn - shown) / left for shown, chance in enumerate(chances))
        following = list(map(sum, zip((*undrawn, 0.0), (0.0, *weighed), strict=True)))
        ratio = sum(following)
        while following[-1] < _NEGLIGIBLE * ratio:
            following.pop()
        chances = [chance / ratio for chance in following]
        if number < missing:
            so_far += log(ratio)
        else:
            yield log(ratio)
