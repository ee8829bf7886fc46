"""Receive and pay: how much, how, and whether it was on paper first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Digits, Static

from buyback import l10n
from buyback.desk import Quote
from buyback.errors import BadTime, InTheFuture, Refusal
from buyback.facts import SETTLEMENTS, Settlement
from buyback.i18n import N_, _, ngettext
from buyback.rules import SETTLEMENT_NAMES
from buyback.store.views.setup import RecordedRate
from buyback.tui.dialogs.dialog import Dialog
from buyback.tui.typed_time import parse_moment
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Field, Labelled
from buyback.tui.widgets.header import rate_sentence
from buyback.tui.widgets.words import Words


@dataclass(frozen=True, slots=True)
class PaymentAnswer:
    """How the drop-off is settled, and when it happened if it was on paper first."""

    settlement: Settlement
    written_at: datetime | None


class Payment(Dialog[PaymentAnswer]):
    """The last look before a drop-off is received; Enter pays it in cash."""

    HEADING = N_("Receive and pay")
    ACCEPT = N_("Receive")
    HELP = N_(
        "The last look: what is paid, in pesos and dollars, and the rate that is used. Choose cash, a "
        "voucher, payment later or none. If it was written on paper first, type when that was; both times "
        "are kept."
    )
    WRONG: ClassVar[Mapping[type[Refusal], str]] = {InTheFuture: "written-at", BadTime: "written-at"}

    def __init__(self, quote: Quote, rate: RecordedRate, today: date, zone: ZoneInfo, draft_id: str) -> None:
        super().__init__(draft_id)
        self.quote = quote
        self.rate = rate
        self.today = today
        self.zone = zone

    def compose_content(self) -> ComposeResult:
        yield Digits(f"${l10n.amount(self.quote.mxn.amount_minor)}", id="pesos")
        yield Static("", id="sums", markup=False)
        settlements = [(found, SETTLEMENT_NAMES[found]) for found in SETTLEMENTS]
        yield Labelled(N_("Payment"), Choice(settlements, "cash", id="settlement"))
        yield Labelled(
            N_("Was on paper at"),
            Field(id="written-at", hint=N_("only if so: 10:42, or 2025-02-18 10:42"), longest=20),
        )
        yield Words("", id="nothing-to-pay", classes="hint")

    def on_mount(self) -> None:
        self.query_one("#settlement").focus()

    def reword(self) -> None:
        super().reword()
        pieces = sum(line.quantity for line in self.quote.lines)
        lines = (
            _("{pesos}   =   {dollars}").format(
                pesos=l10n.money(self.quote.mxn), dollars=l10n.money(self.quote.usd)
            ),
            rate_sentence(self.rate, (self.today - self.rate.as_of).days),
            _pieces_text(len(self.quote.lines), pieces),
        )
        self.query_one("#sums", Static).update(Content("\n".join(lines)))
        self._say_if_nothing_is_paid()

    def on_choice_changed(self) -> None:
        self._say_if_nothing_is_paid()

    def _say_if_nothing_is_paid(self) -> None:
        """Whoever takes a weapon in without payment says so knowingly: it cannot be paid later."""
        words, has_amount = self.query_one("#nothing-to-pay", Words), self.quote.mxn.amount_minor > 0
        is_given_up = has_amount and self.query_one("#settlement", Choice).value == "none"
        words.set_class(is_given_up, "warning").set_class(not is_given_up, "hint")
        if is_given_up:
            words.say(
                N_("The person gets nothing of this amount, now or later. Choose this only if they say so.")
            )
        else:
            words.say("" if has_amount else N_("Nothing is paid: every item is donated or exchanged."))

    def answer(self) -> PaymentAnswer:
        chosen = self.query_one("#settlement", Choice).value
        typed = self.query_one("#written-at", Field).value.strip()
        written_at = parse_moment(typed, self.today, self.zone) if typed else None
        return PaymentAnswer(next(found for found in SETTLEMENTS if found == chosen), written_at)


def _pieces_text(lines: int, pieces: int) -> str:
    counted = ngettext("{n} line", "{n} lines", lines).format(n=lines)
    return f"{counted}, " + ngettext("{n} piece", "{n} pieces", pieces).format(n=l10n.number(pieces))
