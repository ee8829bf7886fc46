"""A visit, and what became of it."""

from collections.abc import Iterator

from buyback import facts, rules
from buyback.chain import Entry
from buyback.folios import number_of
from buyback.money import Money
from buyback.store import models
from buyback.store.projections.change import (
    Change,
    Insert,
    Row,
    Update,
    changes_of,
    disposal,
    exact,
    move,
    same,
)
from buyback.store.projections.forms import typed_in
from buyback.store.serials import serial_key


@changes_of.register
def _dropped_off(fact: facts.DroppedOff, entry: Entry) -> Iterator[Change]:
    number = exact(number_of(fact.folio))
    total_minor = exact(sum(line.amount_minor for line in fact.lines))
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
            "total_cents": exact(sum(line.usd_cents for line in fact.lines)),
            "pieces": exact(sum(line.quantity for line in fact.lines)),
            "table_code": fact.table,
            "form_seq": fact.form_seq or 0,
        },
    )
    for line in fact.lines:
        yield Insert("item", _item(fact, line, entry))
    if fact.form_seq is None:
        yield Update("ledger", {"code": entry.ledger}, {"folios": number})
    else:  # its folio was given out with the form
        yield typed_in(fact.folio, fact.business_on, entry)


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
        "arrival": "none",
        "arrival_on": "",
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
