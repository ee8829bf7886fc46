"""Hostile copies: one ledger that somebody with a shell has altered, for each way in which that can be tried.

Each is made by script from the ledger of `lived`. `said` is what verification then tells a supervisor, `checks` the names of
the findings that it may have and no others. `by_checkpoint`: the copy is whole in itself, and only a checkpoint that was kept
elsewhere, or a signed paper, tells.
"""

import json
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from samples import AT, BY, OTHER_SITE, SITE, act, open_sample, take_in
from tampering import force, literal, resealed, resealed_whole, seal_on

from buyback import chain, desk, folios
from buyback.denominations import parse
from buyback.fact_json import canonical
from buyback.facts import (
    CashMoved,
    CheckedItem,
    DayClosed,
    Destroyed,
    DisposedItem,
    Fact,
    FindingAnswered,
    HandedOver,
    HandOverChecked,
    KeyChanged,
    Marks,
    MarksCorrected,
    OperatorRevoked,
    PaidOut,
    SampleChecked,
    SampledItem,
    SettingChanged,
    SiteAdded,
    Voided,
    VoucherIssued,
)
from buyback.money import Money
from buyback.signing.keys import SigningKey
from buyback.store import ledger as log_writer
from buyback.store import places
from buyback.store.engine import Store
from buyback.store.entries import entries

LATER = AT + timedelta(hours=1)
DAY = "2025-02-18"
CLERK = "eva"
"""Who takes in, and nothing else."""


def lived(store: Store) -> None:
    """A short life: a float, paid and owed drop-offs, a voucher, a void, a destruction, a hand-over, a count, a new clerk."""
    desk.give_float(store, SITE, Money(90_000_00), by=BY, at=AT, notes=parse("1000x90"))
    first = take_in(store, "revolver:serial=K1", "ak-47:serial=C1")
    owed = take_in(store, "pistol-9mm:serial=P1", settlement="later")
    take_in(store, "revolver:serial=K2", settlement="voucher")
    wrong = take_in(store, "revolver:serial=K3")
    bullets = take_in(store, "cartridge:250:donated", site=OTHER_SITE)
    take_in(store, "revolver:serial=K4", settlement="later")
    desk.pay(store, owed.folio, by=BY, at=LATER)
    desk.void(store, wrong.folio, reason="mal tecleado", recovered=Money(8_700_00), by=BY, at=LATER)
    desk.destroy(store, [first.item_ids[0]], act("D-1"), by=BY, at=LATER)
    desk.hand_over(store, bullets.item_ids, act("H-1"), by=BY, at=LATER)
    desk.count_cash(store, SITE, parse("1000x45,500x1,100x9,50x1"), by=BY, at=LATER)
    take_in(store, "grenade:donated", at=LATER)
    desk.enrol(store, CLERK, by=BY, at=LATER, roles=("receive",))


@dataclass(frozen=True, slots=True)
class Attack:
    """What is done to the copy, and what verification says of it."""

    on: Callable[[Store], object]
    said: str
    checks: frozenset[str]
    by_checkpoint: bool = False
    in_a_file: bool = False
    """Whether it can be done to a SQLite file only."""


def seq_of(store: Store, kind: str, number: int = 1) -> int:
    """The entry number of the nth fact of a kind."""
    return _rows(store, kind)[number - 1].seq


def _rows(store: Store, kind: str = "") -> list[chain.Sealed]:
    with store.reading() as db:
        return [row for row in entries(db.connection, ledger=db.ledger) if kind in ("", row.kind)]


def rewritten(store: Store, change: Callable[[dict[str, Any]], object], kind: str, number: int = 1) -> None:
    """Change one entry and seal it and all that follow anew, then make the tables fit: a history without a seam."""
    at = seq_of(store, kind, number)

    def changed(row: chain.Sealed) -> str:
        if row.seq != at:
            return row.body
        told = json.loads(row.body)
        change(told)
        return canonical(told)

    resealed_whole(store, changed)


def _other_amount(told: dict[str, Any]) -> None:
    line = told["fact"]["lines"][0]
    line.update(unit_amount_minor=9_700_00, amount_minor=9_700_00)


