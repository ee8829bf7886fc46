"""What a total counts, and how it stood before, as text and JSON."""

from collections.abc import Iterable
from typing import Any

from buyback import l10n, report
from buyback.cli.output import Table, paragraph
from buyback.i18n import _
from buyback.report import Change, Definition, Summary
from buyback.store.views.earlier import Gone


def definition_json(one: Definition) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "counts": list(one.counts),
        "apart": list(one.apart),
        "sentence": one.sentence,
        "source": one.source,
    }


def definition_text(one: Definition) -> str:
    """The code, the sentence, the figures that it adds up, and where totals were published that add up so."""
    figures = " + ".join(map(report.count_name, one.counts))
    return "\n".join(
        (f"{one.code}: {one.name}", paragraph(one.sentence), paragraph(f"= {figures}"), one.source)
    )


def as_of(found: Summary) -> str:
    """Where the log stands: what a later report can be held against."""
    return _("As the log stands at entry {seq}.").format(seq=l10n.number(found.seq))


def earlier_json(changes: Iterable[Change], gone: Iterable[Gone]) -> dict[str, Any]:
    return {
        "figures": [
            {
                "code": one.code,
                "entry": one.moment.seq,
                "date": one.moment.day.isoformat(),
                "then": one.then,
                "now": one.now,
                "left": one.left,
                "added": one.added,
            }
            for one in changes
        ],
        "gone": [
            {
                "folio": one.folio,
                "figure": one.counts_as,
                "pieces": one.pieces,
                "how": one.how,
                "entry": one.seq,
                "date": one.day.isoformat(),
                "by": one.by,
                "reason": one.reason,
            }
            for one in gone
        ],
    }


def fallen_text(found: Summary) -> tuple[str, ...]:
    """What is smaller than an earlier report said, and why; nothing where nothing is."""
    if not found.fallen:
        return ()
    said = (*report.fallen_sentences(found.fallen), _(report.FALLEN_MEANS))
    return ("\n".join((_(report.FALLEN), *map(paragraph, said))),)


def against_text(found: Summary) -> tuple[str, ...]:
    """Every figure beside what it was at the entry that was asked for, and what left the count since."""
    if found.against is None:
        return ()
    moment = found.against.moment
    title = _("Since entry {seq} ({day})").format(seq=l10n.number(moment.seq), day=l10n.day(moment.day))
    heads = ("~" + _("Figure"), *(">" + head for head in (_("Then"), _("Left"), _("Added"), _("Now"))))
    rows = [
        (one.name, *map(l10n.number, (one.then, one.left, one.added, one.now)))
        for one in found.against.changes
    ]
    gone = (paragraph(report.gone_sentence(one)) for one in found.against.gone)
    return ("\n".join((title, str(Table(heads, rows)), *gone)),)
