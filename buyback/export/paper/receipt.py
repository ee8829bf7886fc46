"""The receipt: what a person takes home. It says what was handed in and paid, and nothing about who handed it in.

Of a drop-off on voucher it is the voucher too: how much, until when, and that the code has to be brought, which stands
nowhere on it.
"""

from buyback import l10n
from buyback.export.paper import words
from buyback.export.paper.document import (
    Banner,
    Block,
    Code,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Sum,
    Table,
    Title,
)
from buyback.i18n import _, language
from buyback.rates import source_name
from buyback.rules import Voucher
from buyback.store.views.drop_offs import ItemView, Whole
from buyback.store.views.setup import LedgerInfo, Site


def receipt(
    whole: Whole,
    site: Site,
    info: LedgerInfo,
    check_code: str,
    *,
    voucher: Voucher | None,
    is_copy: bool,
) -> Document:
    """The receipt of a drop-off as it stands now; one that is no longer valid says so above everything else."""
    blocks: tuple[Block, ...] = (
        *_banners(whole, is_copy=is_copy),
        Title(_("Receipt"), over=info.programme, under=words.where(site)),
        Code(_("Folio"), whole.folio, qr=whole.folio),
        Facts(((_("Date"), words.when(whole, site)),)),
        _items(whole),
        Sum(_("Total in pesos"), l10n.money(whole.total), _in_dollars(whole)),
        Facts(((_("Payment"), _payment(whole)),)),
        *(_promise(voucher) if voucher and voucher.is_open else ()),
        Code(_("Check code"), check_code),
        *_kept(whole),
        Note(_("No personal data was asked for, and none was recorded."), is_small=True),
    )
    title = _("Receipt {folio}").format(folio=whole.folio)
    return Document(title, language(), whole.received_at, info.programme, title, blocks)


def _banners(whole: Whole, *, is_copy: bool) -> tuple[Banner, ...]:
    ended = {
        "voided": _("VOIDED on {day}: this receipt is not valid"),
        "returned": _("RETURNED on {day}: everything went back, nothing was paid"),
    }.get(whole.status)
    found = (Banner(ended.format(day=l10n.day(whole.settled_on))),) if ended and whole.settled_on else ()
    return (*found, Banner(_("COPY"))) if is_copy else found


def _promise(voucher: Voucher) -> tuple[Block, ...]:
    """What is paid to whoever brings the paper, and what has to be brought with it."""
    bring = (
        _(
            "Bring this paper and your code, the four digits that you chose: whoever brings both is paid, once."
        )
        if voucher.coded
        else _("Bring this paper: whoever brings it is paid, once, if a supervisor agrees. It has no code.")
    )
    told = (
        (_("Folio"), voucher.folio),
        (_("Amount"), l10n.money(voucher.amount)),
        (_("Good until"), l10n.day_long(voucher.expires_on)),
    )
    return Heading(_("Voucher")), Facts(told), Note(bring)


def _kept(whole: Whole) -> tuple[Note, ...]:
    """What the codes are for; a receipt that is no longer valid leads nowhere."""
    if whole.status in ("voided", "returned"):
        return ()
    words = _("Keep this receipt: its folio and check code tell later what became of what was handed in.")
    return (Note(words, is_small=True),)


def _items(whole: Whole) -> Table:
    columns = (
        Column(_("Type"), 50, "lead"),
        Column(_("Condition"), 22),
        Column(_("Quantity"), 14, is_figure=True, is_told=True),
        Column(_("Pesos"), 20, "end", is_figure=True),
    )
    return Table(columns, tuple(_row(item) for item in whole.items))


def _row(item: ItemView) -> tuple[str, ...]:
    amount = _("donated") if item.donated else l10n.amount(item.amount.amount_minor)
    return item.name, words.condition(item), l10n.number(item.quantity), amount


def _in_dollars(whole: Whole) -> str:
    return _("{usd}, at {rate} ({source}, {day})").format(
        usd=l10n.money(whole.usd),
        rate=l10n.rate(whole.rate),
        source=source_name(whole.rate_source),
        day=l10n.day(whole.rate_as_of),
    )


def _payment(whole: Whole) -> str:
    """How it stands with the payment, on one line."""
    amount = l10n.money(whole.total)
    if whole.status == "paid":
        by_voucher = whole.settlement == "voucher"
        paid = _("Voucher for {amount} redeemed on {day}") if by_voucher else _("{amount} paid on {day}")
        return paid.format(amount=amount, day=l10n.day(whole.settled_on) if whole.settled_on else "")
    if whole.status == "voucher":
        return _("Voucher for {amount}").format(amount=amount)
    if whole.status == "owed":
        return _("Not paid yet: {amount} is owed").format(amount=amount)
    if whole.status == "none":
        is_donated = all(item.donated for item in whole.items)
        return _("Donated: nothing was to be paid") if is_donated else _("Nothing was to be paid")
    return _("Voided") if whole.status == "voided" else _("Nothing was paid")
