"""What the log tells in words, and where it contradicts the promise that nothing about a person is in it.

The desk refuses a text that looks like personal data wherever one is typed. Whoever seals entries by hand is refused
nothing, so verification reads each of them again; what it found it does not repeat. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from buyback import rules
from buyback.facts import Fact
from buyback.free_text import hints_at_person, personal_data
from buyback.i18n import N_, _
from buyback.rules import Values
from buyback.store.contradiction import Contradiction

_PERSONAL = N_("Entry {seq} has {what} in its field “{name}”, and nothing about a person may be recorded.")

_MOST_KEPT = 10_000


@dataclass(slots=True)
class Texts:
    """The notes that were read and are sound, each and as they stood together: most are like others before them."""

    _sound: set[str | tuple[str, ...] | Values] = field(default_factory=set)

    def told(self, fact: Fact) -> Iterator[Contradiction]:
        """Go on with an entry."""
        for place, part in rules.worded(fact):
            notes = rules.notes(part)
            if notes and notes not in self._sound:
                yield from self._read(notes, tuple(rules.NOTES[type(part)].values()), place)
            for number, text in enumerate(rules.numbers(part)):
                if text and hints_at_person(text if isinstance(text, str) else "\n".join(text)):
                    label = tuple(rules.NUMBERS[type(part)].values())[number]
                    yield from _personal(text, label, place, is_note=False)

    def _read(self, notes: Values, labels: tuple[str, ...], place: int) -> Iterator[Contradiction]:
        if len(self._sound) > _MOST_KEPT:
            self._sound.clear()
        for text, label in zip(notes, labels, strict=True):
            if not text or text in self._sound:
                continue
            found = list(_personal(text, label, place, is_note=True))
            yield from found
            if not found:
                self._sound.add(text)
        if all(not text or text in self._sound for text in notes):
            self._sound.add(notes)


def _personal(
    text: str | tuple[str, ...], label: str, place: int, *, is_note: bool
) -> Iterator[Contradiction]:
    """What of the text, or of several of them, tells of a person: in which field, and which of several it is."""
    several = () if isinstance(text, str) else text
    for which, each in enumerate(several or (str(text),), start=1):
        found = personal_data(each, note=is_note)
        if found is not None:
            numbers = [str(number) for number in (place, which if several else 0) if number]
            name = f"{_(label)} ({', '.join(numbers)})" if numbers else _(label)
            yield Contradiction(_PERSONAL, name, 0, {"what": _(found.what)})
