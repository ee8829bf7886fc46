"""What the cash box of a site can pay: whether there is enough, and which notes make an amount. Pure, but for `read`."""

from dataclasses import dataclass

from buyback import l10n
from buyback.i18n import _
from buyback.money import Money
from buyback.report import box_words
from buyback.rules import Box
from buyback.store.engine import Db
from buyback.store.views import cash
from buyback.store.views.cash import NotesInBox
from buyback.store.views.setup import Site


@dataclass(frozen=True, slots=True)
class CashAtHand:
    """The box of a site and its likely notes; both None as long as it has had no float, and then nothing is known.

    `site` is what the site is called.
    """

    site: str
    box: Box | None
    notes: NotesInBox | None

    def is_short_of(self, amount: Money) -> bool:
        """Whether the box does not hold the amount."""
        return self.box is not None and amount.amount_minor > self.box.at_hand_minor

    def is_to_be_warned_of(self, amount: Money) -> bool:
        """Whether the box does not hold the amount, or there is none that would account for it."""
        return self.is_short_of(amount) or (self.box is None and amount.amount_minor > 0)

    def pieces(self, amount: Money) -> str:
        """The notes that make the amount, "17 × 500, 1 × 200"; "" where they are not known or cannot make it."""
        made = self.notes.proposal(amount) if self.notes and amount.amount_minor else None
        return box_words.pieces(made) if made else ""

    def sentence(self, amount: Money) -> str:
        """What to hand out for the amount, or why that cannot be told; "" where nothing is paid."""
        if not amount.amount_minor:
            return ""
        if self.box is None or self.notes is None:
            words = _(
                "No float is recorded at {site}, so no cash box accounts for this payment; record it in the till (F6)."
            )
            return words.format(site=self.site)
        if self.is_short_of(amount):
            held = l10n.money(Money(self.box.at_hand_minor))
            return _("Not enough cash: the box holds {held}.").format(held=held)
        if self.notes.notes is None:
            return _("Which notes are in the box is not known until the next count.")
        made = self.pieces(amount)
        if not made:
            return _("The notes that are likely in the box cannot make this amount; change some first.")
        return _("Hand out: {notes}").format(notes=made)


def read(db: Db, site: Site) -> CashAtHand:
    """The box of the site now."""
    box = cash.box(db, site.code)
    return CashAtHand(site.name, box, cash.notes_in(db, box) if box else None)
