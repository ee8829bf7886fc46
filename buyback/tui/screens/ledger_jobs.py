"""The jobs of the ledger screen: show, check, export. One runs at a time."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from buyback import errors, folios
from buyback import export as files
from buyback.chain import Checkpoint, Finding
from buyback.errors import Refusal
from buyback.export import Exported
from buyback.i18n import N_
from buyback.store import checks
from buyback.store.views import log, setup
from buyback.tui.dialogs.checkpoint import CheckpointDialog
from buyback.tui.dialogs.entry_detail import EntryDetail
from buyback.tui.dialogs.export import ExportAnswer, ExportDialog, ExportDone
from buyback.tui.dialogs.findings import MOST_FINDINGS, Findings
from buyback.tui.dialogs.working import Progress, Working
from buyback.tui.screens.drop_off_story import show_drop_off, show_item
from buyback.tui.searching import Sought

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp
    from buyback.tui.screens.ledger import LedgerScreen

T = TypeVar("T")


async def show_folio(screen: "LedgerScreen", sought: Sought, highlighted: str | None) -> None:
    """Show the drop-off whose folio, or the item whose tag was typed, else the drop-off under the cursor; a mistyped folio
    finds none, and is refused.
    """
    words, code = sought.folio, screen.app.at_work.info.code
    try:
        folio: str | None = folios.parse(words, code)
    except errors.BadFolio:
        folio = highlighted or folios.sought(words, code)
    except errors.MistypedFolio:
        if highlighted is None:
            raise
        folio = highlighted
    if folio and sought.line:
        await show_item(screen, folio, sought.line)
    elif folio:
        await show_drop_off(screen, folio)


async def show_entry(screen: "LedgerScreen", seq: int) -> None:
    """Show an entry as it was sealed."""
    sealed = await screen.app.read(lambda db: log.sealed(db, seq))
    if sealed is not None:
        await screen.app.ask(partial(EntryDetail, sealed, screen.app.at_work.zone))


async def work_through(
    app: "BuybackApp", heading: str, words: str, job: Callable[[Progress], T], *, awaited: bool
) -> T | None:
    """The job's result, None if it was stopped; its refusal is raised here. Call it in a worker."""
    results: list[T] = []

    def kept(progress: Progress) -> None:
        results.append(job(progress))

    outcome = await app.push_screen_wait(Working(heading, words, kept, awaited=awaited))
    if isinstance(outcome, Refusal):
        raise outcome
    return results[0] if results else None


async def audit(screen: "LedgerScreen") -> None:
    """Go to the audit, which stands on the ledger until Escape."""
    from buyback.tui.screens.audit import AuditScreen

    if screen.app.session is not None:
        await screen.app.push_screen(AuditScreen())


# --- checking ---------------------------------------------------------------------------------------------------------


async def verify(screen: "LedgerScreen", given: tuple[Checkpoint, ...] = ()) -> None:
    """Check the whole ledger, and these checkpoints against it; say what was found."""
    app = screen.app
    store, tally = app.at_work.store, checks.Tally()

    def job(progress: Progress) -> tuple[list[Finding], Checkpoint]:
        head = checks.head(store)
        steps = checks.PASSES * head.seq
        progress(0, steps)
        found = checks.verify(
            store,
            given,
            lambda done: progress(done, steps),
            tally=tally,
            note_folder=app.settings.checkpoint_folder,
        )
        return list(islice(found, MOST_FINDINGS + 1)), head

    words = N_("Every digest, then every table …")
    result = await work_through(app, N_("Checking the ledger"), words, job, awaited=False)
    if result is not None:
        findings, head = result
        app.chain = replace(app.chain, finding=str(findings[0]) if findings else "")
        await app.push_screen_wait(Findings(findings, head, given, tally))


async def checkpoint(screen: "LedgerScreen") -> None:
    """Show where the chain stands; check one that was kept elsewhere."""
    app = screen.app
    head = await app.read(lambda db: setup.ledger_info(db).head)

    async def own(given: Checkpoint) -> Checkpoint:
        if given.ledger != head.ledger:
            raise errors.UnknownLedgerCode(code=given.ledger, known=head.ledger)
        return given

    given = await app.ask_and_do(partial(CheckpointDialog, head), own)
    if given is not None:
        await verify(screen, (given,))


# --- files ------------------------------------------------------------------------------------------------------------


async def export(screen: "LedgerScreen") -> None:
    """Ask where to, write the files, and say where they are."""
    app, session = screen.app, screen.app.at_work
    at = app.clock()

    async def do(answer: ExportAnswer) -> Exported | None:
        def job(progress: Progress) -> Exported:
            return files.export_folder(
                session.store,
                answer.folder,
                first=answer.first,
                last=answer.last,
                site=answer.site,
                at=at,
                progress=progress,
            )

        return await work_through(app, N_("Export"), N_("Writing …"), job, awaited=True)

    folder = new_folder(f"buyback-{session.info.code}-{session.today(at).isoformat()}")
    exported = await app.ask_and_do(partial(ExportDialog, folder, session.sites), do)
    if exported is not None:
        await app.push_screen_wait(ExportDone(exported))


def new_folder(name: str) -> Path:
    """A folder that is not there yet, among the user's documents; else where the program was started."""
    from platformdirs import user_documents_path

    documents = user_documents_path()
    parent = documents if documents.is_dir() else Path.cwd()
    tries = (parent / (name if number == 1 else f"{name}-{number}") for number in range(1, 1000))
    return next((folder for folder in tries if not folder.exists()), parent / name)
