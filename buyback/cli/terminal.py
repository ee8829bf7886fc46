"""From the command line into the app."""

import sys

from buyback.cli.session import Session


def open_app(session: Session, where: str, *, is_demo: bool = False) -> None:
    """Open the app on a ledger; it needs a terminal. A demo is shown as on its last day."""
    from buyback import errors

    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise errors.NeedsTerminal
    from buyback.tui.run import run

    session.outcome = run(
        where,
        settings=session.settings,
        operator=session.operator,
        site=session.settings.site,
        is_demo=is_demo,
    )
