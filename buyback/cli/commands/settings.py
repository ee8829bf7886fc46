"""settings list, set: what holds for everybody who works with the ledger."""

from typing import Annotated

import typer

from buyback.cli import grammar
from buyback.cli.grammar import verb
from buyback.cli.session import Session
from buyback.i18n import N_, _

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help=N_("Which one; see buyback settings list. For a site's opening hours: hours.")
    ),
]
Value = Annotated[
    str,
    typer.Argument(
        metavar="VALUE",
        help=N_(
            "Pesos for approval-step, a whole number for the others; for hours SITE=10:00-16:00, SITE for these usual ones, "
            "or SITE=none."
        ),
    ),
]


HOURS_WORDS = N_("audit: work outside a site's opening hours is named")


def register(app: typer.Typer) -> None:
    settings = grammar.group(N_("The ledger's own settings, which hold for everybody."))
    verb(settings, "list", show, N_("List the ledger's settings."))
    verb(settings, "set", change, N_("Change one of the ledger's settings."))
    app.add_typer(settings, name="settings")


def show(session: Session) -> None:
    from buyback import rules
    from buyback.cli.output import Table
    from buyback.store.views import setup
    from buyback.store.views.people import setting

    with session.reading() as db:
        found = {name: setting(db, name) for name in rules.DEFAULTS}
        hours = {site: str(known) for site, known in setup.hours(db).items()}
    rows = [
        (rules.setting_word(name), _shown(name, value), _(rules.SETTING_NAMES[name]))
        for name, value in found.items()
    ]
    rows += [(rules.HOURS, f"{site}={known}", _(HOURS_WORDS)) for site, known in hours.items()]
    session.answer(
        {rules.setting_word(name): _as_json(name, value) for name, value in found.items()}
        | {rules.HOURS: hours},
        Table((_("Setting"), ">" + _("Value"), "~"), rows),
    )


def change(session: Session, *, name: Name, value: Value) -> None:
    from buyback import desk, l10n, rules
    from buyback.cli import typed

    names = {rules.setting_word(known): known for known in rules.DEFAULTS}
    word = typed.choice(name, [*names, rules.HOURS])
    if word == rules.HOURS:
        _change_hours(session, value)
        return
    chosen = names[word]
    digits = value.strip()
    if chosen == rules.APPROVAL_STEP:
        digits = str(l10n.parse_amount(digits).amount_minor)
    number = rules.check_setting(chosen, digits)
    with session.writing() as store:
        sealed = desk.change_setting(store, chosen, digits, by=session.operator, at=session.clock())
    session.answer(
        {rules.setting_word(chosen): _as_json(chosen, number), "seq": sealed.seq},
        f"{rules.setting_word(chosen)}: {_shown(chosen, number)} ({_(rules.SETTING_NAMES[chosen])})",
    )


def _change_hours(session: Session, value: str) -> None:
    """A site's hours as they are typed: SITE=10:00-16:00, SITE=none, or SITE alone for the usual ones."""
    from buyback import desk, rules

    site, given, hours = (part.strip() for part in value.partition("="))
    known = str(rules.check_hours(hours if given else rules.USUAL_HOURS) or rules.NO_HOURS)
    with session.writing() as store:
        sealed = desk.change_setting(
            store, rules.hours_setting(site), known, by=session.operator, at=session.clock()
        )
    session.answer(
        {rules.HOURS: {site: known}, "seq": sealed.seq}, f"{rules.HOURS}: {site}={known} ({_(HOURS_WORDS)})"
    )


def _shown(name: str, value: int) -> str:
    from buyback import l10n

    return l10n.amount(value) if name.endswith("_minor") else l10n.number(value)


def _as_json(name: str, value: int) -> str | int:
    from buyback.money import plain_decimal

    return plain_decimal(value) if name.endswith("_minor") else value
