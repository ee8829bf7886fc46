"""publish: what was destroyed, for the public."""

from typing import Annotated

import typer

from buyback.cli.commands.reports import Folder
from buyback.cli.grammar import verb
from buyback.cli.session import Session, progress
from buyback.i18n import N_, _, ngettext

Under = Annotated[
    str | None,
    typer.Option(
        "--checkpoint",
        metavar="FILE",
        help=N_("The signed checkpoint up to which destructions are told; unless given, one is signed now."),
    ),
]


def register(app: typer.Typer) -> None:
    verb(
        app,
        "publish",
        publish,
        N_(
            "Write a page on which whoever kept a receipt finds that the weapon was destroyed, into a new folder."
        ),
    )


def publish(session: Session, *, folder: Folder, checkpoint: Under = None) -> None:
    from pathlib import Path

    from buyback import desk
    from buyback.export import public
    from buyback.l10n import number

    note = public.read(Path(checkpoint).expanduser()) if checkpoint else None
    with session.store() as store:
        if note is None:
            note = desk.sign_public(store).note
        with progress(_("Publishing")) as advance:
            done = public.publish(
                store,
                Path(folder),
                note,
                name=checkpoint or _("the checkpoint"),
                progress=advance,
                note_folder=session.settings.checkpoint_folder,
            )
    receipts = ngettext(
        "{n} receipt of which something is destroyed, up to entry {seq} of the log.",
        "{n} receipts of which something is destroyed, up to entry {seq} of the log.",
        done.receipts,
    )
    session.answer(
        {
            "folder": str(done.folder),
            "checkpoint": str(done.checkpoint),
            "receipts": done.receipts,
            "pieces": done.pieces,
            "files": [{"name": file.name, "sha256": file.sha256} for file in done.files],
        },
        receipts.format(n=number(done.receipts), seq=number(done.checkpoint.seq)),
        str(done.folder / "index.html"),
    )