def _note(told: dict[str, Any]) -> None:
    told["fact"]["lines"][0].update(note="cacha rota")


def _amount_in_both(store: Store) -> None:
    """The entry, sealed anew, and the tables: what was paid is a thousand pesos more in both."""
    folio = folio_of(store, 1)
    force(
        store,
        *resealed(store, seq_of(store, "DroppedOff"), _other_amount),
        f"UPDATE item SET unit_amount_minor = 970000, amount_minor = 970000 WHERE folio = '{folio}' AND line = 1",
        f"UPDATE drop_off SET total_minor = total_minor + 100000 WHERE folio = '{folio}'",
    )


def _swapped(store: Store) -> None:
    """Two entries change places: each stands under the other's number."""
    first, second = seq_of(store, "PaidOut", 1), seq_of(store, "PaidOut", 2)
    columns = ("body", "at", "kind", "digest")
    one, other = (next(row for row in _rows(store) if row.seq == seq) for seq in (first, second))
    force(
        store,
        *(
            f"UPDATE entry SET {', '.join(f'{name} = {literal(getattr(given, name))}' for name in columns)} WHERE seq = {seq}"
            for seq, given in ((first, other), (second, one))
        ),
    )


def _cut(store: Store) -> None:
    """The last three entries are gone."""
    force(store, f"DELETE FROM entry WHERE seq > {len(_rows(store)) - 3}")


def _cut_and_mended(store: Store) -> None:
    """The last three entries are gone, and the tables were made anew without them."""
    _cut(store)
    force(store, "DELETE FROM ledger")
    log_writer.rebuild(store)


def folio_of(store: Store, number: int) -> str:
    """The folio of the nth drop-off."""
    found: str = json.loads(_rows(store, "DroppedOff")[number - 1].body)["fact"]["folio"]
    return found


def _sealed(store: Store, *more: Fact, at: datetime = LATER, by: str = BY) -> None:
    """Entries more at the end, sealed as the program would with no rule in the way, and the tables made of them."""
    seal_on(store, *more, at=at, by=by)
    log_writer.rebuild(store)


def _destroyed(
    store: Store,
    *witnesses: str,
    item: str = "",
    cuts: int = 3,
    by: str = BY,
) -> None:
    """An act of destruction more, of the rifle that is held, or of another item."""
    parts = (DisposedItem(item or f"{folio_of(store, 1)}/2", cuts),)
    _sealed(store, Destroyed("D-9", DAY, "corte", SITE, witnesses, parts), by=by)


def _paid_again(store: Store) -> None:
    seal_on(store, PaidOut(**json.loads(_rows(store, "PaidOut")[0].body)["fact"]), at=LATER)


def _voided_alone(store: Store) -> None:
    """The owed revolver is undone by somebody who asked nobody."""
    folio = folio_of(store, 6)
    _sealed(store, Voided(folio, DAY, "x", 0, 0, (f"{folio}/1",), site=SITE))


def _close(store: Store) -> DayClosed:
    """A close that says of the day whatever it likes, behind the right checkpoint."""
    last = _rows(store)[-1]
    names = {"site": SITE, "business_on": DAY, "checkpoint_digest": last.digest, "approved_by": BY}
    return DayClosed(**{field.name: 0 for field in fields(DayClosed)} | {"checkpoint_seq": last.seq} | names)  # type: ignore[arg-type]


def _fork(store: Store) -> None:
    """The file as it was before its last entries, on which somebody else worked on: two histories of one ledger."""
    _cut_and_mended(store)
    for number in range(4):
        take_in(store, f"revolver:serial=F{number}", settlement="later")


def _another_file(store: Store) -> None:
    """The entries of another ledger of the same name stand in this one's file."""
    with tempfile.TemporaryDirectory() as folder:
        other = open_sample(str(Path(folder, "other.db")))
        for number in range(24):
            take_in(other, f"ak-47:serial=B{number}", settlement="later")
        rows = _rows(other)
        other.close()
    inserts = (f"INSERT INTO entry VALUES ({', '.join(map(literal, row))})" for row in rows)
    force(store, "DELETE FROM entry", *inserts, "DELETE FROM ledger")
    log_writer.rebuild(store)


