"""What a ledger works with: sites, payout tables, rates."""

from dataclasses import dataclass

from buyback.facts.words import CustodyRule


@dataclass(frozen=True, slots=True)
class LedgerOpened:
    """A ledger begins. `currency` is the ISO 4217 code that it pays in.

    `key` is the public half of the key that signs its checkpoints (see `buyback.signing.keys`), where it has one.
    """

    programme: str
    currency: str
    software: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class KeyChanged:
    """From here on this key signs the ledger's checkpoints: its first one, or one for a key that was lost or read by others.

    `key` is its public half. `was_seq` is the entry that gave the key before, where there was one.
    """

    key: str
    reason: str
    approved_by: str
    was_seq: int | None = None


@dataclass(frozen=True, slots=True)
class SiteAdded:
    """A place where weapons are taken in. `timezone` (IANA) decides its business date."""

    code: str
    name: str
    timezone: str
    venue: str = ""
    municipality: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class TableClass:
    """A class of types. `traced`: each piece is its own line with its own tag. `cuts`: how many destroy one."""

    code: str
    name_es: str
    name_en: str
    traced: bool
    custody: CustodyRule
    cuts: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """One type of a payout table. An amount of None is not published, which is not zero."""

    code: str
    class_code: str
    counts_as: str
    name_es: str
    name_en: str
    calibre: str
    aliases: tuple[str, ...]
    unit: str
    source: str
    serviceable_minor: int | None = None
    unserviceable_minor: int | None = None


@dataclass(frozen=True, slots=True)
class PayoutTableAdopted:
    """From here on this table is the one that pays. The whole table stands in the fact."""

    code: str
    campaign: str
    issuer: str
    effective_on: str
    currency: str
    source: str
    complete: bool
    classes: tuple[TableClass, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class RateRecorded:
    """Pesos per dollar with four decimals, the day it holds for, its source, and when it was learned.

    A rate that a person set says why, and which supervisor approved it.
    """

    mxn_per_usd: str
    as_of: str
    source: str
    learned_at: str
    reason: str = ""
    approved_by: str = ""
