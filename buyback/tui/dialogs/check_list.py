"""The list of a hand-over that came back signed: what arrived of it, item by item."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from buyback import errors, l10n, rules
from buyback.desk import Seen
from buyback.errors import Refusal
from buyback.free_text import SHORT_LONGEST
from buyback.i18n import N_, _
from buyback.rules import SERIAL_STATUS_NAMES, counted
from buyback.store.views.acts import ActView
from buyback.store.views.drop_offs import ItemView
from buyback.tui import item_words
from buyback.tui.dialogs.serial_again import SerialAgain
from buyback.tui.dialogs.tag_list import FOUND, MISSING, TagList
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.page_table import Column, Line, PageTable
from buyback.tui.widgets.words import Words

_COLUMNS = (
    Column("said", "", 1),
    Column("tag", N_("Tag"), 15),
    Column("type", N_("Type")),
    Column("serial", N_("Serial"), 14),
    Column("again", N_("Read again"), 16),
)


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """The hash of the paper, the witnesses, and what was said of every item."""

    list_hash: str
    witnesses: tuple[str, ...]
    seen: tuple[Seen, ...]


class CheckList(TagList[CheckAnswer, Seen]):
    """Type the hash of the paper, then go through its list: each item arrived, or it did not."""

    CSS_PATH = "hand_overs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn", N_("Arrived or not"), show=False),
        Binding("f9", "serial", N_("Serial"), id="check.serial", tooltip=N_("Type the serial that was read again")),
        Binding("ctrl+a", "rest", N_("The rest arrived"), priority=True, id="check.rest",
                tooltip=N_("Everything of which nothing is said yet arrived")),
    ]  # fmt: skip
    ACCEPT = N_("Record")
    MORE = (("F9", N_("Serial"), "screen.serial"), ("Ctrl+A", N_("The rest arrived"), "screen.rest"))
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        errors.BadListHash: "hash",
        errors.ListDiffers: "hash",
        errors.NotChecked: "tag",
        errors.NotInHandOver: "tag",
        errors.BadItemId: "tag",
        errors.MistypedFolio: "tag",
        errors.BadFolio: "tag",
        errors.SameWitness: "witnesses",
        errors.ClerkAsWitness: "witnesses",
    }
    TEXTS: ClassVar[Mapping[str, str]] = {rules.LIST_HASH: "hash", rules.WITNESS: "witnesses"}
    HELP = N_(
        "What arrived of a hand-over, from the list that its receiver signed.\n\n"
        "- The **hash** stands on the list. It is refused if it is another list's: list and goods must be the same.\n"
        "- Type or scan a **tag** and press Enter: the item arrived. Or walk through the list with the arrow keys: "
        "**Space** says that it arrived, once more that it did not, once more nothing.\n"
        "- **F9** takes the serial that was read again on the item. If it is not the ledger's it is recorded all the "
        "same, and the tag that it belongs to is named.\n"
        "- **Ctrl+A**: all of which nothing is said yet arrived.\n\n"
        "**Enter** on an empty tag records the check. What did not arrive is missing from today on, on every board."
    )

    def __init__(self, act: ActView) -> None:
        super().__init__(act.number, (found.item.id for found in act.items))
        self.act = act
        self.items: dict[str, ItemView] = {found.item.id: found.item for found in act.items}

    def compose_content(self) -> ComposeResult:
        yield Labelled(N_("Hash of the list"), Field(id="hash", hint=N_("on the signed list"), longest=40))
        yield Labelled(N_("Tag that arrived"), Field(id="tag", hint=N_("scan or type; Enter"), longest=40))
        witnesses = Field(
            id="witnesses", hint=N_("if there are any, with ; between"), longest=4 * SHORT_LONGEST
        )
        yield Labelled(N_("Witnesses"), witnesses)
        yield PageTable(_COLUMNS, id="list")
        yield Static("", id="counted", markup=False)
        yield Words(N_("Space in the list: it arrived, it did not, nothing said yet."), classes="hint")

    def on_mount(self) -> None:
        self.query_one("#hash").focus()

    def heading(self) -> str:
        words = _("Check of {act}, sent on {day} to {receiver}")
        return words.format(
            act=self.act.number, day=l10n.day(self.act.business_on), receiver=self.act.receiver
        )

    def answer(self) -> CheckAnswer:
        rules.check_names(self.act.number, tuple(self.items), tuple(self.said))
        names = self.query_one("#witnesses", Field).value.split(";")
        witnesses = tuple(filter(None, (name.strip() for name in names)))
        seen = tuple(self.said[name] for name in self.items)
        return CheckAnswer(self.query_one("#hash", Field).value, witnesses, seen)

    # --- the list -------------------------------------------------------------------------------------------------

    def line(self, name: str) -> Line:
        item, seen = self.items[name], self.said.get(name)
        again = seen.serial if seen else ""
        if seen and seen.serial_status not in ("not_asked", "read"):
            again = _(SERIAL_STATUS_NAMES[seen.serial_status])
        texts = {
            "said": "" if seen is None else FOUND if seen.found else MISSING,
            "tag": item.id,
            "type": item_words.named(item),
            "serial": item_words.serial(item),
            "again": again,
        }
        return Line(item.id, texts, is_bold=seen is not None and not seen.found)

    def counted(self) -> str:
        found = sum(seen.found for seen in self.said.values())
        missing = len(self.said) - found
        parts = (
            counted("confirmed", found),
            counted("not_received", missing),
            counted("sent", len(self.items) - len(self.said)),
        )
        return ", ".join(parts)

    def there(self, name: str) -> Seen:
        return Seen(name)

    def stray(self, name: str) -> Refusal:
        return errors.NotInHandOver(item=name, act=self.act.number)

    def written(self, said: Seen) -> str:
        return f"{int(said.found)} {said.serial_status} {said.serial}"

    def read(self, name: str, text: str) -> Seen:
        found, status, serial = text.split(" ", 2)
        known = next(one for one in SERIAL_STATUS_NAMES if one == status)
        return Seen(name, bool(int(found)), serial, known)

    # --- keys -----------------------------------------------------------------------------------------------------

    def action_turn(self) -> None:
        """The item under the cursor arrived; it did not; nothing is said of it."""
        name = self.table.current
        if name is None or not self.table.has_focus:
            return
        seen = self.said.get(name)
        if seen is None:
            self.say(name, Seen(name))
        else:
            self.say(name, Seen(name, found=False) if seen.found else None)

    def action_rest(self) -> None:
        """Everything of which nothing is said arrived."""
        for name in self.items:
            if name not in self.said:
                self.say(name, Seen(name))

    def action_serial(self) -> None:
        """Type the serial that was read again on the item under the cursor."""
        name = self.table.current
        if name is not None:
            dialog = SerialAgain(self.items[name], self.said.get(name), self.act.number)
            self.app.push_screen(dialog, self._read_again)

    def _read_again(self, seen: Seen | None) -> None:
        if seen is not None:
            self.say(seen.item, seen)
            self.table.focus()
