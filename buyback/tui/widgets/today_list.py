"""The site's drop-offs of today, the newest first."""

from collections.abc import Iterable
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from buyback import l10n
from buyback.i18n import N_, _, ngettext
from buyback.rules import STATUS_NAMES, Pace, counted
from buyback.store.views.lists import Brief
from buyback.store.views.totals import StatusTotal
from buyback.tui import cells, item_words

_FOLIO, _TIME, _PESOS, _STATUS, _CUSTODY = 14, 6, 13, 12, 27
_WIDE = 100


class TodayList(OptionList):
    """One row per drop-off; choosing one offers what can be done with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", N_("Open"), id="today.open",
                tooltip=N_("Show the drop-off, and pay it, return it or void it")),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__(id="today-list", compact=True)
        self.briefs: tuple[Brief, ...] = ()
        self.zone = ZoneInfo("UTC")

    def on_resize(self) -> None:
        self.show(self.briefs, self.zone)

    def show(self, briefs: tuple[Brief, ...], zone: ZoneInfo) -> None:
        """Show these drop-offs; the highlight is on the newest after one came in, else it stays while keys work here."""
        known = {brief.folio for brief in self.briefs}
        is_newer = bool(briefs) and briefs[0].folio not in known
        stays = self.has_focus and self.highlighted_option and not is_newer
        kept = self.highlighted_option.id if stays and self.highlighted_option else None
        self.briefs, self.zone = briefs, zone
        self.set_options(Option(self._prompt(brief), id=brief.folio) for brief in briefs)
        folios = [brief.folio for brief in briefs]
        self.highlighted = (folios.index(kept) if kept in folios else 0) if briefs else None

    def action_cursor_up(self) -> None:
        """One up, stopping at the newest."""
        if self.highlighted:
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """One down, stopping at the oldest."""
        if self.highlighted is None or self.highlighted < self.option_count - 1:
            super().action_cursor_down()

    def _prompt(self, brief: Brief) -> Content:
        width = self.scrollable_content_region.width
        custody = _CUSTODY if width >= _WIDE else 0
        room = width - _FOLIO - _TIME - _PESOS - _STATUS - custody - 1
        return Content.assemble(
            (cells.left(brief.folio, _FOLIO), "bold"),
            cells.left(l10n.clock(brief.received_at, self.zone), _TIME),
            cells.left(item_words.brought(brief), room),
            cells.right(l10n.amount(brief.total.amount_minor), _PESOS),
            "  ",
            cells.left(_(STATUS_NAMES[brief.status]), _STATUS - 1),
            cells.left(_custody(brief), custody),
        )


def title(statuses: Iterable[StatusTotal], lasts: Pace | None = None) -> str:
    """How many drop-offs the day has, what of them is paid, and for how many more the cash lasts; "" without any.

    What was returned or voided is in no figure.
    """
    standing = [found for found in statuses if found.status not in ("returned", "voided")]
    n = sum(found.drop_offs for found in standing)
    if not n:
        return ""
    words = ngettext("{n} drop-off, {paid} paid of {total}", "{n} drop-offs, {paid} paid of {total}", n)
    said = words.format(
        n=l10n.number(n),
        paid=l10n.amount(sum(found.mxn.amount_minor for found in standing if found.status == "paid")),
        total=l10n.amount(sum(found.mxn.amount_minor for found in standing)),
    )
    if lasts is None:
        return said
    more = ngettext("cash for {n} more", "cash for {n} more", lasts.drop_offs)
    return f"{said}; " + more.format(n=l10n.number(lasts.drop_offs))


def _custody(brief: Brief) -> str:
    return ", ".join(counted(status, n) for status, n in brief.custody if status != "voided")
