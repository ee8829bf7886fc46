"""The keys that the log gives its ledger, and where it contradicts itself.

The desk gives the ledger a new key only with a supervisor's approval. Whoever seals entries by hand is refused nothing, so
verification walks over it again. Pure.
"""

from dataclasses import dataclass, field

from buyback import facts
from buyback.chain import Entry, Finding
from buyback.errors import BadVerifierKey
from buyback.i18n import N_
from buyback.signing.checkpoints import origin
from buyback.signing.keys import VerifierKey

_UNAPPROVED = N_(
    "Entry {seq} changes the key that signs the ledger's checkpoints, and no supervisor approved it."
)
_NO_KEY = N_("Entry {seq} gives the ledger “{name}” as its key, which is none.")
_OF_OTHER = N_("Entry {seq} gives the ledger the key {name}, which is not named after it.")
_AGAIN = N_("Entry {seq} gives the ledger the key {name}, which it had from entry {before} on.")
_NOT_AFTER = N_(
    "Entry {seq} does not say that it takes the place of the key that entry {before} gave the ledger."
)
_AFTER_NONE = N_(
    "Entry {seq} says that it takes the place of a key, and no entry before it gave the ledger one."
)

_LONGEST_SHOWN = 60


@dataclass(slots=True)
class KeyStory:
    """What the entries of one ledger have said so far of its keys; `findings` in order."""

    ledger: str
    findings: list[Finding] = field(default_factory=list)
    _given: dict[str, int] = field(default_factory=dict)
    _last_seq: int = 0

    def tell(self, entry: Entry) -> None:
        """Go on with the next entry."""
        fact = entry.fact
        if isinstance(fact, facts.LedgerOpened) and fact.key is not None:
            self._give(entry.seq, fact.key)
        elif isinstance(fact, facts.KeyChanged):
            if not fact.approved_by:
                self._find(entry.seq, _UNAPPROVED)
            if (fact.was_seq or 0) != self._last_seq:
                self._find(entry.seq, _NOT_AFTER if self._last_seq else _AFTER_NONE, before=self._last_seq)
            self._give(entry.seq, fact.key)

    def _give(self, seq: int, text: str) -> None:
        """The key is one, is named after the ledger, and it never had it before."""
        try:
            key = VerifierKey.parse(text)
        except BadVerifierKey:
            self._find(seq, _NO_KEY, text[:_LONGEST_SHOWN])
        else:
            if key.name != origin(self.ledger):
                self._find(seq, _OF_OTHER, key.brief)
            before = self._given.setdefault(text, seq)
            if before != seq:
                self._find(seq, _AGAIN, key.brief, before)
        self._last_seq = seq

    def _find(self, seq: int, template: str, name: str = "", before: int = 0) -> None:
        values: tuple[tuple[str, str | int], ...] = (("name", name), ("before", before))
        self.findings.append(Finding("keys", self.ledger, seq, template, values))
