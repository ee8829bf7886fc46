"""The paper of an act: what was destroyed, or kept for a museum, item by item, with lines to sign on."""

from collections.abc import Sequence

from buyback import l10n
from buyback.export.paper import words
from buyback.export.paper.document import (
    Block,
    Code,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Signatures,
    Table,
    Title,
)
from buyback.i18n import N_, _, language, ngettext
from buyback.rules import VALUE_NAMES
from buyback.store.views.acts import ActItem, ActView
from buyback.store.views.setup import LedgerInfo

HOW_HASHED = N_(
    "SHA-256 over the tags of this list, sorted, each followed by a line feed; the first twelve digits. "
    "The file disposals.csv carries it too: paper, file and count are the same list, or are not."
)


def act(found: ActView, info: LedgerInfo, warnings: Sequence[str] = ()) -> Document:
    """The act of destruction, or of keeping, as far as it was recorded; `warnings` is what whoever signs should know."""
    is_cut = found.kind == "destroyed"
    heading = _("Act of destruction {number}") if is_cut else _("Act of keeping {number}")
    title = heading.format(number=found.number)
    how = (_("Method"), _(found.method)) if is_cut else (_("Kept"), _(VALUE_NAMES[found.method]))
    blocks: tuple[Block, ...] = (
        Title(title, over=info.programme, under=found.place),
        Facts((*who_and_when(found, info), how)),
        *map(Note, warnings),
        items(found, with_cuts=is_cut),
        *sums(found, info),
        Signatures(tuple((_("Witness"), name) for name in found.witnesses) + _others(is_cut=is_cut)),
    )
    return Document(title, language(), found.recorded_at, info.programme, running(title, found), blocks)


def _others(*, is_cut: bool) -> tuple[tuple[str, str], ...]:
    receives = (_("For Defensa"), "") if is_cut else (_("Received for the museum"), "")
    return ((_("Responsible for the site"), ""), receives)


# --- what other lists share -------------------------------------------------------------------------------------------


def who_and_when(found: ActView, info: LedgerInfo) -> tuple[tuple[str, str], ...]:
    """The day, the ledger, and the operators who recorded it."""
    return (
        (_("Day"), l10n.day_long(found.business_on)),
        (_("Recorded by"), ", ".join(found.recorded_by)),
        (_("Ledger"), info.code),
    )


def items(found: ActView, *, with_cuts: bool = False, with_box: bool = False) -> Table:
    """The list, numbered, each item with the marks by which it is told from another one."""
    columns = [
        Column("", 7, "lead", is_figure=True),
        Column(_("Tag"), 27, "lead", is_code=True),
        Column(_("Type and condition"), 40),
        Column(_("Make, model, calibre"), 36),
        Column(_("Serial"), 22, is_told=True),
    ]
    if with_cuts:
        columns.append(Column(_("Cuts"), 11, is_figure=True, is_told=True))
    if with_box:
        columns.append(Column(_("Received"), 16, is_box=True))
    rows = (_row(number, each, with_cuts=with_cuts) for number, each in enumerate(found.items, start=1))
    return Table(tuple(columns), tuple(row + ("",) * with_box for row in rows))


def _row(number: int, each: ActItem, *, with_cuts: bool) -> tuple[str, ...]:
    item = each.item
    cuts = (str(each.cuts) if each.cuts else "",) if with_cuts else ()
    what = f"{words.named(item)}, {words.condition(item)}"
    return f"{l10n.number(number)}.", item.id, what, words.maker(item), words.serial(item), *cuts


def sums(found: ActView, info: LedgerInfo) -> tuple[Block, ...]:
    """How many there are of what, and the hash by which the paper, the file and the count are compared."""
    listed = [each.item for each in found.items]
    n = len(listed)
    in_words = ngettext("{n} item", "{n} items", n).format(n=l10n.number(n))
    which = f"{found.number}, {l10n.day(found.business_on)}, {found.place}"
    return (
        Heading(_("In all"), is_last=True),
        Facts(((_("Act"), which), (_("Items in the list"), in_words), *words.by_figure(listed))),
        list_code(info, found.number, n, found.list_hash),
        Note(_(HOW_HASHED), is_small=True),
    )


def list_code(info: LedgerInfo, name: str, items: int, list_hash: str) -> Code:
    """The hash of a list for whoever compares it; a machine reads beside it which list it is, and of how many items."""
    return Code(_("Hash of the list"), list_hash, qr=f"{info.code}:{name}:{items}:{list_hash}")


def running(title: str, found: ActView) -> str:
    """What stands at the foot of every page, so that no page of another list is slipped in."""
    return f"{title}  ·  {found.list_hash}"
