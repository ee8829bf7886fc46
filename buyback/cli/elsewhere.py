"""What was looked for and is not in the list: where it is instead, since when, and by which act."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from buyback import l10n
from buyback.i18n import _
from buyback.rules import ITEM_STATUSES, STATUS_NAMES
from buyback.store.views import custody, drop_offs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from buyback.store.engine import Db
    from buyback.store.views.custody import Shelf
    from buyback.store.views.drop_offs import ItemView


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An item that is named so and is not on the shelf that was asked for; `act` is "" where none took it."""

    item: "ItemView"
    act: str

    @property
    def text(self) -> str:
        """One sentence without its full stop."""
        item = self.item
        act = _("act {number}").format(number=self.act) if self.act else item.site
        words = _("{item}, {name}: {status}, {day}, {where}")
        return words.format(
            item=item.id,
            name=item.name,
            status=_(STATUS_NAMES[item.status]),
            day=l10n.day(item.status_on),
            where=act,
        )

    @property
    def json(self) -> dict[str, Any]:
        """The same for a program."""
        item = self.item
        return {
            "item": item.id,
            "status": item.status,
            "since": item.status_on.isoformat(),
            "act": self.act,
            "site": item.site,
        }


def found(db: "Db", shelf: "Shelf", listed: "Iterable[ItemView]", *, limit: int) -> list[Elsewhere]:
    """What has the shelf's words in its folio or serial and is not listed, of any status, site and age; none without words."""
    if not shelf.words.strip():
        return []
    known = {item.id for item in listed}
    others: list[ItemView] = []
    for status in ITEM_STATUSES:
        wanted = replace(shelf, status=status, site="", older_than_days=0)
        others += [item for item in custody.shelf(db, wanted, limit=limit) if item.id not in known]
    return [Elsewhere(item, _act(db, item)) for item in others[:limit]]


def _act(db: "Db", item: "ItemView") -> str:
    """The number of the last act that took it."""
    acts = [moved.act for moved in drop_offs.disposals(db, item.folio) if moved.item == item.id and moved.act]
    return acts[-1] if acts and item.status not in ("held", "returned", "voided") else ""
