"""What words can name in a ledger, in either language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from buyback.describe import KIND_NAMES
from buyback.i18n import N_, in_every_language
from buyback.payout_table import PayoutTable
from buyback.rules import DROP_OFF_STATUSES, STATUS_NAMES
from buyback.store.views.setup import Site
from buyback.tui.searching.folded import compact, folded

Found = dict[str, Any]

LEFT = ("held", "destroyed", "kept", "handed_over", "lost")
"""Where an item is now; the other statuses are those of drop-offs too."""
_ALSO = {"kept": (N_("kept"), N_("museum"))}
"""What else a status is called."""
_KIND_OF = {
    "paid": "PaidOut",
    "voucher": "VoucherIssued",
    "returned": "Returned",
    "voided": "Voided",
    "destroyed": "Destroyed",
    "kept": "Kept",
    "handed_over": "HandedOver",
}
_TODAY, _YESTERDAY, _WEEK, _MONTH = N_("today"), N_("yesterday"), N_("week"), N_("month")
_MASCULINE, _OTHERS = "o", ("a", "as", "os")
_SHORTEST_NAME = 3
_MOST_TYPES = 60


@dataclass(frozen=True, slots=True)
class Names:
    """What words can name in a ledger, and which day it is."""

    sites: tuple[Site, ...]
    people: tuple[str, ...]
    table: PayoutTable
    code: str
    today: date


def everything(names: Names) -> Mapping[str, Found]:
    """Everything that has a name of its own, by that name folded: what lists are narrowed by then."""
    known: dict[str, Found] = {}

    def add(called: str, **meant: Any) -> None:
        known.setdefault(folded(called), {}).update(meant)

    for kind, words in KIND_NAMES.items():
        for called in in_every_language(words):
            add(called, kind=kind)
    for status in (*DROP_OFF_STATUSES, *LEFT):
        kind_of = {"kind": _KIND_OF[status]} if status in _KIND_OF else {}
        for called in _of_status(status):
            add(called, **{"left" if status in LEFT else "status": status}, **kind_of)
    for site in names.sites:
        for word in (site.code, site.name, *filter(_tells, site.name.split())):
            if folded(word) not in known:
                add(word, site=site.code)
    for alias in names.people:
        known[folded(alias)] = {"by": alias}
    today = names.today
    for words, first, last in (
        (_TODAY, today, today),
        (_YESTERDAY, today - timedelta(days=1), today - timedelta(days=1)),
        (_WEEK, today - timedelta(days=6), today),
        (_MONTH, today.replace(day=1), today),
    ):
        for called in in_every_language(words):
            add(called, days=(first, last))
    return known


def _of_status(status: str) -> Iterable[str]:
    """What a status is called; a Spanish one, as it is said of one or several weapons of either gender."""
    for words in (STATUS_NAMES[status], *_ALSO.get(status, ())):
        for called in in_every_language(words):
            yield called
            if called.endswith(_MASCULINE):
                yield from (called.removesuffix(_MASCULINE) + other for other in _OTHERS)


def types(words: str, table: PayoutTable) -> tuple[str, ...]:
    """The codes of the types that the words fit, the likeliest first; none where nothing tells."""
    rows = table.find(words)[:_MOST_TYPES] if compact(words) else ()
    return tuple(row.code for row in rows)


def is_type(words: str, table: PayoutTable) -> bool:
    """Whether a type is called just so."""
    typed = compact(words)
    rows = table.find(words)[:_MOST_TYPES] if typed else ()
    return any(typed in map(compact, (row.code, row.name_es, row.name_en, *row.aliases)) for row in rows)


def are_words(words: str) -> bool:
    """Whether they have letters only, and some of them each."""
    return all(len(word) >= _SHORTEST_NAME and word.isalpha() for word in folded(words).split())


def _tells(word: str) -> bool:
    return len(word) > _SHORTEST_NAME
