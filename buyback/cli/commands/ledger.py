"""log, verify, checkpoint, rebuild: the log itself."""

from typing import TYPE_CHECKING, Annotated

import typer

from buyback.cli.commands.words import Limit
from buyback.cli.grammar import verb
from buyback.cli.session import Session, progress, talk
from buyback.errors import Exit
from buyback.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from buyback.chain import Checkpoint
    from buyback.signing.outcomes import Outcome

DEFAULT_ROWS = 50
MOST_ROWS = 10_000_000

Kind = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=N_(
            "Only entries of one kind: LedgerOpened, KeyChanged, SiteAdded, OperatorEnrolled, RolesChanged, OperatorRevoked, "
            "PinSet, PinRefused, SettingChanged, ClockWentBack, PayoutTableAdopted, RateRecorded, DroppedOff, PaidOut, "
            "Returned, Voided, VoucherIssued, VoucherCodeRefused, FoliosReserved, FormsReturned, CashMoved, CashCounted, "
            "CashDiffered, DayClosed, CloseCompared, Destroyed, Kept, HandedOver, HandOverChecked, NotReceivedResolved, MarksCorrected, "
            "SampleDrawn, SampleChecked or FindingAnswered."
        ),
    ),
]
Before = Annotated[
    str | None, typer.Option("--before", metavar="N", help=N_("Only entries with a lower number."))
]
Checkpoints = Annotated[
    list[str] | None,
    typer.Option(
        "--checkpoint",
        metavar="L:SEQ:DIGEST|FILE",
        help=N_(
            "A checkpoint that was kept elsewhere, or the one on a signed act, in quotes, to compare, or the file of a signed one; may be given again."
        ),
    ),
]
Trust = Annotated[
    list[str] | None,
    typer.Option(
        "--trust",
        metavar="KEY",
        help=N_("The public half of a key that has to have signed such a file; may be given again."),
    ),
]
Sign = Annotated[
    str | None,
    typer.Option(
        "--sign", metavar="FILE", help=N_("Sign it with the ledger's key, and write that into a new file.")
    ),
]
CoSign = Annotated[
    str | None,
    typer.Option(
        "--cosign",
        metavar="FILE",
        help=N_("Add your own signature to the file of a signed one, with --key; needs no ledger."),
    ),
]
OwnKey = Annotated[
    str | None,
    typer.Option(
        "--key", metavar="FILE", help=N_("The file of your own key, for --cosign; see buyback key new.")
    ),
]


def register(app: typer.Typer) -> None:
    verb(app, "log", log, N_("List the entries of the log, the newest first; --json gives them whole."))
    verb(
        app,
        "verify",
        verify,
        N_(
            "Check the whole ledger: every digest, the notes that its key signed, every table against the log; each finding "
            "says how sure it is and since when."
        ),
    )
    verb(
        app,
        "checkpoint",
        checkpoint,
        N_("Print where the chain stands, to be kept elsewhere and compared later; sign it, or co-sign one."),
    )
    verb(app, "rebuild", rebuild, N_("Make every table again from the log."))


def log(session: Session, *, limit: Limit = None, kind: Kind = None, before: Before = None) -> None:
    from zoneinfo import ZoneInfo

    from buyback.cli import typed, whole
    from buyback.facts import KINDS
    from buyback.store.views import log as view
    from buyback.store.views import setup

    most = typed.whole(limit, "--limit", least=1, most=MOST_ROWS) if limit else DEFAULT_ROWS
    below = typed.whole(before, "--before", least=1, most=MOST_ROWS) if before else None
    wanted = typed.choice(kind, tuple(KINDS)) if kind else ""
    with session.reading() as db:
        rows = view.page(db, limit=most, before=below, kind=wanted)
        zone = ZoneInfo(setup.sites(db)[0].timezone)
    session.answer([whole.entry_json(row) for row in rows], whole.entries_table(rows, zone))


