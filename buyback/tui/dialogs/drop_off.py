"""One drop-off, and what can be done with it now."""

from typing import ClassVar, Literal, TypeAlias
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from buyback import l10n
from buyback.i18n import N_, _
from buyback.rules import CONDITION_NAMES, STATUS_NAMES
from buyback.store.views.drop_offs import ItemView, Whole
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.widgets.mouse_button import MouseButton

Act: TypeAlias = Literal["pay", "return", "void"]


class DropOff(Dialog[Act]):
    """Shows a drop-off whole; answers with what is to be done, of what the rules allow."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "choose('pay')", N_("Pay"), id="drop_off.pay"),
        Binding("r", "choose('return')", N_("Return to giver"), id="drop_off.return"),
        Binding("v", "choose('void')", N_("Void"), id="drop_off.void"),
    ]
    ACCEPT = N_("Close")
    BACK = ""
    MORE = (
        ("p", N_("Pay"), "screen.choose('pay')"),
        ("r", N_("Return to giver"), "screen.choose('return')"),
        ("v", N_("Void"), "screen.choose('void')"),
    )

    def __init__(self, whole: Whole, zone: ZoneInfo, allowed: frozenset[Act]) -> None:
        super().__init__()
        self.whole = whole
        self.zone = zone
        self.allowed = allowed

    def compose_content(self) -> ComposeResult:
        yield Static("", id="facts", markup=False)
        yield Static("", id="items", markup=False)

    def on_mount(self) -> None:
        for button in self.query(MouseButton):
            for act in ("pay", "return", "void"):
                if button.action == f"screen.choose('{act}')":
                    button.display = act in self.allowed

    def heading(self) -> str:
        return self.whole.folio

    def reword(self) -> None:
        super().reword()
        self.query_one("#facts", Static).update("\n".join(self._facts()))
        self.query_one("#items", Static).update("\n".join(self._item(item) for item in self.whole.items))

    def _facts(self) -> list[str]:
        whole = self.whole
        received = _("Received {when} by {by}").format(
            when=l10n.moment(whole.received_at, self.zone), by=whole.received_by
        )
        status = _(STATUS_NAMES[whole.status])
        lines = [
            received,
            _("{pesos}   =   {dollars}").format(pesos=l10n.money(whole.total), dollars=l10n.money(whole.usd)),
            _("Status: {status}").format(status=status),
        ]
        if whole.written_at:
            lines.append(_("On paper at {when}").format(when=l10n.moment(whole.written_at, self.zone)))
        reasons = "; ".join(filter(None, (whole.reason, whole.status_reason)))
        return [*lines, _("Reason: {reason}").format(reason=reasons)] if reasons else lines

    def _item(self, item: ItemView) -> str:
        pieces = "" if item.quantity == 1 else f"{l10n.number(item.quantity)} × "
        words = (
            f"{pieces}{item.name}",
            _(CONDITION_NAMES[item.condition]),
            item.serial,
            l10n.amount(item.amount.amount_minor),
            _(STATUS_NAMES[item.status]),
        )
        return f"/{item.line}  " + ", ".join(filter(None, words))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "choose" or parameters[0] in self.allowed

    def action_choose(self, act: Act) -> None:
        """Answer with what is to be done."""
        self.dismiss(act)

    def action_accept(self) -> None:
        """Close."""
        self.dismiss(None)
