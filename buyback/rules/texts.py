"""The texts of facts: which of them a person types, and how the desk looks at each before it is recorded.

A *note* says something in words, and nothing in it may look like a telephone number or a plate either. A *number* is copied
from steel or paper, or is the program's own word: it may look like one, and only documents and addresses are refused in it.
Whatever text of a fact is not here is compared with what the log says elsewhere.
"""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, TypeAlias

from buyback import facts
from buyback.facts import MARKS, Fact
from buyback.free_text import REASON
from buyback.i18n import N_
from buyback.rules.custody import WITNESS

Values: TypeAlias = tuple[str | tuple[str, ...], ...]

_TEXT = N_("text")
_ACT, _PLACE, _SOURCE = N_("act number"), N_("place"), N_("source")
_THE_NOTE = N_("the note")

NOTES: dict[type, dict[str, str]] = {
    facts.KeyChanged: {"reason": REASON},
    facts.SiteAdded: {
        "name": N_("site name"),
        "venue": N_("venue"),
        "municipality": N_("municipality"),
        "state": N_("state"),
    },
    facts.OperatorEnrolled: {"alias": N_("alias")},
    facts.RolesChanged: {"reason": REASON},
    facts.OperatorRevoked: {"reason": REASON},
    facts.RateRecorded: {"reason": REASON},
    facts.DroppedOff: {"reason": REASON},
    facts.Line: {
        "make": N_("make"),
        "model": N_("model"),
        "calibre": N_("calibre"),
        "country": N_("country"),
        "marks": N_("place of the marks"),
        "note": N_("note"),
    },
    facts.Returned: {"reason": REASON},
    facts.Voided: {"reason": REASON},
    facts.FormsReturned: {"reason": REASON},
    facts.CashMoved: {"reason": REASON},
    facts.CashDiffered: {"reason": REASON},
    facts.Destroyed: {"method": N_("method"), "place": _PLACE, "witnesses": WITNESS},
    facts.Kept: {"place": _PLACE, "witnesses": WITNESS},
    facts.HandedOver: {"receiver": N_("receiver"), "place": _PLACE, "witnesses": WITNESS},
    facts.HandOverChecked: {"witnesses": WITNESS},
    facts.NotReceivedResolved: {"reason": REASON},
    facts.MarksCorrected: {"reason": REASON},
    facts.FindingAnswered: {"note": _THE_NOTE},
    facts.SampleChecked: {"note": _THE_NOTE},
}
"""The notes of a fact, or of a part of one, by the name of the field: what refusals call it."""
NOTES[facts.Marks] = {name: label for name, label in NOTES[facts.Line].items() if name in MARKS}

NUMBERS: dict[type, dict[str, str]] = {
    facts.LedgerOpened: {"programme": _TEXT, "currency": _TEXT, "software": _TEXT},
    facts.SiteAdded: {"code": N_("the site")},
    facts.SettingChanged: {"name": _TEXT, "value": _TEXT},
    facts.ClockWentBack: {"last_at": _TEXT, "now": _TEXT},
    facts.PayoutTableAdopted: {
        "code": _TEXT,
        "campaign": _TEXT,
        "issuer": _TEXT,
        "effective_on": _TEXT,
        "currency": _TEXT,
        "source": _TEXT,
    },
    facts.TableClass: {"code": _TEXT, "name_es": _TEXT, "name_en": _TEXT},
    facts.TableRow: {
        "code": _TEXT,
        "class_code": _TEXT,
        "counts_as": _TEXT,
        "name_es": _TEXT,
        "name_en": _TEXT,
        "calibre": _TEXT,
        "aliases": _TEXT,
        "unit": _TEXT,
        "source": _TEXT,
    },
    facts.RateRecorded: {"source": _SOURCE, "as_of": _TEXT, "learned_at": _TEXT},
    facts.DroppedOff: {"draft_id": N_("draft id"), "written_at": _TEXT},
    facts.Line: {"serial": N_("serial")},
    facts.Marks: {"serial": N_("serial")},
    facts.Destroyed: {"act": _ACT},
    facts.Kept: {"act": _ACT},
    facts.HandedOver: {"act": _ACT},
    facts.CheckedItem: {"serial": N_("serial"), "belongs_to": _TEXT},
    facts.FindingAnswered: {"finding": N_("the key")},
    facts.SampleDrawn: {"business_on": _TEXT},
    facts.SampleChecked: {"business_on": _TEXT},
}
"""The numbers, likewise."""

_PARTS: dict[type, tuple[str, ...]] = {
    facts.PayoutTableAdopted: ("classes", "rows"),
    facts.DroppedOff: ("lines",),
    facts.HandOverChecked: ("items",),
    facts.MarksCorrected: ("was", "now"),
}
"""The parts of a fact that have texts of their own."""


def worded(fact: Fact) -> Iterator[tuple[int, Any]]:
    """The fact and those parts of it that have notes or numbers, each with its place among several, from 1; else 0."""
    kind = type(fact)
    if kind in NOTES or kind in NUMBERS:
        yield 0, fact
    for name in _PARTS.get(kind, ()):
        parts = getattr(fact, name)
        if isinstance(parts, tuple):
            yield from enumerate(parts, start=1)
        else:
            yield 0, parts


def notes(part: Any) -> Values:
    """What the notes of a fact or a part say, in the order of `NOTES`: a text, or several of them."""
    return _READ_NOTES[type(part)](part)


def numbers(part: Any) -> Values:
    """What the numbers of a fact or a part say, likewise."""
    return _READ_NUMBERS[type(part)](part)


def _reader(names: tuple[str, ...]) -> Callable[[Any], Values]:
    """What reads these fields at once, always as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda part: (getattr(part, names[0]),)) if names else (lambda _part: ())


_KINDS = {**NOTES, **NUMBERS}
WORDED = frozenset((*_KINDS, *_PARTS))
"""The facts and the parts of facts that have notes or numbers."""
_READ_NOTES = {kind: _reader(tuple(NOTES.get(kind, ()))) for kind in _KINDS}
_READ_NUMBERS = {kind: _reader(tuple(NUMBERS.get(kind, ()))) for kind in _KINDS}
