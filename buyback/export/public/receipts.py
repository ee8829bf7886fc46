"""What is published of each receipt, put in the order of the hashes in files, a part of them in memory at a time."""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from buyback.fingerprints import receipt_hash
from buyback.i18n import in_every_language
from buyback.rules import DISC_CUTTER
from buyback.store.views.destroyed import Destroyed, Receipt

MOST_INSIDE = 1000
"""Receipts that the page holds itself: some 150 kB, which a messenger carries and any phone opens."""
_MOST_IN_A_PART = 2500
_MOST_DIGITS = 2  # 256 parts: as many files are open at once while the receipts are put in order


class Public(NamedTuple):
    """A receipt as it is published: its hash, and what was destroyed of it, with no method but the disc cutter."""

    hash: str
    destroyed: tuple[Destroyed, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """What all receipts come to; `types` are the names in Spanish and English of all types, sorted."""

    receipts: int
    pieces: int
    last_on: str
    types: tuple[tuple[str, str], ...]


def digits_for(receipts: int) -> int:
    """By how many digits of the hash so many receipts are parted; by none where the page holds them itself."""
    if receipts <= MOST_INSIDE:
        return 0
    return 1 if receipts <= 16 * _MOST_IN_A_PART else _MOST_DIGITS


@dataclass(frozen=True, slots=True)
class Parts:
    """Receipts in files, by the first `digits` digits of their hashes. The folder is whoever made it's to remove."""

    folder: Path
    digits: int

    @property
    def names(self) -> tuple[str, ...]:
        """The first digits of each part, in order; one empty name where there is one part."""
        return tuple(f"{n:0{self.digits}x}" if self.digits else "" for n in range(16**self.digits))

    def fill(self, receipts: Iterable[Receipt]) -> Sums:
        """Write every receipt into its part; what they come to."""
        number, pieces, last_on, types = 0, 0, "", set()
        cutter = in_every_language(DISC_CUTTER)
        with ExitStack() as opened:
            files = {
                name: opened.enter_context(self._file(name).open("x", encoding="utf-8"))
                for name in self.names
            }
            for receipt in receipts:
                public = _public(receipt, cutter)
                files[public.hash[: self.digits]].write(json.dumps(public) + "\n")
                number += 1
                for one in public.destroyed:
                    pieces, last_on = pieces + one.quantity, max(last_on, one.business_on)
                    types.add((one.type_es, one.type_en))
        return Sums(number, pieces, last_on, tuple(sorted(types)))

    def part(self, name: str) -> list[Public]:
        """The receipts of one part, in the order of their hashes, by which their lines begin."""
        with self._file(name).open(encoding="utf-8") as file:
            lines = sorted(file)
        found = map(json.loads, lines)
        return [Public(digest, tuple(Destroyed(*one) for one in destroyed)) for digest, destroyed in found]

    def __iter__(self) -> Iterator[Public]:
        """Every receipt, in the order of the hashes."""
        for name in self.names:
            yield from self.part(name)

    def _file(self, name: str) -> Path:
        return self.folder / f"part-{name}"


def _public(receipt: Receipt, cutter: frozenset[str]) -> Public:
    """The receipt without its codes; a method that is not the disc cutter, in whatever language, is left out."""
    told = (one._replace(method=DISC_CUTTER if one.method in cutter else "") for one in receipt.destroyed)
    return Public(receipt_hash(receipt.folio, receipt.check_code), tuple(told))
