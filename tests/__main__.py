"""`python3 -m tests`: every check and test, one after the other; what is given behind it goes to pytest.

This file is kept readable to old versions of Python, so that they can be told what is wrong.
"""

import sys
import time


def main() -> None:
    """Run all checks, also after one has failed; the exit code is 1 if any did."""
    if sys.version_info < (3, 11):  # noqa: UP036 - a clone is started by whatever python3 there is
        sys.exit(f"buyback needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    from buyback import bootstrap

    bootstrap.ready("test")
    started = time.monotonic()
    failed = [name for name, command in checks() if not passes(name, command)]
    spent = time.monotonic() - started
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nEverything passed", f"({spent:.0f} s)")
    sys.exit(1 if failed else 0)


def checks():
    """Name and command of every check, in order; pytest is the last, so that its summary stays in sight."""
    import sysconfig
    from pathlib import Path

    def tool(name):
        return str(Path(sysconfig.get_path("scripts"), name))

    return [
        ("format (ruff)", [tool("ruff"), "format", "--check", "--quiet"]),
        ("lint (ruff)", [tool("ruff"), "check", "--quiet"]),
        ("types (mypy)", [tool("mypy")]),
        ("imports (import-linter)", [tool("lint-imports"), "--no-logo"]),
        ("tests (pytest)", [sys.executable, "-m", "pytest", "-n", workers(), *SHARED, *sys.argv[1:]]),
    ]


SHARED = ("--dist", "worksteal")
"""Whoever has no test left takes from the others: the longest, which begin first, hold up none behind them."""


def workers():
    """Two for each core, as keys wait more than they compute; at most eight, as each has a PostgreSQL of its own."""
    import os

    return str(min(8, 2 * (os.cpu_count() or 1)))


def passes(name, command):
    """Whether the command ends with 0, run in the project's folder."""
    import subprocess
    from pathlib import Path

    print(f"\n=== {name} ===", flush=True)
    return subprocess.run(command, cwd=Path(__file__).parent.parent, check=False).returncode == 0


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
