"""Correcting the marks of an item that is in the ledger: choose it, fill in what is right, say why."""

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from buyback import rules
from buyback.describe import changes
from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.store.views.drop_offs import ItemView, Whole
from buyback.tui import item_words
from buyback.tui.screens.mode import ModeScreen

if TYPE_CHECKING:
    from buyback.desk import Corrected
    from buyback.tui.dialogs.marks import Correction


def correctable(whole: Whole) -> tuple[ItemView, ...]:
    """Its items whose marks the rules let be corrected."""
    found: list[ItemView] = []
    for item in whole.items:
        with suppress(Refusal):
            rules.check_correctable(item.state, is_traced=item.is_traced)
            found.append(item)
    return tuple(found)


def check_any(whole: Whole) -> None:
    """Refuse, as for its first item, where no item's marks may be corrected."""
    if not correctable(whole):
        first = whole.items[0]
        rules.check_correctable(first.state, is_traced=first.is_traced)


async def correct(screen: ModeScreen, whole: Whole) -> None:
    """Ask which item and what is right, record it, and say what was changed; a serial met before is a warning."""
    from buyback import desk
    from buyback.tui.dialogs.marks import CorrectMarks

    item = await _chosen(screen, correctable(whole))
    if item is None:
        return

    async def do(answer: "Correction") -> "Corrected":
        return await screen.app.write(desk.correct, item.id, answer.new, reason=answer.reason)

    done = await screen.app.ask_and_do(partial(CorrectMarks, item), do)
    if done is None:
        return
    words = _("{item} corrected: {changes}")
    text = words.format(item=done.item, changes=changes(done.was, done.now))
    screen.notify(text, timeout=8, markup=False)
    if done.serials_seen:
        words = _("The serial {serial} was seen before, on {items}. Look at both; nothing is blocked.")
        text = words.format(serial=done.now.serial, items=", ".join(done.serials_seen))
        screen.notify(text, severity="warning", timeout=20, markup=False)


async def _chosen(screen: ModeScreen, items: tuple[ItemView, ...]) -> ItemView | None:
    """The item that is meant; asked for where there are several."""
    from buyback.tui.dialogs.choose import Choose

    if len(items) == 1:
        return items[0]
    of_id = {item.id: item for item in items}

    def named(item_id: str) -> str:
        return f"/{of_id[item_id].line}  {item_words.brief(of_id[item_id])}"

    chosen = await screen.app.ask(partial(Choose, N_("Which item was recorded wrongly?"), list(of_id), named))
    return of_id[chosen] if chosen else None
