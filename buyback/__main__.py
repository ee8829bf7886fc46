"""`python3 -m buyback`: the command line; in a clone it makes its own environment first.

This file is kept readable to old versions of Python, so that they can be told what is wrong.
"""

import sys


def main() -> None:
    """Run the command line as `buyback` does, with whatever it takes to get there."""
    if sys.version_info < (3, 11):  # noqa: UP036 - a clone is started by whatever python3 there is
        sys.exit(f"buyback needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    from buyback import bootstrap

    bootstrap.ready()
    try:
        from buyback.cli.main import main as command_line

        sys.exit(command_line())
    except ModuleNotFoundError as missing:
        sys.exit(bootstrap.explain(missing))


if __name__ == "__main__":
    main()
