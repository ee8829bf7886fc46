"""The shelf sample: what should be on the shelf is drawn by lot, and looked for item by item."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SampledStratum:
    """How many items of one class were held at one site when a sample was drawn, and how many of them it has."""

    site: str
    class_code: str
    held: int
    drawn: int


@dataclass(frozen=True, slots=True)
class SampleDrawn:
    """Items that should be on the shelf, drawn by a seed that anybody can draw again by: see `rules.draw`.

    `site` is empty for all of them. `population` items were held then; `population_hash` is the SHA-256 of their tags,
    sorted by their bytes, each followed by a line feed. `items` is the list, as it is walked. `undrawn` of those that were
    held are of a class at a site of which none was drawn; `strata` are the classes at the sites, in order.
    """

    site: str
    business_on: str
    seed: int
    population: int
    population_hash: str
    undrawn: int
    strata: tuple[SampledStratum, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampledItem:
    """One item of a sample as whoever looked for it says."""

    item: str
    found: bool


@dataclass(frozen=True, slots=True)
class SampleChecked:
    """What was found of the sample that the entry `sample_seq` drew, and what was not; of an item, the last word counts.

    `note` is about what was not found; where everything was, about all of it.
    """

    sample_seq: int
    business_on: str
    items: tuple[SampledItem, ...]
    note: str = ""
