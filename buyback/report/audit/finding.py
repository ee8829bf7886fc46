"""A finding of the audit, and all of them together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from buyback import l10n
from buyback.i18n import _
from buyback.money import Money
from buyback.rules import LOOKS, MOST_LINKS, Look, LookName, finding_key
from buyback.store.engine import Db
from buyback.store.views.audit.answers import Answer
from buyback.store.views.audit.case import Case, Link, Said
from buyback.store.views.audit.thresholds import Thresholds
from buyback.store.views.totals import Span

_MOST_NAMED = 5

Worded: TypeAlias = tuple[Case, str]
LookAt: TypeAlias = Callable[[Db, Span, date], Iterable[Worded]]
"""The cases of one kind, each with its sentence in the current language."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an auditor should look at. `sentence` says what was found, in the current language.

    It rests on `number` entries or items since the day `since`, `last_seq` is the newest; `listed` names the first of them,
    up to MOST_LISTED.
    """

    key: str
    look: LookName
    sentence: str
    since: date
    number: int
    last_seq: int
    listed: Sequence[Link]
    answers: tuple[Answer, ...] = ()

    @classmethod
    def of(cls, look: LookName, case: Case, sentence: str) -> "Finding":
        key = finding_key(look, *case.about)
        return cls(key, look, sentence, case.since, case.number, case.last_seq, case.links)

    @property
    def kind(self) -> Look:
        """What kind of finding it is: its title, its meaning and how sure it is."""
        return LOOKS[self.look]

    @property
    def is_answered(self) -> bool:
        """Whether somebody answered it when it rested on all that it rests on now."""
        return any(answer.last_seq >= self.last_seq for answer in self.answers)

    @property
    def links(self) -> tuple[Link, ...]:
        """The first few of what it rests on, as files and the command line name them."""
        return tuple(self.listed[:MOST_LINKS])

    def names(self, folio: str, item: str = "") -> bool:
        """Whether it rests on the drop-off, or with an item on that one of its items."""
        return any(link.folio == folio and (not item or link.item in ("", item)) for link in self.listed)

    def order(self) -> tuple[date, int, str]:
        """The oldest first."""
        return self.since, self.last_seq, self.key


def answered(finding: Finding, known: Mapping[str, tuple[Answer, ...]]) -> Finding:
    """The finding with what was answered to it."""
    return replace(finding, answers=known.get(finding.key, ()))


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit of some days found, and by which thresholds."""

    span: Span
    findings: tuple[Finding, ...]
    thresholds: Thresholds

    @property
    def answered(self) -> int:
        """How many findings are answered."""
        return sum(1 for one in self.findings if one.is_answered)

    @property
    def open(self) -> int:
        """How many are not, or not any more."""
        return len(self.findings) - self.answered


def words(template: str, case: Case, **more: Said) -> str:
    """A translated sentence with what a case says; days, amounts and numbers as a person reads them."""
    said = case.said | {"n": case.number} | more
    return template.format(**{name: _shown(value) for name, value in said.items()})


def _shown(value: Said) -> str:
    if isinstance(value, Money):
        return l10n.money(value)
    if isinstance(value, date):
        return l10n.day(value)
    return l10n.number(value) if isinstance(value, int) else value


def named(case: Case) -> str:
    """The first of the items that a case rests on, or of its drop-offs, and how many more there are."""
    first = ", ".join(link.item or link.folio for link in case.links[:_MOST_NAMED])
    more = case.number - _MOST_NAMED
    return first if more <= 0 else _("{first} and {n} more").format(first=first, n=more)


def with_reason(sentence: str, reason: object) -> str:
    """The sentence with the reason that somebody gave, where there is one."""
    return _("{sentence} Reason: {reason}.").format(sentence=sentence, reason=reason) if reason else sentence
