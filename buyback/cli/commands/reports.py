"""summary, export and audit-pack."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from buyback.cli.commands.words import Counting, From, Site, To
from buyback.cli.grammar import verb
from buyback.cli.session import Session, emit, progress
from buyback.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from buyback.export import Exported

MOST_DAYS = 36_500

Day = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", help=N_("The day, or the last of --days; today unless given.")),
]
Days = Annotated[
    str | None, typer.Option("--days", metavar="N", help=N_("How many days, up to --date; 1 unless given."))
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since-entry",
        metavar="N",
        help=N_("Beside each figure, what it was when the log ended with this entry, and why it differs."),
    ),
]
AsCsv = Annotated[bool, typer.Option("--csv", help=N_("Print CSV, for a spreadsheet."))]
Folder = Annotated[
    str, typer.Argument(metavar="DIR", help=N_("A new folder; one that holds files is refused."))
]


def register(app: typer.Typer) -> None:
    verb(app, "summary", summary, N_("Sum up a day or several: counts, money, custody."))
    verb(
        app,
        "counting",
        counting,
        N_("List what a total of firearms can count, and who publishes totals like that."),
    )
    verb(app, "export", export, N_("Write everything as CSV files that anyone can check, into a new folder."))
    verb(
        app,
        "audit-pack",
        audit_pack,
        N_(
            "Write all that an auditor needs to check the whole ledger without this program, into a new folder."
        ),
    )


def summary(
    session: Session,
    *,
    date: Day = None,
    site: Site = None,
    days: Days = None,
    counting: Counting = None,
    since_entry: Since = None,
    csv: AsCsv = False,
) -> None:
    from buyback import errors, report
    from buyback.cli import summaries, typed
    from buyback.report.audit import unanswered

    if csv and session.json:
        raise errors.BadUsage(problem=_("--csv and --json exclude each other; choose one."))
    named = typed.day(date) if date else None
    number = typed.whole(days, "--days", least=1, most=MOST_DAYS) if days else 1
    definition = typed.definition(counting)
    since = typed.entry(since_entry, "--since-entry") if since_entry else 0
    with session.reading() as db:
        today = session.today(db, site or "")
        last = named or today
        if last > today:
            raise errors.InTheFuture(when=last.isoformat(), now=today.isoformat())
        first = _days_before(last, number)
        found = report.summarise(
            db, first, last, site=site or "", counting=definition, today=today, since=since
        )
        audit = unanswered(db, found.span, today)
    for code in found.tables_incomplete:
        session.warn_of_table(code, complete=False)
    if csv:
        emit(summaries.as_csv(found))
    else:
        session.answer(summaries.as_json(found, audit), *summaries.as_text(found, audit))


def _days_before(last: date, number: int) -> date:
    """The first of `number` days that end with `last`; no earlier than there are days."""
    return date.fromordinal(max(1, last.toordinal() - number + 1))


def counting(session: Session) -> None:
    from buyback import report
    from buyback.cli import counted

    known = report.definitions()
    session.answer(
        {"definitions": [counted.definition_json(one) for one in known]}, *map(counted.definition_text, known)
    )


def export(
    session: Session, *, folder: Folder, first: From = None, last: To = None, site: Site = None
) -> None:
    from pathlib import Path

    from buyback.cli import typed
    from buyback.export import export_folder
    from buyback.store.views import setup

    begin, end = typed.days(first, last)
    with session.store() as store:
        with store.reading() as db:
            code = setup.site(db, site).code if site else ""
        with progress(_("Exporting")) as advance:
            done = export_folder(
                store, Path(folder), first=begin, last=end, site=code, at=session.clock(), progress=advance
            )
    _answer(session, done)


def audit_pack(session: Session, *, folder: Folder) -> None:
    from pathlib import Path

    from buyback import errors
    from buyback.cli import verified
    from buyback.errors import Exit
    from buyback.export.pack import audit_pack as write_pack

    with session.store() as store, progress(_("Writing the audit pack")) as advance:
        done = write_pack(
            store,
            Path(folder),
            at=session.clock(),
            progress=advance,
            note_folder=session.settings.checkpoint_folder,
        )
    session.outcome = Exit.FOUND_SOMETHING if done.misfits else Exit.DONE
    told = {"findings": [verified.finding_json(one) for one in done.misfits]}
    _answer(session, done, told, *([verified.findings_text(done.misfits)] if done.misfits else []))
    if done.misfits:
        raise errors.PackContradicted(count=len(done.misfits))


def _answer(
    session: Session, done: "Exported", more: "Mapping[str, object] | None" = None, *below: str
) -> None:
    """Print which files were written, and where, and what else is to be said of them."""
    from buyback.cli.output import Table
    from buyback.l10n import number

    rows = [(file.name, "" if file.rows is None else number(file.rows)) for file in done.files]
    session.answer(
        {
            "folder": str(done.folder),
            "files": [{"name": file.name, "rows": file.rows, "sha256": file.sha256} for file in done.files],
        }
        | dict(more or {}),
        Table(("~" + _("File"), ">" + _("Rows")), rows),
        str(done.folder),
        *below,
    )