def _dearer_table(told: dict[str, Any]) -> None:
    for row in told["fact"]["rows"]:
        if row["code"] == "revolver":
            row.update(serviceable_minor=18_700_00)


def _a_friend(told: dict[str, Any]) -> None:
    told["fact"].update(roles=["custody"])


def _unguarded(store: Store) -> None:
    """The triggers that keep the log from being changed are gone."""
    names = {"sqlite": "DROP TRIGGER entry_no_update", "postgresql": "DROP TRIGGER entry_no_change ON entry"}
    with store.transaction() as db:
        db.connection.exec_driver_sql(names[db.connection.dialect.name])


def _of_another_shape(store: Store) -> None:
    """A trigger of the log's is there by its name and refuses nothing; on a server a column takes what no new ledger has."""
    toothless = (
        "DROP TRIGGER entry_no_delete",
        "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT 1; END",
    )
    with store.transaction() as db:
        for statement in toothless if store.is_sqlite else ("ALTER TABLE item ALTER note DROP NOT NULL",):
            db.connection.exec_driver_sql(statement)


def _an_index_more(store: Store) -> None:
    """Somebody keeps their own order of the items in the database."""
    force(store, "CREATE INDEX item_mine ON item (note)")


def _from_tomorrow(store: Store) -> None:
    """An entry of a kind that nobody knows, sealed behind the last one."""
    last = _rows(store)[-1]
    told = json.loads(last.body) | {"seq": last.seq + 1, "kind": "Theft", "fact": {"item": "all of them"}}
    body = canonical(told)
    row = last._replace(seq=last.seq + 1, kind="Theft", body=body, previous=last.digest)
    row = row._replace(digest=chain.digest_of(last.digest, body))
    force(store, f"INSERT INTO entry VALUES ({', '.join(map(literal, row))})")


def _of_another_ledger(store: Store) -> None:
    """An entry of another ledger stands in this one's file, behind its last one."""
    row = chain.seal(
        SettingChanged("voucher_days", "30"),
        ledger="B2",
        seq=1,
        at=chain.utc_text(AT),
        by=BY,
        previous=chain.FIRST_PREVIOUS,
    )
    force(store, f"INSERT INTO entry VALUES ({', '.join(map(literal, row))})")


def _torn(store: Store) -> None:
    """The disk lost the end of a page: rows of an index are gone."""
    store.engine.dispose()
    path = Path(str(store.engine.url.database))
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [size] = raw.execute("PRAGMA page_size").fetchone()
        [page] = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'item_serial'").fetchone()
    with path.open("r+b") as file:
        file.seek(page * size - 60)
        file.write(bytes(60))


def _is(*names: str) -> frozenset[str]:
    return frozenset(names)


