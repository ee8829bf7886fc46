"""Who did what, and what one person did alone that should take several.

Receiving, paying and destroying the same item are three people's work (DOF guidelines of the programme); auditors
found wrong user rights wherever software was used (New York State 2015). A site of one person works all the same,
and its report says so.
"""

from dataclasses import dataclass

from buyback.i18n import N_, _, ngettext
from buyback.store.engine import Db
from buyback.store.views import duties
from buyback.store.views.duties import Deed, Did, OneHand, SelfApproved
from buyback.store.views.people import people
from buyback.store.views.totals import Span

DEED_NAMES: dict[Deed, str] = {
    "received": N_("drop-offs received"),
    "paid": N_("payments"),
    "returned": N_("items given back"),
    "voided": N_("voids"),
    "destroyed": N_("items destroyed"),
    "kept": N_("items kept for the museum"),
    "handed_over": N_("items handed over"),
    "checked": N_("items checked on arrival"),
    "resolved": N_("missing items resolved"),
    "corrected": N_("corrections of marks"),
    "moved_cash": N_("cash movements"),
    "counted_cash": N_("cash counts"),
    "closed": N_("days closed"),
    "approved": N_("approvals"),
}
"""What somebody did, and what its number counts."""


@dataclass(frozen=True, slots=True)
class WhoDidWhat:
    """The work of some days by alias. `has_pins`: whether an alias is proven by a PIN, or only said."""

    has_pins: bool
    did: tuple[Did, ...]
    one_hand: tuple[OneHand, ...]
    self_approved: tuple[SelfApproved, ...]

    @property
    def pins(self) -> str:
        """`set` or `none`, as JSON and files say it."""
        return "set" if self.has_pins else "none"


def concerns(people: WhoDidWhat) -> tuple[str, ...]:
    """What a supervisor should know before signing, in the current language; nothing where there is nothing."""
    found = [] if people.has_pins else [no_pins()]
    for one in people.one_hand:
        words = ngettext(
            "{alias} received, paid and destroyed the same {n} item ({items}); that takes three people.",
            "{alias} received, paid and destroyed the same {n} items ({items}); that takes three people.",
            one.items,
        )
        more = ", …" if one.items > len(one.first) else ""
        found.append(words.format(alias=one.alias, n=one.items, items=", ".join(one.first) + more))
    for alias in sorted({own.alias for own in people.self_approved}):
        folios = sorted({own.folio for own in people.self_approved if own.alias == alias})
        words = _("Approved by {alias}, who did it: {folios}.")
        found.append(words.format(alias=alias, folios=", ".join(folios)))
    return tuple(found)


def no_pins() -> str:
    """What every list and report of a ledger without PINs says."""
    return _("No PINs: anyone can write here under any alias.")


def if_no_pins(db: Db) -> tuple[str, ...]:
    """The sentence `no_pins` where it is true of the ledger, else nothing."""
    return () if people(db).have_pins else (no_pins(),)


def who_did_what(db: Db, span: Span) -> WhoDidWhat:
    """What everybody did on the span's days, what one hand did, and what was approved by whoever did it."""
    return WhoDidWhat(
        people(db).have_pins,
        duties.did(db, span),
        duties.one_hand(db, span),
        duties.self_approved(db, span),
    )
