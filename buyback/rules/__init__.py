"""The programme's rules: what is owed, what may be paid, returned, voided and disposed of, and by whom. Pure.

What the ledger knows comes in as a `DropOffState`; a rule either returns what follows or raises a refusal.

    drop-off   owed | voucher -> paid        none (nothing to pay)      any of them, unpaid, all held -> returned
    item       held -> destroyed | kept | handed_over | returned        handed_over -> destroyed | kept
    marks      corrected wherever the item is, unless it was returned or voided
    hand-over  sent -> confirmed | not received        not received -> confirmed | held again | lost
    void       any drop-off whose items are all still held
    voucher    paid once, against folio and code, until its last day; else a supervisor approves it
    form       out -> typed in (a drop-off with its folio) | came back unused        its folio is nobody else's
    sample     held items, drawn by a seed -> found | not found, named in every report until it is found
    cash box   float + top-ups - paid - returned + recovered + differences = what it should hold, never less than 0
    day        open -> closed, in order, once: counted, its difference recorded, signed; then it takes no more entries
    audit      findings by key, each answered by a note until more of it follows
    operator   receive pay custody supervise audit: the roles that a verb needs, and when a supervisor approves it
"""

from buyback.rules.approving import *
from buyback.rules.audit import *
from buyback.rules.cash import *
from buyback.rules.closing import *
from buyback.rules.custody import *
from buyback.rules.forms import *
from buyback.rules.hand_overs import *
from buyback.rules.hours import *
from buyback.rules.marks import *
from buyback.rules.missing import *
from buyback.rules.pins import *
from buyback.rules.places import *
from buyback.rules.pricing import *
from buyback.rules.rights import *
from buyback.rules.samples import *
from buyback.rules.settings import *
from buyback.rules.settling import *
from buyback.rules.state import *
from buyback.rules.texts import *
from buyback.rules.verbs import *
from buyback.rules.vouchers import *
from buyback.rules.words import *
