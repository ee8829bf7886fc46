"""Arguments and options that several commands share."""

from typing import Annotated

import typer

from buyback.i18n import N_

Items = Annotated[
    list[str],
    typer.Argument(
        metavar="ITEM...",
        help=N_(
            "CODE[:QTY][:unserviceable or :u][:serial=S][:make=M][:model=M][:calibre=C][:country=C][:marks=M][:note=N]"
            "[:serial-status=none, filed-off or part-only][:donated or :as=CODE]; for example ak-47, "
            "cartridge:250:donated, revolver:u:serial=A123."
        ),
    ),
]
ItemIds = Annotated[
    list[str],
    typer.Argument(
        metavar="ITEM-ID...", help=N_("The tags of the items, one by one, like A1-000123-S/1, or 123-S/1.")
    ),
]
Folio = Annotated[
    str, typer.Argument(metavar="FOLIO", help=N_("The number on the receipt, like A1-000123-S, or 123-S."))
]
Site = Annotated[
    str | None,
    typer.Option("--site", metavar="CODE", help=N_("The site, by its code; see buyback sites list.")),
]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help=N_("First day; all unless given."))]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help=N_("Last day; all unless given."))]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=N_("Why."))]
RateNumber = Annotated[
    str | None,
    typer.Option("--rate", metavar="N", help=N_("Pesos per dollar that you read somewhere, like 20.2852.")),
]
ApprovedBy = Annotated[
    str | None,
    typer.Option(
        "--approved-by",
        metavar="ALIAS",
        help=N_("The supervisor who approves it, if it needs that; in a ledger with PINs asked for theirs."),
    ),
]
SupervisorPinFile = Annotated[
    str | None,
    typer.Option(
        "--supervisor-pin-file",
        metavar="FILE",
        help=N_("A file that holds the PIN of --approved-by and that only its owner can read."),
    ),
]
CodeFile = Annotated[
    str | None,
    typer.Option(
        "--code-file",
        metavar="FILE",
        help=N_(
            "A file that holds the voucher's code and that only its owner can read, instead of being asked."
        ),
    ),
]
Limit = Annotated[str | None, typer.Option("--limit", metavar="N", help=N_("At most this many rows."))]
Act = Annotated[
    str, typer.Option("--act", metavar="NUMBER", help=N_("The number of the act that is signed."))
]
Place = Annotated[
    str | None, typer.Option("--place", metavar="TEXT", help=N_("Where; the site unless you say so."))
]
Witnesses = Annotated[
    list[str] | None,
    typer.Option("--witness", metavar="NAME", help=N_("A witness; give the option once for each.")),
]
ValuedReason = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help=N_("Why an item is valued as another row (:as=CODE).")),
]

Counting = Annotated[
    str | None,
    typer.Option(
        "--counting",
        metavar="WHICH",
        help=N_("What the total of firearms counts, national unless given; buyback counting lists them."),
    ),
]
