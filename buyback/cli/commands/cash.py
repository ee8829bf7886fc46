"""cash float, top-up, return, count, difference, show: the cash box of a site."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from buyback.cli import grammar
from buyback.cli.commands.words import ApprovedBy, Reason, Site, SupervisorPinFile
from buyback.cli.grammar import verb
from buyback.cli.session import Session, talk
from buyback.i18n import N_, _

if TYPE_CHECKING:
    from buyback import desk

LARGEST_FILE_BYTES = 65_536

Amount = Annotated[str, typer.Argument(metavar="AMOUNT", help=N_("Pesos, like 50000 or 50000.50."))]
Notes = Annotated[
    str | None,
    typer.Option(
        "--notes",
        metavar="NOTES",
        help=N_("The notes and coins of it, like 500x20,200x10,20cx5 (20c is the coin of 20)."),
    ),
]
Counted = Annotated[
    str | None,
    typer.Argument(
        metavar="[NOTES]",
        help=N_(
            "What lies in the box, like 500x20,200x10,20cx5 (20c is the coin of 20); 0 where it is empty."
        ),
    ),
]
File = Annotated[
    str | None,
    typer.Option(
        "--file", metavar="FILE", help=N_("A file that says it, one value on a line; - is standard input.")
    ),
]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("What is known about the difference."))]


def register(app: typer.Typer) -> None:
    cash = grammar.group(
        N_("The cash box of a site: float, top-ups, returns, counts, and what it should hold.")
    )
    verb(cash, "float", give_float, N_("Record the cash that the site starts with."))
    verb(cash, "top-up", top_up, N_("Record cash that the organiser adds."))
    verb(cash, "return", return_cash, N_("Record cash that goes back to the organiser."))
    verb(cash, "count", count, N_("Seal what lies in the box; only then is it compared with what should."))
    verb(cash, "difference", difference, N_("Record the difference of the last count, with its reason."))
    verb(cash, "show", show, N_("Print what the box should hold and why, the counts, and how long it lasts."))
    app.add_typer(cash, name="cash")


# --- cash that moves ----------------------------------------------------------------------------------------------------


def give_float(
    session: Session, *, amount: Amount, notes: Notes = None, reason: Reason = None, site: Site = None
) -> None:
    from buyback import desk

    words = _("The float of {site} is {amount}; its cash box should hold {expected}.")
    _move(session, desk.give_float, words, amount=amount, notes=notes, reason=reason, site=site)


def top_up(
    session: Session, *, amount: Amount, notes: Notes = None, reason: Reason = None, site: Site = None
) -> None:
    from buyback import desk

    words = _("{amount} were added at {site}; its cash box should hold {expected}.")
    _move(session, desk.top_up, words, amount=amount, notes=notes, reason=reason, site=site)


def return_cash(
    session: Session, *, amount: Amount, notes: Notes = None, reason: Reason = None, site: Site = None
) -> None:
    from buyback import desk

    words = _("{amount} went back from {site}; its cash box should hold {expected}.")
    _move(session, desk.return_cash, words, amount=amount, notes=notes, reason=reason, site=site)


def _move(
    session: Session,
    move: "Callable[..., desk.CashDone]",
    words: str,
    *,
    amount: str,
    notes: str | None,
    reason: str | None,
    site: str | None,
) -> None:
    from buyback import denominations, l10n
    from buyback.money import Money

    pesos = l10n.parse_amount(amount)
    pieces = denominations.parse(notes) if notes else ()
    with session.writing() as store:
        done = move(
            store,
            site or session.settings.site,
            pesos,
            by=session.operator,
            at=session.clock(),
            notes=pieces,
            reason=reason or "",
        )
    expected = l10n.money(Money(done.box.expected_minor))
    said = words.format(site=done.site.name, amount=l10n.money(done.amount), expected=expected)
    session.answer(_done_json(done), said)


def _done_json(done: "desk.CashDone") -> dict[str, Any]:
    from buyback.cli import boxes

    return {
        "kind": done.kind,
        "entry": done.seq,
        "site": done.site.code,
        "business_date": done.business_on.isoformat(),
        "mxn": str(done.amount),
        "notes": boxes.pieces_json(done.notes),
        "box": boxes.box_json(done.box),
    }


# --- counts -------------------------------------------------------------------------------------------------------------


def count(session: Session, *, notes: Counted = None, file: File = None, site: Site = None) -> None:
    from buyback import denominations, desk, l10n
    from buyback.report import box_words

    pieces = denominations.parse(_counted(notes, file))
    with session.writing() as store:
        done = desk.count_cash(
            store, site or session.settings.site, pieces, by=session.operator, at=session.clock()
        )
    words = _("Counted at {site}: {amount} ({notes}). This is sealed as entry {seq}.")
    said = words.format(
        site=done.site.name,
        amount=l10n.money(done.amount),
        notes=denominations.written(done.notes),
        seq=done.seq,
    )
    session.answer(_done_json(done), f"{said}\n{box_words.difference_sentence(done.box)}")
    if done.box.open_minor:
        talk(_("Record the difference with buyback cash difference --reason TEXT, or count again."))


def _counted(notes: str | None, file: str | None) -> str:
    """What was counted, as it was typed or as the file has it."""
    from buyback import errors

    if notes and file:
        raise errors.BadUsage(problem=_("NOTES and --file exclude each other; choose one."))
    if not notes and not file:
        raise errors.ArgumentMissing(what="NOTES", help="buyback cash count --help")
    return notes or _read(file or "")


def _read(file: str) -> str:
    import sys
    from pathlib import Path

    from buyback import errors

    try:
        if file == "-":
            content = sys.stdin.buffer.read(LARGEST_FILE_BYTES + 1)
        else:
            with Path(file).open("rb") as opened:
                content = opened.read(LARGEST_FILE_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError as problem:
        raise errors.UnreadableFile(file=file, problem=problem.strerror or str(problem)) from problem
    except UnicodeDecodeError as problem:
        raise errors.UnreadableFile(
            file=file, problem=_("it is not UTF-8; save it again as UTF-8")
        ) from problem
    if len(content) > LARGEST_FILE_BYTES:
        words = _("it is larger than {most} bytes")
        raise errors.UnreadableFile(file=file, problem=words.format(most=LARGEST_FILE_BYTES))
    return text


def difference(
    session: Session,
    *,
    reason: Why,
    site: Site = None,
    approved_by: ApprovedBy = None,
    supervisor_pin_file: SupervisorPinFile = None,
) -> None:
    from buyback import desk, l10n
    from buyback.money import Money

    with session.writing() as store:
        done = desk.record_difference(
            store,
            site or session.settings.site,
            reason=reason,
            by=session.operator,
            at=session.clock(),
            approval=session.approval(store, "cash-difference", approved_by, supervisor_pin_file),
        )
    words = _("The difference of {amount} at {site} is recorded; the cash box should hold {expected}.")
    expected = l10n.money(Money(done.box.expected_minor))
    session.answer(
        _done_json(done),
        words.format(amount=l10n.money(done.amount), site=done.site.name, expected=expected),
    )


# --- show ---------------------------------------------------------------------------------------------------------------


def show(session: Session, *, site: Site = None) -> None:
    from buyback import report
    from buyback.cli import boxes
    from buyback.cli.output import Table
    from buyback.store.views import cash, setup

    with session.reading() as db:
        named = site or session.settings.site
        kept = {box.site for box in cash.boxes(db)}
        sites = setup.sites(db)
        chosen = [setup.site(db, named)] if named else [one for one in sites if one.code in kept] or sites
        found = [boxes.look(db, one, one.business_date(session.clock())) for one in chosen]
        warning = report.if_no_pins(db)
    parts: list[str | Table] = [part for one in found for part in boxes.shown_text(one)]
    session.answer({"boxes": [boxes.shown_json(one) for one in found]}, *parts, *warning)
