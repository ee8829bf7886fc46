"""The facts: everything that can happen, as frozen values.

    LedgerOpened                         one, first, per ledger (one terminal, one chain)
    KeyChanged                           the key by which the ledger signs its checkpoints, from here on
    SiteAdded  SettingChanged            where, and by which settings of the ledger
    OperatorEnrolled  RolesChanged  OperatorRevoked  PinSet  PinRefused    by whom, and who may do what
    PayoutTableAdopted -> TableClass*, TableRow*    what is paid, whole, so that an old amount can always be explained
    RateRecorded                         pesos per dollar: for which day, from whom, when learned
    DroppedOff -> Line*                  one visit: one folio, its items, the table and the rate that were used
    PaidOut | Returned | Voided          what became of the drop-off
    VoucherIssued  VoucherCodeRefused    a promise on paper, and wrong codes for it
    FoliosReserved  FormsReturned        blank forms: folios on paper, typed in later or returned
    CashMoved  CashCounted  CashDiffered -> Denomination*    the cash box of a site, beside the payouts
    DayClosed  CloseCompared             a site's day is counted and signed, and its paper is compared later
    Destroyed | Kept | HandedOver -> DisposedItem*  what became of each item, by an act
    HandOverChecked -> CheckedItem*      what the authority that took a hand-over says of each item of its list
    NotReceivedResolved                  what became of an item that it did not receive
    MarksCorrected -> Marks, Marks       what was read wrongly from one item, and what is right
    FindingAnswered                      what is behind a finding of the audit
    SampleDrawn -> SampledStratum*       what is looked for on the shelf, drawn by a seed
    SampleChecked -> SampledItem*        what was found of it
    ClockWentBack                        the computer's clock, where it contradicts the log

A value is a str, an int, a bool, or a tuple of them or of facts' parts; None means "not given" and is not written.
There is no field for a giver and there never is one. Dates are ISO 8601 (YYYY-MM-DD), times are UTC with
milliseconds and Z, pesos are centavos, dollars are cents.
"""

from typing import TypeAlias, get_args

from buyback.facts.audit import *
from buyback.facts.cash import *
from buyback.facts.close import *
from buyback.facts.custody import *
from buyback.facts.drop_offs import *
from buyback.facts.forms import *
from buyback.facts.marks import *
from buyback.facts.people import *
from buyback.facts.samples import *
from buyback.facts.setup import *
from buyback.facts.vouchers import *
from buyback.facts.words import *

Fact: TypeAlias = (
    LedgerOpened
    | KeyChanged
    | SiteAdded
    | OperatorEnrolled
    | RolesChanged
    | OperatorRevoked
    | PinSet
    | PinRefused
    | SettingChanged
    | ClockWentBack
    | PayoutTableAdopted
    | RateRecorded
    | DroppedOff
    | PaidOut
    | Returned
    | Voided
    | VoucherIssued
    | VoucherCodeRefused
    | FoliosReserved
    | FormsReturned
    | CashMoved
    | CashCounted
    | CashDiffered
    | DayClosed
    | CloseCompared
    | Destroyed
    | Kept
    | HandedOver
    | HandOverChecked
    | NotReceivedResolved
    | MarksCorrected
    | FindingAnswered
    | SampleDrawn
    | SampleChecked
)

KINDS: dict[str, type[Fact]] = {kind.__name__: kind for kind in get_args(Fact)}
"""Every kind of fact by the name that its entry carries."""
