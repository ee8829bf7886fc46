"""A visit, and what became of it."""

from collections.abc import Iterator

from buyback import chain, facts, rules
from buyback.chain import Entry
from buyback.money import Money
from buyback.store import models
from buyback.store.projections.change import Change, Insert, Row, Update, changes_of, disposal, move, same
from buyback.store.serials import serial_key


@changes_of.register
def _dropped_off(fact: facts.DroppedOff, entry: Entry) -> Iterator[Change]:
    number = _exact(int(fact.folio.split("-")[1]))
    total_minor = _exact(sum(line.amount_minor for line in fact.lines))
    yield Insert(
        "drop_off",
        same(fact, models.DropOffRow)
        | {
            "ledger": entry.ledger,
            "number": number,
            "seq": entry.seq,
            "received_at": entry.at,
            "received_by": entry.by,
            "status": rules.status_after(fact.settlement, Money(total_minor)),
            "settled_on": "",
            "settled_by": "",
            "status_reason": "",
            "total_minor": total_minor,
            "total_cents": _exact(sum(line.usd_cents for line in fact.lines)),
            "pieces": _exact(sum(line.quantity for line in fact.lines)),
            "table_code": fact.table,
        },
    )
    for line in fact.lines:
        yield Insert("item", _item(fact, line, entry))
    yield Update("ledger", {"code": entry.ledger}, {"folios": number})


def _exact(number: int) -> int:
    """The number, if a fact could hold it."""
    if abs(number) > chain.LARGEST_INTEGER:
        raise ValueError(f"{number!s:.20} is too large")
    return number


def _item(fact: facts.DroppedOff, line: facts.Line, entry: Entry) -> Row:
    return same(line, models.ItemRow) | {
        "folio": fact.folio,
        "line": line.number,
        "ledger": entry.ledger,
        "site": fact.site,
        "business_on": fact.business_on,
        "donated": int(line.donated),
        "serial_key": serial_key(line.serial),
        "status": "held",
        "status_on": fact.business_on,
        "status_seq": entry.seq,
    }


@changes_of.register
def _paid(fact: facts.PaidOut, entry: Entry) -> Iterator[Change]:
    row = {"ledger": entry.ledger, "seq": entry.seq, "paid_at": entry.at, "paid_by": entry.by}
    yield Insert("payout", row | same(fact, models.PayoutPaid))
    yield settle(fact.folio, "paid", fact.business_on, entry.by)


@changes_of.register
def _returned(fact: facts.Returned, entry: Entry) -> Iterator[Change]:
    yield settle(fact.folio, "returned", fact.business_on, entry.by, fact.reason)
    for name in fact.items:
        yield Insert("disposal", disposal(name, 0, "returned", fact.business_on, entry))
        yield move(name, "returned", fact.business_on, entry)


@changes_of.register
def _voided(fact: facts.Voided, entry: Entry) -> Iterator[Change]:
    row = {"ledger": entry.ledger, "seq": entry.seq, "voided_at": entry.at, "voided_by": entry.by}
    yield Insert("void", row | same(fact, models.VoidRow))
    yield settle(fact.folio, "voided", fact.business_on, entry.by, fact.reason)
    for name in fact.items:
        yield move(name, "voided", fact.business_on, entry)


def settle(folio: str, status: str, business_on: str, by: str, reason: str = "") -> Update:
    row = {"status": status, "settled_on": business_on, "settled_by": by, "status_reason": reason}
    return Update("drop_off", {"folio": folio}, row)
