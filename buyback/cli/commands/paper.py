"""print: receipts, tags, acts, hand-over lists, the sheet of a day, and blank forms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from buyback.cli import grammar
from buyback.cli.commands.words import Counting, Folio, Site
from buyback.cli.grammar import verb
from buyback.cli.session import Session, talk
from buyback.config import PAPERS
from buyback.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from buyback.export.paper.document import Drawn
    from buyback.export.paper.making import Made
    from buyback.store.engine import Db

FORMATS = ("pdf", "text")

Names = Annotated[
    list[str],
    typer.Argument(
        metavar="FOLIO-OR-ITEM-ID...",
        help=N_("Folios, for all their tags, or single tags like A1-000123-S/1, or 123-S/1."),
    ),
]
FormFolios = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FOLIO...", help=N_("Folios that were reserved for forms, like A1-000123-S, or 123-S.")
    ),
]
Reserve = Annotated[
    str | None,
    typer.Option(
        "--reserve", metavar="N", help=N_("Reserve the next folios for so many forms, and print those.")
    ),
]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help=N_("The number of the act."))]
SampleNumber = Annotated[
    str, typer.Argument(metavar="SAMPLE", help=N_("The number of the sample: the entry that drew it."))
]
Day = Annotated[str | None, typer.Option("--date", metavar="DATE", help=N_("The day; today unless given."))]
Out = Annotated[
    str | None,
    typer.Option(
        "--out", metavar="FILE", help=N_("Write it there; without it, text goes to standard output.")
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="pdf|text",
        help=N_("pdf, or text of 40 columns; else what FILE ends with, text without --out."),
    ),
]
Paper = Annotated[
    str | None,
    typer.Option(
        "--paper", metavar="|".join(PAPERS), help=N_("The paper of a PDF; else as the settings say.")
    ),
]
Ascii = Annotated[
    bool, typer.Option("--ascii", help=N_("Text without accents, for a printer that knows none."))
]
Force = Annotated[bool, typer.Option("--force", help=N_("Replace the file if it is already there."))]
Copy = Annotated[bool, typer.Option("--copy", help=N_("Say on it that it is a copy."))]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How a document is printed; `paper` is empty for text."""

    file: str | None
    form: str
    paper: str
    ascii_only: bool
    replaces: bool


def register(app: typer.Typer) -> None:
    paper = grammar.group(N_("Print receipts, tags, acts, hand-over lists and the sheet of a day."))
    verb(paper, "receipt", receipt, N_("The receipt of a drop-off, with its check code and nobody's name."))
    verb(paper, "tags", tags, N_("Labels for items: the tag as text and as QR, type and condition."))
    verb(
        paper,
        "act",
        act,
        N_("An act of destruction or of keeping: its list, the list's hash, lines to sign on."),
    )
    verb(
        paper, "hand-over", hand_over, N_("The list of a hand-over, to be ticked off by whoever receives it.")
    )
    verb(paper, "sample", sample, N_("The list of a shelf sample, to be ticked off along the shelf."))
    verb(
        paper,
        "day",
        day,
        N_(
            "The act of a day that a site closed, with its checkpoint; of another day a sheet that nobody signs."
        ),
    )
    verb(
        paper,
        "forms",
        forms,
        N_("Blank forms with reserved folios, to be filled in by hand; two on a page, to be cut apart."),
    )
    app.add_typer(paper, name="print")


def receipt(
    session: Session,
    *,
    folio: Folio,
    copy: Copy = False,
    file: Out = None,
    form: Format = None,
    paper: Paper = None,
    ascii_only: Ascii = False,
    force: Force = False,
) -> None:
    from buyback.export.paper import making
    from buyback.folios import parse

    usual = session.settings.receipt_paper
    wanted = _wanted(session, usual, file, form, paper, ascii_only=ascii_only, replaces=force)
    _print(session, wanted, lambda db: making.receipt_of(db, parse(folio, db.ledger), is_copy=copy))


def tags(
    session: Session,
    *,
    names: Names,
    file: Out = None,
    form: Format = None,
    paper: Paper = None,
    ascii_only: Ascii = False,
    force: Force = False,
) -> None:
    from buyback.export.paper import making

    usual = session.settings.receipt_paper
    wanted = _wanted(session, usual, file, form, paper, ascii_only=ascii_only, replaces=force)
    _print(session, wanted, lambda db: making.tags_of(db, names))


def act(
    session: Session,
    *,
    number: Number,
    file: Out = None,
    form: Format = None,
    paper: Paper = None,
    ascii_only: Ascii = False,
    force: Force = False,
) -> None:
    from buyback.export.paper import making

    usual = session.settings.sheet_paper
    wanted = _wanted(session, usual, file, form, paper, ascii_only=ascii_only, replaces=force)
    _print(session, wanted, lambda db: making.act_of(db, number))


def hand_over(
    session: Session,
    *,
    number: Number,
    file: Out = None,
    form: Format = None,
    paper: Paper = None,
    ascii_only: Ascii = False,
    force: Force = False,
) -> None:
    from buyback.export.paper import making

    usual = session.settings.sheet_paper
    wanted = _wanted(session, usual, file, form, paper, ascii_only=ascii_only, replaces=force)
    _print(session, wanted, lambda db: making.hand_over_of(db, number))


