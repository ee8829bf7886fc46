"""Receive and pay: how much, how, out of which notes, and whether it was on paper first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Digits, Static

from buyback import errors, l10n, rules
from buyback.desk import Quote
from buyback.errors import Refusal
from buyback.facts import SETTLEMENTS, Settlement
from buyback.i18n import N_, _, ngettext
from buyback.rules import SETTLEMENT_NAMES, Occasion, Pin
from buyback.store.views.setup import RecordedRate
from buyback.tui.cash_at_hand import CashAtHand
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.state import Approvers
from buyback.tui.typed_time import parse_moment
from buyback.tui.widgets.approval import ApprovalAnswer, Approver
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.header import rate_sentence
from buyback.tui.widgets.mouse_button import MouseButton
from buyback.tui.widgets.pin_field import PinField
from buyback.tui.widgets.unbroken import Unbroken
from buyback.tui.widgets.words import Words

_WITH_CODE, _WITHOUT = "code", "none"


@dataclass(frozen=True, slots=True)
class Offer:
    """What is to be settled: the prices at today's rate, what the box can pay, and until when a voucher would be good."""

    quote: Quote
    rate: RecordedRate
    today: date
    zone: ZoneInfo
    cash: CashAtHand
    voucher_until: date
    may_pay: bool
    """Whoever receives may pay too; where not, it is left open for the one who may."""
    step_minor: int
    """The amount above which a supervisor approves that it is paid or promised, centavos."""
    is_valued_unapproved: bool
    """A line is valued as another row, and its approval is still to be given."""


@dataclass(frozen=True, slots=True)
class PaymentAnswer:
    """How the drop-off is settled, when it happened and on which blank form if it was on paper first.

    `code` is what the giver chose for a voucher.
    """

    settlement: Settlement
    written_at: datetime | None
    folio: str
    code: Pin | None
    approval: ApprovalAnswer | None


