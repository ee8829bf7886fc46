"""What adopting another payout table would change."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from buyback.facts import TableRow
from buyback.payout_table.table import PayoutTable

Kind: TypeAlias = Literal["rises", "falls", "mixed", "appears", "vanishes", "other"]
KINDS: tuple[Kind, ...] = ("rises", "falls", "mixed", "appears", "vanishes", "other")


@dataclass(frozen=True, slots=True)
class Change:
    """One type as it is `before` and `after`; None where the table does not have it.

    An amount `rises` too where it was not published before, and `falls` where it no longer is. `mixed`: one
    condition rises and the other falls. `other`: the amounts stay, but its name, class, unit or figure does not.
    """

    kind: Kind
    before: TableRow | None
    after: TableRow | None

    @property
    def row(self) -> TableRow:
        """The type as it will be, or as it was if it vanishes."""
        row = self.after or self.before
        assert row is not None, "a change has a row before or after"
        return row


def changes(before: PayoutTable, after: PayoutTable) -> tuple[Change, ...]:
    """Every type that differs, by kind in the order of KINDS, then in the tables' order. Sources do not matter."""
    old, new = ({row.code: row for row in table.rows} for table in (before, after))
    found = [Change("vanishes", row, None) for code, row in old.items() if code not in new]
    for code, row in new.items():
        kind = _kind(old.get(code), row, before, after)
        if kind is not None:
            found.append(Change(kind, old.get(code), row))
    return tuple(sorted(found, key=lambda change: KINDS.index(change.kind)))


def _kind(old: TableRow | None, new: TableRow, before: PayoutTable, after: PayoutTable) -> Kind | None:
    if old is None:
        return "appears"
    steps = {
        _step(old.serviceable_minor, new.serviceable_minor),
        _step(old.unserviceable_minor, new.unserviceable_minor),
    } - {0}
    if steps:
        return "mixed" if len(steps) == 2 else "rises" if steps == {1} else "falls"
    same = _character(old) == _character(new) and before.class_of(old) == after.class_of(new)
    return None if same else "other"


def _step(old_minor: int | None, new_minor: int | None) -> int:
    """1 where the amount rises, -1 where it falls; one that is not published lies below every other."""
    old, new = (-1 if amount is None else amount for amount in (old_minor, new_minor))
    return (new > old) - (new < old)


def _character(row: TableRow) -> tuple[object, ...]:
    return row.name_es, row.name_en, row.class_code, row.counts_as, row.calibre, row.aliases, row.unit
