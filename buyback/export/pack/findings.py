"""findings.csv: what `buyback audit` finds of all days, a row for each finding, in the language of whoever makes the pack."""

from collections.abc import Iterable

from buyback.report.audit import Audited, Finding, told
from buyback.store.views.export import Column, File, Reference, Rows

FILE = File(
    "findings",
    "Findings of the audit",
    "What an auditor looks for and the ledger has, as it stood when the pack was made. Texts are in the language of whoever"
    " made it. Every answer that was given is in finding_answers.csv.",
    (
        Column("ledger", "text", "Ledger."),
        Column("finding", "text", "The finding's key, which stays the same: what buyback audit answer names."),
        Column("kind", "text", "The kind of finding, the first part of its key."),
        Column("title", "text", "What the kind is called."),
        Column("certainty", "text", "Certain: it is so, and wrong until somebody mends it. Look at it: there may be a reason."),
        Column("found", "text", "What was found."),
        Column("meaning", "text", "What it means."),
        Column("since", "day", "The site's local day since when."),
        Column("number", "whole", "How many entries or items it rests on."),
        Column("last_entry", "whole", "The newest entry that it rests on."),
        Column("entries", "text", "The entries of the log that it rests on; of many the first, with blanks between."),
        Column("folios", "text", "The drop-offs that they speak of.", required=False),
        Column("items", "text", "The items that they speak of, by their tags.", required=False),
        Column("answered", "yes_no", "1 when somebody answered it and nothing came since, else 0."),
        Column("answer", "text", "The newest answer; empty where there is none.", required=False),
        Column("answered_by", "text", "Who gave it.", required=False),
        Column("answer_entry", "whole", "The entry of that answer, or 0.", or_zero=True),
    ),
    ("ledger", "finding"),
    (Reference(("ledger", "last_entry"), "entries", ("ledger", "seq")),),
)  # fmt: skip


def rows(ledger: str, found: Audited) -> Rows:
    """A row for each finding, in the order of the audit."""
    return [(ledger, *_row(one)) for one in found.findings]


def _row(one: Finding) -> tuple[object, ...]:
    said = one.answers[-1] if one.answers else None
    return (
        one.key,
        one.look,
        told.title(one.kind),
        told.certainty(one.kind),
        one.sentence,
        told.meaning(one.kind),
        one.since.isoformat(),
        one.number,
        one.last_seq,
        _each(str(link.seq) for link in one.links),
        _each(link.folio for link in one.links),
        _each(link.item for link in one.links),
        int(one.is_answered),
        said.note if said else "",
        said.answered_by if said else "",
        said.seq if said else 0,
    )


def _each(names: Iterable[str]) -> str:
    """Each of them once, in their order; none that is empty."""
    return " ".join(dict.fromkeys(filter(None, names)))
