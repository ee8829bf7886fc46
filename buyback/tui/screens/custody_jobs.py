"""The jobs of the custody screen that read, ask and record. One runs at a time."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from buyback import desk, errors, folios
from buyback.desk import Disposed
from buyback.i18n import N_, _, ngettext
from buyback.rules import Disposal, counted
from buyback.store.engine import Db
from buyback.store.views import acts as acts_view
from buyback.store.views import custody, drop_offs
from buyback.store.views.custody import Shelf, StatusCount
from buyback.store.views.drop_offs import ItemView
from buyback.tui import acts
from buyback.tui.acts import Chosen, Proposal
from buyback.tui.dialogs.act import ActAnswer, ActDialog
from buyback.tui.dialogs.act_done import ActDone
from buyback.tui.printing import print_act
from buyback.tui.screens import drop_off_story
from buyback.tui.screens.drop_off_story import show_drop_off
from buyback.tui.state import Session

if TYPE_CHECKING:
    from buyback.tui.screens.custody import CustodyScreen

MOST_MARKED = 1000
_RECENT_DAYS = 60
NO_FIGURE = N_("There is no figure yet: nothing was taken in.")
_VERBS: dict[Disposal, tuple[Callable[..., Disposed], str]] = {
    "destroyed": (desk.destroy, "method"),
    "handed_over": (desk.hand_over, "receiver"),
    "kept": (desk.keep, "value"),
}


def is_here(item: ItemView) -> bool:
    """An act can still name it: it is held, or with Defensa, which will report what became of it."""
    return item.status in ("held", "handed_over")


def why_empty(counts: tuple[StatusCount, ...], *, is_sought: bool) -> str:
    """Why no item is listed: nothing fits what is sought, nothing was taken in, or nothing has the status."""
    if is_sought:
        return N_(
            "Nothing of this status fits. Escape clears the search; Enter looks for a folio everywhere."
        )
    if not counts:
        return N_("Nothing was taken in here yet. Items come from the desk (F2).")
    return N_("No item has this status here. Left and right choose another.")


def site_name(session: Session, item: ItemView) -> str:
    """The name of the item's site."""
    return next((site.name for site in session.sites if site.code == item.site), item.site)


async def jump(screen: "CustodyScreen", text: str) -> None:
    """Go to the folio or tag that was typed, wherever it is; any other text has found what the list shows."""
    session = screen.app.at_work
    code = session.info.code
    try:
        folio, line = (
            folios.parse_item(text, code, needs_check=False) if "/" in text else (folios.parse(text, code), 0)
        )
    except (errors.BadFolio, errors.BadItemId, errors.MistypedFolio) as refusal:
        await screen.load(session)  # a fast hand is not shown what was listed before
        sought = folios.sought(text, code) if screen.current is None else None
        if screen.current is None and isinstance(refusal, errors.MistypedFolio):
            raise
        if sought is None:
            await show_item(screen)
            return
        folio, line = sought, 0

    def read(db: Db) -> ItemView:
        return custody.item(db, folio, line or 1)

    item = await screen.app.read(read)
    if item.status == "voided":
        await show_drop_off(screen, folio)
    else:
        await screen.show_at(item)


async def show_item(screen: "CustodyScreen") -> None:
    """Show the item under the cursor whole, and its drop-off if that is asked for."""
    item = screen.current
    if item is None:
        screen.hint(N_("There is no item to show."))
        return
    await drop_off_story.show_item(screen, item.folio, item.line)


async def mark_all(screen: "CustodyScreen", shelf: Shelf) -> None:
    """Mark everything that the list would show to its end."""
    found = await screen.app.read(lambda db: custody.shelf(db, shelf, limit=MOST_MARKED + 1))
    if len(found) > MOST_MARKED:
        screen.hint(N_("More than 1,000 items are listed. Search for fewer, then mark them."))
    elif not all(map(is_here, found)):
        screen.hint(N_("These items have left custody; there is nothing more to do with them."))
    elif found:
        screen.mark(found)


async def mark_folio(screen: "CustodyScreen", folio: str) -> None:
    """Mark every item of the folio that is still here."""
    found = await screen.app.read(lambda db: drop_offs.items(db, folio))
    here = tuple(filter(is_here, found))
    if here:
        screen.mark(here)


async def act(screen: "CustodyScreen", kind: Disposal) -> None:
    """Fill in the act and record it, and show what is left; what is left out stays marked if another act may name it."""
    app, session = screen.app, screen.app.session
    if session is None or not screen.working_on:
        screen.hint(N_("No item is chosen. Move to one, or mark several with the space bar."))
        return
    chosen = acts.choose(kind, screen.working_on)
    if not chosen.items:
        app.show_refusal(_refused(chosen))
        return
    proposal = await _proposal(screen, session, chosen)
    verb, detail = _VERBS[kind]
    names = tuple(item.id for item in chosen.items)

    async def do(answer: ActAnswer) -> Disposed:
        return await app.write(verb, names, answer.act, **{detail: answer.detail})

    done = await app.ask_and_do(partial(ActDialog, chosen, proposal, f"{kind} {proposal.number}"), do)
    if done is not None:
        stuck = (item.id for item, _problem in chosen.left_out if not acts.is_free(item))
        screen.unmark((*names, *stuck))
        listed = await app.read(lambda db: acts_view.act(db, done.act))
        while await app.push_screen_wait(ActDone(done, listed)):
            await print_act(app, done.act, done.kind)
        await screen.show_rest(chosen.items[0])
        words = _("Act {act}: {counted}.").format(act=done.act, counted=counted(kind, len(names)))
        screen.notify(words, timeout=8, markup=False)


def _refused(chosen: Chosen) -> str:
    (_item, refusal), *others = chosen.left_out
    if not others:
        return str(refusal)
    n = len(others)
    more = ngettext("{n} more item may not either.", "{n} more items may not either.", n)
    return f"{refusal} {more.format(n=n)}"


async def _proposal(screen: "CustodyScreen", session: Session, chosen: Chosen) -> Proposal:
    """What the form begins with: the act of today at the items' site, or the next number."""
    code = chosen.items[0].site
    site = next(found for found in session.sites if found.code == code)
    today = site.business_date(screen.app.clock())

    def read(db: Db) -> Proposal:
        since = today - timedelta(days=_RECENT_DAYS)
        last = custody.last_act(
            db,
            chosen.kind,
            code,
            since=since,
            after_hand_over=chosen.items[0].status == "handed_over",
            is_cut=chosen.kind == "destroyed" and chosen.items[0].cuts > 0,
        )
        return acts.proposal(
            chosen.kind,
            last,
            today=today,
            ledger=session.info.code,
            place=site.name,
            is_used=lambda number: custody.act(db, number) is not None,
        )

    return await screen.app.read(read)
