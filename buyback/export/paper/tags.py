"""Tags: a label for every item, by which it is found again. Nothing on it tells who brought it or what was paid."""

from collections.abc import Sequence

from buyback import l10n
from buyback.export.paper import words
from buyback.export.paper.document import Document, Label, Labels
from buyback.i18n import _, language, ngettext
from buyback.rules import STATUS_NAMES
from buyback.store.views.drop_offs import ItemView, Whole
from buyback.store.views.setup import LedgerInfo


def tags(items: Sequence[ItemView], first: Whole, info: LedgerInfo) -> Document:
    """A label for each item, in this order; `first` is the drop-off of the first one, whose moment the file carries."""
    n = len(items)
    title = ngettext("{n} tag from {first}", "{n} tags from {first}", n).format(n=n, first=items[0].id)
    labels = Labels(tuple(_label(item) for item in items))
    return Document(title, language(), first.received_at, info.programme, "", (labels,))


def _label(item: ItemView) -> Label:
    """An item that is no longer held says so, so that no old tag goes onto another weapon unnoticed."""
    told = [words.named(item), words.condition(item)]
    serial = _("Serial {serial}").format(serial=words.serial(item)) if words.serial(item) else ""
    left = "" if item.status == "held" else _(STATUS_NAMES[item.status]).upper()
    taken_in = f"{item.site}, {l10n.day(item.business_on)}"
    return Label(item.id, tuple(filter(None, (*told, words.maker(item), serial, taken_in, left))), qr=item.id)
