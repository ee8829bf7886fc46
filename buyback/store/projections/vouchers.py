"""Vouchers, and the wrong codes that were given for them."""

from collections.abc import Iterator

from buyback import facts
from buyback.chain import Entry
from buyback.store import models
from buyback.store.projections.change import Change, Insert, Row, Update, changes_of, same


@changes_of.register
def _issued(fact: facts.VoucherIssued, entry: Entry) -> Iterator[Change]:
    own: Row = {
        "ledger": entry.ledger,
        "seq": entry.seq,
        "issued_at": entry.at,
        "issued_by": entry.by,
        "coded": int(fact.coded),
        "wrong": 0,
    }
    yield Insert("voucher", same(fact, models.VoucherRow) | own)


@changes_of.register
def _refused(fact: facts.VoucherCodeRefused, _entry: Entry) -> Iterator[Change]:
    yield Update("voucher", {"folio": fact.folio}, {"wrong": fact.tries})
