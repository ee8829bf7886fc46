"""key show, replace, new: the key that signs the ledger's checkpoints, and a key for whoever co-signs them."""

from typing import TYPE_CHECKING, Annotated

import typer

from buyback.cli import grammar
from buyback.cli.commands.words import ApprovedBy, SupervisorPinFile
from buyback.cli.grammar import verb
from buyback.cli.session import Session
from buyback.i18n import N_, _

if TYPE_CHECKING:
    from buyback.store.engine import Store
    from buyback.store.views.keys import LedgerKey

Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why."))]
KeyFile = Annotated[
    str, typer.Argument(metavar="FILE", help=N_("A new file for the key, which nobody else is to read."))
]
Name = Annotated[
    str,
    typer.Option(
        "--name",
        metavar="NAME",
        help=N_("Whose key it is, as an address without https://, like parish.example/guadalupe."),
    ),
]


def register(app: typer.Typer) -> None:
    keys = grammar.group(
        N_("The key that signs the ledger's checkpoints, and keys of those who co-sign them.")
    )
    verb(
        keys, "show", show, N_("Print the public half of the ledger's key, and of those that it had before.")
    )
    verb(
        keys,
        "replace",
        replace,
        N_("Give the ledger a new key, for one that was lost or read by others, or its first one."),
    )
    verb(keys, "new", new, N_("Make a key for a co-signature of another party; needs no ledger."))
    app.add_typer(keys, name="key")


def show(session: Session) -> None:
    from zoneinfo import ZoneInfo

    from buyback import chain, desk, l10n
    from buyback.cli.output import Table
    from buyback.store import places
    from buyback.store.views import keys as view
    from buyback.store.views import setup

    with session.store() as store:
        with store.reading() as db:
            found = view.keys(db)
            zone = ZoneInfo(setup.sites(db)[0].timezone)
        here = bool(found) and desk.is_at_hand(store, found[-1].key)
        file = str(places.key_file(store.engine, store.ledger, found[-1].key)) if found else ""
    data = {
        "ledger": store.ledger,
        "key": str(found[-1].key) if found else "",
        "file": file,
        "at_hand": here,
        "keys": [
            {
                "key": str(one.key),
                "seq": one.seq,
                "at": chain.utc_text(one.given_at),
                "by": one.given_by,
                "reason": one.reason,
                "approved_by": one.approved_by,
            }
            for one in found
        ],
    }
    if not found:
        session.answer(data, _("The ledger {ledger} has no key yet.").format(ledger=store.ledger))
        return
    rows = [
        (str(one.seq), l10n.moment(one.given_at, zone), one.given_by, one.key.brief, one.reason)
        for one in reversed(found)
    ]
    heads = (">" + _("Entry"), _("Time"), _("By"), _("Key"), "~" + _("Reason"))
    session.answer(data, str(found[-1].key), _place(here, file), Table(heads, rows))


def _place(here: bool, file: str) -> str:
    words = (
        _("Its private half is here: {file}")
        if here
        else _("Its private half is not here; it would be {file}")
    )
    return words.format(file=file)


def replace(
    session: Session,
    *,
    reason: Why,
    approved_by: ApprovedBy = None,
    supervisor_pin_file: SupervisorPinFile = None,
) -> None:
    from buyback import desk

    with session.writing() as store:
        done = desk.replace_key(
            store,
            reason=reason,
            by=session.operator,
            at=session.clock(),
            approval=session.approval(store, "key-replace", approved_by, supervisor_pin_file),
        )
        _answer_new(session, store, done)


def _answer_new(session: Session, store: "Store", done: "LedgerKey") -> None:
    from buyback.store import places

    file = str(places.key_file(store.engine, store.ledger, done.key))
    words = _("From entry {seq} on the key {key} signs; its private half is {file}, which no backup holds.")
    session.answer(
        {"ledger": store.ledger, "key": str(done.key), "seq": done.seq, "file": file},
        words.format(seq=done.seq, key=done.key.brief, file=file),
        str(done.key),
    )


def new(session: Session, *, file: KeyFile, name: Name) -> None:
    from pathlib import Path

    from buyback import errors
    from buyback.signing import key_files
    from buyback.signing.checkpoints import ORIGINS
    from buyback.signing.keys import SigningKey, check_name

    if check_name(name).startswith(ORIGINS):
        raise errors.KeyNameOfLedger(text=name)
    key = SigningKey.generate(name)
    key_files.write(Path(file).expanduser(), key)
    session.answer({"key": str(key.verifier), "file": file}, str(key.verifier))
