"""What the log tells of folios and blank forms, and where it contradicts itself: one sequence, each number explained."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from buyback import facts, folios
from buyback.i18n import N_
from buyback.rules import FormState
from buyback.store.contradiction import Contradiction

_GAP = N_("Entry {seq} gives the folio {name}, and {expected} was the next one.")
_AGAIN = N_("Entry {seq} gives the folio {name}, which entry {before} gave already.")
_OF_A_FORM = N_("Entry {seq} gives the folio {name}, which entry {before} reserved for a blank form.")
_NO_FORM = N_("Entry {seq} types in the form {name}, which no entry before it reserved.")
_OTHER_ENTRY = N_("Entry {seq} types in the form {name} and does not name entry {before}, which reserved it.")
_OTHER_SITE = N_("Entry {seq} types in the form {name} at another site than entry {before} reserved it for.")
_NO_TIME = N_("Entry {seq} types in the form {name} and does not say when it was written.")
_TOO_EARLY = N_("Entry {seq} types in the form {name} for {day}, and entry {before} reserved it later.")
_CAME_BACK = N_("Entry {seq} types in the form {name}, which by entry {before} came back unused.")
_RETURNS = {
    "typed_in": N_("Entry {seq} returns the form {name}, which entry {before} typed in."),
    "returned": N_("Entry {seq} returns the form {name}, which entry {before} returned already."),
}
_RETURNS_NO_FORM = N_("Entry {seq} returns the form {name}, which no entry before it reserved.")
_RETURNS_ELSEWHERE = N_(
    "Entry {seq} returns the form {name} at another site than entry {before} reserved it for."
)


@dataclass(slots=True)
class _Form:
    """What the entries so far say of one form; its state with the entry that made it so."""

    site: str
    business_on: str
    seq: int
    state: FormState
    since: int


@dataclass(slots=True)
class Folios:
    """The sequence of one ledger's folios as the entries so far take from it, and what became of those on paper."""

    _number: int = 0
    _forms: dict[str, _Form] = field(default_factory=dict)

    def received(self, seq: int, fact: facts.DroppedOff, ledger: str) -> Iterator[Contradiction]:
        """Go on with a drop-off whose folio no drop-off before it has."""
        form = self._forms.get(fact.folio)
        if form is not None and fact.form_seq is None:
            yield Contradiction(_OF_A_FORM, fact.folio, form.seq)
        elif form is not None:
            yield from _typed_in(fact, form)
            form.state, form.since = "typed_in", seq
        elif fact.form_seq is not None:
            yield Contradiction(_NO_FORM, fact.folio)
        else:
            yield from self._next(fact.folio, ledger)

    def reserved(
        self, seq: int, fact: facts.FoliosReserved, ledger: str, given: dict[str, int]
    ) -> Iterator[Contradiction]:
        """Go on with a reservation; `given` are those of its folios that drop-offs have, each with its entry."""
        for folio in fact.folios:
            form = self._forms.get(folio)
            before = form.seq if form else given.get(folio, 0)
            if before:
                yield Contradiction(_AGAIN, folio, before)
                continue
            yield from self._next(folio, ledger)
            self._forms[folio] = _Form(fact.site, fact.business_on, seq, "out", seq)

    def returned(self, seq: int, fact: facts.FormsReturned) -> Iterator[Contradiction]:
        """Go on with forms that came back."""
        for folio in fact.folios:
            form = self._forms.get(folio)
            if form is None:
                yield Contradiction(_RETURNS_NO_FORM, folio)
                continue
            if form.site != fact.site:
                yield Contradiction(_RETURNS_ELSEWHERE, folio, form.seq)
            if form.state in _RETURNS:
                yield Contradiction(_RETURNS[form.state], folio, form.since)
            else:
                form.state, form.since = "returned", seq

    def _next(self, folio: str, ledger: str) -> Iterator[Contradiction]:
        """Take a folio from the sequence."""
        expected = folios.make(ledger, self._number + 1)
        if folio != expected:
            yield Contradiction(_GAP, folio, 0, {"expected": expected})
        self._number = max(self._number, folios.number_of(folio))


def _typed_in(fact: facts.DroppedOff, form: _Form) -> Iterator[Contradiction]:
    """Where a drop-off contradicts the form on which it was written."""
    if fact.form_seq != form.seq:
        yield Contradiction(_OTHER_ENTRY, fact.folio, form.seq)
    if form.state == "returned":
        yield Contradiction(_CAME_BACK, fact.folio, form.since)
    if fact.site != form.site:
        yield Contradiction(_OTHER_SITE, fact.folio, form.seq)
    if not fact.written_at:
        yield Contradiction(_NO_TIME, fact.folio)
    if fact.business_on < form.business_on:
        yield Contradiction(_TOO_EARLY, fact.folio, form.seq, {"day": fact.business_on})
