"""pay, return, void, show: what becomes of a drop-off."""

from typing import TYPE_CHECKING, Annotated

import typer

from buyback.cli.commands.words import ApprovedBy, CodeFile, Folio, Reason, SupervisorPinFile
from buyback.cli.grammar import verb
from buyback.cli.session import Session, talk
from buyback.i18n import N_, _

if TYPE_CHECKING:
    from buyback import desk

Recovered = Annotated[
    str | None,
    typer.Option("--recovered", metavar="PESOS", help=N_("How much of the cash came back; 0 if none.")),
]
PayingSite = Annotated[
    str | None,
    typer.Option("--site", metavar="CODE", help=N_("The site that pays; yours, else the drop-off's own.")),
]
RecoveringSite = Annotated[
    str | None,
    typer.Option(
        "--site", metavar="CODE", help=N_("The site that got the cash back; the one that paid unless given.")
    ),
]
VoidReason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("What was wrong."))]


def register(app: typer.Typer) -> None:
    verb(app, "pay", pay, N_("Pay a drop-off that is owed, or redeem its voucher."))
    verb(
        app, "return", give_back, N_("Give every item of an unpaid drop-off back to the person who declined.")
    )
    verb(app, "void", void, N_("Undo a drop-off that was an entry error, while all its items are held."))
    verb(app, "show", show, N_("Show one drop-off whole: its items, money and history."))


def pay(
    session: Session,
    *,
    folio: Folio,
    site: PayingSite = None,
    code_file: CodeFile = None,
    approved_by: ApprovedBy = None,
    supervisor_pin_file: SupervisorPinFile = None,
) -> None:
    from buyback import desk
    from buyback.cli import boxes, codes, shapes

    with session.writing() as store:
        code = codes.brought(store, folio, code_file)
        settled = desk.pay(
            store,
            folio,
            by=session.operator,
            at=session.clock(),
            site=site or session.settings.site,
            code=code,
            approval=session.approval(store, "pay", approved_by, supervisor_pin_file),
        )
        with store.reading() as db:
            unaccounted = boxes.without_float(db, settled.folio)
    if unaccounted:
        talk(unaccounted)
    if code_file and code is None:
        words = _("No code was asked for {folio}, so the file was not looked at.")
        talk(words.format(folio=settled.folio))
    amount = shapes.both(settled.amount, settled.usd)
    _answer_settled(session, settled, _("{folio} is paid: hand out {amount}."), amount)


def give_back(session: Session, *, folio: Folio, reason: Reason = None) -> None:
    from buyback import desk

    with session.writing() as store:
        settled = desk.give_back(store, folio, by=session.operator, at=session.clock(), reason=reason or "")
    _answer_settled(session, settled, _("{folio} is returned: give back {items}."), "")


def void(
    session: Session,
    *,
    folio: Folio,
    reason: VoidReason,
    recovered: Recovered = None,
    site: RecoveringSite = None,
    approved_by: ApprovedBy = None,
    supervisor_pin_file: SupervisorPinFile = None,
) -> None:
    from buyback import desk, l10n

    came_back = l10n.parse_amount(recovered) if recovered else None
    with session.writing() as store:
        settled = desk.void(
            store,
            folio,
            reason=reason,
            recovered=came_back,
            by=session.operator,
            at=session.clock(),
            site=site or "",
            approval=session.approval(store, "void", approved_by, supervisor_pin_file),
        )
    _answer_settled(session, settled, _("{folio} is voided; {amount} came back."), l10n.money(settled.amount))


def _answer_settled(session: Session, settled: "desk.Settled", words: str, amount: str) -> None:
    session.answer(
        {
            "folio": settled.folio,
            "status": settled.status,
            "mxn": str(settled.amount),
            "usd": str(settled.usd),
            "items": list(settled.items),
        },
        words.format(folio=settled.folio, amount=amount, items=", ".join(settled.items)),
    )


def show(session: Session, *, folio: Folio) -> None:
    from buyback.cli import whole
    from buyback.folios import parse
    from buyback.store.views import drop_offs, setup, vouchers

    with session.reading() as db:
        found = drop_offs.whole(db, parse(folio, db.ledger, needs_check=False))
        voucher = vouchers.voucher(db, found.folio)
        site = setup.site(db, found.site)
        history = whole.history(db, found)
    answer = whole.as_json(found, history, voucher)
    session.answer(answer, *whole.as_text(found, site, history, voucher))
