"""What a ledger works with."""

from collections.abc import Iterator

from buyback import facts
from buyback.chain import Entry
from buyback.store import models
from buyback.store.projections.change import Change, Insert, Row, Update, changes_of, same


@changes_of.register
def _opened(fact: facts.LedgerOpened, entry: Entry) -> Iterator[Change]:
    yield Insert(
        "ledger",
        {
            "code": entry.ledger,
            "programme": fact.programme,
            "currency": fact.currency,
            "opened_at": entry.at,
            "head_seq": 0,
            "head_digest": "",
            "folios": 0,
            "signing_key": fact.key or "",
            "key_seq": entry.seq if fact.key else 0,
        },
    )


@changes_of.register
def _key_changed(fact: facts.KeyChanged, entry: Entry) -> Iterator[Change]:
    yield Update("ledger", {"code": entry.ledger}, {"signing_key": fact.key, "key_seq": entry.seq})


@changes_of.register
def _site(fact: facts.SiteAdded, entry: Entry) -> Iterator[Change]:
    yield Insert("site", {"ledger": entry.ledger, "seq": entry.seq} | same(fact, models.SiteRow))


@changes_of.register
def _table(fact: facts.PayoutTableAdopted, entry: Entry) -> Iterator[Change]:
    row: Row = {"ledger": entry.ledger, "seq": entry.seq, "adopted_at": entry.at, "adopted_by": entry.by}
    yield Insert("payout_table", row | same(fact, models.PayoutTableRow) | {"complete": int(fact.complete)})
    key: Row = {"ledger": entry.ledger, "table_seq": entry.seq}
    for position, of in enumerate(fact.classes, start=1):
        own: Row = {"position": position, "traced": int(of.traced)}
        yield Insert("payout_class", key | same(of, models.PayoutClass) | own)
    for position, priced in enumerate(fact.rows, start=1):
        own = {"position": position, "aliases": "|".join(priced.aliases)}
        yield Insert("payout_row", key | same(priced, models.PayoutRow) | own)


@changes_of.register
def _rate(fact: facts.RateRecorded, entry: Entry) -> Iterator[Change]:
    row = {"ledger": entry.ledger, "seq": entry.seq, "recorded_by": entry.by}
    yield Insert("rate", row | same(fact, models.RateRow))
