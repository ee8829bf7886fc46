"""Where the log stood: checkpoints.csv, keys.csv, and the folder of signed notes as they lie beside the ledger.

A note that lies there is copied byte for byte, with whatever others signed below. Of a close whose note is missing one is
made anew where the ledger's key is on this computer; else the close has its row in checkpoints.csv and no note.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from buyback.chain import Checkpoint
from buyback.errors import Refusal
from buyback.export import checkpoints
from buyback.export.folder import Made
from buyback.signing.outcomes import GivenKey
from buyback.store import places
from buyback.store.engine import Db
from buyback.store.views import close
from buyback.store.views.close import Close
from buyback.store.views.export import Column, File, Reference
from buyback.store.views.totals import EVER, NEVER, Span

FOLDER = "checkpoints"

CHECKPOINTS = File(
    "checkpoints",
    "Checkpoints",
    "Where the log stood at each close of day, at what else the ledger's key signed in the folder of notes, and when the"
    " pack was made. One that fits no entry is of another history that the ledger's key signed.",
    (
        Column("ledger", "text", "Ledger."),
        Column("entry", "whole", "So many entries the log had."),
        Column("checkpoint", "text", "Ledger, entry and digest of that entry, with colons between, as on paper."),
        Column("of", "text", "What it is of: a close of day, the head of the log, or another moment.",
               allowed=("close", "head", "other")),
        Column("site", "text", "Site that closed.", required=False),
        Column("business_on", "day", "The day that it closed.", required=False),
        Column("note", "text", "The signed note in this folder; empty where there is none.", required=False),
        Column("came", "text", "Where the note is from: kept beside the ledger, or signed anew for this pack.",
               required=False, allowed=("kept", "signed_anew")),
    ),
    ("ledger", "checkpoint"),
    (Reference(("ledger", "entry"), "entries", ("ledger", "seq")),),
)  # fmt: skip
KEYS = File(
    "keys",
    "The ledger's own keys",
    "The public half of each key that signs the ledger's checkpoints, as tools for signed notes read it.",
    (
        Column("ledger", "text", "Ledger."),
        Column(
            "entry", "whole", "The entry that gave the ledger this key; it signs until another one is given."
        ),
        Column("key", "text", "Name, id and public half; see https://c2sp.org/signed-note."),
    ),
    ("ledger", "entry"),
    (Reference(("ledger", "entry"), "entries", ("ledger", "seq")),),
)


@dataclass(frozen=True, slots=True)
class Stood:
    """A checkpoint of the log, of which close it is, and its note: the text of its file, "" where there is none."""

    checkpoint: Checkpoint
    of: str
    close: Close | None = None
    note: str = ""
    came: str = ""

    @property
    def file(self) -> str:
        """The name of the note's file in the pack."""
        return f"{FOLDER}/{places.checkpoint_name(self.checkpoint)}" if self.note else ""


def stood(
    db: Db, head: Checkpoint, given: Sequence[GivenKey], folder: str = "", contested: int | None = None
) -> tuple[Stood, ...]:
    """Every close, the head, and what else the ledger's keys signed in the folder, in the order of the log.

    From the entry `contested` on, of which a note says otherwise than the log, nothing is signed anew.
    """
    own = [one.key for one in given]
    lies = {
        one.checkpoint: one.text for one in checkpoints.kept(db.connection.engine, db.ledger, own, folder)
    }
    found = {one.checkpoint: one for one in _closes(db, given, lies, contested)}
    for checkpoint, note in lies.items():
        if checkpoint not in found:
            of = "head" if checkpoint == head else "other"
            found[checkpoint] = Stood(checkpoint, of, None, note, "kept")
    found.setdefault(head, Stood(head, "head"))
    return tuple(found[one] for one in sorted(found, key=lambda one: (one.seq, one.digest)))


def _closes(
    db: Db, given: Sequence[GivenKey], lies: dict[Checkpoint, str], contested: int | None
) -> Iterator[Stood]:
    for one in close.closes(db, Span(EVER, NEVER)):
        note, came = lies.get(one.checkpoint, ""), "kept"
        if not note and (contested is None or one.checkpoint.seq < contested):
            note, came = _anew(db, one.checkpoint, given), "signed_anew"
        yield Stood(one.checkpoint, "close", one, note, came if note else "")


def _anew(db: Db, checkpoint: Checkpoint, given: Sequence[GivenKey]) -> str:
    """A note with the signature of the key that was the ledger's then; "" where it is not on this computer."""
    good = next((one.key for one in reversed(given) if one.seq <= checkpoint.seq), None)
    if good is not None:
        with suppress(Refusal):
            return str(checkpoints.signed(db.connection.engine, checkpoint, good))
    return ""


def tables(ledger: str, stood: Sequence[Stood], given: Sequence[GivenKey]) -> tuple[Made, Made]:
    """The rows of checkpoints.csv and of keys.csv."""
    rows = [
        (
            ledger,
            one.checkpoint.seq,
            str(one.checkpoint),
            one.of,
            one.close.site if one.close else "",
            one.close.day.isoformat() if one.close else "",
            one.file,
            one.came,
        )
        for one in stood
    ]
    return (CHECKPOINTS, rows), (KEYS, [(ledger, one.seq, str(one.key)) for one in given])
