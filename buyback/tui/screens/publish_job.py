"""Publishing from the ledger screen: ask where to, check and write, and say where the page is."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from buyback import desk
from buyback.export import public
from buyback.export.public import Published
from buyback.i18n import N_, _
from buyback.tui.dialogs.publish import PublishDialog, PublishDone
from buyback.tui.dialogs.working import Progress
from buyback.tui.screens.ledger_jobs import new_folder, work_through

if TYPE_CHECKING:
    from buyback.tui.screens.ledger import LedgerScreen


async def publish(screen: "LedgerScreen") -> None:
    """Write the public page into a new folder, under a checkpoint that is signed now."""
    app, session = screen.app, screen.app.at_work

    async def do(folder: Path) -> Published | None:
        def job(progress: Progress) -> Published:
            note = desk.sign_public(session.store).note
            return public.publish(session.store, folder, note, name=_("the checkpoint"), progress=progress)

        words = N_("Checking the ledger, then writing …")
        return await work_through(app, N_("Publish what was destroyed"), words, job, awaited=True)

    folder = new_folder(f"buyback-public-{session.info.code}-{session.today(app.clock()).isoformat()}")
    published = await app.ask_and_do(partial(PublishDialog, folder), do)
    if published is not None:
        await app.push_screen_wait(PublishDone(published))
