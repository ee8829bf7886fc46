"""sample, sample-check, samples."""

from typing import Annotated

import typer

from buyback.cli.commands.words import Site
from buyback.cli.grammar import verb
from buyback.cli.session import Session
from buyback.i18n import N_, _

HowMany = Annotated[
    str, typer.Option("--n", metavar="N", help=N_("How many items are drawn; all where no more are held."))
]
Seed = Annotated[
    str | None,
    typer.Option(
        "--seed",
        metavar="NUMBER",
        help=N_("The number that decides who is drawn, best said by somebody else; by chance unless given."),
    ),
]
Number = Annotated[
    str, typer.Argument(metavar="SAMPLE", help=N_("The number of the sample: the entry that drew it."))
]
AnyNumber = Annotated[
    str | None, typer.Argument(metavar="[SAMPLE]", help=N_("One sample, by its number; else all are listed."))
]
Found = Annotated[
    list[str] | None,
    typer.Option("--found", metavar="ITEM-ID", help=N_("An item that is on the shelf; once for each.")),
]
NotFound = Annotated[
    list[str] | None,
    typer.Option(
        "--not-found", metavar="ITEM-ID", help=N_("An item that is not on the shelf; once for each.")
    ),
]
RestFound = Annotated[
    bool,
    typer.Option("--rest-found", help=N_("Everything else of which nothing was said yet is on the shelf.")),
]
Note = Annotated[
    str | None,
    typer.Option(
        "--note",
        metavar="TEXT",
        help=N_("A remark on what was not found; where everything was, on all of it."),
    ),
]


def register(app: typer.Typer) -> None:
    verb(app, "sample", draw, N_("Draw items that should be on the shelf, to look for them one by one."))
    verb(app, "sample-check", check, N_("Record which items of a sample were found, and which were not."))
    verb(app, "samples", show, N_("List the shelf samples, or one with its items and what it proves."))


def draw(session: Session, *, n: HowMany, seed: Seed = None, site: Site = None) -> None:
    import secrets

    from buyback import desk, rules
    from buyback.cli import samples, typed

    number = typed.whole(n, "--n", least=1, most=rules.MOST_DRAWN)
    chosen = (
        typed.whole(seed, "--seed", least=0, most=rules.LARGEST_SEED)
        if seed
        else secrets.randbelow(rules.LARGEST_SEED + 1)
    )
    with session.writing() as store:
        done = desk.draw_sample(
            store, number, chosen, site=site or "", by=session.operator, at=session.clock()
        )
    session.answer(samples.sample_json(done), *samples.sample_text(done))


def check(
    session: Session,
    *,
    sample: Number,
    found: Found = None,
    not_found: NotFound = None,
    rest_found: RestFound = False,
    note: Note = None,
) -> None:
    from buyback import desk
    from buyback.cli import samples, typed

    seq = typed.entry(sample, "SAMPLE")
    with session.writing() as store:
        done = desk.check_sample(
            store,
            seq,
            found or (),
            not_found or (),
            note=note or "",
            rest_found=rest_found,
            by=session.operator,
            at=session.clock(),
        )
    session.answer(samples.sample_json(done), *samples.sample_text(done))


def show(session: Session, *, sample: AnyNumber = None, site: Site = None) -> None:
    from buyback.cli import samples as shown
    from buyback.cli import typed
    from buyback.store.views import samples, setup

    with session.reading() as db:
        if sample:
            one = samples.drawn(db, typed.entry(sample, "SAMPLE"))
            session.answer(shown.sample_json(one), *shown.sample_text(one))
            return
        code = setup.site(db, site).code if site else ""
        found, missing = samples.listed(db, code), samples.not_found(db, code)
    session.answer(
        {
            "samples": [shown.sample_json(one) for one in found],
            "not_found": [shown.not_found_json(one) for one in missing],
        },
        shown.samples_table(found) if found else _("No sample was drawn."),
        *shown.not_found_text(missing),
    )
