"""Another payout table: what would change, before it does."""

from collections.abc import Iterator
from datetime import date

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from buyback import l10n
from buyback.facts import Condition, TableRow
from buyback.i18n import N_, _, ngettext
from buyback.payout_table import Change, PayoutTable, changes
from buyback.rules import CONDITION_NAMES, row_name
from buyback.tui import cells
from buyback.tui.dialogs.dialog import Dialog

_WIDTH = 68
_TITLES = {
    "rises": N_("Rise"),
    "falls": N_("Fall"),
    "mixed": N_("Rise in one condition, fall in the other"),
    "published": N_("Amounts that were not published before"),
    "withdrawn": N_("Amounts that are not published any more"),
    "appears": N_("New types"),
    "vanishes": N_("No longer taken in"),
    "other": N_("Same amounts, described otherwise"),
}


class Adopt(Dialog[bool]):
    """Shows what changes from `before` to `after`; Enter adopts, Escape does not."""

    ACCEPT = N_("Adopt")
    HELP = N_(
        "What would be paid otherwise with the other payout table, before it is adopted. Once it is, the "
        "desk pays by it; drop-offs that were received before keep the table that they were paid by."
    )
    HELP_KEYS = N_(
        "The arrow keys scroll. **Enter** adopts the table, **Escape** leaves everything as it is."
    )

    def __init__(self, before: PayoutTable, after: PayoutTable, today: date) -> None:
        super().__init__(after.code)
        self.before = before
        self.after = after
        self.today = today
        self.changes = changes(before, after)

    def compose_content(self) -> ComposeResult:
        yield Static("", id="changes", markup=False)

    def on_mount(self) -> None:
        content = self.query_one("#dialog-content")
        content.can_focus = True
        content.focus()

    def heading(self) -> str:
        return _("Adopt {code}?").format(code=self.after.code)

    def reword(self) -> None:
        super().reword()
        self.query_one("#changes", Static).update(Content("\n").join(self._lines()))

    def answer(self) -> bool:
        return True

    def _lines(self) -> Iterator[Content]:
        about = self.after.adopted
        types = ngettext("{n} type", "{n} types", len(self.after.rows)).format(n=len(self.after.rows))
        effective_on = date.fromisoformat(about.effective_on)
        since = _("in force from {day}").format(day=l10n.day(effective_on))
        yield Content(", ".join(filter(None, (about.campaign, about.issuer, since, types))))
        if effective_on > self.today:
            words = _("That day has not come. Adopted now, it pays from now on.")
            yield Content.styled(words, "bold $text-warning")
        if not about.complete:
            yield Content.styled(
                _("It is not complete: some amounts are not published."), "bold $text-warning"
            )
        words = _("Now {code} pays. Every drop-off keeps the table that it was paid by.")
        yield Content(words.format(code=self.before.code))
        for kind, title in _TITLES.items():
            found = [change for change in self.changes if change.kind == kind]
            if found:
                yield Content("")
                yield Content.styled(f"{_(title)}: {len(found)}", "bold $text-primary")
                for change in found:
                    yield from map(Content, _change_lines(change))
        if not self.changes:
            yield Content(_("No type and no amount differs."))


def _change_lines(change: Change) -> Iterator[str]:
    name = row_name(change.row)
    conditions: tuple[Condition, ...] = ("serviceable", "unserviceable")
    shown = [condition for condition in conditions if _differs(change, condition)] or [conditions[0]]
    for condition in shown:
        called = name if condition == "serviceable" else f"{name}, {_(CONDITION_NAMES[condition])}"
        yield cells.spread(called, _step(change, condition), _WIDTH)


def _differs(change: Change, condition: Condition) -> bool:
    return _amount(change.before, condition) != _amount(change.after, condition)


def _step(change: Change, condition: Condition) -> str:
    """From one amount to the other; of a type in one table only, its amount there."""
    pair = [_shown(row, condition) for row in (change.before, change.after) if row is not None]
    return " → ".join(dict.fromkeys(pair))


def _amount(row: TableRow | None, condition: Condition) -> int | None:
    if row is None:
        return None
    return row.serviceable_minor if condition == "serviceable" else row.unserviceable_minor


def _shown(row: TableRow, condition: Condition) -> str:
    amount = _amount(row, condition)
    return _("not published") if amount is None else l10n.amount(amount)
