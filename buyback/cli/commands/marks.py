"""correct: marks of an item that were recorded wrongly."""

from typing import Annotated

import typer

from buyback.cli.grammar import verb
from buyback.cli.session import Session, talk
from buyback.i18n import N_, _

ItemId = Annotated[
    str, typer.Argument(metavar="ITEM-ID", help=N_("The tag of the item, like A1-000123-S/1, or 123-S/1."))
]
Serial = Annotated[str | None, typer.Option("--serial", metavar="S", help=N_("The serial as it is read."))]
SerialStatus = Annotated[
    str | None,
    typer.Option(
        "--serial-status",
        metavar="WHICH",
        help=N_("Why there is no serial: none, filed-off, part-only or not-asked."),
    ),
]
Make = Annotated[str | None, typer.Option("--make", metavar="M", help=N_("The make."))]
Model = Annotated[str | None, typer.Option("--model", metavar="M", help=N_("The model."))]
Calibre = Annotated[str | None, typer.Option("--calibre", metavar="C", help=N_("The calibre."))]
Country = Annotated[
    str | None, typer.Option("--country", metavar="C", help=N_("The country of manufacture."))
]
Where = Annotated[str | None, typer.Option("--marks", metavar="WHERE", help=N_("Where on it the marks are."))]
Clear = Annotated[
    list[str] | None,
    typer.Option(
        "--clear",
        metavar="MARK",
        help=N_("A mark that it has not: make, model, calibre, country or marks; may be given again."),
    ),
]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("What was wrong."))]

CLEARABLE = ("make", "model", "calibre", "country", "marks")


def register(app: typer.Typer) -> None:
    verb(
        app,
        "correct",
        correct,
        N_(
            "Correct the marks of an item that were recorded wrongly; what they were stays in the log.\n\n"
            "Another type, condition, quantity or amount is not corrected: void the drop-off and receive it again."
        ),
    )


def correct(
    session: Session,
    *,
    item: ItemId,
    reason: Why,
    serial: Serial = None,
    serial_status: SerialStatus = None,
    make: Make = None,
    model: Model = None,
    calibre: Calibre = None,
    country: Country = None,
    marks: Where = None,
    clear: Clear = None,
) -> None:
    from buyback import desk, errors
    from buyback.cli import shapes, typed
    from buyback.describe import changes

    given = {"make": make, "model": model, "calibre": calibre, "country": country, "marks": marks}
    for name in (typed.choice(word, CLEARABLE) for word in clear or ()):
        if given[name] is not None:
            raise errors.BadUsage(
                problem=_("--{name} and --clear {name} exclude each other; choose one.").format(name=name)
            )
        given[name] = ""
    status = desk.parse_serial_status(serial_status) if serial_status else None
    new = desk.NewMarks(serial=serial, serial_status=status, **given)
    with session.writing() as store:
        done = desk.correct(store, item, new, reason=reason, by=session.operator, at=session.clock())
    if done.serials_seen:
        words = _("The serial of {item} was seen before, on {seen}; serials repeat, so look at both.")
        talk(words.format(item=done.item, seen=", ".join(done.serials_seen)))
    words = _("{item} corrected: {changes}")
    session.answer(
        shapes.correction_json(done) | {"serials_seen": list(done.serials_seen)},
        f"{words.format(item=done.item, changes=changes(done.was, done.now))}.",
    )
