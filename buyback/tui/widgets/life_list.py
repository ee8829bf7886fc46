"""The life of a drop-off or an item: its entries in the log, then what the audit finds of it. Each can be chosen."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias
from zoneinfo import ZoneInfo

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from buyback import l10n
from buyback.chain import Sealed
from buyback.errors import Refusal
from buyback.i18n import _
from buyback.report.audit import Finding
from buyback.tui import cells, entry_words
from buyback.tui.shell import Shelled

Look: TypeAlias = Callable[[], Awaitable[Sequence[Finding]]]
"""Looks for findings, which may take a while."""

_NUMBER = 8


class LifeList(Shelled, OptionList):
    """One row per entry, with what it says of the item alone where `said` knows that; one per finding."""

    def __init__(
        self,
        told: Sequence[Sealed],
        zone: ZoneInfo,
        look: Look,
        said: Callable[[], Mapping[int, str]] = dict,
    ) -> None:
        super().__init__(id="history", compact=True)
        self.told = tuple(told)
        self.zone = zone
        self.look = look
        self.said = said
        self.findings: tuple[Finding, ...] | None = None

    def on_mount(self) -> None:
        self.watch(self.app, "language", self._again)

    def _again(self) -> None:
        """Show it in the current language, which is that of the findings too."""
        self.reword()
        self.run_worker(self._look(), group="look", exclusive=True)

    async def _look(self) -> None:
        try:
            self.findings = tuple(await self.look())
        except Refusal as refusal:
            self.app.show_refusal(refusal)
        self.reword()

    @property
    def chosen(self) -> str:
        """What is under the cursor, if the keys are here: the number of an entry or the key of a finding."""
        option = self.highlighted_option if self.has_focus else None
        return (option.id or "") if option else ""

    def reword(self) -> None:
        """Show everything in the current language, the cursor where it is."""
        kept = self.highlighted
        self.set_options(self._rows())
        self.highlighted = kept if self.has_focus else None

    def _rows(self) -> list[Option]:
        said = self.said()
        rows = [Option(self._entry(sealed, said), id=str(sealed.seq)) for sealed in self.told]
        if self.findings is None:
            rows.append(Option(Content(_("Looking what the audit finds …")), disabled=True))
        elif not self.findings:
            rows.append(Option(Content(_("The audit finds nothing of it.")), disabled=True))
        else:
            rows += [Option(_finding(one), id=one.key) for one in self.findings]
        return rows

    def _entry(self, sealed: Sealed, of_item: Mapping[int, str]) -> Content:
        found = entry_words.words(sealed, self.zone)
        said = of_item.get(sealed.seq) or f"{found.kind}: {found.said}"
        return Content(f"{cells.right(l10n.number(sealed.seq), _NUMBER)}  {found.when}  {found.by}  {said}")


def _finding(one: Finding) -> Content:
    state = _("answered") if one.is_answered else _("open")
    words = _("Finding, {state}: {sentence}").format(state=state, sentence=one.sentence)
    return Content.styled(f"{cells.right('!', _NUMBER)}  {words}", "" if one.is_answered else "$text-warning")
