"""How many of each kind the rules of the log were held against: one count for each check of the story."""

from collections.abc import Callable
from typing import Any

from buyback import facts
from buyback.chain import Entry
from buyback.store.checks.tally import Tally


def _once(_fact: Any) -> int:
    return 1


def _lines(fact: Any) -> int:
    return len(fact.lines)


def _items(fact: Any) -> int:
    return len(fact.items)


def _folios(fact: Any) -> int:
    return len(fact.folios)


_COUNTED: dict[str, tuple[tuple[Callable[[Any], int], tuple[type[facts.Fact], ...]], ...]] = {
    "setup": (
        (_once, (facts.LedgerOpened, facts.SiteAdded, facts.OperatorEnrolled, facts.PayoutTableAdopted)),
    ),
    "keys": ((_once, (facts.LedgerOpened, facts.KeyChanged)),),
    "folios": ((_once, (facts.DroppedOff,)), (_folios, (facts.FoliosReserved, facts.FormsReturned))),
    "prices": ((_lines, (facts.DroppedOff,)),),
    "payments": ((_once, (facts.PaidOut, facts.Returned, facts.Voided)),),
    "cash": ((_once, (facts.CashMoved, facts.CashCounted, facts.CashDiffered)),),
    "vouchers": ((_once, (facts.VoucherIssued, facts.VoucherCodeRefused)),),
    "closes": ((_once, (facts.DayClosed, facts.CloseCompared)),),
    "custody": ((_items, (facts.Destroyed, facts.Kept, facts.HandedOver)),),
    "acts": ((_once, (facts.Destroyed, facts.Kept, facts.HandedOver, facts.HandOverChecked)),),
    "hand-overs": ((_once, (facts.HandedOver, facts.HandOverChecked, facts.NotReceivedResolved)),),
    "marks": ((_once, (facts.MarksCorrected,)),),
    "samples": ((_once, (facts.SampleDrawn, facts.SampleChecked)),),
    "answers": ((_once, (facts.FindingAnswered,)),),
}
_BY_FACT: dict[type[Any], tuple[tuple[str, Callable[[Any], int]], ...]] = {
    fact: tuple((check, how) for check, parts in _COUNTED.items() for how, kinds in parts if fact in kinds)
    for fact in {kind for parts in _COUNTED.values() for _how, kinds in parts for kind in kinds}
}
OF_EVERY_ENTRY = ("sites", "people", "clock", "rights", "texts")
"""The checks that hold for each entry: where it is booked to, who wrote it and might, when, and what is typed in it."""
COUNTED = (*_COUNTED, "approvals", *OF_EVERY_ENTRY)


def count(entry: Entry, tally: Tally) -> None:
    """Add what this entry gives the checks to look at."""
    tally.told += 1
    fact = entry.fact
    for check, how in _BY_FACT.get(type(fact), ()):
        tally.rules[check] += how(fact)
    if getattr(fact, "approved_by", ""):
        tally.rules["approvals"] += 1
