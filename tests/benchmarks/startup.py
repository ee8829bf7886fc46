"""What `buyback --help` and `--version` load (the budget), and their time beside a Python that does nothing."""

import os
import subprocess
import sys
from functools import partial

from tests.benchmarks.measure import in_turns, seconds

HEAVY = ("textual", "sqlalchemy", "requests", "babel")
ROUNDS = 15


def start(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True)


def main() -> None:
    os.environ["BUYBACK_LANG"] = "es"
    found = set()
    for argument in ("--help", "--version"):
        start("-m", "buyback", argument)
        lines = start("-X", "importtime", "-m", "buyback", argument).stderr.splitlines()
        names = {line.rpartition("|")[2].strip() for line in lines}
        found |= {name for name in names if name.partition(".")[0] in HEAVY}
        print(f"{argument}: {len(names)} modules")
    works = [
        partial(seconds, partial(start, "-m", "buyback", "--help")),
        partial(seconds, partial(start, "-m", "buyback", "--version")),
        partial(seconds, partial(start, "-c", "import typer, typer.main")),
        partial(seconds, partial(start, "-c", "pass")),
    ]
    names = ("buyback --help", "buyback --version", "python that imports typer", "python alone")
    for name, taken_s in zip(names, in_turns(ROUNDS, *works), strict=True):
        print(f"{name}: {1000 * taken_s:.0f} ms")
    print(
        f"of {', '.join(HEAVY)} loaded: {', '.join(sorted(found)) or 'none'}: {'MISSED' if found else 'kept'}"
    )
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
