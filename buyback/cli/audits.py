"""What an audit found, as JSON and as text."""

import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from buyback import l10n
from buyback.chain import utc_text
from buyback.cli.output import paragraph, width
from buyback.i18n import _, ngettext
from buyback.report.audit import Audited, Finding, Unanswered, told
from buyback.report.audit.waiting import how_many, where_to_answer
from buyback.rules import HOURS, LOOKS, setting_word
from buyback.store.views.totals import EVER, NEVER

_INDENT = "  "


def as_json(found: Audited, shown: tuple[Finding, ...]) -> dict[str, Any]:
    """The findings that are shown, how many there are in all, and by which thresholds."""
    span = found.span
    return {
        "first": None if span.first == EVER else span.first.isoformat(),
        "last": None if span.last == NEVER else span.last.isoformat(),
        "site": span.site,
        "findings": [finding_json(one) for one in shown],
        "found": len(found.findings),
        "open": found.open,
        "answered": found.answered,
        "thresholds": {setting_word(name): value for name, value in found.thresholds.numbers}
        | {HOURS: {site: str(known) for site, known in found.thresholds.hours}},
    }


def unanswered_json(found: Unanswered) -> dict[str, Any]:
    """How many findings nobody answered, in all and by kind."""
    return {"number": found.number, "kinds": dict(found.kinds)}


def unanswered_text(found: Unanswered) -> tuple[str, ...]:
    """How many findings nobody answered, of which kind, and where to answer them; nothing where there are none."""
    return ("\n".join((paragraph(how_many(found)), *where_to_answer(found))),) if found else ()


def finding_json(one: Finding) -> dict[str, Any]:
    """A finding with the entries behind it and its answers; texts are in the current language."""
    return {
        "key": one.key,
        "finding": one.look,
        "title": _(one.kind.title),
        "meaning": told.meaning(one.kind),
        "certainty": one.kind.certainty,
        "sentence": one.sentence,
        "since": one.since.isoformat(),
        "number": one.number,
        "last_entry": one.last_seq,
        "links": [{"entry": link.seq, "folio": link.folio, "item": link.item} for link in one.links],
        "answered": one.is_answered,
        "answers": [
            {
                "entry": answer.seq,
                "last_entry": answer.last_seq,
                "at": utc_text(answer.answered_at),
                "by": answer.answered_by,
                "note": answer.note,
            }
            for answer in one.answers
        ],
    }


def as_text(found: Audited, shown: tuple[Finding, ...]) -> Iterator[str]:
    """A block for each kind of finding: what it means, then each with its key, its entries and its answers;
    at the end how many there are, and by which thresholds."""
    for look, group in groupby(shown, key=lambda one: one.look):
        kind = LOOKS[look]
        head = paragraph(told.heading(kind))
        yield "\n".join((head, paragraph(told.meaning(kind)), *(finding_text(one) for one in group)))
    yield _counted(found)
    yield paragraph(told.thresholds(found.thresholds))


def finding_text(one: Finding) -> str:
    """A finding in some lines, the first with its key: that is what an answer names."""
    lines = (told.since(one), told.entries(one), *told.answers(one))
    folded = (textwrap.fill(line, width(), initial_indent=_INDENT, subsequent_indent=_INDENT,
                            break_long_words=False, break_on_hyphens=False) for line in lines)  # fmt: skip
    return "\n".join((f"- {one.key}", *folded))


def _counted(found: Audited) -> str:
    number = len(found.findings)
    if not number:
        return _("The audit found nothing on these days.")
    words = ngettext(
        "{n} finding: {open} open, {answered} answered.",
        "{n} findings: {open} open, {answered} answered.",
        number,
    )
    return words.format(
        n=l10n.number(number), open=l10n.number(found.open), answered=l10n.number(found.answered)
    )
