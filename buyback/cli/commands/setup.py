"""demo, init; sites."""

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from buyback.cli import grammar
from buyback.cli.grammar import verb
from buyback.cli.session import Session, progress, talk
from buyback.cli.terminal import open_app
from buyback.i18n import N_, _

if TYPE_CHECKING:
    from buyback import desk

LedgerCode = Annotated[
    str,
    typer.Option(
        "--ledger-code",
        metavar="A1",
        help=N_("Short code of this terminal, 2 to 8 letters and digits; folios begin with it."),
    ),
]
SiteCode = Annotated[
    str,
    typer.Option(
        "--site", metavar="CODE", help=N_("A short name of the first site, like basilica-guadalupe.")
    ),
]
SiteName = Annotated[
    str | None,
    typer.Option(
        "--site-name",
        metavar="NAME",
        help=N_("Its full name; known for the sites that come with the program."),
    ),
]
NewSiteCode = Annotated[
    str, typer.Argument(metavar="CODE", help=N_("A short name of the site, like catedral-morelia."))
]
NewSiteName = Annotated[
    str | None,
    typer.Option(
        "--name",
        "--site-name",
        metavar="NAME",
        help=N_("Its full name; known for the sites that come with the program."),
    ),
]
Venue = Annotated[
    str | None, typer.Option("--venue", metavar="KIND", help=N_("Kind of place: church, square, barracks."))
]
Municipality = Annotated[
    str | None, typer.Option("--municipality", metavar="NAME", help=N_("Municipality or borough."))
]
State = Annotated[str | None, typer.Option("--state", metavar="NAME", help=N_("State."))]
Timezone = Annotated[
    str | None,
    typer.Option("--timezone", metavar="ZONE", help=N_("Its time zone; America/Mexico_City unless given.")),
]
Table = Annotated[
    str | None,
    typer.Option("--table", metavar="CODE", help=N_("The table that pays; federal-2025 unless given.")),
]
Days = Annotated[
    str | None,
    typer.Option("--days", metavar="N", help=N_("How many days the sample covers; 14 unless given.")),
]
NoOpen = Annotated[bool, typer.Option("--no-open", help=N_("Make the sample, and do not open the app."))]
Known = Annotated[
    bool, typer.Option("--known", help=N_("The sites that come with the program, instead of the ledger's."))
]
PinFile = Annotated[
    str | None,
    typer.Option(
        "--supervisor-pin-file",
        metavar="FILE",
        help=N_(
            "A file of your own with the first operator's PIN; without it anyone can write (for training)."
        ),
    ),
]


def register(app: typer.Typer) -> None:
    verb(app, "demo", demo, N_("Make a believable sample ledger, and open the app on it."))
    verb(app, "init", init, N_("Set up a ledger: its code, first site, operator and payout table."))
    sites = grammar.group(N_("The places where weapons are taken in."))
    verb(sites, "list", list_sites, N_("List the sites."))
    verb(sites, "add", add_site, N_("Add a site."))
    app.add_typer(sites, name="sites")


def demo(session: Session, *, days: Days = None, no_open: NoOpen = False) -> None:
    import os

    from buyback import config
    from buyback.cli import typed
    from buyback.demo import LONGEST_DAYS, make_demo

    number = typed.whole(days, "--days", least=1, most=LONGEST_DAYS) if days else 14
    named = session.ledger_option or os.environ.get("BUYBACK_LEDGER", "")
    where = named or str(config.demo_ledger())
    if not named and os.path.exists(where):  # not where nobody may look: making it says why
        talk(
            _("The sample of last time is opened, {where}; delete the file to make a new one.").format(
                where=where
            )
        )
    else:
        with progress(_("Making the sample")) as advance:
            make_demo(where, days=number, progress=advance)
    if no_open or not sys.stdout.isatty():
        session.answer({"ledger": where}, _("The sample ledger is at {where}.").format(where=where))
    else:
        open_app(session, where, is_demo=True)


def init(
    session: Session,
    *,
    ledger_code: LedgerCode,
    site: SiteCode,
    site_name: SiteName = None,
    venue: Venue = None,
    municipality: Municipality = None,
    state: State = None,
    timezone: Timezone = None,
    table: Table = None,
    supervisor_pin_file: PinFile = None,
) -> None:
    from buyback import config, desk, payout_table, report
    from buyback.cli import pins
    from buyback.store.views import people, setup

    first = _new_site(
        site, name=site_name, venue=venue, municipality=municipality, state=state, timezone=timezone
    )
    prices = payout_table.load(table or config.DEFAULT_TABLE)
    pin = pins.of_file(supervisor_pin_file) if supervisor_pin_file else None
    with session.recording():
        store = desk.open_ledger(
            session.where,
            code=ledger_code,
            site=first,
            operator=session.operator,
            table=prices,
            at=session.clock(),
            pin=pin,
        )
    try:
        with store.reading() as db:
            head = setup.ledger_info(db).head
            place = setup.sites(db)[0]
            operator = people.people(db).active[0].alias
    finally:
        store.close()
    session.warn_of_table(prices.code, prices.adopted.complete)
    if pin is None:
        talk(report.no_pins())
    effective_on = date.fromisoformat(prices.adopted.effective_on)
    session.warn_of_early_table(prices.code, effective_on, place.business_date(session.clock()))
    words = _("The ledger {code} is ready at {where}: {site}, operator {operator}, payout table {table}.")
    session.answer(
        {
            "ledger": head.ledger,
            "where": store.where,
            "site": place.code,
            "operator": operator,
            "table": prices.code,
            "pins": "none" if pin is None else "set",
            "checkpoint": str(head),
        },
        words.format(
            code=head.ledger, where=store.where, site=place.name, operator=operator, table=prices.code
        ),
    )


def _new_site(code: str, **given: str | None) -> "desk.NewSite":
    """The site with what was given; the rest as the program knows it."""
    from dataclasses import replace

    from buyback import desk

    known = next((found for found in desk.known_sites() if found.code == code), desk.NewSite(code))
    return replace(known, **{name: text for name, text in given.items() if text is not None})


# --- sites ----------------------------------------------------------------------------------------------


def list_sites(session: Session, *, known: Known = False) -> None:
    from buyback import desk
    from buyback.cli.output import Table
    from buyback.store.views import setup

    if known:
        found = [
            (one.code, one.name, one.venue, one.municipality, one.state, one.timezone)
            for one in desk.known_sites()
        ]
    else:
        with session.reading() as db:
            found = [
                (one.code, one.name, one.venue, one.municipality, one.state, one.timezone)
                for one in setup.sites(db)
            ]
    names = ("code", "name", "venue", "municipality", "state", "timezone")
    rows = [
        (code, ", ".join(part for part in (name, town, state) if part), zone)
        for code, name, _venue, town, state, zone in found
    ]
    heads = (_("Code"), "~" + _("Name"), _("Time zone"))
    session.answer([dict(zip(names, one, strict=True)) for one in found], Table(heads, rows))


def add_site(
    session: Session,
    *,
    code: NewSiteCode,
    name: NewSiteName = None,
    venue: Venue = None,
    municipality: Municipality = None,
    state: State = None,
    timezone: Timezone = None,
) -> None:
    from buyback import desk

    site = _new_site(code, name=name, venue=venue, municipality=municipality, state=state, timezone=timezone)
    with session.writing() as store:
        sealed = desk.add_site(store, site, by=session.operator, at=session.clock())
    session.answer(
        {"code": site.code, "name": site.name, "seq": sealed.seq},
        _("The site {code} is added.").format(code=site.code),
    )
