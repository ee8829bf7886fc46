"""A supervisor's approval, inside the dialog that needs it: who approves, and the PIN.

How a dialog uses it (`Dialog` finds the fields by itself when the approval is refused, the cursor goes to them):

    def __init__(self, ..., approvers: Approvers) -> None:      # from `app.session.approvers`
    def compose_content(self):
        ...
        yield Approver(self.approvers)                           # hidden until something needs it
    def on_mount(self):
        self.query_one(Approver).need("void")                    # an occasion of `rules.OCCASIONS`; None: nothing needs it
    def answer(self):
        return VoidAnswer(..., approval=self.query_one(Approver).answer())      # ApprovalAnswer | None

and whoever asked with the dialog (`app.ask_and_do(make, do)`):

    async def do(answer):
        given = await app.approval(answer.approval)              # desk.Approval | None; a wrong PIN is refused here
        return await app.write(desk.void, ..., approval=given)

`need` may be called again whenever what is filled in changes (an amount above `session.step_minor`, another choice).
Nothing is asked where whoever does it answers for it too (a supervisor in a ledger without PINs), unless the dialog
says `Approver(approvers, asks_own=True)`, which lets them name a colleague. A supervisor who signs by himself (the
close) is no approval: there the dialog calls `need` only where `session.who` does not supervise.
"""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from buyback import errors, l10n, rules
from buyback.i18n import N_, _
from buyback.rules import Occasion, Pin
from buyback.tui.shell import Shelled
from buyback.tui.state import Approvers
from buyback.tui.widgets.choice import Choice
from buyback.tui.widgets.field import Labelled
from buyback.tui.widgets.pin_field import PIN, PinField


@dataclass(frozen=True, slots=True)
class ApprovalAnswer:
    """Who says yes to what, and in a ledger with PINs by which; nothing is proven yet."""

    alias: str
    occasion: Occasion
    pin: Pin | None = None


class Approver(Shelled, Vertical):
    """Who approves and with which PIN; not seen while nothing needs it."""

    def __init__(self, approvers: Approvers, *, asks_own: bool = False) -> None:
        super().__init__(id="approver")
        self.approvers = approvers
        self.asks_own = asks_own
        self.occasion: Occasion | None = None
        self.display = False

    def compose(self) -> ComposeResult:
        yield Static("", id="approver-why", markup=False)
        if self.approvers.aliases:
            options = [(alias, alias) for alias in self.approvers.aliases]
            yield Labelled(N_("Approved by"), Choice(options, id="approver-alias"))
        if self.approvers.aliases and self.approvers.has_pins:
            yield Labelled(
                N_("Supervisor's PIN"), PinField(id="approver-pin", hint=N_("the supervisor types it here"))
            )

    def on_mount(self) -> None:
        self.watch(self.app, "language", self.reword)

    @property
    def is_needed(self) -> bool:
        """Whether a supervisor is asked."""
        return self.occasion is not None and (self.asks_own or not self.approvers.is_own)

    def need(self, occasion: Occasion | None) -> None:
        """Ask for this occasion from now on, or for none."""
        if occasion != self.occasion:
            for field in self.query(PinField):
                field.clear()
        self.occasion = occasion
        self.display = self.is_needed
        self.reword()

    def reword(self) -> None:
        """Say what is approved, in the current language."""
        if self.occasion is not None and self.is_mounted:
            words = (
                _("A supervisor approves it: {what}.")
                if self.approvers.aliases
                else _(
                    "This needs a supervisor, and nobody else who works here is one: {what}. Enrol a second one first: "
                    "Tables and people, O for the operators, N."
                )
            )
            self.query_one("#approver-why", Static).update(words.format(what=self._what()))

    def _what(self) -> str:
        assert self.occasion is not None
        session = self.app.session
        step = l10n.amount(session.step_minor if session else rules.DEFAULTS[rules.APPROVAL_STEP])
        return _(rules.OCCASIONS[self.occasion]).format(step=step)

    def answer(self) -> ApprovalAnswer | None:
        """What was filled in; None where nobody is asked. NoSecondSupervisor, TextMissing."""
        if self.occasion is None or not self.is_needed:
            return None
        if not self.approvers.aliases:
            raise errors.NoSecondSupervisor(what=self._what(), alias=self.approvers.asker)
        alias = self.query_one("#approver-alias", Choice).value
        if not self.approvers.has_pins:
            return ApprovalAnswer(alias, self.occasion)
        return ApprovalAnswer(alias, self.occasion, self.query_one("#approver-pin", PinField).needed())


def wrong_field(refusal: errors.Refusal) -> str:
    """The id of the field that a refusal of an approval is about; "" if it is about none."""
    if isinstance(refusal, _PROOF):
        return "approver-pin"
    if isinstance(refusal, _WHO):
        return "approver-alias"
    return "approver-pin" if refusal.values.get("field") == PIN else ""


_PROOF = (
    errors.WrongPin | errors.WrongPinWait | errors.TooSoon | errors.ApprovalNotGiven | errors.ApprovalForOther
)
_WHO = (
    errors.ApprovalNeeded
    | errors.ApproverNoSupervisor
    | errors.ApprovedByOneself
    | errors.PinNotSet
    | errors.PinLost
    | errors.RevokedOperator
)
