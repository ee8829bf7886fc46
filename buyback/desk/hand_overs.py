"""The receiver's side of a hand-over: what arrived of the list that was sent, and what became of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from buyback import errors, folios, rules
from buyback.desk import sealed
from buyback.desk.custody import ACT, clean_witnesses
from buyback.desk.items import FIELDS
from buyback.desk.turn import turn
from buyback.facts import (
    RESOLUTIONS,
    CheckedItem,
    HandOverChecked,
    NotReceivedResolved,
    Resolution,
    SerialStatus,
)
from buyback.free_text import NOTE_LONGEST, REASON, SHORT_LONGEST, clean, required
from buyback.i18n import _
from buyback.rules import Approval
from buyback.store.engine import Db, Store
from buyback.store.serials import serial_key
from buyback.store.views import acts, custody, hand_overs, setup
from buyback.store.views.acts import ActView
from buyback.store.views.drop_offs import ItemView


@dataclass(frozen=True, slots=True)
class Seen:
    """What the receiver says of one item: found or not, and its serial if it was read again."""

    item: str
    found: bool = True
    serial: str = ""
    serial_status: SerialStatus = "not_asked"


@dataclass(frozen=True, slots=True)
class Checked:
    """A hand-over whose check is in the ledger; `items` stand in the order of the act's list."""

    act: ActView
    business_on: date
    items: tuple[CheckedItem, ...]

    @property
    def confirmed(self) -> tuple[CheckedItem, ...]:
        return tuple(item for item in self.items if item.found)

    @property
    def not_received(self) -> tuple[CheckedItem, ...]:
        return tuple(item for item in self.items if not item.found)

    @property
    def differing(self) -> tuple[CheckedItem, ...]:
        """The items with another serial than the ledger has for them."""
        return tuple(item for item in self.items if item.differs)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of an item that was not received, as it is in the ledger now."""

    item: ItemView
    act: str
    business_on: date
    outcome: Resolution
    reason: str
    approved_by: str


def check_hand_over(
    store: Store,
    act: str,
    seen: Sequence[Seen],
    *,
    list_hash: str,
    by: str,
    at: datetime,
    witnesses: Sequence[str] = (),
) -> Checked:
    """Record what arrived, item by item: of every item of the act, and of no other.

    `list_hash` is that of the paper which the receiver holds. What is not found is missing from this day on; a serial
    that is not the ledger's is recorded as read, with the tags that it belongs to, and stops nothing.
    """
    number = required(act, ACT, longest=SHORT_LONGEST, note=False)
    names = clean_witnesses(witnesses)
    told = [_told(one, store.ledger) for one in seen]
    with turn(store, "hand-over-check", by=by, at=at) as this:
        db = this.writer.db
        rules.check_witnesses(names, this.operator.alias, 0)
        sent = _unchecked(db, number)
        items = {found.item.id: found.item for found in sent.items}
        paper = rules.check_list(sent.number, tuple(items), list_hash)
        rules.check_names(sent.number, tuple(items), [one.item for one in told])
        for came in {item.folio for item in items.values()}:
            sealed.state(db, came)
        by_item = {one.item: one for one in told}
        checked = tuple(_compared(db, item, by_item[name]) for name, item in items.items())
        day = setup.site(db, min(item.site for item in items.values())).business_date(at)
        this.writer.append(HandOverChecked(sent.number, day.isoformat(), paper, names, checked))
        return Checked(sent, day, checked)


def resolve_not_received(
    store: Store,
    item: str,
    outcome: Resolution,
    *,
    reason: str,
    by: str,
    at: datetime,
    approval: Approval | None = None,
) -> Resolved:
    """Record what became of an item that was not received; that it is lost, only with a supervisor's approval."""
    folio, line = folios.parse_item(item, store.ledger)
    if outcome not in RESOLUTIONS:
        raise errors.BadChoice(text=str(outcome)[:40], allowed=", ".join(RESOLUTIONS))
    reason = required(reason, REASON, longest=NOTE_LONGEST)
    with turn(store, "hand-over-resolve", by=by, at=at, approval=approval) as this:
        db = this.writer.db
        sealed.state(db, folio)
        found = custody.item(db, folio, line)
        rules.check_resolution(outcome, found.state)
        approved_by = this.approved("lost") if outcome == "lost" else ""
        act = hand_overs.missing_act(db, folio, line)
        day = setup.site(db, found.site).business_date(at)
        this.writer.append(NotReceivedResolved(act, found.id, day.isoformat(), outcome, reason, approved_by))
        return Resolved(custody.item(db, folio, line), act, day, outcome, reason, approved_by)


def _told(one: Seen, ledger_code: str) -> Seen:
    """What was said, its texts checked; a serial that was read is one."""
    name = folios.item_id(*folios.parse_item(one.item, ledger_code))
    serial = clean(one.serial, FIELDS["serial"], longest=SHORT_LONGEST, note=False)
    if not one.found and (serial or one.serial_status != "not_asked"):
        raise errors.MissingAndRead(item=name)
    status: SerialStatus = "read" if serial else one.serial_status
    if status == "read" and not serial:
        raise errors.TextMissing(field=FIELDS["serial"])
    return replace(one, item=name, serial=serial, serial_status=status)


def _unchecked(db: Db, number: str) -> ActView:
    """The hand-over with this number, which nobody checked yet."""
    sent = acts.act(db, number)
    if sent.kind != "handed_over":
        raise errors.NotAHandOver(
            act=sent.number, when=sent.business_on.isoformat(), kind=_(rules.STATUS_NAMES[sent.kind])
        )
    known = hand_overs.checked(db, sent.number)
    if known is not None:
        raise errors.AlreadyChecked(act=sent.number, when=known[0].isoformat(), by=known[1])
    return sent


def _compared(db: Db, item: ItemView, one: Seen) -> CheckedItem:
    """What was seen of the item, beside what the ledger has."""
    known = sealed.marks(db, item)
    key, again = serial_key(known.serial), serial_key(one.serial)
    others = () if again == key else hand_overs.carriers(db, one.serial, folio=item.folio, line=item.line)
    differs = rules.serial_differs(key, known.serial_status, again, one.serial_status, others)
    return CheckedItem(item.id, one.found, one.serial, one.serial_status, differs, others if differs else ())
