"""What a weapon carries, and the correction of what was recorded of it."""

from dataclasses import dataclass

from buyback.facts.words import Correctable, SerialStatus


@dataclass(frozen=True, slots=True)
class Marks:
    """What is read from a weapon; `marks` says where on it that stands. Without a serial, its status says why."""

    make: str = ""
    model: str = ""
    calibre: str = ""
    serial: str = ""
    serial_status: SerialStatus = "not_asked"
    country: str = ""
    marks: str = ""


MARKS: tuple[str, ...] = tuple(Marks.__dataclass_fields__)
"""The names of the marks; whatever else carries marks has them under the same names."""


def marks_of(carrier: object) -> Marks:
    """The marks of a line, or of anything else that carries them."""
    return Marks(*(getattr(carrier, name) for name in MARKS))


@dataclass(frozen=True, slots=True)
class MarksCorrected:
    """An item's marks were recorded wrongly: as they stood until this entry, and as they stand from it on.

    `status` is where the item was by then: of a weapon that is destroyed, only the record can still be corrected.
    """

    item: str
    business_on: str
    status: Correctable
    reason: str
    was: Marks
    now: Marks
