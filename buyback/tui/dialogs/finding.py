"""One finding of the audit: what it means, on which entries it rests, and what was answered to it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, Literal, TypeAlias
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from buyback import l10n
from buyback.chain import Sealed
from buyback.i18n import N_, _, ngettext
from buyback.report.audit import Finding, told
from buyback.tui import cells, entry_words
from buyback.tui.dialogs.reading import Reading
from buyback.tui.widgets.fact_sheet import FactSheet
from buyback.tui.widgets.words import Words

Answer: TypeAlias = Literal["answer"] | int
"""That a note is to be written, or the number of the entry to show."""


class FindingDetail(Reading[Answer]):
    """Shows a finding with its entries; Enter answers with the one under the cursor."""

    CSS_PATH = "audit.tcss"
    ACCEPT = N_("Show the entry")
    MORE = (("A", N_("Answer"), "screen.answer_it"),)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "answer_it", N_("Answer"), id="finding.answer", tooltip=N_("Say what is behind it, with a note")),
        Binding("up", "entry(-1)", N_("Up"), show=False),
        Binding("down", "entry(1)", N_("Down"), show=False),
    ]  # fmt: skip
    HELP = N_(
        "Something that an auditor looks for, and that is so in this ledger. It says what it means, how sure it is, since "
        "when, and on which entries of the log it rests: **Enter** shows the one under the cursor as it was sealed. **A** "
        "answers it with a note: it stays in every audit, together with the note, and is open again when more of it follows."
    )
    HELP_KEYS = N_("Up and down choose an entry, **Enter** shows it, **A** answers, **Escape** closes.")

    def __init__(
        self,
        finding: Finding,
        again: Callable[[], Awaitable[Finding]],
        behind: Sequence[Sealed],
        zone: ZoneInfo,
        current: int,
    ) -> None:
        super().__init__()
        self.finding = finding
        self.again = again
        """Finds it again, with its sentence in the current language."""
        self.behind = tuple(behind)
        self.zone = zone
        self.current = current

    def compose_content(self) -> ComposeResult:
        yield FactSheet(id="finding-facts")
        yield Words(N_("Its entries in the log"), classes="part")
        yield OptionList(
            *(Option("", id=str(sealed.seq)) for sealed in self.behind), id="behind", compact=True
        )

    def on_mount(self) -> None:
        listed = self.query_one("#behind", OptionList)
        seqs = [sealed.seq for sealed in self.behind]
        listed.highlighted = seqs.index(self.current) if self.current in seqs else 0 if seqs else None
        listed.focus(scroll_visible=False)

    def heading(self) -> str:
        return told.title(self.finding.kind)

    async def reread(self) -> None:
        self.finding = await self.again()

    def reword(self) -> None:
        super().reword()
        self.query_one(FactSheet).show(list(self._facts()))
        listed = self.query_one("#behind", OptionList)
        for index, sealed in enumerate(self.behind):
            listed.replace_option_prompt_at_index(index, self._entry(sealed))

    def _facts(self) -> list[tuple[str, str]]:
        one = self.finding
        facts = [
            (_("What was found"), one.sentence),
            (_("Means"), told.meaning(one.kind)),
            (_("How sure"), told.certainty(one.kind)),
            (_("Since"), l10n.day_weekday(one.since)),
            (_("Rests on"), self._number()),
            (_("Key of the finding"), one.key),
        ]
        for answer in one.answers:
            words = _("{note} ({alias}, {when}, entry {seq})")
            when = l10n.moment(answer.answered_at, self.zone)
            said = words.format(
                note=answer.note, alias=answer.answered_by, when=when, seq=l10n.number(answer.seq)
            )
            facts.append((_("Answered"), said))
        facts += [("", said) for said in told.reopened(one)]
        return facts

    def _number(self) -> str:
        one = self.finding
        words = ngettext("{n} entry or item", "{n} entries or items", one.number)
        said = words.format(n=l10n.number(one.number))
        if len(one.listed) < one.number:
            first = _("the first {n} of them are listed").format(n=l10n.number(len(one.listed)))
            said = f"{said}; {first}"
        return said

    def _entry(self, sealed: Sealed) -> Content:
        found = entry_words.words(sealed, self.zone)
        number = cells.right(l10n.number(sealed.seq), 8)
        return Content(f"{number}  {found.when}  {found.kind}, {found.by}: {found.said}")

    # --- keys -----------------------------------------------------------------------------------------------------

    def action_entry(self, by: int) -> None:
        """Go to the entry before or after; the text scrolls with it."""
        listed = self.query_one("#behind", OptionList)
        if self.behind:
            listed.highlighted = max(0, min(len(self.behind) - 1, (listed.highlighted or 0) + by))

    def action_answer_it(self) -> None:
        """Say what is behind it."""
        self.dismiss("answer")

    def action_accept(self) -> None:
        """Show the entry under the cursor."""
        option = self.query_one("#behind", OptionList).highlighted_option
        self.dismiss(int(option.id) if option and option.id else None)

    def on_option_list_option_selected(self) -> None:
        self.action_accept()
