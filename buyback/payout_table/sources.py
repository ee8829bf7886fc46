"""Where an amount was printed, as a person reads it: addresses and titles as they are, our own remarks in their language.

A source is parts with semicolons between them. The tables that come with the program add how firmly an amount is
known and what is doubtful about it; the ledger keeps these remarks as they were adopted, in English.
"""

from buyback.i18n import N_, _

BETWEEN = "; "

_REMARKS = frozenset(
    {
        N_("Annex to the guidelines in the Diario Oficial de la Federación of 2025-01-06, as the press printed parts of it"),
        N_(
            "Annex to the guidelines in the Diario Oficial de la Federación of 2026-01-14, "
            "as the press printed parts of it and of its draft"
        ),
        N_("amount not published in the press sources"),
        N_("calibre not given"),
        N_("column is a reading"),
        N_("confidence high"),
        N_("confidence low"),
        N_("confidence medium"),
        N_("counted, nothing paid"),
        N_("draft of January 2026"),
        N_("exchanged for an educational toy"),
        N_("its amount is not known until a supervisor values it"),
        N_("no press source named"),
        N_("no row of the annex: whatever has no row of its own here"),
        N_("one annex row for six models: Fusil automático o semiautomático: AK-47, AR-15, G3, FAL, M-16, Barrett .50"),
        N_("sub-types unknown"),
        N_("the announced amount"),
        N_("type known"),
        N_("unserviceable disputed (13,390 in one paper, at most 5,540 in another): left empty"),
        N_("unserviceable: low"),
        N_("unserviceable: medium"),
        N_("which row of range 4 is unclear"),
    }
)  # fmt: skip


def is_remark(part: str) -> bool:
    """Whether this part of a source is a remark of the program's own, which has a translation."""
    return part in _REMARKS


def source_text(source: str) -> str:
    """The source for a person to read, in the current language."""
    return BETWEEN.join(_(part) if is_remark(part) else part for part in source.split(BETWEEN))
