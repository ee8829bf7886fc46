"""The facts: everything that can happen, as frozen values.

    LedgerOpened                         one, first, per ledger (one terminal, one chain)
    SiteAdded  OperatorEnrolled          where and by whom
    PayoutTableAdopted -> TableClass*, TableRow*    what is paid, whole, so that an old amount can always be explained
    RateRecorded                         pesos per dollar: for which day, from whom, when learned
    DroppedOff -> Line*                  one visit: one folio, its items, the table and the rate that were used
    PaidOut | Returned | Voided          what became of the drop-off
    Destroyed | Kept | HandedOver -> DisposedItem*  what became of each item, by an act
    MarksCorrected -> Marks, Marks       what was read wrongly from one item, and what is right

A value is a str, an int, a bool, or a tuple of them or of facts' parts; None means "not given" and is not written.
There is no field for a giver and there never is one. Dates are ISO 8601 (YYYY-MM-DD), times are UTC with
milliseconds and Z, pesos are centavos, dollars are cents.
"""

from typing import TypeAlias, get_args

from buyback.facts.custody import *
from buyback.facts.drop_offs import *
from buyback.facts.marks import *
from buyback.facts.setup import *
from buyback.facts.words import *

Fact: TypeAlias = (
    LedgerOpened
    | SiteAdded
    | OperatorEnrolled
    | PayoutTableAdopted
    | RateRecorded
    | DroppedOff
    | PaidOut
    | Returned
    | Voided
    | Destroyed
    | Kept
    | HandedOver
    | MarksCorrected
)

KINDS: dict[str, type[Fact]] = {kind.__name__: kind for kind in get_args(Fact)}
"""Every kind of fact by the name that its entry carries."""
