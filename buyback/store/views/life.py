"""The whole life of a drop-off or of one item of it: every entry of the log that tells of it."""

from buyback.store.engine import Db
from buyback.store.statements import text

_OF_DROP_OFF = """
SELECT seq FROM drop_off WHERE folio = :folio AND ledger = :ledger
UNION SELECT form_seq FROM drop_off WHERE folio = :folio AND ledger = :ledger
UNION SELECT seq FROM payout WHERE folio = :folio AND ledger = :ledger
UNION SELECT seq FROM void WHERE folio = :folio AND ledger = :ledger
UNION SELECT seq FROM voucher WHERE folio = :folio AND ledger = :ledger
"""
_OF_ITEM = """
UNION SELECT seq FROM disposal WHERE folio = :folio AND ledger || '' = :ledger AND (:line = 0 OR line = :line)
UNION SELECT seq FROM arrival WHERE folio = :folio AND ledger || '' = :ledger AND (:line = 0 OR line = :line)
UNION SELECT seq FROM correction WHERE folio = :folio AND ledger || '' = :ledger AND (:line = 0 OR line = :line)
UNION SELECT sample_seq FROM sample_item
      WHERE folio = :folio AND ledger || '' = :ledger AND (:line = 0 OR line = :line)
"""
_ANSWERS = "SELECT seq, finding FROM finding_answer WHERE ledger = :ledger"
_ONLY_IN_THE_LOG = (
    """
    SELECT e.seq, e.body FROM entry e WHERE e.ledger = :ledger AND e.kind = 'SampleChecked'
      AND e.seq > (SELECT min(s.sample_seq) FROM sample_item s
                   WHERE s.folio = :folio AND s.ledger || '' = :ledger AND s.told_seq > 0)
      AND e.seq <= (SELECT max(s.told_seq) FROM sample_item s WHERE s.folio = :folio AND s.ledger || '' = :ledger)
    """,
    """
    SELECT e.seq, e.body FROM entry e WHERE e.ledger = :ledger AND e.kind = 'VoucherCodeRefused'
      AND e.seq > (SELECT v.seq FROM voucher v WHERE v.folio = :folio AND v.ledger = :ledger AND v.wrong > 0)
      AND e.seq < coalesce((SELECT p.seq FROM payout p WHERE p.folio = :folio), :end)
    """,
)
"""The tables keep what was said last of an item in a sample, and how many wrong codes were given in a row."""


def life(db: Db, folio: str, line: int = 0) -> tuple[int, ...]:
    """The numbers of the entries that tell of a drop-off, with a line of this item of it only, in the order of the log.

    What was said to a finding of the audit counts where the finding is about the drop-off or the item by name.
    """
    values = {"ledger": db.ledger, "folio": folio, "line": line}
    found = set(db.connection.scalars(text(_OF_DROP_OFF + _OF_ITEM), values))
    name = f"{folio}/{line}" if line else folio
    marks = (f'"{folio}"', f'"{name}"' if line else f'"{folio}/')
    for statement in _ONLY_IN_THE_LOG:
        rows = db.connection.execute(text(statement), {"ledger": db.ledger, "folio": folio, "end": 2**53})
        found.update(row.seq for row in rows if any(mark in row.body for mark in marks))
    answers = db.connection.execute(text(_ANSWERS), {"ledger": db.ledger})
    found.update(row.seq for row in answers if _is_about(row.finding.split(":")[1:], folio, line))
    return tuple(sorted(seq for seq in found if seq))


def _is_about(about: list[str], folio: str, line: int) -> bool:
    """Whether the key of a finding names the drop-off; of an item, whether it names no other one."""
    items = [name for name in about if name.startswith(f"{folio}/")]
    return folio in about or (bool(items) and (not line or f"{folio}/{line}" in items))
