"""How much verification looked at, for whoever reads its end."""

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """What was checked, and how many of each.

    `objects` are tables, indexes and triggers; `entries` those whose digests, order and columns were checked; `told`
    those whose facts were walked over; `rows` those of `tables` that were compared with a replay; `checkpoints` were
    given from elsewhere; `secrets` are the PINs and codes that the log says there are.
    """

    objects: int = 0
    entries: int = 0
    checkpoints: int = 0
    told: int = 0
    tables: int = 0
    rows: int = 0
    secrets: int = 0