def verify(session: Session, *, checkpoint: Checkpoints = None, trust: Trust = None) -> None:
    from buyback import errors
    from buyback.chain import fitting
    from buyback.cli import notes, verified
    from buyback.store import checks
    from buyback.store.views import keys

    kept = [notes.given(text) for text in checkpoint or ()]
    trusted = notes.trusted(trust or (), kept)
    given = [one.checkpoint for one in kept]
    tally = checks.Tally()
    signatures: list[Outcome] = []
    signed: dict[Checkpoint, str] = {}
    with session.store(as_it_is=True) as store:
        head = checks.head(store)
        if any(one.note for one in kept):
            with store.reading() as db:
                signatures, signed = notes.judged(kept, keys.told(db), trusted)
        with progress(_("Checking")) as advance:
            found = list(
                checks.verify(
                    store,
                    given,
                    lambda done: advance(done, checks.PASSES * head.seq),
                    tally=tally,
                    signed=signed,
                    note_folder=session.settings.checkpoint_folder,
                )
            )
    found += [one.said for one in signatures if one.is_finding]
    session.outcome = Exit.FOUND_SOMETHING if found else Exit.DONE
    fit = fitting(given, found)
    stands = [
        *([] if found else [_intact(head)]),
        *map(_compared, fit),
        *(str(one.said) for one in signatures if not one.is_finding),
    ]
    session.answer(
        {
            "ledger": head.ledger,
            "entries": head.seq,
            "head": str(head),
            "findings": [verified.finding_json(one) for one in found],
            "checkpoints": [{"checkpoint": str(one), "fits": one in fit} for one in given],
            "checked": verified.tally_json(tally),
            "signatures": [notes.as_json(one) for one in signatures],
        },
        *([verified.findings_text(found)] if found else []),
        *(["\n".join(stands)] if stands else []),
        verified.tally_text(tally),
        *verified.beyond_text(tally, head.seq),
    )
    if found:
        raise errors.FindingsFound(count=len(found))


def _intact(head: "Checkpoint") -> str:
    from buyback.l10n import number

    entries = ngettext("{n} entry", "{n} entries", head.seq).format(n=number(head.seq))
    words = _("The ledger {code} is intact: {entries}, head {head}.")
    return words.format(code=head.ledger, entries=entries, head=head)


def _compared(checkpoint: "Checkpoint") -> str:
    return _("The checkpoint {checkpoint} is in this ledger.").format(checkpoint=checkpoint.brief)


def checkpoint(
    session: Session, *, sign: Sign = None, cosign: CoSign = None, key: OwnKey = None, trust: Trust = None
) -> None:
    from buyback import errors
    from buyback.store import checks

    if sign and cosign:
        raise errors.BadUsage(problem=_("--sign and --cosign exclude each other; choose one."))
    if bool(cosign) != bool(key) or (trust and not cosign):
        raise errors.BadUsage(
            problem=_("--cosign FILE goes together with --key FILE; --trust only with both.")
        )
    if cosign and key:
        _cosign(session, cosign, key, trust or [])
        return
    if sign:
        _sign(session, sign)
        return
    with session.store(as_it_is=True) as store:
        head = checks.head(store)
    data = {"ledger": head.ledger, "seq": head.seq, "digest": head.digest, "checkpoint": str(head)}
    session.answer(data, str(head))


def _sign(session: Session, file: str) -> None:
    from pathlib import Path

    from buyback import desk
    from buyback.export.paper import files

    path = Path(file).expanduser()
    files.check_free(path)
    with session.store() as store:
        signed = desk.sign_public(store)
    files.save(path, str(signed.note).encode())
    words = _("The checkpoint {checkpoint} is signed by the ledger's key {key}: {file}")
    brief = signed.checkpoint.brief
    session.answer(
        {
            "checkpoint": str(signed.checkpoint),
            "key": str(signed.key),
            "file": file,
            "note": str(signed.note),
        },
        words.format(checkpoint=brief, key=signed.key.brief, file=file),
    )


def _cosign(session: Session, file: str, key_file: str, trust: list[str]) -> None:
    from buyback.cli import notes

    said, key = notes.cosign(file, key_file, trust)
    if not trust:
        talk(_("Nobody's signature was checked before yours; --trust KEY checks the ledger's own first."))
    words = _("{key} signed in {file} that entry {seq} of the ledger {ledger} has the digest {digest}.")
    session.answer(
        {"checkpoint": str(said), "key": str(key), "file": file},
        words.format(key=key.brief, file=file, seq=said.seq, ledger=said.ledger, digest=said.digest),
    )


def rebuild(session: Session) -> None:
    from buyback.l10n import number
    from buyback.store import ledger

    with session.store(as_it_is=True) as store, session.recording(), progress(_("Rebuilding")) as advance:
        replayed = ledger.rebuild(store, lambda done: advance(done, 0))
    words = ngettext("{n} entry was replayed.", "{n} entries were replayed.", replayed)
    session.answer({"entries": replayed}, words.format(n=number(replayed)))
