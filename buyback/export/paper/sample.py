"""The sheet of a shelf sample: the list that is walked along the shelf, with a box beside each item."""

from zoneinfo import ZoneInfo

from buyback import l10n, report
from buyback.export.paper import words
from buyback.export.paper.act import list_code
from buyback.export.paper.document import (
    Blank,
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Signatures,
    Table,
    Title,
)
from buyback.fingerprints import list_hash
from buyback.i18n import _, language
from buyback.store.views.samples import Sample
from buyback.store.views.setup import LedgerInfo, Site


def sample(found: Sample, info: LedgerInfo, site: Site | None, zone: ZoneInfo) -> Document:
    """The list as it was drawn, with what was said of it so far; `site` is None where it is of all."""
    title = _("Shelf sample {seq}").format(seq=found.seq)
    tags = [one.item.id for one in found.items]
    hashed = list_hash(tags)
    told = [one for one in found.items if one.result != "open"]
    blocks: tuple[Block, ...] = (
        Title(title, over=info.programme, under=words.where(site) if site else _("All sites")),
        Facts(
            (
                (_("Drawn"), f"{l10n.moment(found.drawn_at, zone)}, {found.drawn_by}"),
                (_("Seed"), str(found.seed)),
                (_("Held then, items"), l10n.number(found.population)),
                (_("Drawn, items"), l10n.number(len(found.items))),
                (_("Ledger"), info.code),
            )
        ),
        Note(_("Read every tag and every serial on the shelf itself, and tick the box of what is there.")),
        _items(found),
        *([Heading(_("Result"))] if told else []),
        *(map(Note, report.sample_sentences(found)) if told else ()),
        Blank(_("Not found, or different"), 3),
        list_code(info, str(found.seq), len(tags), hashed),
        Note(report.how_drawn(found), is_small=True),
        Note(
            _("Held then: SHA-256 of the sorted tags, each followed by a line feed: {digest}").format(
                digest=found.population_hash
            ),
            is_small=True,
        ),
        Signatures(((_("Looked"), ""), (_("Responsible for the site"), ""))),
    )
    running = f"{title}  ·  {hashed}"
    return Document(title, language(), found.drawn_at, info.programme, running, blocks)


def _items(found: Sample) -> Table:
    columns = (
        Column("", 7, "lead", is_figure=True),
        Column(_("Tag"), 27, "lead", is_code=True),
        Column(_("Type and condition"), 34),
        Column(_("Make, model, calibre"), 30),
        Column(_("Serial"), 20, is_told=True),
        Column(_("Result"), 18),
        Column(_("Found"), 12, is_box=True),
    )
    rows = (
        (
            f"{l10n.number(number)}.",
            one.item.id,
            f"{words.named(one.item)}, {words.condition(one.item)}",
            words.maker(one.item),
            words.serial(one.item),
            "" if one.result == "open" else _(report.RESULT_NAMES[one.result]),
            "",
        )
        for number, one in enumerate(found.items, start=1)
    )
    return Table(columns, tuple(rows))
