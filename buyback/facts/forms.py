"""Blank forms: paper with a folio on it, for when there is no computer at the table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FoliosReserved:
    """The next folios of the ledger are those of blank forms of a site. What is written on one is a DroppedOff later."""

    site: str
    business_on: str
    folios: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormsReturned:
    """Forms of a site that came back blank or spoiled: nothing was taken in on them, and their folios stay used up."""

    site: str
    business_on: str
    folios: tuple[str, ...]
    reason: str
