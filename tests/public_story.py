"""A ledger whose key signs, days in which something is destroyed, and its publication as tests read it."""

import csv
import hashlib
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from export_story import live
from samples import AT, BY, COLLEAGUE, OTHER_SITE, act, take_in

from buyback import desk
from buyback.desk import Received
from buyback.export import public
from buyback.export.public import Published
from buyback.signing.notes import Note
from buyback.store.engine import Store

FOURTH = AT + timedelta(days=3)
WITNESSES = ("Hortensia Quijada", "Fermín Baltierra")
PLACE = "Patio Tlaxcoaque"


class Days(NamedTuple):
    """Drop-offs of which all, some and nothing is destroyed."""

    whole: Received
    partly: Received
    held: Received


def live_and_destroy(store: Store) -> Days:
    """All that `live` does; then three drop-offs with marks, two acts of one day, and one of what Defensa had taken."""
    live(store)
    desk.enrol(store, "zoraida", by=BY, at=FOURTH)
    whole = take_in(
        store,
        "revolver:donated:serial=ZK4471:make=Colt Cobra",
        "revolver:u:donated:serial=ZK4472",
        "pistol-9mm:serial=ZK4473",
        at=FOURTH,
    )
    partly = take_in(
        store, "ak-47:donated:serial=QX9001", "ak-47:donated:serial=QX9002", "grenade:2:donated", at=FOURTH
    )
    held = take_in(store, "machine-gun:donated:serial=HH7007:make=Browning", site=OTHER_SITE, at=FOURTH)
    first = act("D-77", PLACE, WITNESSES)
    desk.destroy(store, [*whole.item_ids[:2], partly.item_ids[0]], first, by="zoraida", at=FOURTH)
    desk.destroy(
        store,
        whole.item_ids[2:],
        act("D-78", PLACE, WITNESSES),
        by=COLLEAGUE,
        at=FOURTH,
        method="prensa de Fermín",
    )
    desk.hand_over(store, partly.item_ids[2:], act("DEF-77", PLACE, WITNESSES), by=BY, at=FOURTH)
    return Days(whole, partly, held)


def publish(store: Store, folder: Path, note: Note | None = None) -> Published:
    """A publication whose progress nobody watches, under a checkpoint signed now unless a note is given."""
    found = note or desk.sign_public(store).note
    return public.publish(store, folder, found, name="note.txt", progress=lambda _done, _total: None)


def everything(folder: Path) -> dict[str, bytes]:
    """Every file by its name in the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def table(folder: Path) -> list[dict[str, str]]:
    """destroyed.csv as the csv module reads it."""
    text = (folder / "destroyed.csv").read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_json(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "destroyed.json").read_text(encoding="utf-8"))
    return found


# --- the same out of the log alone --------------------------------------------------------------------------------------


class Log:
    """What the sealed entries say, read without the program's tables."""

    def __init__(self, store: Store) -> None:
        with store.reading() as db:
            rows = db.connection.exec_driver_sql(
                "SELECT seq, kind, body, digest FROM entry ORDER BY seq"
            ).all()
        self.facts = [(row.seq, row.kind, json.loads(row.body)["fact"]) for row in rows]
        self.digests = {row.seq: row.digest for row in rows}
        self.drop_offs = {
            fact["folio"]: (seq, fact) for seq, kind, fact in self.facts if kind == "DroppedOff"
        }

    def code(self, folio: str) -> str:
        """The check code of a receipt."""
        digest = self.digests[self.drop_offs[folio][0]]
        return "-".join(re.findall("....", digest[:16].upper()))

    def hash(self, folio: str) -> str:
        """Under what its receipt is published."""
        return hashlib.sha256(f"{folio} {self.code(folio)}".encode()).hexdigest()

    def destroyed(self, up_to: int) -> dict[tuple[str, str, str, str], int]:
        """Pieces by receipt, type, day and act that acts of destruction name up to this entry."""
        found: dict[tuple[str, str, str, str], int] = {}
        for seq, kind, fact in self.facts:
            for item in fact["items"] if kind == "Destroyed" and seq <= up_to else ():
                folio, _slash, number = item["item"].partition("/")
                line = next(one for one in self.drop_offs[folio][1]["lines"] if one["number"] == int(number))
                key = (self.hash(folio), line["type_code"], fact["business_on"], fact["act"])
                found[key] = found.get(key, 0) + line["quantity"]
        return found
