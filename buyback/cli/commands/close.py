"""close-day and close-compare: the close of a site's day, and its signed paper the next morning."""

from typing import Annotated

import typer

from buyback.cli.commands.words import Site, SupervisorPinFile
from buyback.cli.grammar import verb
from buyback.cli.session import Session, talk
from buyback.i18n import N_, _

Day = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="DATE", help=N_("The day; the oldest that is open, or today, unless given.")
    ),
]
Check = Annotated[
    bool,
    typer.Option(
        "--check", help=N_("Close nothing: print the three reconciliations, and end as closing would.")
    ),
]
SignedBy = Annotated[
    str | None,
    typer.Option(
        "--approved-by",
        metavar="ALIAS",
        help=N_(
            "The supervisor who signs, where whoever closes the day is none; with PINs asked for theirs."
        ),
    ),
]
Paper = Annotated[
    list[str],
    typer.Argument(
        metavar="CHECKPOINT...",
        help=N_(
            "The checkpoint on the signed paper, L:SEQ:DIGEST or as it is typed: A1 1204 9f2c 01ab 77de 4410; the first "
            "four groups are enough."
        ),
    ),
]


def register(app: typer.Typer) -> None:
    verb(
        app,
        "close-day",
        close_day,
        N_(
            "Close the day of a site: reconcile items, money and papers, seal the totals, print the checkpoint."
        ),
    )
    verb(
        app,
        "close-compare",
        close_compare,
        N_("Compare the checkpoint on the signed paper of the last closed day with the ledger."),
    )


def close_day(
    session: Session,
    *,
    site: Site = None,
    date: Day = None,
    check: Check = False,
    approved_by: SignedBy = None,
    supervisor_pin_file: SupervisorPinFile = None,
) -> None:
    from buyback import desk, report
    from buyback.cli import closing, how, typed
    from buyback.report import audit
    from buyback.store.views import setup

    day, named = typed.day(date) if date else None, site or session.settings.site
    if check:
        with session.reading() as db:
            where = setup.site(db, named)
            chosen = day or desk.day_to_close(db, where, session.clock())
            found = report.reconcile(db, where.code, chosen, now=session.clock())
            unanswered = audit.of_day(db, where.code, chosen)
            warning = report.if_no_pins(db)
        data = closing.as_json(found, found.hindrance, unanswered)
        session.answer(data, *closing.text(found, unanswered), *warning)
        if found.hindrance is not None:
            raise found.hindrance
        return
    with session.writing() as store:
        done = desk.close_day(
            store,
            named,
            day,
            by=session.operator,
            at=session.clock(),
            approval=session.approval(store, "close-day", approved_by, supervisor_pin_file),
            note_folder=session.settings.checkpoint_folder,
        )
        found = done.reconciliation
        with store.reading() as db:
            unanswered = audit.of_day(db, found.site.code, found.day)
            warning = report.if_no_pins(db)
    data = closing.as_json(found, None, unanswered) | {"signed": closing.signed_json(done)}
    session.answer(data, *closing.text(found, unanswered), *closing.signed_text(done), *warning)
    if done.unsigned is not None:
        talk(how.sentence(done.unsigned))
    words = _(
        "Print the day's act, have it signed, and keep it apart: buyback print day --date {day} --site {site} --out FILE."
    )
    talk(words.format(day=found.day.isoformat(), site=found.site.code))


def close_compare(session: Session, *, paper: Paper, site: Site = None) -> None:
    from buyback import desk
    from buyback.cli import closing

    with session.writing() as store:
        done = desk.compare_close(
            store,
            site or session.settings.site,
            " ".join(paper),
            by=session.operator,
            at=session.clock(),
        )
    session.answer(closing.compared_json(done), closing.compared_text(done))
    if done.refusal is not None:
        raise done.refusal
