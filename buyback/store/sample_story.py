"""What the log tells of shelf samples, and where it contradicts itself: each is drawn again, by its seed, from what was held."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from buyback import facts, rules
from buyback.i18n import N_
from buyback.rules import Shelved
from buyback.store.contradiction import Contradiction

_OTHER_SHELF = N_("Entry {seq} draws the sample of the seed {name} from other items than were held then.")
_OTHER_DRAW = N_("Entry {seq} draws the sample of the seed {name}, and by that seed other items are drawn.")
_NO_SAMPLE = N_("Entry {seq} says what was found of {name}, and no entry before it drew that sample.")
_NOT_DRAWN = N_("Entry {seq} says what was found of {name}, which entry {before} did not draw.")


@dataclass(slots=True)
class Samples:
    """The samples that the entries so far drew, each with its items."""

    _drawn: dict[int, frozenset[str]] = field(default_factory=dict)

    def told(
        self, seq: int, fact: facts.Fact, shelf: Callable[[str], list[Shelved]]
    ) -> Iterator[Contradiction]:
        """Go on with an entry; `shelf` gives what is held at a site, or (empty) at all."""
        match fact:
            case facts.SampleDrawn():
                self._drawn[seq] = frozenset(fact.items)
                yield from _again(fact, shelf(fact.site))
            case facts.SampleChecked():
                drawn = self._drawn.get(fact.sample_seq)
                for part in fact.items:
                    if drawn is None:
                        yield Contradiction(_NO_SAMPLE, part.item)
                    elif part.item not in drawn:
                        yield Contradiction(_NOT_DRAWN, part.item, fact.sample_seq)


def _again(fact: facts.SampleDrawn, shelf: list[Shelved]) -> Iterator[Contradiction]:
    """Draw it again."""
    name, number = str(fact.seed), len(fact.items)
    said = (fact.population, fact.population_hash)
    if said != (len(shelf), rules.population_hash(one.item for one in shelf)):
        yield Contradiction(_OTHER_SHELF, name)
        return
    strata = rules.strata(shelf, rules.allotted(shelf, number, fact.seed))
    drawn = rules.draw(shelf, number, fact.seed)
    if (fact.items, fact.strata, fact.undrawn) != (drawn, strata, rules.undrawn(strata)):
        yield Contradiction(_OTHER_DRAW, name)
