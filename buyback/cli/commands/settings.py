"""settings list, set: what holds for everybody who works with the ledger."""

from typing import Annotated

import typer

from buyback.cli import grammar
from buyback.cli.grammar import verb
from buyback.cli.session import Session
from buyback.i18n import N_, _

Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("Which one: approval-step or voucher-days."))]
Value = Annotated[
    str, typer.Argument(metavar="VALUE", help=N_("Pesos for approval-step, days for voucher-days."))
]


def register(app: typer.Typer) -> None:
    settings = grammar.group(N_("The ledger's own settings, which hold for everybody."))
    verb(settings, "list", show, N_("List the ledger's settings."))
    verb(settings, "set", change, N_("Change one of the ledger's settings."))
    app.add_typer(settings, name="settings")


def show(session: Session) -> None:
    from buyback import rules
    from buyback.cli.output import Table
    from buyback.store.views.people import setting

    with session.reading() as db:
        found = {name: setting(db, name) for name in rules.DEFAULTS}
    rows = [
        (_typed_name(name), _shown(name, value), _(rules.SETTING_NAMES[name]))
        for name, value in found.items()
    ]
    session.answer(
        {_typed_name(name): _as_json(name, value) for name, value in found.items()},
        Table((_("Setting"), ">" + _("Value"), "~"), rows),
    )


def change(session: Session, *, name: Name, value: Value) -> None:
    from buyback import desk, l10n, rules
    from buyback.cli import typed

    names = {_typed_name(known): known for known in rules.DEFAULTS}
    chosen = names[typed.choice(name, list(names))]
    digits = value.strip()
    if chosen == rules.APPROVAL_STEP:
        digits = str(l10n.parse_amount(digits).amount_minor)
    number = rules.check_setting(chosen, digits)
    with session.writing() as store:
        sealed = desk.change_setting(store, chosen, digits, by=session.operator, at=session.clock())
    session.answer(
        {_typed_name(chosen): _as_json(chosen, number), "seq": sealed.seq},
        f"{_typed_name(chosen)}: {_shown(chosen, number)} ({_(rules.SETTING_NAMES[chosen])})",
    )


def _typed_name(name: str) -> str:
    """The name as it is typed: pesos and days, and not what they are counted in."""
    return name.removesuffix("_minor").replace("_", "-")


def _shown(name: str, value: int) -> str:
    from buyback import l10n

    return l10n.amount(value) if name.endswith("_minor") else l10n.number(value)


def _as_json(name: str, value: int) -> str | int:
    from buyback.money import plain_decimal

    return plain_decimal(value) if name.endswith("_minor") else value