def sample(
    session: Session,
    *,
    number: SampleNumber,
    file: Out = None,
    form: Format = None,
    paper: Paper = None,
    ascii_only: Ascii = False,
    force: Force = False,
) -> None:
    from buyback.cli import typed
    from buyback.export.paper import making

    usual = session.settings.sheet_paper
    wanted = _wanted(session, usual, file, form, paper, ascii_only=ascii_only, replaces=force)
    seq = typed.entry(number, "SAMPLE")
    _print(session, wanted, lambda db: making.sample_of(db, seq))


def day(
    session: Session,
    *,
    date: Day = None,
    site: Site = None,
    counting: Counting = None,
    file: Out = None,
    form: Format = None,
    paper: Paper = None,
    ascii_only: Ascii = False,
    force: Force = False,
) -> None:
    from buyback import errors
    from buyback.cli import typed
    from buyback.export.paper import making

    usual = session.settings.sheet_paper
    wanted = _wanted(session, usual, file, form, paper, ascii_only=ascii_only, replaces=force)
    named = typed.day(date) if date else None
    definition = typed.definition(counting)

    def make(db: "Db") -> "Made":
        today = session.today(db, site or "")
        if named and named > today:
            raise errors.InTheFuture(when=named.isoformat(), now=today.isoformat())
        folder, now = session.settings.checkpoint_folder, session.clock()
        return making.day_of(db, named or today, site or "", counting=definition, now=now, note_folder=folder)

    _print(session, wanted, make)


def forms(
    session: Session,
    *,
    names: FormFolios = None,
    reserve: Reserve = None,
    site: Site = None,
    file: Out = None,
    form: Format = None,
    paper: Paper = None,
    ascii_only: Ascii = False,
    force: Force = False,
) -> None:
    from pathlib import Path

    from buyback import errors
    from buyback.cli.commands import forms as commands
    from buyback.export.paper import files, making

    if bool(names) == bool(reserve):
        raise errors.BadUsage(problem=_("give either the folios of forms or --reserve N."))
    usual = session.settings.sheet_paper
    wanted = _wanted(session, usual, file, form, paper, ascii_only=ascii_only, replaces=force)
    folios = tuple(names or ())
    if reserve:
        if file is not None:
            files.check_free(Path(file).expanduser(), replaces=force)
        folios = commands.reserved(session, reserve, site).folios
    try:
        _print(session, wanted, lambda db: making.forms_of(db, folios))
    except (errors.Refusal, OSError):
        if reserve:
            words = _(
                "The forms are reserved and were not printed; print them by: buyback print forms {folios}"
            )
            talk(words.format(folios=" ".join(folios)))
        raise


# --- how --------------------------------------------------------------------------------------------------------------


def _wanted(
    session: Session,
    usual: str,
    file: str | None,
    form: str | None,
    paper: str | None,
    *,
    ascii_only: bool,
    replaces: bool,
) -> _Wanted:
    """How it is printed, if what was typed goes together; `usual` is the paper that the settings name."""
    import sys

    from buyback import errors
    from buyback.cli import typed

    ends_as_text = file is None or file.lower().endswith(".txt")
    form = typed.choice(form, FORMATS) if form else "text" if ends_as_text else "pdf"
    if form == "text" and paper:
        raise errors.BadUsage(problem=_("--paper is for a PDF; text has 40 columns."))
    if form == "pdf" and ascii_only:
        raise errors.BadUsage(problem=_("--ascii is for text; a PDF brings its letters with it."))
    if form == "pdf" and file is None and (session.json or sys.stdout.isatty()):
        raise errors.PdfNeedsFile
    on = paper or (usual if usual in PAPERS else PAPERS[-1])
    return _Wanted(file, form, typed.choice(on, PAPERS) if form == "pdf" else "", ascii_only, replaces)


def _print(session: Session, wanted: _Wanted, make: "Callable[[Db], Made]") -> None:
    """Make the document out of one snapshot and bring it where it was wanted."""
    from pathlib import Path

    from buyback.cli.session import emit, emit_bytes
    from buyback.export.paper.files import save

    with session.reading() as db:
        made = make(db)
    drawn = _rendered(made, wanted)
    if wanted.file is None and not session.json:
        if wanted.form == "pdf":
            emit_bytes(drawn.data)
        else:
            emit(drawn.data.decode().removesuffix("\n"))
        return
    if wanted.file is not None:
        save(Path(wanted.file).expanduser(), drawn.data, replaces=wanted.replaces)
    in_words = ngettext("{path}, {n} page", "{path}, {n} pages", drawn.pages)
    session.answer(
        {
            "path": wanted.file or "",
            "format": wanted.form,
            "paper": wanted.paper,
            "pages": drawn.pages,
            "list_hash": made.list_hash,
            "check_code": made.check_code,
            "checkpoint": made.checkpoint,
        }
        | ({"folios": list(made.folios)} if made.folios else {})
        | ({} if wanted.file else {"text": drawn.data.decode()}),
        in_words.format(path=wanted.file, n=drawn.pages),
    )


def _rendered(made: "Made", wanted: _Wanted) -> "Drawn":
    from buyback.export.paper import making

    if wanted.form == "text":
        return making.as_text(made, ascii_only=wanted.ascii_only)
    return making.as_pdf(made, wanted.paper)
