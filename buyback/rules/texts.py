"""The texts of facts: which of them a person types, and how the desk looks at each before it is recorded.

A *note* says something in words, and nothing in it may look like a telephone number or a plate either. A *number* is copied
from steel or paper, or is the program's own word: it may look like one, and only documents and addresses are refused in it.
Whatever text of a fact is not here is compared with what the log says elsewhere.
"""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, NamedTuple

from buyback import facts
from buyback.facts import MARKS, Fact
from buyback.free_text import REASON
from buyback.i18n import N_
from buyback.rules.custody import WITNESS

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
_NAMED: dict[type, str] = {
    facts.TableClass: "code",
    facts.TableRow: "code",
    facts.Line: "number",
    facts.CheckedItem: "item",
}
"""By what one of several parts is told from the others."""


class Typed(NamedTuple):
    """A text of a fact; `field` is a message of the catalogue, `of` tells of which part or which of several it is."""

    text: str
    is_note: bool
    field: str
    of: str = ""


class _Field(NamedTuple):
    label: str
    is_note: bool


_Reader = tuple[Callable[[Any], tuple[Any, ...]], tuple[_Field, ...]]


def _reader(kind: type) -> _Reader:
    """What reads the texts of a fact or a part at once, and what each of them is."""
    fields = {name: _Field(label, True) for name, label in NOTES.get(kind, {}).items()}
    fields |= {name: _Field(label, False) for name, label in NUMBERS.get(kind, {}).items()}
    names = tuple(fields)
    read = attrgetter(*names) if len(names) > 1 else lambda part: (getattr(part, names[0]),)
    return read, tuple(fields.values())


_READERS: dict[type, _Reader] = {kind: _reader(kind) for kind in {**NOTES, **NUMBERS}}


def typed(fact: Fact) -> Iterator[Typed]:
    """Every text of the fact that is not empty."""
    kind = type(fact)
    if kind in _READERS:
        yield from _typed(fact, _READERS[kind])
    for name in _PARTS.get(kind, ()):
        parts = getattr(fact, name)
        for part in parts if isinstance(parts, tuple) else (parts,):
            yield from _typed(part, _READERS[type(part)])


def _typed(part: Any, reader: _Reader) -> Iterator[Typed]:
    read, fields = reader
    for value, (label, is_note) in zip(read(part), fields, strict=True):
        if not value:
            continue
        if isinstance(value, str):
            named = _NAMED.get(type(part), "")
            yield Typed(value, is_note, label, str(getattr(part, named)) if named else "")
        else:
            yield from (Typed(text, is_note, label, str(n)) for n, text in enumerate(value, start=1))
