"""Blank forms: a drop-off as it is written down where there is no computer. Nothing is asked about the person.

What is on it is what is typed in later. The part that is torn off is the person's until there is a receipt.
"""

from collections.abc import Sequence

from buyback import l10n
from buyback.export.paper import words
from buyback.export.paper.document import Column, Document, Slip, Slips
from buyback.i18n import N_, _, language, ngettext
from buyback.rules import CONDITION_NAMES, SETTLEMENT_NAMES, BlankForm
from buyback.store.views.setup import LedgerInfo, Site

ROWS = 4
"""Items on a form; what a person brings beyond that goes onto a second one."""

_NO_SERIAL = N_("Serial: as it is read, or “none”, “filed off”, “part number only”.")


def blank_forms(forms: Sequence[tuple[BlankForm, Site]], info: LedgerInfo) -> Document:
    """A form for each folio, in this order; the document's moment is that of the newest reservation."""
    n, first = len(forms), forms[0][0].folio
    title = ngettext("{n} blank form from {first}", "{n} blank forms from {first}", n)
    slips = tuple(_slip(form, site, info) for form, site in forms)
    at = max(form.reserved_at for form, _site in forms)
    return Document(title.format(n=n, first=first), language(), at, info.programme, "", (Slips(slips),))


def _slip(form: BlankForm, site: Site, info: LedgerInfo) -> Slip:
    receipt = _("Ask with this folio for the receipt when the site has its computer again.")
    return Slip(
        title=_("Drop-off on paper"),
        over=info.programme,
        under=words.where(site),
        label=_("Folio"),
        folio=form.folio,
        qr=form.folio,
        moment=(_("Day"), _("Time")),
        columns=_columns(),
        rows=ROWS,
        conditions=tuple(_(name) for name in CONDITION_NAMES.values()),
        hint=_(_NO_SERIAL),
        payment=(_("Payment"), *(_(name) for name in SETTLEMENT_NAMES.values())),
        sums=(_("Total in pesos"), _("1 USD in pesos")),
        signatures=(_("Received by (alias)"), _("Paid by (alias)"), _("Approved by (alias)")),
        note=_("Write nothing about the person: no name, no document, no address, no telephone."),
        ending=(
            _("Reserved on {day}").format(day=l10n.day(form.reserved_on)),
            _("typed in"),
            _("came back unused"),
        ),
        stub=(_("For the person"), _("Day"), _("Pieces"), _("Pesos paid"), _("Site (stamp or alias)")),
        stub_note=receipt,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Type"), 98, "lead"),
        Column(_("Condition"), 60, is_box=True),
        Column(_("Qty"), 32, is_figure=True),
        Column(_("Make, model, calibre"), 82),
        Column(_("Serial and where it is"), 68),
        Column(_("Pesos"), 52, "end", is_figure=True),
    )
