"""What adopting another payout table would change."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from buyback.facts import TableRow
from buyback.payout_table.table import PayoutTable

Kind: TypeAlias = Literal["rises", "falls", "mixed", "published", "withdrawn", "appears", "vanishes", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Change:
    """One type as it is `before` and `after`; None where the table does not have it.

    `mixed`: of the two conditions one rises and the other falls. `published`: an amount that was unknown is known.
    `withdrawn`: an amount is not published any more, so the desk can no longer pay it. `other`: the amounts stay,
    but its name, class, unit or figure does not.
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
    }
    kinds: tuple[Kind, ...] = ("withdrawn", "rises", "falls", "published")
    for kind in kinds:
        if kind in steps:
            return "mixed" if steps == {"rises", "falls"} else kind
    same = _character(old) == _character(new) and before.class_of(old) == after.class_of(new)
    return None if same else "other"


def _step(old_minor: int | None, new_minor: int | None) -> Kind | None:
    """What became of one amount; None where it is as it was."""
    if old_minor == new_minor:
        return None
    if old_minor is None:
        return "published"
    if new_minor is None:
        return "withdrawn"
    return "rises" if new_minor > old_minor else "falls"


def _character(row: TableRow) -> tuple[object, ...]:
    return row.name_es, row.name_en, row.class_code, row.counts_as, row.calibre, row.aliases, row.unit
