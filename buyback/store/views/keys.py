"""The keys by which a ledger signs its checkpoints, each as the entry that gave it says: a row alone can be altered."""

from dataclasses import dataclass
from datetime import datetime

from buyback.chain import Entry, open_body, parse_utc
from buyback.errors import BadVerifierKey
from buyback.fact_json import Undecodable
from buyback.facts import KeyChanged, LedgerOpened
from buyback.i18n import _
from buyback.signing.checkpoints import origin
from buyback.signing.keys import VerifierKey
from buyback.signing.outcomes import GivenKey
from buyback.store.engine import Db
from buyback.store.fitting import Unfit
from buyback.store.statements import text
from buyback.store.views import log


@dataclass(frozen=True, slots=True)
class LedgerKey:
    """A key of the ledger and the entry `seq` from which on it signs. `reason` is empty for the one that it began with."""

    seq: int
    key: VerifierKey
    given_at: datetime
    given_by: str
    reason: str
    approved_by: str


def current(db: Db) -> LedgerKey | None:
    """The key that signs now, None where the ledger has none; Unfit where the row and the log do not agree."""
    found = keys(db)
    return found[-1] if found else None


def keys(db: Db) -> tuple[LedgerKey, ...]:
    """Every key that the ledger has had, the first one first; each entry names the one before it."""
    row = db.connection.execute(
        text("SELECT signing_key, key_seq FROM ledger WHERE code = :ledger"), {"ledger": db.ledger}
    ).one()
    if not row.key_seq:
        return ()
    found: list[LedgerKey] = []
    seq: int | None = row.key_seq
    while seq is not None:
        if found and seq >= found[-1].seq:
            raise _unfit(seq)
        one, seq = _key(db, seq)
        found.append(one)
    if str(found[0].key) != row.signing_key:
        raise _unfit(row.key_seq)
    return tuple(reversed(found))


def good_at(db: Db, seq: int) -> LedgerKey | None:
    """The key that was the one to sign with when the entry `seq` was made."""
    return next((one for one in reversed(keys(db)) if one.seq <= seq), None)


def _key(db: Db, seq: int) -> tuple[LedgerKey, int | None]:
    """What the entry gave, and which entry gave the key before."""
    entry = log.entry(db, seq) if log.sealed(db, seq) else None
    given = None if entry is None else of_entry(entry)
    if entry is None or given is None:
        raise _unfit(seq)
    at, fact = parse_utc(entry.at), entry.fact
    if isinstance(fact, KeyChanged):
        return LedgerKey(seq, given, at, entry.by, fact.reason, fact.approved_by), fact.was_seq
    return LedgerKey(seq, given, at, entry.by, "", ""), None


def of_entry(entry: Entry) -> VerifierKey | None:
    """The key that the entry gives its ledger; None where it gives none, or what is no key of this ledger."""
    fact = entry.fact
    if not isinstance(fact, KeyChanged | LedgerOpened) or not fact.key:
        return None
    try:
        key = VerifierKey.parse(fact.key)
    except BadVerifierKey:
        return None
    return key if key.name == origin(entry.ledger) else None


def told(db: Db) -> tuple[GivenKey, ...]:
    """Every key that the log itself tells of, whatever its tables say: for whoever checks the ledger. It reads all of it."""
    bodies = db.connection.scalars(
        text(
            "SELECT body FROM entry WHERE ledger = :ledger AND kind IN ('LedgerOpened', 'KeyChanged') ORDER BY seq"
        ),
        {"ledger": db.ledger},
    )
    found = []
    for body in bodies:
        try:
            entry = open_body(str(body))
        except Undecodable:
            continue
        key = of_entry(entry)
        if key is not None:
            found.append(GivenKey(entry.seq, key))
    return tuple(found)


def _unfit(seq: int) -> Unfit:
    return Unfit(_("the key of the ledger is not the one that entry {seq} gave it").format(seq=seq))
