"""A finding of the audit shown with its entries, and answered with a note; from any screen."""

from functools import partial
from typing import TYPE_CHECKING

from buyback import desk
from buyback.chain import Sealed
from buyback.desk import Answered
from buyback.i18n import _
from buyback.report import audit
from buyback.report.audit import Finding
from buyback.store.engine import Db
from buyback.store.views import log
from buyback.store.views.totals import Span
from buyback.tui import verbs
from buyback.tui.dialogs.answer import AnswerNote
from buyback.tui.dialogs.entry_detail import EntryDetail
from buyback.tui.dialogs.finding import FindingDetail
from buyback.tui.screens.mode import ModeScreen

if TYPE_CHECKING:
    from buyback.tui.app import BuybackApp


async def show(screen: ModeScreen, key: str) -> None:
    """Show a finding until it is closed, its entries and its answer as they then are; one that is gone says so."""
    current = 0
    while True:
        found, told = await screen.app.read(partial(_read, key=key, screen=screen))
        if found is None:
            screen.app.notify(_("The audit does not find this any more."))
            return
        again, zone = partial(_again, screen, found), screen.app.at_work.zone
        answer = await screen.app.ask(partial(FindingDetail, found, again, told, zone, current))
        if answer is None:
            return
        if answer == "answer":
            await answer_it(screen, found)
        else:
            current = answer
            sealed = next(entry for entry in told if entry.seq == answer)
            await screen.app.ask(partial(EntryDetail, sealed, zone))


async def _again(screen: ModeScreen, found: Finding) -> Finding:
    """The finding with its sentence in the current language, as it is by now if the audit still finds it."""
    return (await screen.app.read(partial(_read, key=found.key, screen=screen)))[0] or found


def _read(db: Db, *, key: str, screen: ModeScreen) -> tuple[Finding | None, tuple[Sealed, ...]]:
    found = audit.find(db, key, screen.app.at_work.today(screen.app.clock()))
    seqs = tuple(dict.fromkeys(link.seq for link in found.listed)) if found else ()
    told = log.listed(db, log.Entries(seqs=seqs), limit=len(seqs))
    return found, tuple(sorted(told, key=lambda entry: entry.seq))


async def go_to(app: "BuybackApp", span: Span) -> None:
    """Go to the audit of some days, which stands on the ledger until Escape."""
    from buyback.tui.screens.audit import AuditScreen

    if app.current_mode != "ledger":
        await app.switch_mode("ledger")
    if isinstance(app.screen, AuditScreen):
        app.screen.look_at(span)
    else:
        await app.push_screen(AuditScreen(span))


async def answer_it(screen: ModeScreen, found: Finding) -> None:
    """Answer a finding with a note; who may not is told before anything is typed."""
    app, session = screen.app, screen.app.at_work
    await app.read(lambda db: verbs.check_right(db, session, "audit-answer"))

    async def do(note: str) -> Answered:
        return await app.write(desk.answer_finding, found.key, note=note)

    done = await app.ask_and_do(partial(AnswerNote, found, partial(_again, screen, found)), do)
    if done is not None:
        words = _("Answered by {alias}, entry {seq}.")
        app.notify(words.format(alias=done.answered_by, seq=done.seq))
