"""A shelf sample while it is looked for, item by item; and what came of it."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from buyback import errors, l10n
from buyback.desk.samples import NOTE
from buyback.errors import Refusal
from buyback.free_text import NOTE_LONGEST
from buyback.i18n import N_, _
from buyback.report import RESULT_NAMES, how_drawn, sample_heading, sample_sentences
from buyback.store.views.samples import Sample, Sampled
from buyback.tui import item_words
from buyback.tui.dialogs.reading import Reading
from buyback.tui.dialogs.tag_list import FOUND, MISSING, TagList
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.item_rows import ItemRows
from buyback.tui.widgets.page_table import Column, Line, PageTable

_COLUMNS = (
    Column("said", "", 1),
    Column("tag", N_("Tag"), 15),
    Column("type", N_("Type")),
    Column("serial", N_("Serial"), 16),
    Column("before", N_("Until now"), 18),
)


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """The tags that were found and those that were not, and a note."""

    found: tuple[str, ...]
    not_found: tuple[str, ...]
    note: str


class SampleCheck(TagList[CheckAnswer, bool]):
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
        super().__init__(str(sample.seq), (one.item.id for one in sample.items))
        self.sample = sample
        self.items: dict[str, Sampled] = {one.item.id: one for one in sample.items}

    def compose_content(self) -> ComposeResult:
        yield Labelled(N_("Tag that is there"), Field(id="tag", hint=N_("scan or type; Enter"), longest=40))
        yield Labelled(
            N_("Note"), Field(id="note", hint=N_("what was not found, if anything"), longest=NOTE_LONGEST)
        )
        yield PageTable(_COLUMNS, id="list")
        yield Static("", id="counted", markup=False)

    def on_mount(self) -> None:
        self.query_one("#tag").focus()

    def heading(self) -> str:
        return _("Shelf sample {seq}: {words}").format(
            seq=l10n.number(self.sample.seq), words=sample_heading(self.sample)
        )

    def answer(self) -> CheckAnswer:
        if not self.said:
            raise errors.NothingSaidOfSample(seq=self.sample.seq)
        found = tuple(name for name in self.items if self.said.get(name) is True)
        missing = tuple(name for name in self.items if self.said.get(name) is False)
        return CheckAnswer(found, missing, self.query_one("#note", Field).value)

    # --- the list -------------------------------------------------------------------------------------------------

    def line(self, name: str) -> Line:
        one, said = self.items[name], self.said.get(name)
        texts = {
            "said": "" if said is None else FOUND if said else MISSING,
            "tag": one.item.id,
            "type": item_words.named(one.item),
            "serial": item_words.serial(one.item),
            "before": _(RESULT_NAMES[one.result]),
        }
        return Line(one.item.id, texts, is_bold=said is False)

    def counted(self) -> str:
        found = sum(self.said.values())
        left = sum(one.result == "open" and name not in self.said for name, one in self.items.items())
        numbers = (
            (found, RESULT_NAMES["found"]),
            (len(self.said) - found, RESULT_NAMES["not_found"]),
            (left, RESULT_NAMES["open"]),
        )
        return ", ".join(f"{l10n.number(number)} {_(words)}" for number, words in numbers)

    def there(self, name: str) -> bool:  # noqa: ARG002 - it is the same of every item
        return True

    def stray(self, name: str) -> Refusal:
        return errors.NotInSample(item=name, seq=self.sample.seq)

    def written(self, said: bool) -> str:
        return str(int(said))

    def read(self, name: str, text: str) -> bool:  # noqa: ARG002 - it is the same of every item
        return bool(int(text))

    def say(self, name: str, said: bool | None) -> None:
        self.forget_refusal()  # it may be that nothing was said
        super().say(name, said)

    # --- keys -----------------------------------------------------------------------------------------------------

    def action_turn(self) -> None:
        """The item under the cursor was found; it was not; nothing is said of it."""
        name = self.table.current
        if name is not None and self.table.has_focus:
            following: dict[bool | None, bool | None] = {None: True, True: False, False: None}
            self.say(name, following[self.said.get(name)])

    def action_rest(self) -> None:
        """Everything of which nothing was said, now or before, was found."""
        for name, one in self.items.items():
            if one.result == "open" and name not in self.said:
                self.say(name, True)


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
