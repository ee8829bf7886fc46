"""A verb's turn: the one way into a transaction that writes, and who may have it.

turn       who does it is known and not revoked, is signed in where the ledger has PINs, and has a role for the verb
approved   the supervisor who said yes to what needs a second person

with turn(store, "void", by=by, at=at, approval=approval) as this:
    this.writer.append(Voided(..., approved_by=this.approved("void")))
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from buyback import errors, rules
from buyback.i18n import _
from buyback.money import grouped_decimal
from buyback.rules import Approval, Occasion
from buyback.store import ledger
from buyback.store.engine import Store
from buyback.store.ledger import Writer
from buyback.store.views import people as view
from buyback.store.views.people import Operator, People


@dataclass(frozen=True, slots=True)
class Turn:
    """An open transaction of one operator who may write; `writer` appends to the log."""

    store: Store
    writer: Writer
    people: People
    operator: Operator
    approval: Approval | None

    def named(self, alias: str) -> Operator:
        """The operator with this alias; refused as `People.named` does."""
        return view.named(self.writer.db, self.people, alias)

    def allow(self, verb: str) -> None:
        """NotAllowed unless the operator may do this too."""
        rules.check_right(verb, self.operator.alias, self.operator.roles)

    def approved(self, occasion: Occasion) -> str:
        """The alias of the supervisor who approved it.

        In a ledger without PINs a supervisor approves what they do themselves by doing it, and reports say so. With
        PINs it takes another supervisor's `desk.approve`, where more than one operator works here.
        ApprovalNeeded, ApproverNoSupervisor, ApprovedByOneself, ApprovalNotGiven, ApprovalForOther otherwise;
        NoSecondSupervisor where nobody could.
        """
        asker, has_pins = self.operator, self.people.have_pins
        given = self.approval
        if given is None and self.people.approves_own(asker):
            return asker.alias
        known = ", ".join(one.alias for one in self.people.approvers(asker))
        what = self._words(occasion)
        if not known:
            raise errors.NoSecondSupervisor(what=what, alias=asker.alias)
        if given is None:
            raise errors.ApprovalNeeded(what=what, alias=asker.alias, known=known)
        supervisor = self.named(given.alias)
        if not supervisor.supervises:
            raise errors.ApproverNoSupervisor(alias=supervisor.alias, what=what, known=known)
        if not has_pins:
            return supervisor.alias
        if supervisor == asker and len(self.people.active) > 1:
            raise errors.ApprovedByOneself(alias=asker.alias, what=what, known=known)
        if self.store.approvals.get(given) != supervisor.pin_seq:
            raise errors.ApprovalNotGiven(alias=supervisor.alias)
        if not given.is_for(occasion):
            raise errors.ApprovalForOther(alias=supervisor.alias, what=what)
        return supervisor.alias

    def signed(self) -> str:
        """Who signs a close as supervisor: the operator where they supervise, else the one who approved it."""
        if self.operator.supervises and self.approval is None:
            return self.operator.alias
        return self.approved("close")

    def all_approved(self, occasions: Sequence[Occasion]) -> str:
        """As `approved`, for all that the act needs; "" where that is nothing."""
        return "".join([self.approved(occasion) for occasion in occasions][:1])

    @property
    def step_minor(self) -> int:
        """The amount above which a supervisor approves that it is paid, centavos."""
        return view.setting(self.writer.db, rules.APPROVAL_STEP)

    def _words(self, occasion: Occasion) -> str:
        return _(rules.OCCASIONS[occasion]).format(step=grouped_decimal(self.step_minor))


@contextmanager
def turn(
    store: Store, verb: str, *, by: str, at: datetime, approval: Approval | None = None
) -> Iterator[Turn]:
    """Take the writer's turn for a verb of `rules.RIGHTS`; all that is appended is kept together or not at all.

    An empty `by` is the only operator who works here. An approval is used up when the turn ends well.
    UnknownOperator, OperatorNotNamed, RevokedOperator, PinNotSet, NotSignedIn, NotAllowed, and what the store refuses.
    """
    try:
        with ledger.writing(store, by=by, at=at) as writer:
            people = view.people(writer.db)
            operator = view.named(writer.db, people, by)
            writer.by = operator.alias
            check_signed_in(store, people, operator)
            this = Turn(store, writer, people, operator, approval)
            this.allow(verb)
            yield this
    except errors.DayIsClosed:
        with ledger.writing(store, by=writer.by, at=at) as writer:
            writer.note_clock()  # a clock set back into a closed day is what is wrong, and is said
        raise
    if approval is not None:
        store.approvals.pop(approval, None)


def is_signed_in(store: Store, operator: Operator) -> bool:
    """Whether this process has seen the operator's present PIN; never of one who has none."""
    return store.signed_in.get(operator.alias) == operator.pin_seq > 0


def check_signed_in(store: Store, people: People, operator: Operator) -> None:
    """NotSignedIn or PinNotSet where the ledger has PINs and this process has not seen the operator's present one."""
    if not people.have_pins:
        return
    if not operator.has_pin:
        raise errors.PinNotSet(alias=operator.alias)
    if not is_signed_in(store, operator):
        raise errors.NotSignedIn(alias=operator.alias)