ATTACKS: dict[str, Attack] = {
    "a field edited": Attack(
        lambda store: force(
            store,
            f"UPDATE entry SET body = replace(body, 'K1', 'K9') WHERE seq = {seq_of(store, 'DroppedOff')}",
        ),
        "was changed: its digest does not fit.",
        _is("digest", "projections"),
    ),
    "a time edited beside the body": Attack(
        lambda store: force(store, "UPDATE entry SET at = '2025-02-17T16:42:05.123Z' WHERE seq = 9"),
        "Entry 9 says one thing beside its body and another in it.",
        _is("columns"),
    ),
    "an entry removed": Attack(
        lambda store: force(store, f"DELETE FROM entry WHERE seq = {seq_of(store, 'PaidOut')}"),
        "entries are missing.",
        _is("gap", "projections", "custody"),
    ),
    "two entries swapped": Attack(
        _swapped,
        "says one thing beside its body and another in it.",
        _is("digest", "columns", "order", "projections", "payments"),
    ),
    "the end cut off": Attack(_cut, "its end was cut off.", _is("end", "projections")),
    "the end cut off and the tables made to fit": Attack(
        _cut_and_mended, "the log was cut.", _is("checkpoint"), True
    ),
    "a row of a table changed": Attack(
        lambda store: force(store, "UPDATE item SET serial = 'X1' WHERE serial = 'K1'"),
        "serial is not what the log says.",
        _is("projections"),
    ),
    "a row of a table removed": Attack(
        lambda store: force(store, "DELETE FROM payout WHERE seq = (SELECT min(seq) FROM payout)"),
        "The table payout lacks the row",
        _is("projections"),
    ),
    "an amount changed in both": Attack(
        _amount_in_both,
        "9700.00 MXN = 428.88 USD, and by the table of entry 4",
        _is("order", "payments", "prices"),
    ),
    "a history sealed anew with another amount": Attack(
        lambda store: rewritten(store, _other_amount, "DroppedOff"),
        "9700.00 MXN = 428.88 USD, and by the table of entry 4",
        _is("payments", "prices"),
    ),
    "a history sealed anew with another table": Attack(
        lambda store: rewritten(store, _dearer_table, "PayoutTableAdopted"),
        "for 8700.00 MXN = 428.88 USD, and by the table of entry 4 it comes to 18700.00 MXN",
        _is("prices"),
    ),
    "a history sealed anew with another rate": Attack(
        lambda store: rewritten(
            store, lambda told: told["fact"].update(mxn_per_usd="19.0000"), "RateRecorded"
        ),
        "by a rate that entry 7 did not record.",
        _is("prices"),
    ),
    "a history sealed anew with a folio given twice": Attack(
        lambda store: force(
            store,
            *resealed(
                store,
                seq_of(store, "DroppedOff", 2),
                lambda told: told["fact"].update(folio=folio_of(store, 1)),
            ),
        ),
        "which entry 9 gave already.",
        _is("order", "payments", "folios", "projections"),
    ),
    "a history sealed anew with folios renumbered": Attack(
        lambda store: rewritten(
            store, lambda told: told["fact"].update(folio=folios.make("A1", 40)), "DroppedOff", 6
        ),
        "was the next one.",
        _is("folios"),
    ),
    "a history sealed anew without a seam": Attack(
        lambda store: rewritten(store, _note, "DroppedOff"),
        "the history was rewritten.",
        _is("checkpoint"),
        True,
    ),
    "two histories of one ledger": Attack(_fork, "the history was rewritten.", _is("checkpoint"), True),
    "the file of another ledger": Attack(
        _another_file, "the history was rewritten.", _is("checkpoint"), True
    ),
    "a payment more": Attack(_paid_again, "which entry 10 paid already.", _is("payments", "projections")),
    "a site added twice": Attack(
        lambda store: seal_on(store, SiteAdded(SITE, "Otra", "America/Mexico_City"), at=LATER),
        "added already.",
        _is("setup", "projections"),
    ),
    "a void that nobody approved": Attack(_voided_alone, "and no supervisor approved it.", _is("approvals")),
    "a weapon that is destroyed a second time": Attack(
        lambda store: _sealed(
            store,
            Destroyed(
                "D-9", DAY, "corte", SITE, ("rosa", "tomas"), (DisposedItem(f"{folio_of(store, 1)}/1", 2),)
            ),
        ),
        "which entry 20 destroyed.",
        _is("custody"),
    ),
    "a hand-over checked by another list": Attack(
        lambda store: _sealed(
            store,
            HandOverChecked("H-1", DAY, "0" * 12, (), (CheckedItem(f"{folio_of(store, 5)}/1", found=True),)),
        ),
        "by another list than that of entry 21.",
        _is("hand-overs"),
    ),
    "a serial that was another before": Attack(
        lambda store: _sealed(
            store,
            MarksCorrected(
                f"{folio_of(store, 1)}/2",
                DAY,
                "held",
                "x",
                Marks(serial="Z9", serial_status="read"),
                Marks(serial="Z8", serial_status="read"),
            ),
        ),
        "and by entry 9 they were others.",
        _is("marks"),
    ),
    "more cash returned than there is": Attack(
        lambda store: _sealed(store, CashMoved(SITE, DAY, "return", 900_000_00)), "cash box", _is("cash")
    ),
    "a voucher for what is owed": Attack(
        lambda store: _sealed(
            store, VoucherIssued(folio_of(store, 6), SITE, DAY, 8_700_00, "2025-03-20", coded=False)
        ),
        "voucher",
        _is("vouchers"),
    ),
    "cash at a site that is none": Attack(
        lambda store: _sealed(store, CashMoved("nowhere", DAY, "float", 100_00)),
        "names the site nowhere",
        _is("sites"),
    ),
    "a day closed by other figures": Attack(
        lambda store: _sealed(store, _close(store)), "which is no count of its box", _is("closes")
    ),
    "a stranger revoked": Attack(
        lambda store: _sealed(store, OperatorRevoked("nadie", "x")), "nadie", _is("people")
    ),
    "an entry of yesterday": Attack(
        lambda store: _sealed(store, SettingChanged("voucher_days", "30"), at=AT - timedelta(days=1)),
        "clock",
        _is("clock"),
    ),
    "a key that nobody approved": Attack(
        lambda store: _sealed(store, KeyChanged("not a key", "x", "")),
        "and no supervisor approved it.",
        _is("keys"),
    ),
    "an answer to nothing": Attack(
        lambda store: _sealed(store, FindingAnswered("nonsense", 9, "x")),
        "which is the key of no finding.",
        _is("answers"),
    ),
    "a sample that nobody drew": Attack(
        lambda store: _sealed(
            store, SampleChecked(9, DAY, (SampledItem(f"{folio_of(store, 1)}/2", found=True),))
        ),
        "and no entry before it drew that sample.",
        _is("samples"),
    ),
    "triggers dropped": Attack(_unguarded, "no longer guards itself.", _is("guards")),
    "a schema of another shape": Attack(
        _of_another_shape, "of the database is not the one that this program makes.", _is("guards")
    ),
    "an index of somebody's own": Attack(_an_index_more, "The database has a foreign index ", _is("guards")),
    "tables said to be of another version": Attack(
        lambda store: force(store, "UPDATE meta SET value = '1' WHERE name = 'projections'"),
        "The table meta says 1 of projections",
        _is("versions"),
    ),
    "an entry of another ledger": Attack(
        _of_another_ledger,
        "The file holds entries of another ledger, B2: 1.",
        _is("ledgers"),
        in_a_file=True,
    ),
    "a kind that nobody knows": Attack(
        _from_tomorrow, "cannot be read: unknown kind 'Theft'.", _is("unreadable")
    ),
    "a PIN that no entry set": Attack(
        lambda store: force(store, f"INSERT INTO secret VALUES ('A1', 'pin', '{BY}', 'x', 0, '')"),
        "Something is kept to check a PIN of ana by, and no entry set one.",
        _is("secrets"),
    ),
    "a torn file": Attack(_torn, "The file is damaged: ", _is("file"), in_a_file=True),
    "a destruction that nobody saw": Attack(
        _destroyed, "was destroyed before fewer than 2 witnesses.", _is("acts")
    ),
    "a destruction that one saw, named twice": Attack(
        lambda store: _destroyed(store, "Rosa", "ROSÁ"),
        "the act D-9 names one and the same witness twice, the second time as number 2.",
        _is("acts"),
    ),
    "a destruction before whoever recorded it": Attack(
        lambda store: _destroyed(store, "rosa", "Ana"),
        "witness 2 of the act D-9 is ana, who recorded it.",
        _is("acts"),
    ),
    "a destruction before no name": Attack(
        lambda store: _destroyed(store, "rosa", "-"),
        "witness 2 of the act D-9 is no name of a person",
        _is("acts"),
    ),
    "a hand-over before whoever recorded it": Attack(
        lambda store: _sealed(
            store,
            HandedOver("H-9", DAY, "Defensa", SITE, (BY,), (DisposedItem(f"{folio_of(store, 1)}/2"),)),
        ),
        "witness 1 of the act H-9 is ana, who recorded it.",
        _is("acts"),
    ),
    "a rifle that was cut once": Attack(
        lambda store: _destroyed(store, "rosa", "tomas", cuts=1),
        "was destroyed by fewer cuts than its class, Military weapon, asks for: 1, not 3.",
        _is("acts"),
    ),
    "a grenade destroyed at the site": Attack(
        lambda store: _destroyed(store, "rosa", "tomas", item=f"{folio_of(store, 7)}/1"),
        "was destroyed at the site; what is of its class, Grenade, is handed over to Defensa.",
        _is("acts"),
    ),
    "a destruction by somebody who takes in": Attack(
        lambda store: _destroyed(store, "rosa", "tomas", by=CLERK),
        "is by eva, who might not record an act of destruction then: that needs the role custody, and eva had receive.",
        _is("rights"),
    ),
    "a setting changed by somebody who takes in": Attack(
        lambda store: _sealed(store, SettingChanged("approval_step_minor", "100000000"), by=CLERK),
        "is by eva, who might not change a setting of the ledger then",
        _is("rights"),
    ),
    "a person in a reason": Attack(
        lambda store: _sealed(store, CashMoved(SITE, DAY, "top_up", 100_00, reason="tel 55 1234 5678")),
        "has a telephone number in its field “reason”, and nothing about a person may be recorded.",
        _is("texts"),
    ),
    "a person in the place of a serial": Attack(
        lambda store: rewritten(
            store, lambda told: told["fact"]["lines"][0].update(serial="GOML800101HDFRRR09"), "DroppedOff"
        ),
        "Entry 9 has a CURP in its field “serial (1)”",
        _is("texts"),
    ),
    "an operator made a custodian": Attack(
        lambda store: rewritten(store, _a_friend, "OperatorEnrolled", 2),
        "the history was rewritten.",
        _is("checkpoint"),
        True,
    ),
}


