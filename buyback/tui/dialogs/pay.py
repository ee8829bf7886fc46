"""Pay a drop-off that is owed, or redeem its voucher."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Digits, Static

from buyback import errors, l10n, rules
from buyback.errors import Refusal
from buyback.i18n import N_, _
from buyback.rules import MOST_WRONG_CODES, DropOffState, Occasion, Pin, Voucher
from buyback.tui.cash_at_hand import CashAtHand
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.state import Approvers
from buyback.tui.widgets.approval import ApprovalAnswer, Approver
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Labelled
from buyback.tui.widgets.pin_field import PinField
from buyback.tui.widgets.unbroken import Unbroken

_HAS_CODE, _FORGOTTEN = "code", "forgotten"


@dataclass(frozen=True, slots=True)
class PayAnswer:
    """The code that was said for a voucher, and who approves it where that is needed."""

    code: Pin | None
    approval: ApprovalAnswer | None


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be paid, and out of what; `voucher` is None where none was given out."""

    state: DropOffState
    voucher: Voucher | None
    today: date
    cash: CashAtHand
    step_minor: int
    """The amount above which a supervisor approves that it is paid, centavos."""

    @property
    def asks_code(self) -> bool:
        """Whether whoever brings the voucher is asked for its code."""
        return self.voucher is not None and self.voucher.coded and not self.voucher.is_locked

    def occasion(self, *, is_forgotten: bool) -> Occasion | None:
        """What a supervisor has to approve, if anything."""
        needed: tuple[Occasion, ...] = ()
        if self.voucher is not None:
            needed = rules.voucher_approvals(
                coded=self.voucher.coded,
                is_proven=not is_forgotten and not self.voucher.is_locked,
                is_expired=self.voucher.days_left(self.today) < 0,
            )
        elif self.state.status == "owed":
            needed = rules.payment_approvals(self.state.total.amount_minor, self.step_minor)
        return next(iter(needed), None)


class Pay(Dialog[PayAnswer]):
    """Shows the amount big; Enter pays it. A voucher is paid against its code."""

    HEADING = N_("Pay {folio}")
    ACCEPT = N_("Pay")
    HELP = N_(
        "Pays what was left open, all of it and only once, in cash, out of the box of this site.\n\n"
        "A voucher is paid to whoever brings it and knows the code that the giver chose; take the voucher back. After "
        "five wrong codes, without a code, or when it has expired, a supervisor approves the payment."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        errors.CodeMissing: "code",
        errors.WrongCode: "code",
        errors.BadCodeDigits: "code",
    }

    def __init__(self, due: Due, approvers: Approvers) -> None:
        super().__init__(due.state.folio)
        self.due = due
        self.approvers = approvers

    def compose_content(self) -> ComposeResult:
        yield Digits(f"${l10n.amount(self.due.state.total.amount_minor)}", id="pesos")
        yield Static("", id="sums", markup=False)
        yield Unbroken(id="cash-out")
        yield Static("", id="voucher-said", markup=False)
        if self.due.asks_code:
            known = [(_HAS_CODE, N_("knows the code")), (_FORGOTTEN, N_("does not know it"))]
            yield Labelled(N_("Whoever brings it"), Choice(known, id="known"))
            code = PinField(id="code", hint=N_("four digits, typed by whoever brings it"))
            yield Labelled(N_("Voucher code"), code, id="code-line")
        # a voucher that its code does not pay is never paid unnoticed, not even by a supervisor
        yield Approver(self.approvers, asks_own=self.due.voucher is not None)

    def on_mount(self) -> None:
        if self.due.asks_code:
            self.query_one("#known").remove_class("-remembered")
            self.query_one("#code").focus()

    def heading(self) -> str:
        return _(self.HEADING).format(folio=self.due.state.folio)

    def reword(self) -> None:
        super().reword()
        due = self.due
        sums = f"{l10n.money(due.state.total)}   =   {l10n.money(due.state.usd)}"
        note = _("Take the voucher back.") if due.state.status == "voucher" else _("In cash, once.")
        self.query_one("#sums", Static).update(f"{sums}\n{note}")
        handed, said = self.query_one("#cash-out", Unbroken), due.cash.sentence(due.state.total)
        handed.say(said)
        handed.display = bool(said)
        handed.set_class(due.cash.is_to_be_warned_of(due.state.total), "warning")
        self._show_voucher()

    def on_choice_changed(self) -> None:
        self._show_voucher()

    @property
    def _is_forgotten(self) -> bool:
        return self.due.asks_code and self.query_one("#known", Choice).value == _FORGOTTEN

    def _show_voucher(self) -> None:
        """Say how the voucher stands, and ask for what it takes."""
        line, voucher = self.query_one("#voucher-said", Static), self.due.voucher
        line.display = voucher is not None
        if voucher is not None:
            line.update(_voucher_text(voucher, self.due.today))
            is_open = voucher.coded and not voucher.is_locked and voucher.days_left(self.due.today) >= 0
            line.set_class(not is_open or voucher.wrong > 0, "warning")
        if self.due.asks_code:
            self.query_one("#code-line").display = not self._is_forgotten
        self.query_one(Approver).need(self.due.occasion(is_forgotten=self._is_forgotten))

    def wrong(self, refusal: Refusal) -> str:
        if isinstance(refusal, errors.VoucherLocked):
            return "approver-pin" if self.approvers.has_pins else "approver-alias"
        return super().wrong(refusal)

    def answer(self) -> PayAnswer:
        code: Pin | None = None
        if self.due.asks_code and not self._is_forgotten:
            code = self.query_one("#code", PinField).typed()
            if code is None:
                raise errors.CodeMissing(folio=self.due.state.folio)
            rules.check_code(code)
        return PayAnswer(code, self.query_one(Approver).answer())


def _voucher_text(voucher: Voucher, today: date) -> str:
    """Until when it is good, and what was tried."""
    until = l10n.day_weekday(voucher.expires_on)
    said = (_("It expired on {day}.") if voucher.days_left(today) < 0 else _("Good until {day}.")).format(
        day=until
    )
    if voucher.is_locked:
        return f"{said} " + _("It is locked: its code was wrong {n} times.").format(n=voucher.wrong)
    if not voucher.coded:
        return f"{said} " + _("It has no code.")
    if voucher.wrong:
        words = _("{n} of {most} wrong codes so far.")
        return f"{said} " + words.format(n=voucher.wrong, most=MOST_WRONG_CODES)
    return said
