"""Taking times in turns, and saying what came of it."""

import statistics
import sys
import time
from collections.abc import Callable


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_turns(rounds: int, *works: Callable[[], float]) -> list[float]:
    """The median of what each work reports (its seconds), one round of all after another, the first not counted."""
    taken = [[work() for work in works] for _round in range(rounds + 1)]
    return [statistics.median(column) for column in zip(*taken[1:], strict=True)]


def report(what: str, ours_s: float, base: str, base_s: float, budget: float) -> None:
    """Print the ratio with its budget; end with 1 where it is missed."""
    ratio = ours_s / base_s
    print(f"{what}: {1000 * ours_s:.1f} ms")
    print(f"{base}: {1000 * base_s:.1f} ms")
    print(f"ratio: {ratio:.2f}, budget {budget:g}: {'kept' if ratio <= budget else 'MISSED'}")
    if ratio > budget:
        sys.exit(1)
