"""findings.csv: what `buyback audit` finds of all days, a row for each finding, in the language of whoever makes the pack.

Above them stand the signed notes that the log does not bear out: of them an auditor has to know first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from buyback.chain import Finding as Misfit
from buyback.chain import Since
from buyback.i18n import N_, _
from buyback.report.audit import Audited, Finding, told
from buyback.rules import CERTAINTY_NAMES
from buyback.store.views.export import Column, File, Reference, Rows

FILE = File(
    "findings",
    "Findings of the audit",
    "What an auditor looks for and the ledger has, as it stood when the pack was made; first the signed notes that the log"
    " does not bear out, which no answer answers. Texts are in the language of whoever"
    " made it. Every answer that was given is in finding_answers.csv, the thresholds by which they were found in settings.csv.",
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


SIGNED_NOTE = "signed-note"
_TITLE = N_("A signed note that the log does not bear out")
_MEANING = N_(
    "What the ledger's key signed and what this log says cannot both be so: compare the note, which is in the folder "
    "checkpoints if its signature is good, with the signed act of that day and with the copies that others keep."
)


def rows(ledger: str, found: Audited, misfits: Sequence[Misfit], first: Since, last_seq: int) -> Rows:
    """A row for each note that does not fit, then one for each finding, in the order of the audit.

    The log begins with the entry `first` and ends with `last_seq`.
    """
    noted = (_noted(key, one, first, last_seq) for key, one in _keys(misfits))
    return [(ledger, *row) for row in (*noted, *map(_row, found.findings))]


def _keys(misfits: Sequence[Misfit]) -> Iterator[tuple[str, Misfit]]:
    """Each with a key of its own, by its file, or by the entry that it speaks of."""
    met: Counter[str] = Counter()
    for one in misfits:
        key = f"{SIGNED_NOTE}:{dict(one.values).get('file', one.seq)}"
        met[key] += 1
        yield key if met[key] == 1 else f"{key}:{met[key]}", one


def _noted(key: str, one: Misfit, first: Since, last_seq: int) -> tuple[object, ...]:
    since = one.since or first
    seq = min(one.seq, last_seq) or last_seq
    day = since.business_on or since.at[:10]
    said = (_(_TITLE), _(CERTAINTY_NAMES[one.certainty]), str(one), _(_MEANING))
    return key, SIGNED_NOTE, *said, day, 1, seq, str(seq), "", "", 0, "", "", 0


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
