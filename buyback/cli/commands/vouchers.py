"""vouchers: who is still owed what."""

import typer

from buyback.cli.commands.words import Site
from buyback.cli.grammar import verb
from buyback.cli.session import Session
from buyback.i18n import N_, _


def register(app: typer.Typer) -> None:
    verb(app, "vouchers", vouchers, N_("List the vouchers that are still to be paid, and until when."))


def vouchers(session: Session, *, site: Site = None) -> None:
    from buyback import report
    from buyback.cli import vouchers as shown
    from buyback.store.views import setup
    from buyback.store.views.vouchers import open_vouchers

    with session.reading() as db:
        code = setup.site(db, site).code if site else ""
        today = session.today(db, code)
        found = open_vouchers(db, code)
        warning = report.if_no_pins(db)
    said = shown.vouchers_table(found, today) if found else _("No voucher is open.")
    session.answer(shown.vouchers_json(found, today), said, *warning)