# --- the notes that the ledger's key signed ---------------------------------------------------------------------------


def closed_twice(store: Store) -> None:
    """Two days of a ledger with a key, each closed and signed, and a drop-off of the third: see `NOTE_ATTACKS`."""
    for number in range(2):
        at = AT + timedelta(days=number)
        if not number:
            desk.give_float(store, SITE, Money(0), by=BY, at=at)
        take_in(store, f"revolver:serial=N{number}", settlement="later", at=at)
        desk.count_cash(store, SITE, (), by=BY, at=at)
        desk.close_day(store, SITE, by=BY, at=at)
    take_in(store, "revolver:serial=N9", settlement="later", at=AT + timedelta(days=2))


def notes_of(store: Store) -> list[Path]:
    """The files of its signed notes, the oldest first."""
    folder = places.checkpoint_folder(store.engine)
    return sorted(folder.glob("*.txt"), key=lambda path: int(path.name.split("-")[1]))


def _cut_behind_the_first_note(store: Store) -> None:
    """What came after the first close is gone, and the tables were made anew without it."""
    last = seq_of(store, "DayClosed")
    force(store, f"DELETE FROM entry WHERE seq > {last}", "DELETE FROM ledger")
    log_writer.rebuild(store)


def _edited_note(store: Store) -> None:
    """A line more in the text of the last note, below the signature of before."""
    path = notes_of(store)[-1]
    path.write_text(path.read_text(encoding="utf-8").replace("\n\n", "\nx\n\n"), encoding="utf-8")


def _another_key(told: dict[str, Any]) -> None:
    told["fact"].update(key=str(SigningKey.generate("buyback/A1").verifier))


NOTE_ATTACKS: dict[str, Attack] = {
    "the days after a signed close taken away": Attack(
        _cut_behind_the_first_note, "entries were taken away after that was signed.", _is("notes")
    ),
    "a history sealed anew below signed closes": Attack(
        lambda store: rewritten(store, _note, "DroppedOff"),
        f", at the close of {DAY} at {SITE}, that entry",
        _is("notes", "closes"),
    ),
    "a history sealed anew under another key": Attack(
        lambda store: rewritten(store, _another_key, "LedgerOpened"),
        "a key whose private half lies beside this ledger, and which no entry of its log gives it",
        _is("notes", "closes"),
    ),
    "a signed note altered": Attack(_edited_note, "It was changed after it was signed", _is("notes")),
    "a signed note cut short": Attack(
        lambda store: notes_of(store)[0].write_bytes(notes_of(store)[0].read_bytes()[:-5]),
        "could not be compared",
        _is("notes"),
    ),
}
"""What is done to a copy of `closed_twice`, or to the notes beside it, and what verification then says with nothing given."""
