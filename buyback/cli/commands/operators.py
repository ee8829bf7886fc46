"""operators list, add, roles, revoke, pin, rights: who works here, and who may do what."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from buyback.cli import grammar
from buyback.cli.grammar import verb
from buyback.cli.session import Session
from buyback.i18n import N_, _

if TYPE_CHECKING:
    from buyback.store.views.people import Operator

Alias = Annotated[str, typer.Argument(metavar="ALIAS", help=N_("One word; not a full name."))]
WhoseAlias = Annotated[str, typer.Argument(metavar="ALIAS", help=N_("The operator, by alias."))]
OwnOrOther = Annotated[
    str | None, typer.Argument(metavar="[ALIAS]", help=N_("Whose PIN; your own unless you name another."))
]
Roles = Annotated[
    str | None,
    typer.Option(
        "--roles",
        metavar="A,B",
        help=N_("What the operator may do, with commas: receive, pay, custody, supervise, audit."),
    ),
]
NeededRoles = Annotated[
    str,
    typer.Option(
        "--roles",
        metavar="A,B",
        help=N_("What the operator may do, with commas: receive, pay, custody, supervise, audit."),
    ),
]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why."))]
NewPinFile = Annotated[
    str | None,
    typer.Option(
        "--new-pin-file",
        metavar="FILE",
        help=N_("A file that holds the new PIN and that only you can read; else it is asked for."),
    ),
]


def register(app: typer.Typer) -> None:
    operators = grammar.group(N_("The people who work here, by alias, and what each may do."))
    verb(operators, "list", list_operators, N_("List the operators, with their roles."))
    verb(operators, "add", add, N_("Enrol an operator."))
    verb(operators, "roles", change_roles, N_("Give an operator exactly these roles."))
    verb(operators, "revoke", revoke, N_("Let an operator work here no more."))
    verb(operators, "pin", pin, N_("Set a PIN; the first one of a ledger is a supervisor's own."))
    verb(operators, "rights", rights, N_("Print who may do what, and what a supervisor has to approve."))
    app.add_typer(operators, name="operators")


def list_operators(session: Session) -> None:
    from buyback import report, rules
    from buyback.cli.output import Table
    from buyback.store.views.people import people

    with session.reading() as db:
        found = people(db)
    rows = [
        (
            one.alias,
            rules.role_names(one.roles),
            _("PIN set") if one.has_pin else _("no PIN"),
            "" if one.is_active else _("revoked"),
        )
        for one in found.everyone
    ]
    session.answer(
        {
            "pins": "set" if found.have_pins else "none",
            "operators": [_as_json(one) for one in found.everyone],
        },
        Table((_("Operator"), "~" + _("Roles"), "", ""), rows),
        *([] if found.have_pins else [report.no_pins()]),
    )


def _as_json(one: "Operator") -> dict[str, Any]:
    return {
        "alias": one.alias,
        "roles": list(one.roles),
        "pin": "set" if one.has_pin else "none",
        "status": "active" if one.is_active else "revoked",
    }


def add(session: Session, *, alias: Alias, roles: Roles = None) -> None:
    from buyback import desk, rules
    from buyback.store.views.people import people

    chosen = rules.check_roles(_roles(roles)) if roles else ()
    with session.writing() as store:
        sealed = desk.enrol(store, alias, by=session.operator, at=session.clock(), roles=chosen)
        with store.reading() as db:
            enrolled = next(one for one in people(db).everyone if one.seq == sealed.seq)
    session.answer(
        {"alias": enrolled.alias, "roles": list(enrolled.roles), "seq": sealed.seq},
        _("The operator {alias} is enrolled: {roles}.").format(
            alias=enrolled.alias, roles=rules.role_names(enrolled.roles)
        ),
    )


def change_roles(session: Session, *, alias: WhoseAlias, roles: NeededRoles, reason: Why) -> None:
    from buyback import desk, rules

    chosen = rules.check_roles(_roles(roles))
    with session.writing() as store:
        sealed = desk.change_roles(
            store, alias, chosen, reason=reason, by=session.operator, at=session.clock()
        )
    session.answer(
        {"alias": alias, "roles": list(chosen), "seq": sealed.seq},
        _("{alias} may do this from now on: {roles}.").format(alias=alias, roles=rules.role_names(chosen)),
    )


def _roles(text: str) -> list[str]:
    return [role.strip().lower() for role in text.split(",") if role.strip()]


def revoke(session: Session, *, alias: WhoseAlias, reason: Why) -> None:
    from buyback import desk

    with session.writing() as store:
        sealed = desk.revoke(store, alias, reason=reason, by=session.operator, at=session.clock())
    session.answer(
        {"alias": alias, "status": "revoked", "seq": sealed.seq},
        _("{alias} works here no more.").format(alias=alias),
    )


def pin(session: Session, *, alias: OwnOrOther = None, new_pin_file: NewPinFile = None) -> None:
    from buyback import desk
    from buyback.cli import pins
    from buyback.store.views.people import people

    with session.store() as store:
        with store.reading() as db:
            before = people(db)
        by = before.named(session.operator).alias
        whose = before.named(alias or by).alias
        session.sign_in(store)
        new = pins.read_new(whose, new_pin_file or "", "--new-pin-file")
        with session.recording():
            sealed = desk.set_pin(store, whose, new, by=by, at=session.clock())
    words = [_("The PIN of {alias} is set.").format(alias=whose)]
    if not before.have_pins:
        words.append(
            _("From now on everyone signs in; who has no PIN yet cannot write until a supervisor sets one.")
        )
    session.answer({"alias": whose, "pin": "set", "seq": sealed.seq}, "\n".join(words))


def rights(session: Session) -> None:
    from buyback import l10n, rules
    from buyback.cli.output import Table
    from buyback.store.views.people import setting

    above = rules.DEFAULTS[rules.APPROVAL_STEP]
    if session.has_ledger:
        with session.reading() as db:
            above = setting(db, rules.APPROVAL_STEP)
    occasions = {name: _(words).format(step=l10n.amount(above)) for name, words in rules.OCCASIONS.items()}
    rows = [
        (
            name,
            _(right.words),
            rules.role_names(right.roles),
            ", ".join(occasions[occasion] for occasion in right.approvals),
        )
        for name, right in rules.RIGHTS.items()
    ]
    session.answer(
        [
            {"verb": name, "roles": list(right.roles), "approvals": list(right.approvals)}
            for name, right in rules.RIGHTS.items()
        ],
        Table(
            (
                _("Verb"),
                "~" + _("What it does"),
                "~" + _("One of the roles"),
                "~" + _("A supervisor approves"),
            ),
            rows,
        ),
    )
