"""A few days at two sites with every kind of event, and how a test reads an export back."""

import csv
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from samples import AT, BY, COLLEAGUE, ECB_RATE, OTHER_SITE, act, take_in

from buyback import desk
from buyback.desk import NewMarks, Seen
from buyback.export import Exported, export_folder
from buyback.fingerprints import list_hash
from buyback.money import Money, Rate
from buyback.payout_table import load_seed
from buyback.store.engine import Store

DAY_1, DAY_2, DAY_3 = (date(2025, 2, day) for day in (18, 19, 20))
NASTY = 'señal "87", niño; ½ – “rota”, 1,5 cm \\ \' | 銃 🔫'
"""A note that may be recorded: accents, quotes, commas, semicolons, a backslash, other alphabets."""


def live(store: Store) -> None:
    """Three days: cash, voucher, later, none; paid on a later day, returned, voided; all that ends custody.

    Of two hand-overs one waits for its receiver; of the other one item is missing, which was asked about, and one is lost.
    """
    second, third = AT + timedelta(days=1), AT + timedelta(days=2)
    first = take_in(
        store, f"ak-47:serial=0022E1:make=Norinco:note={NASTY}", "cartridge:250:donated", "war-toy:3"
    )
    later = take_in(store, "pistol-9mm", "magazine:2:donated", settlement="later")
    voucher = take_in(store, "revolver-22", settlement="voucher")
    take_in(store, "revolver", settlement="none", by=COLLEAGUE)
    declined = take_in(store, "machine-gun", settlement="later")
    wrong = take_in(store, "revolver", "revolver-22")
    unpaid_wrong = take_in(store, "revolver", settlement="later")
    take_in(store, "grenade:as=grenade-launcher", reason="no amount for grenades")
    desk.destroy(store, [first.item_ids[0]], act("ACTA-1"), by=BY, at=AT)
    desk.hand_over(store, [first.item_ids[1]], act("DEF-1"), by=BY, at=AT)
    desk.give_back(store, declined.folio, by=BY, at=AT, reason="changed their mind, politely")
    desk.void(store, unpaid_wrong.folio, reason="typed twice", recovered=None, by=BY, at=AT)
    desk.pay(store, later.folio, by=BY, at=second)
    desk.pay(store, voucher.folio, by=COLLEAGUE, at=second)
    desk.void(store, wrong.folio, reason="wrong type", recovered=Money(8700_00), by=BY, at=second)
    desk.keep(store, [voucher.item_ids[0]], act("MUS-1"), value="historic", by=BY, at=second)
    desk.adopt_table(store, load_seed("federal-2026"), by=BY, at=second)
    desk.record_rate(store, replace(ECB_RATE, rate=Rate.parse("20.4001"), as_of=DAY_2), by=BY, at=second)
    model = NewMarks(model="MAK-90", country="China")
    desk.correct(store, first.item_ids[0], model, reason="read on the photograph", by=BY, at=second)
    guns = take_in(store, "ak-47", "grenade:2:donated", site=OTHER_SITE, at=second)
    forms = desk.reserve(store, OTHER_SITE, 3, by=BY, at=second).folios
    desk.correct(store, later.item_ids[0], NewMarks(serial="0077"), reason="not read", by=COLLEAGUE, at=third)
    take_in(store, "pistol-9mm", written_at=AT, at=third)
    rounds = take_in(store, "cartridge:1000:donated", site=OTHER_SITE, at=third)
    sent = gun, _grenade, other, box = (*guns.item_ids, *rounds.item_ids)
    desk.hand_over(store, sent, act("DEF-2"), by=BY, at=third)
    found = [Seen(gun, serial="0022-E1"), *(Seen(item, item not in (other, box)) for item in sent[1:])]
    desk.check_hand_over(store, "DEF-2", found, list_hash=list_hash(sent), by=COLLEAGUE, at=third)
    desk.resolve_not_received(store, box, "lost", reason="nobody saw the box again", by=BY, at=third)
    on_paper = {"folio": forms[0], "written_at": second, "settlement": "none"}
    take_in(store, "pistol-9mm", site=OTHER_SITE, at=third, **on_paper)
    desk.return_forms(store, forms[1:2], "left over", by=COLLEAGUE, at=third)
    asked = "asked, “nobody” knows; asked again"
    desk.answer_finding(store, f"not-received:{other}", note=asked, by=COLLEAGUE, at=third)


def export(
    store: Store,
    folder: Path,
    *,
    first: date | None = None,
    last: date | None = None,
    site: str = "",
    at: datetime = AT,
) -> Exported:
    """An export whose progress nobody watches."""
    return export_folder(
        store, folder, first=first, last=last, site=site, at=at, progress=lambda *_rows: None
    )


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """A file's rows as the csv module reads them."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def total(found: list[dict[str, str]], column: str) -> Money:
    """The column's sum, to the centavo."""
    cents = sum((Decimal(row[column]) for row in found), Decimal()) * 100
    return Money(int(cents), "USD" if "usd" in column else "MXN")


def number(found: list[dict[str, str]], column: str) -> int:
    """The sum of a column of whole numbers."""
    return sum(int(row[column]) for row in found)


def described(folder: Path) -> dict[str, Any]:
    """The descriptor."""
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found
