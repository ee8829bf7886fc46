"""How many findings of some days nobody has answered, by kind: what a close, a summary and a signed paper say of them.

Never a hindrance: a day is closed with its findings, as it is with its differences. But nobody has to open the audit to
learn that there are any.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from buyback import l10n
from buyback.i18n import _, ngettext
from buyback.report.audit.finding import Finding
from buyback.report.audit.looking import audited
from buyback.rules import LOOKS, LookName
from buyback.store.engine import Db
from buyback.store.views.totals import Span


@dataclass(frozen=True, slots=True)
class Unanswered:
    """How many findings of the span's days are not answered, by kind in the order of `rules.LOOKS`; kinds without any
    are left out."""

    span: Span
    kinds: tuple[tuple[LookName, int], ...]

    def __bool__(self) -> bool:
        return bool(self.kinds)

    @property
    def number(self) -> int:
        """How many there are in all."""
        return sum(number for _look, number in self.kinds)


def unanswered(db: Db, span: Span, today: date) -> Unanswered:
    """The findings of the span's days that nobody answered, or not since more came; `today` as for `audited`."""
    return _counted(span, audited(db, span, today).findings)


def of_day(db: Db, site: str, day: date) -> Unanswered:
    """Those of a site's day as they stand on its evening: what only time makes a finding is one of a later day."""
    return unanswered(db, Span(day, day, site), day)


def _counted(span: Span, findings: tuple[Finding, ...]) -> Unanswered:
    numbers = Counter(one.look for one in findings if not one.is_answered)
    return Unanswered(span, tuple((look, numbers[look]) for look in LOOKS if look in numbers))


def how_many(found: Unanswered) -> str:
    """How many there are of which kind, in one sentence."""
    if not found:
        return _("No finding of the audit is without an answer.")
    words = ngettext(
        "{n} finding of the audit is not answered: {kinds}.",
        "{n} findings of the audit are not answered: {kinds}.",
        found.number,
    )
    kinds = ", ".join(f"{_(LOOKS[look].title)} ({l10n.number(number)})" for look, number in found.kinds)
    return words.format(n=l10n.number(found.number), kinds=kinds)


def where_to_answer(found: Unanswered) -> tuple[str, str]:
    """Which command lists them, and which one answers, each in a line of its own, to be copied."""
    span = found.span
    site = f" --site {span.site}" if span.site else ""
    listing = f"buyback audit --from {span.first.isoformat()} --to {span.last.isoformat()}{site} --open"
    return (
        _("List: {command}").format(command=listing),
        _("Answer: {command}").format(command='buyback audit answer KEY --note "TEXT"'),
    )
