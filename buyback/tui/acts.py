"""Acts over items: which of the chosen ones an act may name, and the number that it is likely to have. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from buyback import desk, rules
from buyback.errors import Refusal
from buyback.facts import VALUES
from buyback.money import USD, Money
from buyback.rules import Disposal, DropOffState
from buyback.store.views.custody import UsedAct
from buyback.store.views.drop_offs import ItemView

KINDS: tuple[Disposal, ...] = ("destroyed", "handed_over", "kept")

_LETTERS: dict[Disposal, str] = {"destroyed": "D", "handed_over": "E", "kept": "M"}
_LAST_NUMBER = re.compile(r"[0-9]+(?=[^0-9]*$)")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The items that an act of this kind may name, and those that it may not, each with the rule's refusal."""

    kind: Disposal
    items: tuple[ItemView, ...]
    left_out: tuple[tuple[ItemView, Refusal], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the form of an act begins with. `detail` is the method, the value or the receiver, by its kind.

    `goes_on`: an act of today is continued; the rules let its items grow as long as all else stays.
    """

    number: str
    place: str
    detail: str
    witnesses: tuple[str, ...] = ()
    goes_on: bool = False


def refusal(kind: Disposal, item: ItemView) -> Refusal | None:
    """Why the rules do not let this item be in an act of this kind; None if they do."""
    drop_off = DropOffState(item.folio, item.site, item.settled, Money(0), Money(0, USD), ())
    try:
        rules.check_disposal(kind, item.state, drop_off)
    except Refusal as problem:
        return problem
    return None


def is_free(item: ItemView) -> bool:
    """Whether any act may name the item now."""
    return any(refusal(kind, item) is None for kind in KINDS)


def choose(kind: Disposal, items: Iterable[ItemView]) -> Chosen:
    """The items sorted into those that the act may name and those that it may not."""
    judged = [(item, refusal(kind, item)) for item in items]
    allowed = tuple(item for item, problem in judged if problem is None)
    return Chosen(kind, allowed, tuple((item, problem) for item, problem in judged if problem is not None))


def default_detail(kind: Disposal) -> str:
    """The method, value or receiver that an act has unless somebody says another."""
    return {"destroyed": desk.DEFAULT_METHOD, "handed_over": desk.DEFENSA, "kept": VALUES[0]}[kind]


def proposal(
    kind: Disposal,
    last: UsedAct | None,
    *,
    today: date,
    ledger: str,
    place: str,
    is_used: Callable[[str], bool],
) -> Proposal:
    """The act of today goes on; else a new number follows the last one, at the site and before witnesses to be named."""
    detail = default_detail(kind) if last is None or kind == "kept" else last.receiver or last.method
    if last is not None and last.business_on == today:
        witnesses = tuple(filter(None, last.witnesses.split("; ")))
        return Proposal(
            last.number, last.place, last.method if kind == "kept" else detail, witnesses, goes_on=True
        )
    number = _following(last, today) if last else f"{ledger}-{today:%Y%m%d}-{_LETTERS[kind]}"
    return Proposal(_unused(number, is_used), place, detail)


def _following(last: UsedAct, today: date) -> str:
    """The number with today's date where it had its day's, else with its last figure one higher."""
    for form in ("%Y%m%d", "%Y-%m-%d", "%d%m%Y", "%d-%m-%Y", "%d/%m/%Y", "%y%m%d", "%d%m%y"):
        if f"{last.business_on:{form}}" in last.number:
            return last.number.replace(f"{last.business_on:{form}}", f"{today:{form}}")
    return _next(last.number)


def _next(number: str) -> str:
    """ACTA-009 is followed by ACTA-010."""
    found = _LAST_NUMBER.search(number)
    if found is None:
        return f"{number}-2"
    figure = str(int(found[0]) + 1).zfill(len(found[0]))
    return number[: found.start()] + figure + number[found.end() :]


def _unused(number: str, is_used: Callable[[str], bool]) -> str:
    tries = 0
    while is_used(number) and tries < 50:
        number, tries = (f"{number}-2" if tries == 0 else _next(number)), tries + 1
    return number
