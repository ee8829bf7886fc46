"""A shelf sample while it is looked for, item by item; and what came of it."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from buyback import errors, folios, l10n
from buyback.desk.samples import NOTE
from buyback.errors import Refusal
from buyback.free_text import NOTE_LONGEST
from buyback.i18n import N_, _
from buyback.report import RESULT_NAMES, how_drawn, sample_heading, sample_sentences
from buyback.store.views.samples import Sample, Sampled
from buyback.tui import item_words
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.dialogs.reading import Reading
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.item_rows import ItemRows
from buyback.tui.widgets.page_table import Column, Line, PageTable

_MARKS = {"found": "✓", "not_found": "✗", "open": ""}
_COLUMNS = (
    Column("said", "", 1),
    Column("tag", N_("Tag"), 15),
    Column("type", N_("Type")),
    Column("serial", N_("Serial"), 16),
    Column("before", N_("Until now"), 18),
)
_SAID = "said "
"""Under this and the tag, what was said of an item is remembered while the dialog is closed."""


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """The tags that were found and those that were not, and a note."""

    found: tuple[str, ...]
    not_found: tuple[str, ...]
    note: str


class SampleCheck(Dialog[CheckAnswer]):
    """Go through the list: each item is on the shelf, or it is not."""

    CSS_PATH = "audit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn", N_("Found or not"), show=False),
        Binding("ctrl+a", "rest", N_("The rest found"), priority=True, id="sample.rest",
                tooltip=N_("Everything of which nothing is said yet was found")),
    ]  # fmt: skip
    ACCEPT = N_("Record")
    MORE = (("Ctrl+A", N_("The rest found"), "screen.rest"),)
    WRONG: ClassVar[dict[type[Refusal], str]] = {
        errors.NotInSample: "tag",
        errors.BadItemId: "tag",
        errors.MistypedFolio: "tag",
        errors.BadFolio: "tag",
        errors.NothingSaidOfSample: "tag",
    }
    TEXTS: ClassVar[dict[str, str]] = {NOTE: "note"}
    HELP = N_(
        "The items of a shelf sample, in the order in which the shelf is walked.\n\n"
        "- Read the **tag** on the shelf, type or scan it and press Enter: the item was found. Or walk through the list with "
        "the arrow keys: **Space** says that it was found, once more that it was not, once more nothing.\n"
        "- **Ctrl+A**: all of which nothing was said yet was found.\n"
        "- The **note** is about what was not found.\n\n"
        "**Enter** on an empty tag records what was said, at once or part by part. What is said of an item again takes the "
        "place of what was said before, and both stay in the log."
    )

    def __init__(self, sample: Sample) -> None:
        super().__init__(str(sample.seq))
        self.sample = sample
        self.items: dict[str, Sampled] = {one.item.id: one for one in sample.items}
        self.said: dict[str, bool] = {}

    def compose_content(self) -> ComposeResult:
        yield Labelled(N_("Tag that is there"), Field(id="tag", hint=N_("scan or type; Enter"), longest=40))
        yield Labelled(
            N_("Note"), Field(id="note", hint=N_("what was not found, if anything"), longest=NOTE_LONGEST)
        )
        yield PageTable(_COLUMNS, id="list")
        yield Static("", id="counted", markup=False)

    def on_mount(self) -> None:
        kept = self.app.unfinished.get(self.memory, {})
        self.said = {name: kept[_SAID + name] == "1" for name in self.items if _SAID + name in kept}
        self.query_one("#tag").focus()

    def heading(self) -> str:
        return _("Shelf sample {seq}: {words}").format(
            seq=l10n.number(self.sample.seq), words=sample_heading(self.sample)
        )

    def reword(self) -> None:
        super().reword()
        self._table.show(map(self._line, self.items.values()), has_more=False)
        self._count()

    def answer(self) -> CheckAnswer:
        if not self.said:
            raise errors.NothingSaidOfSample(seq=self.sample.seq)
        found = tuple(name for name in self.items if self.said.get(name) is True)
        missing = tuple(name for name in self.items if self.said.get(name) is False)
        return CheckAnswer(found, missing, self.query_one("#note", Field).value)

    # --- the list -------------------------------------------------------------------------------------------------

    @property
    def _table(self) -> PageTable:
        return self.query_one("#list", PageTable)

    def _line(self, one: Sampled) -> Line:
        said = self.said.get(one.item.id)
        texts = {
            "said": "" if said is None else _MARKS["found" if said else "not_found"],
            "tag": one.item.id,
            "type": item_words.named(one.item),
            "serial": item_words.serial(one.item),
            "before": _(RESULT_NAMES[one.result]),
        }
        return Line(one.item.id, texts, is_bold=said is False)

    def _say(self, name: str, said: bool | None) -> None:
        self.forget_refusal()
        if said is None:
            self.said.pop(name, None)
        else:
            self.said[name] = said
        self._table.replace(self._line(self.items[name]))
        self._count()

    def _count(self) -> None:
        found = sum(self.said.values())
        left = sum(one.result == "open" and name not in self.said for name, one in self.items.items())
        numbers = (
            (found, RESULT_NAMES["found"]),
            (len(self.said) - found, RESULT_NAMES["not_found"]),
            (left, RESULT_NAMES["open"]),
        )
        said = ", ".join(f"{l10n.number(number)} {_(words)}" for number, words in numbers)
        self.query_one("#counted", Static).update(said)

    def _remember(self) -> None:
        super()._remember()
        kept = {_SAID + name: str(int(said)) for name, said in self.said.items()}
        self.app.unfinished[self.memory] |= kept

    # --- keys -----------------------------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """A tag that was typed was found; with none, what was said is recorded."""
        field = self.query_one("#tag", Field)
        text = field.value.strip()
        if not text or not self.is_ready or self.is_answered:
            super().action_accept()
            return
        try:
            name = folios.item_id(*folios.parse_item(text, self.app.at_work.info.code))
            if name not in self.items:
                raise errors.NotInSample(item=name, seq=self.sample.seq)
        except Refusal as refusal:
            self._refuse(refusal, "tag")
            return
        self._say(name, True)
        self._table.go_to(list(self.items).index(name))
        field.value = ""
        field.focus()

    def action_turn(self) -> None:
        """The item under the cursor was found; it was not; nothing is said of it."""
        name = self._table.current
        if name is not None and self._table.has_focus:
            following: dict[bool | None, bool | None] = {None: True, True: False, False: None}
            self._say(name, following[self.said.get(name)])

    def action_rest(self) -> None:
        """Everything of which nothing was said, now or before, was found."""
        for name, one in self.items.items():
            if one.result == "open" and name not in self.said:
                self._say(name, True)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        self.action_accept()


class SampleResult(Reading[object]):
    """Shows what came of a sample; answers True to say more of it."""

    CSS_PATH = "audit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "check", N_("Say more"), id="sample.check", tooltip=N_("Say again what was found of it")),
    ]  # fmt: skip
    MORE = (("C", N_("Say more"), "screen.check"),)
    HELP = N_(
        "What came of a shelf sample: what was found, what was not, and how many of all that was held may be missing at most, "
        "with 95 % confidence. What was not found stands in every summary until somebody finds it: **C** says so."
    )

    def __init__(self, sample: Sample) -> None:
        super().__init__()
        self.sample = sample

    def compose_content(self) -> ComposeResult:
        yield Static("", id="sample-said", markup=False)
        yield ItemRows(id="sample-items")
        yield Static("", id="sample-how", markup=False, classes="hint")

    def heading(self) -> str:
        return _("Shelf sample {seq}: {words}").format(
            seq=l10n.number(self.sample.seq), words=sample_heading(self.sample)
        )

    def reword(self) -> None:
        super().reword()
        self.query_one("#sample-said", Static).update("\n".join(sample_sentences(self.sample)))
        self.query_one("#sample-how", Static).update(how_drawn(self.sample))
        first = sorted(self.sample.items, key=lambda one: one.result == "found")
        self.query_one(ItemRows).show(map(_row, first))

    def action_check(self) -> None:
        """Say more of it."""
        self.dismiss(True)


def _row(one: Sampled) -> tuple[str, str, str]:
    words = "; ".join(filter(None, (item_words.brief(one.item), one.note)))
    return one.item.id, words, _(RESULT_NAMES[one.result])
