"""A drop-off as the rules need it, compared with its entry: the tables can be altered by hand, what is sealed cannot.

What a verb takes out of altered tables would stand in the log for ever.
"""

from buyback.desk.pricing import Quote
from buyback.facts import DroppedOff, FoliosReserved, Marks, MarksCorrected, VoucherIssued, marks_of
from buyback.i18n import _
from buyback.rules import BlankForm, DropOffState, Voucher
from buyback.store.engine import Db
from buyback.store.fitting import Unfit
from buyback.store.views import corrections, drop_offs, forms, log, setup, vouchers
from buyback.store.views.drop_offs import ItemView


def state(db: Db, folio: str) -> DropOffState:
    """The drop-off; UnknownFolio where there is none, Unfit where its entry says another amount, site or other items."""
    found = drop_offs.state(db, folio)
    fact = drop_offs.sealed(db, folio)
    quote = Quote(fact.table, fact.lines)
    if (found.total, found.usd, found.site) != (quote.mxn, quote.usd, fact.site):
        raise Unfit(_("the amount of {folio} is not the one in its sealed entry").format(folio=folio))
    items = [(item.number, item.type_code, item.quantity, item.custody, item.cuts) for item in found.items]
    if items != _items(db, fact):
        raise Unfit(_("the items of {folio} are not those in its sealed entry").format(folio=folio))
    return found


def marks(db: Db, item: ItemView) -> Marks:
    """The item's marks; Unfit where its drop-off's entry, or that of its last correction, says others."""
    corrected = [one.seq for one in corrections.of_drop_off(db, item.folio) if one.item == item.id]
    if corrected:
        last = log.entry(db, corrected[-1]).fact
        found = [last.now] if isinstance(last, MarksCorrected) and last.item == item.id else []
    else:
        lines = drop_offs.sealed(db, item.folio).lines
        found = [marks_of(line) for line in lines if line.number == item.line]
    if found != [marks_of(item)]:
        raise Unfit(_("the marks of {item} are not those in its sealed entry").format(item=item.id))
    return found[0]


def voucher(db: Db, folio: str) -> Voucher | None:
    """The drop-off's voucher, None where none was issued; Unfit where the entry, which follows the drop-off's, says another."""
    found = vouchers.voucher(db, folio)
    seq = drop_offs.sealed_by(db, folio) + 1
    fact = log.entry(db, seq).fact if log.sealed(db, seq) else None
    issued = fact if isinstance(fact, VoucherIssued) and fact.folio == folio else None
    if (None if found is None else _issued(found)) != issued:
        raise Unfit(_("the voucher of {folio} is not the one in its sealed entry").format(folio=folio))
    return found


def form(db: Db, folio: str) -> BlankForm | None:
    """The blank form with this folio, None where there is none; Unfit where no entry reserved it so."""
    found = forms.form(db, folio)
    if found is None:
        return None
    fact = log.entry(db, found.seq).fact if log.sealed(db, found.seq) else None
    if not isinstance(fact, FoliosReserved) or folio not in fact.folios or fact.site != found.site:
        raise Unfit(_("the form {folio} is not one that its sealed entry reserved").format(folio=folio))
    return found


def _issued(row: Voucher) -> VoucherIssued:
    day, until = row.business_on.isoformat(), row.expires_on.isoformat()
    return VoucherIssued(row.folio, row.site, day, row.amount.amount_minor, until, row.coded)


def _items(db: Db, fact: DroppedOff) -> list[tuple[int, str, int, str, int]]:
    """The lines of the entry, with what the table that it was paid by says of their classes."""
    of = {one.code: one for one in setup.table_at(db, fact.table_seq).table.classes}
    return [
        (line.number, line.type_code, line.quantity, of[line.class_code].custody, of[line.class_code].cuts)
        for line in fact.lines
    ]
