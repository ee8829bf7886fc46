"""The desk of a demo ledger on an 80x24 terminal, from the command to the last thing that it draws, and an empty app.

Both run as a person starts them the second time (Python has kept what it compiled), in a terminal of their own (a
pty), and are stopped once the screen holds still: header with site, day and rate, the types with their amounts, today's
drop-offs and the keys. The chain is checked afterwards; that changes a word of the header.
"""

import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from buyback import denominations, desk, rates
from buyback.demo import make_demo
from buyback.facts import Denomination
from buyback.store.engine import open_store
from buyback.store.views import cash, close
from tests.benchmarks.measure import in_turns, report
from tests.benchmarks.terminal import Terminal

BUDGET = 1.6
ROUNDS = 9
SITE = "basilica-guadalupe"
STILL_S = 0.8
FEWEST_BYTES = 400  # a cursor that blinks, or one line that changes, sends less
EMPTY = """
import sqlmodel
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("idle")
Empty().run()
"""


def until_still_s(command: list[str], environment: dict[str, str]) -> float:
    """Seconds from the start of the command to the last output before it says nothing for a while."""
    terminal = Terminal(command, environment)
    last = terminal.until_still(STILL_S, FEWEST_BYTES)
    terminal.end()
    assert b"Traceback" not in terminal.drawn, terminal.drawn.decode(errors="replace")
    if "buyback" in command:
        for words in ("20.2852 a mano", "25,000.00", "Fusil AK-47", "Agregar"):
            assert words.encode() in terminal.drawn, words
    return last - terminal.started


def begin_the_day(where: str) -> None:
    """A day like any other: yesterday is closed and compared, the rate was learned before, and some people have come."""
    store, now = open_store(where), datetime.now(UTC)
    with store.reading() as db:
        box, open_days = cash.box(db, SITE), close.open_days(db, SITE, before=now.date() - timedelta(days=1))
    assert box is not None
    plenty = tuple(Denomination(piece.value_minor, 1000, piece.form) for piece in denominations.MXN)
    desk.count_cash(store, SITE, denominations.make(box.expected_minor, plenty) or (), by="elena", at=now)
    for day in open_days:
        done = desk.close_day(store, SITE, day, by="elena", at=now)
        desk.compare_close(store, SITE, str(done.checkpoint), by="elena", at=now)
    quoted = rates.manual("20.2852", now.date() - timedelta(days=1), "benchmark", now)
    rate = desk.record_rate(store, quoted, by="elena", at=now)
    for visit in range(8):
        order = desk.Order(SITE, (desk.parse_item("ak-47"),), "later", f"benchmark-{visit}", rate)
        desk.receive(store, order, by="ana", at=now)
    store.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        where = str(Path(folder, "demo.db"))
        make_demo(where)
        begin_the_day(where)
        environment = {key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"} | {
            "PYTHONPYCACHEPREFIX": str(Path(folder, "compiled")),
            "BUYBACK_LEDGER": where,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "BUYBACK_RATE_URL": "",
            "BUYBACK_CONFIG": str(Path(folder, "none.toml")),
            "BUYBACK_SITE": SITE,
            "BUYBACK_OPERATOR": "ana",
            "BUYBACK_LANG": "es",
        }
        ours = [sys.executable, "-m", "buyback"]
        empty = [sys.executable, "-c", EMPTY]
        ours_s, base_s = in_turns(
            ROUNDS, partial(until_still_s, ours, environment), partial(until_still_s, empty, environment)
        )
    report("the desk, idle", ours_s, "an empty Textual app that imports sqlmodel", base_s, BUDGET)


if __name__ == "__main__":
    main()
