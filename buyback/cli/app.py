"""The tree of commands. Building it loads nothing but Typer and the words of the help."""

from collections.abc import Sequence
from functools import cache
from typing import Annotated

import typer
from typer.core import TyperGroup
from typer.main import get_command

from buyback import __version__
from buyback.cli import grammar
from buyback.cli.commands import (
    audit,
    cash,
    close,
    custody,
    drop_offs,
    forms,
    hand_overs,
    keys,
    ledger,
    marks,
    operators,
    paper,
    publish,
    quote,
    rates,
    reports,
    samples,
    settings,
    settling,
    setup,
    tables,
    vouchers,
)
from buyback.cli.session import Session, emit
from buyback.cli.terminal import open_app
from buyback.i18n import N_

app = grammar.group(
    N_(
        "Take in weapons, pay by the official table, follow each weapon until it is destroyed.\n\n"
        "Without a command the app opens; it sets up a ledger the first time."
    )
)


def start(
    session: Session,
    *,
    version: Annotated[bool, typer.Option("--version", help=N_("Print the version."))] = False,
) -> None:
    """The version, or the app."""
    if version:
        emit(f"buyback {__version__}")
    else:
        open_app(session, session.where)


grammar.root(app, start)
for module in (
    setup,
    operators,
    settings,
    quote,
    drop_offs,
    settling,
    marks,
    vouchers,
    forms,
    cash,
    close,
    custody,
    hand_overs,
    samples,
    paper,
    reports,
    publish,
    audit,
    ledger,
    keys,
    rates,
    tables,
):
    module.register(app)


@cache
def _tree() -> TyperGroup:
    """Every command with its options, as Typer reads them: made once in a process."""
    tree = get_command(app)
    assert isinstance(tree, TyperGroup)
    return tree


def run(arguments: Sequence[str], session: Session) -> int:
    """Run the command that the arguments name; its exit code, or a refusal."""
    tree = _tree()
    try:
        with tree.make_context("buyback", list(arguments), obj=session) as context:
            tree.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    return session.outcome
