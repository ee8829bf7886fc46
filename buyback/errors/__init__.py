"""Every refusal that a person can read.

    Refusal                     one sentence: what was wrong, what is allowed, what to do next
    |-- RuleRefusal         1   the programme's rules do not allow it
    |-- UsageRefusal        2   what was typed, or a file that was given, cannot be read
    |-- NotFoundRefusal     3   well formed, but not there
    |-- VerificationRefusal 4   the check of the ledger found something
    `-- LedgerRefusal       5   the ledger cannot be used

A refusal is raised with its values and put into words only when it is shown, so that pure code has no language.
Anything that is not a Refusal is a bug and crashes loudly.
"""

from buyback.errors.audit import *
from buyback.errors.cash import *
from buyback.errors.close import *
from buyback.errors.files import *
from buyback.errors.forms import *
from buyback.errors.hand_overs import *
from buyback.errors.paper import *
from buyback.errors.people import *
from buyback.errors.publishing import *
from buyback.errors.samples import *
from buyback.errors.signing import *
from buyback.errors.system import *
from buyback.errors.tree import *
from buyback.errors.typed import *
from buyback.errors.verbs import *
from buyback.errors.vouchers import *
