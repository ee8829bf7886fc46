"""Marks that were recorded wrongly: one verb, one transaction."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from buyback import errors, folios, rules
from buyback.desk import sealed
from buyback.desk.items import FIELDS, cleaned_text
from buyback.desk.turn import turn
from buyback.facts import Correctable, Marks, MarksCorrected, SerialStatus
from buyback.free_text import REASON, required
from buyback.store.engine import Store
from buyback.store.views import custody, drop_offs, setup


@dataclass(frozen=True, slots=True)
class NewMarks:
    """What is to be corrected: None leaves a mark as it stands, an empty text takes it away.

    A serial is one that was read; `serial_status` says why there is none. Only one of the two is given.
    """

    make: str | None = None
    model: str | None = None
    calibre: str | None = None
    serial: str | None = None
    serial_status: SerialStatus | None = None
    country: str | None = None
    marks: str | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that is in the ledger. `serials_seen`: other items that carry a new serial already."""

    item: str
    business_on: date
    corrected_by: str
    status: Correctable
    reason: str
    was: Marks
    now: Marks
    serials_seen: tuple[str, ...]


def correct(store: Store, item: str, new: NewMarks, *, reason: str, by: str, at: datetime) -> Corrected:
    """Correct the marks of one item; what they were stays in the entry, and every report of the day shows it.

    Nothing but marks: another type, condition, quantity or amount is a void. Refuses an item that was returned or
    voided or is counted in bulk, texts that receiving refuses, and what changes nothing.
    """
    reason = required(reason, REASON)
    folio, line = folios.parse_item(item, store.ledger)
    texts = {
        name: cleaned_text(name, text) for name in FIELDS if isinstance(text := getattr(new, name, None), str)
    }
    if texts.get("serial") and new.serial_status not in (None, "read"):
        raise errors.SerialAndStatus()
    with turn(store, "correct", by=by, at=at) as this:
        writer = this.writer
        sealed.state(writer.db, folio)
        found = custody.item(writer.db, folio, line)
        status = rules.check_correctable(found.state, is_traced=found.is_traced)
        was = sealed.marks(writer.db, found)
        now = _with_serial(replace(was, **texts), new, was)  # type: ignore[arg-type]  # texts has texts only
        if now == was:
            raise errors.NothingCorrected(item=found.id)
        seen = drop_offs.serials_seen(writer.db, {now.serial} - {was.serial}).get(now.serial, ())
        day = setup.site(writer.db, found.site).business_date(at)
        writer.append(MarksCorrected(found.id, day.isoformat(), status, reason, was, now))
        others = tuple(other for other in seen if other != found.id)
        return Corrected(found.id, day, writer.by, status, reason, was, now, others)


def _with_serial(marks: Marks, new: NewMarks, was: Marks) -> Marks:
    """The marks with a serial that was read, or with the word for why there is none."""
    if marks.serial and new.serial_status in (None, "read"):
        return replace(marks, serial_status="read")
    if new.serial_status in (None, "read"):
        return replace(marks, serial_status="not_asked" if was.serial else was.serial_status)
    return replace(marks, serial="", serial_status=new.serial_status)
