"""A drop-off that is in the ledger: its folio and check code, what to hand out, and the tags to write."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click, Key
from textual.widgets import Static

from buyback import l10n
from buyback.desk import Received
from buyback.facts import Line, TableRow
from buyback.i18n import N_, _
from buyback.rules import Voucher, row_name
from buyback.tui.dialogs.dialog import Once
from buyback.tui.widgets.mouse_button import MouseButton
from buyback.tui.widgets.unbroken import Unbroken

_GOES_ON = frozenset({"enter", "escape", "space"})
_PRINTS = "i"
_BOUNCE_S = 0.4
"""A second Enter within this time was meant for the dialog before."""


class Receipt(Once[bool]):
    """Shown until Enter, Escape or the space bar; answers whether it is to be printed."""

    HELP = N_(
        "The drop-off is in the ledger. Write the folio on the receipt, hand out what stands here, and write each tag "
        "on its item. A serial that was seen before is a warning: look at both weapons; nothing is blocked."
    )
    HELP_KEYS = N_(
        "**Enter**, **Escape** or the space bar goes on to the next drop-off; **I** prints the receipt or the tags."
    )

    def __init__(
        self,
        received: Received,
        rows: tuple[TableRow, ...],
        check_code: str,
        pieces: str,
        voucher: Voucher | None,
    ) -> None:
        super().__init__()
        self.received = received
        self.rows = rows
        """The type of each line."""
        self.check_code = check_code
        self.pieces = pieces
        """The notes that make the amount; "" where they are not known."""
        self.voucher = voucher
        self._is_due = False

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Static("", id="folio", markup=False)
            yield Unbroken(id="hand-out")
            with VerticalScroll(id="tags", can_focus=False):
                yield Static("", id="tag-list", markup=False)
            yield Static("", id="seen", classes="warning", markup=False)
            with Horizontal(id="dialog-keys"):
                yield MouseButton("Enter", N_("Next drop-off"), "screen.answer(False)", classes="-accept")
                yield MouseButton("I", N_("Print"), "screen.answer(True)")

    def on_mount(self) -> None:
        self.set_timer(_BOUNCE_S, self._due)
        self.watch(self.app, "language", self.reword)

    def _due(self) -> None:
        self._is_due = True

    def reword(self) -> None:
        """Show it in the current language."""
        self.query_one("#dialog").border_title = Content(self.heading())
        code = _("Check code {code}").format(code=self.check_code)
        self.query_one("#folio", Static).update(
            f"✓ {self._done()}\n\n{' '.join(self.received.folio)}\n{code}"
        )
        self.query_one("#hand-out", Unbroken).say(self._hand_out())
        self.query_one("#tag-list", Static).update(self._tags())
        seen = self.query_one("#seen", Static)
        seen.update(self._seen())
        seen.display = bool(self.received.serials_seen)

    def heading(self) -> str:
        if self.received.repeated:
            return _("This form was received before: nothing was added")
        return _("Write this folio on the receipt")

    def _done(self) -> str:
        return {
            "paid": _("Received and paid"),
            "voucher": _("Received, voucher given"),
            "owed": _("Received, to be paid later"),
        }.get(self.received.status, _("Received, nothing to pay"))

    def _hand_out(self) -> str:
        words = {
            "paid": _("Hand out {amount} in cash"),
            "voucher": _("Hand out a voucher for {amount}"),
            "owed": _("Pay later: {amount} is owed"),
        }.get(self.received.status)
        if words is None:
            return _("Nothing to hand out")
        dollars = f"{l10n.money(self.received.usd)}   {l10n.rate(self.received.rate)}"
        amount = words.format(amount=l10n.money(self.received.mxn))
        return "\n".join(filter(None, (amount, self._means(), dollars)))

    def _means(self) -> str:
        """The notes to count into the hand, or what the voucher promises."""
        if self.received.status == "paid":
            return self.pieces
        if self.voucher is None:
            return ""
        words = (
            _("Good until {day}, with the code that the giver chose")
            if self.voucher.coded
            else _("Good until {day}; it has no code, so a supervisor approves its payment")
        )
        paper = _("Print the receipt (I), or write it out, and hand it over: it is the voucher")
        return words.format(day=l10n.day_weekday(self.voucher.expires_on)) + f"\n{paper}"

    def _tags(self) -> str:
        pairs = zip(self.received.item_ids, self.received.lines, map(row_name, self.rows), strict=True)
        head = _("Tags to write:")
        return "\n".join([head, *(f"  {tag}   {self._tag_text(line, name)}" for tag, line, name in pairs)])

    def _tag_text(self, line: Line, name: str) -> str:
        """The type with what tells this piece from another one: its serial, else make and model."""
        named = name if line.quantity == 1 else f"{l10n.number(line.quantity)} × {name}"
        marks = line.serial or " ".join(filter(None, (line.make, line.model)))
        return f"{named}   {marks}" if marks else named

    def _seen(self) -> str:
        words = _("The serial of line {line} was seen before, on {items}. Look at both; nothing is blocked.")
        return "\n".join(
            words.format(line=line, items=", ".join(items)) for line, items in self.received.serials_seen
        )

    def action_answer(self, is_printed: bool) -> None:
        """Close, and say whether it is to be printed."""
        self.dismiss(is_printed)

    def on_key(self, event: Key) -> None:
        key = event.key.lower()
        if key not in {*_GOES_ON, _PRINTS}:
            return
        event.stop()
        if self._is_due:
            self.dismiss(key == _PRINTS)

    def on_click(self, event: Click) -> None:
        event.stop()
        self.dismiss(False)
