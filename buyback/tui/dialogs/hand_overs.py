"""Every hand-over from both sides, what is missing first."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from buyback import l10n
from buyback.i18n import N_, ngettext
from buyback.report import Unaccounted
from buyback.store.views.hand_overs import HandOver
from buyback.tui import cells, item_words
from buyback.tui.dialogs.list_dialog import ListDialog

_WIDTH = 72
"""Cells that a row of the list has on the narrowest screen."""
_MISSING, _ACT = "item ", "act "


class HandOvers(ListDialog[str]):
    """Choose an item that was not received (`item TAG`), or an act (`act NUMBER`): the open ones first."""

    CSS_PATH = "hand_overs.tcss"
    HEADING = N_("Hand-overs")
    ACCEPT = N_("Open")
    HELP = N_(
        "A hand-over has two sides: the list that left, and what its receiver says of it.\n\n"
        "- On an item that was **not received**, Enter records what became of it: it arrived later, it never left, or "
        "it is lost.\n"
        "- On an act that **waits**, Enter checks its list, item by item, from the paper that came back signed.\n"
        "- On any other act, Enter shows where its items stand.\n\n"
        "What was not received stays on top of this list, of Custody and of Day until somebody says what became of it."
    )

    def __init__(self, found: Sequence[HandOver], missing: Unaccounted, current: str = "") -> None:
        super().__init__(current=current)
        self.found = tuple(sorted(found, key=lambda one: not one.is_open))
        self.missing = missing

    def answer(self) -> str:
        return self.chosen()

    def rows(self) -> Iterator[tuple[str, Content]]:
        for one in self.missing.not_received:
            days = self.missing.days(one)
            words = ngettext("not received for {n} day", "not received for {n} days", days)
            start = f"{one.item.id}  {item_words.named(one.item)}"
            yield _MISSING + one.item.id, Content(cells.spread(start, words.format(n=days), _WIDTH))
        for act in self.found:
            waited = max(0, (self.missing.today - act.sent_on).days)
            waits = ngettext("waits for {n} day", "waits for {n} days", waited).format(n=waited)
            end = waits if act.not_confirmed else ""
            start = f"{act.act}  {l10n.day(act.sent_on)}  {', '.join(act.standing)}"
            yield _ACT + act.act, Content(cells.spread(start, end, _WIDTH))


def chosen_item(answer: str) -> str:
    """The tag that was chosen; "" where it was an act."""
    return answer.removeprefix(_MISSING) if answer.startswith(_MISSING) else ""


def chosen_act(answer: str) -> str:
    """The act that was chosen; "" where it was an item."""
    return answer.removeprefix(_ACT) if answer.startswith(_ACT) else ""
