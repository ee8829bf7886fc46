"""What a check of the whole ledger found, as JSON and as text."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from buyback import l10n
from buyback.chain import Finding
from buyback.cli.output import Table, paragraph
from buyback.report import verified
from buyback.store.checks import COUNTED, OF_EVERY_ENTRY, Tally


def finding_json(one: Finding) -> dict[str, Any]:
    """A finding: where it is, since when, how sure, and the sentence in the current language."""
    since = one.since
    return {
        "check": one.check,
        "ledger": one.ledger,
        "seq": one.seq,
        "message": str(one),
        "certainty": one.certainty,
        "since": since
        and {"entry": since.seq, "after": since.after, "at": since.at, "business_on": since.business_on},
    }


def findings_text(found: Sequence[Finding]) -> str:
    """What happened in all, then each finding, below how sure it is and since when."""
    heading = verified.in_all(found)
    groups = ("\n".join((paragraph(how), *said)) for how, said in verified.grouped(found))
    return "\n\n".join((*([paragraph(heading)] if heading else ()), *groups))


def tally_json(tally: Tally) -> dict[str, Any]:
    """What was checked, and how many of each."""
    return {
        "objects": tally.objects,
        "entries": tally.entries,
        "checkpoints": tally.checkpoints,
        "told": tally.told,
        "tables": tally.tables,
        "rows": tally.rows,
        "secrets": tally.secrets,
        "notes": tally.notes,
        "notes_of_others": list(tally.strange),
        "borne_out": tally.reach,
        "rules": {check: tally.told if check in OF_EVERY_ENTRY else tally.rules[check] for check in COUNTED},
    }


def tally_text(tally: Tally) -> Table:
    """The same for people: each kind of check with its number, two of them beside each other."""
    cells = [(words, l10n.number(number)) for words, number in verified.kinds(tally)]
    half = (len(cells) + 1) // 2
    rows = [left + right for left, right in zip_longest(cells[:half], cells[half:], fillvalue=("", ""))]
    return Table(("", ">", "", ">"), rows)


def beyond_text(tally: Tally, last_seq: int) -> tuple[str, ...]:
    """What the check could not know."""
    return tuple(map(paragraph, verified.beyond(tally, last_seq)))
