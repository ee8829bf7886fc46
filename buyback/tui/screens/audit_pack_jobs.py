"""The audit pack from the app: where to, its progress, and where it is."""

from functools import partial
from pathlib import Path

from buyback.export import Exported
from buyback.export.pack import audit_pack
from buyback.i18n import N_
from buyback.store import checks
from buyback.tui.dialogs.audit_pack import PackDialog
from buyback.tui.dialogs.export import ExportDone
from buyback.tui.dialogs.findings import Findings
from buyback.tui.dialogs.working import Progress
from buyback.tui.screens.ledger_jobs import new_folder, work_through
from buyback.tui.screens.mode import ModeScreen


async def write(screen: ModeScreen) -> None:
    """Ask where to, write the pack in a thread, and say where it is and what is in it; then what in it does not fit the log."""
    app, session = screen.app, screen.app.at_work
    at, notes = app.clock(), app.settings.checkpoint_folder

    async def do(folder: Path) -> Exported | None:
        def job(progress: Progress) -> Exported:
            return audit_pack(session.store, folder, at=at, progress=progress, note_folder=notes)

        return await work_through(app, N_("Audit pack"), N_("Writing …"), job, awaited=True)

    folder = new_folder(f"buyback-{session.info.code}-audit-{session.today(at).isoformat()}")
    done = await app.ask_and_do(partial(PackDialog, folder), do)
    if done is not None:
        check = N_("VERIFY.txt says on one page how anybody checks it all, without this program.")
        await app.push_screen_wait(ExportDone(done, N_("The audit pack is written"), check))
        if done.misfits:
            await app.push_screen_wait(Findings(done.misfits, session.info.head, (), checks.Tally()))
