"""How soon a key is answered in a large ledger: `python -m tests.benchmarks.keys [FILE]`.

FILE is a ledger from make_ledger, for the budget one of a million items; without one a ledger of 30,000 is made. A copy
of it beside the file is opened by the app in a terminal. A key is answered when the first of what it changes on the screen
arrives there; each is pressed when the screen holds still, and the median of its turns counts.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from buyback.store.engine import open_store
from buyback.store.views import setup
from tests.benchmarks.large import large_ledger
from tests.benchmarks.terminal import Terminal

BUDGET_MS = 50
ROUNDS = 7
SILENT_S = 0.3  # a cursor blinks twice a second
AT_MOST_S = 5.0
DRAWN_S = 3.0
F2, F3, F4, F5, F6, ESCAPE, UP, DOWN, LEFT, RIGHT, TAB, BACK = (
    b"\x1bOQ", b"\x1bOR", b"\x1bOS", b"\x1b[15~", b"\x1b[17~", b"\x1b", b"\x1b[A", b"\x1b[B", b"\x1b[D", b"\x1b[C", b"\t", b"\x7f",
)  # fmt: skip
WALK: tuple[tuple[str, tuple[tuple[str, bytes], ...]], ...] = (
    ("desk", (("F2", F2), ("a", b"a"), ("down", DOWN), ("up", UP), ("k", b"k"), ("backspace", BACK), ("backspace", BACK))),
    ("custody", (("F3", F3), ("1", b"1"), ("2", b"2"), ("backspace", BACK), ("backspace", BACK), ("down", DOWN),
                 ("right", RIGHT), ("left", LEFT))),
    ("day", (("F4", F4), ("left", LEFT), ("right", RIGHT))),
    ("ledger", (("F5", F5), ("down", DOWN), ("1", b"1"), ("2", b"2"), ("backspace", BACK), ("backspace", BACK))),
    ("till", (("F6", F6), ("tab", TAB), ("down", DOWN))),
)  # fmt: skip
"""The screens one after another, and what is pressed on each; every key changes something there."""


def answered_s(terminal: Terminal, keys: bytes) -> float | None:
    """Seconds until something comes; None where the key changes nothing."""
    while terminal.read(SILENT_S):
        pass
    pressed = time.perf_counter()
    terminal.press(keys)
    return time.perf_counter() - pressed if terminal.read(AT_MOST_S) else None


def measured(terminal: Terminal) -> dict[tuple[str, str], list[float]]:
    """The seconds of every turn, by screen and key."""
    taken: dict[tuple[str, str], list[float]] = {}
    for _round in range(ROUNDS):
        for screen, keys in WALK:
            for name, sent in keys:
                passed = answered_s(terminal, sent)
                if passed is not None:
                    taken.setdefault((screen, name), []).append(passed)
    return taken


def main() -> None:
    with large_ledger() as path, tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = shutil.copy(path, folder)
        store = open_store(copy)
        with store.reading() as db:
            site = setup.sites(db)[0].code
        store.close()
        environment = {
            **os.environ,
            "BUYBACK_LEDGER": copy,
            "BUYBACK_SITE": site,
            "BUYBACK_OPERATOR": "ana",
            "BUYBACK_LANG": "es",
            "BUYBACK_RATE_URL": "",
            "BUYBACK_CONFIG": str(Path(folder, "none.toml")),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }
        terminal = Terminal([sys.executable, "-m", "buyback"], environment)
        terminal.until_still(DRAWN_S, fewest_bytes=400)
        terminal.press(ESCAPE)
        taken = measured(terminal)
        terminal.end()
    worst_s = 0.0
    for (screen, name), each in taken.items():
        median_s = statistics.median(each)
        worst_s = max(worst_s, median_s)
        print(f"{screen:<8} {name:<10} {1000 * median_s:6.1f} ms")
    is_kept = 1000 * worst_s <= BUDGET_MS
    print(f"the slowest: {1000 * worst_s:.1f} ms, budget {BUDGET_MS} ms: {'kept' if is_kept else 'MISSED'}")
    if not is_kept:
        sys.exit(1)


if __name__ == "__main__":
    main()
