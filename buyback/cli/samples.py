"""Shelf samples as text and JSON."""

from collections.abc import Sequence
from typing import Any

from buyback import l10n, report
from buyback.cli.output import Table, paragraph
from buyback.i18n import _
from buyback.store.views.samples import NotFound, Sample, Sampled


def sample_json(found: Sample) -> dict[str, Any]:
    return {
        "sample": found.seq,
        "date": found.business_on.isoformat(),
        "site": found.site,
        "by": found.drawn_by,
        "seed": found.seed,
        "population": found.population,
        "population_sha256": found.population_hash,
        "undrawn": found.undrawn,
        "strata": [
            {"site": one.site, "class": one.class_code, "held": one.held, "drawn": one.drawn}
            for one in found.strata
        ],
        "drawn": len(found.items),
        **{result: found.number(result) for result in report.RESULT_NAMES},
        "most_missing": report.most_missing(found),
        "items": [
            {
                "item": one.item.id,
                "site": one.item.site,
                "class": one.item.class_code,
                "type": one.item.type_code,
                "serial": one.item.serial,
                "status": one.item.status,
                "result": one.result,
                "entry": one.told_seq,
                "date": one.told_on.isoformat() if one.told_on else "",
                "by": one.told_by,
                "note": one.note,
            }
            for one in found.items
        ],
    }


def sample_text(found: Sample) -> tuple[str | Table, ...]:
    """What was drawn and how, the list with what was said of each item, and what it comes to."""
    rows = [(one.item.id, one.item.site, one.item.name, one.item.serial, _result(one)) for one in found.items]
    heads = (_("Tag"), "~" + _("Site"), "~" + _("Type"), "~" + _("Serial"), "~" + _("Result"))
    title = _("Sample {seq}, {day}, {by}").format(
        seq=l10n.number(found.seq), day=l10n.day(found.business_on), by=found.drawn_by
    )
    head = (f"{found.site}, {title}" if found.site else title, paragraph(report.sample_heading(found)))
    return (
        "\n".join((*head, paragraph(report.how_drawn(found)))),
        Table(heads, rows),
        "\n".join(map(paragraph, report.sample_sentences(found))),
    )


def _result(one: Sampled) -> str:
    words = _(report.RESULT_NAMES[one.result])
    return f"{words}: {one.note}" if one.note else words


def samples_table(found: Sequence[Sample]) -> Table:
    """Every sample in one line."""
    rows = [
        (
            l10n.number(one.seq),
            l10n.day(one.business_on),
            one.site or _("All sites"),
            str(one.seed),
            l10n.number(one.population),
            *(l10n.number(one.number(result)) for result in report.RESULT_NAMES),
        )
        for one in found
    ]
    heads = (">" + _("Sample"), _("Day"), "~" + _("Site"), ">" + _("Seed"), ">" + _("Held"))
    return Table((*heads, ">" + _("Open"), ">" + _("Found"), ">" + _("Not found")), rows)


def not_found_json(one: NotFound) -> dict[str, Any]:
    return {
        "item": one.item.id,
        "type": one.item.type_code,
        "serial": one.item.serial,
        "site": one.item.site,
        "status": one.item.status,
        "since": one.since.isoformat(),
        "by": one.told_by,
        "sample": one.sample_seq,
        "note": one.note,
    }


def not_found_text(found: Sequence[NotFound]) -> list[str]:
    """What samples did not find; nothing where everything was."""
    said = [paragraph(report.not_found_sentence(one)) for one in found]
    return ["\n".join((_(report.NOT_ON_SHELF), *said))] if said else []
