"""What was destroyed, receipt by receipt, as far as an entry of the log: all that a ledger tells in public."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Row

from buyback.fingerprints import check_code
from buyback.store.engine import Db
from buyback.store.fitting import Unfit
from buyback.store.statements import streamed, text

_BATCH_ROWS = 2000


class Destroyed(NamedTuple):
    """Pieces of one type, by its names in the payout table, that one act destroyed on one business day."""

    business_on: str
    act: str
    type_es: str
    type_en: str
    method: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was destroyed of one drop-off, in the order of `Destroyed`; the codes are those on its receipt."""

    folio: str
    check_code: str
    destroyed: tuple[Destroyed, ...]


_THEIRS = "x.folio >= :folio AND x.folio < :folio_end AND x.ledger = :ledger AND x.kind = 'destroyed' AND x.seq <= :seq"
_ROWS = (
    "SELECT x.folio, x.act, x.business_on, x.method, i.type_code, i.quantity, d.table_seq, e.digest FROM disposal x"
    " JOIN item i ON i.folio = x.folio AND i.line = x.line JOIN drop_off d ON d.folio = x.folio"
    f" JOIN entry e ON e.ledger = d.ledger AND e.seq = d.seq WHERE {_THEIRS} ORDER BY x.folio, x.line"
)


def count(db: Db, seq: int) -> int:
    """Of how many receipts something was destroyed, by entries up to this one."""
    found: int = db.connection.execute(
        text(f"SELECT count(DISTINCT x.folio) FROM disposal x WHERE {_THEIRS}"), _values(db, seq)
    ).scalar_one()
    return found


def receipts(db: Db, seq: int) -> Iterator[Receipt]:
    """Those receipts, one after the other; memory does not grow with them."""
    names = _names(db)
    with closing(_rows(db, seq)) as rows:
        for folio, of_folio in groupby(rows, key=lambda row: str(row.folio)):
            found = list(of_folio)
            yield Receipt(folio, check_code(found[0].digest), _together(found, names))


def _rows(db: Db, seq: int) -> Generator[Row[Any], None, None]:
    with streamed(db.connection, _ROWS, _values(db, seq), batch=_BATCH_ROWS) as found:
        yield from found


def _together(
    rows: Iterable[Row[Any]], names: dict[tuple[int, str], tuple[str, str]]
) -> tuple[Destroyed, ...]:
    """The lines of a drop-off, those that tell the same as one, so that nothing shows which line was which."""
    pieces: dict[Destroyed, int] = {}
    for row in rows:
        if (row.table_seq, row.type_code) not in names:
            raise Unfit(f"type_code = {row.type_code!r}")
        es, en = names[row.table_seq, row.type_code]
        same = Destroyed(row.business_on, row.act, es, en, row.method, 0)
        pieces[same] = pieces.get(same, 0) + row.quantity
    return tuple(sorted(same._replace(quantity=quantity) for same, quantity in pieces.items()))


def _names(db: Db) -> dict[tuple[int, str], tuple[str, str]]:
    """What each adopted payout table calls its types."""
    found = db.connection.execute(
        text("SELECT table_seq, code, name_es, name_en FROM payout_row WHERE ledger = :ledger"),
        {"ledger": db.ledger},
    )
    return {(row.table_seq, row.code): (row.name_es, row.name_en) for row in found}


def _values(db: Db, seq: int) -> dict[str, object]:
    """A folio begins with its ledger's code, so that the key alone finds the rows and gives their order."""
    return {"ledger": db.ledger, "seq": seq, "folio": f"{db.ledger}-", "folio_end": f"{db.ledger}."}
