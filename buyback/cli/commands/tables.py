"""tables list, show, import, adopt."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from buyback.cli import grammar
from buyback.cli.grammar import verb
from buyback.cli.session import Session
from buyback.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from buyback.payout_table import PayoutTable
    from buyback.store.views.setup import AdoptedTable

Code = Annotated[str, typer.Argument(metavar="CODE", help=N_("The table's code; see buyback tables list."))]
ShownCode = Annotated[
    str | None,
    typer.Argument(metavar="[CODE]", help=N_("The table's code; the one in use unless given.")),
]
File = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help=N_("A CSV file; a TOML file of the same name beside it may describe it.")
    ),
]
OwnCode = Annotated[
    str | None, typer.Option("--code", metavar="CODE", help=N_("Its code; the file's name unless given."))
]
EffectiveOn = Annotated[
    str | None, typer.Option("--effective-on", metavar="DATE", help=N_("First day that it holds."))
]
Campaign = Annotated[
    str | None, typer.Option("--campaign", metavar="TEXT", help=N_("The campaign that it belongs to."))
]
Issuer = Annotated[str | None, typer.Option("--issuer", metavar="TEXT", help=N_("Who issued it."))]
Source = Annotated[str | None, typer.Option("--source", metavar="TEXT", help=N_("Where it was published."))]
Complete = Annotated[
    bool, typer.Option("--complete", help=N_("Every row of the official annex is in the file."))
]


def register(app: typer.Typer) -> None:
    tables = grammar.group(N_("Payout tables: what is paid for which type."))
    verb(tables, "list", list_tables, N_("List the tables at hand, and which one pays."))
    verb(tables, "show", show, N_("Print a table: its types and amounts."))
    verb(tables, "import", import_table, N_("Check a table file and keep it at hand; adopt it to pay by it."))
    verb(
        tables,
        "adopt",
        adopt,
        N_("Pay by this table from now on; drop-offs keep the one that they were paid by."),
    )
    app.add_typer(tables, name="tables")


def list_tables(session: Session) -> None:
    from buyback import l10n, payout_table
    from buyback.cli.output import Table

    adopted = _adopted(session)
    found = {code: payout_table.load(code).adopted for code in payout_table.available()}
    found |= {one.table.code: one.table for one in reversed(adopted)}
    in_use = adopted[0].table.code if adopted else ""
    rows = [
        (
            table.code,
            _("in use") if table.code == in_use else "",
            l10n.number(len(table.rows)),
            l10n.day(date.fromisoformat(table.effective_on)),
            _("yes") if table.complete else _("no"),
            table.issuer,
        )
        for table in found.values()
    ]
    heads = (_("Code"), "", ">" + _("Types"), _("In force from"), _("Complete"), "~" + _("Issuer"))
    session.answer(
        [
            {
                "code": table.code,
                "campaign": table.campaign,
                "issuer": table.issuer,
                "effective_on": table.effective_on,
                "currency": table.currency,
                "source": table.source,
                "complete": table.complete,
                "types": len(table.rows),
                "in_use": table.code == in_use,
            }
            for table in found.values()
        ],
        Table(heads, rows),
    )


def _adopted(session: Session) -> "tuple[AdoptedTable, ...]":
    """The tables that the ledger adopted, the newest first; none without a ledger."""
    from buyback.store.views import setup

    if not session.has_ledger:
        return ()
    with session.reading() as db:
        return setup.adopted_tables(db)


def show(session: Session, *, code: ShownCode = None) -> None:
    from buyback import config, payout_table
    from buyback.payout_table import PayoutTable

    adopted = [one.table for one in _adopted(session)]
    chosen = next((one for one in adopted if code in (None, one.code)), None)
    table = PayoutTable(chosen) if chosen else payout_table.load(code or config.DEFAULT_TABLE)
    session.warn_of_table(table.code, table.adopted.complete)
    _answer_table(session, table)


def _answer_table(session: Session, table: "PayoutTable") -> None:
    from buyback import l10n
    from buyback.cli.output import Table, pairs
    from buyback.payout_table import source_text
    from buyback.rules import row_name

    def shown(amount_minor: int | None) -> str:
        return _("not published") if amount_minor is None else l10n.amount(amount_minor)

    about = table.adopted
    facts = [
        (_("Payout table"), about.code),
        (_("Campaign"), about.campaign),
        (_("Issuer"), about.issuer),
        (_("In force from"), l10n.day(date.fromisoformat(about.effective_on))),
        (_("Source"), source_text(about.source)),
    ]
    rows = [
        (row.code, row_name(row), shown(row.serviceable_minor), shown(row.unserviceable_minor), _(row.unit))
        for row in table.rows
    ]
    heads = (_("Code"), "~" + _("Type"), ">" + _("Serviceable"), ">" + _("Unserviceable"), _("Unit"))
    session.answer(_table_json(table), pairs(facts), Table(heads, rows))


def _table_json(table: "PayoutTable") -> dict[str, Any]:
    """The table whole; an amount that is not published is null."""
    from buyback.money import plain_decimal
    from buyback.rules import row_name

    def plain(amount_minor: int | None) -> str | None:
        return None if amount_minor is None else plain_decimal(amount_minor)

    about = table.adopted
    types = [
        {
            "code": row.code,
            "class": row.class_code,
            "name": row_name(row),
            "calibre": row.calibre,
            "aliases": list(row.aliases),
            "serviceable_mxn": plain(row.serviceable_minor),
            "unserviceable_mxn": plain(row.unserviceable_minor),
            "unit": row.unit,
            "source": row.source,
        }
        for row in table.rows
    ]
    names = ("code", "campaign", "issuer", "effective_on", "currency", "source", "complete")
    return {name: getattr(about, name) for name in names} | {"types": types}


def import_table(
    session: Session,
    *,
    file: File,
    code: OwnCode = None,
    effective_on: EffectiveOn = None,
    campaign: Campaign = None,
    issuer: Issuer = None,
    source: Source = None,
    complete: Complete = False,
) -> None:
    import os
    from pathlib import Path

    from buyback import errors, payout_table

    path = Path(file)
    described = bool(path.name) and os.path.isfile(path.with_suffix(".toml"))
    if effective_on is None and not described:
        raise errors.ArgumentMissing(what="--effective-on", help="buyback tables import --help")
    meta = payout_table.TableMeta(
        effective_on=effective_on or "",
        code=code or "",
        campaign=campaign or "",
        issuer=issuer or "",
        source=source or "",
        complete=complete,
    )
    table = payout_table.import_table(path, meta)
    session.warn_of_table(table.code, table.adopted.complete)
    types = ngettext("{n} type", "{n} types", len(table.rows)).format(n=len(table.rows))
    words = _("The payout table {code} is at hand, {types}; adopt it with buyback tables adopt {code}.")
    session.answer(
        {"code": table.code, "types": len(table.rows), "complete": table.adopted.complete},
        words.format(code=table.code, types=types),
    )


def adopt(session: Session, *, code: Code) -> None:
    from buyback import desk, payout_table

    table = payout_table.load(code)
    with session.writing() as store:
        with store.reading() as db:
            today = session.today(db)
        sealed = desk.adopt_table(store, table, by=session.operator, at=session.clock())
    session.warn_of_table(table.code, table.adopted.complete)
    session.warn_of_early_table(table.code, date.fromisoformat(table.adopted.effective_on), today)
    session.answer(
        {"code": table.code, "seq": sealed.seq},
        _("The payout table {code} pays from now on.").format(code=table.code),
    )
