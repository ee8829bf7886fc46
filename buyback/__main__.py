"""The way in: the program `buyback`, and `python3 -m buyback`, which in a clone makes its own environment first.

This file is kept readable to old versions of Python, so that they can be told what is wrong.
"""

import gc
import sys

_OBJECTS_BETWEEN_LOOKS = 100_000
"""New objects after which Python looks for garbage: at its own 700 it would look through what is being loaded, in vain,
some hundred times, a tenth of the start of the app."""


def main() -> None:
    """Run the command line as `buyback` does, with whatever it takes to get there."""
    if sys.version_info < (3, 11):  # noqa: UP036 - a clone is started by whatever python3 there is
        sys.exit(f"buyback needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    from buyback import bootstrap

    bootstrap.ready()
    try:
        sys.exit(command_line())
    except ModuleNotFoundError as missing:
        sys.exit(bootstrap.explain(missing))


def command_line() -> int:
    """Run the command line and return its exit code; Ctrl+C while it is still being loaded ends it quietly."""
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS)
    try:
        from buyback.cli.main import main as run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
