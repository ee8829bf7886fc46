"""Below the list: the item under the cursor, what has been marked, and what the rules let be done with it."""

from collections.abc import Collection

from textual.content import Content
from textual.widgets import Static

from buyback import l10n
from buyback.i18n import N_, _, ngettext
from buyback.rules import Disposal
from buyback.store.views.drop_offs import ItemView
from buyback.tui import acts, item_words
from buyback.tui.dialogs.act import why_not

_DONE = {
    "destroyed": N_("F7 destroys {n}"),
    "handed_over": N_("F8 hands over {n}"),
    "kept": N_("F9 keeps {n}"),
}
_MAY = {
    "destroyed": N_("F7 destroys it"),
    "handed_over": N_("F8 hands it over"),
    "kept": N_("F9 keeps it"),
}


class CustodyStrip(Static):
    """Three lines about what the keys would work on."""

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id, markup=False)

    def show(self, current: ItemView | None, marked: Collection[ItemView], site: str) -> None:
        """Show this item of this site, and these marks."""
        lines: list[Content] = []
        if current is not None:
            lines.append(Content.assemble((current.id, "bold"), f"  {_about(current, site)}"))
        if marked:
            lines.append(Content.styled(_marks(marked), "bold"))
        elif current is not None:
            lines.append(Content(_possible(current)))
        self.update(Content("\n").join(lines))


def _about(item: ItemView, site: str) -> str:
    day = _("{day} at {site}").format(day=l10n.day(item.business_on), site=site)
    return ", ".join((item_words.brief(item), day, item_words.payment(item)))


def _marks(marked: Collection[ItemView]) -> str:
    n, pieces = len(marked), sum(item.quantity for item in marked)
    words = ngettext("{n} marked", "{n} marked", n).format(n=l10n.number(n))
    if pieces != n:
        words += _(" ({pieces} pieces)").format(pieces=l10n.number(pieces))
    counts: dict[Disposal, int] = {kind: len(acts.choose(kind, marked).items) for kind in acts.KINDS}
    done = "   ".join(
        _(_DONE[kind]).format(n=l10n.number(counts[kind])) for kind in acts.KINDS if counts[kind]
    )
    nothing = _("none may leave now")
    return f"{words}:   {done or nothing}"


def _possible(item: ItemView) -> str:
    """The acts that may name it; the reason where one may not."""
    refusals = {kind: acts.refusal(kind, item) for kind in acts.KINDS}
    may = "   ".join(_(_MAY[kind]) for kind, problem in refusals.items() if problem is None)
    reasons = dict.fromkeys(why_not(item, problem) for problem in refusals.values() if problem is not None)
    return "   ".join(filter(None, (may, "; ".join(reasons))))
