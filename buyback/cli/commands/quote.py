"""quote: the calculator, with the ledger's table and rates or, without a ledger, the program's own."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from buyback.cli import how
from buyback.cli.commands.words import Items, RateNumber, ValuedReason
from buyback.cli.grammar import verb
from buyback.cli.session import Session, talk
from buyback.errors import NoLedger
from buyback.i18n import N_, _

if TYPE_CHECKING:
    from buyback.payout_table import PayoutTable
    from buyback.rates import Quoted

On = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DATE", help=N_("The day whose rate is used, like 2025-02-18; today unless given.")
    ),
]
TableCode = Annotated[
    str | None,
    typer.Option("--table", metavar="CODE", help=N_("Another payout table; see buyback tables list.")),
]


def register(app: typer.Typer) -> None:
    verb(app, "quote", quote, N_("Say what items pay, in pesos and dollars; works without a ledger."))


def quote(
    session: Session,
    *,
    items: Items,
    on: On = None,
    rate: RateNumber = None,
    table: TableCode = None,
    reason: ValuedReason = None,
) -> None:
    from buyback import desk
    from buyback.cli import shapes

    wanted = [desk.parse_item(item) for item in items]
    prices, quoted, day = _prices_and_rate(session, on, rate, table)
    found = desk.price(wanted, prices, quoted.rate, reason=reason or _("quote"))
    session.warn_of_rate(quoted.as_of, quoted.source, day)
    session.warn_of_table(prices.code, prices.adopted.complete)
    session.answer(
        {
            "lines": [shapes.line_json(line, prices) for line in found.lines],
            "total": shapes.total_json(found.mxn, found.usd),
            "rate": shapes.rate_json(quoted.rate, quoted.as_of, quoted.source),
            "table": prices.code,
        },
        shapes.lines_table(found.lines, prices),
        "\n".join(
            (
                shapes.rate_text(quoted.rate, quoted.as_of, quoted.source, on=day),
                _("Payout table: {code}").format(code=prices.code),
            )
        ),
    )


def _prices_and_rate(
    session: Session, on: str | None, rate: str | None, table: str | None
) -> tuple["PayoutTable", "Quoted", date]:
    """By what a quote is made: the ledger's table and known rates, or without a ledger the program's own."""
    if session.has_ledger:
        try:
            return _by_the_ledger(session, on, rate, table)
        except NoLedger as refusal:
            if session.ledger_option:
                raise
            talk(how.sentence(refusal))
    return _by_the_seeds(session, on, rate, table)


def _by_the_seeds(
    session: Session, on: str | None, rate: str | None, table: str | None
) -> tuple["PayoutTable", "Quoted", date]:
    from zoneinfo import ZoneInfo

    from buyback import config, desk, payout_table, rates
    from buyback.cli import typed

    now = session.clock()
    today = now.astimezone(ZoneInfo(desk.DEFAULT_TIMEZONE)).date()
    day = typed.day(on) if on else today
    prices = payout_table.load(table or config.DEFAULT_TABLE)
    if rate:
        return prices, _manual(rate, day, today, session), day
    return prices, rates.find(day, known=(), settings=session.settings, now=now, today=today), day


def _by_the_ledger(
    session: Session, on: str | None, rate: str | None, table: str | None
) -> tuple["PayoutTable", "Quoted", date]:
    from buyback import config, desk, payout_table
    from buyback.cli import typed
    from buyback.payout_table import PayoutTable
    from buyback.store.views import setup

    with session.store() as store:
        with store.reading() as db:
            today = session.today(db)
            adopted = [found.table for found in setup.adopted_tables(db)]
        day = typed.day(on) if on else today
        chosen = next((found for found in adopted if table in (None, found.code)), None)
        prices = PayoutTable(chosen) if chosen else payout_table.load(table or config.DEFAULT_TABLE)
        if rate:
            return prices, _manual(rate, day, today, session), day
        quoted, _recorded = desk.find_rate(
            store, session.settings, at=session.clock(), on=day, site=session.settings.site
        )
        return prices, quoted, day


def _manual(text: str, day: date, today: date, session: Session) -> "Quoted":
    from buyback import rates

    return rates.manual(text, day, _("quote"), session.clock(), today=today)
