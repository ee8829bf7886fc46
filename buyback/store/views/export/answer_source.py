"""finding_answers.csv: what was answered to findings of the audit."""

from buyback.store import models
from buyback.store.views.export.columns import columns
from buyback.store.views.export.source import BY_ENTRY, by, refers, source

ANSWERS = source(
    "finding_answers",
    "Answers to findings of the audit",
    models.AnswerRow,
    "w",
    columns(models.AnswerRow, "w", "ledger seq finding last_seq note answered_at answered_by"),
    key="ledger entry",
    order="w.seq",
    refers=(BY_ENTRY, refers("ledger last_entry", "entries", "ledger seq"), by("answered_by")),
)
