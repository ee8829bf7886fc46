"""audit, audit answer: what an auditor looks for, and what is said to it."""

from typing import Annotated

import typer

from buyback.cli import grammar
from buyback.cli.commands.words import From, Site, To
from buyback.cli.grammar import verb
from buyback.cli.session import Session
from buyback.i18n import N_, _

OnlyOpen = Annotated[bool, typer.Option("--open", help=N_("Only findings that are not answered."))]
Key = Annotated[
    str, typer.Argument(metavar="KEY", help=N_("The key of the finding, as buyback audit prints it."))
]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help=N_("What is behind it."))]


def register(app: typer.Typer) -> None:
    found = grammar.group(
        N_(
            "Look for what an auditor looks for: each finding says what it means, how sure it is and on which entries it rests."
        )
    )
    grammar.root(found, audit)
    verb(found, "answer", answer, N_("Say what is behind a finding; it stays in the list, with the note."))
    app.add_typer(found, name="audit")


def audit(
    session: Session, *, first: From = None, last: To = None, site: Site = None, only_open: OnlyOpen = False
) -> None:
    from buyback.cli import audits, typed
    from buyback.report.audit import audited
    from buyback.store.views import setup
    from buyback.store.views.totals import Span

    begin, end = typed.days(first, last)
    with session.reading() as db:
        code = setup.site(db, site).code if site else ""
        found = audited(db, Span(begin, end, code), session.today(db, code))
    shown = tuple(one for one in found.findings if not (only_open and one.is_answered))
    session.answer(audits.as_json(found, shown), *audits.as_text(found, shown))


def answer(session: Session, *, key: Key, note: Note) -> None:
    from buyback import desk
    from buyback.cli import audits

    with session.writing() as store:
        done = desk.answer_finding(store, key, note=note, by=session.operator, at=session.clock())
    words = _("Answered by {alias}, entry {seq}: {key}.")
    session.answer(
        {"key": done.finding.key, "entry": done.seq, "last_entry": done.finding.last_seq, "note": done.note,
         "by": done.answered_by},
        words.format(alias=done.answered_by, seq=done.seq, key=done.finding.key),
        audits.finding_text(done.finding),
    )  # fmt: skip
