"""What is typed to search the ledger: words in any order, each of which narrows the lists. Pure.

A word is known by what it looks like (a folio, a day, an amount) or by what it names (a site, a person, a status, a type, a
kind of entry), in either language. `by:`, `type:`, `serial:` and their like before a word say what it is. Whatever is not
known is the beginning of a folio or of a serial.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Any

from buyback import l10n
from buyback.describe import KIND_NAMES, kind_name
from buyback.errors import BadAmount, Refusal, UnknownWord
from buyback.i18n import N_, _, in_every_language
from buyback.money import Money
from buyback.payout_table import PayoutTable
from buyback.rules import DROP_OFF_STATUSES, STATUS_NAMES, row_name
from buyback.store.views.lists import KINDS, Filter
from buyback.store.views.log import Entries
from buyback.store.views.setup import Site
from buyback.tui.typed_time import parse_day

LONGEST = 120

_PREFIXES = {
    "words": (N_("folio"), N_("tag"), N_("serial")),
    "types": (N_("type"),),
    "site": (N_("site"),),
    "by": (N_("by"),),
    "status": (N_("status"),),
    "kind": (N_("kind"),),
    "days": (N_("day"),),
    "amount": (N_("amount"),),
}
"""What may stand before a colon, for each thing that lists are narrowed by."""
_LEFT = ("held", "destroyed", "kept", "handed_over", "lost")
"""Where an item is now; the other statuses are those of drop-offs too."""
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
_IN_DROP_OFFS = {"words", "types", "site", "by", "status", "left", "kind", "days", "amount"}
_IN_LOG = {"words", "site", "by", "kind", "days"}
_MOST_WORDS = 6
_SHORTEST_NAME = 3
_LAST_DAY = "9000"
"""Later days are typing errors, and the day after the last of all is none."""
_LINE = re.compile(r"(.+)/([1-9]\d{0,2})", re.ASCII)
_ENTRY = re.compile(r"\d{1,12}", re.ASCII)
_MOST_TYPES = 60

_PART = re.compile(r'(?:[^\s":]+:)?"[^"]*"?|\S+')
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}", re.ASCII)
_BOUND = re.compile(r"(?P<sign>>=|<=|>|<|=|\$)(?P<amount>.+)")

Found = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """What words can name in a ledger, and which day it is."""

    sites: tuple[Site, ...]
    people: tuple[str, ...]
    table: PayoutTable
    code: str
    today: date


@dataclass(frozen=True, slots=True)
class Sought:
    """What was typed, as it was understood: a value for each thing that lists are narrowed by, and what is wrong with it."""

    found: Mapping[str, Any] = field(default_factory=dict)
    wrong: str = ""

    @property
    def words(self) -> str:
        """The beginning of a folio, a tag or a serial."""
        return str(self.found.get("words", ""))

    @property
    def folio(self) -> str:
        """What is left of the words without the line of a tag."""
        return self.words.partition("/")[0].strip()

    @property
    def line(self) -> int:
        """The line of an item, where its tag was typed; 0 for a whole drop-off."""
        tag = _LINE.fullmatch(self.words)
        return int(tag[2]) if tag else 0

    def drop_offs(self) -> Filter:
        """Which drop-offs it means."""
        found = self.found
        first, last = found.get("days", (None, None))
        least, most, is_open = found.get("amount", (None, None, False))
        kind = found.get("kind", "") if not {"status", "left"} & set(found) else ""
        return Filter(
            words=self.folio,
            site=found.get("site", ""),
            status=found.get("status", ""),
            first=first,
            last=last,
            by=found.get("by", ""),
            types=found.get("types", ()),
            left=found.get("left", ""),
            kind=kind if kind in KINDS else "",
            least_minor=least + 1 if is_open and least is not None else least,
            most_minor=most - 1 if is_open and most is not None else most,
        )

    def entries(self, zone: tzinfo) -> Entries:
        """Which entries it means, but for a folio; days are those of the zone."""
        found = self.found
        first, last = found.get("days", (None, None))
        return Entries(
            kinds=(found["kind"],) if "kind" in found else (),
            by=found.get("by", ""),
            site=found.get("site", ""),
            since=datetime.combine(first, time(), zone).astimezone(UTC) if first else None,
            until=datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC) if last else None,
        )

    def said(self, names: Names, *, of_log: bool) -> str:
        """What the list is narrowed by, in words; and what of it that list is not narrowed by."""
        here = _IN_LOG if of_log else _IN_DROP_OFFS
        if not of_log and self.found.get("kind") not in KINDS:
            here = here - {"kind"}
        told = {name: words for name, words in self._told(names) if name not in self._said_otherwise(of_log)}
        parts = [words for name, words in told.items() if name in here]
        others = ", ".join(words for name, words in told.items() if name not in here)
        if others:
            parts.append(_("not here: {what}").format(what=others))
        return "; ".join(filter(None, (", ".join(parts), self.wrong)))

    def _said_otherwise(self, of_log: bool) -> set[str]:
        """A status is a kind of entry in the log, and of both one is enough."""
        statuses = {"status", "left"} & set(self.found)
        if not statuses or "kind" not in self.found:
            return set()
        return statuses if of_log else {"kind"}

    def _told(self, names: Names) -> Iterator[tuple[str, str]]:
        for name, value in self.found.items():
            yield name, _TELL[name](value, names)


def entry_typed(text: str) -> int | None:
    """The number of an entry, where nothing else was typed."""
    return int(text) if _ENTRY.fullmatch(text.strip()) else None


def understood(text: str, names: Names) -> Sought:
    """What a person typed, as far as it can be understood."""
    parts = _PART.findall(text[:LONGEST])
    found: Found = {}
    rest: list[str] = []
    reader = _Reader(names)
    place = 0
    while place < len(parts):
        prefix, colon, value = parts[place].partition(":")
        name = _prefix(prefix) if colon else ""
        if name:
            try:
                found |= reader.named(name, value.strip('"'))
            except Refusal as refusal:
                return Sought(found, str(refusal))
            place += 1
            continue
        taken, meant = reader.phrase(parts[place:])
        if meant is None:
            rest.append(parts[place].strip('"'))
        else:
            found |= meant
        place += taken
    if rest:
        found["words"] = " ".join(filter(None, (found.get("words", ""), *rest)))
    return Sought(found)


@dataclass
class _Reader:
    """Finds out what words mean in a ledger."""

    names: Names

    def phrase(self, parts: list[str]) -> tuple[int, Found | None]:
        """How many of the first parts belong together, and what they mean; None for a beginning of a folio or serial."""
        for length in range(min(_MOST_WORDS, len(parts)), 0, -1):
            if any(":" in part and _prefix(part.partition(":")[0]) for part in parts[1:length]):
                continue
            words = " ".join(parts[:length])
            meant = self._known.get(_folded(words)) or _shaped(words, self.names.today) or self._type(words)
            if meant:
                return length, dict(meant)
        return 1, None

    def named(self, name: str, value: str) -> Found:
        """What a word with a name before it means; a refusal where there is no such thing."""
        if not value:
            return {}
        if name == "words":
            return {"words": value}
        if name == "types":
            rows = self.names.table.find(value)[:_MOST_TYPES]
            return {"types": tuple(row.code for row in rows) or (value,)}
        if name in ("days", "amount"):
            meant = _shaped(value, self.names.today) or (_amount(f"={value}") if name == "amount" else None)
            return meant if meant and name in meant else self._nothing(value)
        meant = self._known.get(_folded(value), {})
        wanted = {"status": ("status", "left", "kind")}.get(name, (name,))
        return {key: meant[key] for key in wanted if key in meant} or self._nothing(value)

    def _nothing(self, value: str) -> Found:
        raise UnknownWord(text=value[:40])

    @cached_property
    def _known(self) -> dict[str, Found]:
        """Everything that has a name, by that name."""
        known: dict[str, Found] = {}

        def add(called: str, **meant: Any) -> None:
            known.setdefault(_folded(called), {}).update(meant)

        for kind, words in KIND_NAMES.items():
            for called in in_every_language(words):
                add(called, kind=kind)
        for status in (*DROP_OFF_STATUSES, *_LEFT):
            kind_of = {"kind": _KIND_OF[status]} if status in _KIND_OF else {}
            for called in in_every_language(STATUS_NAMES[status]):
                add(called, **{"left" if status in _LEFT else "status": status}, **kind_of)
        for site in self.names.sites:
            for word in (site.code, site.name, *filter(_tells, site.name.split())):
                if _folded(word) not in known:
                    add(word, site=site.code)
        for alias in self.names.people:
            known[_folded(alias)] = {"by": alias}
        today = self.names.today
        for words, first, last in (
            (_TODAY, today, today),
            (_YESTERDAY, today - timedelta(days=1), today - timedelta(days=1)),
            (_WEEK, today - timedelta(days=6), today),
            (_MONTH, today.replace(day=1), today),
        ):
            for called in in_every_language(words):
                add(called, days=(first, last))
        return known

    def _type(self, words: str) -> Found | None:
        """The types that are called so; a single word needs some letters, or to be just what a type is called."""
        rows = self.names.table.find(words)[:_MOST_TYPES] if _compact(words) else ()
        if not rows:
            return None
        is_name = any(
            _compact(words) in map(_compact, (row.code, row.name_es, row.name_en, *row.aliases))
            for row in rows
        )
        is_word = all(len(word) >= _SHORTEST_NAME and word.isalpha() for word in _folded(words).split())
        return {"types": tuple(row.code for row in rows)} if is_name or is_word else None


# --- days and amounts ---------------------------------------------------------------------------------------------------


def _shaped(text: str, today: date) -> Found | None:
    """A day, a month, a span of days, or an amount; None for anything else."""
    if " " in text:
        return None
    first, dots, last = text.partition("..")
    if not dots:
        days = _days(text)
        return {"days": days} if days else _amount(text)
    begin, end = _days(first), _days(last)
    if (begin or not first) and (end or not last) and (begin or end):
        return {"days": (begin[0] if begin else None, end[1] if end else today)}
    return _amounts(first, last)


def _days(text: str) -> tuple[date, date] | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        if "/" in text:
            day, month, year = text.split("/")
            text = f"{year}-{month:0>2}-{day:0>2}"
        if text > _LAST_DAY:
            return None
        if len(text) == len("2025-02"):
            first = parse_day(f"{text}-01")
            return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return parse_day(text), parse_day(text)
    except Refusal:
        return None


def _amount(text: str) -> Found | None:
    """ ">8000", "<=500", "$8,700": what a total is held against; with a "$" or "=" it is just that."""
    found = _BOUND.fullmatch(text)
    if found is None:
        return None
    try:
        minor = l10n.parse_amount(found["amount"]).amount_minor
    except BadAmount:
        return None
    sign = found["sign"]
    least = None if sign in ("<", "<=") else minor
    most = None if sign in (">", ">=") else minor
    return {"amount": (least, most, sign in ("<", ">"))}


def _amounts(first: str, last: str) -> Found | None:
    try:
        least, most = (l10n.parse_amount(part).amount_minor for part in (first, last))
    except BadAmount:
        return None
    return {"amount": (least, most, False)}


# --- in words -----------------------------------------------------------------------------------------------------------


def _days_told(days: tuple[date | None, date], _names: Names) -> str:
    first, last = days
    if first is None:
        return _("until {day}").format(day=l10n.day(last))
    if first == last:
        return l10n.day_weekday(first)
    return _("{first} to {last}").format(first=l10n.day(first), last=l10n.day(last))


def _amount_told(amount: tuple[int | None, int | None, bool], _names: Names) -> str:
    least, most, is_open = amount
    shown = [l10n.money(Money(minor)) for minor in (least, most) if minor is not None]
    if least == most:
        return shown[0]
    if most is None:
        return (_("more than {amount}") if is_open else _("{amount} or more")).format(amount=shown[0])
    if least is None:
        return (_("less than {amount}") if is_open else _("{amount} or less")).format(amount=shown[0])
    return _("{first} to {last}").format(first=shown[0], last=shown[1])


def _types_told(codes: tuple[str, ...], names: Names) -> str:
    rows = {row.code: row_name(row) for row in names.table.rows}
    shown = ", ".join(rows.get(code, code) for code in codes[:2])
    if len(codes) > 2:
        shown = _("{first} and {n} more").format(first=shown, n=len(codes) - 2)
    return _("with {types}").format(types=shown)


def _site_told(code: str, names: Names) -> str:
    return next((site.name for site in names.sites if site.code == code), code)


_TELL: dict[str, Callable[[Any, Names], str]] = {
    "words": lambda words, _names: _("folio or serial {words}").format(words=words),
    "types": _types_told,
    "site": _site_told,
    "by": lambda alias, _names: _("by {alias}").format(alias=alias),
    "status": lambda status, _names: _(STATUS_NAMES[status]),
    "left": lambda status, _names: _(STATUS_NAMES[status]),
    "kind": lambda kind, _names: kind_name(kind),
    "days": _days_told,
    "amount": _amount_told,
}


def _prefix(word: str) -> str:
    """What a word before a colon says that the next one is; "" where it says nothing."""
    typed = _folded(word)
    for name, words in _PREFIXES.items():
        if any(typed == _folded(called) for one in words for called in in_every_language(one)):
            return name
    return ""


def _tells(word: str) -> bool:
    return len(word) > _SHORTEST_NAME


def _compact(text: str) -> str:
    return "".join(character for character in _folded(text) if character.isalnum())


def _folded(text: str) -> str:
    """Without accents, capitals and quotation marks."""
    plain = unicodedata.normalize("NFKD", text.strip('" ')).casefold()
    return "".join(character for character in plain if not unicodedata.combining(character))
