"""forms reserve, list, return: blank forms, whose folios are on paper before they are in the ledger."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from buyback.cli import grammar
from buyback.cli.commands.words import Site
from buyback.cli.grammar import verb
from buyback.cli.session import Session
from buyback.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from buyback.cli.output import Table
    from buyback.desk import Reserved
    from buyback.rules import BlankForm

Number = Annotated[
    str, typer.Argument(metavar="N", help=N_("How many forms, up to 200; each gets a folio of its own."))
]
Folios = Annotated[
    list[str], typer.Argument(metavar="FOLIO...", help=N_("The folios of forms, like A1-000123-S, or 123-S."))
]
OnlyOut = Annotated[bool, typer.Option("--out", help=N_("Only those that are still out."))]
Why = Annotated[
    str,
    typer.Option("--reason", metavar="TEXT", help=N_("Why nothing is written on them: left over, spoiled.")),
]


def register(app: typer.Typer) -> None:
    forms = grammar.group(N_("Blank forms with reserved folios: for when there is no computer at the table."))
    verb(
        forms,
        "reserve",
        reserve,
        N_("Reserve the next folios for blank forms, to be typed in with receive --folio."),
    )
    verb(forms, "list", show, N_("List the blank forms and what became of each."))
    verb(forms, "return", give_back, N_("Record that forms came back blank or spoiled."))
    app.add_typer(forms, name="forms")


def reserve(session: Session, *, number: Number, site: Site = None) -> None:
    done = reserved(session, number, site)
    words = ngettext(
        "{n} blank form reserved for {site}:", "{n} blank forms reserved for {site}:", len(done.folios)
    )
    session.answer(
        {
            "site": done.site.code,
            "business_date": done.business_on.isoformat(),
            "folios": list(done.folios),
        },
        "\n".join((words.format(n=len(done.folios), site=done.site.name), *done.folios)),
    )


def reserved(session: Session, number: str, site: str | None) -> "Reserved":
    """So many forms of the site, the one in the settings unless named, reserved by who works; BadFormCount."""
    from buyback import desk, rules

    wanted = rules.form_count(number)
    with session.writing() as store:
        where = site or session.settings.site
        return desk.reserve(store, where, wanted, by=session.operator, at=session.clock())


def show(session: Session, *, out: OnlyOut = False, site: Site = None) -> None:
    from buyback import report
    from buyback.store.views import forms, setup

    with session.reading() as db:
        code = setup.site(db, site).code if site else ""
        found = forms.listed(db, site=code, state="out" if out else None)
        today = session.today(db, code)
        warning = report.if_no_pins(db)
    still = sum(1 for form in found if form.state == "out")
    total = ngettext("{n} form, {out} still out", "{n} forms, {out} still out", len(found))
    session.answer(
        [form_json(form) for form in found],
        *([_table(found, today)] if found else []),
        total.format(n=len(found), out=still),
        *warning,
    )


def give_back(session: Session, *, folios: Folios, reason: Why) -> None:
    from buyback import desk

    with session.writing() as store:
        done = desk.return_forms(store, folios, reason, by=session.operator, at=session.clock())
    words = ngettext(
        "{n} form came back unused: {folios}.", "{n} forms came back unused: {folios}.", len(done)
    )
    named = ", ".join(form.folio for form in done)
    session.answer([form_json(form) for form in done], words.format(n=len(done), folios=named))


def form_json(form: "BlankForm") -> dict[str, Any]:
    """One form: its reservation, and its state with the day since when it is so."""
    from buyback.chain import utc_text

    return {
        "folio": form.folio,
        "site": form.site,
        "reserved_on": form.reserved_on.isoformat(),
        "reserved_at": utc_text(form.reserved_at),
        "reserved_by": form.reserved_by,
        "state": form.state,
        "since": form.since.isoformat(),
        "at": utc_text(form.at),
        "by": form.by,
        "reason": form.reason,
    }


def _table(found: tuple["BlankForm", ...], today: "date") -> "Table":
    from buyback import l10n
    from buyback.cli.output import Table

    rows = [(form.folio, form.site, l10n.day(form.reserved_on), _standing(form, today)) for form in found]
    return Table((_("Folio"), _("Site"), _("Reserved"), "~" + _("Status")), rows)


def _standing(form: "BlankForm", today: "date") -> str:
    """What became of it: for how many days it is out, or since when it is not, by whom and why."""
    from buyback import l10n
    from buyback.rules import FORM_STATE_NAMES

    if form.state == "out":
        days = (today - form.since).days
        told = [ngettext("{n} day", "{n} days", days).format(n=days)] if days else []
    else:
        told = [l10n.day(form.since), form.by]
    return ", ".join((_(FORM_STATE_NAMES[form.state]), *told)) + (f": {form.reason}" if form.reason else "")
