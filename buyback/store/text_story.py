"""What the log tells in words, and where it contradicts the promise that nothing about a person is in it.

The desk refuses a text that looks like personal data wherever one is typed. Whoever seals entries by hand is refused
nothing, so verification reads each of them again; what it found it does not repeat. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from buyback import rules
from buyback.facts import Fact
from buyback.free_text import personal_data
from buyback.i18n import N_, _
from buyback.store.contradiction import Contradiction

_PERSONAL = N_("Entry {seq} says {what} in its field “{name}”, and nothing about a person may be recorded.")

_MOST_KEPT = 10_000


@dataclass(slots=True)
class Texts:
    """The notes that were read and are sound: makes, models and reasons repeat."""

    _sound: set[str] = field(default_factory=set)

    def told(self, fact: Fact) -> Iterator[Contradiction]:
        """Go on with an entry."""
        for text, is_note, label, of in rules.typed(fact):
            if is_note and text in self._sound:
                continue
            found = personal_data(text, note=is_note)
            if found is not None:
                name = f"{_(label)} ({of})" if of else _(label)
                yield Contradiction(_PERSONAL, name, 0, {"what": _(found.what)})
            elif is_note:
                self._keep(text)

    def _keep(self, text: str) -> None:
        if len(self._sound) == _MOST_KEPT:
            self._sound.clear()
        self._sound.add(text)
