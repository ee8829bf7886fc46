"""Who did what, and what one person did alone that should take several.

Receiving, paying and destroying the same item are three people's work (DOF guidelines of the programme); auditors
found wrong user rights wherever software was used (New York State 2015). A site of one person works all the same,
and its report says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from buyback import l10n
from buyback.i18n import N_, _, ngettext
from buyback.store.engine import Db
from buyback.store.views import duties
from buyback.store.views.duties import Alone, Deed, Did, OneHand, SelfApproved
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
    alone: tuple[Alone, ...]

    @property
    def pins(self) -> str:
        """`set` or `none`, as JSON and files say it."""
        return "set" if self.has_pins else "none"


def concerns(people: WhoDidWhat) -> tuple[str, ...]:
    """What a supervisor should know before signing, in the current language; nothing where there is nothing."""
    found = [] if people.has_pins else [no_pins()]
    for one in people.one_hand:
        more = ", …" if one.items > len(one.first) else ""
        found.append(by_one_hand(one.alias, one.items, ", ".join(one.first) + more))
    approved = ((own.alias, _approved(own)) for own in people.self_approved)
    closes = (
        (one.alias, _("{day} at {site}").format(day=l10n.day(one.day), site=one.about))
        for one in people.alone
        if one.what == "close"
    )
    acts = ((one.alias, one.about) for one in people.alone if one.what == "hand_over")
    found += _by_alias(_("Approved by {alias}, who did it: {what}."), approved)
    found += _by_alias(_("Counted, closed and signed by {alias}: {what}."), closes)
    found += _by_alias(_("Handed over, and checked on arrival, by {alias}: {what}."), acts)
    return tuple(found)


def by_one_hand(alias: str, number: int, items: str) -> str:
    """That one person did what takes three, in the current language; `items` names the first of them."""
    words = ngettext(
        "{alias} received, paid and destroyed the same {n} item ({items}); that takes three people.",
        "{alias} received, paid and destroyed the same {n} items ({items}); that takes three people.",
        number,
    )
    return words.format(alias=alias, n=number, items=items)


def _approved(own: SelfApproved) -> str:
    """What was approved, in words that say what it is where it has no folio."""
    if own.what == "rate":
        return _("the rate of {day}").format(day=l10n.day(date.fromisoformat(own.about)))
    if own.what == "difference":
        return _("the difference in the cash box of {site}").format(site=own.about)
    return own.about


def _by_alias(words: str, told: Iterable[tuple[str, str]]) -> list[str]:
    """A sentence for each alias, with what is told of it, the same thing once."""
    named: dict[str, list[str]] = {}
    for alias, what in dict.fromkeys(told):
        named.setdefault(alias, []).append(what)
    return [words.format(alias=alias, what=", ".join(parts)) for alias, parts in named.items()]


def no_pins() -> str:
    """What every list and report of a ledger without PINs says."""
    return _("No PINs: anyone can write here under any alias.")


def if_no_pins(db: Db) -> tuple[str, ...]:
    """The sentence `no_pins` where it is true of the ledger, else nothing."""
    return () if people(db).have_pins else (no_pins(),)


def who_did_what(db: Db, span: Span) -> WhoDidWhat:
    """What everybody did on the span's days, and what one person did alone that should take several."""
    return WhoDidWhat(
        people(db).have_pins,
        duties.did(db, span),
        duties.one_hand(db, span),
        duties.self_approved(db, span),
        duties.alone(db, span),
    )
