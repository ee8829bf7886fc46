"""What a receipt carries beside the drop-off itself."""

from buyback.fingerprints import check_code
from buyback.store.engine import Db
from buyback.store.statements import text
from buyback.store.views import drop_offs


def code_of(db: Db, folio: str) -> str:
    """The check code of a drop-off, of the entry that recorded it; UnknownFolio where there is none."""
    digest = db.connection.scalar(
        text(
            "SELECT e.digest FROM drop_off d JOIN entry e ON e.ledger = d.ledger AND e.seq = d.seq"
            " WHERE d.folio = :folio AND d.ledger = :ledger"
        ),
        {"folio": folio, "ledger": db.ledger},
    )
    if digest is None:
        raise drop_offs.unknown(db, folio)
    return check_code(digest)
