"""The list that goes along with what Defensa takes away: the receiver ticks it off, item by item."""

from collections.abc import Sequence

from buyback.export.paper.act import items, running, sums, who_and_when
from buyback.export.paper.document import Blank, Block, Document, Facts, Note, Signatures, Title
from buyback.i18n import _, language
from buyback.store.views.acts import ActView
from buyback.store.views.setup import LedgerInfo


def hand_over(found: ActView, info: LedgerInfo, warnings: Sequence[str] = ()) -> Document:
    """The list of a hand-over, with a box beside each item and both sides' lines to sign on; `warnings` as in `act`."""
    title = _("Hand-over {number}").format(number=found.number)
    blocks: tuple[Block, ...] = (
        Title(title, over=info.programme, under=found.place),
        Facts((*who_and_when(found, info), (_("Handed over to"), found.receiver))),
        *map(Note, warnings),
        Note(
            _(
                "Whoever receives reads every tag and every serial again and ticks its box. What is not there, or "
                "carries another tag, is written down below before anybody signs."
            )
        ),
        items(found, with_box=True),
        *sums(found, info),
        Blank(_("Not received, or different"), 3),
        Signatures(
            (
                (_("Hands over"), ""),
                (_("Receives for {receiver}").format(receiver=found.receiver), ""),
                *((_("Witness"), name) for name in found.witnesses),
            )
        ),
    )
    return Document(title, language(), found.recorded_at, info.programme, running(title, found), blocks)
