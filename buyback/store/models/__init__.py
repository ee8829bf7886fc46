"""The tables, each column with the sentence that schema.sql, the export's descriptions and the reader share.

`entry` is the log and the truth. Every other table but `meta` and `secret` is a projection: made from the log by
`projections`, dropped and rebuilt at will. Dates are text (YYYY-MM-DD), times UTC text with milliseconds,
`_minor` is centavos and `_cents` US cents.
"""

from sqlmodel import SQLModel

from buyback.store.models.audit import *
from buyback.store.models.cash import *
from buyback.store.models.close import *
from buyback.store.models.custody import *
from buyback.store.models.drop_offs import *
from buyback.store.models.forms import *
from buyback.store.models.log import *
from buyback.store.models.marks import *
from buyback.store.models.people import *
from buyback.store.models.samples import *
from buyback.store.models.setup import *
from buyback.store.models.vouchers import *

TABLES: tuple[type[SQLModel], ...] = (
    Meta,
    EntryRow,
    LedgerRow,
    SiteRow,
    OperatorRow,
    SettingRow,
    PayoutTableRow,
    PayoutClass,
    PayoutRow,
    RateRow,
    DropOffRow,
    ItemRow,
    PayoutPaid,
    DisposalRow,
    ArrivalRow,
    VoidRow,
    CorrectionRow,
    VoucherRow,
    BlankFormRow,
    CashBoxRow,
    CashDay,
    CashRow,
    CashPiece,
    CloseRow,
    ComparisonRow,
    AnswerRow,
    SampleRow,
    SampleItemRow,
    SecretRow,
)
"""Every table, each after those that it refers to."""
