"""How much verification looked at, for whoever reads its end."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """What was checked, and how many of each.

    `objects` are tables, indexes and triggers; `entries` those whose digests, order and columns were checked; `told`
    those whose facts were walked over, and `rules` says for how much of each check of theirs; `rows` those of `tables` that were compared with a replay; `checkpoints` were
    given from elsewhere, `notes` are signed ones of this ledger that lie beside it; `borne_out` are the entries for which
    one of both stands, `against` those of which a signed one says otherwise than the log; `strange` are the files that
    name this ledger and that no key of its log signed; `secrets` are the PINs and codes that the log says there are.
    """

    objects: int = 0
    entries: int = 0
    checkpoints: int = 0
    told: int = 0
    tables: int = 0
    rows: int = 0
    secrets: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    notes: int = 0
    borne_out: set[int] = field(default_factory=set)
    against: set[int] = field(default_factory=set)
    strange: tuple[str, ...] = ()

    @property
    def reach(self) -> int:
        """The newest entry for which a checkpoint or a note stands; 0 where none does."""
        return max(self.borne_out, default=0)

    def before(self, seq: int) -> int:
        """The newest such entry before this one; 0 where there is none."""
        return max((one for one in self.borne_out if one < seq), default=0)