class Payment(Dialog[PaymentAnswer]):
    """The last look before a drop-off is received; Enter pays it in cash."""

    HEADING = N_("Receive and pay")
    ACCEPT = N_("Receive")
    HELP = N_(
        "The last look: what is paid, in pesos and dollars, the rate that is used, and which notes of the box make the "
        "amount. Choose cash, a voucher, payment later or none. **F7** gives a voucher where the cash has run out: the "
        "giver chooses four digits and keeps them, and whoever brings the voucher has to say them. If it was written on "
        "paper first, type when that was, and the folio of the blank form if it was on one; both times are kept."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "voucher", N_("Give a voucher"), id="payment.voucher",
                tooltip=N_("Give a voucher instead of cash")),
    ]  # fmt: skip
    MORE = (("F7", N_("Give a voucher"), "screen.voucher"),)
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {
        errors.InTheFuture: "written-at",
        errors.BadTime: "written-at",
        errors.FormWithoutTime: "written-at",
        errors.BeforeTheForm: "written-at",
        errors.BadFolio: "form-folio",
        errors.MistypedFolio: "form-folio",
        errors.NotAForm: "form-folio",
        errors.FormTypedIn: "form-folio",
        errors.FormNotUsed: "form-folio",
        errors.FormOfOtherSite: "form-folio",
        errors.NotEnoughCash: "settlement",
        errors.BadCodeDigits: "code",
        errors.CodesDiffer: "code-again",
        errors.CodeNotChosen: "code",
    }

    def __init__(self, offer: Offer, approvers: Approvers, draft_id: str) -> None:
        super().__init__(draft_id)
        self.offer = offer
        self.quote = offer.quote
        self.approvers = approvers
        self.has_amount = offer.quote.mxn.amount_minor > 0

    def compose_content(self) -> ComposeResult:
        yield Digits(f"${l10n.amount(self.quote.mxn.amount_minor)}", id="pesos")
        yield Static("", id="sums", markup=False)
        yield Unbroken(id="cash-out")
        if self.has_amount:
            settlements = [(found, SETTLEMENT_NAMES[found]) for found in SETTLEMENTS]
            usual = "cash" if self.offer.may_pay else "later"
            yield Labelled(N_("Payment"), Choice(settlements, usual, id="settlement"))
            with Vertical(id="voucher"):
                coded = [(_WITH_CODE, N_("four digits")), (_WITHOUT, N_("no code"))]
                yield Labelled(N_("The giver chooses"), Choice(coded, id="coded"))
                code = PinField(
                    id="code", again="code-again", hint=N_("the giver types it, out of your sight")
                )
                yield Labelled(N_("Voucher code"), code, id="code-line")
                again = PinField(id="code-again", hint=N_("the same four digits"))
                yield Labelled(N_("Code again"), again, id="again-line")
                yield Static("", id="until", markup=False)
        yield Words("", id="nothing-to-pay", classes="hint")
        yield Labelled(
            N_("Was on paper at"),
            Field(id="written-at", hint=N_("only if so: 10:42, or 2025-02-18 10:42"), longest=20),
        )
        yield Labelled(
            N_("Folio of the form"),
            Field(id="form-folio", hint=N_("only if it was a blank form"), longest=20),
        )
        yield Approver(self.approvers)

    def on_mount(self) -> None:
        first = "#settlement" if self.has_amount else "#written-at"
        self.query_one(first).focus()

    def reword(self) -> None:
        super().reword()
        pieces = sum(line.quantity for line in self.quote.lines)
        lines = (
            _("{pesos}   =   {dollars}").format(
                pesos=l10n.money(self.quote.mxn), dollars=l10n.money(self.quote.usd)
            ),
            rate_sentence(self.offer.rate, (self.offer.today - self.offer.rate.as_of).days),
            _pieces_text(len(self.quote.lines), pieces),
        )
        self.query_one("#sums", Static).update(Content("\n".join(lines)))
        self._show_how()

    def on_choice_changed(self) -> None:
        self._show_how()
        if self._settlement != "cash" and isinstance(self.refusal, errors.NotEnoughCash):
            self.forget_refusal()

    @property
    def _settlement(self) -> Settlement:
        """As it is chosen; with nothing to pay there is no choice."""
        chosen = self.query_one("#settlement", Choice).value if self.has_amount else "none"
        return next(found for found in SETTLEMENTS if found == chosen)

    def _show_how(self) -> None:
        """Show what the chosen way of paying needs, and nothing else."""
        settlement = self._settlement
        self._say_what_is_handed_out(settlement)
        self._say_if_nothing_is_paid(settlement)
        self.query_one(Approver).need(self._occasion(settlement))
        if not self.has_amount:
            return
        is_coded = self.query_one("#coded", Choice).value == _WITH_CODE
        self.query_one("#voucher").display = settlement == "voucher"
        for name in ("#code-line", "#again-line"):
            self.query_one(name).display = is_coded
        until = l10n.day_weekday(self.offer.voucher_until)
        words = (
            _("Good until {day}, at any site, against the code.")
            if is_coded
            else _("Good until {day}. Without a code it is paid only with a supervisor's approval.")
        )
        paper = _("The receipt is the voucher: print it when it is received, and hand it over.")
        line = self.query_one("#until", Static)
        line.update(f"{words.format(day=until)}\n{paper}")
        line.set_class(is_coded, "hint").set_class(not is_coded, "warning")

    def _occasion(self, settlement: Settlement) -> Occasion | None:
        """What a supervisor has to approve, if anything; whoever approves the amount approves all of it."""
        needed = rules.drop_off_approvals(
            settlement,
            self.quote.mxn.amount_minor,
            self.offer.step_minor,
            has_valued=self.offer.is_valued_unapproved,
        )
        return next(iter(needed), None)

    def _say_what_is_handed_out(self, settlement: Settlement) -> None:
        """Which notes, while cash is chosen; and the key that gives a voucher where there are not enough."""
        amount, line = self.quote.mxn, self.query_one("#cash-out", Unbroken)
        is_short = self.offer.cash.is_short_of(amount) or isinstance(self.refusal, errors.NotEnoughCash)
        said = self.offer.cash.sentence(amount) if settlement == "cash" else ""
        line.say(said)
        line.display = bool(said)
        line.set_class(self.offer.cash.is_to_be_warned_of(amount), "warning")
        for button in self.query(MouseButton):
            if button.action == "screen.voucher":
                button.display = self.has_amount and is_short and settlement == "cash"

    def _say_if_nothing_is_paid(self, settlement: Settlement) -> None:
        """Whoever takes a weapon in without payment says so knowingly: it cannot be paid later."""
        words = self.query_one("#nothing-to-pay", Words)
        is_given_up = self.has_amount and settlement == "none"
        words.set_class(is_given_up, "warning").set_class(not is_given_up, "hint")
        words.display = is_given_up or not self.has_amount
        if is_given_up:
            words.say(
                N_("The person gets nothing of this amount, now or later. Choose this only if they say so.")
            )
        else:
            words.say(N_("Nothing is paid: every item is donated or exchanged."))

    def answer(self) -> PaymentAnswer:
        settlement = self._settlement
        code = self._code() if settlement == "voucher" else None
        typed = self.query_one("#written-at", Field).value.strip()
        written_at = parse_moment(typed, self.offer.today, self.offer.zone) if typed else None
        folio = self.query_one("#form-folio", Field).value.strip()
        return PaymentAnswer(settlement, written_at, folio, code, self.query_one(Approver).answer())

    def _code(self) -> Pin | None:
        """The code that the giver chose; None only where that was chosen too."""
        if self.query_one("#coded", Choice).value == _WITHOUT:
            return None
        code, again = self.query_one("#code", PinField), self.query_one("#code-again", PinField)
        first, second = code.typed(), again.typed()
        if first is None:
            raise errors.CodeNotChosen
        rules.check_code(first)
        if second is None or first.reveal() != second.reveal():
            again.clear()
            raise errors.CodesDiffer
        return first

    def action_voucher(self) -> None:
        """Give a voucher instead of cash."""
        if self.has_amount:
            self.query_one("#settlement", Choice).value = "voucher"
            self._show_how()
            self.query_one("#code").focus()


def _pieces_text(lines: int, pieces: int) -> str:
    counted = ngettext("{n} line", "{n} lines", lines).format(n=lines)
    return f"{counted}, " + ngettext("{n} piece", "{n} pieces", pieces).format(n=l10n.number(pieces))
