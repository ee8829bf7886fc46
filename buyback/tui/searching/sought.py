"""What was typed, as it was understood, and which drop-offs and entries it means."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from buyback.i18n import _
from buyback.store.views.lists import KINDS, Filter
from buyback.store.views.log import Entries
from buyback.tui.searching.called import Names
from buyback.tui.searching.telling import told

_IN_DROP_OFFS = {"words", "types", "site", "by", "status", "left", "kind", "days", "amount"}
_IN_LOG = {"words", "site", "by", "kind", "days"}
_LINE = re.compile(r"(.+)/([1-9]\d{0,2})", re.ASCII)


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
        said = {name: words for name, words in self._told(names) if name not in self._said_otherwise(of_log)}
        parts = [words for name, words in said.items() if name in here]
        others = ", ".join(words for name, words in said.items() if name not in here)
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
            yield name, told(name, value, names)
